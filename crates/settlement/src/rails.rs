//! The clocks of a payment's rail: what a channel allows for how long and how often, against what was done.
//!
//! Pure: facts, limits and now tell what is refused and why, what is about to run out and by when, and in which order
//! several wishes must be carried out (D 21, E 4). The limits are data per channel; it must not know how a channel is
//! called.

use kernel::{Day, Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

mod check;
mod clocks;
mod divide;
mod plan;

pub use check::{Refusal, check};
pub use clocks::{Clock, ClockKind, Urgency, clocks};
pub use divide::{Division, Part, divide};
pub use plan::{Plan, Route, Step, plan, refund_route};

/// What a channel allows. `None` means: no such limit, or no such thing on this channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailLimits {
    /// How long after the payment a refund can be asked for, in days.
    pub refund_days_max: Option<u16>,
    /// How many refunds of one payment.
    pub refunds_max: Option<u16>,
    /// How long two refunds of one payment must lie apart, in seconds.
    pub refund_gap_seconds_min: u32,
    /// Dividing a payment among receivers.
    pub split: Option<SplitLimits>,
    /// Telling the channel when and in what the goods are sent.
    pub shipping: Option<ShippingLimits>,
    /// Messages that one consent allows.
    pub messages_per_consent: Option<u16>,
    /// How long before it runs out a clock is shown as soon, in days.
    pub warn_days: u16,
}

/// What a channel allows about dividing a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitLimits {
    /// How long after the payment, in days; then the money unfreezes by itself.
    pub days_max: u16,
    /// How much of the payment may go to others, in thousandths.
    pub cap_permille: u16,
    /// How long after a split it can be pulled back, in days; never from a person.
    pub pull_back_days_max: u16,
}

/// What a channel allows about goods that are sent long after the payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingLimits {
    /// The promised day lies at least so many days after the payment.
    pub days_min: u16,
    /// And at most so many.
    pub days_max: u16,
    /// Parcels that can be reported for one payment.
    pub parcels_max: u16,
    /// How often a report can be handed in again.
    pub resubmissions_max: u16,
}

impl RailLimits {
    /// The limits as the channels publish them (`domain.md` A 3: W1 refunds, W2 and W3 splits, W4 and W5 shipping, W7
    /// messages). Alipay's refund period is agreed in each contract; twelve months are usual. An operator may set
    /// others.
    #[must_use]
    pub const fn of(channel: Channel) -> Self {
        let free = Self {
            refund_days_max: None,
            refunds_max: None,
            refund_gap_seconds_min: 0,
            split: None,
            shipping: None,
            messages_per_consent: None,
            warn_days: 90,
        };
        match channel {
            Channel::WechatPay => Self {
                refund_days_max: Some(365),
                refunds_max: Some(50),
                refund_gap_seconds_min: 60,
                split: Some(SplitLimits {
                    days_max: 180,
                    cap_permille: 300,
                    pull_back_days_max: 180,
                }),
                shipping: Some(ShippingLimits {
                    days_min: 15,
                    days_max: 330,
                    parcels_max: 15,
                    resubmissions_max: 1,
                }),
                messages_per_consent: Some(1),
                warn_days: 90,
            },
            Channel::Alipay => Self {
                refund_days_max: Some(365),
                ..free
            },
            Channel::Manual | Channel::Stripe | Channel::Sandbox => free,
        }
    }
}

/// Who received a part of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Receiver {
    /// A company; its part can be pulled back for a while.
    Company,
    /// A person's own account; what is there stays there (W2).
    Person,
}

/// A part of a payment that went to a receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Who received it.
    pub receiver: Receiver,
    /// How much.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
    /// Whether it was pulled back.
    pub pulled_back: bool,
}

/// What was done on a payment's rail so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailFacts {
    /// What was captured.
    pub captured: Money,
    /// When.
    pub captured_at: Timestamp,
    /// Refunds that the channel was asked for and did not refuse: how much, when.
    pub refunds: Vec<(Money, Timestamp)>,
    /// Parts that went to receivers.
    pub splits: Vec<Split>,
    /// The day by which the goods are promised, as the channel was told.
    pub ship_day: Option<Day>,
    /// Parcels that were reported.
    pub parcels: u16,
    /// How often the report was handed in again.
    pub resubmissions: u16,
    /// Consents to messages.
    pub consents: u16,
    /// Messages that were sent.
    pub messages: u16,
}

impl RailFacts {
    /// A payment of which nothing more is known.
    #[must_use]
    pub const fn new(captured: Money, captured_at: Timestamp) -> Self {
        Self {
            captured,
            captured_at,
            refunds: Vec::new(),
            splits: Vec::new(),
            ship_day: None,
            parcels: 0,
            resubmissions: 0,
            consents: 0,
            messages: 0,
        }
    }

    /// What went back, in minor units.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.refunds
            .iter()
            .fold(0, |sum, (amount, _)| sum.saturating_add(amount.minor))
    }

    /// What is with receivers, in minor units.
    #[must_use]
    pub fn split(&self) -> i64 {
        self.splits
            .iter()
            .filter(|split| !split.pulled_back)
            .fold(0, |sum, split| sum.saturating_add(split.amount.minor))
    }

    /// Remembers that an operation was carried out.
    pub fn carry_out(&mut self, operation: Operation, at: Timestamp) {
        match operation {
            Operation::FileShipDay(day) => self.ship_day = Some(day),
            Operation::PullBack(nth) => {
                if let Some(split) = self.splits.get_mut(nth) {
                    split.pulled_back = true;
                }
            }
            Operation::Refund(amount) => self.refunds.push((amount, at)),
            Operation::Split(receiver, amount) => self.splits.push(Split {
                receiver,
                amount,
                at,
                pulled_back: false,
            }),
            Operation::ReportParcel => self.parcels = self.parcels.saturating_add(1),
            Operation::ResubmitShipping => {
                self.resubmissions = self.resubmissions.saturating_add(1);
            }
            Operation::SendMessage => self.messages = self.messages.saturating_add(1),
        }
    }
}

/// Something to be done on a payment's rail. The order of the variants is the order in which they must be done: what
/// goes back goes before what is divided, because a part that was paid out to a person never comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Tell by which day the goods are promised.
    FileShipDay(Day),
    /// Pull back the split of this number, from 0.
    PullBack(usize),
    /// Refund so much.
    Refund(Money),
    /// Pass a part on.
    Split(Receiver, Money),
    /// Report one more parcel.
    ReportParcel,
    /// Hand the report in again.
    ResubmitShipping,
    /// Send a message.
    SendMessage,
}

#[cfg(test)]
mod tests;
