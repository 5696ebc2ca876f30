//! How the harvest of a campaign's trees will be divided, fixed with the draft so that every buyer can read it before
//! the purchase (domain.md B 9, 11). It must not know how grams are divided: that is traceability's.

use kernel::Grams;
use serde::{Deserialize, Serialize};

use super::{Event, Rejection, State, Terms};

/// By which rule a harvest will be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum HarvestRule {
    /// Everybody gets of the own tree, up to the promise.
    #[default]
    OwnTree,
    /// The trees of a block share what they give, each the same.
    PooledBlock,
    /// The trees of a block share what they give, by what is missing of each promise.
    ProRata,
    /// Everybody gets of the own tree; whoever has less than this is topped up from other trees' surplus.
    GuaranteedMinimum {
        /// At least so much, however little the own tree gives.
        guaranteed_grams: Grams,
    },
}

impl HarvestRule {
    /// What is guaranteed, if anything is.
    #[must_use]
    pub const fn guaranteed(self) -> Grams {
        match self {
            Self::GuaranteedMinimum { guaranteed_grams } => guaranteed_grams,
            Self::OwnTree | Self::PooledBlock | Self::ProRata => Grams::ZERO,
        }
    }

    /// A guarantee is of something, and of no more than is promised.
    pub(super) fn check(self, terms: &Terms) -> Result<(), Rejection> {
        match self {
            Self::GuaranteedMinimum { guaranteed_grams }
                if guaranteed_grams == Grams::ZERO || guaranteed_grams > terms.promised_grams =>
            {
                Err(Rejection::GuaranteeInvalid {
                    promised: terms.promised_grams,
                })
            }
            Self::OwnTree | Self::PooledBlock | Self::ProRata | Self::GuaranteedMinimum { .. } => {
                Ok(())
            }
        }
    }
}

pub(super) fn set(state: &State, harvest_rule: HarvestRule) -> Result<Vec<Event>, Rejection> {
    let terms = &state.offer()?.terms;
    if state.harvest_rule == harvest_rule {
        return Ok(vec![]);
    }
    state.still_draft()?;
    harvest_rule.check(terms)?;
    Ok(vec![Event::HarvestRuleSet { harvest_rule }])
}
