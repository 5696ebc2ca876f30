//! The next season of an adoption: whether its holder is asked first, until when, and what they said. Kept by
//! `renewals/apply.rs`.

pub(crate) mod apply;

use adoption::renewal::Answer;
use kernel::{AdoptionId, CampaignId, PersonId, Timestamp};
use rusqlite::{OptionalExtension, params};

use crate::columns::Columns;
use crate::error::Answer as Asked;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most adoptions one answer holds.
pub const RENEWABLE_MAX: usize = 500;

/// The newest offer of a next season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalRow {
    /// Which adoption.
    pub adoption: AdoptionId,
    /// Who is asked.
    pub holder: PersonId,
    /// The adoption that holds the part for them.
    pub next: AdoptionId,
    /// Until when.
    pub until: Timestamp,
    /// When it renews by itself, once the holder was reminded.
    pub renews_at: Option<Timestamp>,
    /// What they said; nothing yet.
    pub answer: Option<Answer>,
}

impl ReadModels {
    /// The newest offer of an adoption's next season.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn renewal_of(&self, adoption: AdoptionId) -> Asked<Option<RenewalRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT adoption, holder, next, until, renews_at, answer FROM renewal
                 WHERE adoption = ?1",
            )?
            .query_row([adoption.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(RenewalRow {
                    adoption: columns.id(AdoptionId::from_bytes)?,
                    holder: columns.person()?,
                    next: columns.id(AdoptionId::from_bytes)?,
                    until: columns.time()?,
                    renews_at: columns.time_or_none()?,
                    answer: columns.json_or_none()?,
                })
            })
            .optional()
        })
    }

    /// Whether an adoption renews by itself for this person.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn renews_by_itself(&self, adoption: AdoptionId, person: PersonId) -> Asked<bool> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM renewal_automatic WHERE adoption = ?1 AND person = ?2)",
            )?
            .query_row(params![adoption.as_bytes(), person.as_bytes()], |row| row.get(0))
        })
    }

    /// The adoptions whose holders are asked first in an open campaign: paid ones of the newest season before it on its
    /// trees, divided as the campaign divides them. By id, those after `after`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn renewable(
        &self,
        campaign: CampaignId,
        after: Option<AdoptionId>,
        limit: usize,
    ) -> Asked<Vec<AdoptionId>> {
        self.read(|db| {
            let after = after.map_or([0; 16], |adoption| *adoption.as_bytes());
            db.prepare_cached(
                "SELECT a.adoption FROM campaign c
                 JOIN offered_tree f ON f.campaign = c.campaign
                 JOIN adoption a ON a.tree = f.tree
                 WHERE c.campaign = ?1 AND c.status = 'open' AND a.adoption > ?2
                   AND a.status IN ('confirmed', 'completed') AND a.parts = c.shares_per_tree
                   AND a.season = (SELECT max(b.season) FROM adoption b
                       WHERE b.tree = a.tree AND b.part = a.part AND b.season < c.season
                         AND b.status IN ('confirmed', 'completed'))
                 ORDER BY a.adoption LIMIT ?3",
            )?
            .query_map(
                params![campaign.as_bytes(), after, page_limit(limit, RENEWABLE_MAX)],
                |row| Columns::of(row).id(AdoptionId::from_bytes),
            )?
            .collect()
        })
    }
}
