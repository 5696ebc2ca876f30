//! Tree tags to print and hang: 90 mm × 55 mm each, ten on a sheet of A4. `GET /operator/tags`

use super::form::Choice;
use super::shell::Shell;
use askama::Template;

/// `GET /operator/tags?orchard={id}&block={name}`
#[derive(Debug, Template)]
#[template(path = "operator/tags.html")]
pub(crate) struct TagsPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Blocks to choose from.
    pub(crate) blocks: Vec<Choice>,
    /// The chosen block's value; empty when none is.
    pub(crate) block: String,
    /// The tags to print.
    pub(crate) tags: Vec<Tag>,
}

/// One tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// The tree's name.
    pub(crate) name: String,
    /// The orchard.
    pub(crate) orchard: String,
    /// The words on the plate; empty when there are none.
    pub(crate) plate: String,
    /// Its code as in addresses.
    pub(crate) code: String,
    /// Its code in two groups.
    pub(crate) code_text: String,
}
