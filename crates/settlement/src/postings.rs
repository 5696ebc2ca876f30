//! From a fact about money to balanced double-entry postings: one pure function (D 11, 18).
//! It knows accounts and amounts, not streams or tables.

use kernel::{AdoptionId, FarmId, Money, MoneyError};
use serde::{Deserialize, Serialize};

mod account;
mod facts;
mod lines;
mod owed;

pub use account::{Account, AccountUnknown};
pub use facts::MoneyFact;
pub use owed::{Owed, Taken, revenue_of_box};

/// One line of an entry: positive debits, negative credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// On behalf of which adoption, if of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption: Option<AdoptionId>,
    /// On behalf of which farm, if of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub farm: Option<FarmId>,
    /// Debit if positive, credit if negative; never zero.
    pub amount: Money,
}

/// The lines of a fact; they sum to zero and none of them is zero.
///
/// # Errors
/// Amounts of one fact in different currencies, or an amount that cannot be negated or added.
pub fn postings(fact: &MoneyFact) -> Result<Vec<Posting>, MoneyError> {
    let (adoption, farm) = fact.on_behalf_of();
    let lines = lines::lines(fact)?;
    let currency = lines.first().map(|(_, amount)| amount.currency);
    if lines
        .iter()
        .any(|(_, amount)| Some(amount.currency) != currency)
    {
        return Err(MoneyError::CurrencyMismatch);
    }
    Ok(lines
        .into_iter()
        .filter(|(_, amount)| amount.minor != 0)
        .map(|(account, amount)| Posting {
            account,
            adoption,
            farm,
            amount,
        })
        .collect())
}

#[cfg(test)]
mod tests;
