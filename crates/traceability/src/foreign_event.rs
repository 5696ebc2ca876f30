//! An event that somebody else told about our things, taken in once under the id that its teller gave it. Stream
//! `foreign-event-<sha256 of the id, hex>`. It is a claim of others and never a fact of ours: no other aggregate reads it.
//!
//! It must not know what an event says, only whether it is the same again.

use kernel::{CaptureId, ContentHash, Decider, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// The id part of the stream's name: the SHA-256 of the event's id, which the caller computes.
#[must_use]
pub fn stream_id(id_hash: &ContentHash) -> String {
    id_hash.to_string()
}

/// An event of somebody else, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The id its teller gave it.
    pub id: String,
    /// Its kind, such as `ObjectEvent`.
    pub kind: String,
    /// The step of business, if it tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biz_step: Option<String>,
    /// When it happened, as they say.
    pub happened_at: Timestamp,
    /// Which of our things it names, by their ids.
    pub things: Vec<String>,
    /// The event, as JSON.
    pub event: String,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Takes an event in, or its declaration that it was wrong. Quiet when it is known.
    TakeIn {
        /// With which delivery it came.
        capture: CaptureId,
        /// The event.
        told: Told,
        /// Whether it declares an earlier telling wrong.
        is_error: bool,
        /// Who brought it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

/// What happened; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Somebody told an event.
    #[serde(rename = "traceability.foreign-event-taken-in")]
    ForeignEventTakenIn {
        /// With which delivery it came.
        capture: CaptureId,
        /// The event.
        told: Told,
        /// Who brought it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// They declared it wrong.
    #[serde(rename = "traceability.foreign-event-declared-erroneous")]
    ForeignEventDeclaredErroneous {
        /// With which delivery it came.
        capture: CaptureId,
        /// The event with its declaration.
        told: Told,
        /// Who brought it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "foreign-event";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.foreign-event-taken-in", 1),
        ("traceability.foreign-event-declared-erroneous", 1),
    ];
}

/// Why it is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Something else was told under this id.
    #[error("event {id} was told otherwise before")]
    ForeignEventDiffers {
        /// The id.
        id: String,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ForeignEventDiffers { .. } => "foreign-event-differs",
        }
    }
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was told.
    pub told: Option<String>,
    /// What was told when it was declared wrong.
    pub error: Option<String>,
}

/// The rules.
#[derive(Debug, Clone, Copy)]
pub struct ForeignEvent;

impl Decider for ForeignEvent {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::TakeIn {
            capture,
            told,
            is_error,
            by,
            at,
        } = command;
        let before = if is_error { &state.error } else { &state.told };
        match before {
            Some(before) if *before == told.event => Ok(vec![]),
            Some(_) => Err(Rejection::ForeignEventDiffers { id: told.id }),
            None if is_error => Ok(vec![Event::ForeignEventDeclaredErroneous {
                capture,
                told,
                by,
                at,
            }]),
            None => Ok(vec![Event::ForeignEventTakenIn {
                capture,
                told,
                by,
                at,
            }]),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::ForeignEventTakenIn { told, .. } => state.told = Some(told.event.clone()),
            Event::ForeignEventDeclaredErroneous { told, .. } => {
                state.error = Some(told.event.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
