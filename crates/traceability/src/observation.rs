//! One look at one tree, with photos; made on a device, perhaps offline. Stream `observation-<ObservationId>`.
//!
//! It must not know how a photo is decoded, nor open what is sealed: hashes, times and places come in as data.

mod distance;
mod judge;
mod photo;
mod rejection;
mod rules;

use kernel::{Decider, ObservationId, PersonId, Timestamp, TreeId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

pub use judge::{
    Earlier, FAR_METRES, FUTURE_PHOTO_SECONDS, Likeness, NEAR_BITS, OLD_PHOTO_DAYS, PhotoEvidence,
    SAME_TREE_BITS, SAME_TREE_DAYS, judge,
};
pub use photo::{Fingerprint, Flag, PhotoFacts, Stage};

pub use rules::Capture;

use crate::correction::Mistake;
use rules::{capture, correct, known, reason_of};

/// Most photos of one observation: what fits on one phone screen.
pub const PHOTOS_MAX: usize = 9;
/// Longest note, in characters.
pub const NOTE_CHARS_MAX: usize = 1000;
/// Longest reason for a refusal or a correction, in characters.
pub const REASON_CHARS_MAX: usize = crate::correction::REASON_CHARS_MAX;
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
        /// Why, 1–200 characters; for the file.
        reason: Option<String>,
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
    /// What counts was wrong (D 43). Photos cannot be corrected: a picture is what it is. Quiet when it was said.
    CorrectObservation {
        /// What holds instead; nothing if it never happened.
        right: Option<Seen>,
        /// Why, 1–200 characters.
        reason: String,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

/// What was seen, as it can be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The stage.
    pub stage: Stage,
    /// The note.
    pub note: Option<String>,
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
        /// Why they decided so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
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
    /// What was told was wrong.
    #[serde(rename = "traceability.observation-declared-erroneous")]
    ObservationDeclaredErroneous {
        /// What was wrong with it.
        mistake: Mistake,
        /// Why it was told.
        reason: String,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// What holds instead of what was declared wrong.
    #[serde(rename = "traceability.observation-corrected")]
    ObservationCorrected {
        /// The stage.
        stage: Stage,
        /// The note.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Who says so.
        by: PersonId,
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
        ("traceability.observation-declared-erroneous", 1),
        ("traceability.observation-corrected", 1),
    ];
}

pub use rejection::Rejection;

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
    /// It counted, until it was declared never to have happened.
    Withdrawn,
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
    /// What holds instead of what the device made, once it was corrected.
    pub right: Option<Seen>,
    /// Why it was corrected last.
    pub corrected_because: Option<String>,
}

impl State {
    /// What was seen, as far as we know today.
    #[must_use]
    pub fn seen(&self) -> Option<Seen> {
        let made = || {
            self.capture.as_ref().map(|capture| Seen {
                stage: capture.stage,
                note: capture.note.clone(),
            })
        };
        self.right.clone().or_else(made)
    }
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
                    vec![Event::ObservationAccepted {
                        at,
                        by: None,
                        reason: None,
                    }]
                }
                Status::Waiting => vec![Event::ObservationFlagged { flags, at }],
                Status::Flagged | Status::Accepted | Status::Refused | Status::Withdrawn => vec![],
            }),
            Command::AcceptObservation { by, reason, at } => match known(state)? {
                Status::Waiting | Status::Flagged => {
                    let reason = reason.as_deref().map(reason_of).transpose()?;
                    Ok(vec![Event::ObservationAccepted {
                        at,
                        by: Some(by),
                        reason,
                    }])
                }
                Status::Accepted => Ok(vec![]),
                Status::Refused => Err(Rejection::ObservationRefused),
                Status::Withdrawn => Err(Rejection::ObservationWithdrawn),
            },
            Command::RefuseObservation { by, reason, at } => match known(state)? {
                Status::Waiting | Status::Flagged => {
                    let reason = reason_of(&reason)?;
                    Ok(vec![Event::ObservationRefused { by, reason, at }])
                }
                Status::Refused => Ok(vec![]),
                Status::Accepted => Err(Rejection::ObservationAccepted),
                Status::Withdrawn => Err(Rejection::ObservationWithdrawn),
            },
            Command::CorrectObservation {
                right,
                reason,
                by,
                at,
            } => correct(state, right, &reason, by, at),
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
            Event::ObservationDeclaredErroneous {
                mistake, reason, ..
            } => {
                state.corrected_because = Some(reason.clone());
                if *mistake == Mistake::DidNotOccur {
                    state.status = Status::Withdrawn;
                }
            }
            Event::ObservationCorrected { stage, note, .. } => {
                state.right = Some(Seen {
                    stage: *stage,
                    note: note.clone(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
