//! A tree's history with its proofs. `GET /t/{code}/proof`
//!
//! Anyone may see it: it says what is proven and what is not, and gives one file to check it with.

use super::parts::{Mark, When};
use super::shell::Shell;
use askama::Template;

/// `GET /t/{code}/proof`
#[derive(Debug, Template)]
#[template(path = "proof.html")]
pub(crate) struct ProofPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The tree's code as in addresses.
    pub(crate) code: String,
    /// The tree's code in two groups.
    pub(crate) code_text: String,
    /// The tree's name and place.
    pub(crate) name: String,
    /// The seal everything is proven against; `None` while there is none, or the log is not the one that was signed.
    pub(crate) seal: Option<Seal>,
    /// Whether the log is not the one that was signed.
    pub(crate) broken: bool,
    /// Whether nobody can tell just now if it is.
    pub(crate) paused: bool,
    /// Records that the seal counts.
    pub(crate) proven: i64,
    /// Of these, records that everybody may read.
    pub(crate) open: i64,
    /// The tree's records, newest first.
    pub(crate) records: Vec<ProofRecord>,
}

/// A signed checkpoint of the log.
#[derive(Clone, Debug)]
pub(crate) struct Seal {
    /// Entries of the log under it, grouped by thousands.
    pub(crate) size: String,
    /// The name a kept copy gets.
    pub(crate) file: String,
    /// The root, base64: the fingerprint of everything.
    pub(crate) root: String,
    /// The key to check it with.
    pub(crate) vkey: String,
    /// The log's name.
    pub(crate) origin: String,
}

/// One record.
#[derive(Clone, Debug)]
pub(crate) struct ProofRecord {
    /// What happened.
    pub(crate) title: String,
    /// When.
    pub(crate) when: When,
    /// Its number in the log.
    pub(crate) position: String,
    /// Open, closed, or too new.
    pub(crate) state: Mark,
    /// Where its proof is; `None` while the seal does not count it.
    pub(crate) proof: Option<String>,
}
