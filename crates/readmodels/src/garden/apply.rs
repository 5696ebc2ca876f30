//! The table of adoptions, and what changes it.

use adoption::adoption::{Agreement, CancelReason, Event};
use kernel::{AdoptionId, PaymentId, Timestamp};
use rusqlite::{Connection, Result, params};

use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "garden",
    1,
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
         contract_accepted_at INTEGER,
         started_at INTEGER NOT NULL,
         confirmed_at INTEGER,
         ended_at INTEGER
     ) STRICT;",
    "CREATE INDEX adoption_buyer ON adoption (buyer);
     CREATE INDEX adoption_tree ON adoption (tree, season);
     CREATE INDEX adoption_campaign ON adoption (campaign, started_position, status, promised);
     CREATE INDEX adoption_nameplate ON adoption (nameplate_state, status)
         WHERE nameplate_state = 'proposed';",
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
        Event::NameplateProposed { text, at } => {
            db.prepare_cached(
                "UPDATE adoption SET nameplate = ?2, nameplate_state = 'proposed',
                        nameplate_reason = NULL, nameplate_at = ?3
                 WHERE adoption = ?1",
            )?
            .execute(params![adoption.as_bytes(), text.as_str(), at.millis()])?;
            Ok(())
        }
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
        // The agreement has told the promise already.
        Event::EntitlementPromised { grams: _, boxes: _ } => Ok(()),
    }
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
