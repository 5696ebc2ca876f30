//! Something that a channel or a bank said, signed and sound, and that no rule can act on: a person must look at it.
//! Stream `exception-<ExceptionId>`. Nothing that was said is ever lost for being unexpected. It must not know how the
//! person finds out.

use kernel::{
    Decider, ExceptionId, Money, PaymentId, PersonId, RefundId, Timestamp, codec::StoredEvent,
    one_line,
};
use serde::{Deserialize, Serialize};

use crate::{
    REASON_CHARS_MAX,
    payment::{Channel, is_transaction_id},
};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Money came for a payment that we never opened.
    PaymentUnknown,
    /// Another amount or currency came than was asked for.
    AmountDiffers,
    /// Money came twice for one payment; the second belongs to the payer.
    PaidTwice,
    /// A transaction that was recorded for something else.
    TransactionReused,
    /// A refund that we never asked for.
    RefundUnknown,
    /// The channel says something else of a refund than what was recorded: another amount, or an end it had already.
    RefundContradicted,
    /// More went back of a payment than we asked for: somebody did it by hand at the channel.
    RefundedElsewhere,
    /// A dispute about a payment that we do not know, or one told with other facts.
    DisputeUnclear,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 8] = [
        Self::PaymentUnknown,
        Self::AmountDiffers,
        Self::PaidTwice,
        Self::TransactionReused,
        Self::RefundUnknown,
        Self::RefundContradicted,
        Self::RefundedElsewhere,
        Self::DisputeUnclear,
    ];

    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaymentUnknown => "payment-unknown",
            Self::AmountDiffers => "amount-differs",
            Self::PaidTwice => "paid-twice",
            Self::TransactionReused => "transaction-reused",
            Self::RefundUnknown => "refund-unknown",
            Self::RefundContradicted => "refund-contradicted",
            Self::RefundedElsewhere => "refunded-elsewhere",
            Self::DisputeUnclear => "dispute-unclear",
        }
    }
}

/// What was said, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// The exception; the same words again are the same one.
    pub exception: ExceptionId,
    /// Who said it.
    pub channel: Channel,
    /// What is wrong.
    pub cause: Cause,
    /// The channel's own id of what it spoke about.
    pub transaction: String,
    /// Of which payment, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentId>,
    /// Of which refund, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<RefundId>,
    /// How much the channel spoke of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// How much we expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Money>,
}

/// Money that came for a payment we never opened. The books keep it apart until it is known whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// By which way it came.
    pub channel: Channel,
    /// The channel's own id.
    pub transaction: String,
    /// How much came, gross.
    pub amount: Money,
    /// What the channel kept of it.
    pub fee: Money,
    /// Its value date.
    pub value_at: Timestamp,
}

/// What may be asked of an exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Keep it for a person. Quiet when raised before.
    RaiseException {
        /// What was said.
        raised: Raised,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: money came with it that belongs to nothing we know. Quiet for the same transaction.
    KeepMoney {
        /// What came.
        kept: Kept,
        /// When.
        at: Timestamp,
    },
    /// A person gave that money back in the channel's own pages. Quiet when it was recorded before.
    RecordReturn {
        /// The channel's own id of giving it back.
        transaction: String,
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A person has dealt with it. Quiet if one has already.
    ResolveException {
        /// Who.
        by: PersonId,
        /// What they did, 1–200 characters on one line.
        note: String,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// It waits for a person.
    #[serde(rename = "settlement.exception-raised")]
    ExceptionRaised {
        /// What was said.
        #[serde(flatten)]
        raised: Raised,
        /// When.
        at: Timestamp,
    },
    /// Money came with it that belongs to nothing we know.
    #[serde(rename = "settlement.unknown-money-kept")]
    UnknownMoneyKept {
        /// What came.
        #[serde(flatten)]
        kept: Kept,
        /// When.
        at: Timestamp,
    },
    /// That money went back.
    #[serde(rename = "settlement.unknown-money-returned")]
    UnknownMoneyReturned {
        /// By which way.
        channel: Channel,
        /// The channel's own id.
        transaction: String,
        /// How much: all of it.
        amount: Money,
        /// Who gave it back.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A person has dealt with it.
    #[serde(rename = "settlement.exception-resolved")]
    ExceptionResolved {
        /// Who.
        by: PersonId,
        /// What they did.
        note: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "exception";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.exception-raised", 1),
        ("settlement.unknown-money-kept", 1),
        ("settlement.unknown-money-returned", 1),
        ("settlement.exception-resolved", 1),
    ];
}

/// The id part of an exception's stream name.
#[must_use]
pub fn stream_id(exception: ExceptionId) -> String {
    exception.to_string()
}

/// Why a wish about an exception was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was raised under this id.
    #[error("there is no such exception")]
    ExceptionUnknown,
    /// No word about what was done.
    #[error("say what was done, in 1 to {max} characters")]
    NoteInvalid {
        /// The limit, [`REASON_CHARS_MAX`].
        max: usize,
    },
    /// It is not about money that came and was taken in.
    #[error("there is no money of it to send back")]
    NothingToSendBack,
    /// It is with the channel's pages that it went back; this is another transaction.
    #[error("the money went back by another transaction")]
    MoneyReturnedAlready,
    /// No channel calls a transaction so.
    #[error("this cannot be a transaction id")]
    TransactionInvalid,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ExceptionUnknown => "exception-unknown",
            Self::NoteInvalid { .. } => "note-invalid",
            Self::NothingToSendBack => "nothing-to-send-back",
            Self::MoneyReturnedAlready => "money-returned-already",
            Self::TransactionInvalid => "transaction-invalid",
        }
    }
}

