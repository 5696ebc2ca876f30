//! Carrying a log elsewhere: written out as JSON lines, and read in again to the same log, hash by hash.
//! What backups, exports and restores are made of. Knows lines and hashes; nothing of files, of what events mean,
//! or of who asked.
//!
//! The first line says which stretch of which log follows ([`Header`]); each further line is one event with its
//! whole frame and the hash chain's link after it. So a changed, missing, added or swapped line is found at that
//! line, and what was read in is the same log: equal links, equal Merkle roots.
//!
//! ```text
//! {"pomona_log":1,"epoch":"…","after":{"position":0,"link":"00…"},"until":{"position":2,"link":"9c…"}}
//! {"position":1,"stream":"member-per_1","version":1,"previous":0,"commit":"…","index":0,"of":2,"fingerprint":"…",
//!  "recorded_at_ms":1767225600000,"type":"community.member-registered","schema_version":1,"payload":{…},
//!  "metadata":{…},"link":"4f…"}
//! ```
//!
//! (one line each). Payloads and metadata that are no JSON of one line stand as `payload_base64`, `metadata_base64`;
//! empty ones are left out. `fingerprint` stands with the first event of a commit.

mod error;
mod export;
mod import;
mod line;

use std::fmt;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::chain::Tail;
use crate::position::GlobalPosition;

pub use self::error::{ExportError, ImportError, LineFault};
pub use self::export::export;
pub use self::import::import;
pub use self::line::{Header, LINE_BYTES_MAX};
#[cfg(any(test, fuzzing))]
pub(crate) use self::line::{decode, encode, write_header};

/// A place in the history of a log. Two logs that have one such point in common agree on everything up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPoint {
    /// Position of the last event before the place.
    #[serde(with = "as_number")]
    pub position: GlobalPosition,
    /// The hash chain's link there (SHA-256); zeros at the start.
    #[serde(with = "as_hex")]
    pub link: [u8; 32],
}

impl LogPoint {
    /// The link as 64 hex digits.
    pub fn link_hex(&self) -> String {
        HEXLOWER.encode(&self.link)
    }
}

impl fmt::Display for LogPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let link = self.link_hex();
        write!(f, "position {} with link {link}", self.position)
    }
}

impl From<Tail> for LogPoint {
    fn from(tail: Tail) -> Self {
        Self {
            position: tail.position,
            link: tail.link,
        }
    }
}

impl From<LogPoint> for Tail {
    fn from(point: LogPoint) -> Self {
        Self {
            position: point.position,
            link: point.link,
        }
    }
}

mod as_number {
    use super::{Deserialize, Deserializer, GlobalPosition, Serializer};

    pub(super) fn serialize<S: Serializer>(
        position: &GlobalPosition,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(position.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<GlobalPosition, D::Error> {
        u64::deserialize(deserializer).map(GlobalPosition)
    }
}

/// Thirty-two bytes as hex digits.
mod as_hex {
    use super::{Deserialize, Deserializer, HEXLOWER, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        bytes: &[u8; 32],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut text = [0; 64];
        HEXLOWER.encode_mut(bytes, &mut text);
        serializer.serialize_str(str::from_utf8(&text).unwrap_or_default())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<[u8; 32], D::Error> {
        // Hex digits need no escape, so the text can be borrowed.
        let text = <&str>::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        let read = text.len() == 64 && HEXLOWER.decode_mut(text.as_bytes(), &mut bytes).is_ok();
        if read {
            Ok(bytes)
        } else {
            Err(de::Error::custom("64 hex digits"))
        }
    }
}
