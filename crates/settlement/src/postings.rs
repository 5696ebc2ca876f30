//! From a fact about money to balanced double-entry postings: one pure function (D 11, 18).
//! It knows accounts and amounts, not streams or tables.

use kernel::{AdoptionId, Money, MoneyError, split_evenly};
use serde::Serialize;

/// The chart of accounts. The text form is what exports show, such as `assets:channel:manual`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Account {
    /// assets:channel:manual — what the channel owes us or holds for us.
    ChannelManual,
    /// expenses:channel-fees — what the channel kept.
    ChannelFees,
    /// liabilities:deposits — received, adoption not confirmed yet.
    Deposits,
    /// liabilities:undelivered — sold fruit that is owed to buyers (deferred revenue).
    Undelivered,
    /// liabilities:refunds-payable — asked of the channel, not settled yet.
    RefundsPayable,
    /// income:fruit — delivered fruit.
    IncomeFruit,
}

impl Account {
    /// Every account, in the order of a balance sheet.
    pub const ALL: [Self; 6] = [
        Self::ChannelManual,
        Self::ChannelFees,
        Self::Deposits,
        Self::Undelivered,
        Self::RefundsPayable,
        Self::IncomeFruit,
    ];

    /// The name in exports, in the notation of plain-text accounting: kind, then ever finer parts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChannelManual => "assets:channel:manual",
            Self::ChannelFees => "expenses:channel-fees",
            Self::Deposits => "liabilities:deposits",
            Self::Undelivered => "liabilities:undelivered",
            Self::RefundsPayable => "liabilities:refunds-payable",
            Self::IncomeFruit => "income:fruit",
        }
    }
}

/// One line of an entry: positive debits, negative credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// On whose behalf.
    pub adoption: AdoptionId,
    /// Debit if positive, credit if negative; never zero.
    pub amount: Money,
}

/// What happened to money, in the words of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyFact {
    /// `PaymentCaptured` or `LatePaymentReceived`: amount gross, fee kept by the channel.
    Captured {
        /// What was paid for.
        adoption: AdoptionId,
        /// Gross.
        amount: Money,
        /// Kept by the channel.
        fee: Money,
    },
    /// The adoption is confirmed: the deposit becomes undelivered fruit.
    Confirmed {
        /// Which.
        adoption: AdoptionId,
        /// What was paid for it.
        price: Money,
    },
    /// Refund requested: what was owed as deposit (unconfirmed) or undelivered (confirmed) is now payable in cash.
    RefundRequested {
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much goes back.
        amount: Money,
        /// Whether the adoption had been confirmed.
        was_confirmed: bool,
    },
    /// The channel paid back.
    RefundSettled {
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much went back.
        amount: Money,
    },
    /// A failed refund goes back to where it was owed.
    RefundFailed {
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much did not go back.
        amount: Money,
        /// Whether the adoption had been confirmed.
        was_confirmed: bool,
    },
    /// Box `nth` (from 1) of `boxes` was delivered: its exact part of the price becomes income.
    Delivered {
        /// Whose box.
        adoption: AdoptionId,
        /// What was paid for all boxes.
        price: Money,
        /// Boxes promised.
        boxes: u8,
        /// Which of them, from 1. A box beyond the promise was paid by nobody and earns nothing.
        nth: u8,
    },
}

/// The lines of a fact; they sum to zero and none of them is zero.
///
/// # Errors
/// A fee in another currency than its amount, or an amount that cannot be negated.
pub fn postings(fact: &MoneyFact) -> Result<Vec<Posting>, MoneyError> {
    match *fact {
        MoneyFact::Captured {
            adoption,
            amount,
            fee,
        } => {
            let net = amount.minus(fee)?;
            let lines = [
                (Account::ChannelManual, net),
                (Account::ChannelFees, fee),
                (Account::Deposits, amount.negated()?),
            ];
            Ok(entry(adoption, &lines))
        }
        MoneyFact::Confirmed { adoption, price } => {
            transfer(adoption, Account::Deposits, Account::Undelivered, price)
        }
        MoneyFact::RefundRequested {
            adoption,
            amount,
            was_confirmed,
        } => transfer(
            adoption,
            owed_as(was_confirmed),
            Account::RefundsPayable,
            amount,
        ),
        MoneyFact::RefundSettled { adoption, amount } => transfer(
            adoption,
            Account::RefundsPayable,
            Account::ChannelManual,
            amount,
        ),
        MoneyFact::RefundFailed {
            adoption,
            amount,
            was_confirmed,
        } => transfer(
            adoption,
            Account::RefundsPayable,
            owed_as(was_confirmed),
            amount,
        ),
        MoneyFact::Delivered {
            adoption,
            price,
            boxes,
            nth,
        } => {
            let earned = part_of_price(price, boxes, nth)?;
            transfer(adoption, Account::Undelivered, Account::IncomeFruit, earned)
        }
    }
}

/// Where a buyer's money is owed before it becomes payable in cash.
const fn owed_as(was_confirmed: bool) -> Account {
    if was_confirmed {
        Account::Undelivered
    } else {
        Account::Deposits
    }
}

/// The price of box `nth`: all boxes together make exactly the price (`split_evenly`).
fn part_of_price(price: Money, boxes: u8, nth: u8) -> Result<Money, MoneyError> {
    let parts = split_evenly(price.minor.unsigned_abs(), u64::from(boxes));
    let part = usize::from(nth)
        .checked_sub(1)
        .and_then(|index| parts.get(index))
        .map_or(Ok(0), |part| i64::try_from(*part))
        .map_err(|_| MoneyError::Overflow)?;
    Ok(Money::new(part * price.minor.signum(), price.currency))
}

fn transfer(
    adoption: AdoptionId,
    debit: Account,
    credit: Account,
    amount: Money,
) -> Result<Vec<Posting>, MoneyError> {
    let lines = [(debit, amount), (credit, amount.negated()?)];
    Ok(entry(adoption, &lines))
}

fn entry(adoption: AdoptionId, lines: &[(Account, Money)]) -> Vec<Posting> {
    lines
        .iter()
        .filter(|(_, amount)| amount.minor != 0)
        .map(|(account, amount)| Posting {
            account: *account,
            adoption,
            amount: *amount,
        })
        .collect()
}

#[cfg(test)]
mod tests;
