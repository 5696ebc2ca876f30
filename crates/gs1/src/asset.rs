//! An asset's number, GIAI: a company prefix and what the company calls the asset. It must not know the asset.

use std::{fmt, str::FromStr};

use crate::{CompanyPrefix, KeyError, text::check};

/// Most characters of an asset's number, its prefix included.
pub const GIAI_CHARS_MAX: usize = 30;
/// Fewest digits it begins with: the shortest company prefix.
const PREFIX_DIGITS_MIN: usize = 4;

/// A Global Individual Asset Identifier: up to 30 characters of GS1 set 82, a company prefix first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Giai(String);

impl Giai {
    /// A company's number for its asset.
    ///
    /// # Errors
    /// [`KeyError`] when the reference is empty, too long, or has other characters.
    pub fn new(prefix: &CompanyPrefix, reference: &str) -> Result<Self, KeyError> {
        let max = GIAI_CHARS_MAX - prefix.as_str().len();
        check(reference, max)?;
        Ok(Self(format!("{prefix}{reference}")))
    }

    /// What the company calls it; none for another company's.
    #[must_use]
    pub fn reference_of(&self, prefix: &CompanyPrefix) -> Option<&str> {
        self.0
            .strip_prefix(prefix.as_str())
            .filter(|reference| !reference.is_empty())
    }

    /// Its characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Giai {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        check(text, GIAI_CHARS_MAX)?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits < PREFIX_DIGITS_MIN || text.len() == PREFIX_DIGITS_MIN {
            return Err(KeyError::AssetPrefix);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Giai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Giai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
