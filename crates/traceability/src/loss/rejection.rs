//! Why a command to a loss is refused. Facts only; the words a person reads are made at the edge.

use kernel::{Grams, TreeId};

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// Nothing was declared in this stream.
    #[error("there is no such loss")]
    LossUnknown,
    /// The id is taken by a loss of other facts.
    #[error("the loss exists already")]
    LossExists,
    /// Nothing or more than everything is lost.
    #[error("a loss is 1 to 100 per cent of a harvest")]
    DegreeInvalid,
    /// No tree, or too many.
    #[error("a loss is of 1 to {max} trees")]
    LossTreesInvalid {
        /// The limit, [`TREES_MAX`](super::TREES_MAX).
        max: usize,
    },
    /// Nobody is asked to believe a loss without a picture (D 36).
    #[error("a loss needs a photo as evidence")]
    EvidenceMissing,
    /// More photos than one event tells.
    #[error("at most {max} photos are evidence")]
    EvidenceTooLarge {
        /// The limit, [`EVIDENCE_MAX`](super::EVIDENCE_MAX).
        max: usize,
    },
    /// A correction is explained (D 36).
    #[error("a correction needs a note")]
    NoteMissing,
    /// A note of more than 500 characters.
    #[error("the note is longer than {max} characters")]
    NoteTooLong {
        /// The limit, [`NOTE_CHARS_MAX`](super::NOTE_CHARS_MAX).
        max: usize,
    },
    /// A tree that is not of this loss, or is named twice, among the exceptions.
    #[error("tree {tree} is not of this loss, or named twice")]
    ExceptionInvalid {
        /// The tree.
        tree: TreeId,
    },
    /// More exceptions than one event tells.
    #[error("at most {max} trees are exceptions")]
    ExceptionsTooLarge {
        /// The limit, [`EXCEPTIONS_MAX`](super::EXCEPTIONS_MAX).
        max: usize,
    },
    /// More than any tree gives.
    #[error("a tree gives at most {max}")]
    ExpectedTooLarge {
        /// The limit, [`TREE_GRAMS_MAX`](super::TREE_GRAMS_MAX).
        max: Grams,
    },
    /// Too little or too much time to choose.
    #[error("people have {min} to {max} days to choose")]
    ChooseByInvalid {
        /// Least days, [`CHOOSE_DAYS_MIN`](super::CHOOSE_DAYS_MIN).
        min: i64,
        /// Most days, [`CHOOSE_DAYS_MAX`](super::CHOOSE_DAYS_MAX).
        max: i64,
    },
    /// It is known already what the trees will give; what is wrong is corrected.
    #[error("the loss is assessed already")]
    LossAlreadyAssessed,
    /// Nothing was said that could be corrected.
    #[error("the loss is not assessed")]
    LossNotAssessed,
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LossUnknown => "loss-unknown",
            Self::LossExists => "loss-exists",
            Self::DegreeInvalid => "degree-invalid",
            Self::LossTreesInvalid { .. } => "loss-trees-invalid",
            Self::EvidenceMissing => "evidence-missing",
            Self::EvidenceTooLarge { .. } => "evidence-too-large",
            Self::NoteMissing => "note-missing",
            Self::NoteTooLong { .. } => "note-too-long",
            Self::ExceptionInvalid { .. } => "exception-invalid",
            Self::ExceptionsTooLarge { .. } => "exceptions-too-large",
            Self::ExpectedTooLarge { .. } => "expected-too-large",
            Self::ChooseByInvalid { .. } => "choose-by-invalid",
            Self::LossAlreadyAssessed => "loss-already-assessed",
            Self::LossNotAssessed => "loss-not-assessed",
        }
    }
}
