//! How long a tree has shown no photo, and who asked for one. Stream `silence-<TreeId>`.
//!
//! A campaign promises a photo every so many days. Once that is over, one of the tree's adopters, or the operator, may
//! ask the farmer: once for each such span, however many people wait (domain.md C U1 6, E 6). It must not know campaigns,
//! letters or who asks for whom.

use kernel::{Day, Decider, PersonId, Timestamp, TreeId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Asks the farmer for a photo.
    NudgeFarmer {
        /// Of which tree.
        tree: TreeId,
        /// Who asks.
        by: PersonId,
        /// Since when nothing was seen: the newest accepted photo, or the adoption where there is none.
        silent_since: Timestamp,
        /// The promise: a photo every so many days.
        every_days: u16,
        /// The last day on which fruit of the season is sent: nothing is promised after it.
        season_ends: Day,
        /// The day at the orchard.
        today: Day,
        /// The present moment.
        now: Timestamp,
    },
}

/// What happened; a stored format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The farmer was asked for a photo.
    #[serde(rename = "traceability.update-requested")]
    UpdateRequested {
        /// Of which tree.
        tree: TreeId,
        /// Who asked.
        by: PersonId,
        /// Since when nothing was seen.
        silent_since: Timestamp,
        /// The promise: a photo every so many days.
        every_days: u16,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "silence";
    const TYPES: &'static [(&'static str, u16)] = &[("traceability.update-requested", 1)];
}

/// Why nobody is asked. Facts only; the words a person reads are made at the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// A photo is not due yet.
    #[error("the next photo is promised until {until}")]
    NotSilent {
        /// Until when the promise is kept without one.
        until: Timestamp,
    },
    /// The season is over, and so is the promise.
    #[error("the season ended on {on}")]
    SeasonOver {
        /// Its last day.
        on: Day,
    },
    /// The farmer was asked already, and has as long again.
    #[error("the farmer was asked at {at}; again after {again_at}")]
    AskedAlready {
        /// When.
        at: Timestamp,
        /// When somebody may ask again.
        again_at: Timestamp,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSilent { .. } => "not-silent",
            Self::AskedAlready { .. } => "asked-already",
            Self::SeasonOver { .. } => "season-over",
        }
    }
}

/// What is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// When the farmer was asked last.
    pub asked_at: Option<Timestamp>,
}

/// Until when a promise is kept without another photo.
#[must_use]
pub fn promised_until(silent_since: Timestamp, every_days: u16) -> Timestamp {
    silent_since.plus_days(i64::from(every_days))
}

/// The id part of the stream's name.
#[must_use]
pub fn stream_id(tree: TreeId) -> String {
    tree.to_string()
}

/// The rules of silence.
#[derive(Debug)]
pub struct Silence;

impl Decider for Silence {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::NudgeFarmer {
            tree,
            by,
            silent_since,
            every_days,
            season_ends,
            today,
            now,
        } = command;
        if today > season_ends {
            return Err(Rejection::SeasonOver { on: season_ends });
        }
        let until = promised_until(silent_since, every_days);
        if now <= until {
            return Err(Rejection::NotSilent { until });
        }
        if let Some(at) = state.asked_at {
            let again_at = promised_until(at, every_days);
            if now <= again_at {
                return Err(Rejection::AskedAlready { at, again_at });
            }
        }
        Ok(vec![Event::UpdateRequested {
            tree,
            by,
            silent_since,
            every_days,
            at: now,
        }])
    }

    fn evolve(state: &mut State, event: &Event) {
        let Event::UpdateRequested { at, .. } = event;
        state.asked_at = Some(*at);
    }
}

#[cfg(test)]
mod tests;
