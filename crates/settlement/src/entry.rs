//! A correction in the books: an entry that a person wrote, or the reversal of what was posted (D 19).
//! Stream `entry-<EntryId>` for a written entry, `entry-fact.<position>` for reversals of what a fact posted.
//! A reversal names what it reverses and cannot exceed it; nothing is ever edited. It must not know which days are
//! closed beyond what it is told.

use kernel::{Day, Decider, EntryId, Money, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::postings::{Account, Posting};

mod rules;

/// Most lines of an entry.
pub const LINES_MAX: usize = 100;

/// What a reversal takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum Original {
    /// A written entry.
    Entry(EntryId),
    /// What the fact at this position of the log posted.
    Fact(u64),
}

/// What every written entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The entry.
    pub entry: EntryId,
    /// The day it is booked on.
    pub day: Day,
    /// Its lines; they sum to zero in each currency.
    pub lines: Vec<Posting>,
    /// Why, 1–200 characters on one line.
    pub memo: String,
    /// Who wrote it.
    pub by: PersonId,
}

/// What may be asked of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write an entry. Quiet for the same entry.
    PostEntry {
        /// What it says.
        written: Written,
        /// The last closed day, if one is.
        closed_through: Option<Day>,
        /// When.
        at: Timestamp,
    },
    /// Reverse an entry or what a fact posted, in whole or in part. Quiet for the same reversal.
    ReverseEntry {
        /// What is reversed.
        original: Original,
        /// What a fact posted; ignored for a written entry.
        posted: Vec<Posting>,
        /// What the reversal says.
        written: Written,
        /// The last closed day, if one is.
        closed_through: Option<Day>,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An entry was written.
    #[serde(rename = "settlement.entry-posted")]
    EntryPosted {
        /// What it says.
        #[serde(flatten)]
        written: Written,
        /// When.
        at: Timestamp,
    },
    /// An entry was reversed, in whole or in part.
    #[serde(rename = "settlement.entry-reversed")]
    EntryReversed {
        /// What was reversed.
        reverses: Original,
        /// What a fact had posted; empty for a written entry, and after the first reversal.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        posted: Vec<Posting>,
        /// What the reversal says.
        #[serde(flatten)]
        written: Written,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "entry";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.entry-posted", 1),
        ("settlement.entry-reversed", 1),
    ];
}

/// The id part of the stream that keeps an original and its reversals.
#[must_use]
pub fn stream_id(original: Original) -> String {
    match original {
        Original::Entry(entry) => entry.to_string(),
        Original::Fact(position) => format!("fact.{position}"),
    }
}

/// Why a wish about an entry was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was posted that could be reversed.
    #[error("there is nothing to reverse")]
    EntryUnknown,
    /// An entry was written under this id with other words.
    #[error("the entry exists already")]
    EntryExists,
    /// No lines, a line of zero, or too many.
    #[error("an entry has 1 to {max} lines, none of them zero")]
    LinesInvalid {
        /// The limit, [`LINES_MAX`].
        max: usize,
    },
    /// The lines do not sum to zero in a currency (D 11).
    #[error("the lines leave a difference of {difference}")]
    EntryUnbalanced {
        /// Debits less credits.
        difference: Money,
    },
    /// The day is closed; corrections go to an open day (D 19).
    #[error("the books are closed through {through}")]
    DayClosed {
        /// The last closed day.
        through: Day,
    },
    /// More would be reversed than was posted (D 19).
    #[error("only {left} of {account} can be reversed")]
    ReversalExceeds {
        /// Which account.
        account: Account,
        /// What can still be reversed, with the sign it was posted with.
        left: Money,
    },
    /// An entry without a reason.
    #[error("an entry needs a reason")]
    ReasonMissing,
    /// A reason of more than 200 characters.
    #[error("the reason is longer than {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::REASON_CHARS_MAX).
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EntryUnknown => "entry-unknown",
            Self::EntryExists => "entry-exists",
            Self::LinesInvalid { .. } => "lines-invalid",
            Self::EntryUnbalanced { .. } => "entry-unbalanced",
            Self::DayClosed { .. } => "day-closed",
            Self::ReversalExceeds { .. } => "reversal-exceeds",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
        }
    }
}

/// What is remembered of an original and its reversals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was posted at first; empty before that.
    pub posted: Vec<Posting>,
    /// Everything that was written here.
    pub written: Vec<Written>,
    /// What was reversed.
    pub reversed: Vec<Posting>,
}

/// The rules of an entry.
#[derive(Debug, Clone, Copy)]
pub struct Entry;

impl Decider for Entry {
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
