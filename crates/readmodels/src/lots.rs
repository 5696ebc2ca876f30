//! Harvest lots: what was picked, its certificate, to whom it went and what is left of it.
//! Kept by `lots/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, BlockId, Day, Grams, LotId, OrchardId, PersonId, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::allocation::Policy;
use traceability::lot::{Certificate, Grade, TreeYield};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most lots one answer holds.
pub const LOTS_MAX: usize = 500;

/// A harvest lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotRow {
    /// The lot.
    pub lot: LotId,
    /// What people call it.
    pub code: String,
    /// Where it was picked.
    pub orchard: OrchardId,
    /// In which block.
    pub block: BlockId,
    /// The block's name.
    pub block_name: String,
    /// On which day.
    pub picked_on: Day,
    /// Its grade.
    pub grade: Grade,
    /// With the crates.
    pub gross: Grams,
    /// The crates.
    pub tare: Grams,
    /// The fruit.
    pub net: Grams,
    /// Who recorded it.
    pub by: PersonId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// From how many trees.
    pub trees: u32,
    /// Its certificate, once issued.
    pub certificate: Option<Certificate>,
    /// When it was divided among the adopters.
    pub allocated_at: Option<Timestamp>,
    /// What went to adopters.
    pub allocated: Grams,
    /// What was left over when it was divided.
    pub surplus: Grams,
    /// What was sorted out.
    pub lost: Grams,
    /// How it was divided, by the name of the policy.
    pub policy: Option<Policy>,
    /// What is packed in parcels.
    pub packed: Grams,
    /// Why it was declared never to have been picked, if it was.
    pub withdrawn: Option<String>,
}

/// What a lot gave to an adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// The lot.
    pub lot: LotId,
    /// Its code.
    pub lot_code: String,
    /// When it was picked.
    pub picked_on: Day,
    /// Whether it has its certificate.
    pub certified: bool,
    /// What the allocation gave.
    pub allocated: Grams,
    /// What of it may be packed (0 until the entitlement is granted).
    pub granted: Grams,
    /// What of that came of surplus, to make good what the own tree fell short of (B 11).
    pub topped_up: Grams,
    /// What of what the allocation gave grew on other trees than the adopted one (D 34).
    pub of_other_trees: Grams,
    /// What of it is packed.
    pub packed: Grams,
}

/// What an adoption got of a lot, without who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotShareRow {
    /// The adoption.
    pub adoption: AdoptionId,
    /// The adopted tree.
    pub tree: TreeId,
    /// Which part of it, of how many.
    pub part: (u8, u8),
    /// What was promised.
    pub promised: Grams,
    /// What the division and the surplus gave.
    pub allocated: Grams,
    /// What of that grew on other trees (D 34).
    pub of_other_trees: Grams,
    /// What of it is packed.
    pub packed: Grams,
}

impl GrantRow {
    /// What may still be packed.
    #[must_use]
    pub const fn left(&self) -> Grams {
        self.granted.minus_or_zero(self.packed)
    }
}

/// Columns of a lot over `lot l JOIN block b`.
const LOT: &str =
    "l.lot, l.code, l.orchard, l.block, b.name, l.picked_on, l.grade, l.gross, l.tare,
    l.net, l.harvested_by, l.recorded_at, l.trees, l.certificate, l.allocated_at, l.allocated,
    l.surplus, l.lost, l.policy, l.packed, l.withdrawn FROM lot l JOIN block b ON b.block = l.block";

fn read_lot(columns: &mut Columns<'_, '_>) -> Result<LotRow> {
    Ok(LotRow {
        lot: columns.id(LotId::from_bytes)?,
        code: columns.plain()?,
        orchard: columns.id(OrchardId::from_bytes)?,
        block: columns.id(BlockId::from_bytes)?,
        block_name: columns.plain()?,
        picked_on: columns.day()?,
        grade: columns.json()?,
        gross: columns.grams()?,
        tare: columns.grams()?,
        net: columns.grams()?,
        by: columns.person()?,
        recorded_at: columns.time()?,
        trees: columns.plain()?,
        certificate: columns.json_or_none()?,
        allocated_at: columns.time_or_none()?,
        allocated: columns.grams()?,
        surplus: columns.grams()?,
        lost: columns.grams()?,
        policy: columns.json_or_none()?,
        packed: columns.grams()?,
        withdrawn: columns.plain()?,
    })
}

impl ReadModels {
    /// The lots of an orchard, newest first, at most [`LOTS_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lots(&self, orchard: OrchardId) -> Answer<Vec<LotRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {LOT} WHERE l.orchard = ?1 ORDER BY l.harvested_position DESC LIMIT ?2"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![orchard.as_bytes(), page_limit(LOTS_MAX, LOTS_MAX)],
                    |row| read_lot(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// One lot.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot(&self, lot: LotId) -> Answer<Option<LotRow>> {
        self.read(|db| {
            let sql = format!("SELECT {LOT} WHERE l.lot = ?1");
            db.prepare_cached(&sql)?
                .query_row([lot.as_bytes()], |row| read_lot(&mut Columns::of(row)))
                .optional()
        })
    }

    /// What each tree gave to a lot.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot_yields(&self, lot: LotId) -> Answer<Vec<TreeYield>> {
        self.read(|db| {
            db.prepare_cached("SELECT tree, grams FROM lot_tree WHERE lot = ?1 ORDER BY tree")?
                .query_map([lot.as_bytes()], |row| {
                    let mut columns = Columns::of(row);
                    Ok(TreeYield {
                        tree: columns.id(TreeId::from_bytes)?,
                        grams: columns.grams()?,
                    })
                })?
                .collect()
        })
    }

    /// To whom a lot went, by tree and part.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot_shares(&self, lot: LotId) -> Answer<Vec<LotShareRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT g.adoption, a.tree, a.part, a.parts, a.promised, g.allocated, g.of_other_trees, g.packed
                 FROM allocation g JOIN adoption a ON a.adoption = g.adoption
                 WHERE g.lot = ?1 AND g.allocated > 0 ORDER BY a.tree, a.part",
            )?
            .query_map([lot.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(LotShareRow {
                    adoption: columns.id(AdoptionId::from_bytes)?,
                    tree: columns.id(TreeId::from_bytes)?,
                    part: (columns.plain()?, columns.plain()?),
                    promised: columns.grams()?,
                    allocated: columns.grams()?,
                    of_other_trees: columns.grams()?,
                    packed: columns.grams()?,
                })
            })?
            .collect()
        })
    }
}

pub(crate) fn grants_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<GrantRow>> {
    db.prepare_cached(
        "SELECT g.lot, l.code, l.picked_on, l.certificate IS NOT NULL, g.allocated, g.granted, g.topped_up,
                g.of_other_trees, g.packed
         FROM allocation g JOIN lot l ON l.lot = g.lot
         WHERE g.adoption = ?1 ORDER BY l.harvested_position",
    )?
    .query_map([adoption.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        Ok(GrantRow {
            lot: columns.id(LotId::from_bytes)?,
            lot_code: columns.plain()?,
            picked_on: columns.day()?,
            certified: columns.plain()?,
            allocated: columns.grams()?,
            granted: columns.grams()?,
            topped_up: columns.grams()?,
            of_other_trees: columns.grams()?,
            packed: columns.grams()?,
        })
    })?
    .collect()
}
