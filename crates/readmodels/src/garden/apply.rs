//! The table of adoptions, and what changes it.

use adoption::adoption::{Agreement, CancelReason, Event, SplitShare};
use kernel::{AdoptionId, PaymentId, Sealed, Timestamp};
use rusqlite::{Connection, Result, params};

use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "garden",
    2,
    "CREATE TABLE adoption (
         started_position INTEGER PRIMARY KEY,
         adoption BLOB NOT NULL UNIQUE,
         campaign BLOB NOT NULL,
         buyer BLOB NOT NULL,
         tree BLOB NOT NULL,
         season INTEGER NOT NULL,
         part INTEGER NOT NULL,
         parts INTEGER NOT NULL,
         price INTEGER NOT NULL,
         currency TEXT NOT NULL,
         promised INTEGER NOT NULL,
         boxes INTEGER NOT NULL,
         risk_clause TEXT NOT NULL,
         contract BLOB NOT NULL,
         hold_until INTEGER NOT NULL,
         status TEXT NOT NULL,
         cancel_reason TEXT,
         payment BLOB,
         nameplate TEXT,
         nameplate_state TEXT,
         nameplate_reason TEXT,
         nameplate_at INTEGER,
         plate_batch BLOB,
         plate_photo BLOB,
         contract_accepted_at INTEGER,
         started_at INTEGER NOT NULL,
         confirmed_at INTEGER,
         ended_at INTEGER
     ) STRICT;
     CREATE TABLE plate_print (
         adoption BLOB NOT NULL,
         batch BLOB NOT NULL,
         at INTEGER NOT NULL,
         PRIMARY KEY (batch, adoption)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX adoption_buyer ON adoption (buyer);
     CREATE INDEX adoption_tree ON adoption (tree, season);
     CREATE INDEX adoption_campaign ON adoption (campaign, started_position, status, promised);
     CREATE INDEX adoption_batch ON adoption (plate_batch) WHERE plate_batch IS NOT NULL;
     CREATE INDEX adoption_nameplate ON adoption (nameplate_state, status)
         WHERE nameplate_state = 'proposed';
     CREATE INDEX adoption_plates ON adoption (nameplate_state)
         WHERE nameplate_state IN ('approved', 'printed');",
);

pub(crate) fn adoption(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &Event,
) -> Result<()> {
    match event {
        Event::AdoptionStarted {
            adoption: _,
            agreement,
        } => start(db, fact, adoption, agreement),
        Event::NameplateProposed { text, at } => propose(db, adoption, text, *at),
        Event::NameplateApproved { at } => judge(db, adoption, "approved", None, *at),
        Event::NameplateRejected { reason, at } => {
            judge(db, adoption, "rejected", Some(reason), *at)
        }
        Event::ContractAccepted {
            contract: _,
            risk_clause: _,
            no_return_confirmed: _,
            at,
        } => {
            db.prepare_cached("UPDATE adoption SET contract_accepted_at = ?2 WHERE adoption = ?1")?
                .execute(params![adoption.as_bytes(), at.millis()])?;
            Ok(())
        }
        Event::AdoptionConfirmed { payment, at } => confirm(db, adoption, *payment, *at),
        Event::AdoptionCancelled { reason, at } => {
            end(db, adoption, "cancelled", Some(*reason), *at)
        }
        Event::AdoptionCompleted { at } => end(db, adoption, "completed", None, *at),
        Event::NameplatePrinted { batch, at } => {
            judge(db, adoption, "printed", None, *at)?;
            db.prepare_cached("UPDATE adoption SET plate_batch = ?2 WHERE adoption = ?1")?
                .execute(params![adoption.as_bytes(), batch.as_bytes()])?;
            db.prepare_cached("INSERT INTO plate_print (adoption, batch, at) VALUES (?1, ?2, ?3)")?
                .execute(params![adoption.as_bytes(), batch.as_bytes(), at.millis()])?;
            Ok(())
        }
        Event::NameplateHung { photo, at } => {
            judge(db, adoption, "hung", None, *at)?;
            db.prepare_cached("UPDATE adoption SET plate_photo = ?2 WHERE adoption = ?1")?
                .execute(params![adoption.as_bytes(), photo.as_bytes()])?;
            Ok(())
        }
        Event::AdoptionSplit { into, at: _ } => match into.first() {
            Some(own) => narrow(db, own),
            None => Ok(()),
        },
        Event::AdoptionTransferred { to, nameplate, .. } => {
            db.prepare_cached(
                "UPDATE adoption SET buyer = ?2, nameplate = ?3 WHERE adoption = ?1",
            )?
            .execute(params![
                adoption.as_bytes(),
                to.as_bytes(),
                nameplate.as_ref().map(|text| text.as_str())
            ])?;
            Ok(())
        }
        // The agreement has told the promise already.
        Event::EntitlementPromised { grams: _, boxes: _ } => Ok(()),
    }
}

