//! `GET /operator/books`: the trial balance, also of a day; closing days, corrections by entries and reversals, the
//! newest entries, what is owed as fruit day by day, and the books for other programs.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{
    Done,
    commands::books::{self, Correction},
};
use kernel::{Currency, Day, Money};
use serde::Deserialize;
use settlement::{
    books::Balance,
    entry::Original,
    journal::JournalEntry,
    postings::{Account, Posting},
};

use super::{Said, amount, answer, choice, classes, draw, read};
use crate::{
    problem::Problem,
    web::{
        format, names,
        page::page,
        view::{
            chart,
            parts::Tone,
            sheet::{Act, Block, Cell, Chart, FieldKind, Link, Links, SheetPage, Table},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/operator/books";
/// How many of the newest entries are shown.
const ENTRIES_SHOWN_MAX: usize = 30;
/// How many days of owed fruit are drawn.
const DAYS_DRAWN_MAX: usize = 60;

/// The end of which day, and what is looked at.
#[derive(Deserialize, Default)]
pub(in crate::web) struct Asked {
    day: Option<Day>,
    entry: Option<u64>,
}

/// `GET /operator/books?day={day}&entry={position}`
pub(in crate::web) async fn show(
    visit: Visit,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&drawn(&visit, &asked, None)?))
}

fn drawn(visit: &Visit, asked: &Asked, said: Option<&Said>) -> Result<SheetPage, Problem> {
    let read = visit.app().read();
    let today = books::today(visit.app().now());
    let day = asked.day.unwrap_or(today);
    let balances = read.balances_through(day)?;
    let mut blocks = vec![
        Block::Links(days(visit, day, today)),
        Block::Bars(classes::bars(visit, &balances)),
        Block::Table(trial_balance(visit, day, &balances)),
    ];
    if let Some(position) = asked.entry {
        let found = read.journal(position.saturating_sub(1), 1)?;
        let entry = found.first().filter(|one| one.position == position);
        let entry = entry.ok_or_else(Problem::not_found)?;
        blocks.push(Block::Table(entry_table(visit, entry)));
        if visit.signed_in()?.is_operator() {
            blocks.push(Block::Form(reversal(visit, entry, today, said)));
        }
    }
    blocks.push(Block::Chart(owed_fruit(visit)?));
    if visit.signed_in()?.is_operator() {
        blocks.push(Block::Form(closing(visit, today, said)?));
        blocks.push(Block::Form(correction(visit, today, said)));
    }
    blocks.push(Block::Table(newest(visit)?));
    blocks.push(Block::Links(exports(visit)));
    Ok(draw::operator_sheet(visit, "books", blocks))
}

/// The ends of the last months, to look back at.
fn days(visit: &Visit, day: Day, today: Day) -> Links {
    use chrono::Datelike;
    let date = today.date();
    let (year, month) = (date.year(), date.month());
    let ends = (0..4_u32).filter_map(|back| {
        let months = year * 12 + i32::try_from(month - 1).ok()? - i32::try_from(back).ok()?;
        let first = chrono::NaiveDate::from_ymd_opt(
            months.div_euclid(12),
            u32::try_from(months.rem_euclid(12)).ok()? + 1,
            1,
        )?;
        first.pred_opt().map(Day::from)
    });
    let links = std::iter::once(today).chain(ends).map(|end| Link {
        href: format!("{HERE}?day={end}"),
        label: if end == today {
            visit.lang.word("books", "today")
        } else {
            format::day(visit.lang, end.date())
        },
        current: end == day,
    });
    Links {
        label: visit.lang.word("col", "day"),
        links: links.collect(),
    }
}

fn trial_balance(visit: &Visit, day: Day, balances: &[Balance]) -> Table {
    let side = |test: fn(i64) -> bool| {
        let some = balances.iter().filter(|one| test(one.amount.minor));
        let yuan = some.filter(|one| one.amount.currency == Currency::CNY);
        yuan.fold(0_i64, |sum, one| {
            sum.saturating_add(one.amount.minor.saturating_abs())
        })
    };
    let (debit, credit) = (side(|minor| minor > 0), side(|minor| minor < 0));
    let shown = balances.iter().filter(|one| one.amount.minor != 0);
    let rows = shown.map(|one| {
        let amount = Money::new(one.amount.minor.saturating_abs(), one.amount.currency);
        let (left, right) = if one.amount.minor > 0 {
            (names::money(amount), String::new())
        } else {
            (String::new(), names::money(amount))
        };
        vec![
            Cell::text(visit.lang.word("account", one.account.name())),
            Cell::number(left),
            Cell::number(right),
        ]
    });
    let mut table = draw::table(
        visit,
        "trial-balance",
        &["account", "#debit", "#credit"],
        rows.collect(),
    );
    table.title = format!("{} · {}", table.title, format::day(visit.lang, day.date()));
    table.mark = Some(if debit == credit {
        draw::mark(visit, "books", "balanced", Tone::Good)
    } else {
        draw::mark(visit, "books", "unbalanced", Tone::Bad)
    });
    table.foot = vec![
        Cell::text(visit.lang.word("col", "sum")),
        Cell::number(names::money(Money::fen(debit))),
        Cell::number(names::money(Money::fen(credit))),
    ];
    table
}

fn owed_fruit(visit: &Visit) -> Result<Chart, Problem> {
    let days = visit.app().read().undelivered_by_day(Currency::CNY)?;
    let skipped = days.len().saturating_sub(DAYS_DRAWN_MAX);
    let columns = days.into_iter().skip(skipped).map(|(day, owed)| {
        let day = format::short_day(visit.lang, day.date());
        (day, owed.minor, names::money(owed))
    });
    let columns = chart::columns(columns.collect());
    Ok(Chart {
        id: "undelivered".to_owned(),
        title: visit.lang.word("block", "undelivered"),
        label: visit.text_with("undelivered-label", "highest", &columns.highest),
        columns,
        empty: draw::empty(visit, "undelivered"),
    })
}

fn newest(visit: &Visit) -> Result<Table, Problem> {
    let entries = visit
        .app()
        .read()
        .journal_before(u64::MAX, ENTRIES_SHOWN_MAX)?;
    let rows = entries.iter().map(|entry| {
        let total = entry
            .lines
            .iter()
            .map(|line| line.amount.minor.max(0))
            .sum();
        let currency = entry
            .lines
            .first()
            .map_or(Currency::CNY, |line| line.amount.currency);
        vec![
            Cell::text(format::day(visit.lang, entry.day.date())),
            Cell::link(
                happened(visit, &entry.what),
                format!("{HERE}?entry={}", entry.position),
            ),
            Cell::number(names::money(Money::new(total, currency))),
        ]
    });
    Ok(draw::table(
        visit,
        "newest",
        &["day", "what", "#amount"],
        rows.collect(),
    ))
}

/// What happened, in the page's words; what a person wrote stands as they wrote it.
pub(super) fn happened(visit: &Visit, what: &str) -> String {
    let known = visit.lang.known_word("happened", &what.replace(' ', "-"));
    known.unwrap_or_else(|| what.to_owned())
}

fn entry_table(visit: &Visit, entry: &JournalEntry) -> Table {
    let rows = entry.lines.iter().map(|line| {
        vec![
            Cell::text(visit.lang.word("account", line.account.name())),
            Cell::number(names::money(line.amount)),
        ]
    });
    let mut table = draw::table(visit, "entry", &["account", "#amount"], rows.collect());
    table.title = format!(
        "{} · {}",
        happened(visit, &entry.what),
        format::day(visit.lang, entry.day.date())
    );
    table
}

fn closing(visit: &Visit, today: Day, said: Option<&Said>) -> Result<Act, Problem> {
    let fields = vec![draw::field(visit, "day", FieldKind::Line("date"))];
    let mut act = draw::form(
        visit,
        "close-day",
        "new",
        format!("{HERE}/close"),
        fields,
        said,
    );
    let closed = visit.app().read().closed_through()?;
    act.hint = closed.map_or_else(
        || visit.lang.word("books", "none-closed"),
        |day| {
            visit.text_with(
                "closed-through",
                "day",
                &format::day(visit.lang, day.date()),
            )
        },
    );
    Ok(draw::filled(
        act,
        &[("day", today.minus_days(1).unwrap_or(today).to_string())],
    ))
}

fn correction(visit: &Visit, today: Day, said: Option<&Said>) -> Act {
    let accounts = Account::ALL.map(|account| {
        let label = visit.lang.word("account", account.name());
        crate::web::view::form::Choice::new(account.name(), label)
    });
    let fields = vec![
        draw::field(visit, "debit", FieldKind::Choose(accounts.to_vec())),
        draw::field(visit, "credit", FieldKind::Choose(accounts.to_vec())),
        draw::line(visit, "amount"),
        draw::field(visit, "day", FieldKind::Line("date")),
        draw::line(visit, "memo"),
    ];
    let act = draw::form(
        visit,
        "correct",
        "new",
        format!("{HERE}/entries"),
        fields,
        said,
    );
    draw::filled(act, &[("day", today.to_string())])
}

fn reversal(visit: &Visit, entry: &JournalEntry, today: Day, said: Option<&Said>) -> Act {
    let fields = vec![
        draw::field(visit, "day", FieldKind::Line("date")),
        draw::line(visit, "memo"),
    ];
    let action = format!("{HERE}/entries/{}/reverse", entry.position);
    let act = draw::form(visit, "reverse", entry.position, action, fields, said);
    draw::filled(act, &[("day", today.to_string())])
}

fn exports(visit: &Visit) -> Links {
    let to = |href: &str, word: &str| Link {
        href: href.to_owned(),
        label: visit.lang.word("books", word),
        current: false,
    };
    Links {
        label: visit.lang.word("books", "exports"),
        links: vec![
            to("/api/v1/journals/hledger", "hledger"),
            to("/api/v1/journals/beancount", "beancount"),
        ],
    }
}

/// `POST /operator/books/close`
pub(in crate::web) async fn close(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let day: Day = read(&sent.fields, "day", "date")?;
        Ok(books::close_day(sent.visit.app(), &operator, &sent.intent, day).await?)
    };
    let wish: Result<Done, Problem> = wish.await;
    answer(&sent, wish, HERE, "close-day-new", |said| {
        drawn(&sent.visit, &Asked::default(), said)
    })
}

