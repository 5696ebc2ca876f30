//! Correcting what was told: `GET /observations/{id}/correction`, `GET /lots/{id}/correction`.
//!
//! Posts to its own address (`mistake`, `reason`, and what holds instead: `stage`, `note`; or `picked_on`, `grade`,
//! `tare`, `trees`).

use super::form::{Choice, Form};
use super::parts::When;
use super::shell::Shell;
use askama::Template;

/// `GET /observations/{id}/correction`, `GET /lots/{id}/correction`
#[derive(Debug, Template)]
#[template(path = "correction.html")]
pub(crate) struct CorrectionPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Where it is posted.
    pub(crate) action: String,
    /// Where one comes from.
    pub(crate) back: String,
    /// What is corrected: tree or lot.
    pub(crate) name: String,
    /// What was told, in one line.
    pub(crate) told: String,
    /// When it was told to have happened.
    pub(crate) when: When,
    /// What may be wrong.
    pub(crate) mistakes: Vec<Choice>,
    /// The fields.
    pub(crate) form: Form,
    /// What can be said instead.
    pub(crate) right: Right,
}

/// What can be said instead.
#[derive(Clone, Debug)]
pub(crate) enum Right {
    /// Of an observation: the stages to choose from.
    Seen(Vec<Choice>),
    /// Of a weighing: the grades to choose from.
    Weighed(Vec<Choice>),
}
