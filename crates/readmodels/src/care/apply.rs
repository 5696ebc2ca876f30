//! The table of the care of blocks, and what is written to it.

use kernel::BlockId;
use rusqlite::{Connection, Result, params};
use traceability::care::Event;

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "care",
    1,
    "CREATE TABLE care_entry (
         block BLOB NOT NULL,
         entry INTEGER NOT NULL,
         position INTEGER NOT NULL,
         orchard BLOB NOT NULL,
         treatment TEXT,
         work TEXT,
         on_day TEXT NOT NULL,
         waiting_until TEXT NOT NULL,
         note TEXT NOT NULL,
         withdrawn TEXT,
         at INTEGER NOT NULL,
         PRIMARY KEY (block, entry)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX care_orchard ON care_entry (orchard, position);",
);

pub(crate) fn care(db: &Connection, fact: &Fact, block: BlockId, event: &Event) -> Result<()> {
    match event {
        Event::TreatmentRecorded {
            orchard,
            entry,
            treatment,
            waiting_until,
            at,
            ..
        } => {
            db.prepare_cached(
                "INSERT INTO care_entry (block, entry, position, orchard, treatment, on_day, waiting_until, note, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', ?8)",
            )?
            .execute(params![
                block.as_bytes(),
                entry,
                kept_position(fact.position),
                orchard.as_bytes(),
                kept_json(treatment)?,
                treatment.on.to_string(),
                waiting_until.to_string(),
                at.millis()
            ])?;
        }
        Event::WorkRecorded {
            orchard,
            entry,
            kind,
            on,
            note,
            at,
            ..
        } => {
            db.prepare_cached(
                "INSERT INTO care_entry (block, entry, position, orchard, work, on_day, waiting_until, note, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)",
            )?
            .execute(params![
                block.as_bytes(),
                entry,
                kept_position(fact.position),
                orchard.as_bytes(),
                kept_json(kind)?,
                on.to_string(),
                note,
                at.millis()
            ])?;
        }
        Event::TreatmentWithdrawn { entry, reason, .. } => {
            db.prepare_cached(
                "UPDATE care_entry SET withdrawn = ?3 WHERE block = ?1 AND entry = ?2",
            )?
            .execute(params![block.as_bytes(), entry, reason])?;
        }
    }
    Ok(())
}
