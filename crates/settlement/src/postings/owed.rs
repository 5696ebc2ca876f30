//! What the books owe one adoption, and from where money is taken when it goes back (D 18). Pure arithmetic; it must
//! not know accounts.

use kernel::{Money, MoneyError, split_evenly};

/// What is owed to the buyer of one adoption, in minor units of its currency; neither is below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Owed {
    /// Received, not confirmed.
    pub deposit: i64,
    /// Confirmed, not delivered.
    pub undelivered: i64,
}

/// From where money is taken that goes back: first from what is owed; the rest had become income.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// From the deposit.
    pub deposit: Money,
    /// From undelivered fruit.
    pub undelivered: Money,
    /// From delivered fruit.
    pub delivered: Money,
}

impl Owed {
    /// Takes `amount`.
    #[must_use]
    pub fn take(self, amount: Money) -> Taken {
        let deposit = amount.minor.min(self.deposit).max(0);
        let undelivered = (amount.minor - deposit).min(self.undelivered).max(0);
        let money = |minor| Money::new(minor, amount.currency);
        Taken {
            deposit: money(deposit),
            undelivered: money(undelivered),
            delivered: money(amount.minor - deposit - undelivered),
        }
    }
}

impl Taken {
    /// All of it.
    ///
    /// # Errors
    /// Parts in different currencies, or too large.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.deposit.plus(self.undelivered)?.plus(self.delivered)
    }
}

/// What one box earns: an even part of what is undelivered, `boxes_left` boxes counting itself, the remainder to
/// earlier boxes. So the last box earns exactly what is left, whatever was refunded before; a box beyond the promise
/// earns nothing.
#[must_use]
pub fn revenue_of_box(undelivered: Money, boxes_left: u8) -> Money {
    let whole = u64::try_from(undelivered.minor).unwrap_or(0);
    let part = split_evenly(whole, u64::from(boxes_left))
        .first()
        .and_then(|part| i64::try_from(*part).ok())
        .unwrap_or_default();
    Money::new(part, undelivered.currency)
}
