//! Percent-encoding of one path segment (RFC 3986 2): all but unreserved characters is encoded, so that one text has
//! one spelling. It knows no key.

use std::fmt::Write as _;

use crate::KeyError;

/// One path segment, in its one spelling.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// What a segment says. Only characters that may stand in a segment are taken as they are.
pub(crate) fn decode(segment: &str) -> Result<String, KeyError> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let (high, low) = (hex(rest.next())?, hex(rest.next())?);
            bytes.push(high * 16 + low);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| KeyError::Encoding)
}

fn hex(byte: Option<u8>) -> Result<u8, KeyError> {
    byte.and_then(|byte| char::from(byte).to_digit(16))
        .and_then(|digit| u8::try_from(digit).ok())
        .ok_or(KeyError::Encoding)
}
