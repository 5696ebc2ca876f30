//! The tables of the books, and what is posted to them. The rules are `settlement::postings`; this only names the
//! fact and keeps the lines. It comes after money, whose rows tell what a refund goes back to.

use adoption::adoption as bond;
use fulfilment::parcel;
use kernel::{AdoptionId, Day, Money, RefundId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use settlement::postings::{MoneyFact, postings};
use settlement::{payment, refund};

use crate::books::BOOKS_OFFSET_SECONDS;
use crate::columns::{Columns, kept_json};
use crate::error::ApplyError;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "books",
    1,
    "CREATE TABLE posting (
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
    "",
);

pub(crate) fn payment(
    db: &Connection,
    fact: &Fact,
    event: &payment::Event,
) -> Result<(), ApplyError> {
    match *event {
        payment::Event::PaymentCaptured {
            adoption,
            amount,
            fee,
            value_at,
            ..
        }
        | payment::Event::LatePaymentReceived {
            adoption,
            amount,
            fee,
            value_at,
            ..
        } => {
            count_day(db, value_at, amount)?;
            post(
                db,
                fact,
                &MoneyFact::Captured {
                    adoption,
                    amount,
                    fee,
                },
            )
        }
        payment::Event::PaymentOpened { .. }
        | payment::Event::PaymentFailed { .. }
        | payment::Event::RefundReserved { .. }
        | payment::Event::RefundReleased { .. } => Ok(()),
    }
}

fn count_day(db: &Connection, value_at: Timestamp, amount: Money) -> rusqlite::Result<()> {
    let day = Day::from(
        value_at
            .plus_seconds(BOOKS_OFFSET_SECONDS)
            .utc()
            .date_naive(),
    );
    db.prepare_cached(
        "INSERT INTO captured_day (day, currency, amount, payments) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, payments = payments + 1",
    )?
    .execute(params![
        day.to_string(),
        kept_json(&amount.currency)?,
        amount.minor
    ])?;
    Ok(())
}

pub(crate) fn refund(
    db: &Connection,
    fact: &Fact,
    refund: RefundId,
    event: &refund::Event,
) -> Result<(), ApplyError> {
    let happened = match *event {
        refund::Event::RefundRequested {
            adoption, amount, ..
        } => {
            let was_confirmed = was_confirmed(db, refund)?;
            MoneyFact::RefundRequested {
                adoption,
                amount,
                was_confirmed,
            }
        }
        refund::Event::RefundAccepted { .. } => return Ok(()),
        refund::Event::RefundSettled {
            adoption, amount, ..
        } => MoneyFact::RefundSettled { adoption, amount },
        refund::Event::RefundFailed {
            adoption, amount, ..
        } => {
            let was_confirmed = was_confirmed(db, refund)?;
            MoneyFact::RefundFailed {
                adoption,
                amount,
                was_confirmed,
            }
        }
    };
    post(db, fact, &happened)
}

fn was_confirmed(db: &Connection, refund: RefundId) -> rusqlite::Result<bool> {
    let found = db
        .prepare_cached("SELECT was_confirmed FROM refund WHERE refund = ?1")?
        .query_row([refund.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn adoption(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &bond::Event,
) -> Result<(), ApplyError> {
    if let bond::Event::AdoptionConfirmed { .. } = event
        && let Some((price, _)) = sold(db, adoption)?
    {
        post(db, fact, &MoneyFact::Confirmed { adoption, price })?;
    }
    Ok(())
}

pub(crate) fn parcel(
    db: &Connection,
    fact: &Fact,
    event: &parcel::Event,
) -> Result<(), ApplyError> {
    if let parcel::Event::ParcelDelivered {
        parcel: _,
        adoption,
        nth,
        at: _,
    } = *event
        && let Some((price, boxes)) = sold(db, adoption)?
    {
        post(
            db,
            fact,
            &MoneyFact::Delivered {
                adoption,
                price,
                boxes,
                nth,
            },
        )?;
    }
    Ok(())
}

/// Price and number of boxes of an adoption.
fn sold(db: &Connection, adoption: AdoptionId) -> rusqlite::Result<Option<(Money, u8)>> {
    db.prepare_cached("SELECT price, currency, boxes FROM adoption WHERE adoption = ?1")?
        .query_row([adoption.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok((columns.money()?, columns.plain()?))
        })
        .optional()
}

fn post(db: &Connection, fact: &Fact, happened: &MoneyFact) -> Result<(), ApplyError> {
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
