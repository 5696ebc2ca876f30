//! Why a wish about a shortfall was refused, in facts. It must not know how a refusal is shown.

use kernel::{Grams, Timestamp};
use serde::Serialize;

use super::Remedy;

/// Why a wish about a shortfall was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was offered under this number.
    #[error("there is no such offer")]
    OfferUnknown,
    /// The buyer chose before; once is all (D 13).
    #[error("{remedy:?} was chosen already")]
    RemedyAlreadyChosen {
        /// What.
        remedy: Remedy,
    },
    /// Nobody chose in time.
    #[error("the time to choose was over, it came to {remedy:?}")]
    RemedyAlreadyDefaulted {
        /// What it came to.
        remedy: Remedy,
    },
    /// The offer was withdrawn.
    #[error("the offer was withdrawn")]
    OfferWithdrawn,
    /// The frozen clause does not allow it (B 10).
    #[error("{remedy:?} is not among what is offered")]
    RemedyNotOffered {
        /// What was wanted.
        remedy: Remedy,
    },
    /// Too late.
    #[error("the time to choose was over at {until}")]
    ChoiceOver {
        /// When.
        until: Timestamp,
    },
    /// Too early.
    #[error("the buyer may choose until {until}")]
    ChoiceOpen {
        /// Until when.
        until: Timestamp,
    },
    /// Fruit was not what was chosen.
    #[error("the offer was not made good by fruit")]
    NoFruitChosen,
    /// More fruit is given up than was to be found.
    #[error("only {most} were to be found")]
    GivenUpTooLarge {
        /// What was to be found.
        most: Grams,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OfferUnknown => "offer-unknown",
            Self::RemedyAlreadyChosen { .. } => "remedy-already-chosen",
            Self::RemedyAlreadyDefaulted { .. } => "remedy-already-defaulted",
            Self::OfferWithdrawn => "offer-withdrawn",
            Self::RemedyNotOffered { .. } => "remedy-not-offered",
            Self::ChoiceOver { .. } => "choice-over",
            Self::ChoiceOpen { .. } => "choice-open",
            Self::NoFruitChosen => "no-fruit-chosen",
            Self::GivenUpTooLarge { .. } => "given-up-too-large",
        }
    }
}
