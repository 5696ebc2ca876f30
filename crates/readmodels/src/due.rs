//! What is due: deadlines that were stored as facts and have not been settled by another fact.
//! It asks the shares of the catalogue and the goals of campaigns; the clock is the caller's.

use kernel::{AdoptionId, CampaignId, Season, Timestamp, TreeId};
use rusqlite::{Connection, Result, Row, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most deadlines one answer holds.
pub const DUE_MAX: usize = 1_000;

/// What a deadline asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// A hold has ended: release the share.
    HoldExpires {
        /// The tree.
        tree: TreeId,
        /// The season.
        season: Season,
        /// The adoption that holds a part of it.
        adoption: AdoptionId,
    },
    /// Nobody accepted an adoption that was offered to somebody: the offer is over.
    HandoverLapses {
        /// The adoption.
        adoption: AdoptionId,
    },
    /// An adoption that renews by itself: remind its holder.
    RenewalReminder {
        /// The adoption.
        adoption: AdoptionId,
    },
    /// An adoption whose holder was reminded renews by itself.
    RenewsByItself {
        /// The adoption.
        adoption: AdoptionId,
    },
    /// Who was asked first for the next season said nothing.
    RenewalLapses {
        /// The adoption.
        adoption: AdoptionId,
    },
    /// A crowdfunded campaign's deadline and grace are over: judge it.
    FundingEnds {
        /// The campaign.
        campaign: CampaignId,
    },
}

/// A deadline that has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When it came.
    pub at: Timestamp,
    /// What is to be done.
    pub kind: DueKind,
}

impl ReadModels {
    /// Deadlines up to and including `now`, oldest first; at most `limit` of each kind.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn due(&self, now: Timestamp, limit: usize) -> Answer<Vec<Due>> {
        self.read(|db| {
            let limit = page_limit(limit, DUE_MAX);
            let mut due = db
                .prepare_cached(
                    "SELECT held_until, tree, season, adoption FROM share
                     WHERE state = 'held' AND held_until <= ?1
                     ORDER BY held_until, tree, season, number LIMIT ?2",
                )?
                .query_map(params![now.millis(), limit], hold)?
                .collect::<Result<Vec<_>>>()?;
            let goals = db
                .prepare_cached(
                    "SELECT judge_due, campaign FROM funding
                     WHERE outcome IS NULL AND judge_due <= ?1
                     ORDER BY judge_due, campaign LIMIT ?2",
                )?
                .query_map(params![now.millis(), limit], goal)?
                .collect::<Result<Vec<_>>>()?;
            due.extend(goals);
            let offers = db
                .prepare_cached(
                    "SELECT until, adoption FROM handover
                     WHERE state = 'open' AND until <= ?1 ORDER BY until, adoption LIMIT ?2",
                )?
                .query_map(params![now.millis(), limit], offer)?
                .collect::<Result<Vec<_>>>()?;
            due.extend(offers);
            due.extend(renewals(db, now, limit)?);
            due.sort_by_key(|deadline| deadline.at);
            Ok(due)
        })
    }
}

fn hold(row: &Row<'_>) -> Result<Due> {
    let mut columns = Columns::of(row);
    Ok(Due {
        at: columns.time()?,
        kind: DueKind::HoldExpires {
            tree: columns.id(TreeId::from_bytes)?,
            season: columns.season()?,
            adoption: columns.id(AdoptionId::from_bytes)?,
        },
    })
}

fn goal(row: &Row<'_>) -> Result<Due> {
    let mut columns = Columns::of(row);
    Ok(Due {
        at: columns.time()?,
        kind: DueKind::FundingEnds {
            campaign: columns.id(CampaignId::from_bytes)?,
        },
    })
}

/// Reminders, renewals by themselves, and silence. A dearer season waits for its holder's word: it is asked about
/// again, quietly, until it lapses.
fn renewals(db: &Connection, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    type Asks = fn(AdoptionId) -> DueKind;
    let steps: [(&str, Asks); 3] = [
        (
            "SELECT r.remind_at, r.adoption FROM renewal r
             JOIN renewal_automatic m ON m.adoption = r.adoption AND m.person = r.holder
             WHERE r.answer IS NULL AND r.renews_at IS NULL AND r.remind_at <= ?1
             ORDER BY r.remind_at, r.adoption LIMIT ?2",
            |adoption| DueKind::RenewalReminder { adoption },
        ),
        (
            "SELECT r.renews_at, r.adoption FROM renewal r
             JOIN renewal_automatic m ON m.adoption = r.adoption AND m.person = r.holder
             WHERE r.answer IS NULL AND r.renews_at <= ?1
             ORDER BY r.renews_at, r.adoption LIMIT ?2",
            |adoption| DueKind::RenewsByItself { adoption },
        ),
        (
            "SELECT r.until, r.adoption FROM renewal r
             WHERE r.answer IS NULL AND r.until <= ?1 ORDER BY r.until, r.adoption LIMIT ?2",
            |adoption| DueKind::RenewalLapses { adoption },
        ),
    ];
    let mut due = Vec::new();
    for (sql, kind) in steps {
        let found = db
            .prepare_cached(sql)?
            .query_map(params![now.millis(), limit], |row| {
                let mut columns = Columns::of(row);
                Ok(Due {
                    at: columns.time()?,
                    kind: kind(columns.id(AdoptionId::from_bytes)?),
                })
            })?
            .collect::<Result<Vec<_>>>()?;
        due.extend(found);
    }
    Ok(due)
}

fn offer(row: &Row<'_>) -> Result<Due> {
    let mut columns = Columns::of(row);
    Ok(Due {
        at: columns.time()?,
        kind: DueKind::HandoverLapses {
            adoption: columns.id(AdoptionId::from_bytes)?,
        },
    })
}
