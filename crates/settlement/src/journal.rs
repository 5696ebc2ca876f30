//! The books as text that other programs read and judge: hledger's and beancount's journals. Accounts, commodity and
//! closing balances are declared, so that the reader checks them. It must not know where entries are kept.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Currency, Day, Money};

use crate::postings::{Account, Posting};

mod beancount;
mod hledger;

pub use beancount::beancount;
pub use hledger::hledger;

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// The position of the fact in the log; what makes it findable.
    pub position: u64,
    /// The day it is booked on.
    pub day: Day,
    /// What happened, on one line.
    pub what: String,
    /// Its lines.
    pub lines: Vec<Posting>,
}

/// What every account sums to after all entries.
fn balances(entries: &[JournalEntry]) -> BTreeMap<(Account, Currency), i64> {
    let mut balances = BTreeMap::new();
    for line in entries.iter().flat_map(|entry| &entry.lines) {
        let balance: &mut i64 = balances
            .entry((line.account, line.amount.currency))
            .or_default();
        *balance = balance.saturating_add(line.amount.minor);
    }
    balances
}

/// The entries by day, in the order of the log within a day: a journal is read in the order of its dates.
fn in_order(entries: &[JournalEntry]) -> Vec<&JournalEntry> {
    let mut ordered: Vec<&JournalEntry> = entries.iter().collect();
    ordered.sort_by_key(|entry| (entry.day, entry.position));
    ordered
}

/// The currencies that occur.
fn currencies(entries: &[JournalEntry]) -> BTreeSet<Currency> {
    entries
        .iter()
        .flat_map(|entry| &entry.lines)
        .map(|line| line.amount.currency)
        .collect()
}

/// `1680.00 CNY`.
fn amount(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).to_string()
}

/// Words on one line without what either notation takes for more than words.
fn words(text: &str) -> String {
    let plain = |c: char| !c.is_control() && !matches!(c, ';' | '"' | '|' | '\\');
    text.chars().filter(|c| plain(*c)).collect()
}
