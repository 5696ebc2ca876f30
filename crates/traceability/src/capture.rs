//! One delivery of events by somebody else (EPCIS capture), and how it ended. Stream `capture-<CaptureId>`.
//!
//! It must not know what the events say.

use kernel::{CaptureId, Decider, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What happens to the good events of a delivery when others are wrong (`GS1-Capture-Error-Behaviour`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnError {
    /// None is taken in.
    #[default]
    Rollback,
    /// They are taken in.
    Proceed,
}

/// What was wrong with an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which of the list, from 0.
    pub index: u32,
    /// The stable name of what was wrong.
    pub code: String,
    /// The field that was wrong, where one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was asked for in case of an error.
    pub on_error: OnError,
    /// Events that are kept since.
    pub taken: u32,
    /// Events that were known.
    pub known: u32,
    /// What was wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Notes how it ended, once. Quiet when it was noted.
    FinishCapture {
        /// The delivery.
        capture: CaptureId,
        /// How it ended.
        outcome: Outcome,
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
    /// A delivery was worked through.
    #[serde(rename = "traceability.capture-finished")]
    CaptureFinished {
        /// The delivery.
        capture: CaptureId,
        /// How it ended.
        outcome: Outcome,
        /// Who brought it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "capture";
    const TYPES: &'static [(&'static str, u16)] = &[("traceability.capture-finished", 1)];
}

/// Nothing is refused: what was wrong is part of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match *self {}
    }
}

/// The id part of the stream's name.
#[must_use]
pub fn stream_id(capture: CaptureId) -> String {
    capture.to_string()
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// How it ended; `None` before.
    pub outcome: Option<Outcome>,
}

/// The rules.
#[derive(Debug, Clone, Copy)]
pub struct Capture;

impl Decider for Capture {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::FinishCapture {
            capture,
            outcome,
            by,
            at,
        } = command;
        Ok(match state.outcome {
            Some(_) => vec![],
            None => vec![Event::CaptureFinished {
                capture,
                outcome,
                by,
                at,
            }],
        })
    }

    fn evolve(state: &mut State, event: &Event) {
        let Event::CaptureFinished { outcome, .. } = event;
        state.outcome = Some(outcome.clone());
    }
}

#[cfg(test)]
mod tests {
    use kernel::testing::given;

    use super::*;

    fn finish(taken: u32) -> Command {
        let Event::CaptureFinished {
            capture,
            outcome,
            by,
            at,
        } = finished(taken);
        Command::FinishCapture {
            capture,
            outcome,
            by,
            at,
        }
    }

    fn finished(taken: u32) -> Event {
        Event::CaptureFinished {
            capture: CaptureId::from_bytes([1; 16]),
            outcome: Outcome {
                on_error: OnError::Rollback,
                taken,
                known: 0,
                failures: vec![],
            },
            by: PersonId::from_bytes([4; 16]),
            at: Timestamp::from_millis(1_800_000_000_000).unwrap(),
        }
    }

    #[test]
    fn a_delivery_ends_once() {
        given::<Capture>(&[]).when(finish(3)).then(&[finished(3)]);
        given::<Capture>(&[finished(3)]).when(finish(0)).then(&[]);
    }
}
