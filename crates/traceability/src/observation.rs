//! One look at one tree, with photos; made on a device, perhaps offline. Stream `observation-<ObservationId>`.
//!
//! It must not know how a photo is decoded, nor open what is sealed: hashes, times and places come in as data.

mod distance;
mod judge;
mod photo;
mod rejection;

use kernel::{
    ContentHash, Decider, ObservationId, PersonId, Timestamp, TreeId, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

pub use judge::{FAR_METRES, FUTURE_PHOTO_SECONDS, OLD_PHOTO_DAYS, PhotoEvidence, judge};
pub use photo::{Flag, PhotoFacts, Stage};

use crate::text::trimmed;

/// Most photos of one observation: what fits on one phone screen.
pub const PHOTOS_MAX: usize = 9;
/// Longest note, in characters.
pub const NOTE_CHARS_MAX: usize = 1000;
/// Longest reason for a refusal, in characters.
pub const REASON_CHARS_MAX: usize = 200;
/// How far a device's clock may run ahead of ours, in seconds: ten minutes.
pub const CLOCK_AHEAD_SECONDS_MAX: i64 = 600;

/// What may be asked of an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Takes in what a device made. Quiet when it is sent again.
    CaptureObservation {
        /// Named by the device, accepted once (D 44).
        observation: ObservationId,
        /// The tree that was looked at.
        tree: TreeId,
        /// Who looked.
        by: PersonId,
        /// The stage they saw.
        stage: Stage,
        /// What they wrote, up to 1000 characters.
        note: Option<String>,
        /// What they photographed, up to 9.
        photos: Vec<PhotoFacts>,
        /// When, by the device's clock.
        captured_at: Timestamp,
        /// When it reached us, by ours.
        received_at: Timestamp,
    },
    /// The check's outcome: accepted when there is no flag. Quiet when it was judged or decided.
    JudgeObservation {
        /// What [`judge()`] found.
        flags: Vec<Flag>,
        /// When.
        at: Timestamp,
    },
    /// A person decides about a flagged observation. Quiet when it is accepted.
    AcceptObservation {
        /// Who decides.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A person decides that it does not count. Quiet when it is refused.
    RefuseObservation {
        /// Who decides.
        by: PersonId,
        /// Why, 1–200 characters.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// What happened to an observation; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A device's observation reached us.
    #[serde(rename = "traceability.observation-captured")]
    ObservationCaptured {
        /// The observation.
        observation: ObservationId,
        /// The tree that was looked at.
        tree: TreeId,
        /// Who looked.
        by: PersonId,
        /// The stage they saw.
        stage: Stage,
        /// What they wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// What they photographed.
        photos: Vec<PhotoFacts>,
        /// When, by the device's clock.
        captured_at: Timestamp,
        /// When it reached us, by ours.
        received_at: Timestamp,
    },
    /// The observation counts.
    #[serde(rename = "traceability.observation-accepted")]
    ObservationAccepted {
        /// When.
        at: Timestamp,
        /// Who decided; absent when the check found nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// The check found questions; a person decides.
    #[serde(rename = "traceability.observation-flagged")]
    ObservationFlagged {
        /// The questions.
        flags: Vec<Flag>,
        /// When.
        at: Timestamp,
    },
    /// The observation does not count.
    #[serde(rename = "traceability.observation-refused")]
    ObservationRefused {
        /// Who decided.
        by: PersonId,
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "observation";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.observation-captured", 1),
        ("traceability.observation-accepted", 1),
        ("traceability.observation-flagged", 1),
        ("traceability.observation-refused", 1),
    ];
}

pub use rejection::Rejection;

/// What a device made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The observation.
    pub observation: ObservationId,
    /// The tree that was looked at.
    pub tree: TreeId,
    /// Who looked.
    pub by: PersonId,
    /// The stage they saw.
    pub stage: Stage,
    /// What they wrote.
    pub note: Option<String>,
    /// What they photographed.
    pub photos: Vec<PhotoFacts>,
    /// When, by the device's clock.
    pub captured_at: Timestamp,
    /// When it reached us, by ours.
    pub received_at: Timestamp,
}

impl Capture {
    /// Whether this is the same content sent again. Photos are compared by their hash: sealed camera data
    /// differs each time it is sealed. The moment of receipt is ours, not the sender's.
    fn repeats(&self, other: &Self) -> bool {
        fn hashes(capture: &Capture) -> impl Iterator<Item = &ContentHash> {
            capture.photos.iter().map(|photo| &photo.sha256)
        }
        self.observation == other.observation
            && self.tree == other.tree
            && self.by == other.by
            && self.stage == other.stage
            && self.note == other.note
            && self.captured_at == other.captured_at
            && hashes(self).eq(hashes(other))
    }
}

/// How far an observation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Nothing was captured, or nobody has judged it.
    #[default]
    Waiting,
    /// The check found questions.
    Flagged,
    /// It counts.
    Accepted,
    /// It does not count.
    Refused,
}

/// What is remembered of an observation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What the device made; `None` before.
    pub capture: Option<Capture>,
    /// How far it has come.
    pub status: Status,
    /// The questions the check found.
    pub flags: Vec<Flag>,
}

