//! What the books say about one buyer, one farm, one box, one day: liabilities by adoption (D 18), exposure by farm
//! (D 17), revenue of a box, balances at the end of a day, and the journal. It does not know people.

use kernel::{AdoptionId, Currency, Day, FarmId, Money};
use rusqlite::{OptionalExtension, params};
use settlement::books::Balance;
use settlement::journal::JournalEntry;
use settlement::postings::{Account, Posting};

use super::POSTINGS_PAGE_MAX;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// What is owed to the buyer of an adoption; amounts in minor units, positive when owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwedRow {
    /// The adoption.
    pub adoption: AdoptionId,
    /// The currency.
    pub currency: Currency,
    /// Received, not confirmed.
    pub deposit: i64,
    /// Confirmed, not delivered.
    pub undelivered: i64,
    /// To go back, not settled.
    pub payable: i64,
}

/// What an account sums to for one farm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FarmBalance {
    /// The farm.
    pub farm: FarmId,
    /// The account's name: `assets:farmer-advances` is what it was advanced and has not earned.
    pub account: String,
    /// Debits less credits.
    pub balance: Money,
}

impl ReadModels {
    /// Adoptions whose buyers are owed anything, in the order of their ids, those behind `after`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn owed(&self, after: Option<AdoptionId>, limit: usize) -> Answer<Vec<OwedRow>> {
        let after = after.map_or_else(Vec::new, |adoption| adoption.as_bytes().to_vec());
        self.read(|db| {
            db.prepare_cached(
                "SELECT adoption, currency, deposit, undelivered, payable FROM owed
                 WHERE adoption > ?1 AND (deposit <> 0 OR undelivered <> 0 OR payable <> 0)
                 ORDER BY adoption, currency LIMIT ?2",
            )?
            .query_map(
                params![after, page_limit(limit, POSTINGS_PAGE_MAX)],
                |row| {
                    let mut columns = Columns::of(row);
                    Ok(OwedRow {
                        adoption: columns.id(AdoptionId::from_bytes)?,
                        currency: columns.json()?,
                        deposit: columns.plain()?,
                        undelivered: columns.plain()?,
                        payable: columns.plain()?,
                    })
                },
            )?
            .collect()
        })
    }

    /// What is owed to the buyer of one adoption; nothing if nothing ever was.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn owed_for(&self, adoption: AdoptionId) -> Answer<Option<OwedRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT currency, deposit, undelivered, payable FROM owed WHERE adoption = ?1",
            )?
            .query_row([adoption.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(OwedRow {
                    adoption,
                    currency: columns.json()?,
                    deposit: columns.plain()?,
                    undelivered: columns.plain()?,
                    payable: columns.plain()?,
                })
            })
            .optional()
        })
    }

    /// What the books say of every farm, by farm and account.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn farm_balances(&self) -> Answer<Vec<FarmBalance>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT farm, account, balance, currency FROM farm_balance
                 ORDER BY farm, account, currency",
            )?
            .query_map([], |row| {
                let mut columns = Columns::of(row);
                Ok(FarmBalance {
                    farm: columns.id(FarmId::from_bytes)?,
                    account: columns.plain()?,
                    balance: columns.money()?,
                })
            })?
            .collect()
        })
    }

    /// What a delivered box earned; nothing before it is delivered or beyond the promise.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn box_revenue(&self, adoption: AdoptionId, nth: u8) -> Answer<Option<Money>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT revenue, currency FROM box_revenue WHERE adoption = ?1 AND nth = ?2",
            )?
            .query_row(params![adoption.as_bytes(), nth], |row| {
                Columns::of(row).money()
            })
            .optional()
        })
    }

    /// What the books took for an adoption, returns deducted; nothing before a box is delivered.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn revenue_of(&self, adoption: AdoptionId) -> Answer<Option<Money>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT -sum(amount), currency FROM posting
                 WHERE adoption = ?1 AND account IN ('income:fruit', 'income:fruit-returns')
                 GROUP BY currency",
            )?
            .query_row([adoption.as_bytes()], |row| Columns::of(row).money())
            .optional()
        })
    }

    /// The trial balance at the end of a day: what is booked on it and before.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn balances_through(&self, day: Day) -> Answer<Vec<Balance>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT p.account, sum(p.amount), p.currency FROM posting p
                 JOIN journal_entry e ON e.position = p.position
                 WHERE e.day <= ?1 GROUP BY p.account, p.currency ORDER BY p.account, p.currency",
            )?
            .query_map([day.to_string()], |row| {
                let mut columns = Columns::of(row);
                Ok(Balance {
                    account: columns.parsed::<Account>()?,
                    amount: columns.money()?,
                })
            })?
            .collect()
        })
    }

    /// The entries behind `after` (a position), in the order of the log, with all their lines.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn journal(&self, after: u64, limit: usize) -> Answer<Vec<JournalEntry>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.read(|db| {
            let mut entries: Vec<JournalEntry> = db
                .prepare_cached(
                    "SELECT position, day, what FROM journal_entry WHERE position > ?1
                     ORDER BY position LIMIT ?2",
                )?
                .query_map(
                    params![after, page_limit(limit, POSTINGS_PAGE_MAX)],
                    |row| {
                        let mut columns = Columns::of(row);
                        Ok(JournalEntry {
                            position: columns.position()?,
                            day: columns.day()?,
                            what: columns.plain()?,
                            lines: Vec::new(),
                        })
                    },
                )?
                .collect::<rusqlite::Result<_>>()?;
            for entry in &mut entries {
                let position = i64::try_from(entry.position).unwrap_or(i64::MAX);
                entry.lines = db
                    .prepare_cached(
                        "SELECT account, adoption, farm, amount, currency FROM posting
                         WHERE position = ?1 ORDER BY nth",
                    )?
                    .query_map([position], |row| {
                        let mut columns = Columns::of(row);
                        Ok(Posting {
                            account: columns.parsed::<Account>()?,
                            adoption: columns.id_or_none(AdoptionId::from_bytes)?,
                            farm: columns.id_or_none(FarmId::from_bytes)?,
                            amount: columns.money()?,
                        })
                    })?
                    .collect::<rusqlite::Result<_>>()?;
            }
            Ok(entries)
        })
    }
}
