//! The silence clock: adopted trees that have shown no photo for longer than their campaign promised, and when their
//! farmer was asked last (domain.md E 6). Kept by `silence/apply.rs`; the clock is the caller's.

pub(crate) mod apply;

use adoption::campaign::PHOTO_EVERY_DAYS_DEFAULT;
use kernel::{AdoptionId, CampaignId, Day, OrchardId, Timestamp, TreeId};
use rusqlite::{OptionalExtension, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::{TREE_CARD, TREE_TABLES, TreeCard, page_limit, read_tree_card};

/// Most trees one answer holds.
pub const SILENT_MAX: usize = 200;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// How a tree keeps the promise of photos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilenceRow {
    /// The tree; its `photo_at` says when it was seen last.
    pub tree: TreeCard,
    /// An adoption of it, by which the farmer can be asked.
    pub adoption: AdoptionId,
    /// A photo is promised every so many days: the most frequent of its campaigns.
    pub every_days: u16,
    /// Since when nothing was seen.
    pub since: Timestamp,
    /// How many adopted parts wait.
    pub adopters: u32,
    /// When the farmer was asked last, since then or before.
    pub asked_at: Option<Timestamp>,
}

impl SilenceRow {
    /// Until when the promise is kept without another photo.
    #[must_use]
    pub fn due_at(&self) -> Timestamp {
        self.since.plus_days(i64::from(self.every_days))
    }

    /// When the farmer was asked for what is missing now.
    #[must_use]
    pub fn asked(&self) -> Option<Timestamp> {
        self.asked_at.filter(|at| *at > self.since)
    }

    /// When the farmer may be asked.
    #[must_use]
    pub fn may_ask_after(&self) -> Timestamp {
        let again = self
            .asked()
            .map(|at| at.plus_days(i64::from(self.every_days)));
        again.unwrap_or_else(|| self.due_at())
    }
}

impl ReadModels {
    /// Adopted trees, of one orchard or of all, whose next photo was due before `now`, the longest silent first. Trees
    /// whose fruit was to be sent before `today` are promised nothing more.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn silent_trees(
        &self,
        orchard: Option<OrchardId>,
        (now, today): (Timestamp, Day),
        limit: usize,
    ) -> Answer<Vec<SilenceRow>> {
        self.read(|db| {
            let sql = format!(
                "{} WHERE (?3 IS NULL OR t.orchard = ?3) AND {PROMISED}
                 GROUP BY t.tree HAVING silent_since + promised_days * {DAY_MS} < ?4
                 ORDER BY silent_since, t.tree LIMIT ?5",
                select()
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![
                        PHOTO_EVERY_DAYS_DEFAULT,
                        today.to_string(),
                        orchard.map(|orchard| *orchard.as_bytes()),
                        now.millis(),
                        page_limit(limit, SILENT_MAX),
                    ],
                    |row| read_row(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// How a tree keeps the promise; `None` where none is running.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn silence_of(&self, tree: TreeId, today: Day) -> Answer<Option<SilenceRow>> {
        self.read(|db| {
            let sql = format!(
                "{} WHERE t.tree = ?3 AND {PROMISED} GROUP BY t.tree",
                select()
            );
            db.prepare_cached(&sql)?
                .query_row(
                    params![PHOTO_EVERY_DAYS_DEFAULT, today.to_string(), tree.as_bytes()],
                    |row| read_row(&mut Columns::of(row)),
                )
                .optional()
        })
    }

    /// Every how many days a campaign promises a photo.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn photo_every_days(&self, campaign: CampaignId) -> Answer<u16> {
        self.read(|db| {
            let said = db
                .prepare_cached("SELECT every_days FROM photo_promise WHERE campaign = ?1")?
                .query_row([campaign.as_bytes()], |row| row.get(0))
                .optional()?;
            Ok(said.unwrap_or(PHOTO_EVERY_DAYS_DEFAULT))
        })
    }
}

/// A paid adoption whose fruit is still to be sent.
const PROMISED: &str = "a.status = 'confirmed' AND c.ship_until >= ?2";

fn select() -> String {
    format!(
        "SELECT min(coalesce(p.every_days, ?1)) AS promised_days,
                coalesce(t.photo_at, min(a.hold_until)) AS silent_since, count(*), min(a.adoption), q.at,
                {TREE_CARD}
         FROM {TREE_TABLES}
         JOIN adoption a ON a.tree = t.tree
         JOIN campaign c ON c.campaign = a.campaign
         LEFT JOIN photo_promise p ON p.campaign = a.campaign
         LEFT JOIN photo_request q ON q.tree = t.tree"
    )
}

fn read_row(columns: &mut Columns<'_, '_>) -> Result<SilenceRow> {
    Ok(SilenceRow {
        every_days: columns.plain()?,
        since: columns.time()?,
        adopters: columns.plain()?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        asked_at: columns.time_or_none()?,
        tree: read_tree_card(columns)?,
    })
}
