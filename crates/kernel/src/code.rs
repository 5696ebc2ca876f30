//! Short codes that people type and scanners read: eight characters of Crockford base32, the last a check digit.
//!
//! Crockford's alphabet leaves out I, L, O and U; reading accepts lower case, `I`/`L` as 1, `O` as 0, and
//! hyphens or spaces anywhere. The check character is the ISO 7064-like sum of digit × weight modulo 31 over
//! prime weights, so one wrong character or one swap of neighbours is found.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;
/// 31 is the largest prime below 32, so every weight is invertible and each change shows.
const MODULUS: u32 = 31;

/// Why a text is not a short code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not eight characters once hyphens and spaces are dropped.
    #[error("a code has {LENGTH} characters")]
    Length,
    /// A character outside Crockford's alphabet.
    #[error("a code has only digits and letters without I, L, O, U")]
    Alphabet,
    /// The last character does not fit the others: something was mistyped.
    #[error("the code is mistyped: its last character does not fit")]
    Check,
}

/// A tree's tag code or a parcel's code, in canonical upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode([u8; LENGTH]);

impl ShortCode {
    /// Makes a code of 35 bits of the seed; the caller provides the randomness.
    /// Characters above 30 are avoided so that every character takes part in the check.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut digits = [0_u8; LENGTH];
        let mut rest = seed;
        for digit in &mut digits[..LENGTH - 1] {
            *digit = u8::try_from(rest % u64::from(MODULUS)).unwrap_or_default();
            rest /= u64::from(MODULUS);
        }
        digits[LENGTH - 1] = check_digit(&digits);
        Self(digits.map(|digit| ALPHABET[usize::from(digit)]))
    }

    /// The canonical eight characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Two groups of four, as printed under the QR code: `7F3K-9Q2M`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let text = self.as_str();
        format!("{}-{}", &text[..4], &text[4..])
    }
}

fn check_digit(digits: &[u8; LENGTH]) -> u8 {
    let sum: u32 = (1_u32..)
        .zip(&digits[..LENGTH - 1])
        .map(|(weight, digit)| weight * u32::from(*digit))
        .sum();
    u8::try_from(sum % MODULUS).unwrap_or_default()
}

fn digit_of(character: char) -> Option<u8> {
    let canonical = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|symbol| char::from(*symbol) == canonical)
        .and_then(|index| u8::try_from(index).ok())
}

impl FromStr for ShortCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut digits = [0_u8; LENGTH];
        let mut count = 0;
        for character in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let digit = digit_of(character).ok_or(CodeError::Alphabet)?;
            *digits.get_mut(count).ok_or(CodeError::Length)? = digit;
            count += 1;
        }
        if count != LENGTH {
            return Err(CodeError::Length);
        }
        if digits[LENGTH - 1] != check_digit(&digits) {
            return Err(CodeError::Check);
        }
        Ok(Self(digits.map(|digit| ALPHABET[usize::from(digit)])))
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ShortCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ShortCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_may_type_it_their_way() {
        let code = ShortCode::from_seed(1);
        let text = code.as_str();
        assert_eq!(text, "10000001");
        for typed in ["1000-0001", "iooo oool", "LOOOOOOI"] {
            assert_eq!(typed.parse::<ShortCode>(), Ok(code), "{typed}");
        }
        assert_eq!(code.grouped(), "1000-0001");
    }

    #[test]
    fn what_is_no_code_is_refused_with_the_reason() {
        assert_eq!("1000".parse::<ShortCode>(), Err(CodeError::Length));
        assert_eq!("100000012".parse::<ShortCode>(), Err(CodeError::Length));
        assert_eq!("1000000U".parse::<ShortCode>(), Err(CodeError::Alphabet));
        assert_eq!("10000002".parse::<ShortCode>(), Err(CodeError::Check));
    }

    proptest! {
        #[test]
        fn every_code_reads_back(seed: u64) {
            let code = ShortCode::from_seed(seed);
            prop_assert_eq!(code.as_str().parse::<ShortCode>(), Ok(code));
        }

        #[test]
        fn one_wrong_character_is_found(seed: u64, at in 0_usize..8, other in 0_usize..31) {
            let code = ShortCode::from_seed(seed);
            let mut bytes = code.0;
            prop_assume!(bytes[at] != ALPHABET[other]);
            bytes[at] = ALPHABET[other];
            let text = std::str::from_utf8(&bytes).unwrap();
            prop_assert_eq!(text.parse::<ShortCode>(), Err(CodeError::Check));
        }
    }
}
