//! What is about to run out on a payment's rail, months ahead (E 4). It must not know who is told.

use kernel::{Day, Timestamp};
use serde::Serialize;

use super::{RailFacts, RailLimits, Receiver, check::after};

/// What runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// Refunds the way the money came.
    Refund,
    /// Passing parts on; then the money unfreezes.
    Split,
    /// Pulling back what was passed on last.
    PullBack,
    /// The day by which the goods are promised.
    ShipDay,
    /// The number of refunds.
    RefundsLeft,
    /// The number of parcels.
    ParcelsLeft,
    /// The number of messages.
    MessagesLeft,
}

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Over.
    Expired,
    /// Within the days of warning, or less than a tenth is left.
    Soon,
    /// Later.
    Calm,
}

/// One clock of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// What runs out.
    pub kind: ClockKind,
    /// When, for what runs out in time.
    pub until: Option<Timestamp>,
    /// How many are left, for what runs out by use.
    pub left: Option<u16>,
    /// How pressing it is.
    pub urgency: Urgency,
}

/// The clocks of a payment, the most pressing first, then by date.
#[must_use]
pub fn clocks(limits: &RailLimits, facts: &RailFacts, now: Timestamp) -> Vec<Clock> {
    let mut clocks = dated(limits, facts, now);
    clocks.extend(counted(limits, facts));
    clocks.sort_by_key(|clock| (clock.urgency, clock.until, clock.kind));
    clocks
}

fn dated(limits: &RailLimits, facts: &RailFacts, now: Timestamp) -> Vec<Clock> {
    let refund = limits
        .refund_days_max
        .filter(|_| facts.refunded() < facts.captured.minor)
        .map(|days| (ClockKind::Refund, after(facts.captured_at, days)));
    let split = limits
        .split
        .map(|split| (ClockKind::Split, after(facts.captured_at, split.days_max)));
    let pull_back = limits.split.and_then(|limits| {
        facts
            .splits
            .iter()
            .filter(|split| split.receiver == Receiver::Company && !split.pulled_back)
            .map(|split| after(split.at, limits.pull_back_days_max))
            .min()
            .map(|until| (ClockKind::PullBack, until))
    });
    let ship_day = limits.shipping.map(|shipping| {
        let until = facts
            .ship_day
            .and_then(end_of)
            .unwrap_or_else(|| after(facts.captured_at, shipping.days_max));
        (ClockKind::ShipDay, until)
    });
    [refund, split, pull_back, ship_day]
        .into_iter()
        .flatten()
        .map(|(kind, until)| Clock {
            kind,
            until: Some(until),
            left: None,
            urgency: if now > until {
                Urgency::Expired
            } else if now >= until.plus_days(-i64::from(limits.warn_days)) {
                Urgency::Soon
            } else {
                Urgency::Calm
            },
        })
        .collect()
}

/// The last second of a day, in UTC.
fn end_of(day: Day) -> Option<Timestamp> {
    format!("{day}T23:59:59Z").parse().ok()
}

fn counted(limits: &RailLimits, facts: &RailFacts) -> Vec<Clock> {
    let refunds = u16::try_from(facts.refunds.len()).unwrap_or(u16::MAX);
    let refunds = limits
        .refunds_max
        .map(|max| (ClockKind::RefundsLeft, max, refunds));
    let parcels = limits
        .shipping
        .map(|shipping| (ClockKind::ParcelsLeft, shipping.parcels_max, facts.parcels));
    let messages = limits.messages_per_consent.map(|per_consent| {
        let max = facts.consents.saturating_mul(per_consent);
        (ClockKind::MessagesLeft, max, facts.messages)
    });
    [refunds, parcels, messages]
        .into_iter()
        .flatten()
        .map(|(kind, max, used)| {
            let left = max.saturating_sub(used);
            Clock {
                kind,
                until: None,
                left: Some(left),
                urgency: if left == 0 {
                    Urgency::Expired
                } else if u32::from(left) * 10 < u32::from(max) {
                    Urgency::Soon
                } else {
                    Urgency::Calm
                },
            }
        })
        .collect()
}
