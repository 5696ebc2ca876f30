//! The table of payouts, and what changes it.

use kernel::{PayoutId, PersonId, Sealed, Timestamp};
use rusqlite::{Connection, Result, params};
use settlement::approval::{Approvals, PERSONS_ABOVE_LIMIT};
use settlement::payout::Event;

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "payouts",
    2,
    "CREATE TABLE payout (
         requested_position INTEGER PRIMARY KEY,
         payout BLOB NOT NULL UNIQUE,
         payee TEXT NOT NULL,
         purpose TEXT NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         channel TEXT NOT NULL,
         requested_by BLOB,
         requested_at INTEGER NOT NULL,
         account TEXT,
         persons INTEGER NOT NULL,
         state TEXT NOT NULL,
         transaction_id TEXT,
         failure TEXT,
         decided_at INTEGER
     ) STRICT;",
    "CREATE INDEX payout_state ON payout (state, requested_position);
     CREATE INDEX payout_payee ON payout (payee, requested_position);",
);

pub(crate) fn payout(db: &Connection, fact: &Fact, payout: PayoutId, event: &Event) -> Result<()> {
    match event {
        Event::PayoutRequested { .. } => request(db, fact, event),
        Event::PayoutApproved { .. } => approve(db, payout),
        Event::PayoutSent { at } => decide(db, payout, "sent", None, None, *at),
        Event::PayoutSettled {
            transaction, at, ..
        } => decide(db, payout, "settled", Some(transaction), None, *at),
        Event::PayoutFailed { reason, at, .. } => {
            decide(db, payout, "failed", None, Some(reason), *at)
        }
    }
}

fn request(db: &Connection, fact: &Fact, event: &Event) -> Result<()> {
    let Event::PayoutRequested { requested, at } = event else {
        return Ok(());
    };
    let by = requested.requested_by;
    let asked = Approvals::of(by, requested.amount, requested.two_persons_above);
    let state = if asked.complete() {
        "requested"
    } else {
        "unapproved"
    };
    db.prepare_cached(
        "INSERT INTO payout (requested_position, payout, payee, purpose, amount, currency, channel,
                             requested_by, requested_at, account, persons, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        kept_position(fact.position),
        requested.payout.as_bytes(),
        kept_json(&requested.payee)?,
        kept_json(&requested.purpose)?,
        requested.amount.minor,
        kept_json(&requested.amount.currency)?,
        kept_json(&requested.channel)?,
        by.as_ref().map(PersonId::as_bytes),
        at.millis(),
        requested.account.as_ref().map(Sealed::as_str),
        i64::from(by.is_some()),
        state,
    ])?;
    Ok(())
}

/// One more person stands behind it; with two it may be sent.
fn approve(db: &Connection, payout: PayoutId) -> Result<()> {
    db.prepare_cached(
        "UPDATE payout SET persons = persons + 1,
                state = CASE WHEN state = 'unapproved' AND persons + 1 >= ?2
                             THEN 'requested' ELSE state END
         WHERE payout = ?1",
    )?
    .execute(params![
        payout.as_bytes(),
        i64::try_from(PERSONS_ABOVE_LIMIT).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

fn decide(
    db: &Connection,
    payout: PayoutId,
    state: &str,
    transaction: Option<&str>,
    failure: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE payout SET state = ?2, transaction_id = ?3, failure = ?4, decided_at = ?5
         WHERE payout = ?1",
    )?
    .execute(params![
        payout.as_bytes(),
        state,
        transaction,
        failure,
        at.millis()
    ])?;
    Ok(())
}
