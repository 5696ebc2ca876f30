//! What distinguishes pieces of one product: a serial number or a batch code. It must not know which of the two.

use std::{fmt, str::FromStr};

use crate::KeyError;

/// Most characters of a serial number or batch code (application identifiers 10 and 21).
pub const PART_CHARS_MAX: usize = 20;

/// The punctuation of GS1 set 82, which beside it has the letters and digits of ASCII (General Specifications 7.11).
const PUNCTUATION: &[u8] = b"!\"%&'()*+,-./:;<=>?_";

/// A serial number or batch code: 1 to 20 characters of GS1 set 82.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(String);

impl Part {
    /// Its characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text fits: its length, its characters, and that an address can carry it.
pub(crate) fn check(text: &str, max: usize) -> Result<(), KeyError> {
    let known = |one: u8| one.is_ascii_alphanumeric() || PUNCTUATION.contains(&one);
    if !text.bytes().all(known) {
        return Err(KeyError::Charset);
    }
    if !(1..=max).contains(&text.len()) {
        return Err(KeyError::Length { max });
    }
    if matches!(text, "." | "..") {
        return Err(KeyError::Dots);
    }
    Ok(())
}

impl FromStr for Part {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        check(text, PART_CHARS_MAX).map(|()| Self(text.to_owned()))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
