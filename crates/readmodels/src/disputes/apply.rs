//! The table of disputes, and what changes it.

use kernel::{DisputeId, Money, Timestamp};
use rusqlite::{Connection, Result, params};
use settlement::dispute::{Document, Event};

use crate::columns::{Columns, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "disputes",
    2,
    "CREATE TABLE dispute (
         opened_position INTEGER PRIMARY KEY,
         dispute BLOB NOT NULL UNIQUE,
         payment BLOB NOT NULL,
         adoption BLOB NOT NULL,
         channel TEXT NOT NULL,
         case_id TEXT NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         reason TEXT NOT NULL,
         opened_at INTEGER NOT NULL,
         respond_by INTEGER NOT NULL,
         evidence INTEGER NOT NULL,
         documents TEXT NOT NULL DEFAULT '[]',
         handed_in_at INTEGER,
         state TEXT NOT NULL,
         lost INTEGER,
         ended_at INTEGER
     ) STRICT;",
    "CREATE INDEX dispute_state ON dispute (state, respond_by);
     CREATE INDEX dispute_adoption ON dispute (adoption);",
);

pub(crate) fn dispute(
    db: &Connection,
    fact: &Fact,
    dispute: DisputeId,
    event: &Event,
) -> Result<()> {
    match event {
        Event::DisputeOpened { opened, at } => {
            db.prepare_cached(
                "INSERT INTO dispute (opened_position, dispute, payment, adoption, channel, case_id,
                                      amount, currency, reason, opened_at, respond_by, evidence,
                                      state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 'open')",
            )?
            .execute(params![
                kept_position(fact.position),
                opened.dispute.as_bytes(),
                opened.payment.as_bytes(),
                opened.adoption.as_bytes(),
                kept_json(&opened.channel)?,
                opened.case,
                opened.amount.minor,
                kept_json(&opened.amount.currency)?,
                kept_json(&opened.reason)?,
                at.millis(),
                opened.respond_by.millis(),
            ])?;
            Ok(())
        }
        Event::EvidenceSubmitted { documents, .. } => {
            db.prepare_cached("UPDATE dispute SET evidence = evidence + ?2 WHERE dispute = ?1")?
                .execute(params![
                    dispute.as_bytes(),
                    i64::try_from(documents.len()).unwrap_or(i64::MAX)
                ])?;
            Ok(())
        }
        Event::DocumentAttached { document, .. } => attach(db, dispute, *document),
        Event::EvidenceHandedIn { at, .. } => {
            db.prepare_cached("UPDATE dispute SET handed_in_at = ?2 WHERE dispute = ?1")?
                .execute(params![dispute.as_bytes(), at.millis()])?;
            Ok(())
        }
        Event::DisputeWon { at, .. } => end(db, dispute, "won", None, *at),
        Event::DisputeLost { amount, at, .. } => end(db, dispute, "lost", Some(*amount), *at),
    }
}

/// One of each kind, in the order of kinds.
fn attach(db: &Connection, dispute: DisputeId, document: Document) -> Result<()> {
    let mut documents: Vec<Document> = db
        .prepare_cached("SELECT documents FROM dispute WHERE dispute = ?1")?
        .query_row([dispute.as_bytes()], |row| Columns::of(row).json())?;
    documents.retain(|one| one.kind != document.kind);
    documents.push(document);
    documents.sort_by_key(|one| one.kind);
    db.prepare_cached("UPDATE dispute SET documents = ?2 WHERE dispute = ?1")?
        .execute(params![dispute.as_bytes(), kept_json(&documents)?])?;
    Ok(())
}

fn end(
    db: &Connection,
    dispute: DisputeId,
    state: &str,
    lost: Option<Money>,
    at: Timestamp,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE dispute SET state = ?2, lost = ?3, ended_at = ?4 WHERE dispute = ?1",
    )?
    .execute(params![
        dispute.as_bytes(),
        state,
        lost.map(|lost| lost.minor),
        at.millis()
    ])?;
    Ok(())
}
