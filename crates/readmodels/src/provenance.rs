//! The history of trees, lots and parcels as EPCIS events, and what each is named: for those who follow goods from
//! farm to door with tools of their own. Nothing in these tables speaks of a person. Kept by `provenance/apply.rs`.

pub(crate) mod apply;
mod ask;
mod names;
mod telling;
pub(crate) mod trees;

use epcis::Record;
use kernel::{BlockId, LotId, OrchardId, ParcelId, Season, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

pub use ask::{After, EventQuery, Facet, Order};

/// Most events one export holds: some 20 MB of JSON.
pub const EXPORT_EVENTS_MAX: usize = 20_000;

/// Of what an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// A tree with the lots its fruit is in and the parcels these went into.
    Tree(TreeId),
    /// A lot with its trees and parcels.
    Lot(LotId),
    /// A parcel with its lots and their trees.
    Parcel(ParcelId),
    /// All that counts for a season.
    Season(Season),
}

impl ReadModels {
    /// Events in the order they were recorded; one more than [`EXPORT_EVENTS_MAX`] when there are too many.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn epcis_export(&self, what: Export) -> Answer<Vec<Record>> {
        self.read(|db| {
            let selection = match what {
                Export::Season(season) => return ask::of_season(db, season),
                Export::Tree(tree) => of_tree(db, tree)?,
                Export::Lot(lot) => of_lot(db, lot)?,
                Export::Parcel(parcel) => of_parcel(db, parcel)?,
            };
            ask::of_selection(db, &selection)
        })
    }

    /// The events that a query asks for, each with where to go on behind it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn epcis_events(&self, query: &EventQuery) -> Answer<Vec<(After, Record)>> {
        self.read(|db| ask::events(db, query))
    }

    /// How many events count for a season.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn epcis_count(&self, season: Season) -> Answer<u64> {
        self.read(|db| ask::count_of_season(db, season))
    }

    /// What there are events of, each once.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn epcis_values(&self, facet: Facet) -> Answer<Vec<String>> {
        self.read(|db| ask::values(db, facet))
    }

    /// The lot whose GS1 key has this code.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot_by_key(&self, code: &str) -> Answer<Option<LotId>> {
        self.read(|db| names::lot_by_code(db, code))
    }

    /// The nth of all parcels, from 0, in the order they were packed.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn parcel_by_number(&self, nth: u64) -> Answer<Option<ParcelId>> {
        self.read(|db| names::parcel_by_number(db, nth))
    }
}

impl ReadModels {
    /// Which of all parcels it is, from 0, in the order they were packed.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn number_of_parcel(&self, parcel: ParcelId) -> Answer<Option<u64>> {
        self.read(|db| names::number_of_parcel(db, parcel))
    }

    /// The orchard that a block is in.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn orchard_of_block(&self, block: BlockId) -> Answer<Option<OrchardId>> {
        self.read(|db| {
            db.prepare_cached("SELECT orchard FROM block WHERE block = ?1")?
                .query_row([block.as_bytes()], |row| {
                    Columns::of(row).id(OrchardId::from_bytes)
                })
                .optional()
        })
    }
}

/// What an export is made of: events that name one of the things, and all tellings of the steps.
struct Selection {
    things: Vec<String>,
    subjects: Vec<String>,
    /// Blocks, for what was done to all their trees.
    blocks: Vec<String>,
}

impl Selection {
    fn new(thing: &impl ToString) -> Self {
        Self {
            things: vec![thing.to_string()],
            subjects: Vec::new(),
            blocks: Vec::new(),
        }
    }

    /// How a lot came to be, and its certificates. Other parcels of it are other people's.
    fn add_lot(&mut self, db: &Connection, lot: LotId) -> Result<()> {
        self.subjects
            .extend([format!("{lot}/harvested"), format!("{lot}/certified")]);
        let again: Vec<u32> = db
            .prepare_cached("SELECT nth FROM certificate WHERE lot = ?1 AND nth > 1 ORDER BY nth")?
            .query_map([lot.as_bytes()], |row| row.get(0))?
            .collect::<Result<_>>()?;
        let again = again.iter().map(|nth| format!("{lot}/certified/{nth}"));
        self.subjects.extend(again);
        Ok(())
    }

    /// Trees, with what was done to all trees of their blocks.
    fn add_trees(&mut self, db: &Connection, lot: LotId) -> Result<()> {
        self.things.extend(trees_in(db, lot)?);
        let block: Option<String> = db
            .prepare_cached("SELECT block FROM lot WHERE lot = ?1")?
            .query_row([lot.as_bytes()], |row| {
                Ok(Columns::of(row).id(BlockId::from_bytes)?.to_string())
            })
            .optional()?;
        self.blocks.extend(block);
        Ok(())
    }
}

fn of_tree(db: &Connection, tree: TreeId) -> Result<Selection> {
    let mut selection = Selection::new(&tree);
    for lot in lots(
        db,
        "SELECT lot FROM lot_tree WHERE tree = ?1 ORDER BY lot",
        tree.as_bytes(),
    )? {
        selection.add_lot(db, lot)?;
        selection.things.extend(parcels_with(db, lot)?);
    }
    let block = db
        .prepare_cached("SELECT block FROM tree WHERE tree = ?1")?
        .query_row([tree.as_bytes()], |row| {
            Ok(Columns::of(row).id(BlockId::from_bytes)?.to_string())
        })
        .optional()?;
    selection.blocks.extend(block);
    Ok(selection)
}

fn of_lot(db: &Connection, lot: LotId) -> Result<Selection> {
    let mut selection = Selection::new(&lot);
    selection.add_lot(db, lot)?;
    selection.add_trees(db, lot)?;
    selection.things.extend(parcels_with(db, lot)?);
    Ok(selection)
}

fn of_parcel(db: &Connection, parcel: ParcelId) -> Result<Selection> {
    let mut selection = Selection::new(&parcel);
    for lot in lots(
        db,
        "SELECT lot FROM parcel_lot WHERE parcel = ?1 ORDER BY lot",
        parcel.as_bytes(),
    )? {
        selection.add_lot(db, lot)?;
        selection.add_trees(db, lot)?;
    }
    Ok(selection)
}

fn lots(db: &Connection, sql: &str, of: &[u8; 16]) -> Result<Vec<LotId>> {
    db.prepare_cached(sql)?
        .query_map([of], |row| Columns::of(row).id(LotId::from_bytes))?
        .collect()
}

fn trees_in(db: &Connection, lot: LotId) -> Result<Vec<String>> {
    db.prepare_cached("SELECT tree FROM lot_tree WHERE lot = ?1 ORDER BY tree")?
        .query_map([lot.as_bytes()], |row| {
            let tree = Columns::of(row).id(TreeId::from_bytes)?;
            Ok(tree.to_string())
        })?
        .collect()
}

/// Asked of the events: the table of parcels is not made to be asked by lot.
fn parcels_with(db: &Connection, lot: LotId) -> Result<Vec<String>> {
    db.prepare_cached(
        "SELECT replace(e.subject, '/packed', '') FROM epcis_thing b
         JOIN epcis_event e ON e.number = b.event AND e.biz_step = 'packing'
         WHERE b.thing = ?1 AND b.role = ?2 ORDER BY e.number",
    )?
    .query_map(
        params![lot.to_string(), telling::kept_role(epcis::Role::Batch)],
        |row| row.get(0),
    )?
    .collect()
}
