//! The table of a tree's diary, and what is written into it. It comes last, so that a fact's other rows are
//! there already.

use adoption::adoption as bond;
use adoption::tree_share::{self, Part};
use fulfilment::parcel;
use kernel::{AdoptionId, LotId, ObservationId, ParcelId, Season, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::correction::Mistake;
use traceability::lot::TreeYield;
use traceability::{lot, observation, tree};

use crate::columns::{Columns, kept_json};
use crate::fact::Fact;
use crate::observations::photos_of;
use crate::store::kept_position;
use crate::tables::Owner;
use crate::tree_page::{EntryKind, PublicPhoto, Wrong};

pub(crate) const TABLES: Owner = Owner::new(
    "tree_page",
    2,
    "CREATE TABLE tree_entry (
         id INTEGER PRIMARY KEY,
         tree BLOB NOT NULL,
         position INTEGER NOT NULL,
         at INTEGER NOT NULL,
         entry TEXT NOT NULL,
         subject TEXT,
         wrong TEXT
     ) STRICT;
     CREATE INDEX tree_entry_subject ON tree_entry (subject) WHERE subject IS NOT NULL;",
    "CREATE INDEX tree_entry_tree ON tree_entry (tree);",
);

fn write(
    db: &Connection,
    fact: &Fact,
    tree: TreeId,
    at: Timestamp,
    entry: &EntryKind,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO tree_entry (tree, position, at, entry, subject) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        tree.as_bytes(),
        kept_position(fact.position),
        at.millis(),
        kept_json(entry)?,
        subject(entry),
    ])?;
    Ok(())
}

/// Of what an entry tells, where that can be declared wrong.
fn subject(entry: &EntryKind) -> Option<String> {
    match entry {
        EntryKind::Observed { observation, .. } => Some(observation.to_string()),
        EntryKind::Harvested { lot, .. } => Some(lot.to_string()),
        EntryKind::Registered
        | EntryKind::FactsCorrected { .. }
        | EntryKind::TagAttached { .. }
        | EntryKind::TagReplaced { .. }
        | EntryKind::Adopted { .. }
        | EntryKind::Released { .. }
        | EntryKind::NameplateApproved { .. }
        | EntryKind::NameplateHung { .. }
        | EntryKind::Certified { .. }
        | EntryKind::Packed { .. }
        | EntryKind::HandedOver { .. }
        | EntryKind::Delivered { .. } => None,
    }
}

/// What was told stays, and is marked as wrong.
fn declare(
    db: &Connection,
    fact: &Fact,
    subject: &str,
    mistake: Mistake,
    reason: &str,
) -> Result<()> {
    let wrong = Wrong {
        mistake,
        reason: reason.to_owned(),
        position: fact.position.0,
    };
    db.prepare_cached("UPDATE tree_entry SET wrong = ?2 WHERE subject = ?1 AND wrong IS NULL")?
        .execute(params![subject, kept_json(&wrong)?])?;
    Ok(())
}

pub(crate) fn tree(db: &Connection, fact: &Fact, tree: TreeId, event: &tree::Event) -> Result<()> {
    match event {
        tree::Event::TreeRegistered {
            tree: _,
            facts: _,
            at,
        } => write(db, fact, tree, *at, &EntryKind::Registered),
        tree::Event::TagAttached { code, at } => {
            write(db, fact, tree, *at, &EntryKind::TagAttached { code: *code })
        }
        tree::Event::TagReplaced {
            old: _,
            code,
            reason: _,
            at,
        } => write(db, fact, tree, *at, &EntryKind::TagReplaced { code: *code }),
        // The observation's own acceptance, or correction, is the entry.
        tree::Event::TreeObserved { .. } | tree::Event::TreeObservationCorrected { .. } => Ok(()),
        tree::Event::TreeFactsCorrected {
            variety,
            planted,
            reason,
            at,
        } => {
            let corrected = EntryKind::FactsCorrected {
                variety: variety.clone(),
                planted: *planted,
                reason: reason.clone(),
            };
            write(db, fact, tree, *at, &corrected)
        }
        // The register tells these; no fruit comes from them.
        tree::Event::TreeSurveyed { .. }
        | tree::Event::TagLost { .. }
        | tree::Event::TagFound { .. } => Ok(()),
    }
}

