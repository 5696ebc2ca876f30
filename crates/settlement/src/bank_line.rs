//! One movement on our bank account, as a statement tells it. Stream `bank-line-<BankLineId>`.
//! It pays one payment, or a person sets it aside; until then it stays open. It must not know how a match is found.

use kernel::{
    BankLineId, Day, Decider, Money, PaymentId, PersonId, Sealed, StatementId, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::{REASON_CHARS_MAX, exception::checked_note, payment::is_transaction_id};

/// A movement, as the bank wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The line.
    pub line: BankLineId,
    /// The statement that told it first.
    pub statement: StatementId,
    /// Where it stands there, from 1.
    pub row: u32,
    /// What it is called as a transaction: overlapping statements call it the same.
    pub transaction: String,
    /// When the bank wrote it down.
    pub booked: Day,
    /// From when the money counts (B 4).
    pub value: Day,
    /// How much, above zero.
    pub amount: Money,
    /// Whether it came to us.
    pub incoming: bool,
    /// Whether it takes back an earlier line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reversal: bool,
    /// What the payer wrote and who it was, sealed under the statement: people's names are no facts of ours (D 45).
    pub text: Sealed,
}

/// What may be asked of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Keep what the bank wrote down. Quiet when another statement told it before.
    RecordLine {
        /// The movement.
        recorded: Recorded,
        /// When.
        at: Timestamp,
    },
    /// It pays this payment. Quiet if it does already.
    MatchLine {
        /// Which payment.
        payment: PaymentId,
        /// Who confirmed it; `None` if reference and amount left no doubt.
        by: Option<PersonId>,
        /// When.
        at: Timestamp,
    },
    /// It has nothing to do with a payment. Quiet if it was set aside before.
    SetLineAside {
        /// Who says so.
        by: PersonId,
        /// Why, 1–200 characters on one line.
        note: String,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The bank wrote a movement down.
    #[serde(rename = "settlement.bank-line-recorded")]
    BankLineRecorded {
        /// The movement.
        #[serde(flatten)]
        recorded: Recorded,
        /// When it was brought to us.
        at: Timestamp,
    },
    /// It pays a payment.
    #[serde(rename = "settlement.bank-line-matched")]
    BankLineMatched {
        /// Which.
        payment: PaymentId,
        /// Who confirmed it; `None` if reference and amount left no doubt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// When.
        at: Timestamp,
    },
    /// It has nothing to do with a payment.
    #[serde(rename = "settlement.bank-line-set-aside")]
    BankLineSetAside {
        /// Who said so.
        by: PersonId,
        /// Why.
        note: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "bank-line";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.bank-line-recorded", 1),
        ("settlement.bank-line-matched", 1),
        ("settlement.bank-line-set-aside", 1),
    ];
}

/// The id part of a line's stream name.
#[must_use]
pub fn stream_id(line: BankLineId) -> String {
    line.to_string()
}

/// Why a wish about a line was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No statement told this line.
    #[error("there is no such line")]
    LineUnknown,
    /// Not above zero, or without a name that a transaction can have.
    #[error("a line has an amount above zero and 1 to 64 printable characters as its transaction")]
    LineInvalid,
    /// Money that went, or a line that takes back another: it pays nothing.
    #[error("only money that came in can pay")]
    LineNotIncoming,
    /// It pays another payment.
    #[error("the line pays payment {payment}")]
    LineMatched {
        /// Which.
        payment: PaymentId,
    },
    /// A person said that it pays nothing.
    #[error("the line was set aside")]
    LineSetAside,
    /// No word about why.
    #[error("say why, in 1 to {max} characters")]
    NoteInvalid {
        /// The limit, [`REASON_CHARS_MAX`].
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LineUnknown => "line-unknown",
            Self::LineInvalid => "line-invalid",
            Self::LineNotIncoming => "line-not-incoming",
            Self::LineMatched { .. } => "line-matched",
            Self::LineSetAside => "line-set-aside",
            Self::NoteInvalid { .. } => "note-invalid",
        }
    }
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It pays this payment.
    Matched(PaymentId),
    /// It pays nothing.
    SetAside,
}

/// What is remembered of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The movement; `None` before a statement told it.
    pub recorded: Option<Recorded>,
    /// What became of it; `None` while open.
    pub fate: Option<Fate>,
}

impl State {
    /// The movement.
    ///
    /// # Errors
    /// `LineUnknown` before a statement told it.
    pub fn recorded(&self) -> Result<&Recorded, Rejection> {
        self.recorded.as_ref().ok_or(Rejection::LineUnknown)
    }
}

/// The rules of a line.
#[derive(Debug, Clone, Copy)]
pub struct BankLine;

impl Decider for BankLine {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::RecordLine { recorded, at } => record(state, recorded, at),
            Command::MatchLine { payment, by, at } => {
                let recorded = state.recorded()?;
                if !recorded.incoming || recorded.reversal {
                    return Err(Rejection::LineNotIncoming);
                }
                match state.fate {
                    None => Ok(vec![Event::BankLineMatched { payment, by, at }]),
                    Some(Fate::Matched(known)) if known == payment => Ok(vec![]),
                    Some(Fate::Matched(payment)) => Err(Rejection::LineMatched { payment }),
                    Some(Fate::SetAside) => Err(Rejection::LineSetAside),
                }
            }
            Command::SetLineAside { by, note, at } => {
                state.recorded()?;
                let max = REASON_CHARS_MAX;
                let note = checked_note(&note).ok_or(Rejection::NoteInvalid { max })?;
                match state.fate {
                    None => Ok(vec![Event::BankLineSetAside { by, note, at }]),
                    Some(Fate::SetAside) => Ok(vec![]),
                    Some(Fate::Matched(payment)) => Err(Rejection::LineMatched { payment }),
                }
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::BankLineRecorded { recorded, at: _ } => state.recorded = Some(recorded.clone()),
            Event::BankLineMatched { payment, .. } => state.fate = Some(Fate::Matched(*payment)),
            Event::BankLineSetAside { .. } => state.fate = Some(Fate::SetAside),
        }
    }
}

fn record(state: &State, recorded: Recorded, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    if state.recorded.is_some() {
        return Ok(vec![]);
    }
    if recorded.amount.minor <= 0 || !is_transaction_id(&recorded.transaction) {
        return Err(Rejection::LineInvalid);
    }
    Ok(vec![Event::BankLineRecorded { recorded, at }])
}

#[cfg(test)]
mod tests;
