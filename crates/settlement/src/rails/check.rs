//! Whether a channel would take an operation now, and if not, why and when (D 21). It must not know what comes after.

use kernel::{Day, Money, Timestamp};
use serde::Serialize;

use super::{Operation, RailFacts, RailLimits, Receiver, ShippingLimits, SplitLimits};
use crate::farmer_account::PERMILLE;

/// Why a channel would not take an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Refusal {
    /// The channel has no such thing.
    #[error("this channel has no such thing")]
    NotOnThisChannel,
    /// Nothing or less than nothing, more than is there, or another currency.
    #[error("only {left} is left of the payment")]
    AboveCaptured {
        /// What is left.
        left: Money,
    },
    /// Parts are with receivers that must come back first.
    #[error("{missing} must be pulled back from receivers first")]
    PullBackFirst {
        /// How much.
        missing: Money,
    },
    /// The payment is too old to be refunded.
    #[error("refunds ended on {until}")]
    RefundTooLate {
        /// When they ended.
        until: Timestamp,
    },
    /// As many refunds as the channel allows.
    #[error("the channel allows {max} refunds of a payment")]
    TooManyRefunds {
        /// The limit.
        max: u16,
    },
    /// The last refund is too fresh.
    #[error("the next refund is possible at {again_at}")]
    RefundTooSoon {
        /// When it is possible.
        again_at: Timestamp,
    },
    /// The payment is too old to be divided.
    #[error("dividing ended on {until}")]
    SplitTooLate {
        /// When it ended.
        until: Timestamp,
    },
    /// More than may go to others.
    #[error("only {left} may still go to others")]
    SplitAboveCap {
        /// What may still go.
        left: Money,
    },
    /// There is no such part, or it came back.
    #[error("there is no such part")]
    NoSuchSplit,
    /// A person keeps what they received.
    #[error("nothing can be pulled back from a person")]
    NeverFromAPerson,
    /// The part was passed on too long ago.
    #[error("it could be pulled back until {until}")]
    PullBackTooLate {
        /// Until when.
        until: Timestamp,
    },
    /// The promised day is too near or too far.
    #[error("the promised day lies between {first} and {last}")]
    ShipDayOutside {
        /// The first day that is allowed.
        first: Day,
        /// The last day that is allowed.
        last: Day,
    },
    /// As many parcels as the channel allows.
    #[error("the channel allows {max} parcels for a payment")]
    TooManyParcels {
        /// The limit.
        max: u16,
    },
    /// As many repetitions as the channel allows.
    #[error("the channel allows {max} repetitions of a report")]
    TooManyResubmissions {
        /// The limit.
        max: u16,
    },
    /// Every consent was used.
    #[error("no consent to a message is left")]
    NoConsentLeft,
}

impl Refusal {
    /// The stable name of the limit that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOnThisChannel => "not-on-this-channel",
            Self::AboveCaptured { .. } => "above-captured",
            Self::PullBackFirst { .. } => "pull-back-first",
            Self::RefundTooLate { .. } => "refund-too-late",
            Self::TooManyRefunds { .. } => "too-many-refunds",
            Self::RefundTooSoon { .. } => "refund-too-soon",
            Self::SplitTooLate { .. } => "split-too-late",
            Self::SplitAboveCap { .. } => "split-above-cap",
            Self::NoSuchSplit => "no-such-split",
            Self::NeverFromAPerson => "never-from-a-person",
            Self::PullBackTooLate { .. } => "pull-back-too-late",
            Self::ShipDayOutside { .. } => "ship-day-outside",
            Self::TooManyParcels { .. } => "too-many-parcels",
            Self::TooManyResubmissions { .. } => "too-many-resubmissions",
            Self::NoConsentLeft => "no-consent-left",
        }
    }
}

