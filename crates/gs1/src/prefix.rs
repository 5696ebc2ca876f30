//! The number a GS1 member organisation gave to a company, with which all its keys begin.

use std::{fmt, str::FromStr};

use crate::KeyError;

/// Fewest digits of a company prefix.
const DIGITS_MIN: usize = 4;
/// Most digits of a company prefix.
const DIGITS_MAX: usize = 12;

/// A GS1 company prefix: 4 to 12 digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CompanyPrefix(String);

impl CompanyPrefix {
    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CompanyPrefix {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let fits = (DIGITS_MIN..=DIGITS_MAX).contains(&text.len())
            && text.bytes().all(|one| one.is_ascii_digit());
        fits.then(|| Self(text.to_owned())).ok_or(KeyError::Prefix)
    }
}

impl fmt::Display for CompanyPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CompanyPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
