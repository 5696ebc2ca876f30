//! The tables of orchards, blocks and farmers, and what changes them.

use kernel::OrchardId;
use rusqlite::{Connection, Result, params};
use traceability::{orchard, tree};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "orchards",
    2,
    "CREATE TABLE orchard (
         registered_position INTEGER PRIMARY KEY,
         orchard BLOB NOT NULL UNIQUE,
         farm BLOB NOT NULL,
         farm_name TEXT NOT NULL,
         name TEXT NOT NULL,
         province TEXT NOT NULL,
         county TEXT NOT NULL,
         village TEXT NOT NULL,
         lat_e7 INTEGER NOT NULL,
         lon_e7 INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE block (
         added_position INTEGER PRIMARY KEY,
         block BLOB NOT NULL UNIQUE,
         orchard BLOB NOT NULL,
         name TEXT NOT NULL,
         trees INTEGER NOT NULL,
         outline TEXT
     ) STRICT;
     CREATE TABLE orchard_farmer (
         person BLOB NOT NULL,
         orchard BLOB NOT NULL,
         PRIMARY KEY (person, orchard)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX block_orchard ON block (orchard);
     CREATE INDEX orchard_farmer_orchard ON orchard_farmer (orchard);",
);

pub(crate) fn orchard(
    db: &Connection,
    fact: &Fact,
    orchard: OrchardId,
    event: &orchard::Event,
) -> Result<()> {
    match event {
        orchard::Event::OrchardRegistered {
            orchard: _,
            farm,
            farm_name,
            name,
            place,
        } => {
            db.prepare_cached(
                "INSERT INTO orchard (registered_position, orchard, farm, farm_name, name, province,
                                      county, village, lat_e7, lon_e7)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                kept_position(fact.position),
                orchard.as_bytes(),
                farm.as_bytes(),
                farm_name,
                name,
                place.province,
                place.county,
                place.village,
                place.lat_e7,
                place.lon_e7,
            ])?;
        }
        orchard::Event::BlockAdded { block, name } => {
            db.prepare_cached(
                "INSERT INTO block (added_position, block, orchard, name, trees)
                 VALUES (?1, ?2, ?3, ?4, 0)",
            )?
            .execute(params![
                kept_position(fact.position),
                block.as_bytes(),
                orchard.as_bytes(),
                name,
            ])?;
        }
        orchard::Event::BlockOutlined { block, outline } => {
            db.prepare_cached("UPDATE block SET outline = ?2 WHERE block = ?1")?
                .execute(params![block.as_bytes(), kept_json(outline)?])?;
        }
        orchard::Event::FarmerAssigned { person } => {
            db.prepare_cached(
                "INSERT OR IGNORE INTO orchard_farmer (person, orchard) VALUES (?1, ?2)",
            )?
            .execute(params![person.as_bytes(), orchard.as_bytes()])?;
        }
        orchard::Event::FarmerRemoved { person } => {
            db.prepare_cached("DELETE FROM orchard_farmer WHERE person = ?1 AND orchard = ?2")?
                .execute(params![person.as_bytes(), orchard.as_bytes()])?;
        }
    }
    Ok(())
}

/// A registered tree counts in its block.
pub(crate) fn tree(db: &Connection, event: &tree::Event) -> Result<()> {
    if let tree::Event::TreeRegistered { facts, .. } = event {
        db.prepare_cached("UPDATE block SET trees = trees + 1 WHERE block = ?1")?
            .execute([facts.block.as_bytes()])?;
    }
    Ok(())
}
