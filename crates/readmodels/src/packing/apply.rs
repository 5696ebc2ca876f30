//! The tables of planned boxes and parcels, and what changes them.

use fulfilment::box_plan::{self, PlannedBox};
use fulfilment::parcel::Event;
use kernel::{AdoptionId, ParcelId, PersonId, Timestamp};
use rusqlite::{Connection, Result, params};

use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::packing::BoxStep;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "packing",
    2,
    "CREATE TABLE planned_box (
         box BLOB PRIMARY KEY,
         nth INTEGER NOT NULL,
         adoption BLOB NOT NULL,
         buyer BLOB NOT NULL,
         orchard BLOB,
         from_day TEXT NOT NULL,
         until_day TEXT NOT NULL,
         grams INTEGER NOT NULL,
         address TEXT NOT NULL,
         locked_at INTEGER,
         step INTEGER NOT NULL,
         parcel BLOB
     ) STRICT;
     CREATE INDEX planned_box_parcel ON planned_box (parcel) WHERE parcel IS NOT NULL;
     CREATE TABLE parcel (
         packed_position INTEGER PRIMARY KEY,
         parcel BLOB NOT NULL UNIQUE,
         code TEXT NOT NULL,
         box BLOB NOT NULL,
         nth INTEGER NOT NULL,
         adoption BLOB NOT NULL,
         buyer BLOB NOT NULL,
         tree BLOB NOT NULL,
         grams INTEGER NOT NULL,
         packed_by BLOB NOT NULL,
         packed_at INTEGER NOT NULL,
         step INTEGER NOT NULL,
         carrier TEXT,
         tracking TEXT,
         handed_over_at INTEGER,
         delivered_at INTEGER,
         scan TEXT,
         scan_at INTEGER
     ) STRICT;
     CREATE TABLE parcel_lot (
         parcel BLOB NOT NULL,
         lot BLOB NOT NULL,
         grams INTEGER NOT NULL,
         PRIMARY KEY (parcel, lot)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX planned_box_adoption ON planned_box (adoption);
     CREATE INDEX planned_box_board ON planned_box (orchard, step, until_day, box);
     CREATE INDEX parcel_code ON parcel (code);
     CREATE INDEX parcel_tree ON parcel (tree);
     CREATE INDEX parcel_adoption ON parcel (adoption);",
);

impl BoxStep {
    /// The number kept in a table; the board sorts by it.
    pub(crate) const fn kept(self) -> i64 {
        match self {
            Self::Planned => 0,
            Self::Packed => 1,
            Self::HandedOver => 2,
            Self::Delivered => 3,
            Self::Cancelled => 4,
        }
    }
}

pub(crate) fn box_plan(
    db: &Connection,
    adoption: AdoptionId,
    event: &box_plan::Event,
) -> Result<()> {
    match event {
        box_plan::Event::BoxesPlanned {
            adoption: _,
            buyer,
            planned,
        } => planned
            .iter()
            .try_for_each(|planned| plan(db, adoption, *buyer, planned)),
        box_plan::Event::BoxAddressChanged { box_id, address } => {
            db.prepare_cached("UPDATE planned_box SET address = ?2 WHERE box = ?1")?
                .execute(params![box_id.as_bytes(), address.as_str()])?;
            Ok(())
        }
        box_plan::Event::AddressesLocked { boxes, at } => {
            for box_id in boxes {
                db.prepare_cached("UPDATE planned_box SET locked_at = ?2 WHERE box = ?1")?
                    .execute(params![box_id.as_bytes(), at.millis()])?;
            }
            Ok(())
        }
        box_plan::Event::BoxPacked {
            box_id,
            parcel,
            contents: _,
            at: _,
        } => {
            db.prepare_cached("UPDATE planned_box SET step = ?2, parcel = ?3 WHERE box = ?1")?
                .execute(params![
                    box_id.as_bytes(),
                    BoxStep::Packed.kept(),
                    parcel.as_bytes()
                ])?;
            Ok(())
        }
        box_plan::Event::EntitlementReduced { boxes, .. }
        | box_plan::Event::EntitlementCarriedIn { boxes, .. } => {
            for one in boxes {
                db.prepare_cached("UPDATE planned_box SET grams = ?2 WHERE box = ?1")?
                    .execute(params![one.box_id.as_bytes(), kept_grams(one.grams)])?;
            }
            Ok(())
        }
        box_plan::Event::BoxesCancelled { boxes, .. } => {
            for box_id in boxes {
                db.prepare_cached("UPDATE planned_box SET step = ?2 WHERE box = ?1")?
                    .execute(params![box_id.as_bytes(), BoxStep::Cancelled.kept()])?;
            }
            Ok(())
        }
        box_plan::Event::BoxesForgotten { at: _ } => {
            db.prepare_cached("DELETE FROM planned_box WHERE adoption = ?1")?
                .execute([adoption.as_bytes()])?;
            Ok(())
        }
        // What lots gave is kept with the lots.
        box_plan::Event::EntitlementGranted { .. }
        | box_plan::Event::EntitlementToppedUp { .. } => Ok(()),
    }
}

