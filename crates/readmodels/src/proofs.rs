//! Which trees of a campaign's orchard nobody has shown to exist, or not lately (D 2). It decides nothing and keeps no
//! table of its own.

use kernel::{CampaignId, Timestamp};
use rusqlite::{Result, params};

use crate::catalogue::CampaignCard;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::{TREE_CARD, TREE_TABLES, TREES_PAGE_MAX, TreeCard, page_limit, read_tree_card};

/// A tree without an accepted photo that is young enough; its `photo_at` says which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnprovenTree {
    /// The tree.
    pub tree: TreeCard,
    /// Whether it is offered nevertheless: its photo grew old since, or was declared wrong.
    pub is_offered: bool,
}

/// How many trees of an orchard can be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProofCounts {
    /// With an accepted photo that is young enough.
    pub proven: u32,
    /// Without any accepted photo.
    pub without_photo: u32,
    /// With one that is too old.
    pub too_old: u32,
}

impl CampaignCard {
    /// The oldest moment at which a photo still proves a tree for this campaign.
    #[must_use]
    pub fn proof_oldest(&self, now: Timestamp) -> Timestamp {
        now.plus_days(-i64::from(self.terms.photo_max_age_days))
    }
}

impl ReadModels {
    /// Trees of the campaign's orchard whose newest accepted photo is older than `oldest`, or that have none: those that
    /// are offered nevertheless first, then by block, row and number. At most [`TREES_PAGE_MAX`] or `limit`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn unproven_trees(
        &self,
        campaign: CampaignId,
        oldest: Timestamp,
        limit: usize,
    ) -> Answer<Vec<UnprovenTree>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD}, f.tree IS NOT NULL
                 FROM campaign c CROSS JOIN {TREE_TABLES}
                 LEFT JOIN offered_tree f ON f.campaign = c.campaign AND f.tree = t.tree
                 WHERE c.campaign = ?1 AND t.orchard = c.orchard
                   AND (t.photo_at IS NULL OR t.photo_at < ?2)
                 ORDER BY f.tree IS NULL, b.name, t.row, t.number, t.tree LIMIT ?3"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let limit = page_limit(limit, TREES_PAGE_MAX);
            let wanted = params![campaign.as_bytes(), oldest.millis(), limit];
            let rows = statement.query_map(wanted, |row| {
                let mut columns = Columns::of(row);
                Ok(UnprovenTree {
                    tree: read_tree_card(&mut columns)?,
                    is_offered: columns.plain()?,
                })
            })?;
            rows.collect()
        })
    }

    /// How many trees of the campaign's orchard have a photo not older than `oldest`, and how many have not.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn proof_counts(&self, campaign: CampaignId, oldest: Timestamp) -> Answer<ProofCounts> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT count(*) FILTER (WHERE t.photo_at >= ?2),
                        count(*) FILTER (WHERE t.photo_at IS NULL),
                        count(*) FILTER (WHERE t.photo_at < ?2)
                 FROM campaign c JOIN tree t ON t.orchard = c.orchard WHERE c.campaign = ?1",
            )?
            .query_row(params![campaign.as_bytes(), oldest.millis()], |row| {
                let mut columns = Columns::of(row);
                read_counts(&mut columns)
            })
        })
    }
}

fn read_counts(columns: &mut Columns<'_, '_>) -> Result<ProofCounts> {
    Ok(ProofCounts {
        proven: columns.plain()?,
        without_photo: columns.plain()?,
        too_old: columns.plain()?,
    })
}
