//! A channel's statement: what it says that moved, line by line, and the rows that could not be read.
//! It must not know how any channel writes a statement.

use data_encoding::HEXLOWER;
use kernel::{ContentHash, Money, Timestamp};
use sha2::{Digest, Sha256};

use crate::unzip::ArchiveProblem;

/// Most bytes of a statement file.
pub(crate) const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Most rows of a statement file.
pub(crate) const ROWS_MAX: usize = 500_000;

/// What a line of a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Money came in.
    Payment,
    /// Money went back.
    Refund,
}

/// How far the line's movement has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineStatus {
    /// It happened.
    Settled,
    /// It is on its way.
    Pending,
    /// It did not happen.
    Failed,
}

/// One movement of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The row of the file, from 1.
    pub row: usize,
    /// In or out.
    pub kind: LineKind,
    /// Our number of it as the channel knows it: `pay_…` or `rfd_…`; empty if it says none.
    pub number: String,
    /// The channel's own id.
    pub transaction: String,
    /// How much, never negative.
    pub amount: Money,
    /// What the channel kept; negative when it gave a fee back.
    pub fee: Money,
    /// When.
    pub at: Timestamp,
    /// How far it has come.
    pub status: LineStatus,
}

/// Why a row was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// Not as many cells as the header has.
    #[error("the row has another number of cells than the header")]
    Cells,
    /// A cell is out of form.
    #[error("cell {column} is out of form")]
    Cell {
        /// The column's name.
        column: &'static str,
    },
    /// A kind of movement that is neither a payment nor a refund.
    #[error("neither a payment nor a refund")]
    OtherMovement,
}

/// A row that was not read; nothing is dropped silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkippedRow {
    /// The row of the file, from 1.
    pub row: usize,
    /// Why.
    pub problem: RowProblem,
}

/// A statement file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// SHA-256 of the file: the same file twice is one statement.
    pub file: ContentHash,
    /// What moved.
    pub lines: Vec<StatementLine>,
    /// What could not be read.
    pub skipped: Vec<SkippedRow>,
}

/// Why a file is not a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The channel has no statements to read.
    #[error("this channel has no statements")]
    NotOffered,
    /// Larger than any statement.
    #[error("the file has more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: usize,
    },
    /// More rows than any statement.
    #[error("the file has more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// Bytes that are no text in the channel's encoding.
    #[error("the file is not text in the expected encoding")]
    Encoding,
    /// A column that is needed is not in the header.
    #[error("column {column} is missing")]
    ColumnMissing {
        /// The column's name.
        column: String,
    },
    /// An archive that cannot be unpacked.
    #[error(transparent)]
    Archive(#[from] ArchiveProblem),
    /// Not the hash that the channel announced.
    #[error("the file is not the one that the channel announced")]
    HashDiffers,
}

/// The hash of a file that is small enough to be read.
pub(crate) fn hash_of(file: &[u8]) -> Result<ContentHash, StatementError> {
    if file.len() > FILE_BYTES_MAX {
        let limit_bytes = FILE_BYTES_MAX;
        return Err(StatementError::TooLarge { limit_bytes });
    }
    Ok(ContentHash::from_bytes(Sha256::digest(file).into()))
}

/// Whether a file has the SHA-1 that a channel announced for it in a signed reply.
///
/// # Errors
/// It has another.
pub(crate) fn check_sha1(file: &[u8], announced: &str) -> Result<(), StatementError> {
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, file);
    if HEXLOWER.encode(digest.as_ref()) == announced.to_ascii_lowercase() {
        Ok(())
    } else {
        Err(StatementError::HashDiffers)
    }
}
