//! Everything that can go wrong with proofs, as closed enums that carry the facts.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::hash::TreeHash;
use crate::error::ReadError;
use crate::position::GlobalPosition;

/// Why a text is not a key name: empty, longer than [`super::KEY_NAME_BYTES_MAX`] bytes, or with
/// white space, a control character or a plus sign in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a key name must be like `farm.example/log`, without spaces and plus signs")]
pub struct InvalidKeyName;

/// A text that is not a verifier key `name+id+key`, not one for Ed25519, or whose id is not that of
/// its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a verifier key must read `name+8 hex digits+base64` and be an Ed25519 key")]
pub struct InvalidVkey;

/// A text that is not the path of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a tile's path must be like `tile/0/x001/234` or `tile/entries/000.p/70`")]
pub struct InvalidTilePath;

/// Why a signed note is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Longer than any honest note.
    #[error("a note of {length_bytes} bytes is too long")]
    TooLong {
        /// Length of the note, in bytes.
        length_bytes: usize,
    },
    /// Not a text, an empty line and signature lines.
    #[error("this is not a signed note")]
    Malformed,
    /// More signatures than any honest note has.
    #[error("a note has more than {limit} signatures")]
    TooManySignatures {
        /// The limit.
        limit: usize,
    },
    /// None of the signatures is by the key in question.
    #[error("the note is not signed by this key")]
    NotSigned,
    /// There is a signature by the key in question, and it is wrong.
    #[error("the note's signature is wrong")]
    WrongSignature,
}

/// Why a proof or a checkpoint proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProofRefused {
    /// The checkpoint is not a note signed by the key in question.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A line is not what must stand there.
    #[error("line {line} is not what must stand there")]
    Malformed {
        /// Number of the line, from 1.
        line: usize,
    },
    /// The checkpoint is signed by the key in question but names another origin.
    #[error("the checkpoint is of another log")]
    OtherOrigin,
    /// The leaf lies behind the end of the tree.
    #[error("leaf {index} is not in a tree of {size} leaves")]
    OutsideTree {
        /// Number of the leaf, from 0.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The proof has more or fewer hashes than it must have.
    #[error("the proof has the wrong number of hashes")]
    WrongLength,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    RootDiffers,
    /// The newer tree is smaller than the older one.
    #[error("a tree of {old_size} leaves cannot become one of {new_size}")]
    Shrunk {
        /// Leaves of the older tree.
        old_size: u64,
        /// Leaves of the newer tree.
        new_size: u64,
    },
    /// The proof starts from a tree of another size than the older checkpoint's.
    #[error("the proof starts from {found} leaves, the older checkpoint has {expected}")]
    OtherStart {
        /// Leaves the proof starts from.
        found: u64,
        /// Leaves of the older checkpoint.
        expected: u64,
    },
}

/// Why a prover could not be opened or could not answer.
#[derive(Debug, Error)]
pub enum ProverError {
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file or folder could not be made, read or synced.
    #[error("{}: {cause}", .path.display())]
    Io {
        /// The file or folder in question.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Another process, or another handle of this one, uses the folder.
    #[error("{} is in use by another process", .folder.display())]
    InUse {
        /// The folder in question.
        folder: PathBuf,
    },
    /// There is a checkpoint but the key that signed it is gone. A new key would be a new log for
    /// everybody who kept a checkpoint, so none is made.
    #[error("the signing key {} is missing; put it back from the backup", .path.display())]
    KeyMissing {
        /// Where it must be.
        path: PathBuf,
    },
    /// The key file is not 64 hex digits.
    #[error("{} does not hold a signing key", .path.display())]
    KeyMalformed {
        /// The file in question.
        path: PathBuf,
    },
    /// Others may read the signing key.
    #[error("{} has mode {mode:o}, others may read it; it must be 600", .path.display())]
    KeyExposed {
        /// The file in question.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The operating system gave no randomness for a new key.
    #[error("no randomness for a new signing key")]
    NoRandomness,
    /// The stored checkpoint is not one of this key and origin.
    #[error("the stored checkpoint {}: {cause}", .path.display())]
    StoredCheckpoint {
        /// The file in question.
        path: PathBuf,
        /// What is wrong with it.
        cause: ProofRefused,
    },
    /// The log ends before the stored checkpoint does: its end was lost. Nothing will be signed.
    #[error("a checkpoint of {promised} events was signed, the log has {found}; nothing is signed")]
    LogShorter {
        /// Events in the stored checkpoint.
        promised: u64,
        /// Events in the log.
        found: u64,
    },
    /// The log is not the one that was signed. Nothing will be signed.
    #[error("the first {size} events are not those of the signed checkpoint; nothing is signed")]
    LogDiffers {
        /// Events in the stored checkpoint.
        size: u64,
    },
    /// An event read from the log is not the one the tree was grown with.
    #[error("the events from position {position} on are not those that were signed")]
    EventDiffers {
        /// First event of the tile in question.
        position: GlobalPosition,
    },
    /// Signing stopped after a contradiction or a failed write; open again once it is understood.
    #[error("signing stopped after an earlier failure")]
    Stopped,
    /// The new checkpoint would not be consistent with the stored one. Signing stops.
    #[error("a new checkpoint would contradict the stored one: {0}")]
    Contradiction(ProofRefused),
    /// There is no such leaf.
    #[error("number {index} is outside a tree of {size} leaves")]
    OutsideTree {
        /// What was asked for.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The path is not that of a tile.
    #[error(transparent)]
    Path(#[from] InvalidTilePath),
}

/// Why a log does not contain the history a checkpoint promises.
#[derive(Debug, Error)]
pub enum AgainstError {
    /// The checkpoint itself is not to be trusted; nothing is said about the log.
    #[error(transparent)]
    Checkpoint(#[from] ProofRefused),
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log ends before the checkpoint does.
    #[error("the checkpoint promises {promised} events, the log has {found}")]
    LogShorter {
        /// Events in the checkpoint.
        promised: u64,
        /// Events in the log.
        found: u64,
    },
    /// The log's first events are not those of the checkpoint.
    #[error("the log's first {size} events have root {found}, the checkpoint promises {promised}")]
    LogDiffers {
        /// Events in the checkpoint.
        size: u64,
        /// Root the checkpoint promises.
        promised: TreeHash,
        /// Root of the log's first events.
        found: TreeHash,
    },
}
