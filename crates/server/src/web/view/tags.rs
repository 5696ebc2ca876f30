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
    /// The first tags, to look at.
    pub(crate) tags: Vec<Tag>,
    /// How many trees the block has.
    pub(crate) count: i64,
    /// The files its tags are in.
    pub(crate) parts: Vec<Part>,
    /// What they can be printed on.
    pub(crate) stocks: Vec<Choice>,
}

/// Up to a thousand tags: one file.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Which it is, from 1.
    pub(crate) number: u32,
    /// From which tag to which.
    pub(crate) range: String,
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
