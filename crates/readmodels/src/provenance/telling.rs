//! How a step is told: once, again with the declaration that it was wrong, and anew as it really was. Rows are only added.

use epcis::{ErrorDeclaration, Record, Role, Step};
use kernel::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::correction::Mistake;

use crate::columns::{Columns, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;

/// The number kept in a table for the part of an event that a thing stands in.
pub(super) const fn kept_role(role: Role) -> i64 {
    match role {
        Role::Thing => 0,
        Role::Parent => 1,
        Role::Batch => 2,
        Role::Origin => 3,
    }
}

/// Writes a record; without a season it counts for the year in which it happened.
fn write(db: &Connection, fact: &Fact, record: &Record, season: Option<i64>) -> Result<()> {
    let step = &record.step;
    db.prepare_cached(
        "INSERT INTO epcis_event (position, id, subject, revision, event_at, recorded_at, season, kind, action,
                                  biz_step, disposition, place, step, error)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6,
                 coalesce(?7, CAST(strftime('%Y', ?5 / 1000 + 28800, 'unixepoch') AS INTEGER)),
                 ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        kept_position(fact.position),
        record.id(),
        step.subject(),
        record.revision,
        record.at.millis(),
        record.recorded_at.millis(),
        season,
        step.event_type().word(),
        step.action().word(),
        step.biz_step().word(),
        step.disposition().map(epcis::Disposition::word),
        step.place().map(|place| place.id()),
        kept_json(step)?,
        record.error.as_ref().map(kept_json).transpose()?,
    ])?;
    let event = db.last_insert_rowid();
    for (role, thing) in step.things() {
        db.prepare_cached(
            "INSERT OR IGNORE INTO epcis_thing (thing, role, event) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![thing, kept_role(role), event])?;
    }
    Ok(())
}

/// A step that is told for the first time.
pub(super) fn first(
    db: &Connection,
    fact: &Fact,
    at: Timestamp,
    step: Step,
    season: Option<i64>,
) -> Result<()> {
    let record = Record {
        step,
        revision: 0,
        at,
        recorded_at: fact.recorded_at,
        error: None,
    };
    write(db, fact, &record, season)
}

/// The last telling of a step, and the season it counts for.
pub(super) struct Told {
    pub(super) record: Record,
    pub(super) season: i64,
}

pub(super) fn latest(db: &Connection, subject: &str) -> Result<Option<Told>> {
    db.prepare_cached(
        "SELECT step, revision, event_at, recorded_at, season FROM epcis_event
         WHERE subject = ?1 ORDER BY number DESC LIMIT 1",
    )?
    .query_row([subject], |row| {
        let mut columns = Columns::of(row);
        let record = Record {
            step: columns.json()?,
            revision: columns.plain()?,
            at: columns.time()?,
            recorded_at: columns.time()?,
            error: None,
        };
        let season = columns.plain()?;
        Ok(Told { record, season })
    })
    .optional()
}

/// Tells the last telling again, with the declaration that it is wrong.
pub(super) fn declare(
    db: &Connection,
    fact: &Fact,
    subject: &str,
    mistake: Mistake,
    at: Timestamp,
) -> Result<()> {
    let Some(Told { record, season }) = latest(db, subject)? else {
        return Ok(());
    };
    let mistake = match mistake {
        Mistake::DidNotOccur => epcis::Mistake::DidNotOccur,
        Mistake::IncorrectData => epcis::Mistake::IncorrectData,
    };
    let wrong = Record {
        recorded_at: fact.recorded_at,
        error: Some(ErrorDeclaration { mistake, at }),
        ..record
    };
    write(db, fact, &wrong, Some(season))
}

/// What holds instead: another telling of the step.
pub(super) fn again(db: &Connection, fact: &Fact, at: Timestamp, step: Step) -> Result<()> {
    let Some(Told { record, season }) = latest(db, &step.subject())? else {
        return Ok(());
    };
    let right = Record {
        step,
        revision: record.revision.saturating_add(1),
        at,
        recorded_at: fact.recorded_at,
        error: None,
    };
    write(db, fact, &right, Some(season))
}
