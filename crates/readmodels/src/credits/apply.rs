//! The table of buyers' credit: one line per event, whose sum is what can be spent.

use kernel::{AdoptionId, Money, PersonId, Timestamp};
use rusqlite::{Connection, Result, params};
use settlement::credit::Event;

use super::CreditMove;
use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "credits",
    1,
    "CREATE TABLE credit_line (
         position INTEGER PRIMARY KEY,
         buyer BLOB NOT NULL,
         at INTEGER NOT NULL,
         happened TEXT NOT NULL,
         adoption BLOB,
         moved INTEGER NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL
     ) STRICT;",
    "CREATE INDEX credit_line_buyer ON credit_line (buyer, position);",
);

pub(crate) fn credit(db: &Connection, fact: &Fact, buyer: PersonId, event: &Event) -> Result<()> {
    match *event {
        Event::CreditGranted { granted, at } => {
            let happened = CreditMove::Granted(granted.source);
            let adoption = Some(granted.adoption);
            let line = (happened, adoption, 1, granted.amount, at);
            keep(db, fact, buyer, line)
        }
        Event::CreditSpent {
            adoption,
            amount,
            at,
        } => {
            let line = (CreditMove::Spent, Some(adoption), -1, amount, at);
            keep(db, fact, buyer, line)
        }
        Event::CreditReturned {
            adoption,
            amount,
            at,
        } => {
            let line = (CreditMove::Returned, Some(adoption), 1, amount, at);
            keep(db, fact, buyer, line)
        }
        Event::CreditCashRequested { payout, amount, at } => {
            let happened = CreditMove::CashRequested(payout);
            keep(db, fact, buyer, (happened, None, -1, amount, at))
        }
        Event::CreditCashPaid { payout, amount, at } => {
            let happened = CreditMove::CashPaid(payout);
            keep(db, fact, buyer, (happened, None, 0, amount, at))
        }
        Event::CreditCashNotPaid { payout, amount, at } => {
            let happened = CreditMove::CashNotPaid(payout);
            keep(db, fact, buyer, (happened, None, 1, amount, at))
        }
    }
}

/// What happened, for which adoption, with which sign, how much, when.
type Line = (CreditMove, Option<AdoptionId>, i64, Money, Timestamp);

fn keep(
    db: &Connection,
    fact: &Fact,
    buyer: PersonId,
    (happened, adoption, sign, amount, at): Line,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO credit_line (position, buyer, at, happened, adoption, moved, amount, currency)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        kept_position(fact.position),
        buyer.as_bytes(),
        at.millis(),
        kept_json(&happened)?,
        adoption.as_ref().map(AdoptionId::as_bytes),
        amount.minor.saturating_mul(sign),
        amount.minor,
        kept_json(&amount.currency)?,
    ])?;
    Ok(())
}
