//! hledger's journal: declarations, transactions, and balance assertions on the last line of each account, so that
//! `hledger check --strict` judges syntax, declarations, balance and sums alike. It must not know other notations.

use std::{collections::BTreeMap, fmt::Write};

use kernel::Currency;

use super::{JournalEntry, amount, balances, currencies, in_order, words};
use crate::postings::{Account, Posting};

/// The entries as an hledger journal.
#[must_use]
pub fn hledger(entries: &[JournalEntry]) -> String {
    let mut text = String::from("; Pomona's books, for hledger\n\n");
    for currency in currencies(entries) {
        let _ = writeln!(text, "commodity 1000.00 {}", currency.code());
    }
    for account in Account::ALL {
        let _ = writeln!(text, "account {account}");
    }
    let closing = balances(entries);
    let mut left = line_counts(entries);
    for entry in in_order(entries) {
        let _ = writeln!(
            text,
            "\n{} * ({}) {}",
            entry.day,
            entry.position,
            words(&entry.what)
        );
        for line in &entry.lines {
            let key = (line.account, line.amount.currency);
            let count = left.entry(key).or_default();
            *count = count.saturating_sub(1);
            let last = (*count == 0).then(|| closing.get(&key)).flatten();
            write_line(&mut text, line, last.copied());
        }
    }
    text
}

/// How many lines each account has in each currency.
fn line_counts(entries: &[JournalEntry]) -> BTreeMap<(Account, Currency), usize> {
    let mut counts = BTreeMap::new();
    for line in entries.iter().flat_map(|entry| &entry.lines) {
        *counts
            .entry((line.account, line.amount.currency))
            .or_default() += 1;
    }
    counts
}

fn write_line(text: &mut String, line: &Posting, closing: Option<i64>) {
    let currency = line.amount.currency;
    let _ = write!(
        text,
        "    {}  {}",
        line.account,
        amount(line.amount.minor, currency)
    );
    if let Some(closing) = closing {
        let _ = write!(text, " = {}", amount(closing, currency));
    }
    let tags: Vec<String> = [
        line.adoption.map(|adoption| format!("adoption:{adoption}")),
        line.farm.map(|farm| format!("farm:{farm}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !tags.is_empty() {
        let _ = write!(text, "  ; {}", tags.join(", "));
    }
    text.push('\n');
}
