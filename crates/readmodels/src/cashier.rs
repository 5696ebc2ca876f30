//! Ways by which payers try to pay, and what channels said that needs a person. It does not know what came of a payment;
//! kept by `cashier/apply.rs`.

pub(crate) mod apply;

use kernel::{ExceptionId, PaymentId, Timestamp};
use rusqlite::{OptionalExtension, Result, Row, params};
use settlement::{
    exception::{Kept, Raised},
    payment::Channel,
};

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most attempts or exceptions one page holds.
pub const CASHIER_PAGE_MAX: usize = 500;

/// A try to pay by one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// Of which payment.
    pub payment: PaymentId,
    /// By which way.
    pub channel: Channel,
    /// What the channel calls it.
    pub name: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// Until when money of it is in time.
    pub expires_at: Timestamp,
    /// Whether money came for the payment, by whatever way.
    pub paid: bool,
    /// Whether the adoption it was for has ended.
    pub lapsed: bool,
    /// Its place in the order of beginning, for paging.
    pub position: u64,
}

/// Something that needs a person, or needed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionRow {
    /// What was said.
    pub raised: Raised,
    /// When.
    pub raised_at: Timestamp,
    /// What a person did about it, and when.
    pub resolved: Option<(String, Timestamp)>,
}

/// Money that came for a payment we never opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMoneyRow {
    /// The exception that it came with.
    pub exception: ExceptionId,
    /// What came.
    pub kept: Kept,
    /// By which transaction it went back, and when.
    pub returned: Option<(String, Timestamp)>,
}

fn read_unknown(row: &Row<'_>) -> Result<UnknownMoneyRow> {
    let mut columns = Columns::of(row);
    let (exception, kept) = (columns.id(ExceptionId::from_bytes)?, columns.json()?);
    let (returned, at): (Option<String>, _) = (columns.plain()?, columns.time_or_none()?);
    Ok(UnknownMoneyRow {
        exception,
        kept,
        returned: returned.zip(at),
    })
}

const UNKNOWN: &str = "SELECT exception, kept, returned, returned_at FROM unknown_money";

const ATTEMPT: &str = "SELECT t.payment, t.channel, t.name, t.started_at, p.expires_at, p.state,
    t.started_position FROM attempt t JOIN payment p ON p.payment = t.payment";

fn read_attempt(row: &Row<'_>) -> Result<AttemptRow> {
    let mut columns = Columns::of(row);
    let (payment, channel) = (columns.id(PaymentId::from_bytes)?, columns.json()?);
    let name = columns.plain()?;
    let (started_at, expires_at) = (columns.time()?, columns.time()?);
    let state: String = columns.plain()?;
    Ok(AttemptRow {
        payment,
        channel,
        name,
        started_at,
        expires_at,
        paid: matches!(state.as_str(), "captured" | "late"),
        lapsed: state == "lapsed",
        position: columns.position()?,
    })
}

fn read_exception(row: &Row<'_>) -> Result<ExceptionRow> {
    let mut columns = Columns::of(row);
    let (raised, raised_at) = (columns.json()?, columns.time()?);
    let (note, at): (Option<String>, _) = (columns.plain()?, columns.time_or_none()?);
    Ok(ExceptionRow {
        raised,
        raised_at,
        resolved: note.zip(at),
    })
}

impl ReadModels {
    /// Attempts by which money may still come, in the order of beginning, those that began behind `after`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn attempts_open(&self, after: u64, limit: usize) -> Answer<Vec<AttemptRow>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.read(|db| {
            let sql = format!(
                "{ATTEMPT} WHERE t.open = 1 AND t.started_position > ?1
                 ORDER BY t.started_position LIMIT ?2"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![after, page_limit(limit, CASHIER_PAGE_MAX)],
                    read_attempt,
                )?
                .collect()
        })
    }

    /// The attempts of a payment by which money may still come.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn attempts_of(&self, payment: PaymentId) -> Answer<Vec<AttemptRow>> {
        self.read(|db| {
            let sql = format!(
                "{ATTEMPT} WHERE t.open = 1 AND t.payment = ?1 ORDER BY t.started_position"
            );
            db.prepare_cached(&sql)?
                .query_map([payment.as_bytes()], read_attempt)?
                .collect()
        })
    }

    /// What needs a person, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn exceptions_open(&self, limit: usize) -> Answer<Vec<ExceptionRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT raised, raised_at, note, resolved_at FROM exception
                 WHERE resolved_at IS NULL ORDER BY raised_position LIMIT ?1",
            )?
            .query_map([page_limit(limit, CASHIER_PAGE_MAX)], read_exception)?
            .collect()
        })
    }

    /// The money that came with an exception and belongs to nothing we know.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn unknown_money(&self, exception: ExceptionId) -> Answer<Option<UnknownMoneyRow>> {
        self.read(|db| {
            db.prepare_cached(&format!("{UNKNOWN} WHERE exception = ?1"))?
                .query_row([exception.as_bytes()], read_unknown)
                .optional()
        })
    }

    /// Money of a channel that belongs to nothing we know and came or went within `from..until`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn unknown_money_within(
        &self,
        channel: Channel,
        from: Timestamp,
        until: Timestamp,
    ) -> Answer<Vec<UnknownMoneyRow>> {
        self.read(|db| {
            let sql = format!(
                "{UNKNOWN} WHERE channel = ?1 AND ((value_at >= ?2 AND value_at < ?3)
                    OR (returned_at >= ?2 AND returned_at < ?3)) ORDER BY value_at, exception"
            );
            let asked = params![kept_json(&channel)?, from.millis(), until.millis()];
            db.prepare_cached(&sql)?
                .query_map(asked, read_unknown)?
                .collect()
        })
    }

    /// One exception.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn exception(&self, exception: ExceptionId) -> Answer<Option<ExceptionRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT raised, raised_at, note, resolved_at FROM exception WHERE exception = ?1",
            )?
            .query_row([exception.as_bytes()], read_exception)
            .optional()
        })
    }
}