/// What is remembered of an exception.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was said; `None` before that.
    pub raised: Option<Raised>,
    /// The money that came with it, if it belongs to nothing we know.
    pub kept: Option<Kept>,
    /// By which transaction that money went back.
    pub returned: Option<String>,
    /// Whether a person has dealt with it.
    pub resolved: bool,
}

/// The rules of an exception.
#[derive(Debug, Clone, Copy)]
pub struct Exception;

impl Decider for Exception {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match (command, &state.raised) {
            (Command::RaiseException { raised, at }, None) => {
                Ok(vec![Event::ExceptionRaised { raised, at }])
            }
            (Command::RaiseException { .. }, Some(_)) => Ok(vec![]),
            (
                Command::KeepMoney { .. }
                | Command::RecordReturn { .. }
                | Command::ResolveException { .. },
                None,
            ) => Err(Rejection::ExceptionUnknown),
            (Command::KeepMoney { kept, at }, Some(_)) => Ok(match &state.kept {
                Some(_) => vec![],
                None => vec![Event::UnknownMoneyKept { kept, at }],
            }),
            (
                Command::RecordReturn {
                    transaction,
                    by,
                    at,
                },
                Some(_),
            ) => record_return(state, transaction, by, at),
            (Command::ResolveException { .. }, Some(_)) if state.resolved => Ok(vec![]),
            (Command::ResolveException { by, note, at }, Some(_)) => {
                let note = checked_note(&note).ok_or(Rejection::NoteInvalid {
                    max: REASON_CHARS_MAX,
                })?;
                Ok(vec![Event::ExceptionResolved { by, note, at }])
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::ExceptionRaised { raised, at: _ } => state.raised = Some(raised.clone()),
            Event::UnknownMoneyKept { kept, at: _ } => state.kept = Some(kept.clone()),
            Event::UnknownMoneyReturned { transaction, .. } => {
                state.returned = Some(transaction.clone());
            }
            Event::ExceptionResolved { .. } => state.resolved = true,
        }
    }
}

fn record_return(
    state: &State,
    transaction: String,
    by: PersonId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let kept = state.kept.as_ref().ok_or(Rejection::NothingToSendBack)?;
    if !is_transaction_id(&transaction) {
        return Err(Rejection::TransactionInvalid);
    }
    match &state.returned {
        Some(known) if *known == transaction => Ok(vec![]),
        Some(_) => Err(Rejection::MoneyReturnedAlready),
        None => Ok(vec![Event::UnknownMoneyReturned {
            channel: kept.channel,
            transaction,
            amount: kept.amount,
            by,
            at,
        }]),
    }
}

/// A person's words on one line, 1–200 characters.
pub(crate) fn checked_note(note: &str) -> Option<String> {
    let note = one_line(note);
    (1..=REASON_CHARS_MAX)
        .contains(&note.chars().count())
        .then_some(note)
}

#[cfg(test)]
mod tests;
