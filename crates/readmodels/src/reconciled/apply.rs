//! The tables of comparisons with channels' statements, and what changes them.

use rusqlite::{Connection, Result, params};
use settlement::reconciliation;

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "reconciled",
    1,
    "CREATE TABLE reconciliation (
         channel TEXT NOT NULL,
         day TEXT NOT NULL,
         run TEXT NOT NULL,
         differences INTEGER NOT NULL,
         at INTEGER NOT NULL,
         PRIMARY KEY (channel, day)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE difference (
         channel TEXT NOT NULL,
         day TEXT NOT NULL,
         position INTEGER NOT NULL,
         nth INTEGER NOT NULL,
         difference TEXT NOT NULL,
         PRIMARY KEY (channel, day, position, nth)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX reconciliation_day ON reconciliation (day);",
);

pub(crate) fn reconciliation(
    db: &Connection,
    fact: &Fact,
    event: &reconciliation::Event,
) -> Result<()> {
    match event {
        reconciliation::Event::ReconciliationRun {
            run,
            differences,
            at,
        } => {
            let (channel, day) = (kept_json(&run.channel)?, run.day.to_string());
            db.prepare_cached("DELETE FROM difference WHERE channel = ?1 AND day = ?2")?
                .execute(params![channel, day])?;
            db.prepare_cached(
                "INSERT OR REPLACE INTO reconciliation (channel, day, run, differences, at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                channel,
                day,
                kept_json(run)?,
                differences,
                at.millis()
            ])?;
        }
        reconciliation::Event::DifferencesFound {
            channel,
            day,
            found,
        } => {
            let (channel, day) = (kept_json(channel)?, day.to_string());
            let mut statement = db.prepare_cached(
                "INSERT INTO difference (channel, day, position, nth, difference)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for (nth, difference) in (0_i64..).zip(found) {
                let position = kept_position(fact.position);
                let difference = kept_json(difference)?;
                statement.execute(params![channel, day, position, nth, difference])?;
            }
        }
    }
    Ok(())
}
