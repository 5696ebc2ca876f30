//! What is said on the control socket: one request as a line of JSON, then frames, each a line of JSON, until the last.
//! A `bytes` frame is followed by that many bytes. Values and limits only; who says what when is `control.rs` and
//! `source.rs`.

use std::io::{self, BufRead, Read as _, Write};

use eventlog::{Damaged, GlobalPosition, ReadError};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::jobs::{Stat, Verified};

/// Longest line, in bytes.
const LINE_BYTES_MAX: u64 = 4 * 1024;
/// Most bytes in one frame.
pub(super) const FRAME_BYTES_MAX: u64 = 1024 * 1024;

/// What a client wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Request {
    /// Check the whole log.
    Verify {},
    /// Say how much there is.
    Stat {
        /// With the root of the Merkle tree.
        root: bool,
    },
    /// Write out all events after a position.
    Export {
        /// The position.
        after: u64,
    },
    /// A copy of the vault's file.
    Vault {},
}

/// What a server says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Frame {
    /// So much is done of so much.
    Progress(u64, u64),
    /// So many bytes follow.
    Bytes(u64),
    /// The log is whole. Last.
    Verified(Verified),
    /// How much there is. Last.
    Stat(Stat),
    /// All bytes were sent. Last.
    Sent,
    /// It was not done. Last.
    Refused(Refusal),
}

/// Why it was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Refusal {
    /// Another job is being done.
    Busy,
    /// The request is none of ours.
    Malformed,
    /// The log is damaged.
    Damaged {
        /// First position that cannot be trusted.
        position: u64,
        /// What was found.
        what: String,
    },
    /// The log ends before the position after which it was to be written out.
    BeyondEnd {
        /// Where it ends.
        end: u64,
    },
    /// The log or the vault cannot be read.
    Unreadable {
        /// What the system said.
        cause: String,
    },
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Damaged(Damaged {
                position: GlobalPosition(position),
                what,
                ..
            }) => Self::Damaged {
                position,
                what: what.to_string(),
            },
            error @ (ReadError::Engine(_) | ReadError::Closed) => Self::Unreadable {
                cause: error.to_string(),
            },
        }
    }
}

/// Says something in one line.
pub(super) fn say(out: &mut dyn Write, what: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// Hears one line; `None` when nothing more comes.
pub(super) fn hear<T: DeserializeOwned>(input: &mut dyn BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    input.take(LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        let mut line = Vec::new();
        say(&mut line, &Request::Export { after: 7 }).unwrap();
        assert_eq!(line, b"{\"do\":\"export\",\"after\":7}\n");
        let heard = hear::<Request>(&mut line.as_slice()).unwrap();
        assert_eq!(heard, Some(Request::Export { after: 7 }));
        assert_eq!(hear::<Request>(&mut [].as_slice()).unwrap(), None);
    }

    #[test]
    fn what_is_no_request_is_refused_however_long_it_is() {
        let long = format!("{{\"do\":\"verify\"{}}}\n", " ".repeat(5_000));
        for wrong in [
            "\n",
            "{}\n",
            "{\"do\":\"erase\"}\n",
            "{\"do\":\"verify\",\"to\":\"/\"}\n",
            &long,
        ] {
            assert!(hear::<Request>(&mut wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
