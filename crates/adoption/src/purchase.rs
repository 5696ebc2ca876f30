//! What the law asks of one purchase: under which profile it was made, and until when the buyer may think again. Stream
//! `purchase-<AdoptionId>`. It must not know of payments or of how an adoption ends.

use kernel::{AdoptionId, ContentHash, Decider, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::campaign::LegalProfile;

/// What may be asked of a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The buyer was shown contract and profile in full, confirmed that fresh fruit cannot be returned, and agreed (D 7).
    /// Quiet for the same.
    Agree {
        /// The adoption.
        adoption: AdoptionId,
        /// The contract.
        contract: ContentHash,
        /// The profile.
        profile: LegalProfile,
        /// When.
        at: Timestamp,
    },
    /// It was paid: the days to think again begin. Quiet if they began, or if there are none.
    BeginCoolingOff {
        /// When it was paid.
        at: Timestamp,
    },
    /// Whether the buyer may still withdraw for all of the money. It records nothing.
    CheckCoolingOff {
        /// The present moment.
        now: Timestamp,
    },
}

/// What may happen to a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The buyer agreed to this profile and contract, for good (D 6).
    #[serde(rename = "adoption.purchase-agreed")]
    PurchaseAgreed {
        /// The adoption.
        adoption: AdoptionId,
        /// The contract.
        contract: ContentHash,
        /// The profile.
        profile: LegalProfile,
        /// When.
        at: Timestamp,
    },
    /// The buyer may withdraw for all of the money until then.
    #[serde(rename = "adoption.purchase-cooling-off-begun")]
    CoolingOffBegun {
        /// The end.
        until: Timestamp,
        /// When it began.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "purchase";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.purchase-agreed", 1),
        ("adoption.purchase-cooling-off-begun", 1),
    ];
}

/// The id part of a purchase's stream name.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// Why a wish about a purchase was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Another contract or profile was agreed to (D 6).
    #[error("the purchase was agreed under other terms")]
    AgreedOtherwise,
    /// The purchase has no days to think again, or they have not begun.
    #[error("there are no days to think again")]
    NoCoolingOff,
    /// They are over.
    #[error("the days to think again ended at {until}")]
    CoolingOffOver {
        /// When they ended.
        until: Timestamp,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AgreedOtherwise => "agreed-otherwise",
            Self::NoCoolingOff => "no-cooling-off",
            Self::CoolingOffOver { .. } => "cooling-off-over",
        }
    }
}

/// What is remembered of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// What was agreed to.
    pub agreed: Option<(ContentHash, LegalProfile)>,
    /// Until when the buyer may think again, once that began.
    pub cooling_off_until: Option<Timestamp>,
}

/// The rules of a purchase.
#[derive(Debug, Clone, Copy)]
pub struct Purchase;

impl Decider for Purchase {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Agree {
                adoption,
                contract,
                profile,
                at,
            } => match state.agreed {
                None => Ok(vec![Event::PurchaseAgreed {
                    adoption,
                    contract,
                    profile,
                    at,
                }]),
                Some(agreed) if agreed == (contract, profile) => Ok(vec![]),
                Some(_) => Err(Rejection::AgreedOtherwise),
            },
            Command::BeginCoolingOff { at } => Ok(begin(state, at).into_iter().collect()),
            Command::CheckCoolingOff { now } => match state.cooling_off_until {
                None => Err(Rejection::NoCoolingOff),
                Some(until) if now >= until => Err(Rejection::CoolingOffOver { until }),
                Some(_) => Ok(vec![]),
            },
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::PurchaseAgreed {
                contract, profile, ..
            } => state.agreed = Some((*contract, *profile)),
            Event::CoolingOffBegun { until, at: _ } => state.cooling_off_until = Some(*until),
        }
    }
}

/// An agreement of an older program has no profile, and so no days.
fn begin(state: &State, at: Timestamp) -> Option<Event> {
    let (_, profile) = state.agreed?;
    let begun = state.cooling_off_until.is_some();
    let days = i64::from(profile.cooling_off_days);
    (days > 0 && !begun).then(|| Event::CoolingOffBegun {
        until: at.plus_days(days),
        at,
    })
}

#[cfg(test)]
mod tests;
