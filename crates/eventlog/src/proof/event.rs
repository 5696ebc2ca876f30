//! The proof that one event stands in the log, as C2SP tlog-proof writes it into one text file.

use std::fmt;

use data_encoding::BASE64;

use super::check::verify_inclusion;
use super::checkpoint::SignedCheckpoint;
use super::commitment::Commitment;
use super::error::ProofRefused;
use super::hash::TreeHash;
use super::key::Vkey;
use super::lines::{Lines, put_hashes};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// Proof of one event. Believes nothing: what it proves is found out by [`EventProof::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventProof {
    /// Bytes for whoever checks, not proven by anything; often the event's record, which becomes
    /// proven by hashing to the commitment.
    pub extra: Option<Vec<u8>>,
    /// Number of the leaf from 0: the event's position less one.
    pub index: u64,
    /// Hashes from the leaf's sibling up to the root's child.
    pub path: Vec<TreeHash>,
    /// The signed checkpoint, as it was served.
    pub checkpoint_note: String,
}

impl EventProof {
    /// Parses the text of a `.tlog-proof` file.
    ///
    /// # Errors
    /// [`ProofRefused::Malformed`] with the line that is wrong.
    pub fn parse(text: &str) -> Result<Self, ProofRefused> {
        let mut lines = Lines::of(text);
        if lines.next()? != FIRST_LINE {
            return Err(lines.malformed());
        }
        let extra = match lines.optional("extra")? {
            None => None,
            Some(base64) => {
                let bytes = BASE64.decode(base64.as_bytes());
                Some(bytes.map_err(|_malformed| lines.malformed())?)
            }
        };
        Ok(Self {
            extra,
            index: lines.numbered("index")?,
            path: lines.hashes()?,
            checkpoint_note: lines.rest().to_owned(),
        })
    }

    /// Checks that the event with this commitment stands where the proof says, in the log that the
    /// key belongs to; returns the checkpoint it was checked against.
    ///
    /// # Errors
    /// [`ProofRefused`] when it proves anything else.
    pub fn verify(
        &self,
        commitment: Commitment,
        vkey: &Vkey,
    ) -> Result<SignedCheckpoint, ProofRefused> {
        let signed = SignedCheckpoint::open(&self.checkpoint_note, vkey)?;
        let tree = signed.checkpoint();
        verify_inclusion(
            commitment.leaf(),
            self.index,
            tree.size,
            &self.path,
            tree.root,
        )?;
        Ok(signed)
    }
}

impl fmt::Display for EventProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", BASE64.encode(extra))?;
        }
        let mut hashes = String::new();
        put_hashes(&mut hashes, &self.path);
        write!(f, "index {}\n{hashes}{}", self.index, self.checkpoint_note)
    }
}
