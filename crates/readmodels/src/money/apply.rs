//! The tables of payments and refunds, and what changes them.

use adoption::adoption as bond;
use kernel::{AdoptionId, Money, PaymentId, RefundId, Timestamp};
use rusqlite::{Connection, Result, params};
use settlement::{
    approval::{Approvals, PERSONS_ABOVE_LIMIT},
    payment::{self, Channel},
    refund,
};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "money",
    5,
    "CREATE TABLE payment (
         opened_position INTEGER PRIMARY KEY,
         payment BLOB NOT NULL UNIQUE,
         adoption BLOB NOT NULL,
         payer BLOB NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         channel TEXT NOT NULL,
         reference TEXT NOT NULL,
         beside BLOB,
         opened_at INTEGER NOT NULL,
         expires_at INTEGER NOT NULL,
         state TEXT NOT NULL,
         transaction_id TEXT,
         captured INTEGER,
         captured_currency TEXT,
         fee INTEGER,
         fee_told INTEGER NOT NULL DEFAULT 0,
         settled_at INTEGER,
         failure TEXT
     ) STRICT;
     CREATE INDEX payment_adoption ON payment (adoption);
     CREATE TABLE refund (
         requested_position INTEGER PRIMARY KEY,
         refund BLOB NOT NULL UNIQUE,
         payment BLOB NOT NULL,
         adoption BLOB NOT NULL,
         channel TEXT NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         reason TEXT NOT NULL,
         requested_at INTEGER NOT NULL,
         requested_by BLOB,
         persons INTEGER NOT NULL,
         state TEXT NOT NULL,
         transaction_id TEXT,
         failure TEXT,
         decided_at INTEGER,
         asked_at INTEGER,
         fee_returned INTEGER NOT NULL DEFAULT 0,
         lost_fee TEXT
     ) STRICT;
     CREATE TABLE queued_refund (
         refund BLOB PRIMARY KEY,
         payment BLOB NOT NULL
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX payment_reference ON payment (reference);
     CREATE INDEX payment_state ON payment (state);
     CREATE INDEX payment_transaction ON payment (transaction_id);
     CREATE INDEX payment_settled ON payment (settled_at);
     CREATE INDEX payment_fee_open ON payment (channel, settled_at) WHERE captured IS NOT NULL AND fee_told = 0;
     CREATE INDEX refund_adoption ON refund (adoption);
     CREATE INDEX refund_payment ON refund (payment);
     CREATE INDEX refund_decided ON refund (decided_at);
     CREATE INDEX refund_open ON refund (requested_position)
         WHERE state IN ('unapproved', 'requested', 'accepted');",
);

pub(crate) fn payment(
    db: &Connection,
    fact: &Fact,
    payment: PaymentId,
    event: &payment::Event,
) -> Result<()> {
    match event {
        payment::Event::PaymentOpened { .. } => open(db, fact, payment, event),
        payment::Event::PaymentCaptured {
            channel,
            transaction,
            amount,
            fee,
            value_at,
            ..
        } => {
            let arrived = Arrived {
                state: "captured",
                channel: *channel,
                transaction,
                amount,
                fee,
                at: *value_at,
            };
            capture(db, payment, &arrived)
        }
        payment::Event::LatePaymentReceived {
            channel,
            transaction,
            amount,
            fee,
            value_at,
            ..
        } => {
            let arrived = Arrived {
                state: "late",
                channel: *channel,
                transaction,
                amount,
                fee,
                at: *value_at,
            };
            capture(db, payment, &arrived)
        }
        payment::Event::SurplusReceived(surplus) => keep_surplus(db, fact, surplus),
        payment::Event::FeeTold { fee, .. } => {
            db.prepare_cached("UPDATE payment SET fee = ?2, fee_told = 1 WHERE payment = ?1")?
                .execute(params![payment.as_bytes(), fee.minor])?;
            Ok(())
        }
        payment::Event::PaymentFailed { reason, at } => {
            db.prepare_cached(
                "UPDATE payment SET state = 'failed', failure = ?2, settled_at = ?3
                 WHERE payment = ?1",
            )?
            .execute(params![payment.as_bytes(), reason, at.millis()])?;
            Ok(())
        }
        // The refund's own stream tells what becomes of it.
        payment::Event::RefundQueued { refund, .. } => {
            db.prepare_cached("INSERT INTO queued_refund (refund, payment) VALUES (?1, ?2)")?
                .execute(params![refund.as_bytes(), payment.as_bytes()])?;
            Ok(())
        }
        payment::Event::RefundsBatched { items, .. } => {
            items.iter().try_for_each(|item| unqueue(db, *item))
        }
        payment::Event::RefundReleased { refund } => unqueue(db, *refund),
        payment::Event::PaymentAttempted { .. }
        | payment::Event::PaymentAttemptEnded { .. }
        | payment::Event::RefundReserved { .. }
        | payment::Event::PaymentCredited { .. }
        | payment::Event::PaymentDisputed { .. }
        | payment::Event::PaymentDisputeEnded { .. } => Ok(()),
    }
}

