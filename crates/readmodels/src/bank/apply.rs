//! The tables of bank statements and their lines, and what changes them.

use kernel::BankLineId;
use rusqlite::{Connection, Result, params};
use settlement::{bank_line, bank_statement};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "bank",
    1,
    "CREATE TABLE bank_statement (
         imported_position INTEGER PRIMARY KEY,
         imported TEXT NOT NULL,
         at INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE bank_line (
         recorded_position INTEGER PRIMARY KEY,
         line BLOB NOT NULL UNIQUE,
         recorded TEXT NOT NULL,
         payment BLOB,
         by_person INTEGER NOT NULL,
         note TEXT
     ) STRICT;",
    "CREATE INDEX bank_line_open ON bank_line (recorded_position)
         WHERE payment IS NULL AND note IS NULL;",
);

pub(crate) fn statement(db: &Connection, fact: &Fact, event: &bank_statement::Event) -> Result<()> {
    let bank_statement::Event::StatementImported { imported, at } = event;
    db.prepare_cached(
        "INSERT INTO bank_statement (imported_position, imported, at) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![
        kept_position(fact.position),
        kept_json(imported)?,
        at.millis()
    ])?;
    Ok(())
}

pub(crate) fn line(
    db: &Connection,
    fact: &Fact,
    line: BankLineId,
    event: &bank_line::Event,
) -> Result<()> {
    match event {
        bank_line::Event::BankLineRecorded { recorded, at: _ } => {
            db.prepare_cached(
                "INSERT INTO bank_line (recorded_position, line, recorded, by_person)
                 VALUES (?1, ?2, ?3, 0)",
            )?
            .execute(params![
                kept_position(fact.position),
                line.as_bytes(),
                kept_json(recorded)?
            ])?;
        }
        bank_line::Event::BankLineMatched { payment, by, at: _ } => {
            db.prepare_cached("UPDATE bank_line SET payment = ?2, by_person = ?3 WHERE line = ?1")?
                .execute(params![line.as_bytes(), payment.as_bytes(), by.is_some()])?;
        }
        bank_line::Event::BankLineSetAside { note, .. } => {
            db.prepare_cached("UPDATE bank_line SET note = ?2 WHERE line = ?1")?
                .execute(params![line.as_bytes(), note])?;
        }
    }
    Ok(())
}
