//! What the harvest crew picks today: boxes that are not packed yet, by block. Asks tables of others.

use kernel::{BlockId, Grams, OrchardId};
use rusqlite::params;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// What is still to be picked in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockPick {
    /// The block.
    pub block: BlockId,
    /// Its name.
    pub block_name: String,
    /// From how many trees.
    pub trees: u32,
    /// How many boxes wait.
    pub boxes: u32,
    /// What they are to weigh.
    pub grams: Grams,
}

impl ReadModels {
    /// Boxes of an orchard that are planned but not packed, without those of cancelled adoptions, summed by block in the order of their names.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn boxes_to_pick(&self, orchard: OrchardId) -> Answer<Vec<BlockPick>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT b.block, b.name, count(DISTINCT a.tree), count(*), sum(x.grams)
                 FROM planned_box x
                 JOIN adoption a ON a.adoption = x.adoption
                 JOIN tree t ON t.tree = a.tree
                 JOIN block b ON b.block = t.block
                 WHERE x.orchard = ?1 AND x.step = 0 AND a.status <> 'cancelled'
                 GROUP BY b.block ORDER BY b.name, b.block",
            )?
            .query_map(params![orchard.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(BlockPick {
                    block: columns.id(BlockId::from_bytes)?,
                    block_name: columns.plain()?,
                    trees: columns.plain()?,
                    boxes: columns.plain()?,
                    grams: columns.grams()?,
                })
            })?
            .collect()
        })
    }
}
