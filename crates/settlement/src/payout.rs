//! One payout: money that goes out to a farm, or to a buyer whom the channel can no longer refund.
//! Stream `payout-<PayoutId>`: requested, approved, sent, then settled or failed by the bank's fact alone (D 15).
//! It must not know why so much is due: the farmer's account or the refund says that.

use kernel::{
    Decider, FarmId, Money, PayoutId, PersonId, RefundId, Sealed, Season, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::{approval::Approvals, payment::Channel};

mod rules;

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum Payee {
    /// A farm.
    Farm(FarmId),
    /// A person.
    Person(PersonId),
}

/// What for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "of")]
pub enum Purpose {
    /// A tranche of the farm's advance of a season.
    Advance(Season),
    /// What the farm earned in a season.
    Settlement(Season),
    /// A refund that the channel can no longer make (B 19).
    Refund(RefundId),
    /// Credit that the buyer wants in cash (B 13).
    Credit(PersonId),
}

/// What was requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// The payout.
    pub payout: PayoutId,
    /// Who is paid.
    pub payee: Payee,
    /// What for.
    pub purpose: Purpose,
    /// How much.
    pub amount: Money,
    /// By which way.
    pub channel: Channel,
    /// The person who asked; nobody when a rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<PersonId>,
    /// Above this, two persons must stand behind the payout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_persons_above: Option<Money>,
    /// The account it goes to, sealed for whoever is paid; nothing where the bank is told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Sealed>,
}

/// What may be asked of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask for it. Quiet for the same payout.
    RequestPayout {
        /// What is wanted.
        requested: Requested,
        /// When.
        at: Timestamp,
    },
    /// One more person stands behind it. Quiet if they did before.
    ApprovePayout {
        /// Who; not the one who asked.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The order was given to the bank. Quiet if it was before.
    RecordSent {
        /// When.
        at: Timestamp,
    },
    /// The bank's fact: the money arrived.
    RecordSettlement {
        /// The bank's own id of the transfer.
        transaction: String,
        /// How much arrived.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The bank's fact: the money did not arrive; or it is given up before it was sent. Quiet if it failed already.
    RecordFailure {
        /// The bank's words, 1–200 characters on one line.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Money shall go out.
    #[serde(rename = "settlement.payout-requested")]
    PayoutRequested {
        /// What is wanted.
        #[serde(flatten)]
        requested: Requested,
        /// When.
        at: Timestamp,
    },
    /// One more person stands behind it.
    #[serde(rename = "settlement.payout-approved")]
    PayoutApproved {
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The order was given to the bank.
    #[serde(rename = "settlement.payout-sent")]
    PayoutSent {
        /// When.
        at: Timestamp,
    },
    /// The money arrived.
    #[serde(rename = "settlement.payout-settled")]
    PayoutSettled {
        /// The payout.
        payout: PayoutId,
        /// Who was paid.
        payee: Payee,
        /// What for.
        purpose: Purpose,
        /// By which way.
        channel: Channel,
        /// The bank's own id of the transfer.
        transaction: String,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The money did not arrive; it is owed as before.
    #[serde(rename = "settlement.payout-failed")]
    PayoutFailed {
        /// The payout.
        payout: PayoutId,
        /// Who would have been paid.
        payee: Payee,
        /// What for.
        purpose: Purpose,
        /// How much.
        amount: Money,
        /// The bank's words.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "payout";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.payout-requested", 1),
        ("settlement.payout-approved", 1),
        ("settlement.payout-sent", 1),
        ("settlement.payout-settled", 1),
        ("settlement.payout-failed", 1),
    ];
}

/// The id part of a payout's stream name.
#[must_use]
pub fn stream_id(payout: PayoutId) -> String {
    payout.to_string()
}

/// Why a wish about a payout was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No payout was requested under this id.
    #[error("there is no such payout")]
    PayoutUnknown,
    /// A payout was requested under this id with other facts.
    #[error("the payout exists already")]
    PayoutExists,
    /// Nothing or less than nothing was asked for.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// Not the amount that was requested.
    #[error("{expected} is expected, {actual} was said")]
    AmountDiffers {
        /// What was requested.
        expected: Money,
        /// What was said now.
        actual: Money,
    },
    /// It needs another person's approval first.
    #[error("the payout is not approved yet")]
    PayoutNotApproved,
    /// Enough persons approved, or nobody has to.
    #[error("the payout needs no further approval")]
    PayoutApprovedAlready,
    /// Who asked for a payout cannot approve it.
    #[error("who asked for a payout cannot approve it")]
    ApproverIsRequester,
    /// The bank was not asked yet.
    #[error("the payout was not sent")]
    PayoutNotSent,
    /// The money arrived by another transaction, or arrived and cannot fail any more.
    #[error("the payout was settled by transaction {transaction}")]
    PayoutAlreadySettled {
        /// The transaction that was recorded.
        transaction: String,
    },
    /// A failed payout is over; trying again needs a payout of its own.
    #[error("the payout has failed")]
    PayoutFailed,
    /// A failure without the bank's words.
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
            Self::PayoutUnknown => "payout-unknown",
            Self::PayoutExists => "payout-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountDiffers { .. } => "amount-differs",
            Self::PayoutNotApproved => "payout-not-approved",
            Self::PayoutApprovedAlready => "payout-approved-already",
            Self::ApproverIsRequester => "approver-is-requester",
            Self::PayoutNotSent => "payout-not-sent",
            Self::PayoutAlreadySettled { .. } => "payout-already-settled",
            Self::PayoutFailed => "payout-failed",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::TransactionInvalid => "transaction-invalid",
        }
    }
}

/// How far a payout has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// The bank was not asked.
    #[default]
    Requested,
    /// The bank was asked.
    Sent,
    /// The money arrived.
    Settled {
        /// By this transaction.
        transaction: String,
    },
    /// The money did not arrive.
    Failed,
}

/// What is remembered of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was requested; `None` before that.
    pub requested: Option<Requested>,
    /// Who stands behind it.
    pub approvals: Approvals,
    /// How far it has come since.
    pub phase: Phase,
}

/// The rules of a payout.
#[derive(Debug, Clone, Copy)]
pub struct Payout;

impl Decider for Payout {
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
