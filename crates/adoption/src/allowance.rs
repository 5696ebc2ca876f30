//! How many adoptions one buyer may still start in one campaign. Stream `allowance-<CampaignId>.<PersonId>`.
//! It must not know what an adoption is worth or how far it has come.

use kernel::{AdoptionId, CampaignId, Decider, PersonId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What may be asked of an allowance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Count an adoption. Quiet if it is counted already.
    UseAllowance {
        /// In this campaign.
        campaign: CampaignId,
        /// By this buyer.
        buyer: PersonId,
        /// This adoption.
        adoption: AdoptionId,
        /// How many the campaign allows one buyer.
        limit: u16,
    },
    /// Count an adoption no more. Quiet if it is not counted.
    ReturnAllowance {
        /// This adoption.
        adoption: AdoptionId,
    },
}

/// What may happen to an allowance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An adoption counts.
    #[serde(rename = "adoption.allowance-used")]
    AllowanceUsed {
        /// In this campaign.
        campaign: CampaignId,
        /// By this buyer.
        buyer: PersonId,
        /// This adoption.
        adoption: AdoptionId,
    },
    /// An adoption counts no more.
    #[serde(rename = "adoption.allowance-returned")]
    AllowanceReturned {
        /// This adoption.
        adoption: AdoptionId,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "allowance";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.allowance-used", 1),
        ("adoption.allowance-returned", 1),
    ];
}

/// The id part of an allowance's stream name.
#[must_use]
pub fn stream_id(campaign: CampaignId, buyer: PersonId) -> String {
    format!("{campaign}.{buyer}")
}

/// Why a wish about an allowance was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// The buyer has as many as the campaign allows.
    #[error("one buyer may adopt at most {limit} in this campaign")]
    BuyerLimitReached {
        /// How many the campaign allows.
        limit: u16,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BuyerLimitReached { .. } => "buyer-limit-reached",
        }
    }
}

/// What is remembered of an allowance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The adoptions that count now, sorted. A list and not a set: it is copied for every decision.
    pub used: Vec<AdoptionId>,
}

/// The rule of an allowance.
#[derive(Debug, Clone, Copy)]
pub struct Allowance;

impl Decider for Allowance {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::UseAllowance {
                campaign,
                buyer,
                adoption,
                limit,
            } => {
                if state.used.binary_search(&adoption).is_ok() {
                    return Ok(vec![]);
                }
                if state.used.len() >= usize::from(limit) {
                    return Err(Rejection::BuyerLimitReached { limit });
                }
                Ok(vec![Event::AllowanceUsed {
                    campaign,
                    buyer,
                    adoption,
                }])
            }
            Command::ReturnAllowance { adoption } => {
                let counted = state.used.binary_search(&adoption).is_ok();
                let returned = counted.then_some(Event::AllowanceReturned { adoption });
                Ok(returned.into_iter().collect())
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::AllowanceUsed { adoption, .. } => {
                if let Err(place) = state.used.binary_search(adoption) {
                    state.used.insert(place, *adoption);
                }
            }
            Event::AllowanceReturned { adoption } => {
                if let Ok(place) = state.used.binary_search(adoption) {
                    state.used.remove(place);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
