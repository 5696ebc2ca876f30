//! The tables of deliveries and of the events that others told, and what is written to them. They stand apart from
//! [`provenance`](crate::provenance): nothing that others say is mixed with our own history.

use kernel::CaptureId;
use rusqlite::{Connection, Result, params};
use traceability::{capture, foreign_event};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "captures",
    1,
    "CREATE TABLE capture (
         position INTEGER PRIMARY KEY,
         capture BLOB NOT NULL UNIQUE,
         outcome TEXT NOT NULL,
         by BLOB NOT NULL,
         at INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE foreign_event (
         position INTEGER PRIMARY KEY,
         capture BLOB NOT NULL,
         id TEXT NOT NULL,
         told TEXT NOT NULL,
         is_error INTEGER NOT NULL,
         at INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE foreign_thing (
         thing TEXT NOT NULL,
         position INTEGER NOT NULL,
         PRIMARY KEY (thing, position)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX foreign_event_capture ON foreign_event (capture, position);",
);

pub(crate) fn capture(db: &Connection, fact: &Fact, event: &capture::Event) -> Result<()> {
    let capture::Event::CaptureFinished {
        capture,
        outcome,
        by,
        at,
    } = event;
    db.prepare_cached(
        "INSERT INTO capture (position, capture, outcome, by, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        kept_position(fact.position),
        capture.as_bytes(),
        kept_json(outcome)?,
        by.as_bytes(),
        at.millis()
    ])?;
    Ok(())
}

pub(crate) fn foreign_event(
    db: &Connection,
    fact: &Fact,
    event: &foreign_event::Event,
) -> Result<()> {
    match event {
        foreign_event::Event::ForeignEventTakenIn {
            capture, told, at, ..
        } => write(db, fact, *capture, (told, false), at.millis()),
        foreign_event::Event::ForeignEventDeclaredErroneous {
            capture, told, at, ..
        } => write(db, fact, *capture, (told, true), at.millis()),
    }
}

fn write(
    db: &Connection,
    fact: &Fact,
    capture: CaptureId,
    (told, is_error): (&foreign_event::Told, bool),
    at: i64,
) -> Result<()> {
    let position = kept_position(fact.position);
    db.prepare_cached(
        "INSERT INTO foreign_event (position, capture, id, told, is_error, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        position,
        capture.as_bytes(),
        told.id,
        kept_json(told)?,
        is_error,
        at
    ])?;
    for thing in &told.things {
        db.prepare_cached("INSERT OR IGNORE INTO foreign_thing (thing, position) VALUES (?1, ?2)")?
            .execute(params![thing, position])?;
    }
    Ok(())
}
