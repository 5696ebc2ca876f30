//! Certificates (承诺达标合格证) of lots, those that were replaced too, and the words they are drawn with. Kept by
//! `certificates/apply.rs`.

pub(crate) mod apply;

use kernel::{Grams, LotId, Timestamp};
use rusqlite::{OptionalExtension, Result, Row};
use traceability::{
    certificate_form::Wording,
    lot::{Certificate, ReissueCause},
};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// A certificate of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// The lot.
    pub lot: LotId,
    /// The lot's code.
    pub lot_code: String,
    /// Which of the lot's certificates it is, from 1.
    pub nth: u32,
    /// What it says.
    pub certificate: Certificate,
    /// What the lot weighed when it was issued.
    pub grams: Grams,
    /// Which wording it has; 0 for the one built in.
    pub wording: u32,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The other lots under the same certificate.
    pub mixed_with: Vec<LotId>,
    /// When another took its place, and why.
    pub replaced: Option<(Timestamp, ReissueCause)>,
}

const CERTIFICATE: &str =
    "SELECT c.lot, l.code, c.nth, c.certificate, c.grams, c.wording, c.issued_at, c.mixed_with,
        c.replaced_at, c.replaced_because FROM certificate c JOIN lot l ON l.lot = c.lot";

fn read_row(row: &Row<'_>) -> Result<CertificateRow> {
    let mut columns = Columns::of(row);
    Ok(CertificateRow {
        lot: columns.id(LotId::from_bytes)?,
        lot_code: columns.plain()?,
        nth: columns.plain()?,
        certificate: columns.json()?,
        grams: columns.grams()?,
        wording: columns.plain()?,
        issued_at: columns.time()?,
        mixed_with: columns.json()?,
        replaced: {
            let at = columns.time_or_none()?;
            at.zip(columns.json_or_none()?)
        },
    })
}

impl ReadModels {
    /// The certificates of a lot, the one that counts first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn certificates_of(&self, lot: LotId) -> Answer<Vec<CertificateRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{CERTIFICATE} WHERE c.lot = ?1 ORDER BY c.nth DESC"
            ))?
            .query_map([lot.as_bytes()], read_row)?
            .collect()
        })
    }

    /// The words of a version; those that are built in for 0 and for one that never was.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn certificate_wording(&self, version: u32) -> Answer<Wording> {
        self.read(|db| {
            let found: Option<Wording> = db
                .prepare_cached("SELECT wording FROM certificate_wording WHERE version = ?1")?
                .query_row([version], |row| Columns::of(row).json())
                .optional()?;
            Ok(found.unwrap_or_default())
        })
    }

    /// Which wording is in force; 0 for the one built in.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn certificate_wording_version(&self) -> Answer<u32> {
        self.read(|db| {
            db.prepare_cached("SELECT coalesce(max(version), 0) FROM certificate_wording")?
                .query_row([], |row| row.get(0))
        })
    }
}
