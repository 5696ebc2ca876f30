//! What buyers have in credit, and every line of it. It does not know postings; the books are in [`crate::books`]; kept
//! by `credits/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, Money, PayoutId, PersonId, Timestamp};
use rusqlite::params;
use settlement::credit::Source;

use crate::columns::Columns;
use crate::error::Answer;
use crate::money::MONEY_PAGE_MAX;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// What happened to a buyer's credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditMove {
    /// It was granted for this reason.
    Granted(Source),
    /// It was spent on an adoption.
    Spent,
    /// It came back from an adoption.
    Returned,
    /// It is on its way out as cash.
    CashRequested(PayoutId),
    /// The cash arrived; the balance is as before.
    CashPaid(PayoutId),
    /// The cash did not arrive.
    CashNotPaid(PayoutId),
}

/// One line of a buyer's credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditLine {
    /// Its place in the log.
    pub position: u64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub happened: CreditMove,
    /// On account of which adoption, if of one.
    pub adoption: Option<AdoptionId>,
    /// By how much it moved the balance; positive when it rose.
    pub moved: Money,
    /// How much it was about.
    pub amount: Money,
}

impl ReadModels {
    /// What a buyer can spend, one amount per currency, none of them zero.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn credit_of(&self, buyer: PersonId) -> Answer<Vec<Money>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT sum(moved), currency FROM credit_line WHERE buyer = ?1
                 GROUP BY currency HAVING sum(moved) <> 0 ORDER BY currency",
            )?
            .query_map([buyer.as_bytes()], |row| Columns::of(row).money())?
            .collect()
        })
    }

    /// The lines of a buyer's credit, newest first, at most [`MONEY_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn credit_lines(&self, buyer: PersonId, limit: usize) -> Answer<Vec<CreditLine>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT position, at, happened, adoption, moved, currency, amount, currency
                 FROM credit_line WHERE buyer = ?1 ORDER BY position DESC LIMIT ?2",
            )?
            .query_map(
                params![buyer.as_bytes(), page_limit(limit, MONEY_PAGE_MAX)],
                |row| {
                    let mut columns = Columns::of(row);
                    Ok(CreditLine {
                        position: columns.position()?,
                        at: columns.time()?,
                        happened: columns.json()?,
                        adoption: columns.id_or_none(AdoptionId::from_bytes)?,
                        moved: columns.money()?,
                        amount: columns.money()?,
                    })
                },
            )?
            .collect()
        })
    }
}
