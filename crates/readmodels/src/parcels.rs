//! Parcels: what is in each and how far it is on its way. The board and the garden ask for them too; the table is
//! kept in `packing/apply.rs`.

use fulfilment::box_plan::LotGrams;
use fulfilment::parcel::ScanStatus;
use kernel::{AdoptionId, BoxId, Grams, LotId, ParcelId, PersonId, ShortCode, Timestamp, TreeId};
use rusqlite::{Connection, Params, Result};

use crate::columns::Columns;
use crate::error::Answer;
use crate::packing::{BoxStep, read_step};
use crate::read_models::ReadModels;

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelRow {
    /// The parcel.
    pub parcel: ParcelId,
    /// The code on its label.
    pub code: ShortCode,
    /// The box it holds.
    pub box_id: BoxId,
    /// The box's number.
    pub nth: u8,
    /// The adoption.
    pub adoption: AdoptionId,
    /// Who gets it.
    pub buyer: PersonId,
    /// The adopted tree.
    pub tree: TreeId,
    /// What it weighs.
    pub grams: Grams,
    /// From which lots.
    pub contents: Vec<LotGrams>,
    /// Who packed it.
    pub packed_by: PersonId,
    /// When it was packed.
    pub packed_at: Timestamp,
    /// Packed, handed over or delivered.
    pub step: BoxStep,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<String>,
    /// When the carrier got it.
    pub handed_over_at: Option<Timestamp>,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
    /// The carrier's newest message.
    pub last_scan: Option<(ScanStatus, Timestamp)>,
}

/// Columns of a parcel over `parcel p`.
const PARCEL: &str = "p.parcel, p.code, p.box, p.nth, p.adoption, p.buyer, p.tree, p.grams, p.packed_by,
    p.packed_at, p.step, p.carrier, p.tracking, p.handed_over_at, p.delivered_at, p.scan, p.scan_at";

fn read_parcel(columns: &mut Columns<'_, '_>) -> Result<ParcelRow> {
    Ok(ParcelRow {
        parcel: columns.id(ParcelId::from_bytes)?,
        code: columns.code()?,
        box_id: columns.id(BoxId::from_bytes)?,
        nth: columns.plain()?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        buyer: columns.person()?,
        tree: columns.id(TreeId::from_bytes)?,
        grams: columns.grams()?,
        contents: Vec::new(),
        packed_by: columns.person()?,
        packed_at: columns.time()?,
        step: read_step(columns)?,
        carrier: columns.plain()?,
        tracking: columns.plain()?,
        handed_over_at: columns.time_or_none()?,
        delivered_at: columns.time_or_none()?,
        last_scan: {
            let scan: Option<ScanStatus> = columns.json_or_none()?;
            scan.zip(columns.time_or_none()?)
        },
    })
}

impl ReadModels {
    /// One parcel.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn parcel(&self, parcel: ParcelId) -> Answer<Option<ParcelRow>> {
        self.read(|db| parcel_by_id(db, parcel))
    }

    /// The parcel with this code on its label.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn parcel_by_code(&self, code: ShortCode) -> Answer<Option<ParcelRow>> {
        self.read(|db| {
            Ok(parcels_where(
                db,
                "p.code = ?1 ORDER BY p.packed_position",
                [code.as_str()],
            )?
            .pop())
        })
    }
}

pub(crate) fn parcel_by_id(db: &Connection, parcel: ParcelId) -> Result<Option<ParcelRow>> {
    Ok(parcels_where(db, "p.parcel = ?1", [parcel.as_bytes()])?.pop())
}

fn parcels_where(db: &Connection, condition: &str, asked: impl Params) -> Result<Vec<ParcelRow>> {
    let sql = format!("SELECT {PARCEL} FROM parcel p WHERE {condition}");
    let parcels = db
        .prepare_cached(&sql)?
        .query_map(asked, |row| read_parcel(&mut Columns::of(row)))?
        .collect::<Result<Vec<_>>>()?;
    parcels
        .into_iter()
        .map(|parcel| {
            Ok(ParcelRow {
                contents: contents_of(db, parcel.parcel)?,
                ..parcel
            })
        })
        .collect()
}

fn contents_of(db: &Connection, parcel: ParcelId) -> Result<Vec<LotGrams>> {
    db.prepare_cached("SELECT lot, grams FROM parcel_lot WHERE parcel = ?1 ORDER BY lot")?
        .query_map([parcel.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok(LotGrams {
                lot: columns.id(LotId::from_bytes)?,
                grams: columns.grams()?,
            })
        })?
        .collect()
}

pub(crate) fn parcels_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<ParcelRow>> {
    parcels_where(
        db,
        "p.adoption = ?1 ORDER BY p.nth, p.packed_position",
        [adoption.as_bytes()],
    )
}
