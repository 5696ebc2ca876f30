//! The trial balance at a glance: what there is, what is owed, what was earned and spent, as bars beside each other.
//! It must not know what moved.

use kernel::{Currency, Money};
use settlement::books::Balance;

use super::draw;
use crate::web::{
    names,
    view::{
        parts::Bar,
        sheet::{Bars, NamedBar},
    },
    visit::Visit,
};

/// The classes of accounts, by the first word of their names.
const CLASSES: [&str; 5] = ["assets", "liabilities", "equity", "income", "expenses"];

/// The sum of each class that is not zero, each drawn against the highest.
pub(super) fn bars(visit: &Visit, balances: &[Balance]) -> Bars {
    let sum = |class: &str| {
        let of = balances.iter().filter(|one| {
            one.amount.currency == Currency::CNY
                && one.account.name().split(':').next() == Some(class)
        });
        of.fold(0_i64, |sum, one| sum.saturating_add(one.amount.minor))
            .saturating_abs()
    };
    let sums = CLASSES.map(|class| (class, sum(class)));
    let highest = sums.iter().map(|(_, sum)| *sum).max().unwrap_or(0).max(1);
    let shown = sums.into_iter().filter(|(_, sum)| *sum > 0);
    let bars = shown.map(|(class, sum)| {
        let name = visit.lang.word("class", class);
        let text = names::money(Money::fen(sum));
        NamedBar {
            bar: Bar {
                value: sum,
                max: highest,
                label: format!("{name}: {text}"),
            },
            name,
            text,
            mark: None,
        }
    });
    Bars {
        id: "classes".to_owned(),
        title: visit.lang.word("block", "classes"),
        bars: bars.collect(),
        empty: draw::empty(visit, "classes"),
    }
}
