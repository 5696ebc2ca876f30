//! A product's number, GTIN, in its 14-digit form. It must not know which product it is.

use std::{fmt, str::FromStr};

use crate::{
    KeyError,
    digits::{checked, text},
};

/// A Global Trade Item Number with all 14 digits, as Digital Link writes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin([u8; 14]);

impl Gtin {
    /// The 14 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        text(&self.0)
    }

    /// Whether the number is for use inside one company: GS1 prefixes 02, 04 and 20 to 29, behind the indicator.
    fn is_restricted(&self) -> bool {
        matches!(&self.0[1..3], b"02" | b"04") || self.0[1] == b'2'
    }
}

impl FromStr for Gtin {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let gtin = Self(checked(text)?);
        if gtin.is_restricted() {
            return Err(KeyError::Restricted);
        }
        Ok(gtin)
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
