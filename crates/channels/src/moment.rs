//! The time and the number used once that come in with every request and callback, because protocols here have
//! neither a clock nor randomness. It must not know any channel.

use data_encoding::HEXUPPER;
use kernel::Timestamp;

use crate::Error;

/// Sixteen random bytes, used for one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 16]);

impl Nonce {
    /// Takes bytes that the caller drew at random.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Thirty-two characters, as WeChat Pay wants them.
    pub(crate) fn text(self) -> String {
        HEXUPPER.encode(&self.0)
    }
}

/// When something is asked or heard, and a nonce for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Now.
    pub now: Timestamp,
    /// Used once.
    pub nonce: Nonce,
}

impl Moment {
    /// Seconds since 1970.
    pub(crate) const fn seconds(self) -> i64 {
        self.now.millis().div_euclid(1000)
    }
}

/// Whether a message said to be sent at this Unix time is near enough to now, before or after.
pub(crate) fn check_fresh(said: i64, now: Timestamp, tolerance: u64) -> Result<(), Error> {
    let seconds = now.millis().div_euclid(1000).abs_diff(said);
    if seconds > tolerance {
        return Err(Error::Stale { seconds });
    }
    Ok(())
}

/// A Unix time as a header writes it: digits alone.
pub(crate) fn unix_seconds(text: &str) -> Option<i64> {
    let digits = (1..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_fresh_on_both_sides_of_now() {
        let now = Timestamp::from_millis(1_000_999).unwrap();
        for said in [700, 1000, 1300] {
            assert_eq!(check_fresh(said, now, 300), Ok(()));
        }
        for said in [699, 1301] {
            assert_eq!(
                check_fresh(said, now, 300),
                Err(Error::Stale { seconds: 301 })
            );
        }
        assert!(check_fresh(i64::MIN, now, 300).is_err());
    }

    #[test]
    fn a_unix_time_is_digits_alone() {
        assert_eq!(unix_seconds("1764316800"), Some(1_764_316_800));
        for wrong in ["", "+1", "-1", " 1", "1.0", "9999999999999"] {
            assert_eq!(unix_seconds(wrong), None, "{wrong:?}");
        }
    }
}
