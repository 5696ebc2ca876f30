//! The tables of trees and tags, and what changes them.

use kernel::{ContentHash, ShortCode, Timestamp, TreeId};
use rusqlite::{Connection, Result, params};
use traceability::observation::Stage;
use traceability::{tag, tree};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "trees",
    2,
    "CREATE TABLE tree (
         registered_position INTEGER PRIMARY KEY,
         tree BLOB NOT NULL UNIQUE,
         orchard BLOB NOT NULL,
         block BLOB NOT NULL,
         row INTEGER NOT NULL,
         number INTEGER NOT NULL,
         variety TEXT NOT NULL,
         planted INTEGER NOT NULL,
         name TEXT NOT NULL,
         rootstock TEXT,
         lat_e7 INTEGER,
         lon_e7 INTEGER,
         code TEXT,
         stage TEXT,
         seen_at INTEGER,
         photo BLOB,
         photo_at INTEGER
     ) STRICT;
     CREATE TABLE tag (
         code TEXT PRIMARY KEY,
         tree BLOB NOT NULL,
         issued_at INTEGER NOT NULL,
         retired_at INTEGER,
         lost_at INTEGER,
         reason TEXT
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX tag_tree ON tag (tree, issued_at);
     CREATE INDEX tree_place ON tree (orchard, block, row, number, tree);
     CREATE INDEX tree_photo ON tree (orchard, photo_at, tree);",
);

pub(crate) fn tree(db: &Connection, fact: &Fact, tree: TreeId, event: &tree::Event) -> Result<()> {
    match event {
        tree::Event::TreeRegistered {
            tree: _,
            facts,
            at: _,
        } => {
            db.prepare_cached(
                "INSERT INTO tree (registered_position, tree, orchard, block, row, number, variety,
                                   planted, name)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                kept_position(fact.position),
                tree.as_bytes(),
                facts.orchard.as_bytes(),
                facts.block.as_bytes(),
                facts.row,
                facts.number,
                facts.variety,
                facts.planted,
                facts.name,
            ])?;
        }
        tree::Event::TagAttached { code, at: _ } => carries(db, tree, *code)?,
        tree::Event::TagReplaced {
            code,
            old,
            reason,
            at: _,
        } => {
            carries(db, tree, *code)?;
            db.prepare_cached("UPDATE tag SET reason = ?2 WHERE code = ?1")?
                .execute(params![old.as_str(), reason])?;
        }
        tree::Event::TreeFactsCorrected {
            variety, planted, ..
        } => {
            db.prepare_cached("UPDATE tree SET variety = ?2, planted = ?3 WHERE tree = ?1")?
                .execute(params![tree.as_bytes(), variety, planted])?;
        }
        tree::Event::TagLost { code, at } => lost(db, *code, Some(*at))?,
        tree::Event::TagFound { code, at: _ } => lost(db, *code, None)?,
        tree::Event::TreeSurveyed {
            rootstock,
            spot,
            at: _,
        } => {
            db.prepare_cached(
                "UPDATE tree SET rootstock = coalesce(?2, rootstock), lat_e7 = coalesce(?3, lat_e7),
                                 lon_e7 = coalesce(?4, lon_e7)
                 WHERE tree = ?1",
            )?
            .execute(params![
                tree.as_bytes(),
                rootstock,
                spot.map(|spot| spot.lat_e7),
                spot.map(|spot| spot.lon_e7),
            ])?;
        }
        // The observation's own acceptance, or correction, has told this already.
        tree::Event::TreeObserved { .. } | tree::Event::TreeObservationCorrected { .. } => {}
    }
    Ok(())
}

fn carries(db: &Connection, tree: TreeId, code: ShortCode) -> Result<()> {
    db.prepare_cached("UPDATE tree SET code = ?2 WHERE tree = ?1")?
        .execute(params![tree.as_bytes(), code.as_str()])?;
    Ok(())
}

fn lost(db: &Connection, code: ShortCode, since: Option<Timestamp>) -> Result<()> {
    db.prepare_cached("UPDATE tag SET lost_at = ?2 WHERE code = ?1")?
        .execute(params![code.as_str(), since.map(Timestamp::millis)])?;
    Ok(())
}

pub(crate) fn tag(db: &Connection, code: ShortCode, event: &tag::Event) -> Result<()> {
    match event {
        tag::Event::TagIssued { code: _, tree, at } => {
            db.prepare_cached("INSERT INTO tag (code, tree, issued_at) VALUES (?1, ?2, ?3)")?
                .execute(params![code.as_str(), tree.as_bytes(), at.millis()])?;
        }
        tag::Event::TagRetired { at } => {
            db.prepare_cached("UPDATE tag SET retired_at = ?2 WHERE code = ?1")?
                .execute(params![code.as_str(), at.millis()])?;
        }
    }
    Ok(())
}

/// An accepted observation, newest by the time it was made: one from yesterday that arrives today takes nothing
/// back.
pub(crate) fn seen(
    db: &Connection,
    tree: TreeId,
    stage: Stage,
    photo: Option<ContentHash>,
    captured_at: Timestamp,
) -> Result<()> {
    let at = captured_at.millis();
    db.prepare_cached(
        "UPDATE tree SET stage = ?2, seen_at = ?3
         WHERE tree = ?1 AND (seen_at IS NULL OR seen_at <= ?3)",
    )?
    .execute(params![tree.as_bytes(), kept_json(&stage)?, at])?;
    if let Some(photo) = photo {
        db.prepare_cached(
            "UPDATE tree SET photo = ?2, photo_at = ?3
             WHERE tree = ?1 AND (photo_at IS NULL OR photo_at <= ?3)",
        )?
        .execute(params![tree.as_bytes(), photo.as_bytes(), at])?;
    }
    Ok(())
}

/// What was seen last, found again among the observations that count now: one of them was corrected.
pub(crate) fn seen_anew(db: &Connection, tree: TreeId) -> Result<()> {
    db.prepare_cached(
        "UPDATE tree SET (stage, seen_at) =
             (SELECT stage, captured_at FROM observation WHERE tree = ?1 AND state = 'accepted'
              ORDER BY captured_at DESC, captured_position DESC LIMIT 1)
         WHERE tree = ?1",
    )?
    .execute([tree.as_bytes()])?;
    db.prepare_cached(
        "UPDATE tree SET (photo, photo_at) =
             (SELECT h.sha256, v.captured_at
              FROM observation v JOIN photo h ON h.observation = v.observation AND h.nth = 0
              WHERE v.tree = ?1 AND v.state = 'accepted'
              ORDER BY v.captured_at DESC, v.captured_position DESC LIMIT 1)
         WHERE tree = ?1",
    )?
    .execute([tree.as_bytes()])?;
    Ok(())
}
