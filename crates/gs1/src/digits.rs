//! Digits and the check digit that all numeric GS1 keys share (General Specifications 7.9.1): from the right, weights 3
//! and 1 in turn; the check digit brings the sum to a multiple of ten. It knows no key.

use crate::KeyError;

/// Exactly so many digits, the last of which fits.
pub(crate) fn checked<const N: usize>(text: &str) -> Result<[u8; N], KeyError> {
    let digits: [u8; N] = text
        .as_bytes()
        .try_into()
        .map_err(|_| KeyError::Digits { digits: N })?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(KeyError::Digits { digits: N });
    }
    let (body, last) = digits.split_at(N.saturating_sub(1));
    if last != [check_digit(body)] {
        return Err(KeyError::CheckDigit);
    }
    Ok(digits)
}

/// The check digit, as a character, of the digits before it.
pub(crate) fn check_digit(body: &[u8]) -> u8 {
    let sum: u32 = body
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 3 } else { 1 })
        .sum();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

/// Digits as text.
pub(crate) fn text(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}