/// Whether the channel would take the operation at `now`.
///
/// # Errors
/// The refusal tells why, and when it would be taken if ever.
pub fn check(
    limits: &RailLimits,
    facts: &RailFacts,
    operation: Operation,
    now: Timestamp,
) -> Result<(), Refusal> {
    match operation {
        Operation::Refund(amount) => refund(limits, facts, amount, now),
        Operation::Split(receiver, amount) => {
            let split = limits.split.ok_or(Refusal::NotOnThisChannel)?;
            pass_on(&split, facts, receiver, amount, now)
        }
        Operation::PullBack(nth) => {
            let split = limits.split.ok_or(Refusal::NotOnThisChannel)?;
            pull_back(&split, facts, nth, now)
        }
        Operation::FileShipDay(day) => {
            let shipping = limits.shipping.ok_or(Refusal::NotOnThisChannel)?;
            ship_day(&shipping, facts, day)
        }
        Operation::ReportParcel => match limits.shipping {
            None => Err(Refusal::NotOnThisChannel),
            Some(ShippingLimits { parcels_max, .. }) if facts.parcels >= parcels_max => {
                Err(Refusal::TooManyParcels { max: parcels_max })
            }
            Some(_) => Ok(()),
        },
        Operation::ResubmitShipping => match limits.shipping {
            None => Err(Refusal::NotOnThisChannel),
            Some(ShippingLimits {
                resubmissions_max, ..
            }) if facts.resubmissions >= resubmissions_max => Err(Refusal::TooManyResubmissions {
                max: resubmissions_max,
            }),
            Some(_) => Ok(()),
        },
        Operation::SendMessage => match limits.messages_per_consent {
            None => Ok(()),
            Some(per_consent) if facts.messages < facts.consents.saturating_mul(per_consent) => {
                Ok(())
            }
            Some(_) => Err(Refusal::NoConsentLeft),
        },
    }
}

fn refund(
    limits: &RailLimits,
    facts: &RailFacts,
    amount: Money,
    now: Timestamp,
) -> Result<(), Refusal> {
    check_left(facts, amount)?;
    if let Some(days) = limits.refund_days_max {
        let until = after(facts.captured_at, days);
        if now > until {
            return Err(Refusal::RefundTooLate { until });
        }
    }
    if let Some(max) = limits.refunds_max
        && facts.refunds.len() >= usize::from(max)
    {
        return Err(Refusal::TooManyRefunds { max });
    }
    let last = facts.refunds.iter().map(|(_, at)| *at).max();
    if let Some(last) = last {
        let again_at = last.plus_seconds(i64::from(limits.refund_gap_seconds_min));
        if now < again_at {
            return Err(Refusal::RefundTooSoon { again_at });
        }
    }
    let here = facts.captured.minor - facts.refunded() - facts.split();
    if amount.minor > here {
        return Err(Refusal::PullBackFirst {
            missing: Money::new(amount.minor - here, amount.currency),
        });
    }
    Ok(())
}

/// The cap is reckoned on what the buyer paid, refunds deducted: the channel divides only what is left.
fn pass_on(
    limits: &SplitLimits,
    facts: &RailFacts,
    _receiver: Receiver,
    amount: Money,
    now: Timestamp,
) -> Result<(), Refusal> {
    check_left(facts, amount)?;
    let until = after(facts.captured_at, limits.days_max);
    if now > until {
        return Err(Refusal::SplitTooLate { until });
    }
    let kept = facts.captured.minor.saturating_sub(facts.refunded());
    let cap = i128::from(kept) * i128::from(limits.cap_permille) / i128::from(PERMILLE);
    let cap = i64::try_from(cap).unwrap_or(i64::MAX);
    let left = cap.saturating_sub(facts.split()).max(0);
    if amount.minor > left {
        return Err(Refusal::SplitAboveCap {
            left: Money::new(left, amount.currency),
        });
    }
    Ok(())
}

fn pull_back(
    limits: &SplitLimits,
    facts: &RailFacts,
    nth: usize,
    now: Timestamp,
) -> Result<(), Refusal> {
    let split = facts
        .splits
        .get(nth)
        .filter(|split| !split.pulled_back)
        .ok_or(Refusal::NoSuchSplit)?;
    if split.receiver == Receiver::Person {
        return Err(Refusal::NeverFromAPerson);
    }
    let until = after(split.at, limits.pull_back_days_max);
    if now > until {
        return Err(Refusal::PullBackTooLate { until });
    }
    Ok(())
}

fn ship_day(limits: &ShippingLimits, facts: &RailFacts, day: Day) -> Result<(), Refusal> {
    let paid = Day::from(facts.captured_at.utc().date_naive());
    let (first, last) = (
        paid.plus_days(u64::from(limits.days_min))
            .unwrap_or(Day::LAST),
        paid.plus_days(u64::from(limits.days_max))
            .unwrap_or(Day::LAST),
    );
    if (first..=last).contains(&day) {
        Ok(())
    } else {
        Err(Refusal::ShipDayOutside { first, last })
    }
}

fn check_left(facts: &RailFacts, amount: Money) -> Result<(), Refusal> {
    let left = facts.captured.minor.saturating_sub(facts.refunded());
    if amount.currency == facts.captured.currency && (1..=left).contains(&amount.minor) {
        Ok(())
    } else {
        Err(Refusal::AboveCaptured {
            left: Money::new(left, facts.captured.currency),
        })
    }
}

pub(super) fn after(at: Timestamp, days: u16) -> Timestamp {
    at.plus_days(i64::from(days))
}
