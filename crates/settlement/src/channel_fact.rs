//! A channel's transaction id, spent once (D 14). Stream `channel-fact-<channel>.<sha256 of the id, hex>`.
//! It must not know what a payment or a refund looks like, only which of them the transaction was for.

use kernel::{
    ContentHash, Decider, DisputeId, ExceptionId, Money, PaymentId, PayoutId, RefundId, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

/// What a transaction was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum Purpose {
    /// Money came in for this payment.
    Capture(PaymentId),
    /// Money went back for this refund.
    Refund(RefundId),
    /// Money was taken back by the channel for this dispute.
    Dispute(DisputeId),
    /// Money went out by this payout.
    Payout(PayoutId),
    /// Money came, or went back, that belongs to nothing we know.
    Unknown(ExceptionId),
}

/// What may be asked of a transaction id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Spend the transaction id. Quiet when it was spent on the same purpose and amount.
    RecordChannelFact {
        /// Whose transaction it is.
        channel: Channel,
        /// The channel's own id.
        transaction: String,
        /// What it was for.
        purpose: Purpose,
        /// How much moved.
        amount: Money,
        /// When it was recorded here.
        at: Timestamp,
    },
}

/// What may happen to a transaction id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The transaction id is spent.
    #[serde(rename = "settlement.channel-fact-recorded")]
    ChannelFactRecorded {
        /// Whose transaction it is.
        channel: Channel,
        /// The channel's own id.
        transaction: String,
        /// What it was for.
        purpose: Purpose,
        /// How much moved.
        amount: Money,
        /// When it was recorded here.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "channel-fact";
    const TYPES: &'static [(&'static str, u16)] = &[("settlement.channel-fact-recorded", 1)];
}

/// The id part of the stream name: the channel and the SHA-256 of the transaction id's bytes, which the caller
/// computes. Hashing keeps foreign characters and lengths out of stream names.
#[must_use]
pub fn stream_id(channel: Channel, transaction_hash: &ContentHash) -> String {
    format!("{}.{transaction_hash}", channel.in_stream_names())
}

/// Why a transaction id was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Quiet for the same purpose and amount; this for another.
    #[error("this transaction was recorded for something else")]
    TransactionAlreadyUsed {
        /// What it was recorded for.
        purpose: Purpose,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TransactionAlreadyUsed { .. } => "transaction-already-used",
        }
    }
}

/// What is remembered of a transaction id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What it was spent on and how much moved; `None` while unspent.
    pub spent: Option<(Purpose, Money)>,
}

/// The rule of a transaction id.
#[derive(Debug, Clone, Copy)]
pub struct ChannelFact;

impl Decider for ChannelFact {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::RecordChannelFact {
            channel,
            transaction,
            purpose,
            amount,
            at,
        } = command;
        match state.spent {
            None => Ok(vec![Event::ChannelFactRecorded {
                channel,
                transaction,
                purpose,
                amount,
                at,
            }]),
            Some(spent) if spent == (purpose, amount) => Ok(vec![]),
            Some((purpose, _)) => Err(Rejection::TransactionAlreadyUsed { purpose }),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        let Event::ChannelFactRecorded {
            purpose, amount, ..
        } = event;
        state.spent = Some((*purpose, *amount));
    }
}

#[cfg(test)]
mod tests;
