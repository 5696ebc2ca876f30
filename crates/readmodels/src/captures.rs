//! Deliveries of events by others, and what they told about our things. Kept by `captures/apply.rs`.

pub(crate) mod apply;

use kernel::{CaptureId, PersonId, Timestamp};
use rusqlite::{OptionalExtension, Result, Row, params};
use traceability::{capture::Outcome, foreign_event::Told};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most events of others in one answer.
pub const FOREIGN_EVENTS_MAX: usize = 200;

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureRow {
    /// Its place in the log.
    pub position: u64,
    /// The delivery.
    pub capture: CaptureId,
    /// How it ended.
    pub outcome: Outcome,
    /// Who brought it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// An event that somebody else told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignRow {
    /// What they told.
    pub told: Told,
    /// Whether it declares an earlier telling wrong.
    pub is_error: bool,
    /// When it was taken in.
    pub at: Timestamp,
}

fn read_capture(row: &Row<'_>) -> Result<CaptureRow> {
    let mut columns = Columns::of(row);
    Ok(CaptureRow {
        position: columns.position()?,
        capture: columns.id(CaptureId::from_bytes)?,
        outcome: columns.json()?,
        by: columns.person()?,
        at: columns.time()?,
    })
}

fn read_foreign(row: &Row<'_>) -> Result<ForeignRow> {
    let mut columns = Columns::of(row);
    Ok(ForeignRow {
        told: columns.json()?,
        is_error: columns.plain()?,
        at: columns.time()?,
    })
}

impl ReadModels {
    /// A delivery.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn capture(&self, capture: CaptureId) -> Answer<Option<CaptureRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT position, capture, outcome, by, at FROM capture WHERE capture = ?1",
            )?
            .query_row([capture.as_bytes()], read_capture)
            .optional()
        })
    }

    /// Deliveries, the newest first, before a place in the log.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn captures(&self, before: Option<u64>, limit: usize) -> Answer<Vec<CaptureRow>> {
        let before = before.and_then(|before| i64::try_from(before).ok());
        self.read(|db| {
            db.prepare_cached(
                "SELECT position, capture, outcome, by, at FROM capture WHERE position < ?1
                 ORDER BY position DESC LIMIT ?2",
            )?
            .query_map(
                params![
                    before.unwrap_or(i64::MAX),
                    page_limit(limit, FOREIGN_EVENTS_MAX)
                ],
                read_capture,
            )?
            .collect()
        })
    }

    /// What came with a delivery, in its order.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn foreign_events_of_capture(&self, capture: CaptureId) -> Answer<Vec<ForeignRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "SELECT told, is_error, at FROM foreign_event WHERE capture = ?1
                 ORDER BY position LIMIT {FOREIGN_EVENTS_MAX}"
            ))?
            .query_map([capture.as_bytes()], read_foreign)?
            .collect()
        })
    }

    /// What others told about one of our things, by its id, the newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn foreign_events_about(&self, thing: &str) -> Answer<Vec<ForeignRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "SELECT e.told, e.is_error, e.at FROM foreign_thing t
                 JOIN foreign_event e ON e.position = t.position
                 WHERE t.thing = ?1 ORDER BY t.position DESC LIMIT {FOREIGN_EVENTS_MAX}"
            ))?
            .query_map([thing], read_foreign)?
            .collect()
        })
    }
}
