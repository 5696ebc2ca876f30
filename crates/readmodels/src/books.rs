//! The books: what the postings sum to, line by line and day by day. It does not know trees or people; kept by
//! `books/apply.rs` under the rules of `settlement::postings`.

pub(crate) mod apply;
pub(crate) mod carry_over;
pub(crate) mod credit;
pub(crate) mod earning;
pub(crate) mod facts;
mod history;
mod owing;

pub use history::MoneyLine;
pub use owing::{FarmBalance, OwedRow};

use kernel::{AdoptionId, Currency, Day, FarmId, Money, Timestamp};
use rusqlite::params;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most postings one page holds.
pub const POSTINGS_PAGE_MAX: usize = 500;
/// Most days [`ReadModels::captured_per_day`] answers with.
pub const DAYS_MAX: usize = 400;
/// The books' day begins at midnight in China: UTC+8, without summer time since 1991.
pub const BOOKS_OFFSET_SECONDS: i64 = 8 * 60 * 60;

/// A line of the trial balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountBalance {
    /// The account's name, such as `assets:channel:manual`.
    pub account: String,
    /// The currency.
    pub currency: Currency,
    /// Debits less credits, in minor units.
    pub balance: i64,
    /// Sum of its debits, in minor units.
    pub debits: i64,
    /// Sum of its credits, in minor units, as a positive number.
    pub credits: i64,
}

/// One posting in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingRow {
    /// Position of the fact it comes from.
    pub position: u64,
    /// Its number within the entry, from 0.
    pub nth: u32,
    /// When the fact was recorded.
    pub at: Timestamp,
    /// The account's name.
    pub account: String,
    /// The adoption it is for, if for one.
    pub adoption: Option<AdoptionId>,
    /// The farm it is for, if for one.
    pub farm: Option<FarmId>,
    /// Positive debits, negative credits.
    pub amount: Money,
}

/// Money that came in on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapturedDay {
    /// The day by value date, in the books' time ([`BOOKS_OFFSET_SECONDS`]).
    pub day: Day,
    /// What came in, gross, late payments included.
    pub amount: Money,
    /// In how many payments.
    pub payments: u32,
}

impl ReadModels {
    /// Every account that was ever posted to; each currency sums to zero (D 11).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn trial_balance(&self) -> Answer<Vec<AccountBalance>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT account, currency, debits - credits, debits, credits FROM account_balance
                 ORDER BY account, currency",
            )?
            .query_map([], |row| {
                let mut columns = Columns::of(row);
                Ok(AccountBalance {
                    account: columns.plain()?,
                    currency: columns.json()?,
                    balance: columns.plain()?,
                    debits: columns.plain()?,
                    credits: columns.plain()?,
                })
            })?
            .collect()
        })
    }

    /// Postings in the order of the log, those behind `after` (position and number of the last one).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn postings(&self, after: Option<(u64, u32)>, limit: usize) -> Answer<Vec<PostingRow>> {
        let (position, nth) = after.unwrap_or_default();
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.read(|db| {
            db.prepare_cached(
                "SELECT position, nth, at, account, adoption, farm, amount, currency FROM posting
                 WHERE (position, nth) > (?1, ?2) ORDER BY position, nth LIMIT ?3",
            )?
            .query_map(
                params![position, nth, page_limit(limit, POSTINGS_PAGE_MAX)],
                |row| {
                    let mut columns = Columns::of(row);
                    Ok(PostingRow {
                        position: columns.position()?,
                        nth: columns.plain()?,
                        at: columns.time()?,
                        account: columns.plain()?,
                        adoption: columns.id_or_none(AdoptionId::from_bytes)?,
                        farm: columns.id_or_none(FarmId::from_bytes)?,
                        amount: columns.money()?,
                    })
                },
            )?
            .collect()
        })
    }

    /// What came in on each day that saw money, newest first, at most [`DAYS_MAX`] lines.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn captured_per_day(&self, limit: usize) -> Answer<Vec<CapturedDay>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT day, amount, currency, payments FROM captured_day
                 ORDER BY day DESC, currency LIMIT ?1",
            )?
            .query_map([page_limit(limit, DAYS_MAX)], |row| {
                let mut columns = Columns::of(row);
                Ok(CapturedDay {
                    day: columns.day()?,
                    amount: columns.money()?,
                    payments: columns.plain()?,
                })
            })?
            .collect()
        })
    }
}
