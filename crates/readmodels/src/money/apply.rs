//! The tables of payments, refunds and postings, and what changes them. The rules of the books are
//! `settlement::postings`; this only names the fact and keeps the lines.

use adoption::adoption as bond;
use fulfilment::parcel;
use kernel::{AdoptionId, Day, Money, PaymentId, RefundId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, params};
use settlement::postings::{MoneyFact, postings};
use settlement::{payment, refund};

use crate::columns::{Columns, kept_json};
use crate::error::ApplyError;
use crate::fact::Fact;
use crate::money::BOOKS_OFFSET_SECONDS;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "money",
    1,
    "CREATE TABLE payment (
         opened_position INTEGER PRIMARY KEY,
         payment BLOB NOT NULL UNIQUE,
         adoption BLOB NOT NULL,
         payer BLOB NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         channel TEXT NOT NULL,
         reference TEXT NOT NULL,
         opened_at INTEGER NOT NULL,
         expires_at INTEGER NOT NULL,
         state TEXT NOT NULL,
         transaction_id TEXT,
         captured INTEGER,
         captured_currency TEXT,
         fee INTEGER,
         settled_at INTEGER,
         failure TEXT
     ) STRICT;
     CREATE INDEX payment_adoption ON payment (adoption);
     CREATE INDEX payment_reference ON payment (reference);
     CREATE INDEX payment_state ON payment (state);
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
         was_confirmed INTEGER NOT NULL,
         state TEXT NOT NULL,
         transaction_id TEXT,
         failure TEXT,
         decided_at INTEGER
     ) STRICT;
     CREATE INDEX refund_adoption ON refund (adoption);
     CREATE INDEX refund_open ON refund (requested_position)
         WHERE state IN ('requested', 'accepted');
     CREATE TABLE posting (
         position INTEGER NOT NULL,
         nth INTEGER NOT NULL,
         at INTEGER NOT NULL,
         account TEXT NOT NULL,
         adoption BLOB NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         PRIMARY KEY (position, nth)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE account_balance (
         account TEXT NOT NULL,
         currency TEXT NOT NULL,
         debits INTEGER NOT NULL,
         credits INTEGER NOT NULL,
         PRIMARY KEY (account, currency)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE captured_day (
         day TEXT NOT NULL,
         currency TEXT NOT NULL,
         amount INTEGER NOT NULL,
         payments INTEGER NOT NULL,
         PRIMARY KEY (day, currency)
     ) STRICT, WITHOUT ROWID;",
);

pub(crate) fn payment(
    db: &Connection,
    fact: &Fact,
    payment: PaymentId,
    event: &payment::Event,
) -> std::result::Result<(), ApplyError> {
    match event {
        payment::Event::PaymentOpened { .. } => open(db, fact, payment, event)?,
        payment::Event::PaymentCaptured {
            adoption,
            transaction,
            amount,
            fee,
            value_at,
            ..
        } => {
            let arrived = Arrived {
                transaction,
                amount: *amount,
                fee: *fee,
                value_at: *value_at,
            };
            capture(db, payment, "captured", &arrived)?;
            let captured = MoneyFact::Captured {
                adoption: *adoption,
                amount: *amount,
                fee: *fee,
            };
            post(db, fact, &captured)?;
        }
        payment::Event::LatePaymentReceived {
            adoption,
            transaction,
            amount,
            fee,
            value_at,
            ..
        } => {
            let arrived = Arrived {
                transaction,
                amount: *amount,
                fee: *fee,
                value_at: *value_at,
            };
            capture(db, payment, "late", &arrived)?;
            let captured = MoneyFact::Captured {
                adoption: *adoption,
                amount: *amount,
                fee: *fee,
            };
            post(db, fact, &captured)?;
        }
        payment::Event::PaymentFailed { reason, at } => {
            db.prepare_cached(
                "UPDATE payment SET state = 'failed', failure = ?2, settled_at = ?3
                 WHERE payment = ?1",
            )?
            .execute(params![payment.as_bytes(), reason, at.millis()])?;
        }
        // The refund's own stream tells what becomes of it.
        payment::Event::RefundReserved { .. } | payment::Event::RefundReleased { .. } => {}
    }
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

/// Money that a channel reported.
struct Arrived<'a> {
    transaction: &'a str,
    amount: Money,
    fee: Money,
    value_at: Timestamp,
}

fn capture(db: &Connection, payment: PaymentId, state: &str, arrived: &Arrived<'_>) -> Result<()> {
    let currency = kept_json(&arrived.amount.currency)?;
    db.prepare_cached(
        "UPDATE payment SET state = ?2, transaction_id = ?3, captured = ?4, captured_currency = ?5,
                fee = ?6, settled_at = ?7
         WHERE payment = ?1",
    )?
    .execute(params![
        payment.as_bytes(),
        state,
        arrived.transaction,
        arrived.amount.minor,
        currency,
        arrived.fee.minor,
        arrived.value_at.millis(),
    ])?;
    db.prepare_cached(
        "INSERT INTO captured_day (day, currency, amount, payments) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, payments = payments + 1",
    )?
    .execute(params![
        books_day(arrived.value_at),
        currency,
        arrived.amount.minor
    ])?;
    Ok(())
}

fn books_day(at: Timestamp) -> String {
    Day::from(at.plus_seconds(BOOKS_OFFSET_SECONDS).utc().date_naive()).to_string()
}

pub(crate) fn refund(
    db: &Connection,
    fact: &Fact,
    refund: RefundId,
    event: &refund::Event,
) -> std::result::Result<(), ApplyError> {
    match event {
        refund::Event::RefundRequested {
            adoption, amount, ..
        } => {
            request(db, fact, refund, event)?;
            let was_confirmed = was_confirmed(db, refund)?;
            let requested = MoneyFact::RefundRequested {
                adoption: *adoption,
                amount: *amount,
                was_confirmed,
            };
            post(db, fact, &requested)?;
        }
        refund::Event::RefundAccepted { at } => decide(db, refund, "accepted", None, None, *at)?,
        refund::Event::RefundSettled {
            adoption,
            transaction,
            amount,
            at,
            ..
        } => {
            decide(db, refund, "settled", Some(transaction), None, *at)?;
            let settled = MoneyFact::RefundSettled {
                adoption: *adoption,
                amount: *amount,
            };
            post(db, fact, &settled)?;
        }
        refund::Event::RefundFailed {
            adoption,
            amount,
            reason,
            at,
            ..
        } => {
            decide(db, refund, "failed", None, Some(reason), *at)?;
            let was_confirmed = was_confirmed(db, refund)?;
            let failed = MoneyFact::RefundFailed {
                adoption: *adoption,
                amount: *amount,
                was_confirmed,
            };
            post(db, fact, &failed)?;
        }
    }
    Ok(())
}

/// Whether the refunded payment had confirmed its adoption is fixed when the refund is requested.
fn request(db: &Connection, fact: &Fact, refund: RefundId, event: &refund::Event) -> Result<()> {
    let refund::Event::RefundRequested {
        refund: _,
        payment,
        adoption,
        channel,
        amount,
        reason,
        at,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO refund (requested_position, refund, payment, adoption, channel, amount, currency,
                             reason, requested_at, was_confirmed, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
                 EXISTS (SELECT 1 FROM adoption WHERE adoption = ?4 AND payment = ?3), 'requested')",
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
    ])?;
    Ok(())
}

