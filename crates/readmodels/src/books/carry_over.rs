//! What carried-over money posts, and which boxes will never earn anything. The rules are `settlement::postings`; this
//! only names the fact.

use fulfilment::box_plan;
use kernel::AdoptionId;
use rusqlite::{Connection, OptionalExtension, Result, params};
use settlement::carry_over::Event;
use settlement::postings::MoneyFact;

use super::apply::{owed, post};
use crate::error::ApplyError;
use crate::fact::Fact;

pub(crate) fn carry_over(
    db: &Connection,
    fact: &Fact,
    event: &Event,
) -> std::result::Result<(), ApplyError> {
    let happened = match *event {
        Event::CarriedOver {
            adoption, amount, ..
        } => {
            let taken = owed(db, adoption, amount)?.take(amount);
            MoneyFact::CarriedOver { adoption, taken }
        }
        Event::CarryOverRedeemed { .. } => return Ok(()),
        Event::CarryOverDelivered {
            adoption, amount, ..
        } => MoneyFact::CarryOverDelivered { adoption, amount },
        Event::CarryOverReturned {
            adoption, amount, ..
        } => MoneyFact::CarryOverReturned { adoption, amount },
    };
    post(db, fact, &happened)
}

pub(crate) fn box_plan(
    db: &Connection,
    adoption: AdoptionId,
    event: &box_plan::Event,
) -> Result<()> {
    if let box_plan::Event::BoxesCancelled { boxes, .. } = event {
        db.prepare_cached(
            "INSERT INTO cancelled_boxes (adoption, boxes) VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET boxes = boxes + excluded.boxes",
        )?
        .execute(params![
            adoption.as_bytes(),
            i64::try_from(boxes.len()).unwrap_or(i64::MAX)
        ])?;
    }
    Ok(())
}

/// Boxes of an adoption that are never delivered.
pub(super) fn cancelled_boxes(db: &Connection, adoption: AdoptionId) -> Result<i64> {
    let boxes = db
        .prepare_cached("SELECT boxes FROM cancelled_boxes WHERE adoption = ?1")?
        .query_row([adoption.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(boxes.unwrap_or_default())
}
