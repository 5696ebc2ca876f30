//! What corrections have in common (D 43): a fact is never edited. It is declared wrong, with a reason, and what holds
//! instead is a fact of its own.

use serde::{Deserialize, Serialize};

use crate::text::trimmed;

/// Longest reason of a correction, in characters.
pub const REASON_CHARS_MAX: usize = 200;

/// What was wrong with a fact, in the words of EPCIS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// It never happened.
    DidNotOccur,
    /// It happened, otherwise than told.
    IncorrectData,
}

/// Why a reason cannot be taken.
pub(crate) enum ReasonError {
    /// There is none.
    Missing,
    /// It is longer than [`REASON_CHARS_MAX`].
    TooLong,
}

/// The reason, trimmed.
pub(crate) fn checked_reason(reason: &str) -> Result<String, ReasonError> {
    if reason.trim().is_empty() {
        return Err(ReasonError::Missing);
    }
    trimmed(reason, REASON_CHARS_MAX).ok_or(ReasonError::TooLong)
}
