//! In which order several wishes about one payment must be carried out, and which way a refund goes (E 4, B 19).
//! It must not carry anything out.

use kernel::{Money, Timestamp};
use serde::Serialize;

use super::{Operation, RailFacts, RailLimits, Receiver, Refusal, check};
use crate::refund::FallbackCause;

/// One step of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What to do.
    pub operation: Operation,
    /// Not before this moment.
    pub not_before: Timestamp,
}

/// What can be done, in order, and what cannot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Plan {
    /// In this order.
    pub steps: Vec<Step>,
    /// The channel would not take these, and why.
    pub refused: Vec<(Operation, Refusal)>,
}

/// Plans the wishes: promises first, then what must come back, then refunds a gap apart, then what goes to others.
/// A refund that needs money back from receivers pulls it back first, the latest part first.
#[must_use]
pub fn plan(limits: &RailLimits, facts: &RailFacts, wishes: &[Operation], now: Timestamp) -> Plan {
    let mut wishes = wishes.to_vec();
    wishes.sort();
    let (mut facts, mut at, mut plan) = (facts.clone(), now, Plan::default());
    for wish in wishes {
        match take(limits, &facts, wish, at) {
            Ok(steps) => {
                for step in steps {
                    facts.carry_out(step.operation, step.not_before);
                    at = step.not_before;
                    plan.steps.push(step);
                }
            }
            Err(refusal) => plan.refused.push((wish, refusal)),
        }
    }
    plan
}

/// The steps that one wish takes.
fn take(
    limits: &RailLimits,
    facts: &RailFacts,
    wish: Operation,
    mut at: Timestamp,
) -> Result<Vec<Step>, Refusal> {
    let (mut facts, mut steps) = (facts.clone(), Vec::new());
    loop {
        match check(limits, &facts, wish, at) {
            Ok(()) => break,
            Err(Refusal::RefundTooSoon { again_at }) => at = again_at,
            Err(refusal @ Refusal::PullBackFirst { .. }) => {
                let back = (0..facts.splits.len())
                    .rev()
                    .map(Operation::PullBack)
                    .find(|back| check(limits, &facts, *back, at).is_ok())
                    .ok_or(refusal)?;
                facts.carry_out(back, at);
                steps.push(Step {
                    operation: back,
                    not_before: at,
                });
            }
            Err(refusal) => return Err(refusal),
        }
    }
    steps.push(Step {
        operation: wish,
        not_before: at,
    });
    Ok(steps)
}

/// Which way a refund goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// The way it came, not before this moment.
    Original(Timestamp),
    /// The channel no longer can: by a payout, after a person made sure whose account it is.
    Payout(FallbackCause),
    /// Not at all: it is more than is left, or money with a person is missing.
    Refused(Refusal),
}

/// Which way a refund of `amount` goes when it is wanted at `now`.
#[must_use]
pub fn refund_route(
    limits: &RailLimits,
    facts: &RailFacts,
    amount: Money,
    now: Timestamp,
) -> Route {
    match take(limits, facts, Operation::Refund(amount), now) {
        Ok(steps) => Route::Original(steps.last().map_or(now, |step| step.not_before)),
        Err(Refusal::RefundTooLate { .. }) => Route::Payout(FallbackCause::TooOld),
        Err(Refusal::TooManyRefunds { .. }) => Route::Payout(FallbackCause::TooManyParts),
        Err(Refusal::PullBackFirst { .. }) if with_persons(facts) > 0 => {
            Route::Payout(FallbackCause::ChannelRefused)
        }
        Err(refusal) => Route::Refused(refusal),
    }
}

/// What persons keep, in minor units.
fn with_persons(facts: &RailFacts) -> i64 {
    facts
        .splits
        .iter()
        .filter(|split| split.receiver == Receiver::Person)
        .fold(0, |sum, split| sum.saturating_add(split.amount.minor))
}
