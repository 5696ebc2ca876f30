//! The tables of contacts and letters, and what changes them.

use community::contact::{self, Channel, Purpose};
use community::letter::Event;
use community::member;
use kernel::{LetterId, PersonId};
use rusqlite::{Connection, Result, params};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "letters",
    1,
    "CREATE TABLE contact (
         person BLOB PRIMARY KEY,
         email TEXT,
         is_verified INTEGER NOT NULL DEFAULT 0,
         news INTEGER NOT NULL DEFAULT 0,
         offers INTEGER NOT NULL DEFAULT 0
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE letter (
         due_position INTEGER PRIMARY KEY,
         letter BLOB NOT NULL UNIQUE,
         kind TEXT NOT NULL,
         person BLOB NOT NULL,
         about TEXT NOT NULL,
         state TEXT NOT NULL,
         attempts INTEGER NOT NULL DEFAULT 0,
         failure TEXT,
         next_at INTEGER,
         due_at INTEGER NOT NULL
     ) STRICT;",
    "CREATE INDEX letter_next ON letter (state, next_at) WHERE next_at IS NOT NULL;
     CREATE INDEX letter_kind ON letter (kind, state);",
);

pub(crate) fn contact(db: &Connection, person: PersonId, event: &contact::Event) -> Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO contact (person) VALUES (?1)")?
        .execute([person.as_bytes()])?;
    match event {
        contact::Event::EmailGiven { email, .. } => {
            db.prepare_cached("UPDATE contact SET email = ?2, is_verified = 0 WHERE person = ?1")?
                .execute(params![person.as_bytes(), email.as_str()])?;
        }
        contact::Event::EmailVerified { at: _ } => {
            db.prepare_cached("UPDATE contact SET is_verified = 1 WHERE person = ?1")?
                .execute([person.as_bytes()])?;
        }
        contact::Event::EmailRemoved { at: _ } => {
            db.prepare_cached(
                "UPDATE contact SET email = NULL, is_verified = 0 WHERE person = ?1",
            )?
            .execute([person.as_bytes()])?;
        }
        contact::Event::ConsentGiven {
            channel, purpose, ..
        } => agree(db, person, (*channel, *purpose), true)?,
        contact::Event::ConsentWithdrawn {
            channel, purpose, ..
        } => agree(db, person, (*channel, *purpose), false)?,
    }
    Ok(())
}

fn agree(
    db: &Connection,
    person: PersonId,
    (channel, purpose): (Channel, Purpose),
    agreed: bool,
) -> Result<()> {
    let sql = match (channel, purpose) {
        (Channel::Email, Purpose::News) => "UPDATE contact SET news = ?2 WHERE person = ?1",
        (Channel::Email, Purpose::Offers) => "UPDATE contact SET offers = ?2 WHERE person = ?1",
    };
    db.prepare_cached(sql)?
        .execute(params![person.as_bytes(), agreed])?;
    Ok(())
}

/// Whoever was erased cannot be reached, and what they agreed to is forgotten.
pub(crate) fn member(db: &Connection, person: PersonId, event: &member::Event) -> Result<()> {
    match event {
        member::Event::PersonErased { .. } => {
            db.prepare_cached("DELETE FROM contact WHERE person = ?1")?
                .execute([person.as_bytes()])?;
        }
        member::Event::MemberRegistered { .. }
        | member::Event::RoleGranted { .. }
        | member::Event::RoleRevoked { .. } => {}
    }
    Ok(())
}

pub(crate) fn letter(db: &Connection, fact: &Fact, letter: LetterId, event: &Event) -> Result<()> {
    let id = letter.as_bytes();
    match event {
        Event::LetterDue {
            letter: _,
            kind,
            person,
            about,
            send_at,
            at,
        } => {
            db.prepare_cached(
                "INSERT INTO letter (due_position, letter, kind, person, about, state, next_at, due_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?7)",
            )?
            .execute(params![
                kept_position(fact.position),
                id,
                kept_json(kind)?,
                person.as_bytes(),
                kept_json(about)?,
                send_at.millis(),
                at.millis(),
            ])?;
        }
        Event::LetterHandedOver { attempt, at } => {
            db.prepare_cached(
                "UPDATE letter SET state = 'in-flight', attempts = ?2, next_at = ?3 WHERE letter = ?1",
            )?
            .execute(params![id, attempt, at.millis()])?;
        }
        Event::LetterSent { at: _ } => {
            db.prepare_cached(
                "UPDATE letter SET state = 'sent', failure = NULL, next_at = NULL WHERE letter = ?1",
            )?
            .execute([id])?;
        }
        Event::LetterFailed {
            failure,
            again_at,
            at: _,
        } => {
            db.prepare_cached(
                "UPDATE letter SET state = 'waiting', failure = ?2, next_at = ?3 WHERE letter = ?1",
            )?
            .execute(params![id, kept_json(failure)?, again_at.millis()])?;
        }
        Event::LetterGivenUp { failure, at: _ } => {
            db.prepare_cached(
                "UPDATE letter SET state = 'given-up', failure = ?2, next_at = NULL WHERE letter = ?1",
            )?
            .execute(params![id, kept_json(failure)?])?;
        }
        Event::LetterDropped { reason: _, at: _ } => {
            db.prepare_cached(
                "UPDATE letter SET state = 'dropped', next_at = NULL WHERE letter = ?1",
            )?
            .execute([id])?;
        }
        Event::LetterQueuedAgain { at } => {
            db.prepare_cached(
                "UPDATE letter SET state = 'waiting', next_at = ?2 WHERE letter = ?1",
            )?
            .execute(params![id, at.millis()])?;
        }
    }
    Ok(())
}