pub(crate) fn share(
    db: &Connection,
    fact: &Fact,
    tree: TreeId,
    season: Season,
    event: &tree_share::Event,
) -> Result<()> {
    match event {
        tree_share::Event::TreeShareTaken { part, at, .. } => write(
            db,
            fact,
            tree,
            *at,
            &EntryKind::Adopted {
                season,
                part: *part,
            },
        ),
        tree_share::Event::TreeShareReleased { part, at, .. } => write(
            db,
            fact,
            tree,
            *at,
            &EntryKind::Released {
                season,
                part: *part,
            },
        ),
        // Holds come and go; they are nobody's history. Who of the adopters has which part is their own affair.
        tree_share::Event::TreeShareHeld { .. }
        | tree_share::Event::HoldExpired { .. }
        | tree_share::Event::TreeShareSplit { .. }
        | tree_share::Event::TreeShareTransferred { .. } => Ok(()),
    }
}

pub(crate) fn adoption(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &bond::Event,
) -> Result<()> {
    let (at, photo) = match event {
        bond::Event::NameplateApproved { at } => (at, None),
        bond::Event::NameplateHung { photo, at } => (at, Some(*photo)),
        bond::Event::AdoptionStarted { .. }
        | bond::Event::NameplateProposed { .. }
        | bond::Event::NameplateRejected { .. }
        | bond::Event::NameplatePrinted { .. }
        | bond::Event::ContractAccepted { .. }
        | bond::Event::AdoptionConfirmed { .. }
        | bond::Event::EntitlementPromised { .. }
        | bond::Event::AdoptionCancelled { .. }
        | bond::Event::AdoptionCompleted { .. }
        | bond::Event::AdoptionSplit { .. }
        | bond::Event::AdoptionTransferred { .. } => return Ok(()),
    };
    let found = db
        .prepare_cached("SELECT tree, season, part, parts FROM adoption WHERE adoption = ?1")?
        .query_row([adoption.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            let tree = columns.id(TreeId::from_bytes)?;
            let season = columns.season()?;
            Ok((
                tree,
                season,
                Part {
                    number: columns.plain()?,
                    of: columns.plain()?,
                },
            ))
        })
        .optional()?;
    match found {
        Some((tree, season, part)) => {
            let entry = match photo {
                None => EntryKind::NameplateApproved { season, part },
                Some(photo) => EntryKind::NameplateHung {
                    season,
                    part,
                    photo,
                },
            };
            write(db, fact, tree, *at, &entry)
        }
        None => Ok(()),
    }
}

pub(crate) fn observation(
    db: &Connection,
    fact: &Fact,
    observation: ObservationId,
    event: &observation::Event,
) -> Result<()> {
    match event {
        observation::Event::ObservationAccepted { .. }
        | observation::Event::ObservationCorrected { .. } => {}
        observation::Event::ObservationDeclaredErroneous {
            mistake, reason, ..
        } => return declare(db, fact, &observation.to_string(), *mistake, reason),
        observation::Event::ObservationCaptured { .. }
        | observation::Event::ObservationFlagged { .. }
        | observation::Event::ObservationRefused { .. } => return Ok(()),
    }
    let photos = photos_of(db, observation)?
        .into_iter()
        .map(|photo| PublicPhoto {
            sha256: photo.sha256,
            width: photo.width,
            height: photo.height,
        })
        .collect();
    let found = db
        .prepare_cached(
            "SELECT tree, captured_at, stage, note FROM observation WHERE observation = ?1",
        )?
        .query_row([observation.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            let tree = columns.id(TreeId::from_bytes)?;
            let at = columns.time()?;
            let (stage, note) = (columns.json()?, columns.plain()?);
            Ok((
                tree,
                at,
                EntryKind::Observed {
                    observation,
                    stage,
                    note,
                    photos,
                },
            ))
        })
        .optional()?;
    match found {
        Some((tree, at, entry)) => write(db, fact, tree, at, &entry),
        None => Ok(()),
    }
}

