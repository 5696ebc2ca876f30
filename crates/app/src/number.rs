//! A position or version as it is handed out: with the life of the log that it counts in. A restored log goes on with
//! other events under the same numbers, and one that somebody kept must not match them (docs/decisions/0008). It
//! knows no header and no event.

use std::fmt;

use eventlog::{Epoch, GlobalPosition};

/// Hexadecimal digits of the epoch that a number carries.
const EPOCH_DIGITS: usize = 8;

/// A number of one life of the log, written `17-0a1b2c3d`; in a log that has no epoch, as in memory, `17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogNumber {
    number: u64,
    epoch: Option<Epoch>,
}

/// Why a text is no number of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It was never handed out in this form.
    #[error("it is not in the form in which it was given")]
    Malformed,
    /// It counts in another life of the log.
    #[error("it is of another life of the log, which was restored since")]
    OtherEpoch,
}

impl LogNumber {
    /// A position or version of the log that lives in `epoch`.
    #[must_use]
    pub const fn new(number: u64, epoch: Option<Epoch>) -> Self {
        Self { number, epoch }
    }

    /// The number itself.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.number
    }

    /// The number as a place in the log.
    #[must_use]
    pub const fn position(self) -> GlobalPosition {
        GlobalPosition(self.number)
    }

    /// Reads back what was handed out; good only in the epoch it came from.
    ///
    /// # Errors
    /// [`NumberError`].
    pub fn parse(text: &str, epoch: Option<Epoch>) -> Result<Self, NumberError> {
        let (digits, tag) = match text.split_once('-') {
            Some((digits, tag)) => (digits, Some(tag)),
            None => (text, None),
        };
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().map_err(|_| NumberError::Malformed)?;
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let whole = |tag: &str| tag.len() == EPOCH_DIGITS && tag.bytes().all(hex);
        if !plain || tag.is_some() != epoch.is_some() || !tag.is_none_or(whole) {
            return Err(NumberError::Malformed);
        }
        if tag != epoch.map(tag_of).as_deref() {
            return Err(NumberError::OtherEpoch);
        }
        Ok(Self { number, epoch })
    }
}

impl fmt::Display for LogNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.epoch {
            Some(epoch) => write!(f, "{}-{}", self.number, tag_of(epoch)),
            None => write!(f, "{}", self.number),
        }
    }
}

fn tag_of(epoch: Epoch) -> String {
    let mut tag = epoch.to_string();
    tag.truncate(EPOCH_DIGITS);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Option<Epoch> = Some(Epoch([0xa1; 16]));
    const SECOND: Option<Epoch> = Some(Epoch([0xb2; 16]));

    #[test]
    fn a_number_is_good_in_its_own_epoch_only() {
        let given = LogNumber::new(17, FIRST);
        assert_eq!(given.to_string(), "17-a1a1a1a1");
        assert_eq!(LogNumber::parse("17-a1a1a1a1", FIRST), Ok(given));
        assert_eq!(
            LogNumber::parse("17-a1a1a1a1", SECOND),
            Err(NumberError::OtherEpoch)
        );
        assert_eq!(
            LogNumber::parse("17", None),
            Ok(LogNumber::new(17, None)),
            "a log in memory has no epoch"
        );
    }

    #[test]
    fn what_was_never_given_is_malformed() {
        for text in [
            "",
            "17",
            "-a1a1a1a1",
            "+1-a1a1a1a1",
            "17-",
            "17-A1A1A1A1",
            "17-a1a1a1a",
            "17-a1a1a1a1-",
            "x",
            "99999999999999999999-a1a1a1a1",
        ] {
            let read = LogNumber::parse(text, FIRST);
            assert_eq!(read, Err(NumberError::Malformed), "{text:?}");
        }
        let of_a_log_with_epoch = LogNumber::parse("17-a1a1a1a1", None);
        assert_eq!(of_a_log_with_epoch, Err(NumberError::Malformed));
    }
}
