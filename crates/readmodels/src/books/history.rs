//! The books over time: the lines of one adoption, the newest entries, the last closed day, what was owed as fruit day
//! by day. It does not know people.

use kernel::{AdoptionId, Currency, Day, Money};
use rusqlite::params;
use settlement::journal::JournalEntry;

use super::{DAYS_MAX, POSTINGS_PAGE_MAX};
use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// What happened to the money of one adoption, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyLine {
    /// Its place in the log.
    pub position: u64,
    /// The day it is booked on.
    pub day: Day,
    /// What happened, in the journal's words.
    pub what: String,
    /// How much it was about.
    pub amount: Money,
}

impl ReadModels {
    /// What happened to the money of an adoption, in the order of the log; what farms earned by it is not told.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn money_of(&self, adoption: AdoptionId) -> Answer<Vec<MoneyLine>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT p.position, e.day, e.what, sum(max(p.amount, 0)), p.currency
                 FROM posting p JOIN journal_entry e ON e.position = p.position
                 WHERE p.adoption = ?1 AND p.farm IS NULL
                 GROUP BY p.position, p.currency ORDER BY p.position",
            )?
            .query_map([adoption.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(MoneyLine {
                    position: columns.position()?,
                    day: columns.day()?,
                    what: columns.plain()?,
                    amount: columns.money()?,
                })
            })?
            .collect()
        })
    }

    /// The newest entries of the journal with all their lines, newest first, those before `before` (a position).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn journal_before(&self, before: u64, limit: usize) -> Answer<Vec<JournalEntry>> {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        let positions: Vec<u64> = self.read(|db| {
            db.prepare_cached(
                "SELECT position FROM journal_entry WHERE position < ?1
                 ORDER BY position DESC LIMIT ?2",
            )?
            .query_map(
                params![before, page_limit(limit, POSTINGS_PAGE_MAX)],
                |row| Columns::of(row).position(),
            )?
            .collect()
        })?;
        let Some(first) = positions.last() else {
            return Ok(Vec::new());
        };
        let mut entries = self.journal(first.saturating_sub(1), positions.len())?;
        entries.reverse();
        Ok(entries)
    }

    /// The last closed day; nothing before one is closed.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn closed_through(&self) -> Answer<Option<Day>> {
        self.read(|db| {
            let day: Option<String> = db
                .prepare_cached("SELECT max(day) FROM closed_day")?
                .query_row([], |row| row.get(0))?;
            Ok(day.and_then(|day| day.parse().ok()))
        })
    }

    /// What was owed as fruit at the end of each day on which it changed, oldest first; the last [`DAYS_MAX`] of them.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn undelivered_by_day(&self, currency: Currency) -> Answer<Vec<(Day, Money)>> {
        self.read(|db| {
            let mut days: Vec<(Day, Money)> = db
                .prepare_cached(
                    "SELECT day, owed, ?1 FROM (
                         SELECT e.day AS day, -sum(sum(p.amount)) OVER (ORDER BY e.day) AS owed
                         FROM posting p JOIN journal_entry e ON e.position = p.position
                         WHERE p.account = 'liabilities:undelivered' AND p.currency = ?1
                         GROUP BY e.day)
                     ORDER BY day DESC LIMIT ?2",
                )?
                .query_map(
                    params![kept_json(&currency)?, page_limit(DAYS_MAX, DAYS_MAX)],
                    |row| {
                        let mut columns = Columns::of(row);
                        Ok((columns.day()?, columns.money()?))
                    },
                )?
                .collect::<rusqlite::Result<_>>()?;
            days.reverse();
            Ok(days)
        })
    }
}
