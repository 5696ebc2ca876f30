//! The history of one tree as a file that is checked offline: its events, each with a C2SP tlog-proof against one
//! signed checkpoint. `collect.rs` makes it from the log; checking needs the file and a key, nothing of ours.
//!
//! An event's record is in the file only where it names nobody who bought something; of all others the file has the
//! commitment, which proves that the record stands there and never changed, and tells nothing of it.

mod collect;

use data_encoding::{BASE64, HEXLOWER};
use eventlog::proof::{
    Checkpoint, Commitment, EventProof, EventRecord, ProofRefused, SignedCheckpoint, Vkey,
};
use serde::{Deserialize, Serialize};

pub(crate) use self::collect::{collect, is_open};

/// What the file says it is.
pub const FORMAT: &str = "pomona.tree-history/v1";
/// Longest file that is looked at, in bytes (64 MiB).
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryFile {
    /// [`FORMAT`].
    pub format: String,
    /// What it is and how to check it, in both languages. For people; proven by nothing.
    pub read_me: Vec<String>,
    /// The tree's code and names. For people; proven by nothing.
    pub tree: Subject,
    /// The key that signed the checkpoint. To be compared with one from elsewhere.
    pub vkey: String,
    /// The signed checkpoint, as it was served.
    pub checkpoint: String,
    /// The tree's events, oldest first.
    pub events: Vec<ProvenEvent>,
    /// Events of the tree that are too new for the checkpoint, or too many for one file.
    pub left_out: u64,
}

/// Which tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The code on its tag.
    pub code: String,
    /// Its id.
    pub id: String,
    /// Its own name.
    pub name: String,
    /// What grows on it.
    pub variety: String,
}

/// One event and its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenEvent {
    /// Its number in the log.
    pub position: u64,
    /// SHA-256 of its record, hex: the entry of the log's tree.
    pub commitment: String,
    /// The record, base64; absent where it names somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// C2SP tlog-proof of the entry.
    pub proof: String,
}

/// What a checked file holds.
#[derive(Debug, PartialEq, Eq)]
pub struct CheckedHistory {
    /// The checkpoint everything was checked against.
    pub checkpoint: Checkpoint,
    /// Records that can be read, and are as they were.
    pub open: Vec<Vec<u8>>,
    /// Positions of events that stand in the log and whose records stay closed.
    pub closed: Vec<u64>,
}

/// Why a file proves nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryRefused {
    /// It is not such a file.
    #[error("this is not a tree's history of the form {FORMAT}")]
    Malformed,
    /// The key in the file is none, or another than the one that is trusted.
    #[error("the file was made with another key")]
    OtherKey,
    /// The checkpoint is not to be trusted.
    #[error("the checkpoint: {0}")]
    Checkpoint(ProofRefused),
    /// The proof of an event does not hold.
    #[error("the proof of event {position}: {cause}")]
    Event {
        /// The event.
        position: u64,
        /// What is wrong.
        cause: ProofRefused,
    },
    /// An event's fields are not of the form, twice there, or its proof is of another event or checkpoint.
    #[error("event {position} is not what it must be")]
    EventMalformed {
        /// The event.
        position: u64,
    },
    /// The record is not the one that stands in the log.
    #[error("the record of event {position} was changed")]
    RecordChanged {
        /// The event.
        position: u64,
    },
}

impl HistoryFile {
    /// Reads the file's text.
    ///
    /// # Errors
    /// [`HistoryRefused::Malformed`].
    pub fn parse(text: &str) -> Result<Self, HistoryRefused> {
        let file: Self = serde_json::from_str(text).map_err(|_| HistoryRefused::Malformed)?;
        if file.format == FORMAT {
            Ok(file)
        } else {
            Err(HistoryRefused::Malformed)
        }
    }

    /// The key the file names.
    ///
    /// # Errors
    /// [`HistoryRefused::OtherKey`] when it is no key.
    pub fn vkey(&self) -> Result<Vkey, HistoryRefused> {
        self.vkey.parse().map_err(|_| HistoryRefused::OtherKey)
    }

    /// Checks everything that can be checked, believing only the key.
    ///
    /// # Errors
    /// [`HistoryRefused`] at the first thing that does not hold.
    pub fn check(&self, trusted: &Vkey) -> Result<CheckedHistory, HistoryRefused> {
        if self.vkey()? != *trusted {
            return Err(HistoryRefused::OtherKey);
        }
        let signed = SignedCheckpoint::open(&self.checkpoint, trusted);
        let signed = signed.map_err(HistoryRefused::Checkpoint)?;
        let mut checked = CheckedHistory {
            checkpoint: signed.checkpoint().clone(),
            open: Vec::new(),
            closed: Vec::new(),
        };
        let mut before = 0;
        for event in &self.events {
            let position = event.position;
            if position <= before {
                return Err(HistoryRefused::EventMalformed { position });
            }
            before = position;
            match event.check(&self.checkpoint, trusted)? {
                Some(record) => checked.open.push(record),
                None => checked.closed.push(position),
            }
        }
        Ok(checked)
    }
}

impl ProvenEvent {
    /// The record, if it is in the file, once everything about it holds.
    fn check(&self, checkpoint: &str, vkey: &Vkey) -> Result<Option<Vec<u8>>, HistoryRefused> {
        let position = self.position;
        let malformed = HistoryRefused::EventMalformed { position };
        let refused = |cause| HistoryRefused::Event { position, cause };
        let Some(commitment) = self.commitment() else {
            return Err(malformed);
        };
        let proof = EventProof::parse(&self.proof).map_err(refused)?;
        if proof.index.checked_add(1) != Some(position) || proof.checkpoint_note != checkpoint {
            return Err(malformed);
        }
        proof.verify(commitment, vkey).map_err(refused)?;
        let Some(record) = &self.record else {
            return Ok(None);
        };
        let changed = HistoryRefused::RecordChanged { position };
        let Ok(record) = BASE64.decode(record.as_bytes()) else {
            return Err(changed);
        };
        let fields = EventRecord::committed(&record, commitment);
        if fields.is_some_and(|fields| fields.position == position) {
            Ok(Some(record))
        } else {
            Err(changed)
        }
    }

    fn commitment(&self) -> Option<Commitment> {
        let bytes = HEXLOWER.decode(self.commitment.as_bytes()).ok()?;
        bytes.try_into().ok().map(Commitment)
    }
}

#[cfg(test)]
mod tests;
