//! What came of comparing channels' statements with ours: per channel and day the newest run and its differences. It does
//! not know how they were found; kept by `reconciled/apply.rs`.

pub(crate) mod apply;

use kernel::{Day, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use settlement::{
    payment::Channel,
    reconciliation::{Difference, Run},
};

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most days one page holds.
pub const RECONCILED_PAGE_MAX: usize = 500;

/// The result of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// What it came to.
    pub run: Run,
    /// How many differences.
    pub differences: u32,
    /// When it ran.
    pub at: Timestamp,
}

fn read_run(row: &Row<'_>) -> Result<RunRow> {
    let mut columns = Columns::of(row);
    Ok(RunRow {
        run: columns.json()?,
        differences: columns.plain()?,
        at: columns.time()?,
    })
}

impl ReadModels {
    /// The newest days first, of all channels.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn reconciliations(&self, limit: usize) -> Answer<Vec<RunRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT run, differences, at FROM reconciliation
                 ORDER BY day DESC, channel LIMIT ?1",
            )?
            .query_map([page_limit(limit, RECONCILED_PAGE_MAX)], read_run)?
            .collect()
        })
    }

    /// The result of a channel's day with every difference.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn reconciliation(
        &self,
        channel: Channel,
        day: Day,
    ) -> Answer<Option<(RunRow, Vec<Difference>)>> {
        self.read(|db| {
            let asked = params![kept_json(&channel)?, day.to_string()];
            let found = db
                .prepare_cached(
                    "SELECT run, differences, at FROM reconciliation WHERE channel = ?1 AND day = ?2",
                )?
                .query_row(asked, read_run)
                .optional()?;
            found
                .map(|row| Ok((row, differences(db, channel, day)?)))
                .transpose()
        })
    }
}

fn differences(db: &Connection, channel: Channel, day: Day) -> Result<Vec<Difference>> {
    db.prepare_cached(
        "SELECT difference FROM difference WHERE channel = ?1 AND day = ?2 ORDER BY position, nth",
    )?
    .query_map(params![kept_json(&channel)?, day.to_string()], |row| {
        Columns::of(row).json()
    })?
    .collect()
}
