//! How a campaign sells: its goal, if it has one, and its price phases. It must not know how much was sold; that is
//! the tally's.

use kernel::{Money, Timestamp};
use serde::{Deserialize, Serialize};

use super::{MAX_PRICE_MINOR, Rejection, Terms};

/// Most price phases of one campaign: early, regular, late and one to spare.
pub const MAX_PHASES: usize = 4;
/// Longest time after the deadline that is waited for bank statements (B 4), in days.
pub const MAX_GRACE_DAYS: u8 = 14;
/// Most trees a goal may ask for; far beyond any orchard, and quarters of it stay within 32 bits.
pub const MAX_GOAL_TREES: u32 = 1_000_000;

/// How a campaign sells. The default is a plain sale: no goal, one price.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SalesPlan {
    /// What must be reached, and what happens if not; `None` for a plain sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<Funding>,
    /// Prices before the price of the terms, in the order they are tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<PricePhase>,
}

/// What a crowdfunded campaign must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funding {
    /// How much.
    pub goal: Goal,
    /// Until when; money that counts as paid by then counts.
    pub deadline: Timestamp,
    /// How many days after the deadline the judgement waits for statements that come late (B 4).
    pub grace_days: u8,
    /// What happens when the goal is missed.
    pub rule: FundingRule,
}

impl Funding {
    /// When it is judged.
    #[must_use]
    pub fn judged_at(&self) -> Timestamp {
        self.deadline.plus_days(i64::from(self.grace_days))
    }
}

/// A goal in whole trees or in money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// So many whole trees; parts count as what they are of a tree.
    Trees(u32),
    /// So much money captured.
    Money(Money),
}

/// What happens to the money when the goal is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FundingRule {
    /// Everybody is paid back.
    AllOrNothing,
    /// The adoptions stand.
    KeepWhatIsRaised,
}

/// Names of price phases, as the pages tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseName {
    /// For those who trust first.
    Early,
    /// In between.
    Regular,
    /// For those who come late.
    Late,
}

/// A price that counts until a moment, for so many adoptions, or both: whatever ends first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricePhase {
    /// What it is called.
    pub name: PhaseName,
    /// Price of one share.
    pub price: Money,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// It ends with this adoption of the campaign, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoptions: Option<u32>,
}

/// What a share costs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The price.
    pub price: Money,
    /// The phase it comes from; `None` for the price of the terms.
    pub phase: Option<PhaseName>,
}

impl SalesPlan {
    /// Whether adoptions must be counted: for a goal, or for a price that so many get.
    #[must_use]
    pub fn needs_tally(&self) -> bool {
        self.funding.is_some() || self.phases.iter().any(|phase| phase.adoptions.is_some())
    }

    /// What a share costs at this moment, when so many adoptions count already.
    #[must_use]
    pub fn quote(&self, terms: &Terms, counted: u32, now: Timestamp) -> Quote {
        let open = |phase: &&PricePhase| {
            phase.until.is_none_or(|until| now < until)
                && phase.adoptions.is_none_or(|last| counted < last)
        };
        match self.phases.iter().find(open) {
            Some(phase) => Quote {
                price: phase.price,
                phase: Some(phase.name),
            },
            None => Quote {
                price: terms.price,
                phase: None,
            },
        }
    }

    /// Whether the plan fits the terms and is sound in itself.
    pub(super) fn check(&self, terms: &Terms) -> Result<(), Rejection> {
        if let Some(funding) = &self.funding {
            funding.check(terms)?;
        }
        if self.phases.len() > MAX_PHASES {
            return Err(Rejection::TooManyPhases { limit: MAX_PHASES });
        }
        let sound = |phase: &PricePhase| {
            let ends = phase.until.is_some() || phase.adoptions.is_some();
            let in_sale = phase
                .until
                .is_none_or(|until| until > terms.sale_from && until < terms.sale_until);
            let price = phase.price;
            let priced = price.currency == terms.price.currency
                && (1..=MAX_PRICE_MINOR).contains(&price.minor);
            ends && in_sale && priced && phase.adoptions != Some(0)
        };
        let rising = self.phases.is_sorted_by(|before, after| {
            ends_later(before.until, after.until) && ends_later(before.adoptions, after.adoptions)
        });
        if rising && self.phases.iter().all(sound) {
            Ok(())
        } else {
            Err(Rejection::PhaseInvalid)
        }
    }
}

impl SalesPlan {
    /// Whether so many offered trees could reach a goal that binds, every share at the highest price; otherwise
    /// everybody would be paid back for sure.
    pub(super) fn check_reach(&self, terms: &Terms, trees: usize) -> Result<(), Rejection> {
        let binding = |funding: &&Funding| funding.rule == FundingRule::AllOrNothing;
        let Some(funding) = self.funding.as_ref().filter(binding) else {
            return Ok(());
        };
        let trees = i64::try_from(trees).unwrap_or(i64::MAX);
        let (goal, offered) = match funding.goal {
            Goal::Trees(goal) => (i64::from(goal), trees),
            Goal::Money(goal) => {
                let prices = self.phases.iter().map(|phase| phase.price.minor);
                let highest = prices.fold(terms.price.minor, i64::max);
                let shares = trees.saturating_mul(i64::from(terms.shares_per_tree));
                (goal.minor, shares.saturating_mul(highest))
            }
        };
        if goal > offered {
            return Err(Rejection::GoalOutOfReach { goal, offered });
        }
        Ok(())
    }
}

/// Whether the later phase ends later, as far as both say; otherwise nobody would ever reach it.
fn ends_later<T: PartialOrd>(before: Option<T>, after: Option<T>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before < after,
        (None, _) | (_, None) => true,
    }
}

impl Funding {
    fn check(&self, terms: &Terms) -> Result<(), Rejection> {
        let goal = match self.goal {
            Goal::Trees(trees) => (1..=MAX_GOAL_TREES).contains(&trees),
            Goal::Money(money) => money.currency == terms.price.currency && money.minor > 0,
        };
        if !goal {
            return Err(Rejection::GoalInvalid);
        }
        let in_sale = self.deadline > terms.sale_from && self.deadline <= terms.sale_until;
        if in_sale && self.grace_days <= MAX_GRACE_DAYS {
            Ok(())
        } else {
            Err(Rejection::DeadlineInvalid)
        }
    }
}