pub(crate) fn lot(db: &Connection, fact: &Fact, lot: LotId, event: &lot::Event) -> Result<()> {
    match event {
        lot::Event::LotHarvested { code, yields, .. } => harvest(db, fact, lot, code, yields),
        lot::Event::LotDeclaredErroneous {
            mistake, reason, ..
        } => declare(db, fact, &lot.to_string(), *mistake, reason),
        lot::Event::HarvestCorrected { yields, .. } => {
            let code = db
                .prepare_cached("SELECT code FROM lot WHERE lot = ?1")?
                .query_row([lot.as_bytes()], |row| row.get::<_, String>(0))
                .optional()?;
            harvest(db, fact, lot, &code.unwrap_or_default(), yields)
        }
        lot::Event::CertificateIssued { certificate, at }
        | lot::Event::CertificateReplaced {
            certificate, at, ..
        } => certify(db, fact, lot, &certificate.number, *at),
        // Who gets how much is between the farm and the adopters.
        lot::Event::LotAllocated { .. }
        | lot::Event::SurplusReleased { .. }
        | lot::Event::LotLossRecorded { .. } => Ok(()),
    }
}

fn harvest(
    db: &Connection,
    fact: &Fact,
    lot: LotId,
    code: &str,
    yields: &[TreeYield],
) -> Result<()> {
    for given in yields {
        let entry = EntryKind::Harvested {
            lot,
            lot_code: code.to_owned(),
            grams: given.grams,
        };
        write(db, fact, given.tree, fact.recorded_at, &entry)?;
    }
    Ok(())
}

fn certify(db: &Connection, fact: &Fact, lot: LotId, number: &str, at: Timestamp) -> Result<()> {
    let trees = db
        .prepare_cached(
            "SELECT y.tree, l.code FROM lot_tree y JOIN lot l ON l.lot = y.lot
             WHERE y.lot = ?1 ORDER BY y.tree",
        )?
        .query_map([lot.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok((columns.id(TreeId::from_bytes)?, columns.plain::<String>()?))
        })?
        .collect::<Result<Vec<_>>>()?;
    for (tree, lot_code) in trees {
        let entry = EntryKind::Certified {
            lot,
            lot_code,
            number: number.to_owned(),
        };
        write(db, fact, tree, at, &entry)?;
    }
    Ok(())
}

pub(crate) fn parcel(
    db: &Connection,
    fact: &Fact,
    parcel: ParcelId,
    event: &parcel::Event,
) -> Result<()> {
    let (at, entry): (Timestamp, fn(ParcelId, u8) -> EntryKind) = match event {
        parcel::Event::ParcelPacked {
            tree,
            nth,
            grams,
            at,
            ..
        } => {
            let entry = EntryKind::Packed {
                parcel,
                nth: *nth,
                grams: *grams,
            };
            return write(db, fact, *tree, *at, &entry);
        }
        parcel::Event::ParcelHandedOver { at, .. } => {
            (*at, |parcel, nth| EntryKind::HandedOver { parcel, nth })
        }
        parcel::Event::ParcelDelivered { at, .. } => {
            (*at, |parcel, nth| EntryKind::Delivered { parcel, nth })
        }
        // What the carrier says on the way is not the tree's history.
        parcel::Event::ParcelScanned { .. } => return Ok(()),
    };
    let found = db
        .prepare_cached("SELECT tree, nth FROM parcel WHERE parcel = ?1")?
        .query_row([parcel.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok((columns.id(TreeId::from_bytes)?, columns.plain()?))
        })
        .optional()?;
    match found {
        Some((tree, nth)) => write(db, fact, tree, at, &entry(parcel, nth)),
        None => Ok(()),
    }
}
