//! One refund: requested, accepted by the channel, settled or failed. Stream `refund-<RefundId>`.
//! Only a channel's fact settles it (D 15). It must not know how much of the payment is left: the payment
//! reserves that.

use kernel::{AdoptionId, Decider, Money, PaymentId, RefundId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

mod rules;

/// Why money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundReason {
    /// The money came after the share was gone (D 16).
    PaidTooLate,
    /// The buyer withdrew.
    Withdrawn,
    /// The operator cancelled.
    ByOperator,
    /// The campaign missed its goal and had promised all or nothing.
    GoalMissed,
}

/// What may be asked of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask the channel to pay back. Quiet for the same refund, whenever it is asked again.
    RequestRefund {
        /// The refund; retries keep it (B 20).
        refund: RefundId,
        /// The payment it takes from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// The way back, the same as the way in.
        channel: Channel,
        /// How much.
        amount: Money,
        /// Why.
        reason: RefundReason,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: it took the order. Quiet if it did so before.
    RecordAcceptance {
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the money is back. A channel that pays at once need not accept first.
    RecordSettlement {
        /// The channel's own id of the transfer back.
        transaction: String,
        /// How much went back.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the money did not go back. Quiet if the refund failed already.
    RecordFailure {
        /// The channel's words, 1–200 characters on one line.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Money shall go back.
    #[serde(rename = "settlement.refund-requested")]
    RefundRequested {
        /// The refund.
        refund: RefundId,
        /// The payment it takes from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// The way back.
        channel: Channel,
        /// How much.
        amount: Money,
        /// Why.
        reason: RefundReason,
        /// When.
        at: Timestamp,
    },
    /// The channel took the order.
    #[serde(rename = "settlement.refund-accepted")]
    RefundAccepted {
        /// When.
        at: Timestamp,
    },
    /// The money is back.
    #[serde(rename = "settlement.refund-settled")]
    RefundSettled {
        /// The refund.
        refund: RefundId,
        /// The payment it took from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// The way back.
        channel: Channel,
        /// The channel's own id of the transfer back.
        transaction: String,
        /// How much went back.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The money did not go back; it is owed as before.
    #[serde(rename = "settlement.refund-failed")]
    RefundFailed {
        /// The refund.
        refund: RefundId,
        /// The payment it would have taken from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much is still owed.
        amount: Money,
        /// The channel's words.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "refund";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.refund-requested", 1),
        ("settlement.refund-accepted", 1),
        ("settlement.refund-settled", 1),
        ("settlement.refund-failed", 1),
    ];
}

/// The id part of a refund's stream name.
#[must_use]
pub fn stream_id(refund: RefundId) -> String {
    refund.to_string()
}

/// Why a wish about a refund was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No refund was requested under this id.
    #[error("there is no such refund")]
    RefundUnknown,
    /// A refund was requested under this id with other facts.
    #[error("the refund exists already")]
    RefundExists,
    /// Nothing or less than nothing was asked for.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// The channel paid back something else than was requested (B 16).
    #[error("{expected} is to be refunded, the channel says {actual}")]
    AmountDiffers {
        /// What was requested.
        expected: Money,
        /// What the channel says.
        actual: Money,
    },
    /// The money went back by another transaction, or cannot fail any more.
    #[error("the refund is settled already")]
    RefundAlreadySettled {
        /// The transaction that settled it.
        transaction: String,
    },
    /// A failed refund is over; trying again needs a refund of its own.
    #[error("the refund has failed")]
    RefundFailed,
    /// A failure without the channel's words.
    #[error("a failure needs a reason")]
    ReasonMissing,
    /// A reason of more than 200 characters.
    #[error("the reason is longer than {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::REASON_CHARS_MAX).
        max: usize,
    },
    /// Not 1–64 printable ASCII characters, or spaces at an end.
    #[error("a transaction id has 1 to 64 printable characters")]
    TransactionInvalid,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RefundUnknown => "refund-unknown",
            Self::RefundExists => "refund-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountDiffers { .. } => "amount-differs",
            Self::RefundAlreadySettled { .. } => "refund-already-settled",
            Self::RefundFailed => "refund-failed",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::TransactionInvalid => "transaction-invalid",
        }
    }
}

/// What was requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requested {
    /// The refund.
    pub refund: RefundId,
    /// The payment it takes from.
    pub payment: PaymentId,
    /// What had been paid for.
    pub adoption: AdoptionId,
    /// The way back.
    pub channel: Channel,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: RefundReason,
}

/// How far a refund has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// The channel has not answered.
    #[default]
    Requested,
    /// The channel took the order.
    Accepted,
    /// The money is back.
    Settled {
        /// By this transaction.
        transaction: String,
    },
    /// The money did not go back.
    Failed,
}

/// What is remembered of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was requested; `None` before that.
    pub requested: Option<Requested>,
    /// How far it has come since.
    pub phase: Phase,
}

/// The rules of a refund.
#[derive(Debug, Clone, Copy)]
pub struct Refund;

impl Decider for Refund {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
