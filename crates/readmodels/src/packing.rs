//! The packing board: which box is to be packed, handed over, delivered, and from which lots.
//! Addresses stay sealed; kept by `packing/apply.rs`.

pub(crate) mod apply;

use kernel::{
    AdoptionId, BoxId, Day, Grams, OrchardId, ParcelId, PersonId, Sealed, ShortCode, Timestamp,
};
use rusqlite::{Connection, Params, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::garden::{Nameplate, read_nameplate};
use crate::lots::{GrantRow, grants_of};
use crate::parcels::{ParcelRow, parcel_by_id};
use crate::read_models::ReadModels;
use crate::trees::{TREE_CARD, TreeCard, page_limit, read_tree_card, tree_of_code};

/// Most boxes one page of the board holds.
pub const BOARD_PAGE_MAX: usize = 200;

/// How far a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoxStep {
    /// Planned, to be packed.
    Planned,
    /// Packed, to be handed over.
    Packed,
    /// With the carrier.
    HandedOver,
    /// At the door.
    Delivered,
    /// It is never packed.
    Cancelled,
}

/// A planned box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxRow {
    /// The box.
    pub box_id: BoxId,
    /// Its number within the adoption, from 1.
    pub nth: u8,
    /// The adoption it belongs to.
    pub adoption: AdoptionId,
    /// Whose key opens the address.
    pub buyer: PersonId,
    /// First day of its window.
    pub from: Day,
    /// Last day of its window.
    pub until: Day,
    /// What it is to weigh.
    pub grams: Grams,
    /// Recipient, phone and address as JSON, sealed to the buyer.
    pub address: Sealed,
    /// When its address was frozen.
    pub locked_at: Option<Timestamp>,
    /// How far it is.
    pub step: BoxStep,
    /// The parcel it was packed in.
    pub parcel: Option<ParcelId>,
}

/// A box on the board with all that is needed to decide about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackingRow {
    /// The box.
    pub planned: BoxRow,
    /// How many boxes the adoption has.
    pub boxes: u8,
    /// Its tree.
    pub tree: TreeCard,
    /// The nameplate on the tree.
    pub nameplate: Option<Nameplate>,
    /// What lots gave to the adoption, and what is left of it.
    pub grants: Vec<GrantRow>,
    /// The parcel, once packed.
    pub parcel: Option<ParcelRow>,
}

/// Where a page of the board ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardCursor {
    /// Step of the last box.
    pub step: BoxStep,
    /// Last day of its window.
    pub until: Day,
    /// The box.
    pub box_id: BoxId,
}

impl PackingRow {
    /// The cursor that continues behind this box.
    #[must_use]
    pub const fn cursor(&self) -> BoardCursor {
        BoardCursor {
            step: self.planned.step,
            until: self.planned.until,
            box_id: self.planned.box_id,
        }
    }
}

/// How many boxes of an orchard are at which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BoxCounts {
    /// To be packed.
    pub planned: u32,
    /// To be handed over.
    pub packed: u32,
    /// With the carrier.
    pub handed_over: u32,
    /// At the door.
    pub delivered: u32,
}

/// Columns of a box over `planned_box x`.
const BOX: &str = "x.box, x.nth, x.adoption, x.buyer, x.from_day, x.until_day, x.grams, x.address,
    x.locked_at, x.step, x.parcel";

/// What of `planned_box x` and `adoption a` concerns a packer: a cancelled adoption gets no more boxes, but what is
/// packed for it stays in sight until somebody has dealt with it.
pub(crate) const TO_PACK_OR_PACKED: &str =
    "(x.step BETWEEN 1 AND 3 OR x.step = 0 AND a.status <> 'cancelled')";

fn read_box(columns: &mut Columns<'_, '_>) -> Result<BoxRow> {
    Ok(BoxRow {
        box_id: columns.id(BoxId::from_bytes)?,
        nth: columns.plain()?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        buyer: columns.person()?,
        from: columns.day()?,
        until: columns.day()?,
        grams: columns.grams()?,
        address: columns.sealed()?,
        locked_at: columns.time_or_none()?,
        step: read_step(columns)?,
        parcel: columns.id_or_none(ParcelId::from_bytes)?,
    })
}

pub(crate) fn read_step(columns: &mut Columns<'_, '_>) -> Result<BoxStep> {
    Ok(match columns.plain::<u8>()? {
        0 => BoxStep::Planned,
        1 => BoxStep::Packed,
        2 => BoxStep::HandedOver,
        3 => BoxStep::Delivered,
        _ => BoxStep::Cancelled,
    })
}

