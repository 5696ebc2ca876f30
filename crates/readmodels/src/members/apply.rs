//! The tables of members and their roles, and what changes them.

use community::member::Event;
use kernel::PersonId;
use rusqlite::{Connection, Result, params};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "members",
    1,
    "CREATE TABLE member (
         registered_position INTEGER PRIMARY KEY,
         person BLOB NOT NULL UNIQUE,
         name TEXT NOT NULL,
         locale TEXT NOT NULL,
         registered_at INTEGER NOT NULL,
         erased_at INTEGER
     ) STRICT;
     CREATE TABLE member_role (
         person BLOB NOT NULL,
         role TEXT NOT NULL,
         PRIMARY KEY (person, role)
     ) STRICT, WITHOUT ROWID;",
    "",
);

pub(crate) fn member(db: &Connection, fact: &Fact, person: PersonId, event: &Event) -> Result<()> {
    match event {
        Event::MemberRegistered {
            person: _,
            name,
            locale,
            at,
        } => {
            db.prepare_cached(
                "INSERT INTO member (registered_position, person, name, locale, registered_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                kept_position(fact.position),
                person.as_bytes(),
                name.as_str(),
                kept_json(locale)?,
                at.millis(),
            ])?;
        }
        Event::RoleGranted { role, at: _ } => {
            db.prepare_cached("INSERT OR IGNORE INTO member_role (person, role) VALUES (?1, ?2)")?
                .execute(params![person.as_bytes(), kept_json(role)?])?;
        }
        Event::RoleRevoked { role, at: _ } => {
            db.prepare_cached("DELETE FROM member_role WHERE person = ?1 AND role = ?2")?
                .execute(params![person.as_bytes(), kept_json(role)?])?;
        }
        Event::PersonErased { person: _, at } => {
            db.prepare_cached("UPDATE member SET erased_at = ?2 WHERE person = ?1")?
                .execute(params![person.as_bytes(), at.millis()])?;
        }
    }
    Ok(())
}
