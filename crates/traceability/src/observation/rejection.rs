//! Why a command to a observation is refused. Facts only; the words a person reads are made at the edge.

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// Nothing was captured in this stream.
    #[error("there is no such observation")]
    ObservationUnknown,
    /// The id came before with other content.
    #[error("this observation id was used for something else")]
    ObservationExists,
    /// Neither photo nor note.
    #[error("an observation needs a photo or a note")]
    NothingObserved,
    /// More photos than allowed.
    #[error("an observation has at most {max} photos")]
    TooManyPhotos {
        /// The limit, [`PHOTOS_MAX`](super::PHOTOS_MAX).
        max: usize,
    },
    /// A longer note than allowed.
    #[error("a note has at most {max} characters")]
    NoteTooLong {
        /// The limit, [`NOTE_CHARS_MAX`](super::NOTE_CHARS_MAX).
        max: usize,
    },
    /// The device's clock runs ahead by more than [`CLOCK_AHEAD_SECONDS_MAX`](super::CLOCK_AHEAD_SECONDS_MAX).
    #[error("the observation claims to be made in the future")]
    CapturedInFuture,
    /// It was refused; a refusal is final.
    #[error("the observation was refused")]
    ObservationRefused,
    /// It was accepted; an acceptance is final.
    #[error("the observation was accepted")]
    ObservationAccepted,
    /// It was declared never to have happened; that is final.
    #[error("the observation was declared never to have happened")]
    ObservationWithdrawn,
    /// Only what counts can be corrected.
    #[error("only an accepted observation can be corrected")]
    ObservationNotAccepted,
    /// The correction says what was said before.
    #[error("the correction says nothing else")]
    NothingCorrected,
    /// No reason was given.
    #[error("a refusal or correction needs a reason")]
    ReasonMissing,
    /// The reason is too long.
    #[error("a reason has at most {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](super::REASON_CHARS_MAX).
        max: usize,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ObservationUnknown => "observation-unknown",
            Self::ObservationExists => "observation-exists",
            Self::NothingObserved => "nothing-observed",
            Self::TooManyPhotos { .. } => "too-many-photos",
            Self::NoteTooLong { .. } => "note-too-long",
            Self::CapturedInFuture => "captured-in-future",
            Self::ObservationRefused => "observation-refused",
            Self::ObservationAccepted => "observation-accepted",
            Self::ObservationWithdrawn => "observation-withdrawn",
            Self::ObservationNotAccepted => "observation-not-accepted",
            Self::NothingCorrected => "nothing-corrected",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
        }
    }
}