fn plan(
    db: &Connection,
    adoption: AdoptionId,
    buyer: PersonId,
    planned: &PlannedBox,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO planned_box (box, nth, adoption, buyer, orchard, from_day, until_day, grams,
                                  address, step)
         VALUES (?1, ?2, ?3, ?4,
                 (SELECT t.orchard FROM adoption a JOIN tree t ON t.tree = a.tree
                  WHERE a.adoption = ?3),
                 ?5, ?6, ?7, ?8, 0)",
    )?
    .execute(params![
        planned.box_id.as_bytes(),
        planned.nth,
        adoption.as_bytes(),
        buyer.as_bytes(),
        planned.from.to_string(),
        planned.until.to_string(),
        kept_grams(planned.grams),
        planned.address.as_str(),
    ])?;
    Ok(())
}

pub(crate) fn parcel(db: &Connection, fact: &Fact, parcel: ParcelId, event: &Event) -> Result<()> {
    match event {
        Event::ParcelPacked { contents, .. } => {
            insert(db, fact, parcel, event)?;
            for content in contents {
                db.prepare_cached(
                    "INSERT INTO parcel_lot (parcel, lot, grams) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![
                    parcel.as_bytes(),
                    content.lot.as_bytes(),
                    kept_grams(content.grams)
                ])?;
            }
            Ok(())
        }
        Event::ParcelHandedOver {
            carrier,
            tracking,
            at,
        } => {
            db.prepare_cached(
                "UPDATE parcel SET carrier = ?2, tracking = ?3, handed_over_at = ?4, step = ?5
                 WHERE parcel = ?1",
            )?
            .execute(params![
                parcel.as_bytes(),
                carrier,
                tracking,
                at.millis(),
                BoxStep::HandedOver.kept(),
            ])?;
            move_box(db, parcel, BoxStep::HandedOver)
        }
        Event::ParcelScanned { status, at } => scan(db, parcel, &kept_json(status)?, *at),
        Event::ParcelDelivered {
            parcel: _,
            adoption: _,
            nth: _,
            at,
        } => {
            db.prepare_cached("UPDATE parcel SET delivered_at = ?2, step = ?3 WHERE parcel = ?1")?
                .execute(params![
                    parcel.as_bytes(),
                    at.millis(),
                    BoxStep::Delivered.kept()
                ])?;
            move_box(db, parcel, BoxStep::Delivered)
        }
    }
}

fn insert(db: &Connection, fact: &Fact, parcel: ParcelId, event: &Event) -> Result<()> {
    let Event::ParcelPacked {
        parcel: _,
        code,
        box_id,
        nth,
        adoption,
        buyer,
        tree,
        contents: _,
        grams,
        by,
        at,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO parcel (packed_position, parcel, code, box, nth, adoption, buyer, tree, grams,
                             packed_by, packed_at, step)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        kept_position(fact.position),
        parcel.as_bytes(),
        code.as_str(),
        box_id.as_bytes(),
        nth,
        adoption.as_bytes(),
        buyer.as_bytes(),
        tree.as_bytes(),
        kept_grams(*grams),
        by.as_bytes(),
        at.millis(),
        BoxStep::Packed.kept(),
    ])?;
    Ok(())
}

/// The newest message by the carrier's own time; one that comes late does not move it back (D 40).
fn scan(db: &Connection, parcel: ParcelId, status: &str, at: Timestamp) -> Result<()> {
    db.prepare_cached(
        "UPDATE parcel SET scan = ?2, scan_at = ?3
         WHERE parcel = ?1 AND (scan_at IS NULL OR scan_at <= ?3)",
    )?
    .execute(params![parcel.as_bytes(), status, at.millis()])?;
    Ok(())
}

/// The box goes with the parcel that holds it.
fn move_box(db: &Connection, parcel: ParcelId, step: BoxStep) -> Result<()> {
    db.prepare_cached("UPDATE planned_box SET step = ?2 WHERE parcel = ?1")?
        .execute(params![parcel.as_bytes(), step.kept()])?;
    Ok(())
}