/// `POST /operator/books/entries`
pub(in crate::web) async fn write(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let fields = &sent.fields;
        let amount = amount(fields, "amount")?;
        let (debit, credit): (Account, Account) =
            (choice(fields, "debit")?, choice(fields, "credit")?);
        let line = |account, minor| Posting {
            account,
            adoption: None,
            farm: None,
            amount: Money::new(minor, amount.currency),
        };
        let correction = Correction {
            day: read(fields, "day", "date")?,
            lines: vec![
                line(debit, amount.minor),
                line(credit, amount.minor.saturating_neg()),
            ],
            memo: fields.text("memo").to_owned(),
        };
        let app = sent.visit.app();
        let (_, done) = books::post_entry(app, &operator, &sent.intent, correction).await?;
        Ok(done)
    };
    let wish: Result<Done, Problem> = wish.await;
    answer(&sent, wish, HERE, "correct-new", |said| {
        drawn(&sent.visit, &Asked::default(), said)
    })
}

/// `POST /operator/books/entries/{position}/reverse`: the whole of it.
pub(in crate::web) async fn reverse(
    sent: Sent,
    position: Path<u64>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let position = *position;
    let wish = async {
        let app = sent.visit.app();
        let found = app.read().journal(position.saturating_sub(1), 1)?;
        let entry = found.into_iter().find(|one| one.position == position);
        let entry = entry.ok_or_else(Problem::not_found)?;
        let back = entry.lines.iter().map(|line| Posting {
            amount: Money::new(line.amount.minor.saturating_neg(), line.amount.currency),
            ..*line
        });
        let correction = Correction {
            day: read(&sent.fields, "day", "date")?,
            lines: back.collect(),
            memo: sent.fields.text("memo").to_owned(),
        };
        let original = original(&sent, position)?;
        let (_, done) =
            books::reverse_entry(app, &operator, &sent.intent, original, correction).await?;
        Ok(done)
    };
    let wish: Result<Done, Problem> = wish.await;
    let asked = Asked {
        day: None,
        entry: Some(position),
    };
    answer(&sent, wish, HERE, format!("reverse-{position}"), |said| {
        drawn(&sent.visit, &asked, said)
    })
}

/// A written entry is named by its id, what a fact posted by the fact's position.
fn original(sent: &Sent, position: u64) -> Result<Original, Problem> {
    Ok(books::original_at(sent.visit.app(), position)?)
}
