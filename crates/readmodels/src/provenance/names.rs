//! What GS1 keys are made of: a tree's first code, which lot has a code, which parcel is the nth. They are counted
//! from the log alone, so a rebuilt file has the same. The tables are made in `apply.rs`.

use epcis::{LotName, ParcelName, TreeName};
use kernel::{LotId, ParcelId, ShortCode, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::columns::Columns;

/// A tree with its first code; the first time it is told, this becomes its first.
pub(super) fn name_tree(db: &Connection, tree: TreeId, code: ShortCode) -> Result<TreeName> {
    db.prepare_cached("INSERT OR IGNORE INTO named_tree (tree, code) VALUES (?1, ?2)")?
        .execute(params![tree.as_bytes(), code.as_str()])?;
    Ok(tree_name(db, tree)?.unwrap_or(TreeName { tree, code }))
}

pub(super) fn tree_name(db: &Connection, tree: TreeId) -> Result<Option<TreeName>> {
    db.prepare_cached("SELECT code FROM named_tree WHERE tree = ?1")?
        .query_row([tree.as_bytes()], |row| {
            let code = Columns::of(row).code()?;
            Ok(TreeName { tree, code })
        })
        .optional()
}

/// A lot's name: with its code, if no other lot had it before.
pub(super) fn name_lot(db: &Connection, lot: LotId, code: &str) -> Result<LotName> {
    db.prepare_cached("INSERT OR IGNORE INTO named_lot (code, lot) VALUES (?1, ?2)")?
        .execute(params![code, lot.as_bytes()])?;
    lot_name(db, lot)
}

pub(super) fn lot_name(db: &Connection, lot: LotId) -> Result<LotName> {
    let code = db
        .prepare_cached(
            "SELECT n.code FROM lot l JOIN named_lot n ON n.code = l.code AND n.lot = l.lot
             WHERE l.lot = ?1",
        )?
        .query_row([lot.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(LotName { lot, code })
}

/// A parcel's name; the first time it is told, it gets the next number.
pub(super) fn name_parcel(db: &Connection, parcel: ParcelId) -> Result<ParcelName> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO named_parcel (nth, parcel)
         VALUES ((SELECT coalesce(max(nth) + 1, 0) FROM named_parcel), ?1)",
    )?
    .execute([parcel.as_bytes()])?;
    db.prepare_cached("SELECT nth FROM named_parcel WHERE parcel = ?1")?
        .query_row([parcel.as_bytes()], |row| {
            let nth = Columns::of(row).position()?;
            Ok(ParcelName { parcel, nth })
        })
}

/// The lot that has this code as its key.
pub(super) fn lot_by_code(db: &Connection, code: &str) -> Result<Option<LotId>> {
    db.prepare_cached("SELECT lot FROM named_lot WHERE code = ?1")?
        .query_row([code], |row| Columns::of(row).id(LotId::from_bytes))
        .optional()
}

/// Which number a parcel has.
pub(super) fn number_of_parcel(db: &Connection, parcel: ParcelId) -> Result<Option<u64>> {
    db.prepare_cached("SELECT nth FROM named_parcel WHERE parcel = ?1")?
        .query_row([parcel.as_bytes()], |row| Columns::of(row).position())
        .optional()
}

/// The nth parcel.
pub(super) fn parcel_by_number(db: &Connection, nth: u64) -> Result<Option<ParcelId>> {
    let Ok(nth) = i64::try_from(nth) else {
        return Ok(None);
    };
    db.prepare_cached("SELECT parcel FROM named_parcel WHERE nth = ?1")?
        .query_row([nth], |row| Columns::of(row).id(ParcelId::from_bytes))
        .optional()
}
