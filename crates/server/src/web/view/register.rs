//! The register of trees. `GET /register` (`orchard`, `block`, `variety`, `q`, `lack`, `after`), `GET /register/trees/{id}`
//!
//! Posts: `/register/trees/{id}/survey` (`rootstock`, `latitude`, `longitude`), `/register/trees/{id}/tag-lost`,
//! `/register/trees/{id}/tag-found`, `/register/trees/{id}/tag` (`reason`), `/register/trees/{id}/correction`
//! (`variety`, `planted`, `reason`).

use super::form::Form;
use super::map::Filter;
use super::parts::{Fact, Mark, When};
use super::shell::Shell;
use askama::Template;

/// `GET /register`
#[derive(Debug, Template)]
#[template(path = "register.html")]
pub(crate) struct RegisterPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What the list can be narrowed to.
    pub(crate) filters: Vec<Filter>,
    /// What it is narrowed to, with `q`.
    pub(crate) form: Form,
    /// How many trees that are.
    pub(crate) total: i64,
    /// The trees of this page of the list.
    pub(crate) trees: Vec<RegisteredTree>,
    /// The next page of the list.
    pub(crate) next: Option<String>,
    /// The map of the orchard; `None` without an orchard.
    pub(crate) map_href: Option<String>,
    /// The files: address and word.
    pub(crate) files: Vec<(String, String)>,
    /// The import; `None` for those who may not.
    pub(crate) import_href: Option<&'static str>,
}

/// A tree in the list.
#[derive(Clone, Debug)]
pub(crate) struct RegisteredTree {
    /// Its name and place.
    pub(crate) name: String,
    /// Its record.
    pub(crate) href: String,
    /// Its code in two groups.
    pub(crate) code: String,
    /// Variety, rootstock, year.
    pub(crate) facts: String,
    /// What it lacks.
    pub(crate) lacks: Vec<Mark>,
}

/// `GET /register/trees/{id}`
#[derive(Debug, Template)]
#[template(path = "register_tree.html")]
pub(crate) struct RecordPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The tree's id.
    pub(crate) id: String,
    /// Its name and place.
    pub(crate) name: String,
    /// Farm and place.
    pub(crate) place: String,
    /// The register of its orchard.
    pub(crate) back: String,
    /// Its public page; `None` before its first tag.
    pub(crate) page_href: Option<String>,
    /// What is known of it.
    pub(crate) facts: Vec<Fact>,
    /// Where it is on the map.
    pub(crate) map_href: Option<String>,
    /// All its tags, the one that hangs now first.
    pub(crate) tags: Vec<Tag>,
    /// Whether the tag that should hang now is lost.
    pub(crate) is_lost: bool,
    /// Whether this person may hang another tag.
    pub(crate) may_replace: bool,
    /// Fields `rootstock`, `latitude`, `longitude`.
    pub(crate) survey: Form,
    /// Field `reason`.
    pub(crate) replace: Form,
    /// Fields `variety`, `planted`, `reason`.
    pub(crate) correct: Form,
}

/// A tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// Its code in two groups.
    pub(crate) code: String,
    /// Where the code leads: to this tree, for ever.
    pub(crate) href: String,
    /// Hangs, lost, replaced.
    pub(crate) state: Mark,
    /// Since when it is this tree's.
    pub(crate) issued: When,
    /// What became of it: finished sentences.
    pub(crate) story: Vec<String>,
}
