//! What a campaign has sold and raised, for campaigns that have a goal or a price that only so many get. Stream
//! `tally-<CampaignId>`. It must not know who buys which tree.
//!
//! It remembers sums, not adoptions, so that deciding costs the same for the ten-thousandth. That an adoption counts
//! once is the adoption's own affair: whoever counts it commits both streams together, and only when the adoption
//! itself changes.

use kernel::{AdoptionId, CampaignId, Decider, Money, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::{Funding, FundingRule, Goal},
    tree_share::Part,
};

/// Parts are counted in quarters of a tree, the smallest that is sold.
pub const QUARTERS_PER_TREE: u32 = 4;

/// What may be asked of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// An adoption was started; it has its place in the price phases.
    CountAdoption {
        /// In this campaign.
        campaign: CampaignId,
        /// This adoption.
        adoption: AdoptionId,
    },
    /// A counted adoption ended unpaid; its place is free again.
    UncountAdoption {
        /// This adoption.
        adoption: AdoptionId,
    },
    /// A counted adoption was paid.
    CountMoney {
        /// This adoption.
        adoption: AdoptionId,
        /// What it is a part of.
        part: Part,
        /// What was paid.
        amount: Money,
    },
    /// A paid adoption ended, its money goes back.
    UncountMoney {
        /// This adoption.
        adoption: AdoptionId,
        /// What it was a part of.
        part: Part,
        /// What had been paid.
        amount: Money,
    },
    /// The deadline and its grace are over. Quiet if judged.
    JudgeFunding {
        /// What had to be reached.
        funding: Funding,
        /// The present moment.
        now: Timestamp,
    },
}

/// What may happen to a tally.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// One more adoption.
    #[serde(rename = "adoption.tally-adoption-counted")]
    AdoptionCounted {
        /// In this campaign.
        campaign: CampaignId,
        /// This adoption.
        adoption: AdoptionId,
    },
    /// One adoption less.
    #[serde(rename = "adoption.tally-adoption-uncounted")]
    AdoptionUncounted {
        /// This adoption.
        adoption: AdoptionId,
    },
    /// More money and more of the trees.
    #[serde(rename = "adoption.tally-money-counted")]
    MoneyCounted {
        /// This adoption.
        adoption: AdoptionId,
        /// How much of a tree.
        quarters: u32,
        /// How much money.
        amount: Money,
    },
    /// Less money and less of the trees.
    #[serde(rename = "adoption.tally-money-uncounted")]
    MoneyUncounted {
        /// This adoption.
        adoption: AdoptionId,
        /// How much of a tree.
        quarters: u32,
        /// How much money.
        amount: Money,
    },
    /// The campaign's deadline passed, and this came of it.
    #[serde(rename = "adoption.campaign-funding-judged")]
    FundingJudged {
        /// What came of it.
        outcome: Outcome,
        /// What had been paid for, in quarters of a tree.
        quarters: u32,
        /// What had been paid, in minor units of the campaign's currency.
        raised_minor: i64,
        /// When.
        at: Timestamp,
    },
}

/// What came of a crowdfunded campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The goal was reached.
    Reached,
    /// The goal was missed; what was raised is kept, as was said from the start.
    Kept,
    /// The goal was missed; everybody is paid back.
    Failed,
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "tally";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.tally-adoption-counted", 1),
        ("adoption.tally-adoption-uncounted", 1),
        ("adoption.tally-money-counted", 1),
        ("adoption.tally-money-uncounted", 1),
        ("adoption.campaign-funding-judged", 1),
    ];
}

/// The id part of a tally's stream name.
#[must_use]
pub fn stream_id(campaign: CampaignId) -> String {
    campaign.to_string()
}

/// Why a wish about a tally was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// The goal was missed and everybody is paid back.
    #[error("the campaign missed its goal; everybody is paid back")]
    FundingFailed,
    /// It is too early to judge.
    #[error("the campaign is judged at {at}")]
    FundingNotDue {
        /// When it is.
        at: Timestamp,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FundingFailed => "funding-failed",
            Self::FundingNotDue { .. } => "funding-not-due",
        }
    }
}

/// What is remembered of a tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// Adoptions that count now, paid or not.
    pub counted: u32,
    /// What is paid for, in quarters of a tree.
    pub quarters: u32,
    /// What is paid, in minor units of the campaign's currency.
    pub raised_minor: i64,
    /// What came of the goal; `None` while that is open.
    pub outcome: Option<Outcome>,
}

impl State {
    /// Whether the goal is reached by what is paid now.
    #[must_use]
    pub fn reaches(&self, goal: Goal) -> bool {
        match goal {
            Goal::Trees(trees) => self.quarters >= trees.saturating_mul(QUARTERS_PER_TREE),
            Goal::Money(money) => self.raised_minor >= money.minor,
        }
    }

    fn check_not_failed(&self) -> Result<(), Rejection> {
        match self.outcome {
            Some(Outcome::Failed) => Err(Rejection::FundingFailed),
            Some(Outcome::Reached | Outcome::Kept) | None => Ok(()),
        }
    }

    fn judge(&self, funding: &Funding, now: Timestamp) -> Result<Vec<Event>, Rejection> {
        if self.outcome.is_some() {
            return Ok(vec![]);
        }
        let at = funding.judged_at();
        if now < at {
            return Err(Rejection::FundingNotDue { at });
        }
        let outcome = match funding.rule {
            _ if self.reaches(funding.goal) => Outcome::Reached,
            FundingRule::AllOrNothing => Outcome::Failed,
            FundingRule::KeepWhatIsRaised => Outcome::Kept,
        };
        Ok(vec![Event::FundingJudged {
            outcome,
            quarters: self.quarters,
            raised_minor: self.raised_minor,
            at: now,
        }])
    }
}

fn quarters(part: Part) -> u32 {
    QUARTERS_PER_TREE / u32::from(part.of.max(1))
}

/// The rules of a tally.
#[derive(Debug, Clone, Copy)]
pub struct Tally;

impl Decider for Tally {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::CountAdoption { campaign, adoption } => {
                state.check_not_failed()?;
                Ok(vec![Event::AdoptionCounted { campaign, adoption }])
            }
            Command::UncountAdoption { adoption } => {
                Ok(vec![Event::AdoptionUncounted { adoption }])
            }
            Command::CountMoney {
                adoption,
                part,
                amount,
            } => {
                state.check_not_failed()?;
                Ok(vec![Event::MoneyCounted {
                    adoption,
                    quarters: quarters(part),
                    amount,
                }])
            }
            Command::UncountMoney {
                adoption,
                part,
                amount,
            } => Ok(vec![Event::MoneyUncounted {
                adoption,
                quarters: quarters(part),
                amount,
            }]),
            Command::JudgeFunding { funding, now } => state.judge(&funding, now),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::AdoptionCounted { .. } => state.counted = state.counted.saturating_add(1),
            Event::AdoptionUncounted { .. } => state.counted = state.counted.saturating_sub(1),
            Event::MoneyCounted {
                quarters, amount, ..
            } => {
                state.quarters = state.quarters.saturating_add(*quarters);
                state.raised_minor = state.raised_minor.saturating_add(amount.minor);
            }
            Event::MoneyUncounted {
                quarters, amount, ..
            } => {
                state.quarters = state.quarters.saturating_sub(*quarters);
                state.raised_minor = state.raised_minor.saturating_sub(amount.minor);
            }
            Event::FundingJudged { outcome, .. } => state.outcome = Some(*outcome),
        }
    }
}

#[cfg(test)]
mod tests;
