//! Why a wish about a group was refused: one closed list with stable codes.

use kernel::Timestamp;
use serde::Serialize;

/// Why a wish about a group was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// The adoption is paid by one person.
    #[error("nobody pays for this adoption in parts")]
    GroupUnknown,
    /// It was opened before.
    #[error("the adoption is paid in parts already")]
    GroupExists,
    /// Too few or too many, or more parts than fen.
    #[error("a price is divided into {min} to {max} parts")]
    GroupPartsInvalid {
        /// The fewest, [`PARTS_MIN`](super::PARTS_MIN).
        min: u8,
        /// The most, [`PARTS_MAX`](super::PARTS_MAX).
        max: u8,
    },
    /// There is no such part.
    #[error("there is no part {number}")]
    GroupPartUnknown {
        /// The part asked for.
        number: u8,
    },
    /// Somebody else has it.
    #[error("somebody else pays part {number}")]
    GroupPartTaken {
        /// The part asked for.
        number: u8,
    },
    /// What is paid stays until the group is over.
    #[error("part {number} is paid")]
    GroupPartPaid {
        /// The part asked for.
        number: u8,
    },
    /// Only who has a part gives it up, or who invited.
    #[error("somebody else has part {number}")]
    GroupPartNotYours {
        /// The part asked for.
        number: u8,
    },
    /// No part waits for this payment.
    #[error("no part waits for this payment")]
    NotAGroupPart,
    /// The time is over.
    #[error("the group's time ended at {until}")]
    GroupTooLate {
        /// When it ended.
        until: Timestamp,
    },
    /// All parts are paid.
    #[error("all parts are paid")]
    GroupComplete,
    /// What was paid goes back.
    #[error("the group came to nothing; what was paid goes back")]
    GroupFailed,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GroupUnknown => "group-unknown",
            Self::GroupExists => "group-exists",
            Self::GroupPartsInvalid { .. } => "group-parts-invalid",
            Self::GroupPartUnknown { .. } => "group-part-unknown",
            Self::GroupPartTaken { .. } => "group-part-taken",
            Self::GroupPartPaid { .. } => "group-part-paid",
            Self::GroupPartNotYours { .. } => "group-part-not-yours",
            Self::NotAGroupPart => "not-a-group-part",
            Self::GroupTooLate { .. } => "group-too-late",
            Self::GroupComplete => "group-complete",
            Self::GroupFailed => "group-failed",
        }
    }
}
