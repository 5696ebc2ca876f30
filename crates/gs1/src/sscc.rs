//! A parcel's number, SSCC: extension digit, company prefix, serial number, check digit. It must not know the parcel.

use std::{fmt, str::FromStr};

use crate::{
    CompanyPrefix, KeyError,
    digits::{check_digit, checked, text},
};

/// Digits before the check digit.
const BODY: usize = 17;

/// A Serial Shipping Container Code: 18 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sscc([u8; 18]);

impl Sscc {
    /// The number of a company's nth parcel, counted from 0. The serial number fills first, then the extension digit,
    /// so that a prefix of 7 digits lasts for 10^10 parcels.
    ///
    /// # Errors
    /// [`KeyError::Exhausted`] when the prefix has no such number.
    pub fn new(prefix: &CompanyPrefix, nth: u64) -> Result<Self, KeyError> {
        let prefix = prefix.as_str();
        let serial_digits = BODY - 1 - prefix.len();
        let numbers = 10_u64.pow(u32::try_from(serial_digits).unwrap_or_default());
        let (extension, serial) = (nth / numbers, nth % numbers);
        if extension > 9 {
            return Err(KeyError::Exhausted);
        }
        let body = format!("{extension}{prefix}{serial:0serial_digits$}");
        let check = char::from(check_digit(body.as_bytes()));
        format!("{body}{check}").parse()
    }

    /// Which of a company's parcels it numbers; none for another company's.
    #[must_use]
    pub fn nth_of(&self, prefix: &CompanyPrefix) -> Option<u64> {
        let (extension, rest) = self.as_str()[..BODY].split_at(1);
        let serial = rest.strip_prefix(prefix.as_str())?;
        format!("{extension}{serial}").parse().ok()
    }

    /// The 18 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        text(&self.0)
    }
}

impl FromStr for Sscc {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        checked(text).map(Self)
    }
}

impl fmt::Display for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