/// The id part of an observation's stream name.
#[must_use]
pub fn stream_id(observation: ObservationId) -> String {
    observation.to_string()
}

/// The rules of an observation.
#[derive(Debug)]
pub struct Observation;

impl Decider for Observation {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::CaptureObservation {
                observation,
                tree,
                by,
                stage,
                note,
                photos,
                captured_at,
                received_at,
            } => capture(
                state,
                Capture {
                    observation,
                    tree,
                    by,
                    stage,
                    note,
                    photos,
                    captured_at,
                    received_at,
                },
            ),
            Command::JudgeObservation { flags, at } => Ok(match known(state)? {
                Status::Waiting if flags.is_empty() => {
                    vec![Event::ObservationAccepted { at, by: None }]
                }
                Status::Waiting => vec![Event::ObservationFlagged { flags, at }],
                Status::Flagged | Status::Accepted | Status::Refused => vec![],
            }),
            Command::AcceptObservation { by, at } => match known(state)? {
                Status::Waiting | Status::Flagged => {
                    Ok(vec![Event::ObservationAccepted { at, by: Some(by) }])
                }
                Status::Accepted => Ok(vec![]),
                Status::Refused => Err(Rejection::ObservationRefused),
            },
            Command::RefuseObservation { by, reason, at } => match known(state)? {
                Status::Waiting | Status::Flagged => {
                    let reason = checked_reason(&reason)?;
                    Ok(vec![Event::ObservationRefused { by, reason, at }])
                }
                Status::Refused => Ok(vec![]),
                Status::Accepted => Err(Rejection::ObservationAccepted),
            },
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::ObservationCaptured {
                observation,
                tree,
                by,
                stage,
                note,
                photos,
                captured_at,
                received_at,
            } => {
                state.capture = Some(Capture {
                    observation: *observation,
                    tree: *tree,
                    by: *by,
                    stage: *stage,
                    note: note.clone(),
                    photos: photos.clone(),
                    captured_at: *captured_at,
                    received_at: *received_at,
                });
            }
            Event::ObservationAccepted { .. } => state.status = Status::Accepted,
            Event::ObservationFlagged { flags, .. } => {
                state.status = Status::Flagged;
                state.flags.clone_from(flags);
            }
            Event::ObservationRefused { .. } => state.status = Status::Refused,
        }
    }
}

fn known(state: &State) -> Result<Status, Rejection> {
    state
        .capture
        .as_ref()
        .map(|_| state.status)
        .ok_or(Rejection::ObservationUnknown)
}

fn capture(state: &State, wish: Capture) -> Result<Vec<Event>, Rejection> {
    let wish = checked(wish)?;
    if let Some(there) = &state.capture {
        return there
            .repeats(&wish)
            .then(Vec::new)
            .ok_or(Rejection::ObservationExists);
    }
    Ok(vec![Event::ObservationCaptured {
        observation: wish.observation,
        tree: wish.tree,
        by: wish.by,
        stage: wish.stage,
        note: wish.note,
        photos: wish.photos,
        captured_at: wish.captured_at,
        received_at: wish.received_at,
    }])
}

fn checked(wish: Capture) -> Result<Capture, Rejection> {
    let note = match wish.note.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(note) => Some(trimmed(note, NOTE_CHARS_MAX).ok_or(Rejection::NoteTooLong {
            max: NOTE_CHARS_MAX,
        })?),
    };
    if wish.photos.len() > PHOTOS_MAX {
        return Err(Rejection::TooManyPhotos { max: PHOTOS_MAX });
    }
    if note.is_none() && wish.photos.is_empty() {
        return Err(Rejection::NothingObserved);
    }
    if wish.captured_at > wish.received_at.plus_seconds(CLOCK_AHEAD_SECONDS_MAX) {
        return Err(Rejection::CapturedInFuture);
    }
    Ok(Capture { note, ..wish })
}

fn checked_reason(reason: &str) -> Result<String, Rejection> {
    if reason.trim().is_empty() {
        return Err(Rejection::ReasonMissing);
    }
    trimmed(reason, REASON_CHARS_MAX).ok_or(Rejection::ReasonTooLong {
        max: REASON_CHARS_MAX,
    })
}

#[cfg(test)]
mod tests;
