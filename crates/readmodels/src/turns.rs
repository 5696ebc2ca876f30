//! In which order an orchard's trees come when a buyer leaves the choice to us. It asks the offered trees and their
//! shares; it keeps no table and knows no buyer.

use kernel::{CampaignId, TreeId};
use rusqlite::params;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most trees one answer holds.
pub const TURNS_MAX: usize = 512;

impl ReadModels {
    /// Trees of a campaign that still have a free part, in the order in which they are given to buyers who leave the
    /// choice to us (decision 21): the block of which least is sold comes first, so that adopters spread over the
    /// orchard; in it a tree that others share already, so that few trees stay half sold; then the tree whose newest
    /// photo is oldest, so that no tree waits for ever; then by id.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn trees_by_turn(&self, campaign: CampaignId, limit: usize) -> Answer<Vec<TreeId>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "WITH offered AS (
                     SELECT f.tree, t.block, t.photo_at, c.shares_per_tree AS parts,
                            min(c.shares_per_tree,
                                (SELECT count(*) FROM share s
                                 WHERE s.tree = f.tree AND s.season = c.season)) AS gone
                     FROM offered_tree f
                     JOIN campaign c ON c.campaign = f.campaign
                     JOIN tree t ON t.tree = f.tree
                     WHERE f.campaign = ?1),
                 sold AS (
                     SELECT block, sum(gone) * 1000 / sum(parts) AS per_mille
                     FROM offered GROUP BY block)
                 SELECT o.tree FROM offered o JOIN sold USING (block)
                 WHERE o.gone < o.parts
                 ORDER BY sold.per_mille, o.gone DESC, o.photo_at, o.tree LIMIT ?2",
            )?;
            statement
                .query_map(
                    params![campaign.as_bytes(), page_limit(limit, TURNS_MAX)],
                    |row| Columns::of(row).id(TreeId::from_bytes),
                )?
                .collect()
        })
    }
}
