//! Bank statements that were brought in, and the movements they told. Texts stay sealed. It does not know how a movement
//! is matched; kept by `bank/apply.rs`.

pub(crate) mod apply;

use kernel::{BankLineId, PaymentId, Timestamp};
use rusqlite::{OptionalExtension, Result, Row, params};
use settlement::{bank_line::Recorded, bank_statement::Imported, payment::Channel};

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::money::PaymentRow;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most statements or lines one page holds.
pub const BANK_PAGE_MAX: usize = 500;

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// What was brought in.
    pub imported: Imported,
    /// When.
    pub at: Timestamp,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFate {
    /// Nothing yet.
    Open,
    /// It pays this payment; whether a person said so.
    Matched {
        /// Which.
        payment: PaymentId,
        /// Whether a person confirmed it.
        by_person: bool,
    },
    /// It pays nothing.
    SetAside {
        /// Why.
        note: String,
    },
}

/// A movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// As the bank wrote it down.
    pub recorded: Recorded,
    /// What became of it.
    pub fate: LineFate,
    /// Its place in the order of coming, for paging.
    pub position: u64,
}

const LINE: &str = "SELECT recorded, payment, by_person, note, recorded_position FROM bank_line";

fn read_line(row: &Row<'_>) -> Result<LineRow> {
    let mut columns = Columns::of(row);
    let recorded = columns.json()?;
    let payment = columns.id_or_none(PaymentId::from_bytes)?;
    let by_person: bool = columns.plain()?;
    let note: Option<String> = columns.plain()?;
    let fate = match (payment, note) {
        (Some(payment), _) => LineFate::Matched { payment, by_person },
        (None, Some(note)) => LineFate::SetAside { note },
        (None, None) => LineFate::Open,
    };
    Ok(LineRow {
        recorded,
        fate,
        position: columns.position()?,
    })
}

impl ReadModels {
    /// The statements that were brought in, newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn bank_statements(&self, limit: usize) -> Answer<Vec<StatementRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT imported, at FROM bank_statement ORDER BY imported_position DESC LIMIT ?1",
            )?
            .query_map([page_limit(limit, BANK_PAGE_MAX)], |row| {
                let mut columns = Columns::of(row);
                let (imported, at) = (columns.json()?, columns.time()?);
                Ok(StatementRow { imported, at })
            })?
            .collect()
        })
    }

    /// Lines of which nothing has become yet, oldest first, those that came behind `after`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn bank_lines_open(&self, after: u64, limit: usize) -> Answer<Vec<LineRow>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.read(|db| {
            let sql = format!(
                "{LINE} WHERE payment IS NULL AND note IS NULL AND recorded_position > ?1
                 ORDER BY recorded_position LIMIT ?2"
            );
            db.prepare_cached(&sql)?
                .query_map(params![after, page_limit(limit, BANK_PAGE_MAX)], read_line)?
                .collect()
        })
    }

    /// One line.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn bank_line(&self, line: BankLineId) -> Answer<Option<LineRow>> {
        self.read(|db| {
            db.prepare_cached(&format!("{LINE} WHERE line = ?1"))?
                .query_row([line.as_bytes()], read_line)
                .optional()
        })
    }

    /// Every payment that no money came for, those whose adoption has ended among them: a transfer may be late (B 4),
    /// and the time to pay does not tell what a bank still brings. Oldest first, at most `limit`, newest kept.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payments_unpaid(&self, limit: usize) -> Answer<Vec<PaymentRow>> {
        self.read(|db| {
            let mut rows = crate::money::payments_where(
                db,
                "p.state IN ('awaited', 'lapsed', 'failed') AND p.captured IS NULL
                 ORDER BY p.opened_position DESC LIMIT ?1",
                params![i64::try_from(limit).unwrap_or(i64::MAX)],
            )?;
            rows.reverse();
            Ok(rows)
        })
    }

    /// Captured payments of a channel by the channel's transaction.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payment_by_transaction(
        &self,
        channel: Channel,
        transaction: &str,
    ) -> Answer<Option<PaymentRow>> {
        self.read(|db| {
            let found = crate::money::payments_where(
                db,
                "p.transaction_id = ?1 AND p.channel = ?2 LIMIT 1",
                params![transaction, kept_json(&channel)?],
            )?;
            Ok(found.into_iter().next())
        })
    }
}
