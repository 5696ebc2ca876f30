//! Who may do what. `GET /operator/people`; posts to `/operator/people` (`email`, `display`,
//! `password`, `role`, `scope`) and `/operator/people/{id}/roles` (`role`, `scope`, `give`: yes or no).

use super::form::{Choice, Form};
use super::shell::Shell;
use askama::Template;

/// `GET /operator/people`
#[derive(Debug, Template)]
#[template(path = "operator/people.html")]
pub(crate) struct PeoplePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The people.
    pub(crate) people: Vec<PersonRow>,
    /// The roles to choose from.
    pub(crate) roles: Vec<Choice>,
    /// The orchards a role can be good for.
    pub(crate) orchards: Vec<Choice>,
    /// Fields `email`, `display`, `password`, `role`, `scope`.
    pub(crate) form: Form,
}

/// A person in the list.
#[derive(Clone, Debug)]
pub(crate) struct PersonRow {
    /// Their id.
    pub(crate) id: String,
    /// Their name, or the word for an erased person.
    pub(crate) display: String,
    /// How they sign in.
    pub(crate) sign_in: String,
    /// Their roles, finished, with what they are good for.
    pub(crate) roles: Vec<RoleRow>,
}

/// A role a person has.
#[derive(Clone, Debug)]
pub(crate) struct RoleRow {
    /// What is sent to take it away.
    pub(crate) role: String,
    /// The orchard or depot it is good for; empty for all.
    pub(crate) scope: String,
    /// What is read.
    pub(crate) label: String,
}
