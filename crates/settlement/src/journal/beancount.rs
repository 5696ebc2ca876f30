//! beancount's journal: accounts opened before the first day, transactions, and balance directives after the last
//! day, so that `bean-check` judges syntax, declarations, balance and sums alike. It must not know other notations.

use std::fmt::Write;

use kernel::Day;

use super::{JournalEntry, amount, balances, currencies, in_order, words};
use crate::postings::{Account, Posting};

/// The entries as a beancount journal.
#[must_use]
pub fn beancount(entries: &[JournalEntry]) -> String {
    let ordered = in_order(entries);
    let mut text = String::from("; Pomona's books, for beancount\n\n");
    for currency in currencies(entries) {
        let _ = writeln!(
            text,
            "option \"operating_currency\" \"{}\"",
            currency.code()
        );
    }
    let first = ordered.first().map_or(Day::FIRST, |entry| entry.day);
    for account in Account::ALL {
        let _ = writeln!(text, "{first} open {}", name(account));
    }
    for entry in &ordered {
        let _ = writeln!(text, "\n{} * \"{}\"", entry.day, words(&entry.what));
        let _ = writeln!(text, "  position: {}", entry.position);
        for line in &entry.lines {
            write_line(&mut text, line);
        }
    }
    // A balance directive speaks of the beginning of its day.
    if let Some(day) = ordered.last().and_then(|entry| entry.day.plus_days(1)) {
        text.push('\n');
        for ((account, currency), minor) in balances(entries) {
            let _ = writeln!(
                text,
                "{day} balance {} {}",
                name(account),
                amount(minor, currency)
            );
        }
    }
    text
}

fn write_line(text: &mut String, line: &Posting) {
    let _ = writeln!(
        text,
        "  {}  {}",
        name(line.account),
        amount(line.amount.minor, line.amount.currency)
    );
    if let Some(adoption) = line.adoption {
        let _ = writeln!(text, "    adoption: \"{adoption}\"");
    }
    if let Some(farm) = line.farm {
        let _ = writeln!(text, "    farm: \"{farm}\"");
    }
}

/// `Assets:Channel:Wechat-pay`: each part begins with a capital letter, as beancount wants it.
fn name(account: Account) -> String {
    let parts = account.name().split(':').map(|part| {
        let mut characters = part.chars();
        characters.next().map_or_else(String::new, |first| {
            first.to_ascii_uppercase().to_string() + characters.as_str()
        })
    });
    parts.collect::<Vec<_>>().join(":")
}
