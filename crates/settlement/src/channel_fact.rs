//! A channel's transaction id, spent once (D 14). Stream `channel-fact-<channel>.<sha256 of the id, hex>`.

use kernel::{Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

/// What a transaction was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum Purpose {
    Capture(kernel::PaymentId),
    Refund(kernel::RefundId),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    RecordChannelFact {
        channel: Channel,
        transaction: String,
        purpose: Purpose,
        amount: Money,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "settlement.channel-fact-recorded")]
    ChannelFactRecorded {
        channel: Channel,
        transaction: String,
        purpose: Purpose,
        amount: Money,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Quiet for the same purpose and amount; this for another.
    #[error("this transaction was recorded for something else")]
    TransactionAlreadyUsed { purpose: Purpose },
}
