//! Trees whose promised photo is late. `GET /operator/silence`
//!
//! Posts: `/adoptions/{id}/ask-for-photo`, `/operator/adoptions/{id}/ask-for-photo`.

use super::shell::Shell;
use askama::Template;

/// `GET /operator/silence`
#[derive(Debug, Template)]
#[template(path = "provenance/silence.html")]
pub(crate) struct SilencePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The longest silent first.
    pub(crate) trees: Vec<SilentTree>,
    /// Whether whoever looks may ask the farmer.
    pub(crate) acts: bool,
}

/// A tree whose photo is late.
#[derive(Clone, Debug)]
pub(crate) struct SilentTree {
    /// An adoption by which the farmer is asked.
    pub(crate) adoption: String,
    /// The tree's name.
    pub(crate) name: String,
    /// Its page.
    pub(crate) href: String,
    /// Its code as in addresses.
    pub(crate) code: String,
    /// How late.
    pub(crate) quiet: Quiet,
}

/// How late a photo is, and what can be done.
#[derive(Clone, Debug)]
pub(crate) struct Quiet {
    /// When the last one was, one sentence.
    pub(crate) last: String,
    /// When the farmer was reminded, one sentence; empty if not yet.
    pub(crate) asked: String,
    /// Whether the farmer may be asked now.
    pub(crate) may_ask: bool,
    /// When the farmer may be asked again; empty if now.
    pub(crate) wait: String,
}
