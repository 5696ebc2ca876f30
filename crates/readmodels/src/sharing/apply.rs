//! The tables of offers to somebody else and of groups that pay together, and what changes them.

use adoption::group;
use adoption::handover;
use kernel::AdoptionId;
use rusqlite::{Connection, Result, params};

use crate::columns::kept_json;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "sharing",
    1,
    "CREATE TABLE handover (
         adoption BLOB PRIMARY KEY,
         person BLOB NOT NULL,
         kind TEXT NOT NULL,
         link BLOB NOT NULL,
         secret TEXT NOT NULL,
         until INTEGER NOT NULL,
         if_unaccepted TEXT NOT NULL,
         state TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE pay_group (
         adoption BLOB PRIMARY KEY,
         person BLOB NOT NULL,
         price INTEGER NOT NULL,
         currency TEXT NOT NULL,
         parts INTEGER NOT NULL,
         link BLOB NOT NULL,
         secret TEXT NOT NULL,
         until INTEGER NOT NULL,
         state TEXT NOT NULL,
         reason TEXT
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE group_part (
         adoption BLOB NOT NULL,
         number INTEGER NOT NULL,
         person BLOB NOT NULL,
         payment BLOB NOT NULL,
         paid INTEGER NOT NULL,
         PRIMARY KEY (adoption, number)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX handover_link ON handover (link);
     CREATE INDEX handover_due ON handover (until) WHERE state = 'open';
     CREATE INDEX pay_group_link ON pay_group (link);
     CREATE INDEX group_part_person ON group_part (person);",
);

pub(crate) fn handover(
    db: &Connection,
    adoption: AdoptionId,
    event: &handover::Event,
) -> Result<()> {
    match event {
        handover::Event::HandoverOffered {
            adoption: _,
            by,
            kind,
            link,
            secret,
            until,
            if_unaccepted,
            at: _,
        } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO handover
                     (adoption, person, kind, link, secret, until, if_unaccepted, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open')",
            )?
            .execute(params![
                adoption.as_bytes(),
                by.as_bytes(),
                kept_json(kind)?,
                link.as_bytes(),
                secret.as_str(),
                until.millis(),
                kept_json(if_unaccepted)?,
            ])?;
            Ok(())
        }
        handover::Event::HandoverAccepted { .. } => close(db, adoption, "accepted"),
        handover::Event::HandoverEnded { .. } => close(db, adoption, "ended"),
    }
}

fn close(db: &Connection, adoption: AdoptionId, state: &str) -> Result<()> {
    db.prepare_cached("UPDATE handover SET state = ?2 WHERE adoption = ?1")?
        .execute(params![adoption.as_bytes(), state])?;
    Ok(())
}

pub(crate) fn group(db: &Connection, adoption: AdoptionId, event: &group::Event) -> Result<()> {
    match event {
        group::Event::GroupOpened { .. } => open(db, adoption, event),
        group::Event::PartTaken {
            number,
            by,
            payment,
            ..
        } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO group_part (adoption, number, person, payment, paid)
                 VALUES (?1, ?2, ?3, ?4, 0)",
            )?
            .execute(params![
                adoption.as_bytes(),
                number,
                by.as_bytes(),
                payment.as_bytes()
            ])?;
            Ok(())
        }
        group::Event::PartLeft { number, at: _ } => {
            db.prepare_cached("DELETE FROM group_part WHERE adoption = ?1 AND number = ?2")?
                .execute(params![adoption.as_bytes(), number])?;
            Ok(())
        }
        group::Event::PartPaid { number, .. } => {
            db.prepare_cached(
                "UPDATE group_part SET paid = 1 WHERE adoption = ?1 AND number = ?2",
            )?
            .execute(params![adoption.as_bytes(), number])?;
            Ok(())
        }
        group::Event::GroupCompleted { at: _ } => end(db, adoption, "complete", None),
        group::Event::GroupFailed { reason, at: _ } => {
            end(db, adoption, "failed", Some(&kept_json(reason)?))
        }
    }
}

fn open(db: &Connection, adoption: AdoptionId, event: &group::Event) -> Result<()> {
    let group::Event::GroupOpened {
        adoption: _,
        by,
        price,
        parts,
        link,
        secret,
        until,
        at: _,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO pay_group
             (adoption, person, price, currency, parts, link, secret, until, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open')",
    )?
    .execute(params![
        adoption.as_bytes(),
        by.as_bytes(),
        price.minor,
        kept_json(&price.currency)?,
        parts,
        link.as_bytes(),
        secret.as_str(),
        until.millis(),
    ])?;
    Ok(())
}

fn end(db: &Connection, adoption: AdoptionId, state: &str, reason: Option<&str>) -> Result<()> {
    db.prepare_cached("UPDATE pay_group SET state = ?2, reason = ?3 WHERE adoption = ?1")?
        .execute(params![adoption.as_bytes(), state, reason])?;
    Ok(())
}
