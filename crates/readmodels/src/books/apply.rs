//! The tables of the books, and how lines are kept in them. Which fact posts what is in `books/facts.rs` and
//! `books/earning.rs`, and the rules are `settlement::postings`.

use kernel::{AdoptionId, Day, FarmId, Money, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, params};
use settlement::postings::{Account, MoneyFact, Owed, Posting, postings};

use crate::books::BOOKS_OFFSET_SECONDS;
use crate::columns::kept_json;
use crate::error::ApplyError;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "books",
    4,
    "CREATE TABLE posting (
         position INTEGER NOT NULL,
         nth INTEGER NOT NULL,
         at INTEGER NOT NULL,
         account TEXT NOT NULL,
         adoption BLOB,
         farm BLOB,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         PRIMARY KEY (position, nth)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE journal_entry (
         position INTEGER PRIMARY KEY,
         day TEXT NOT NULL,
         what TEXT NOT NULL
     ) STRICT;
     CREATE TABLE owed (
         adoption BLOB NOT NULL,
         currency TEXT NOT NULL,
         deposit INTEGER NOT NULL,
         undelivered INTEGER NOT NULL,
         payable INTEGER NOT NULL,
         PRIMARY KEY (adoption, currency)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE farm_balance (
         farm BLOB NOT NULL,
         account TEXT NOT NULL,
         currency TEXT NOT NULL,
         balance INTEGER NOT NULL,
         PRIMARY KEY (farm, account, currency)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE refund_taken (
         refund BLOB PRIMARY KEY,
         currency TEXT NOT NULL,
         deposit INTEGER NOT NULL,
         undelivered INTEGER NOT NULL,
         delivered INTEGER NOT NULL,
         kept_fee INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE box_revenue (
         adoption BLOB NOT NULL,
         nth INTEGER NOT NULL,
         revenue INTEGER NOT NULL,
         currency TEXT NOT NULL,
         PRIMARY KEY (adoption, nth)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE cancelled_boxes (
         adoption BLOB PRIMARY KEY,
         boxes INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE closed_day (
         day TEXT PRIMARY KEY,
         at INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE account_balance (
         account TEXT NOT NULL,
         currency TEXT NOT NULL,
         debits INTEGER NOT NULL,
         credits INTEGER NOT NULL,
         PRIMARY KEY (account, currency)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE captured_day (
         day TEXT NOT NULL,
         currency TEXT NOT NULL,
         amount INTEGER NOT NULL,
         payments INTEGER NOT NULL,
         PRIMARY KEY (day, currency)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX posting_adoption ON posting (adoption, account);
     CREATE INDEX journal_entry_day ON journal_entry (day);
     CREATE INDEX owed_open ON owed (adoption) WHERE deposit <> 0 OR undelivered <> 0 OR payable <> 0;",
);

/// The day of the books in which a moment lies.
pub(crate) fn day_of(at: Timestamp) -> Day {
    Day::from(at.plus_seconds(BOOKS_OFFSET_SECONDS).utc().date_naive())
}

pub(super) fn count_day(db: &Connection, value_at: Timestamp, amount: Money) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO captured_day (day, currency, amount, payments) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, payments = payments + 1",
    )?
    .execute(params![
        day_of(value_at).to_string(),
        kept_json(&amount.currency)?,
        amount.minor
    ])?;
    Ok(())
}

/// What is owed for an adoption in a currency.
pub(super) fn owed(db: &Connection, adoption: AdoptionId, like: Money) -> Result<Owed> {
    let found = db
        .prepare_cached(
            "SELECT deposit, undelivered FROM owed WHERE adoption = ?1 AND currency = ?2",
        )?
        .query_row(
            params![adoption.as_bytes(), kept_json(&like.currency)?],
            |row| {
                Ok(Owed {
                    deposit: row.get(0)?,
                    undelivered: row.get(1)?,
                })
            },
        )
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Posts a fact on the day it was recorded. A clock that jumped back into a closed day does not open it: the fact is
/// then booked on the day after (D 19).
pub(super) fn post(
    db: &Connection,
    fact: &Fact,
    happened: &MoneyFact,
) -> std::result::Result<(), ApplyError> {
    let day = open_day(db, fact)?;
    keep(db, fact, day, happened.what(), &postings(happened)?)?;
    Ok(())
}

/// The day on which a fact is booked.
pub(super) fn open_day(db: &Connection, fact: &Fact) -> Result<Day> {
    let closed: Option<String> = db
        .prepare_cached("SELECT max(day) FROM closed_day")?
        .query_row([], |row| row.get(0))?;
    let first_open = closed
        .and_then(|day| day.parse::<Day>().ok())
        .and_then(|day| day.plus_days(1));
    Ok(day_of(fact.recorded_at).max(first_open.unwrap_or(Day::FIRST)))
}

/// Keeps the lines of an entry, and every sum that they change.
pub(super) fn keep(
    db: &Connection,
    fact: &Fact,
    day: Day,
    what: &str,
    lines: &[Posting],
) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let position = kept_position(fact.position);
    db.prepare_cached("INSERT INTO journal_entry (position, day, what) VALUES (?1, ?2, ?3)")?
        .execute(params![position, day.to_string(), what])?;
    for (nth, line) in (0_i64..).zip(lines) {
        let currency = kept_json(&line.amount.currency)?;
        db.prepare_cached(
            "INSERT INTO posting (position, nth, at, account, adoption, farm, amount, currency)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            position,
            nth,
            fact.recorded_at.millis(),
            line.account.name(),
            line.adoption.as_ref().map(AdoptionId::as_bytes),
            line.farm.as_ref().map(FarmId::as_bytes),
            line.amount.minor,
            currency,
        ])?;
        add(db, line, &currency)?;
    }
    Ok(())
}

fn add(db: &Connection, line: &Posting, currency: &str) -> Result<()> {
    let minor = line.amount.minor;
    let (debit, credit) = (minor.max(0), minor.min(0));
    db.prepare_cached(
        "INSERT INTO account_balance (account, currency, debits, credits) VALUES (?1, ?2, ?3, -?4)
         ON CONFLICT DO UPDATE
         SET debits = debits + excluded.debits, credits = credits + excluded.credits",
    )?
    .execute(params![line.account.name(), currency, debit, credit])?;
    if let Some(farm) = line.farm {
        db.prepare_cached(
            "INSERT INTO farm_balance (farm, account, currency, balance) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET balance = balance + excluded.balance",
        )?
        .execute(params![
            farm.as_bytes(),
            line.account.name(),
            currency,
            minor
        ])?;
    }
    if let Some(adoption) = line.adoption
        && Account::OWED_TO_BUYERS.contains(&line.account)
    {
        let part = |account| if line.account == account { minor } else { 0 };
        db.prepare_cached(
            "INSERT INTO owed (adoption, currency, deposit, undelivered, payable)
             VALUES (?1, ?2, -?3, -?4, -?5)
             ON CONFLICT DO UPDATE SET deposit = deposit + excluded.deposit,
                 undelivered = undelivered + excluded.undelivered,
                 payable = payable + excluded.payable",
        )?
        .execute(params![
            adoption.as_bytes(),
            currency,
            part(Account::Deposits),
            part(Account::Undelivered),
            part(Account::RefundsPayable),
        ])?;
    }
    Ok(())
}
