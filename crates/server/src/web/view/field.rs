//! The farmer's pages that work without network: `GET /today/field`, `GET /today/queue`.
//!
//! Without scripts the form of the first posts to `/today/observations` like the one of `/today`.

use super::form::{Choice, Form};
use super::shell::Shell;
use askama::Template;

/// `GET /today/field`
#[derive(Debug, Template)]
#[template(path = "field/field.html")]
pub(crate) struct FieldPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The version of what a phone keeps.
    pub(crate) version: String,
    /// Who takes photos.
    pub(crate) person: String,
    /// Fields `code`, `stage`, `note`.
    pub(crate) form: Form,
    /// The stages to choose from.
    pub(crate) stages: Vec<Choice>,
    /// How many photos one record may have.
    pub(crate) photos_max: i64,
    /// The largest photo, for people: `20 MB`.
    pub(crate) photo_size_max: String,
    /// The largest photo in bytes, for the script.
    pub(crate) photo_bytes_max: i64,
}

/// `GET /today/queue`
#[derive(Debug, Template)]
#[template(path = "field/queue.html")]
pub(crate) struct QueuePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The version of what a phone keeps.
    pub(crate) version: String,
    /// Whose phone it is now.
    pub(crate) person: String,
}
