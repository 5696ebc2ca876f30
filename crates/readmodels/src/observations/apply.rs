//! The tables of observations and their photos, and what changes them.

use kernel::{ObservationId, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::correction::Mistake;
use traceability::observation::{Event, Fingerprint, PhotoFacts, Stage};

use crate::columns::{Columns, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;
use crate::{catalogue, observations::likeness, trees};

pub(crate) const TABLES: Owner = Owner::new(
    "observations",
    2,
    "CREATE TABLE observation (
         captured_position INTEGER PRIMARY KEY,
         observation BLOB NOT NULL UNIQUE,
         tree BLOB NOT NULL,
         orchard BLOB,
         seen_by BLOB NOT NULL,
         stage TEXT NOT NULL,
         note TEXT,
         captured_at INTEGER NOT NULL,
         received_at INTEGER NOT NULL,
         state TEXT NOT NULL,
         flags TEXT,
         reason TEXT,
         decided_at INTEGER
     ) STRICT;
     CREATE TABLE photo (
         observation BLOB NOT NULL,
         nth INTEGER NOT NULL,
         sha256 BLOB NOT NULL,
         width INTEGER NOT NULL,
         height INTEGER NOT NULL,
         bytes INTEGER NOT NULL,
         dhash TEXT NOT NULL,
         fingerprint BLOB,
         taken_at INTEGER,
         exif TEXT,
         PRIMARY KEY (observation, nth)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE fingerprint (
         id INTEGER PRIMARY KEY,
         bits BLOB NOT NULL
     ) STRICT;",
    "CREATE INDEX observation_orchard ON observation (orchard);
     CREATE INDEX observation_flagged ON observation (state) WHERE state = 'flagged';
     CREATE INDEX photo_sha256 ON photo (sha256);",
);

pub(crate) fn observation(
    db: &Connection,
    fact: &Fact,
    observation: ObservationId,
    event: &Event,
) -> Result<()> {
    match event {
        Event::ObservationCaptured { photos, .. } => {
            insert(db, fact, observation, event)?;
            for (nth, photo) in (0_i64..).zip(photos) {
                insert_photo(db, observation, nth, photo)?;
                if let Some(fingerprint) = &photo.fingerprint {
                    likeness::insert(db, fact.position, nth, fingerprint)?;
                }
            }
            Ok(())
        }
        Event::ObservationAccepted { at, by: _, reason } => {
            judge(db, observation, "accepted", None, reason.as_deref(), *at)?;
            accept(db, observation)
        }
        Event::ObservationFlagged { flags, at } => judge(
            db,
            observation,
            "flagged",
            Some(&kept_json(flags)?),
            None,
            *at,
        ),
        Event::ObservationRefused { by: _, reason, at } => {
            judge(db, observation, "refused", None, Some(reason), *at)
        }
        Event::ObservationDeclaredErroneous {
            mistake: Mistake::DidNotOccur,
            reason,
            at,
            ..
        } => {
            judge(db, observation, "withdrawn", None, Some(reason), *at)?;
            forget(db, observation)
        }
        // What holds instead is told next.
        Event::ObservationDeclaredErroneous {
            mistake: Mistake::IncorrectData,
            ..
        } => Ok(()),
        Event::ObservationCorrected { stage, note, .. } => {
            db.prepare_cached(
                "UPDATE observation SET stage = ?2, note = ?3 WHERE observation = ?1",
            )?
            .execute(params![observation.as_bytes(), kept_json(stage)?, note])?;
            forget(db, observation)
        }
    }
}

fn insert(db: &Connection, fact: &Fact, observation: ObservationId, event: &Event) -> Result<()> {
    let Event::ObservationCaptured {
        tree,
        by,
        stage,
        note,
        captured_at,
        received_at,
        ..
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO observation (captured_position, observation, tree, orchard, seen_by, stage, note,
                                  captured_at, received_at, state)
         VALUES (?1, ?2, ?3, (SELECT orchard FROM tree WHERE tree = ?3), ?4, ?5, ?6, ?7, ?8, 'captured')",
    )?
    .execute(params![
        kept_position(fact.position),
        observation.as_bytes(),
        tree.as_bytes(),
        by.as_bytes(),
        kept_json(stage)?,
        note,
        captured_at.millis(),
        received_at.millis(),
    ])?;
    Ok(())
}

fn insert_photo(
    db: &Connection,
    observation: ObservationId,
    nth: i64,
    photo: &PhotoFacts,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO photo (observation, nth, sha256, width, height, bytes, dhash, taken_at, exif, fingerprint)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        observation.as_bytes(),
        nth,
        photo.sha256.as_bytes(),
        photo.width,
        photo.height,
        i64::try_from(photo.bytes).unwrap_or(i64::MAX),
        photo.dhash,
        photo.taken_at.map(Timestamp::millis),
        photo.exif.as_ref().map(kernel::Sealed::as_str),
        photo.fingerprint.as_ref().map(Fingerprint::as_bytes),
    ])?;
    Ok(())
}

fn judge(
    db: &Connection,
    observation: ObservationId,
    state: &str,
    flags: Option<&str>,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE observation SET state = ?2, flags = coalesce(?3, flags), reason = ?4, decided_at = ?5
         WHERE observation = ?1",
    )?
    .execute(params![observation.as_bytes(), state, flags, reason, at.millis()])?;
    Ok(())
}

/// The tree and the offers it is in show what was seen.
fn accept(db: &Connection, observation: ObservationId) -> Result<()> {
    let found = db
        .prepare_cached(
            "SELECT v.tree, v.stage, v.captured_at, h.sha256
             FROM observation v LEFT JOIN photo h ON h.observation = v.observation AND h.nth = 0
             WHERE v.observation = ?1",
        )?
        .query_row([observation.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            let tree = columns.id(TreeId::from_bytes)?;
            let stage: Stage = columns.json()?;
            Ok((tree, stage, columns.time()?, columns.hash_or_none()?))
        })
        .optional()?;
    let Some((tree, stage, captured_at, photo)) = found else {
        return Ok(());
    };
    trees::apply::seen(db, tree, stage, photo, captured_at)?;
    match photo {
        Some(photo) => catalogue::apply::cover(db, tree, photo, captured_at.millis()),
        None => Ok(()),
    }
}

/// The tree and the offers it is in show what counts now.
fn forget(db: &Connection, observation: ObservationId) -> Result<()> {
    let tree = db
        .prepare_cached("SELECT tree FROM observation WHERE observation = ?1")?
        .query_row([observation.as_bytes()], |row| {
            Columns::of(row).id(TreeId::from_bytes)
        })
        .optional()?;
    let Some(tree) = tree else {
        return Ok(());
    };
    trees::apply::seen_anew(db, tree)?;
    catalogue::apply::cover_anew(db, tree)
}
