//! What offers, choices, disputes and carry-overs change in the tables of losses.

use adoption::shortfall::{self, Settled};
use kernel::{AdoptionId, Grams, LossId};
use rusqlite::{Connection, Result, params};
use settlement::{carry_over, dispute};

use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;

pub(crate) fn shortfall(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &shortfall::Event,
) -> Result<()> {
    match event {
        shortfall::Event::ExpectationNoted {
            loss,
            expected,
            missing,
            ..
        } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO loss_word (adoption, loss, expected, missing)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                adoption.as_bytes(),
                loss.as_bytes(),
                expected.map(kept_grams),
                kept_grams(*missing)
            ])?;
            Ok(())
        }
        shortfall::Event::RemedyOffered { .. } => offer(db, adoption, event),
        shortfall::Event::RemedyWithdrawn { offer, why, at, .. } => {
            db.prepare_cached(
                "UPDATE remedy SET state = 'withdrawn', withdrawn = ?3, ended_at = ?4
                 WHERE adoption = ?1 AND offer = ?2",
            )?
            .execute(params![
                adoption.as_bytes(),
                offer,
                kept_json(why)?,
                at.millis()
            ])?;
            Ok(())
        }
        shortfall::Event::RemedyChosen { settled, at } => {
            settle(db, fact, settled, ("chosen", at.millis()))
        }
        shortfall::Event::RemedyDefaulted { settled, at } => {
            settle(db, fact, settled, ("defaulted", at.millis()))
        }
        shortfall::Event::FruitGivenUp {
            offer, unserved, ..
        } => {
            db.prepare_cached(
                "UPDATE remedy SET unserved = unserved + ?3 WHERE adoption = ?1 AND offer = ?2",
            )?
            .execute(params![adoption.as_bytes(), offer, kept_grams(*unserved)])?;
            Ok(())
        }
        shortfall::Event::ShortfallBorne {
            loss,
            shortfall,
            at,
            ..
        } => note(
            db,
            fact,
            (adoption, *loss),
            (false, *shortfall, at.millis()),
        ),
        shortfall::Event::RemedyStands { loss, over, at, .. } => {
            note(db, fact, (adoption, *loss), (true, *over, at.millis()))
        }
    }
}

fn offer(db: &Connection, adoption: AdoptionId, event: &shortfall::Event) -> Result<()> {
    let shortfall::Event::RemedyOffered {
        adoption: _,
        offer,
        loss,
        shortfall,
        value,
        options,
        default,
        choose_by,
        at,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO remedy (adoption, offer, loss, shortfall, value, currency, options,
                             by_default, choose_by, offered_at, state, unserved)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open', 0)",
    )?
    .execute(params![
        adoption.as_bytes(),
        offer,
        loss.as_bytes(),
        kept_grams(*shortfall),
        value.minor,
        kept_json(&value.currency)?,
        kept_json(options)?,
        kept_json(default)?,
        choose_by.millis(),
        at.millis(),
    ])?;
    Ok(())
}

fn settle(
    db: &Connection,
    fact: &Fact,
    settled: &Settled,
    (state, at_millis): (&str, i64),
) -> Result<()> {
    db.prepare_cached(
        "UPDATE remedy SET state = ?3, taken = ?4, ended_at = ?5, ended_position = ?6
         WHERE adoption = ?1 AND offer = ?2",
    )?
    .execute(params![
        settled.adoption.as_bytes(),
        settled.offer,
        state,
        kept_json(&settled.remedy)?,
        at_millis,
        kept_position(fact.position)
    ])?;
    Ok(())
}

fn note(
    db: &Connection,
    fact: &Fact,
    (adoption, loss): (AdoptionId, LossId),
    (stands, grams, at_millis): (bool, Grams, i64),
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO loss_note (position, adoption, loss, stands, grams, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        kept_position(fact.position),
        adoption.as_bytes(),
        loss.as_bytes(),
        stands,
        kept_grams(grams),
        at_millis
    ])?;
    Ok(())
}

pub(crate) fn dispute(db: &Connection, event: &dispute::Event) -> Result<()> {
    match event {
        dispute::Event::DisputeOpened { opened, .. } => {
            db.prepare_cached(
                "INSERT OR IGNORE INTO remedy_frozen (adoption, dispute) VALUES (?1, ?2)",
            )?
            .execute(params![
                opened.adoption.as_bytes(),
                opened.dispute.as_bytes()
            ])?;
        }
        dispute::Event::DisputeWon {
            adoption, dispute, ..
        }
        | dispute::Event::DisputeLost {
            adoption, dispute, ..
        } => {
            db.prepare_cached("DELETE FROM remedy_frozen WHERE adoption = ?1 AND dispute = ?2")?
                .execute(params![adoption.as_bytes(), dispute.as_bytes()])?;
        }
        dispute::Event::EvidenceSubmitted { .. }
        | dispute::Event::DocumentAttached { .. }
        | dispute::Event::EvidenceHandedIn { .. } => {}
    }
    Ok(())
}

pub(crate) fn carry_over(db: &Connection, event: &carry_over::Event) -> Result<()> {
    let (adoption, remedy, state, into) = match event {
        carry_over::Event::CarriedOver {
            adoption,
            remedy,
            amount,
            until,
            at: _,
        } => {
            db.prepare_cached(
                "INSERT INTO carry_over (adoption, remedy, amount, currency, until, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'owed')",
            )?
            .execute(params![
                adoption.as_bytes(),
                remedy,
                amount.minor,
                kept_json(&amount.currency)?,
                until.millis()
            ])?;
            return Ok(());
        }
        carry_over::Event::CarryOverRedeemed {
            adoption,
            remedy,
            into,
            ..
        } => (adoption, remedy, "owed", Some(into)),
        carry_over::Event::CarryOverDelivered {
            adoption, remedy, ..
        } => (adoption, remedy, "delivered", None),
        carry_over::Event::CarryOverReturned {
            adoption, remedy, ..
        } => (adoption, remedy, "returned", None),
    };
    db.prepare_cached(
        "UPDATE carry_over SET state = ?3, redeemed_by = coalesce(?4, redeemed_by)
         WHERE adoption = ?1 AND remedy = ?2",
    )?
    .execute(params![
        adoption.as_bytes(),
        remedy,
        state,
        into.map(AdoptionId::as_bytes)
    ])?;
    Ok(())
}