fn unqueue(db: &Connection, refund: RefundId) -> Result<()> {
    db.prepare_cached("DELETE FROM queued_refund WHERE refund = ?1")?
        .execute([refund.as_bytes()])?;
    Ok(())
}

fn open(db: &Connection, fact: &Fact, payment: PaymentId, event: &payment::Event) -> Result<()> {
    let payment::Event::PaymentOpened {
        payment: _,
        adoption,
        payer,
        amount,
        channel,
        reference,
        expires_at,
        lines: _,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO payment (opened_position, payment, adoption, payer, amount, currency, channel,
                              reference, opened_at, expires_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'awaited')",
    )?
    .execute(params![
        kept_position(fact.position),
        payment.as_bytes(),
        adoption.as_bytes(),
        payer.as_bytes(),
        amount.minor,
        kept_json(&amount.currency)?,
        kept_json(channel)?,
        reference.as_str(),
        fact.recorded_at.millis(),
        expires_at.millis(),
    ])?;
    Ok(())
}

/// Money that nobody asked for is a payment of its own, of which all is known at once.
fn keep_surplus(db: &Connection, fact: &Fact, surplus: &payment::Surplus) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO payment (opened_position, payment, adoption, payer, amount, currency, channel,
                              reference, beside, opened_at, expires_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'surplus')",
    )?
    .execute(params![
        kept_position(fact.position),
        surplus.payment.as_bytes(),
        surplus.adoption.as_bytes(),
        surplus.payer.as_bytes(),
        surplus.amount.minor,
        kept_json(&surplus.amount.currency)?,
        kept_json(&surplus.channel)?,
        surplus.reference.as_str(),
        surplus.beside.as_bytes(),
        fact.recorded_at.millis(),
        surplus.value_at.millis(),
    ])?;
    let arrived = Arrived {
        state: "surplus",
        channel: surplus.channel,
        transaction: &surplus.transaction,
        amount: &surplus.amount,
        fee: &surplus.fee,
        at: surplus.value_at,
    };
    capture(db, surplus.payment, &arrived)
}

/// Money that a channel reported, and whether it came in time.
struct Arrived<'a> {
    state: &'static str,
    channel: Channel,
    transaction: &'a str,
    amount: &'a Money,
    fee: &'a Money,
    at: Timestamp,
}

fn capture(db: &Connection, payment: PaymentId, arrived: &Arrived<'_>) -> Result<()> {
    db.prepare_cached(
        "UPDATE payment SET state = ?2, transaction_id = ?3, captured = ?4, captured_currency = ?5,
                fee = ?6, settled_at = ?7, channel = ?8
         WHERE payment = ?1",
    )?
    .execute(params![
        payment.as_bytes(),
        arrived.state,
        arrived.transaction,
        arrived.amount.minor,
        kept_json(&arrived.amount.currency)?,
        arrived.fee.minor,
        arrived.at.millis(),
        kept_json(&arrived.channel)?,
    ])?;
    Ok(())
}

