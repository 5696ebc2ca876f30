//! Why a wish about a tree is refused. It must not know who wished it.

use kernel::ShortCode;
use serde::Serialize;

#[cfg(doc)]
use super::{PLANTED_YEAR_MIN, REASON_CHARS_MAX};

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was registered in this stream.
    #[error("there is no such tree")]
    TreeUnknown,
    /// The id is taken by a tree of other facts.
    #[error("the tree exists already with other facts")]
    TreeExists,
    /// The name is empty or too long.
    #[error("a tree's name has 1 to 20 characters")]
    NameInvalid,
    /// The variety is empty or too long.
    #[error("a variety has 1 to 40 characters")]
    VarietyInvalid,
    /// Planted before [`PLANTED_YEAR_MIN`] or after this year.
    #[error("planted must be a year from 1700 to now")]
    PlantedInvalid,
    /// Row or number is zero.
    #[error("rows and numbers count from 1")]
    PlaceInvalid,
    /// The rootstock is empty or too long.
    #[error("a rootstock has 1 to 40 characters")]
    RootstockInvalid,
    /// Latitude or longitude out of range.
    #[error("the place is not on the globe")]
    SpotInvalid,
    /// The correction says what is known.
    #[error("the correction says what the record says already")]
    NothingCorrected,
    /// No reason was given.
    #[error("a new tag or a correction needs a reason")]
    ReasonMissing,
    /// The reason is too long.
    #[error("a reason has at most {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`].
        max: usize,
    },
    /// The new tag is the one that hangs there.
    #[error("this is the tag the tree carries already")]
    TagUnchanged,
    /// The tree carried this tag before; it is dead (D 4).
    #[error("tag {code} was taken down and is never used again")]
    TagRetired {
        /// The dead code.
        code: ShortCode,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TreeUnknown => "tree-unknown",
            Self::TreeExists => "tree-exists",
            Self::NameInvalid => "name-invalid",
            Self::VarietyInvalid => "variety-invalid",
            Self::PlantedInvalid => "planted-invalid",
            Self::PlaceInvalid => "place-invalid",
            Self::RootstockInvalid => "rootstock-invalid",
            Self::SpotInvalid => "spot-invalid",
            Self::NothingCorrected => "nothing-corrected",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::TagUnchanged => "tag-unchanged",
            Self::TagRetired { .. } => "tag-retired",
        }
    }
}
