//! Orchards with their blocks and trees. `GET /operator/orchards` and `/operator/orchards/{id}?block={id}`
//!
//! Posts: `/operator/orchards` (`farm`, `farm_name`, `name`, `province`, `county`, `village`, `latitude`,
//! `longitude`), `/operator/orchards/{id}/blocks` (`name`), `/operator/trees/{id}/tag` (`reason`).

use super::form::{Choice, Form};
use super::parts::When;
use super::shell::Shell;
use askama::Template;

/// `GET /operator/orchards`
#[derive(Debug, Template)]
#[template(path = "operator/orchards.html")]
pub(crate) struct OrchardsPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The orchards there are.
    pub(crate) orchards: Vec<RegisteredOrchard>,
    /// Farms a new orchard can belong to; none of them means a new farm.
    pub(crate) farms: Vec<Choice>,
    /// The fields of a new orchard.
    pub(crate) form: Form,
}

/// An orchard in the list.
#[derive(Clone, Debug)]
pub(crate) struct RegisteredOrchard {
    /// Its name.
    pub(crate) name: String,
    /// Its page.
    pub(crate) href: String,
    /// Farm and place.
    pub(crate) place: String,
    /// How many trees stand in it.
    pub(crate) trees: i64,
}

/// `GET /operator/orchards/{id}?block={id}`
#[derive(Debug, Template)]
#[template(path = "operator/orchard.html")]
pub(crate) struct OrchardPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Farm and place.
    pub(crate) place: String,
    /// Its blocks.
    pub(crate) blocks: Vec<RegisteredBlock>,
    /// The block whose trees are listed; empty when none is.
    pub(crate) block: String,
    /// Those trees.
    pub(crate) trees: Vec<PlantedTree>,
    /// Field `name` of a new block.
    pub(crate) form: Form,
}

/// A block.
#[derive(Clone, Debug)]
pub(crate) struct RegisteredBlock {
    /// Its name.
    pub(crate) name: String,
    /// How many trees stand in it.
    pub(crate) trees: i64,
    /// Where its trees are listed.
    pub(crate) href: String,
    /// Where its tags are printed.
    pub(crate) tags_href: String,
}

/// A tree in the list.
#[derive(Clone, Debug)]
pub(crate) struct PlantedTree {
    /// Its id.
    pub(crate) id: String,
    /// Its name and place.
    pub(crate) name: String,
    /// Its code in two groups.
    pub(crate) code: String,
    /// Its public page.
    pub(crate) href: String,
    /// The variety.
    pub(crate) variety: String,
    /// Year it was planted.
    pub(crate) planted: String,
    /// When it was photographed last; `None` when never.
    pub(crate) seen: Option<When>,
}
