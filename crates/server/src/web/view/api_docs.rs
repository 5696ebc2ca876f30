//! The JSON API for people, drawn from its description. `GET /api/docs`

use super::shell::Shell;
use askama::Template;

/// `GET /api/docs`
#[derive(Debug, Template)]
#[template(path = "api_docs.html")]
pub(crate) struct ApiDocsPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The API's version.
    pub(crate) version: String,
    /// What holds for all operations, one paragraph each.
    pub(crate) conventions: Vec<String>,
    /// The operations by noun.
    pub(crate) groups: Vec<Group>,
}

/// Operations on one noun.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The anchor: `campaigns`.
    pub(crate) anchor: String,
    /// The heading.
    pub(crate) name: String,
    /// Its operations.
    pub(crate) operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The anchor: `hold-tree-share`.
    pub(crate) anchor: String,
    /// `GET`, `POST`, ….
    pub(crate) method: String,
    /// `/api/v1/campaigns/{id}`.
    pub(crate) path: String,
    /// One line.
    pub(crate) summary: String,
    /// Who may: `buyer`, `operator`; empty for everybody.
    pub(crate) role: String,
    /// Parameters in path, query and headers.
    pub(crate) parameters: Vec<Field>,
    /// Fields of the request's body.
    pub(crate) request: Vec<Field>,
    /// Answers by status.
    pub(crate) answers: Vec<Answer>,
    /// Fields of the good answer.
    pub(crate) response: Vec<Field>,
    /// A command line that works; may be empty.
    pub(crate) example: String,
}

/// A parameter or a field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: String,
    /// Its type: `string (uuid)`.
    pub(crate) kind: String,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// What it is.
    pub(crate) text: String,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// `201`.
    pub(crate) status: String,
    /// When.
    pub(crate) text: String,
}
