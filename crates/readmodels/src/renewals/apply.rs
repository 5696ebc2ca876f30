//! The tables of next seasons, and what changes them.

use adoption::renewal::Event;
use kernel::AdoptionId;
use rusqlite::{Connection, Result, params};

use crate::columns::kept_json;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "renewals",
    1,
    "CREATE TABLE renewal (
         adoption BLOB PRIMARY KEY,
         holder BLOB NOT NULL,
         next BLOB NOT NULL,
         until INTEGER NOT NULL,
         remind_at INTEGER NOT NULL,
         renews_at INTEGER,
         answer TEXT
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE renewal_automatic (
         adoption BLOB PRIMARY KEY,
         person BLOB NOT NULL
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX renewal_open ON renewal (until) WHERE answer IS NULL;",
);

pub(crate) fn renewal(db: &Connection, adoption: AdoptionId, event: &Event) -> Result<()> {
    match event {
        Event::AutomaticRenewalSet { by, on: true, .. } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO renewal_automatic (adoption, person) VALUES (?1, ?2)",
            )?
            .execute(params![adoption.as_bytes(), by.as_bytes()])?;
        }
        Event::AutomaticRenewalSet { on: false, .. } => {
            db.prepare_cached("DELETE FROM renewal_automatic WHERE adoption = ?1")?
                .execute([adoption.as_bytes()])?;
        }
        Event::RenewalOffered {
            adoption: _,
            holder,
            next,
            campaign: _,
            until,
            automatic: _,
            remind_at,
            at: _,
        } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO renewal (adoption, holder, next, until, remind_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                adoption.as_bytes(),
                holder.as_bytes(),
                next.as_bytes(),
                until.millis(),
                remind_at.millis()
            ])?;
        }
        Event::RenewalReminded { renews_at, .. } => {
            db.prepare_cached("UPDATE renewal SET renews_at = ?2 WHERE adoption = ?1")?
                .execute(params![adoption.as_bytes(), renews_at.millis()])?;
        }
        Event::RenewalAnswered { answer, .. } => {
            db.prepare_cached("UPDATE renewal SET answer = ?2 WHERE adoption = ?1")?
                .execute(params![adoption.as_bytes(), kept_json(answer)?])?;
        }
    }
    Ok(())
}
