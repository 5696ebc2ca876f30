//! What one adoption misses of its promised fruit, what may be done about it, and what was. Stream
//! `shortfall-<AdoptionId>`.
//!
//! Each loss that touches the adoption's tree says how much its part will give; the smallest word counts. What is then
//! missing and not made good yet is one open offer of remedies, as the frozen clause allows them. A remedy is chosen
//! once, or taken by default at a stored moment (D 13, 42); all remedies together are never worth more than what is
//! missing. It must not know how fruit or money moves.

use std::collections::BTreeMap;

use kernel::{AdoptionId, Decider, Grams, LossId, Money, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::campaign::RiskClause;

mod rejection;
mod remedies;
mod rules;
mod valuation;

pub use rejection::Rejection;
pub use remedies::{Remedies, remedies};
pub use valuation::{expected_of_part, value_between};

/// What may be done about missing fruit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Fruit of other trees of the same orchard, in this season.
    TopUp,
    /// Fruit of another variety or orchard, in this season.
    Substitute,
    /// The missing grams are owed from the next season's harvest.
    CarryOver,
    /// Their value is kept for the buyer's next purchase.
    Credit,
    /// Their value goes back.
    Refund,
}

impl Remedy {
    /// All of them: fruit first, then money.
    pub const ALL: [Self; 5] = [
        Self::TopUp,
        Self::Substitute,
        Self::CarryOver,
        Self::Credit,
        Self::Refund,
    ];

    /// Whether fruit of this season makes it good.
    #[must_use]
    pub const fn is_fruit(self) -> bool {
        matches!(self, Self::TopUp | Self::Substitute)
    }
}

/// What was agreed, as far as a shortfall needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The adoption.
    pub adoption: AdoptionId,
    /// The frozen clause (B 10).
    pub clause: RiskClause,
    /// Grams promised.
    pub promised: Grams,
    /// What it cost.
    pub price: Money,
}

/// What a loss says about the adoption's part of its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The loss.
    pub loss: LossId,
    /// Which word on it; a later one replaces an earlier.
    pub revision: u16,
    /// What the part will give; nothing when there was no such loss.
    pub expected: Option<Grams>,
}

/// What may be asked of a shortfall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A loss was assessed or corrected: offers what is missing now. Quiet for a word that was heard.
    HearOfLoss {
        /// What was agreed.
        frame: Frame,
        /// What the loss says.
        word: Word,
        /// What of the price may still go back.
        returnable: Money,
        /// Until when the buyer may choose.
        choose_by: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The buyer chooses. Quiet if they chose the same before.
    ChooseRemedy {
        /// Which offer, from 1.
        offer: u16,
        /// What.
        remedy: Remedy,
        /// When.
        at: Timestamp,
    },
    /// Time is up: what the clause says. Quiet if the offer is over.
    DefaultRemedy {
        /// Which offer.
        offer: u16,
        /// The present moment.
        now: Timestamp,
    },
    /// Fruit that was to make it good cannot be had: the rest is offered anew, without fruit. Quiet for nothing.
    GiveUpFruit {
        /// What was agreed.
        frame: Frame,
        /// Which offer.
        offer: u16,
        /// What of it was never found.
        unserved: Grams,
        /// What of the price may still go back.
        returnable: Money,
        /// Until when the buyer may choose.
        choose_by: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The adoption ended: nothing is offered any more. Quiet if nothing is.
    EndOffers {
        /// When.
        at: Timestamp,
    },
}

/// Why an offer is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withdrawal {
    /// Another loss made the shortfall another; a new offer follows.
    Superseded,
    /// The loss was corrected.
    Corrected,
    /// The adoption ended.
    AdoptionEnded,
}

