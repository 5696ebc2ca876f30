//! Nameplates on their way from approved to hung: what is to be printed, what was printed together, what is to be
//! hung in an orchard. It keeps no table; the words stay sealed.

use kernel::{AdoptionId, OrchardId, PersonId, PlateBatchId, Sealed, Timestamp};
use rusqlite::{Params, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::{TREE_CARD, TreeCard, read_tree_card};

/// Most plates one answer holds; as many are printed together at most.
pub const PLATES_MAX: u32 = 120;
/// Most batches that are listed.
pub const BATCHES_MAX: u32 = 50;

/// A plate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlateRow {
    /// Whose plate.
    pub adoption: AdoptionId,
    /// Whose key opens the words.
    pub owner: PersonId,
    /// The words, sealed.
    pub text: Sealed,
    /// Since when it is where it is.
    pub at: Timestamp,
    /// The tree it is for.
    pub tree: TreeCard,
}

/// Plates that were printed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlateBatchRow {
    /// The batch.
    pub batch: PlateBatchId,
    /// When.
    pub at: Timestamp,
    /// How many.
    pub plates: u32,
}

impl ReadModels {
    /// Approved plates of paid adoptions that were not printed, oldest approval first, at most [`PLATES_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn plates_to_print(&self) -> Answer<Vec<PlateRow>> {
        self.plates(
            "a.nameplate_state IN ('approved', 'printed') AND a.nameplate_state = 'approved'
             AND a.status = 'confirmed' ORDER BY a.nameplate_at, a.adoption LIMIT ?1",
            params![PLATES_MAX],
        )
    }

    /// Printed plates of an orchard that do not hang yet, by the way of the trees, at most [`PLATES_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn plates_to_hang(&self, orchard: OrchardId) -> Answer<Vec<PlateRow>> {
        self.plates(
            "a.nameplate_state IN ('approved', 'printed') AND a.nameplate_state = 'printed'
             AND a.status = 'confirmed' AND t.orchard = ?1
             ORDER BY b.name, t.row, t.number, a.adoption LIMIT ?2",
            params![orchard.as_bytes(), PLATES_MAX],
        )
    }

    /// The plates of a batch as they are now, by the way of the trees.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn plates_of_batch(&self, batch: PlateBatchId) -> Answer<Vec<PlateRow>> {
        self.plates(
            "a.plate_batch = ?1 AND a.nameplate IS NOT NULL
             ORDER BY o.name, b.name, t.row, t.number, a.adoption LIMIT ?2",
            params![batch.as_bytes(), PLATES_MAX],
        )
    }

    /// The newest batches, at most [`BATCHES_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn plate_batches(&self) -> Answer<Vec<PlateBatchRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT batch, max(at), count(*) FROM plate_print
                 GROUP BY batch ORDER BY max(at) DESC, batch LIMIT ?1",
            )?
            .query_map([BATCHES_MAX], |row| {
                let mut columns = Columns::of(row);
                Ok(PlateBatchRow {
                    batch: columns.id(PlateBatchId::from_bytes)?,
                    at: columns.time()?,
                    plates: columns.plain()?,
                })
            })?
            .collect()
        })
    }

    fn plates(&self, condition: &str, asked: impl Params) -> Answer<Vec<PlateRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT a.adoption, a.buyer, a.nameplate, a.nameplate_at, {TREE_CARD}
                 FROM adoption a
                 JOIN tree t ON t.tree = a.tree
                 JOIN block b ON b.block = t.block
                 JOIN orchard o ON o.orchard = t.orchard
                 WHERE {condition}"
            );
            db.prepare_cached(&sql)?
                .query_map(asked, |row| {
                    let mut columns = Columns::of(row);
                    Ok(PlateRow {
                        adoption: columns.id(AdoptionId::from_bytes)?,
                        owner: columns.person()?,
                        text: columns.sealed()?,
                        at: columns.time()?,
                        tree: read_tree_card(&mut columns)?,
                    })
                })?
                .collect::<Result<Vec<_>>>()
        })
    }
}
