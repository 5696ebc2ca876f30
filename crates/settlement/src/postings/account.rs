//! The chart of accounts. An account's name is how it is stored and exported: kind, then ever finer parts, in the
//! notation of plain-text accounting. It must not know what is posted where.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::payment::Channel;

/// An account of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What a channel owes us or holds for us.
    Channel(Channel),
    /// What channels hold back while a dispute is open.
    Disputed,
    /// What farms were advanced and have not earned (D 17).
    FarmerAdvances,
    /// Received, adoption not confirmed yet.
    Deposits,
    /// Sold fruit that is owed to buyers: deferred revenue (D 18).
    Undelivered,
    /// To go back to buyers, not settled yet.
    RefundsPayable,
    /// Granted to buyers and not spent: payable in cash whenever they ask (B 13).
    Credit,
    /// Paid for fruit that is owed from the next season's harvest.
    CarriedOver,
    /// Came without being asked for: another amount, or the same twice. It belongs to the payer.
    Surplus,
    /// Came for a payment that we never opened. Nobody knows yet whose it is.
    Suspense,
    /// Earned by farms, not paid yet.
    Farmers,
    /// Earned by farms, waiting for claims.
    FarmerHoldback,
    /// Payouts to farms, and of credit to buyers, that the bank has not settled.
    PayoutsInFlight,
    /// What people corrected by written entries.
    Corrections,
    /// Delivered fruit.
    IncomeFruit,
    /// Of the delivered fruit, what went back to buyers.
    FruitReturns,
    /// What channels kept.
    ChannelFees,
    /// Farms' part of the delivered fruit.
    FruitBought,
    /// Compensation of buyers that farms were charged for is credited here.
    Claims,
    /// What lost disputes cost beyond what was owed to the buyer.
    DisputeLosses,
    /// What channels charge for disputes.
    DisputeFees,
}

/// No account has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no account has this name")]
pub struct AccountUnknown;

impl Account {
    /// Every account, in the order of a balance sheet.
    pub const ALL: [Self; 25] = [
        Self::Channel(Channel::Manual),
        Self::Channel(Channel::WechatPay),
        Self::Channel(Channel::Alipay),
        Self::Channel(Channel::Stripe),
        Self::Channel(Channel::Sandbox),
        Self::Disputed,
        Self::FarmerAdvances,
        Self::Deposits,
        Self::Undelivered,
        Self::RefundsPayable,
        Self::Credit,
        Self::CarriedOver,
        Self::Surplus,
        Self::Suspense,
        Self::Farmers,
        Self::FarmerHoldback,
        Self::PayoutsInFlight,
        Self::Corrections,
        Self::IncomeFruit,
        Self::FruitReturns,
        Self::ChannelFees,
        Self::FruitBought,
        Self::Claims,
        Self::DisputeLosses,
        Self::DisputeFees,
    ];

    /// What is owed to a buyer on account of an adoption is the sum of these (D 18). Credit is owed to the person.
    pub const OWED_TO_BUYERS: [Self; 3] = [Self::Deposits, Self::Undelivered, Self::RefundsPayable];

    /// The name in storage and exports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Channel(Channel::Manual) => "assets:channel:manual",
            Self::Channel(Channel::WechatPay) => "assets:channel:wechat-pay",
            Self::Channel(Channel::Alipay) => "assets:channel:alipay",
            Self::Channel(Channel::Stripe) => "assets:channel:stripe",
            Self::Channel(Channel::Sandbox) => "assets:channel:sandbox",
            Self::Disputed => "assets:disputed",
            Self::FarmerAdvances => "assets:farmer-advances",
            Self::Deposits => "liabilities:deposits",
            Self::Undelivered => "liabilities:undelivered",
            Self::RefundsPayable => "liabilities:refunds-payable",
            Self::Credit => "liabilities:buyers:credit",
            Self::CarriedOver => "liabilities:buyers:carried-over",
            Self::Surplus => "liabilities:buyers:surplus",
            Self::Suspense => "liabilities:suspense",
            Self::Farmers => "liabilities:farmers",
            Self::FarmerHoldback => "liabilities:farmer-holdback",
            Self::PayoutsInFlight => "liabilities:payouts-in-flight",
            Self::Corrections => "equity:corrections",
            Self::IncomeFruit => "income:fruit",
            Self::FruitReturns => "income:fruit-returns",
            Self::ChannelFees => "expenses:channel-fees",
            Self::FruitBought => "expenses:fruit-bought",
            Self::Claims => "expenses:claims",
            Self::DisputeLosses => "expenses:dispute-losses",
            Self::DisputeFees => "expenses:dispute-fees",
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Account {
    type Err = AccountUnknown;
    fn from_str(text: &str) -> Result<Self, AccountUnknown> {
        Self::ALL
            .into_iter()
            .find(|account| account.name() == text)
            .ok_or(AccountUnknown)
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
