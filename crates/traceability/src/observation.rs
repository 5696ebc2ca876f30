//! One look at one tree, with photos; made on a device, perhaps offline. Stream `observation-<ObservationId>`.

use kernel::{ContentHash, ObservationId, PersonId, Sealed, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

/// The stages of a fruit tree's year, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Dormant,
    Budding,
    Blossom,
    FruitSet,
    Growing,
    Colouring,
    Ripe,
    Harvested,
}

/// A photo whose original is kept by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoFacts {
    pub sha256: ContentHash,
    /// Pixels after orientation.
    pub width: u32,
    pub height: u32,
    /// Size of the original.
    pub bytes: u64,
    /// Difference hash, 16 hex characters, for near-duplicate search.
    pub dhash: String,
    /// When the camera says it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// Where and with what it was taken, sealed to the observer: JSON of latitude, longitude (1e-7 degree), make, model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exif: Option<Sealed>,
}

/// Why a person should look before the observation counts. A flag is a question, never a verdict (E 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "flag")]
pub enum Flag {
    /// The very same photo is known from another observation.
    SamePhoto {
        sha256: ContentHash,
        of: ObservationId,
    },
    /// The photo was taken long before it was sent.
    OldPhoto {
        sha256: ContentHash,
        taken_at: Timestamp,
    },
    /// The photo claims to be taken in the future.
    FuturePhoto {
        sha256: ContentHash,
        taken_at: Timestamp,
    },
    /// The photo was taken far from the orchard.
    FarAway { sha256: ContentHash, metres: u64 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    CaptureObservation {
        observation: ObservationId,
        tree: TreeId,
        by: PersonId,
        stage: Stage,
        note: Option<String>,
        photos: Vec<PhotoFacts>,
        captured_at: Timestamp,
        received_at: Timestamp,
    },
    /// The check's outcome: accepted when there is no flag.
    JudgeObservation { flags: Vec<Flag>, at: Timestamp },
    /// A person decides about a flagged observation.
    AcceptObservation { by: PersonId, at: Timestamp },
    RefuseObservation {
        by: PersonId,
        reason: String,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "traceability.observation-captured")]
    ObservationCaptured {
        observation: ObservationId,
        tree: TreeId,
        by: PersonId,
        stage: Stage,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        photos: Vec<PhotoFacts>,
        captured_at: Timestamp,
        received_at: Timestamp,
    },
    #[serde(rename = "traceability.observation-accepted")]
    ObservationAccepted {
        at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    #[serde(rename = "traceability.observation-flagged")]
    ObservationFlagged { flags: Vec<Flag>, at: Timestamp },
    #[serde(rename = "traceability.observation-refused")]
    ObservationRefused {
        by: PersonId,
        reason: String,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such observation")]
    ObservationUnknown,
    #[error("this observation id was used for something else")]
    ObservationExists,
    #[error("an observation needs a photo or a note")]
    NothingObserved,
    #[error("an observation has at most {max} photos")]
    TooManyPhotos { max: usize },
    #[error("a note has at most {max} characters")]
    NoteTooLong { max: usize },
    #[error("the observation claims to be made in the future")]
    CapturedInFuture,
    #[error("the observation was refused")]
    ObservationRefused,
    #[error("the observation was accepted")]
    ObservationAccepted,
    #[error("a refusal needs a reason")]
    ReasonMissing,
}