pub(crate) fn refund(
    db: &Connection,
    fact: &Fact,
    refund: RefundId,
    event: &refund::Event,
) -> Result<()> {
    match event {
        refund::Event::RefundRequested { .. } => request(db, fact, refund, event),
        refund::Event::RefundApproved { .. } => approve(db, refund),
        refund::Event::RefundDeclined { reason, at, .. } => {
            decide(db, refund, "declined", None, Some(reason), *at)
        }
        refund::Event::RefundAsked { at } => {
            db.prepare_cached("UPDATE refund SET asked_at = ?2 WHERE refund = ?1")?
                .execute(params![refund.as_bytes(), at.millis()])?;
            Ok(())
        }
        refund::Event::RefundAccepted { at } => decide(db, refund, "accepted", None, None, *at),
        refund::Event::RefundSettled {
            transaction, at, ..
        } => decide(db, refund, "settled", Some(transaction), None, *at),
        refund::Event::FeeReturned { fee, .. } => {
            db.prepare_cached("UPDATE refund SET fee_returned = ?2 WHERE refund = ?1")?
                .execute(params![refund.as_bytes(), fee.minor])?;
            Ok(())
        }
        refund::Event::RefundFailed { reason, at, .. } => {
            decide(db, refund, "failed", None, Some(reason), *at)
        }
    }
}

fn request(db: &Connection, fact: &Fact, refund: RefundId, event: &refund::Event) -> Result<()> {
    let refund::Event::RefundRequested {
        refund: _,
        payment,
        adoption,
        channel,
        amount,
        reason,
        terms,
        at,
    } = event
    else {
        return Ok(());
    };
    let asked = Approvals::of(terms.requested_by, *amount, terms.two_persons_above);
    let state = if asked.complete() {
        "requested"
    } else {
        "unapproved"
    };
    db.prepare_cached(
        "INSERT INTO refund (requested_position, refund, payment, adoption, channel, amount, currency,
                             reason, requested_at, requested_by, persons, state, lost_fee)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        kept_position(fact.position),
        refund.as_bytes(),
        payment.as_bytes(),
        adoption.as_bytes(),
        kept_json(channel)?,
        amount.minor,
        kept_json(&amount.currency)?,
        kept_json(reason)?,
        at.millis(),
        terms
            .requested_by
            .as_ref()
            .map(kernel::PersonId::as_bytes),
        i64::from(terms.requested_by.is_some()),
        state,
        terms.lost_fee.as_ref().map(kept_json).transpose()?,
    ])?;
    Ok(())
}

/// One more person stands behind it; with two it may be sent.
fn approve(db: &Connection, refund: RefundId) -> Result<()> {
    db.prepare_cached(
        "UPDATE refund SET persons = persons + 1,
                state = CASE WHEN persons + 1 >= ?2 THEN 'requested' ELSE state END
         WHERE refund = ?1",
    )?
    .execute(params![
        refund.as_bytes(),
        i64::try_from(PERSONS_ABOVE_LIMIT).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

fn decide(
    db: &Connection,
    refund: RefundId,
    state: &str,
    transaction: Option<&str>,
    failure: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE refund SET state = ?2, transaction_id = ?3, failure = ?4, decided_at = ?5
         WHERE refund = ?1",
    )?
    .execute(params![
        refund.as_bytes(),
        state,
        transaction,
        failure,
        at.millis()
    ])?;
    Ok(())
}

/// Money for an adoption that ended is no longer awaited; should it come, it is late.
pub(crate) fn adoption(db: &Connection, adoption: AdoptionId, event: &bond::Event) -> Result<()> {
    if let bond::Event::AdoptionCancelled { .. } = event {
        db.prepare_cached(
            "UPDATE payment SET state = 'lapsed' WHERE adoption = ?1 AND state = 'awaited'",
        )?
        .execute([adoption.as_bytes()])?;
    }
    Ok(())
}