fn propose(db: &Connection, adoption: AdoptionId, text: &Sealed, at: Timestamp) -> Result<()> {
    db.prepare_cached(
        "UPDATE adoption SET nameplate = ?2, nameplate_state = 'proposed', nameplate_reason = NULL,
                nameplate_at = ?3
         WHERE adoption = ?1",
    )?
    .execute(params![adoption.as_bytes(), text.as_str(), at.millis()])?;
    Ok(())
}

/// What a divided adoption still has.
fn narrow(db: &Connection, own: &SplitShare) -> Result<()> {
    db.prepare_cached(
        "UPDATE adoption SET part = ?2, parts = ?3, price = ?4, promised = ?5, boxes = ?6
         WHERE adoption = ?1",
    )?
    .execute(params![
        own.adoption.as_bytes(),
        own.part.number,
        own.part.of,
        own.price.minor,
        kept_grams(own.promised_grams),
        own.boxes,
    ])?;
    Ok(())
}

fn start(db: &Connection, fact: &Fact, adoption: AdoptionId, agreement: &Agreement) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO adoption (started_position, adoption, campaign, buyer, tree, season, part, parts,
             price, currency, promised, boxes, risk_clause, contract, hold_until, status, started_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 'started', ?16)",
    )?
    .execute(params![
        kept_position(fact.position),
        adoption.as_bytes(),
        agreement.campaign.as_bytes(),
        agreement.buyer.as_bytes(),
        agreement.tree.as_bytes(),
        agreement.season.year(),
        agreement.part.number,
        agreement.part.of,
        agreement.price.minor,
        kept_json(&agreement.price.currency)?,
        kept_grams(agreement.promised_grams),
        agreement.boxes,
        kept_json(&agreement.risk_clause)?,
        agreement.contract.as_bytes(),
        agreement.hold_until.millis(),
        fact.recorded_at.millis(),
    ])?;
    Ok(())
}

fn judge(
    db: &Connection,
    adoption: AdoptionId,
    state: &str,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE adoption SET nameplate_state = ?2, nameplate_reason = ?3, nameplate_at = ?4
         WHERE adoption = ?1",
    )?
    .execute(params![adoption.as_bytes(), state, reason, at.millis()])?;
    Ok(())
}

/// A late payment may revive an adoption whose hold had expired (D 16), so its end is taken back.
fn confirm(db: &Connection, adoption: AdoptionId, payment: PaymentId, at: Timestamp) -> Result<()> {
    db.prepare_cached(
        "UPDATE adoption SET status = 'confirmed', payment = ?2, confirmed_at = ?3,
                cancel_reason = NULL, ended_at = NULL
         WHERE adoption = ?1",
    )?
    .execute(params![
        adoption.as_bytes(),
        payment.as_bytes(),
        at.millis()
    ])?;
    Ok(())
}

fn end(
    db: &Connection,
    adoption: AdoptionId,
    status: &str,
    reason: Option<CancelReason>,
    at: Timestamp,
) -> Result<()> {
    let reason = reason.map(|reason| kept_json(&reason)).transpose()?;
    db.prepare_cached(
        "UPDATE adoption SET status = ?2, cancel_reason = ?3, ended_at = ?4 WHERE adoption = ?1",
    )?
    .execute(params![adoption.as_bytes(), status, reason, at.millis()])?;
    Ok(())
}
