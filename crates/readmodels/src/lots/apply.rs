//! The tables of harvest lots, of what trees gave to them and adoptions got from them, and what changes them.

use fulfilment::box_plan::{self, LotGrams};
use kernel::{AdoptionId, Day, Grams, LotId, Season, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::allocation::Policy;
use traceability::correction::Mistake;
use traceability::lot::{Allocation, Event, TreeYield};

use crate::catalogue;
use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "lots",
    5,
    "CREATE TABLE lot (
         harvested_position INTEGER PRIMARY KEY,
         lot BLOB NOT NULL UNIQUE,
         code TEXT NOT NULL,
         orchard BLOB NOT NULL,
         block BLOB NOT NULL,
         picked_on TEXT NOT NULL,
         grade TEXT NOT NULL,
         gross INTEGER NOT NULL,
         tare INTEGER NOT NULL,
         net INTEGER NOT NULL,
         harvested_by BLOB NOT NULL,
         recorded_at INTEGER NOT NULL,
         trees INTEGER NOT NULL,
         certificate TEXT,
         allocated_at INTEGER,
         allocated INTEGER NOT NULL,
         surplus INTEGER NOT NULL,
         lost INTEGER NOT NULL DEFAULT 0,
         policy TEXT,
         packed INTEGER NOT NULL,
         withdrawn TEXT
     ) STRICT;
     CREATE TABLE lot_tree (
         lot BLOB NOT NULL,
         tree BLOB NOT NULL,
         season INTEGER NOT NULL,
         grams INTEGER NOT NULL,
         campaign BLOB,
         PRIMARY KEY (lot, tree)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE allocation (
         adoption BLOB NOT NULL,
         lot BLOB NOT NULL,
         allocated INTEGER NOT NULL,
         granted INTEGER NOT NULL,
         topped_up INTEGER NOT NULL,
         of_other_trees INTEGER NOT NULL DEFAULT 0,
         packed INTEGER NOT NULL,
         PRIMARY KEY (adoption, lot)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE entitlement (
         adoption BLOB PRIMARY KEY,
         reduced INTEGER NOT NULL,
         carried_in INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX lot_orchard ON lot (orchard);
     CREATE INDEX lot_uncertified ON lot (harvested_position) WHERE certificate IS NULL AND withdrawn IS NULL;
     CREATE INDEX lot_unallocated ON lot (harvested_position) WHERE allocated_at IS NULL AND withdrawn IS NULL;
     CREATE INDEX lot_tree_tree ON lot_tree (tree);
     CREATE INDEX allocation_lot ON allocation (lot);",
);

pub(crate) fn lot(db: &Connection, fact: &Fact, lot: LotId, event: &Event) -> Result<()> {
    match event {
        Event::LotHarvested {
            picked_on, yields, ..
        } => {
            insert(db, fact, lot, event)?;
            yields
                .iter()
                .try_for_each(|given| add_yield(db, lot, *picked_on, *given))
        }
        Event::CertificateIssued { certificate, .. }
        | Event::CertificateReplaced { certificate, .. } => {
            db.prepare_cached("UPDATE lot SET certificate = ?2 WHERE lot = ?1")?
                .execute(params![lot.as_bytes(), kept_json(certificate)?])?;
            Ok(())
        }
        Event::LotAllocated {
            lot: _,
            policy,
            allocations,
            surplus,
            at,
        } => divide(db, lot, allocations, (*policy, *surplus, *at)),
        Event::SurplusReleased { releases, .. } => {
            let released: Grams = releases.iter().map(|given| given.grams).sum();
            db.prepare_cached(
                "UPDATE lot SET allocated = allocated + ?2, surplus = surplus - ?2 WHERE lot = ?1",
            )?
            .execute(params![lot.as_bytes(), kept_grams(released)])?;
            releases
                .iter()
                .try_for_each(|given| allocate(db, lot, given))
        }
        Event::LotLossRecorded { lost, .. } => lose(db, lot, lost),
        Event::LotDeclaredErroneous {
            mistake: Mistake::DidNotOccur,
            reason,
            ..
        } => {
            take_back(db, lot)?;
            db.prepare_cached("UPDATE lot SET net = 0, trees = 0, withdrawn = ?2 WHERE lot = ?1")?
                .execute(params![lot.as_bytes(), reason])?;
            Ok(())
        }
        // What holds instead is told next.
        Event::LotDeclaredErroneous {
            mistake: Mistake::IncorrectData,
            ..
        } => Ok(()),
        Event::HarvestCorrected {
            picked_on, yields, ..
        } => {
            take_back(db, lot)?;
            correct(db, lot, event)?;
            yields
                .iter()
                .try_for_each(|given| add_yield(db, lot, *picked_on, *given))
        }
    }
}

/// A division between many is told by several events: each adds what it tells.
fn divide(
    db: &Connection,
    lot: LotId,
    allocations: &[Allocation],
    (policy, surplus, at): (Policy, Grams, Timestamp),
) -> Result<()> {
    let allocated: Grams = allocations.iter().map(|given| given.grams).sum();
    db.prepare_cached(
        "UPDATE lot SET allocated_at = ?2, allocated = allocated + ?3, surplus = surplus + ?4, policy = ?5
         WHERE lot = ?1",
    )?
    .execute(params![
        lot.as_bytes(),
        at.millis(),
        kept_grams(allocated),
        kept_grams(surplus),
        kept_json(&policy)?
    ])?;
    allocations
        .iter()
        .try_for_each(|given| allocate(db, lot, given))
}

/// Before the division there is no surplus to lose it from.
fn lose(db: &Connection, lot: LotId, lost: &[TreeYield]) -> Result<()> {
    let grams: Grams = lost.iter().map(|one| one.grams).sum();
    db.prepare_cached(
        "UPDATE lot SET lost = lost + ?2,
             surplus = surplus - CASE WHEN allocated_at IS NULL THEN 0 ELSE ?2 END
         WHERE lot = ?1",
    )?
    .execute(params![lot.as_bytes(), kept_grams(grams)])?;
    Ok(())
}

/// Notes who gets how much, and whether it grew on the adopted tree (D 34).
fn allocate(db: &Connection, lot: LotId, given: &Allocation) -> Result<()> {
    add(db, given.adoption, lot, Given::Allocated(given.grams))?;
    db.prepare_cached(
        "UPDATE allocation SET of_other_trees = of_other_trees + ?3
         WHERE adoption = ?1 AND lot = ?2
           AND (SELECT a.tree <> ?4 FROM adoption a WHERE a.adoption = ?1)",
    )?
    .execute(params![
        given.adoption.as_bytes(),
        lot.as_bytes(),
        kept_grams(given.grams),
        given.tree.as_bytes()
    ])?;
    Ok(())
}

fn insert(db: &Connection, fact: &Fact, lot: LotId, event: &Event) -> Result<()> {
    let Event::LotHarvested {
        lot: _,
        code,
        orchard,
        block,
        picked_on,
        grade,
        gross,
        tare,
        net,
        yields,
        by,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO lot (harvested_position, lot, code, orchard, block, picked_on, grade, gross, tare,
                          net, harvested_by, recorded_at, trees, allocated, surplus, packed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, 0)",
    )?
    .execute(params![
        kept_position(fact.position),
        lot.as_bytes(),
        code,
        orchard.as_bytes(),
        block.as_bytes(),
        picked_on.to_string(),
        kept_json(grade)?,
        kept_grams(*gross),
        kept_grams(*tare),
        kept_grams(*net),
        by.as_bytes(),
        fact.recorded_at.millis(),
        i64::try_from(yields.len()).unwrap_or(i64::MAX),
    ])?;
    Ok(())
}

/// What the trees gave no longer counts.
fn take_back(db: &Connection, lot: LotId) -> Result<()> {
    let given = db
        .prepare_cached(
            "SELECT campaign, grams FROM lot_tree WHERE lot = ?1 AND campaign IS NOT NULL",
        )?
        .query_map([lot.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<([u8; 16], i64)>>>()?;
    for (campaign, grams) in given {
        catalogue::apply::harvested(db, &campaign, -grams)?;
    }
    db.prepare_cached("DELETE FROM lot_tree WHERE lot = ?1")?
        .execute([lot.as_bytes()])?;
    Ok(())
}

fn correct(db: &Connection, lot: LotId, event: &Event) -> Result<()> {
    let Event::HarvestCorrected {
        picked_on,
        grade,
        gross,
        tare,
        net,
        yields,
        ..
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "UPDATE lot SET picked_on = ?2, grade = ?3, gross = ?4, tare = ?5, net = ?6, trees = ?7 WHERE lot = ?1",
    )?
    .execute(params![
        lot.as_bytes(),
        picked_on.to_string(),
        kept_json(grade)?,
        kept_grams(*gross),
        kept_grams(*tare),
        kept_grams(*net),
        i64::try_from(yields.len()).unwrap_or(i64::MAX),
    ])?;
    Ok(())
}

fn add_yield(db: &Connection, lot: LotId, picked_on: Day, given: TreeYield) -> Result<()> {
    let (season, campaign) = season_of(db, given.tree, picked_on)?;
    db.prepare_cached(
        "INSERT INTO lot_tree (lot, tree, season, grams, campaign) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        lot.as_bytes(),
        given.tree.as_bytes(),
        season,
        kept_grams(given.grams),
        campaign,
    ])?;
    match campaign {
        Some(campaign) => catalogue::apply::harvested(db, &campaign, kept_grams(given.grams)),
        None => Ok(()),
    }
}

/// The season and campaign that fruit of a tree counts for. Citrus is picked from November into the new
/// year, so the year alone does not tell: it is the earliest offer of the tree, of this year or before, that
/// was still sending or ended at most 60 days ago; without an offer it is the year, kept among those that can be a
/// season: an old log may name any day.
fn season_of(db: &Connection, tree: TreeId, picked_on: Day) -> Result<(i64, Option<[u8; 16]>)> {
    let day = picked_on.to_string();
    let year: i64 = day
        .get(..4)
        .and_then(|year| year.parse().ok())
        .unwrap_or_default();
    let found = db
        .prepare_cached(
            "SELECT c.season, c.campaign
             FROM offered_tree f JOIN campaign c ON c.campaign = f.campaign
             WHERE f.tree = ?1 AND c.status <> 'draft' AND c.season <= ?2
               AND date(c.ship_until, '+60 days') >= ?3
             ORDER BY c.season, c.drafted_position LIMIT 1",
        )?
        .query_row(params![tree.as_bytes(), year, day], |row| {
            Ok((row.get(0)?, Some(row.get(1)?)))
        })
        .optional()?;
    let (first, last) = (i64::from(Season::FIRST), i64::from(Season::LAST));
    Ok(found.unwrap_or((year.clamp(first, last), None)))
}

pub(crate) fn box_plan(
    db: &Connection,
    adoption: AdoptionId,
    event: &box_plan::Event,
) -> Result<()> {
    match event {
        box_plan::Event::EntitlementGranted {
            adoption: _,
            lot,
            grams,
        } => add(db, adoption, *lot, Given::Granted(*grams)),
        box_plan::Event::EntitlementReduced { grams, .. } => {
            change(db, adoption, (*grams, Grams::ZERO))
        }
        box_plan::Event::EntitlementCarriedIn { grams, .. } => {
            change(db, adoption, (Grams::ZERO, *grams))
        }
        box_plan::Event::EntitlementToppedUp { lot, grams, .. } => {
            add(db, adoption, *lot, Given::ToppedUp(*grams))
        }
        box_plan::Event::BoxPacked { contents, .. } => contents
            .iter()
            .try_for_each(|content| pack(db, adoption, *content)),
        box_plan::Event::BoxesPlanned { .. }
        | box_plan::Event::BoxAddressChanged { .. }
        | box_plan::Event::BoxesCancelled { .. }
        | box_plan::Event::BoxesForgotten { .. }
        | box_plan::Event::AddressesLocked { .. } => Ok(()),
    }
}

/// What is owed beside what was promised: less, or more.
fn change(db: &Connection, adoption: AdoptionId, (less, more): (Grams, Grams)) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO entitlement (adoption, reduced, carried_in) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET reduced = reduced + excluded.reduced,
             carried_in = carried_in + excluded.carried_in",
    )?
    .execute(params![
        adoption.as_bytes(),
        kept_grams(less),
        kept_grams(more)
    ])?;
    Ok(())
}

fn pack(db: &Connection, adoption: AdoptionId, content: LotGrams) -> Result<()> {
    add(db, adoption, content.lot, Given::Packed(content.grams))?;
    db.prepare_cached("UPDATE lot SET packed = packed + ?2 WHERE lot = ?1")?
        .execute(params![content.lot.as_bytes(), kept_grams(content.grams)])?;
    Ok(())
}

/// How far grams of a lot have come towards an adopter.
#[derive(Clone, Copy)]
enum Given {
    Allocated(Grams),
    Granted(Grams),
    /// Of other trees than the adopted one.
    ToppedUp(Grams),
    Packed(Grams),
}

fn add(db: &Connection, adoption: AdoptionId, lot: LotId, given: Given) -> Result<()> {
    let (allocated, granted, topped_up, packed) = match given {
        Given::Allocated(grams) => (kept_grams(grams), 0, 0, 0),
        Given::Granted(grams) => (0, kept_grams(grams), 0, 0),
        Given::ToppedUp(grams) => (0, kept_grams(grams), kept_grams(grams), 0),
        Given::Packed(grams) => (0, 0, 0, kept_grams(grams)),
    };
    db.prepare_cached(
        "INSERT INTO allocation (adoption, lot, allocated, granted, topped_up, packed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET allocated = allocated + excluded.allocated,
             granted = granted + excluded.granted, topped_up = topped_up + excluded.topped_up,
             packed = packed + excluded.packed",
    )?
    .execute(params![
        adoption.as_bytes(),
        lot.as_bytes(),
        allocated,
        granted,
        topped_up,
        packed
    ])?;
    Ok(())
}
