//! The waiting list of a campaign: who comes next when a share becomes free. Stream `waiting-list-<CampaignId>`; one
//! list per campaign, whatever the price phase (B 7). It must not know trees or prices: what is offered to the first
//! in line is an adoption that holds a share for them, with the hold's one expiry.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AdoptionId, CampaignId, Decider, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// Most people on one list, so that its state stays small.
pub const WAITING_MAX: usize = 10_000;

/// What may be asked of a waiting list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Stand in line. Quiet if one does.
    JoinWaitingList {
        /// For this campaign.
        campaign: CampaignId,
        /// Who.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Leave the line. Quiet if one does not stand in it.
    LeaveWaitingList {
        /// Who.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Offer a share that became free to the first in line. Quiet for the same adoption.
    OfferPlace {
        /// The first in line, as the caller found them.
        person: PersonId,
        /// The adoption that holds the share for them.
        adoption: AdoptionId,
        /// When the hold, and so the offer, ends.
        until: Timestamp,
    },
    /// The offer was taken up: its adoption is paid. Quiet if it is over.
    TakePlace {
        /// The adoption.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// The offer lapsed: its adoption ended unpaid. Quiet if it is over.
    LapsePlace {
        /// The adoption.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a waiting list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Somebody stands in line.
    #[serde(rename = "adoption.waiting-list-joined")]
    WaitingListJoined {
        /// For this campaign.
        campaign: CampaignId,
        /// Who.
        person: PersonId,
        /// Their number, from 1, never given twice: lower numbers come first.
        number: u32,
        /// When.
        at: Timestamp,
    },
    /// Somebody left the line.
    #[serde(rename = "adoption.waiting-list-left")]
    WaitingListLeft {
        /// Who.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The first in line may adopt.
    #[serde(rename = "adoption.waiting-list-place-offered")]
    PlaceOffered {
        /// Who.
        person: PersonId,
        /// The adoption that holds a share for them.
        adoption: AdoptionId,
        /// When the offer ends.
        until: Timestamp,
    },
    /// The offer was taken up.
    #[serde(rename = "adoption.waiting-list-place-taken")]
    PlaceTaken {
        /// The adoption.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// The offer ended unused; the next in line is asked.
    #[serde(rename = "adoption.waiting-list-place-lapsed")]
    PlaceLapsed {
        /// The adoption.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "waiting-list";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.waiting-list-joined", 1),
        ("adoption.waiting-list-left", 1),
        ("adoption.waiting-list-place-offered", 1),
        ("adoption.waiting-list-place-taken", 1),
        ("adoption.waiting-list-place-lapsed", 1),
    ];
}

/// The id part of a waiting list's stream name.
#[must_use]
pub fn stream_id(campaign: CampaignId) -> String {
    campaign.to_string()
}

/// Why a wish about a waiting list was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// The line is as long as it may be.
    #[error("the waiting list has {limit} people already")]
    WaitingListFull {
        /// The limit, [`WAITING_MAX`].
        limit: usize,
    },
    /// Somebody else comes first, or nobody waits.
    #[error("this person is not the first in line")]
    NotFirstInLine,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WaitingListFull { .. } => "waiting-list-full",
            Self::NotFirstInLine => "not-first-in-line",
        }
    }
}

/// What is remembered of a waiting list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Numbers given so far.
    pub numbers: u32,
    /// Who waits, by number.
    pub line: BTreeMap<u32, PersonId>,
    /// Offers that are open, by adoption.
    pub offers: BTreeMap<AdoptionId, PersonId>,
    /// Adoptions that were offered and are over.
    pub past: BTreeSet<AdoptionId>,
}

impl State {
    /// Who comes next.
    #[must_use]
    pub fn first(&self) -> Option<PersonId> {
        self.line.values().next().copied()
    }

    fn number_of(&self, person: PersonId) -> Option<u32> {
        let found = self.line.iter().find(|(_, waiting)| **waiting == person);
        found.map(|(number, _)| *number)
    }

    fn end(&mut self, adoption: AdoptionId) {
        self.offers.remove(&adoption);
        self.past.insert(adoption);
    }
}

/// The rules of a waiting list.
#[derive(Debug, Clone, Copy)]
pub struct WaitingList;

impl Decider for WaitingList {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::JoinWaitingList {
                campaign,
                person,
                at,
            } => {
                if state.number_of(person).is_some() {
                    return Ok(vec![]);
                }
                if state.line.len() >= WAITING_MAX {
                    return Err(Rejection::WaitingListFull { limit: WAITING_MAX });
                }
                Ok(vec![Event::WaitingListJoined {
                    campaign,
                    person,
                    number: state.numbers.saturating_add(1),
                    at,
                }])
            }
            Command::LeaveWaitingList { person, at } => {
                let waits = state.number_of(person).is_some();
                let left = waits.then_some(Event::WaitingListLeft { person, at });
                Ok(left.into_iter().collect())
            }
            Command::OfferPlace {
                person,
                adoption,
                until,
            } => {
                if state.offers.contains_key(&adoption) || state.past.contains(&adoption) {
                    return Ok(vec![]);
                }
                if state.first() != Some(person) {
                    return Err(Rejection::NotFirstInLine);
                }
                Ok(vec![Event::PlaceOffered {
                    person,
                    adoption,
                    until,
                }])
            }
            Command::TakePlace { adoption, at } => {
                let open = state.offers.contains_key(&adoption);
                let taken = open.then_some(Event::PlaceTaken { adoption, at });
                Ok(taken.into_iter().collect())
            }
            Command::LapsePlace { adoption, at } => {
                let open = state.offers.contains_key(&adoption);
                let lapsed = open.then_some(Event::PlaceLapsed { adoption, at });
                Ok(lapsed.into_iter().collect())
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::WaitingListJoined { person, number, .. } => {
                state.numbers = state.numbers.max(*number);
                state.line.insert(*number, *person);
            }
            Event::WaitingListLeft { person, at: _ } => {
                state.line.retain(|_, waiting| waiting != person);
            }
            Event::PlaceOffered {
                person, adoption, ..
            } => {
                state.line.retain(|_, waiting| waiting != person);
                state.offers.insert(*adoption, *person);
            }
            Event::PlaceTaken { adoption, at: _ } | Event::PlaceLapsed { adoption, at: _ } => {
                state.end(*adoption);
            }
        }
    }
}

#[cfg(test)]
mod tests;
