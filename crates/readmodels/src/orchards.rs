//! Orchards with their blocks, and who works in which. Kept by `orchards/apply.rs`.

pub(crate) mod apply;

use kernel::{BlockId, FarmId, OrchardId, PersonId};
use rusqlite::{OptionalExtension, Result, Row};
use traceability::orchard::Place;

use crate::catalogue::read_place;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// An orchard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrchardRow {
    /// The orchard.
    pub orchard: OrchardId,
    /// Its farm.
    pub farm: FarmId,
    /// The farm's name.
    pub farm_name: String,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub place: Place,
    /// How many trees are registered.
    pub trees: u32,
}

/// A block of an orchard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockRow {
    /// The block.
    pub block: BlockId,
    /// Its orchard.
    pub orchard: OrchardId,
    /// Its name.
    pub name: String,
    /// How many trees are registered in it.
    pub trees: u32,
}

const ORCHARD: &str = "o.orchard, o.farm, o.farm_name, o.name, o.province, o.county, o.village,
    o.lat_e7, o.lon_e7, (SELECT coalesce(sum(b.trees), 0) FROM block b WHERE b.orchard = o.orchard)
    FROM orchard o";

fn read_orchard(row: &Row<'_>) -> Result<OrchardRow> {
    let mut columns = Columns::of(row);
    Ok(OrchardRow {
        orchard: columns.id(OrchardId::from_bytes)?,
        farm: columns.id(FarmId::from_bytes)?,
        farm_name: columns.plain()?,
        name: columns.plain()?,
        place: read_place(&mut columns)?,
        trees: columns.plain()?,
    })
}

impl ReadModels {
    /// All orchards, in the order they were registered.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn orchards(&self) -> Answer<Vec<OrchardRow>> {
        self.read(|db| {
            let sql = format!("SELECT {ORCHARD} ORDER BY o.registered_position");
            db.prepare_cached(&sql)?
                .query_map([], read_orchard)?
                .collect()
        })
    }

    /// One orchard.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn orchard(&self, orchard: OrchardId) -> Answer<Option<OrchardRow>> {
        self.read(|db| {
            let sql = format!("SELECT {ORCHARD} WHERE o.orchard = ?1");
            db.prepare_cached(&sql)?
                .query_row([orchard.as_bytes()], read_orchard)
                .optional()
        })
    }

    /// The orchards a person is assigned to as farmer.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn orchards_of(&self, person: PersonId) -> Answer<Vec<OrchardRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {ORCHARD} JOIN orchard_farmer f ON f.orchard = o.orchard
                 WHERE f.person = ?1 ORDER BY o.registered_position"
            );
            db.prepare_cached(&sql)?
                .query_map([person.as_bytes()], read_orchard)?
                .collect()
        })
    }

    /// The people assigned to an orchard.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn farmers_of(&self, orchard: OrchardId) -> Answer<Vec<PersonId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT person FROM orchard_farmer WHERE orchard = ?1 ORDER BY person",
            )?
            .query_map([orchard.as_bytes()], |row| {
                row.get(0).map(PersonId::from_bytes)
            })?
            .collect()
        })
    }

    /// The blocks of an orchard, in the order they were added.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn blocks(&self, orchard: OrchardId) -> Answer<Vec<BlockRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT block, orchard, name, trees FROM block WHERE orchard = ?1
                 ORDER BY added_position, block",
            )?
            .query_map([orchard.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(BlockRow {
                    block: columns.id(BlockId::from_bytes)?,
                    orchard: columns.id(OrchardId::from_bytes)?,
                    name: columns.plain()?,
                    trees: columns.plain()?,
                })
            })?
            .collect()
        })
    }
}
