//! What a map of an orchard shows: where each tree stands, and whether it can be had. Never who has it.
//! It does not know paper or pixels, and keeps no table of its own.

use kernel::{BlockId, CampaignId, OrchardId, Season, ShortCode, TreeId};
use rusqlite::{Result, Row, params};
use traceability::spot::Spot;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::register::read_spot;

/// Whether a tree can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// At least one part of it can be adopted.
    Free,
    /// No part is free, and somebody is in the middle of adopting one.
    Held,
    /// Every part is adopted.
    Taken,
    /// It is not offered in the season.
    NotOffered,
}

/// A tree of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapTree {
    /// The tree.
    pub tree: TreeId,
    /// The code it carries now.
    pub code: Option<ShortCode>,
    /// Its own name.
    pub name: String,
    /// Its block.
    pub block: BlockId,
    /// The block's name.
    pub block_name: String,
    /// Row in the block, from 1.
    pub row: u16,
    /// Number in the row, from 1.
    pub number: u16,
    /// The variety.
    pub variety: String,
    /// Where the trunk stands, if anybody told.
    pub spot: Option<Spot>,
    /// Whether it can be had.
    pub standing: Standing,
}

/// A block of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapBlock {
    /// The block.
    pub block: BlockId,
    /// Its name.
    pub name: String,
    /// Its corners in turn, if anybody told.
    pub outline: Option<Vec<Spot>>,
}

/// Columns of [`read_tree`] but the standing, over `tree t` and `block b`.
const TREE: &str =
    "t.tree, t.code, t.name, t.block, b.name, t.row, t.number, t.variety, t.lat_e7, t.lon_e7";

impl ReadModels {
    /// The offered trees of a campaign, by block, row and number.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn map_of_campaign(&self, campaign: CampaignId) -> Answer<Vec<MapTree>> {
        self.read(|db| {
            // A whole tree that its holder divided counts as one part of the offer.
            let sql = format!(
                "SELECT {TREE}, c.shares_per_tree, s.gone, s.held
                 FROM offered_tree f
                 JOIN campaign c ON c.campaign = f.campaign
                 JOIN tree t ON t.tree = f.tree
                 JOIN block b ON b.block = t.block
                 LEFT JOIN (SELECT s.tree, s.season,
                                count(DISTINCT CASE WHEN s.parts = k.shares_per_tree THEN s.number ELSE 1 END) AS gone,
                                sum(s.state = 'held') AS held
                            FROM share s JOIN campaign k ON k.campaign = ?1
                            WHERE s.season = k.season GROUP BY s.tree, s.season) s
                        ON s.tree = f.tree AND s.season = c.season
                 WHERE f.campaign = ?1
                 ORDER BY b.name, t.block, t.row, t.number, t.tree"
            );
            db.prepare_cached(&sql)?
                .query_map([campaign.as_bytes()], read_tree)?
                .collect()
        })
    }

    /// All trees of an orchard with how they stand in a season, by block, row and number.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn map_of_orchard(&self, orchard: OrchardId, season: Season) -> Answer<Vec<MapTree>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE}, f.parts, s.gone, s.held
                 FROM tree t
                 JOIN block b ON b.block = t.block
                 LEFT JOIN (SELECT f.tree, max(c.shares_per_tree) AS parts
                            FROM campaign c JOIN offered_tree f ON f.campaign = c.campaign
                            WHERE c.orchard = ?1 AND c.season = ?2 AND c.status <> 'draft'
                            GROUP BY f.tree) f ON f.tree = t.tree
                 LEFT JOIN (SELECT s.tree,
                                count(DISTINCT CASE WHEN s.parts = k.shares_per_tree THEN s.number ELSE 1 END) AS gone,
                                sum(s.state = 'held') AS held
                            FROM share s JOIN campaign k ON k.campaign = s.campaign
                            WHERE s.season = ?2 GROUP BY s.tree) s ON s.tree = t.tree
                 WHERE t.orchard = ?1
                 ORDER BY b.name, t.block, t.row, t.number, t.tree"
            );
            db.prepare_cached(&sql)?
                .query_map(params![orchard.as_bytes(), season.year()], read_tree)?
                .collect()
        })
    }

    /// The blocks of an orchard with their outlines, in the order they were added.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn map_blocks(&self, orchard: OrchardId) -> Answer<Vec<MapBlock>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT block, name, outline FROM block WHERE orchard = ?1
                 ORDER BY added_position, block",
            )?
            .query_map([orchard.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(MapBlock {
                    block: columns.id(BlockId::from_bytes)?,
                    name: columns.plain()?,
                    outline: columns.json_or_none()?,
                })
            })?
            .collect()
        })
    }

    /// The seasons in which trees of an orchard were offered, the newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn seasons_offered(&self, orchard: OrchardId) -> Answer<Vec<Season>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT DISTINCT season FROM campaign WHERE orchard = ?1 AND status <> 'draft'
                 ORDER BY season DESC",
            )?
            .query_map([orchard.as_bytes()], |row| Columns::of(row).season())?
            .collect()
        })
    }
}

fn read_tree(row: &Row<'_>) -> Result<MapTree> {
    let mut columns = Columns::of(row);
    Ok(MapTree {
        tree: columns.id(TreeId::from_bytes)?,
        code: {
            let text: Option<String> = columns.plain()?;
            text.and_then(|text| text.parse().ok())
        },
        name: columns.plain()?,
        block: columns.id(BlockId::from_bytes)?,
        block_name: columns.plain()?,
        row: columns.plain()?,
        number: columns.plain()?,
        variety: columns.plain()?,
        spot: read_spot(&mut columns)?,
        standing: standing(columns.plain()?, columns.plain()?, columns.plain()?),
    })
}

/// How a tree of so many parts stands, when so many are gone and some of them are only held.
fn standing(parts: Option<u32>, gone: Option<u32>, held: Option<u32>) -> Standing {
    let (gone, held) = (gone.unwrap_or(0), held.unwrap_or(0));
    match parts {
        None => Standing::NotOffered,
        Some(parts) if gone < parts => Standing::Free,
        Some(_) if held > 0 => Standing::Held,
        Some(_) => Standing::Taken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_free_while_a_part_of_it_is() {
        assert_eq!(standing(None, None, None), Standing::NotOffered);
        assert_eq!(standing(Some(2), None, None), Standing::Free);
        assert_eq!(standing(Some(2), Some(1), Some(1)), Standing::Free);
        assert_eq!(standing(Some(2), Some(2), Some(1)), Standing::Held);
        assert_eq!(standing(Some(2), Some(2), Some(0)), Standing::Taken);
    }
}
