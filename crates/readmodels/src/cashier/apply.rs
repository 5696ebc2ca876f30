//! The tables of attempts and exceptions, and what changes them.

use kernel::{ExceptionId, PaymentId, Timestamp};
use rusqlite::{Connection, Result, params};
use settlement::{exception, payment};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "cashier",
    2,
    "CREATE TABLE attempt (
         started_position INTEGER PRIMARY KEY,
         payment BLOB NOT NULL,
         channel TEXT NOT NULL,
         name TEXT,
         started_at INTEGER NOT NULL,
         open INTEGER NOT NULL
     ) STRICT;
     CREATE UNIQUE INDEX attempt_payment ON attempt (payment, channel);
     CREATE TABLE exception (
         raised_position INTEGER PRIMARY KEY,
         exception BLOB NOT NULL UNIQUE,
         raised TEXT NOT NULL,
         raised_at INTEGER NOT NULL,
         note TEXT,
         resolved_at INTEGER
     ) STRICT;
     CREATE TABLE unknown_money (
         exception BLOB PRIMARY KEY,
         kept TEXT NOT NULL,
         channel TEXT NOT NULL,
         value_at INTEGER NOT NULL,
         returned TEXT,
         returned_at INTEGER
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX attempt_open ON attempt (started_position) WHERE open = 1;
     CREATE INDEX exception_open ON exception (raised_position) WHERE resolved_at IS NULL;",
);

pub(crate) fn payment(
    db: &Connection,
    fact: &Fact,
    payment: PaymentId,
    event: &payment::Event,
) -> Result<()> {
    match event {
        payment::Event::PaymentAttempted { channel, name, at } => {
            start(db, fact, payment, (*channel, name.as_deref(), *at))
        }
        payment::Event::PaymentAttemptEnded { channel, at: _ }
        | payment::Event::PaymentCaptured { channel, .. }
        | payment::Event::LatePaymentReceived { channel, .. } => {
            db.prepare_cached("UPDATE attempt SET open = 0 WHERE payment = ?1 AND channel = ?2")?
                .execute(params![payment.as_bytes(), kept_json(channel)?])?;
            Ok(())
        }
        payment::Event::PaymentOpened { .. }
        | payment::Event::SurplusReceived(_)
        | payment::Event::PaymentFailed { .. }
        | payment::Event::RefundReserved { .. }
        | payment::Event::RefundReleased { .. }
        | payment::Event::RefundQueued { .. }
        | payment::Event::RefundsBatched { .. }
        | payment::Event::PaymentCredited { .. }
        | payment::Event::PaymentDisputed { .. }
        | payment::Event::FeeTold { .. }
        | payment::Event::PaymentDisputeEnded { .. } => Ok(()),
    }
}

fn start(
    db: &Connection,
    fact: &Fact,
    payment: PaymentId,
    (channel, name, at): (payment::Channel, Option<&str>, Timestamp),
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO attempt (started_position, payment, channel, name, started_at, open)
         VALUES (?1, ?2, ?3, ?4, ?5, 1)
         ON CONFLICT (payment, channel) DO UPDATE SET name = excluded.name",
    )?
    .execute(params![
        kept_position(fact.position),
        payment.as_bytes(),
        kept_json(&channel)?,
        name,
        at.millis(),
    ])?;
    Ok(())
}

pub(crate) fn exception(
    db: &Connection,
    fact: &Fact,
    exception: ExceptionId,
    event: &exception::Event,
) -> Result<()> {
    match event {
        exception::Event::ExceptionRaised { raised, at } => {
            db.prepare_cached(
                "INSERT INTO exception (raised_position, exception, raised, raised_at)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                kept_position(fact.position),
                exception.as_bytes(),
                kept_json(raised)?,
                at.millis(),
            ])?;
        }
        exception::Event::UnknownMoneyKept { kept, at: _ } => {
            db.prepare_cached(
                "INSERT INTO unknown_money (exception, kept, channel, value_at)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                exception.as_bytes(),
                kept_json(kept)?,
                kept_json(&kept.channel)?,
                kept.value_at.millis(),
            ])?;
        }
        exception::Event::UnknownMoneyReturned {
            transaction, at, ..
        } => {
            db.prepare_cached(
                "UPDATE unknown_money SET returned = ?2, returned_at = ?3 WHERE exception = ?1",
            )?
            .execute(params![exception.as_bytes(), transaction, at.millis()])?;
        }
        exception::Event::ExceptionResolved { by: _, note, at } => {
            db.prepare_cached(
                "UPDATE exception SET note = ?2, resolved_at = ?3 WHERE exception = ?1",
            )?
            .execute(params![exception.as_bytes(), note, at.millis()])?;
        }
    }
    Ok(())
}