impl ReadModels {
    /// The boxes of an orchard that concern a packer, those to do first: by step, end of window, box. A page at a time, at
    /// most [`BOARD_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn board(
        &self,
        orchard: OrchardId,
        after: Option<BoardCursor>,
        limit: usize,
    ) -> Answer<Vec<PackingRow>> {
        self.read(|db| {
            let (step, until, last) = match after {
                Some(after) => (
                    after.step.kept(),
                    after.until.to_string(),
                    *after.box_id.as_bytes(),
                ),
                None => (-1, String::new(), [0; 16]),
            };
            let limit = page_limit(limit, BOARD_PAGE_MAX);
            rows_where(
                db,
                &format!(
                    "x.orchard = ?1 AND (x.step, x.until_day, x.box) > (?2, ?3, ?4)
                     AND {TO_PACK_OR_PACKED} ORDER BY x.step, x.until_day, x.box LIMIT ?5"
                ),
                params![orchard.as_bytes(), step, until, last, limit],
            )
        })
    }

    /// The boxes that a scanned or typed code means: all of a tree's that concern a packer, or the one in a parcel.
    /// At most [`BOARD_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn boxes_by_code(&self, code: ShortCode) -> Answer<Vec<PackingRow>> {
        self.read(|db| {
            let limit = page_limit(BOARD_PAGE_MAX, BOARD_PAGE_MAX);
            if let Some(tree) = tree_of_code(db, code)? {
                let tree = params![tree.as_bytes(), limit];
                let order = "ORDER BY x.step, x.until_day, x.nth, x.box LIMIT ?2";
                let condition = format!("a.tree = ?1 AND {TO_PACK_OR_PACKED} {order}");
                return rows_where(db, &condition, tree);
            }
            rows_where(
                db,
                "x.parcel IN (SELECT parcel FROM parcel WHERE code = ?1) LIMIT ?2",
                params![code.as_str(), limit],
            )
        })
    }

    /// One box with all that is needed to decide about it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn packing_box(&self, box_id: BoxId) -> Answer<Option<PackingRow>> {
        self.read(|db| rows_where(db, "x.box = ?1", [box_id.as_bytes()]).map(|mut rows| rows.pop()))
    }

    /// How many boxes of an orchard that concern a packer are at which step.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn box_counts(&self, orchard: OrchardId) -> Answer<BoxCounts> {
        self.read(|db| {
            let sql = format!(
                "SELECT coalesce(sum(x.step = 0), 0), coalesce(sum(x.step = 1), 0),
                        coalesce(sum(x.step = 2), 0), coalesce(sum(x.step = 3), 0)
                 FROM planned_box x JOIN adoption a ON a.adoption = x.adoption
                 WHERE x.orchard = ?1 AND {TO_PACK_OR_PACKED}"
            );
            db.prepare_cached(&sql)?
                .query_row([orchard.as_bytes()], |row| {
                    let mut columns = Columns::of(row);
                    Ok(BoxCounts {
                        planned: columns.plain()?,
                        packed: columns.plain()?,
                        handed_over: columns.plain()?,
                        delivered: columns.plain()?,
                    })
                })
        })
    }
}

fn rows_where(db: &Connection, condition: &str, asked: impl Params) -> Result<Vec<PackingRow>> {
    let sql = format!(
        "SELECT {BOX}, a.boxes, a.nameplate, a.nameplate_state, a.nameplate_reason, a.nameplate_at,
                {TREE_CARD}
         FROM planned_box x
         JOIN adoption a ON a.adoption = x.adoption
         JOIN tree t ON t.tree = a.tree
         JOIN block b ON b.block = t.block
         JOIN orchard o ON o.orchard = t.orchard
         WHERE {condition}"
    );
    let rows = db
        .prepare_cached(&sql)?
        .query_map(asked, |row| {
            let mut columns = Columns::of(row);
            let planned = read_box(&mut columns)?;
            let boxes = columns.plain()?;
            let nameplate = read_nameplate(&mut columns, planned.buyer)?;
            let tree = read_tree_card(&mut columns)?;
            Ok(PackingRow {
                planned,
                boxes,
                tree,
                nameplate,
                grants: Vec::new(),
                parcel: None,
            })
        })?
        .collect::<Result<Vec<_>>>()?;
    rows.into_iter()
        .map(|row| {
            let grants = grants_of(db, row.planned.adoption)?;
            let parcel = match row.planned.parcel {
                Some(parcel) => parcel_by_id(db, parcel)?,
                None => None,
            };
            Ok(PackingRow {
                grants,
                parcel,
                ..row
            })
        })
        .collect()
}

pub(crate) fn boxes_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<BoxRow>> {
    let sql =
        format!("SELECT {BOX} FROM planned_box x WHERE x.adoption = ?1 ORDER BY x.nth, x.box");
    db.prepare_cached(&sql)?
        .query_map([adoption.as_bytes()], |row| read_box(&mut Columns::of(row)))?
        .collect()
}
