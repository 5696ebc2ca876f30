//! The proof that an older checkpoint's tree is the beginning of a newer one's. Written as the body
//! of a C2SP tlog-witness `add-checkpoint` request, so it can be sent to a witness as it is.

use std::fmt;

use super::check::verify_consistency;
use super::checkpoint::{Checkpoint, SignedCheckpoint};
use super::error::ProofRefused;
use super::hash::TreeHash;
use super::key::Vkey;
use super::lines::{Lines, put_hashes};

/// Proof of growth. Believes nothing: what it proves is found out by [`GrowthProof::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowthProof {
    /// Leaves of the older tree.
    pub old_size: u64,
    /// Hashes as RFC 6962, section 2.1.2 orders them.
    pub path: Vec<TreeHash>,
    /// The newer signed checkpoint, as it was served; empty where whoever checks holds it already.
    pub checkpoint_note: String,
}

impl GrowthProof {
    /// Parses the text form.
    ///
    /// # Errors
    /// [`ProofRefused::Malformed`] with the line that is wrong.
    pub fn parse(text: &str) -> Result<Self, ProofRefused> {
        let mut lines = Lines::of(text);
        Ok(Self {
            old_size: lines.numbered("old")?,
            path: lines.hashes()?,
            checkpoint_note: lines.rest().to_owned(),
        })
    }

    /// Checks that the tree of `old` is the beginning of the newer checkpoint's, which must be
    /// signed by the key; returns the newer checkpoint.
    ///
    /// # Errors
    /// [`ProofRefused`] when it proves anything else.
    pub fn verify(&self, old: &Checkpoint, vkey: &Vkey) -> Result<SignedCheckpoint, ProofRefused> {
        if self.old_size != old.size {
            return Err(ProofRefused::OtherStart {
                found: self.old_size,
                expected: old.size,
            });
        }
        let signed = SignedCheckpoint::open(&self.checkpoint_note, vkey)?;
        let new = signed.checkpoint();
        if old.origin != new.origin {
            return Err(ProofRefused::OtherOrigin);
        }
        verify_consistency(old.size, old.root, new.size, new.root, &self.path)?;
        Ok(signed)
    }
}

impl fmt::Display for GrowthProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hashes = String::new();
        put_hashes(&mut hashes, &self.path);
        write!(f, "old {}\n{hashes}{}", self.old_size, self.checkpoint_note)
    }
}
