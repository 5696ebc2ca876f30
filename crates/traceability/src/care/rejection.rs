//! Why a command about a block's care is refused. Facts only; the words a person reads are made at the edge.

use kernel::{Day, TreeId};

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// No product, or a name that is too long.
    #[error("the product is missing or too long")]
    ProductInvalid,
    /// No dose, or one that is too long.
    #[error("the dose is missing or too long")]
    DoseInvalid,
    /// A longer waiting period than any label says.
    #[error("a waiting period has at most {max} days")]
    WaitingDaysInvalid {
        /// The limit, [`WAITING_DAYS_MAX`](super::WAITING_DAYS_MAX).
        max: u16,
    },
    /// A tree named twice, or too many.
    #[error("a treatment names at most {max} trees, each once, or none for all")]
    TreatedTreesInvalid {
        /// The limit, [`TREES_MAX`](super::TREES_MAX).
        max: usize,
    },
    /// It is dated after today.
    #[error("nothing is noted before it is done")]
    DoneInFuture,
    /// It is dated too far back.
    #[error("it cannot have been done more than {max} days ago")]
    DoneTooLongAgo {
        /// The limit in days, [`DONE_DAYS_MAX`](super::DONE_DAYS_MAX).
        max: u64,
    },
    /// The note is too long.
    #[error("a note has at most {max} characters")]
    NoteTooLong {
        /// The limit, [`NOTE_CHARS_MAX`](super::NOTE_CHARS_MAX).
        max: usize,
    },
    /// The block has as many entries as it can have.
    #[error("a block has at most {max} entries")]
    TooManyEntries {
        /// The limit, [`ENTRIES_MAX`](super::ENTRIES_MAX).
        max: usize,
    },
    /// The block has no such treatment.
    #[error("there is no such treatment")]
    TreatmentUnknown,
    /// Fruit of a treated tree is not picked before its waiting period is over (D 32).
    #[error("tree {tree} waits until {until}")]
    InWaitingPeriod {
        /// The first tree that waits.
        tree: TreeId,
        /// The last day on which it is not picked.
        until: Day,
    },
    /// No reason was given.
    #[error("a correction needs a reason")]
    ReasonMissing,
    /// The reason is too long.
    #[error("a reason has at most {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::correction::REASON_CHARS_MAX).
        max: usize,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ProductInvalid => "product-invalid",
            Self::DoseInvalid => "dose-invalid",
            Self::WaitingDaysInvalid { .. } => "waiting-days-invalid",
            Self::TreatedTreesInvalid { .. } => "treated-trees-invalid",
            Self::DoneInFuture => "done-in-future",
            Self::DoneTooLongAgo { .. } => "done-too-long-ago",
            Self::NoteTooLong { .. } => "note-too-long",
            Self::TooManyEntries { .. } => "too-many-entries",
            Self::TreatmentUnknown => "treatment-unknown",
            Self::InWaitingPeriod { .. } => "in-waiting-period",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
        }
    }
}