fn was_confirmed(db: &Connection, refund: RefundId) -> Result<bool> {
    let found = db
        .prepare_cached("SELECT was_confirmed FROM refund WHERE refund = ?1")?
        .query_row([refund.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
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

pub(crate) fn adoption(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &bond::Event,
) -> std::result::Result<(), ApplyError> {
    match event {
        bond::Event::AdoptionConfirmed { .. } => {
            if let Some((price, _)) = sold(db, adoption)? {
                post(db, fact, &MoneyFact::Confirmed { adoption, price })?;
            }
        }
        bond::Event::AdoptionCancelled { .. } => {
            db.prepare_cached(
                "UPDATE payment SET state = 'lapsed' WHERE adoption = ?1 AND state = 'awaited'",
            )?
            .execute([adoption.as_bytes()])?;
        }
        bond::Event::AdoptionStarted { .. }
        | bond::Event::NameplateProposed { .. }
        | bond::Event::NameplateApproved { .. }
        | bond::Event::NameplateRejected { .. }
        | bond::Event::ContractAccepted { .. }
        | bond::Event::EntitlementPromised { .. }
        | bond::Event::AdoptionCompleted { .. } => {}
    }
    Ok(())
}

pub(crate) fn parcel(
    db: &Connection,
    fact: &Fact,
    event: &parcel::Event,
) -> std::result::Result<(), ApplyError> {
    if let parcel::Event::ParcelDelivered {
        parcel: _,
        adoption,
        nth,
        at: _,
    } = event
        && let Some((price, boxes)) = sold(db, *adoption)?
    {
        post(
            db,
            fact,
            &MoneyFact::Delivered {
                adoption: *adoption,
                price,
                boxes,
                nth: *nth,
            },
        )?;
    }
    Ok(())
}

/// Price and number of boxes of an adoption.
fn sold(db: &Connection, adoption: AdoptionId) -> Result<Option<(Money, u8)>> {
    db.prepare_cached("SELECT price, currency, boxes FROM adoption WHERE adoption = ?1")?
        .query_row([adoption.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok((columns.money()?, columns.plain()?))
        })
        .optional()
}

fn post(db: &Connection, fact: &Fact, happened: &MoneyFact) -> std::result::Result<(), ApplyError> {
    for (nth, line) in (0_i64..).zip(postings(happened)?) {
        let currency = kept_json(&line.amount.currency)?;
        db.prepare_cached(
            "INSERT INTO posting (position, nth, at, account, adoption, amount, currency)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            kept_position(fact.position),
            nth,
            fact.recorded_at.millis(),
            line.account.name(),
            line.adoption.as_bytes(),
            line.amount.minor,
            currency,
        ])?;
        let (debit, credit) = (line.amount.minor.max(0), line.amount.minor.min(0));
        db.prepare_cached(
            "INSERT INTO account_balance (account, currency, debits, credits) VALUES (?1, ?2, ?3, -?4)
             ON CONFLICT DO UPDATE
             SET debits = debits + excluded.debits, credits = credits + excluded.credits",
        )?
        .execute(params![line.account.name(), currency, debit, credit])?;
    }
    Ok(())
}
