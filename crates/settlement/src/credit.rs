//! What a buyer has with us in credit: granted as a remedy, spent on adoptions, paid out in cash whenever they ask
//! (B 13). Stream `credit-<PersonId>`. It must not know what was lost, nor how much of a payment is left: the payment
//! sets aside what becomes credit, so that no fen is credited and refunded as well (D 12, 13).

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    AdoptionId, CreditId, Currency, Decider, Money, PayoutId, PersonId, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod rejection;
mod rules;

pub use rejection::Rejection;

/// What a credit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Less fruit than promised, and the buyer chose credit. Taken from what was paid for the adoption.
    Remedy,
    /// Fruit arrived spoiled or not at all. Taken from what was paid for the adoption.
    Claim,
    /// Given beyond what was paid; the platform bears it.
    Goodwill,
}

impl Source {
    /// Whether it is taken from what was paid for the adoption, and so counts against it (D 12).
    #[must_use]
    pub const fn from_payment(self) -> bool {
        matches!(self, Self::Remedy | Self::Claim)
    }
}

/// What may be asked of a buyer's credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Give credit. Quiet for the same credit.
    GrantCredit {
        /// What is given.
        granted: Granted,
        /// When.
        at: Timestamp,
    },
    /// Pay for an adoption with credit, once. Quiet for the same amount.
    SpendCredit {
        /// What is paid for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// What was spent on an adoption comes back, in whole or in part.
    ReturnCredit {
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The buyer wants cash. Quiet for the same payout.
    RequestCash {
        /// The payout that carries it.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The payout arrived. Quiet if it did before.
    RecordPaid {
        /// Which.
        payout: PayoutId,
        /// When.
        at: Timestamp,
    },
    /// The payout did not arrive: the credit is there again. Quiet if it was known.
    RecordNotPaid {
        /// Which.
        payout: PayoutId,
        /// When.
        at: Timestamp,
    },
}

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// The credit; retries keep it.
    pub credit: CreditId,
    /// To whom.
    pub buyer: PersonId,
    /// On account of which adoption.
    pub adoption: AdoptionId,
    /// What for.
    pub source: Source,
    /// How much.
    pub amount: Money,
}

/// What may happen to a buyer's credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Credit was given.
    #[serde(rename = "settlement.credit-granted")]
    CreditGranted {
        /// What was given.
        #[serde(flatten)]
        granted: Granted,
        /// When.
        at: Timestamp,
    },
    /// An adoption was paid for with credit.
    #[serde(rename = "settlement.credit-spent")]
    CreditSpent {
        /// What was paid for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// What was spent on an adoption came back.
    #[serde(rename = "settlement.credit-returned")]
    CreditReturned {
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much came back.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// Credit is on its way out as cash.
    #[serde(rename = "settlement.credit-cash-requested")]
    CreditCashRequested {
        /// The payout that carries it.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The cash arrived.
    #[serde(rename = "settlement.credit-cash-paid")]
    CreditCashPaid {
        /// The payout.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The cash did not arrive; it is credit again.
    #[serde(rename = "settlement.credit-cash-not-paid")]
    CreditCashNotPaid {
        /// The payout.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "credit";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.credit-granted", 1),
        ("settlement.credit-spent", 1),
        ("settlement.credit-returned", 1),
        ("settlement.credit-cash-requested", 1),
        ("settlement.credit-cash-paid", 1),
        ("settlement.credit-cash-not-paid", 1),
    ];
}

/// The id part of the stream name: a person has one account of credit.
#[must_use]
pub fn stream_id(buyer: PersonId) -> String {
    buyer.to_string()
}

/// What was spent on one adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// How much was spent.
    pub amount: Money,
    /// How much of it has not come back.
    pub left: Money,
}

/// Cash on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cash {
    /// How much.
    pub amount: Money,
    /// Whether it arrived; `None` while it is on its way.
    pub arrived: Option<bool>,
}

/// What is remembered of a buyer's credit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What can be spent, in minor units; never below zero.
    pub balances: BTreeMap<Currency, i64>,
    /// What was given, so that nothing is given twice.
    pub granted: BTreeMap<CreditId, Granted>,
    /// What was spent on which adoption.
    pub spent: BTreeMap<AdoptionId, Spent>,
    /// What went out, or is on its way.
    pub cash: BTreeMap<PayoutId, Cash>,
}

impl State {
    /// What can be spent in a currency.
    #[must_use]
    pub fn available(&self, currency: Currency) -> Money {
        let minor = self.balances.get(&currency).copied().unwrap_or_default();
        Money::new(minor, currency)
    }

    /// What was spent on an adoption and has not come back.
    #[must_use]
    pub fn spent_on(&self, adoption: AdoptionId) -> Option<Money> {
        let spent = self.spent.get(&adoption)?;
        (spent.left.minor > 0).then_some(spent.left)
    }

    /// The currencies in which anything can be spent.
    #[must_use]
    pub fn currencies(&self) -> BTreeSet<Currency> {
        let open = self.balances.iter().filter(|(_, minor)| **minor > 0);
        open.map(|(currency, _)| *currency).collect()
    }
}

/// The rules of a buyer's credit.
#[derive(Debug, Clone, Copy)]
pub struct Credit;

impl Decider for Credit {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
