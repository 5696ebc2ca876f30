//! The tables of certificates and their words, and what is written to them. Rows are only added and marked as replaced:
//! none is ever deleted.

use kernel::LotId;
use rusqlite::{Connection, Result, params};
use traceability::{certificate_form, lot};

use crate::columns::kept_json;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "certificates",
    1,
    "CREATE TABLE certificate_wording (
         version INTEGER PRIMARY KEY,
         wording TEXT NOT NULL,
         at INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE certificate (
         lot BLOB NOT NULL,
         nth INTEGER NOT NULL,
         certificate TEXT NOT NULL,
         grams INTEGER NOT NULL,
         wording INTEGER NOT NULL,
         issued_at INTEGER NOT NULL,
         mixed_with TEXT NOT NULL,
         replaced_at INTEGER,
         replaced_because TEXT,
         PRIMARY KEY (lot, nth)
     ) STRICT, WITHOUT ROWID;",
    "",
);

pub(crate) fn form(db: &Connection, event: &certificate_form::Event) -> Result<()> {
    let certificate_form::Event::CertificateWordingRevised {
        version,
        wording,
        at,
        ..
    } = event;
    db.prepare_cached(
        "INSERT INTO certificate_wording (version, wording, at) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![version, kept_json(wording)?, at.millis()])?;
    Ok(())
}

/// A certificate says what the lot weighed, less what was sorted out, when it was issued, and has the words that were in
/// force then. The lot's own row is up to date already.
pub(crate) fn lot(db: &Connection, lot: LotId, event: &lot::Event) -> Result<()> {
    let (certificate, mixed_with, at) = match event {
        lot::Event::CertificateIssued { certificate, at } => (certificate, &[][..], at),
        lot::Event::CertificateReplaced {
            certificate,
            cause,
            mixed_with,
            at,
            ..
        } => {
            db.prepare_cached(
                "UPDATE certificate SET replaced_at = ?2, replaced_because = ?3
                 WHERE lot = ?1 AND replaced_at IS NULL",
            )?
            .execute(params![lot.as_bytes(), at.millis(), kept_json(cause)?])?;
            (certificate, &mixed_with[..], at)
        }
        lot::Event::LotHarvested { .. }
        | lot::Event::LotAllocated { .. }
        | lot::Event::SurplusReleased { .. }
        | lot::Event::LotLossRecorded { .. }
        | lot::Event::LotDeclaredErroneous { .. }
        | lot::Event::HarvestCorrected { .. } => return Ok(()),
    };
    db.prepare_cached(
        "INSERT INTO certificate (lot, nth, certificate, grams, wording, issued_at, mixed_with)
         SELECT l.lot, (SELECT coalesce(max(nth), 0) + 1 FROM certificate c WHERE c.lot = l.lot), ?2,
                l.net - l.lost, (SELECT coalesce(max(version), 0) FROM certificate_wording), ?3, ?4
         FROM lot l WHERE l.lot = ?1",
    )?
    .execute(params![
        lot.as_bytes(),
        kept_json(certificate)?,
        at.millis(),
        kept_json(&mixed_with)?
    ])?;
    Ok(())
}
