//! The figures of the overview, all from the postings: tiles, trial balance, money by day.

use kernel::{Currency, Money};
use readmodels::books::AccountBalance;

use crate::{
    problem::Problem,
    web::{
        format, names,
        view::{
            chart::{self, Columns},
            overview::{Account, Tile},
        },
        visit::Visit,
    },
};

/// How many days with money the chart shows.
const DAYS_SHOWN_MAX: usize = 30;
/// Where captured money is, whichever way it came.
const CHANNELS: &str = "assets:channel:";
/// What buyers are owed: paid, not delivered.
const OWED: [&str; 2] = ["liabilities:deposits", "liabilities:undelivered"];
/// What is to be paid back.
const REFUNDS: &str = "liabilities:refunds-payable";

/// The figures.
pub(super) struct Books {
    /// At a glance.
    pub(super) tiles: Vec<Tile>,
    /// The trial balance.
    pub(super) accounts: Vec<Account>,
    /// Sum of the debits.
    pub(super) debit: String,
    /// Sum of the credits.
    pub(super) credit: String,
    /// Whether each currency sums to nothing.
    pub(super) is_balanced: bool,
    /// Money by day, oldest first.
    pub(super) captured: Columns,
}

pub(super) fn of(visit: &Visit) -> Result<Books, Problem> {
    let balances = visit.app().read().trial_balance()?;
    let of_side = |test: fn(i64) -> bool| {
        let side = balances
            .iter()
            .filter(|one| one.currency == Currency::CNY && test(one.balance));
        side.map(|one| one.balance.saturating_abs())
            .fold(0, i64::saturating_add)
    };
    Ok(Books {
        tiles: tiles(visit, &balances)?,
        accounts: balances.iter().map(|one| account(visit, one)).collect(),
        debit: yuan(of_side(|balance| balance > 0)),
        credit: yuan(of_side(|balance| balance < 0)),
        is_balanced: is_balanced(&balances),
        captured: captured(visit)?,
    })
}

fn is_balanced(balances: &[AccountBalance]) -> bool {
    [Currency::CNY, Currency::EUR, Currency::USD]
        .into_iter()
        .all(|currency| {
            let of_it = balances.iter().filter(|one| one.currency == currency);
            of_it.map(|one| i128::from(one.balance)).sum::<i128>() == 0
        })
}

fn yuan(fen: i64) -> String {
    names::money(Money::fen(fen))
}

fn tiles(visit: &Visit, balances: &[AccountBalance]) -> Result<Vec<Tile>, Problem> {
    let lang = visit.lang;
    let find = |name: &str| {
        balances
            .iter()
            .find(|one| one.account == name && one.currency == Currency::CNY)
    };
    let owed = |name: &str| find(name).map_or(0, |one| one.balance.saturating_neg());
    let channels = balances
        .iter()
        .filter(|one| one.account.starts_with(CHANNELS) && one.currency == Currency::CNY);
    let captured = channels.map(|one| one.debits).fold(0, i64::saturating_add);
    let held = OWED
        .iter()
        .map(|name| owed(name))
        .fold(0, i64::saturating_add);
    let counts = visit.app().read().adoption_counts()?;
    let adopted = i64::from(counts.confirmed) + i64::from(counts.completed);
    let tile = |word: &str, value: String| Tile {
        label: lang.word("tile", word),
        value,
        note: String::new(),
    };
    let started = i64::from(counts.started);
    let note = format!(
        "{} {}",
        lang.word("adoption", "held"),
        format::thousands(started)
    );
    Ok(vec![
        tile("captured", yuan(captured)),
        tile("held", yuan(held)),
        tile("refunds", yuan(owed(REFUNDS))),
        Tile {
            note,
            ..tile("adoptions", format::thousands(adopted))
        },
    ])
}

fn account(visit: &Visit, one: &AccountBalance) -> Account {
    let amount = names::money(Money::new(one.balance.saturating_abs(), one.currency));
    let (debit, credit) = match one.balance {
        0 => (String::new(), String::new()),
        positive if positive > 0 => (amount, String::new()),
        _ => (String::new(), amount),
    };
    Account {
        name: visit.lang.word("account", &one.account),
        debit,
        credit,
    }
}

fn captured(visit: &Visit) -> Result<Columns, Problem> {
    let mut days = visit.app().read().captured_per_day(DAYS_SHOWN_MAX)?;
    days.retain(|one| one.amount.currency == Currency::CNY);
    days.reverse();
    let column = |one: &readmodels::books::CapturedDay| {
        let day = format::short_day(visit.lang, one.day.date());
        (day, one.amount.minor, names::money(one.amount))
    };
    Ok(chart::columns(days.iter().map(column).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_must_sum_to_nothing() {
        let line = |balance, currency| AccountBalance {
            account: String::new(),
            currency,
            balance,
            debits: 0,
            credits: 0,
        };
        assert!(is_balanced(&[]));
        assert!(is_balanced(&[
            line(5, Currency::CNY),
            line(-5, Currency::CNY)
        ]));
        assert!(!is_balanced(&[
            line(5, Currency::CNY),
            line(-5, Currency::EUR)
        ]));
    }
}
