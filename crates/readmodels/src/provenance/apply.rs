//! The tables of EPCIS events, and what is written into them. Rows are only added: a correction is another row. It comes
//! after trees, lots and parcels, so that a fact's other rows are there already.

use epcis::{Cared, Step, picked_at};
use fulfilment::parcel;
use kernel::{BlockId, Grams, LotId, ObservationId, OrchardId, ParcelId, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result};
use traceability::{care, correction::Mistake, lot, observation};

use super::names::{lot_name, name_lot, name_parcel, tree_name};
use super::telling::{Told, again, declare, first, latest};
use crate::columns::{Columns, kept_json};
use crate::fact::Fact;
use crate::observations::photos_of;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "provenance",
    2,
    "CREATE TABLE named_tree (
         tree BLOB PRIMARY KEY,
         code TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE named_lot (
         code TEXT PRIMARY KEY,
         lot BLOB NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE named_parcel (
         nth INTEGER PRIMARY KEY,
         parcel BLOB NOT NULL UNIQUE
     ) STRICT;
     CREATE TABLE epcis_event (
         number INTEGER PRIMARY KEY,
         position INTEGER NOT NULL,
         id TEXT NOT NULL,
         subject TEXT NOT NULL,
         revision INTEGER NOT NULL,
         event_at INTEGER NOT NULL,
         recorded_at INTEGER NOT NULL,
         season INTEGER NOT NULL,
         kind TEXT NOT NULL,
         action TEXT NOT NULL,
         biz_step TEXT NOT NULL,
         disposition TEXT,
         place TEXT,
         step TEXT NOT NULL,
         error TEXT
     ) STRICT;
     CREATE INDEX epcis_event_subject ON epcis_event (subject);
     CREATE TABLE epcis_thing (
         thing TEXT NOT NULL,
         role INTEGER NOT NULL,
         event INTEGER NOT NULL,
         PRIMARY KEY (thing, role, event)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX epcis_event_id ON epcis_event (id);
     CREATE INDEX epcis_event_at ON epcis_event (event_at, number);
     CREATE INDEX epcis_event_season ON epcis_event (season);",
);

pub(crate) fn observation(
    db: &Connection,
    fact: &Fact,
    observation: ObservationId,
    event: &observation::Event,
) -> Result<()> {
    match event {
        observation::Event::ObservationAccepted { .. } => match observed(db, observation)? {
            Some((at, step)) => first(db, fact, at, step, None),
            None => Ok(()),
        },
        observation::Event::ObservationDeclaredErroneous { mistake, at, .. } => {
            declare(db, fact, &format!("{observation}/observed"), *mistake, *at)
        }
        observation::Event::ObservationCorrected { .. } => match observed(db, observation)? {
            Some((at, step)) => again(db, fact, at, step),
            None => Ok(()),
        },
        // What does not count, or not yet, is told to nobody.
        observation::Event::ObservationCaptured { .. }
        | observation::Event::ObservationFlagged { .. }
        | observation::Event::ObservationRefused { .. } => Ok(()),
    }
}

fn observed(db: &Connection, observation: ObservationId) -> Result<Option<(Timestamp, Step)>> {
    let found = db
        .prepare_cached(
            "SELECT o.tree, o.captured_at, o.stage ->> '$', t.block
             FROM observation o JOIN tree t ON t.tree = o.tree WHERE o.observation = ?1",
        )?
        .query_row([observation.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            let (tree, at) = (columns.id(TreeId::from_bytes)?, columns.time()?);
            Ok((tree, at, columns.plain()?, columns.id(BlockId::from_bytes)?))
        })
        .optional()?;
    let Some((tree, at, stage, block)) = found else {
        return Ok(None);
    };
    let Some(tree) = tree_name(db, tree)? else {
        return Ok(None);
    };
    let photos = photos_of(db, observation)?;
    let step = Step::Observed {
        observation,
        tree,
        block,
        stage,
        photos: photos.into_iter().map(|photo| photo.sha256).collect(),
    };
    Ok(Some((at, step)))
}

pub(crate) fn lot(db: &Connection, fact: &Fact, lot: LotId, event: &lot::Event) -> Result<()> {
    match event {
        lot::Event::LotHarvested {
            code,
            block,
            picked_on,
            grade,
            net,
            yields,
            ..
        } => {
            let step = Step::Harvested {
                lot: name_lot(db, lot, code)?,
                block: *block,
                picked_on: *picked_on,
                grade: word(grade)?,
                net: *net,
                yields: named(db, yields)?,
            };
            let at = picked_at(*picked_on, fact.recorded_at);
            first(db, fact, at, step, season_of(db, lot)?)
        }
        lot::Event::CertificateIssued { certificate, at }
        | lot::Event::CertificateReplaced {
            certificate, at, ..
        } => certified(db, fact, lot, &certificate.number, *at),
        lot::Event::LotDeclaredErroneous { mistake, at, .. } => {
            declare(db, fact, &format!("{lot}/harvested"), *mistake, *at)
        }
        lot::Event::HarvestCorrected {
            picked_on,
            grade,
            net,
            yields,
            ..
        } => {
            let subject = format!("{lot}/harvested");
            let Some(Told { record, .. }) = latest(db, &subject)? else {
                return Ok(());
            };
            let Step::Harvested {
                lot: name, block, ..
            } = record.step
            else {
                return Ok(());
            };
            let step = Step::Harvested {
                lot: name,
                block,
                picked_on: *picked_on,
                grade: word(grade)?,
                net: *net,
                yields: named(db, yields)?,
            };
            again(db, fact, picked_at(*picked_on, fact.recorded_at), step)
        }
        // Who gets how much is between the farm and the adopters; what was sorted out went nowhere.
        lot::Event::LotAllocated { .. }
        | lot::Event::SurplusReleased { .. }
        | lot::Event::LotLossRecorded { .. } => Ok(()),
    }
}

/// The certificate that was written last.
fn certified(db: &Connection, fact: &Fact, lot: LotId, number: &str, at: Timestamp) -> Result<()> {
    let found = db
        .prepare_cached(
            "SELECT nth, grams FROM certificate WHERE lot = ?1 ORDER BY nth DESC LIMIT 1",
        )?
        .query_row([lot.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok((columns.plain()?, columns.grams()?))
        })
        .optional()?;
    let (nth, net) = found.unwrap_or((1, Grams::ZERO));
    let step = Step::Certified {
        lot: lot_name(db, lot)?,
        nth,
        number: number.to_owned(),
        net,
    };
    first(db, fact, at, step, season_of(db, lot)?)
}

/// Treatments and work; only the day is known. What was noted beside it stays here.
pub(crate) fn care(
    db: &Connection,
    fact: &Fact,
    block: BlockId,
    event: &care::Event,
) -> Result<()> {
    match event {
        care::Event::TreatmentRecorded {
            entry,
            treatment,
            waiting_until,
            ..
        } => {
            let mut trees = Vec::with_capacity(treatment.trees.len());
            for tree in &treatment.trees {
                trees.extend(tree_name(db, *tree)?);
            }
            let cared = if trees.is_empty() {
                all_trees(db, block)?
            } else {
                Cared::Trees(trees)
            };
            let step = Step::Treated {
                block,
                entry: *entry,
                cared,
                product: treatment.product.clone(),
                dose: treatment.dose.clone(),
                waiting_until: *waiting_until,
            };
            first(
                db,
                fact,
                picked_at(treatment.on, fact.recorded_at),
                step,
                None,
            )
        }
        care::Event::WorkRecorded {
            entry, kind, on, ..
        } => {
            let step = Step::Worked {
                block,
                entry: *entry,
                cared: all_trees(db, block)?,
                work: word(kind)?,
            };
            first(db, fact, picked_at(*on, fact.recorded_at), step, None)
        }
        care::Event::TreatmentWithdrawn { entry, at, .. } => {
            let subject = format!("{block}/treated/{entry}");
            declare(db, fact, &subject, Mistake::DidNotOccur, *at)
        }
    }
}

fn all_trees(db: &Connection, block: BlockId) -> Result<Cared> {
    db.prepare_cached("SELECT count(*) FROM tree WHERE block = ?1")?
        .query_row([block.as_bytes()], |row| row.get(0).map(Cared::All))
}

/// A word of a closed list.
fn word(value: &impl serde::Serialize) -> Result<String> {
    Ok(kept_json(value)?.trim_matches('"').to_owned())
}

fn named(db: &Connection, yields: &[lot::TreeYield]) -> Result<Vec<(epcis::TreeName, Grams)>> {
    let mut named = Vec::with_capacity(yields.len());
    for given in yields {
        // No tree is without a tag: both are told in one breath.
        if let Some(name) = tree_name(db, given.tree)? {
            named.push((name, given.grams));
        }
    }
    Ok(named)
}

fn season_of(db: &Connection, lot: LotId) -> Result<Option<i64>> {
    db.prepare_cached("SELECT min(season) FROM lot_tree WHERE lot = ?1")?
        .query_row([lot.as_bytes()], |row| row.get(0))
}

pub(crate) fn parcel(
    db: &Connection,
    fact: &Fact,
    parcel: ParcelId,
    event: &parcel::Event,
) -> Result<()> {
    match event {
        parcel::Event::ParcelPacked {
            tree, contents, at, ..
        } => {
            let Some(orchard) = orchard_of(db, *tree)? else {
                return Ok(());
            };
            let contents = contents
                .iter()
                .map(|one| Ok((lot_name(db, one.lot)?, one.grams)))
                .collect::<Result<Vec<_>>>()?;
            let season = match contents.first() {
                Some((lot, _)) => season_of(db, lot.lot)?,
                None => None,
            };
            let step = Step::Packed {
                parcel: name_parcel(db, parcel)?,
                orchard,
                contents,
            };
            first(db, fact, *at, step, season)
        }
        parcel::Event::ParcelHandedOver { at, .. } => {
            let tree = tree_of(db, parcel)?;
            let orchard = tree.map(|tree| orchard_of(db, tree)).transpose()?.flatten();
            let Some(orchard) = orchard else {
                return Ok(());
            };
            let name = name_parcel(db, parcel)?;
            let step = Step::Shipped {
                parcel: name,
                orchard,
            };
            first(db, fact, *at, step, packed_season(db, parcel)?)
        }
        parcel::Event::ParcelDelivered { at, .. } => {
            let name = name_parcel(db, parcel)?;
            let step = Step::Delivered { parcel: name };
            first(db, fact, *at, step, packed_season(db, parcel)?)
        }
        // Where a parcel is on its way tells where its receiver lives.
        parcel::Event::ParcelScanned { .. } => Ok(()),
    }
}

fn tree_of(db: &Connection, parcel: ParcelId) -> Result<Option<TreeId>> {
    db.prepare_cached("SELECT tree FROM parcel WHERE parcel = ?1")?
        .query_row([parcel.as_bytes()], |row| {
            Columns::of(row).id(TreeId::from_bytes)
        })
        .optional()
}

fn orchard_of(db: &Connection, tree: TreeId) -> Result<Option<OrchardId>> {
    db.prepare_cached("SELECT orchard FROM tree WHERE tree = ?1")?
        .query_row([tree.as_bytes()], |row| {
            Columns::of(row).id(OrchardId::from_bytes)
        })
        .optional()
}

fn packed_season(db: &Connection, parcel: ParcelId) -> Result<Option<i64>> {
    db.prepare_cached("SELECT season FROM epcis_event WHERE subject = ?1")?
        .query_row([format!("{parcel}/packed")], |row| row.get(0))
        .optional()
}
