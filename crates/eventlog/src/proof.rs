//! Proofs for outsiders: that an event stands in the log, and that the log only ever grew.
//!
//! The log is an RFC 6962 Merkle tree. Leaf number `position - 1` is the [`Commitment`] of the event
//! at `position`: a hash, never data. What others get to see is
//!
//! - a **checkpoint**: size and root of the tree, signed ([`SignedCheckpoint`], C2SP
//!   `tlog-checkpoint`). Whoever keeps one can tell for ever whether the log is still the same.
//! - **tiles**: the tree's hashes and entries as static resources ([`TilePath`], C2SP `tlog-tiles`),
//!   enough to audit everything.
//! - a **proof of an event** ([`EventProof`], C2SP `tlog-proof`): a text file that is checked
//!   offline.
//! - a **proof of growth** ([`GrowthProof`], the body of a C2SP `tlog-witness` request): an older
//!   checkpoint's tree is the beginning of a newer one's.
//!
//! [`Prover`] makes all of these from a [`crate::Log`]; [`verify_against`] checks a log against a
//! checkpoint somebody kept. Checking ([`verify_inclusion`], [`verify_consistency`],
//! [`EventProof::verify`], [`GrowthProof::verify`]) is pure and needs neither log nor files.
//!
//! # What is stored
//!
//! The signing key and the newest checkpoint, both of which must be kept as the log itself is; and
//! one hash per 256 events, which is derived, checked against the checkpoint on opening and rebuilt
//! from the log when it does not fit. Everything else is computed from the log when it is asked for.
//!
//! # What it must not know
//!
//! How events are stored, what they mean, who may ask, HTTP, and what time it is.

mod against;
mod check;
mod checkpoint;
mod commitment;
mod cosignature;
mod error;
mod event;
mod folder;
mod growth;
mod hash;
mod key;
mod lines;
mod note;
mod path;
mod prover;
mod record;
mod tree;

pub use self::against::{KeptReport, first_difference, root, root_while, verify_against};
pub use self::check::{verify_consistency, verify_inclusion};
pub use self::checkpoint::{Checkpoint, SignedCheckpoint};
pub use self::commitment::{Commitment, event_record};
pub use self::cosignature::WitnessVkey;
pub use self::error::{
    AgainstError, InvalidKeyName, InvalidTilePath, InvalidVkey, NoteError, ProofRefused,
    ProverError,
};
pub use self::event::EventProof;
pub use self::growth::GrowthProof;
pub use self::hash::TreeHash;
pub use self::key::{KEY_NAME_BYTES_MAX, KeyName, SignerKey, Vkey};
pub use self::lines::PROOF_HASHES_MAX;
pub use self::note::{NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX};
pub use self::path::{Tile, TilePath};
pub use self::prover::Prover;
pub use self::record::EventRecord;
pub use self::tree::TILE_HASHES;