/// What happened about a shortfall; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A loss says what the adoption's part will give.
    #[serde(rename = "adoption.expectation-noted")]
    ExpectationNoted {
        /// The adoption.
        adoption: AdoptionId,
        /// The loss.
        loss: LossId,
        /// Which word on it.
        revision: u16,
        /// What the part will give; nothing when there was no such loss.
        #[serde(rename = "expected_grams")]
        expected: Option<Grams>,
        /// What is missing of the promise by all that is known now.
        #[serde(rename = "missing_grams")]
        missing: Grams,
        /// When.
        at: Timestamp,
    },
    /// The buyer may choose.
    #[serde(rename = "adoption.remedy-offered")]
    RemedyOffered {
        /// The adoption.
        adoption: AdoptionId,
        /// Which offer, from 1.
        offer: u16,
        /// The loss that led to it.
        loss: LossId,
        /// What is missing and not made good.
        #[serde(rename = "shortfall_grams")]
        shortfall: Grams,
        /// What that is worth.
        value: Money,
        /// What may be chosen.
        options: Vec<Remedy>,
        /// What happens if nobody chooses.
        default: Remedy,
        /// Until when.
        choose_by: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The offer is no more; nothing was chosen.
    #[serde(rename = "adoption.remedy-withdrawn")]
    RemedyWithdrawn {
        /// The adoption.
        adoption: AdoptionId,
        /// Which offer.
        offer: u16,
        /// Why.
        why: Withdrawal,
        /// When.
        at: Timestamp,
    },
    /// By the clause the buyer bears it; said, not hidden.
    #[serde(rename = "adoption.shortfall-borne")]
    ShortfallBorne {
        /// The adoption.
        adoption: AdoptionId,
        /// The loss.
        loss: LossId,
        /// What the buyer bears more than before.
        #[serde(rename = "shortfall_grams")]
        shortfall: Grams,
        /// When.
        at: Timestamp,
    },
    /// More was made good than now turns out to be missing; it stays (D 36).
    #[serde(rename = "adoption.remedy-stands")]
    RemedyStands {
        /// The adoption.
        adoption: AdoptionId,
        /// The loss that was corrected.
        loss: LossId,
        /// How much more.
        #[serde(rename = "over_grams")]
        over: Grams,
        /// When.
        at: Timestamp,
    },
    /// The buyer chose.
    #[serde(rename = "adoption.remedy-chosen")]
    RemedyChosen {
        /// What.
        #[serde(flatten)]
        settled: Settled,
        /// When.
        at: Timestamp,
    },
    /// Nobody chose in time.
    #[serde(rename = "adoption.remedy-defaulted")]
    RemedyDefaulted {
        /// What it came to.
        #[serde(flatten)]
        settled: Settled,
        /// When.
        at: Timestamp,
    },
    /// The fruit that was to make it good could not be had.
    #[serde(rename = "adoption.remedy-fruit-given-up")]
    FruitGivenUp {
        /// The adoption.
        adoption: AdoptionId,
        /// Which offer.
        offer: u16,
        /// What of it was never found.
        #[serde(rename = "unserved_grams")]
        unserved: Grams,
        /// When.
        at: Timestamp,
    },
}

/// A remedy that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The adoption.
    pub adoption: AdoptionId,
    /// Which offer.
    pub offer: u16,
    /// The loss that led to it.
    pub loss: LossId,
    /// What was taken.
    pub remedy: Remedy,
    /// For how much missing fruit.
    #[serde(rename = "shortfall_grams")]
    pub shortfall: Grams,
    /// What that is worth.
    pub value: Money,
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "shortfall";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.expectation-noted", 1),
        ("adoption.remedy-offered", 1),
        ("adoption.remedy-withdrawn", 1),
        ("adoption.shortfall-borne", 1),
        ("adoption.remedy-stands", 1),
        ("adoption.remedy-chosen", 1),
        ("adoption.remedy-defaulted", 1),
        ("adoption.remedy-fruit-given-up", 1),
    ];
}

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferState {
    /// The buyer may choose.
    Open,
    /// The buyer chose.
    Chosen(Remedy),
    /// Time was up.
    Defaulted(Remedy),
    /// It is no more.
    Withdrawn(Withdrawal),
}

/// An offer of remedies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The loss that led to it.
    pub loss: LossId,
    /// What is missing.
    pub shortfall: Grams,
    /// What that is worth.
    pub value: Money,
    /// What may be chosen.
    pub options: Vec<Remedy>,
    /// What happens if nobody chooses.
    pub default: Remedy,
    /// Until when.
    pub choose_by: Timestamp,
    /// What became of it.
    pub state: OfferState,
}

impl Offer {
    /// What was taken, if anything was.
    #[must_use]
    pub const fn taken(&self) -> Option<Remedy> {
        match self.state {
            OfferState::Chosen(remedy) | OfferState::Defaulted(remedy) => Some(remedy),
            OfferState::Open | OfferState::Withdrawn(_) => None,
        }
    }
}

/// What is remembered of a shortfall.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The adoption; `None` before any loss.
    pub adoption: Option<AdoptionId>,
    /// What each loss says, with its newest word.
    pub words: BTreeMap<LossId, (u16, Option<Grams>)>,
    /// All offers, by number.
    pub offers: BTreeMap<u16, Offer>,
    /// Grams that were made good.
    pub remedied: Grams,
    /// Grams that the buyer bears by the clause.
    pub borne: Grams,
    /// Fruit was tried once and could not be had.
    pub without_fruit: bool,
}

impl State {
    /// The offer that waits for a choice; there is one at most.
    #[must_use]
    pub fn open(&self) -> Option<(u16, &Offer)> {
        let open = |(_, offer): &(&u16, &Offer)| offer.state == OfferState::Open;
        self.offers
            .iter()
            .find(open)
            .map(|(number, offer)| (*number, offer))
    }
}

/// The id part of a shortfall's stream name: it is the adoption's.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// The rules of a shortfall.
#[derive(Debug, Clone, Copy)]
pub struct Shortfall;

impl Decider for Shortfall {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, &command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
