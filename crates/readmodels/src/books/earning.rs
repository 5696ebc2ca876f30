//! What adoptions and their boxes post: what is owed for an adoption that was confirmed or divided, and what a delivered box
//! earns. It comes after money, whose rows tell what an adoption was sold for. The rules are `settlement::postings`.

use adoption::adoption as bond;
use fulfilment::parcel;
use kernel::{AdoptionId, Money};
use rusqlite::{Connection, OptionalExtension, params};
use settlement::postings::{Account, MoneyFact, Posting, revenue_of_box};

use super::apply::{keep, open_day, owed, post};
use super::carry_over;
use crate::columns::{Columns, kept_json};
use crate::error::ApplyError;
use crate::fact::Fact;

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
    if let bond::Event::AdoptionSplit { into, .. } = event {
        divide(db, fact, into)?;
    }
    Ok(())
}

/// What is owed for a divided adoption goes with its parts. It is a deposit of theirs until they are confirmed, which
/// happens in the same commit.
fn divide(db: &Connection, fact: &Fact, into: &[bond::SplitShare]) -> Result<(), ApplyError> {
    let Some((own, others)) = into.split_first() else {
        return Ok(());
    };
    let mut lines = Vec::new();
    for other in others {
        let line = |account, adoption, amount| Posting {
            account,
            adoption: Some(adoption),
            farm: None,
            amount,
        };
        lines.push(line(Account::Undelivered, own.adoption, other.price));
        let credit = other.price.negated()?;
        lines.push(line(Account::Deposits, other.adoption, credit));
    }
    Ok(keep(
        db,
        fact,
        open_day(db, fact)?,
        "adoption-split",
        &lines,
    )?)
}

/// A box earns an even part of what is undelivered, once; a box beyond the promise was paid by nobody.
pub(crate) fn parcel(
    db: &Connection,
    fact: &Fact,
    event: &parcel::Event,
) -> Result<(), ApplyError> {
    let parcel::Event::ParcelDelivered { adoption, nth, .. } = *event else {
        return Ok(());
    };
    let Some((price, boxes)) = sold(db, adoption)? else {
        return Ok(());
    };
    let earned: i64 = db
        .prepare_cached("SELECT count(*) FROM box_revenue WHERE adoption = ?1")?
        .query_row([adoption.as_bytes()], |row| row.get(0))?;
    let cancelled = carry_over::cancelled_boxes(db, adoption)?;
    let left = i64::from(boxes)
        .saturating_sub(earned)
        .saturating_sub(cancelled);
    if !(1..=boxes).contains(&nth) || left <= 0 {
        return Ok(());
    }
    let undelivered = Money::new(owed(db, adoption, price)?.undelivered, price.currency);
    let revenue = revenue_of_box(undelivered, u8::try_from(left).unwrap_or(u8::MAX));
    let fresh = db
        .prepare_cached(
            "INSERT OR IGNORE INTO box_revenue (adoption, nth, revenue, currency)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            adoption.as_bytes(),
            nth,
            revenue.minor,
            kept_json(&revenue.currency)?
        ])?;
    if fresh == 1 {
        post(db, fact, &MoneyFact::Delivered { adoption, revenue })?;
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
