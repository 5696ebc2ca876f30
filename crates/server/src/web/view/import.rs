//! Trees from a CSV or GeoJSON file, with a verdict for each row. `GET|POST /operator/trees/import`
//!
//! Multipart field `file`, or the text itself in `csv`; `orchard` names where they stand; `trial`
//! of `yes` only shows the verdicts.

use super::form::{Choice, Form};
use super::parts::Mark;
use super::shell::Shell;
use askama::Template;

/// `GET|POST /operator/trees/import`
#[derive(Debug, Template)]
#[template(path = "operator/import.html")]
pub(crate) struct ImportPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Orchards to choose from.
    pub(crate) orchards: Vec<Choice>,
    /// Fields `orchard`, `csv`.
    pub(crate) form: Form,
    /// Whether the rows count; a trial and a refused row keep the whole file out.
    pub(crate) written: bool,
    /// What became of each row; empty before an import.
    pub(crate) rows: Vec<RowVerdict>,
    /// How many were taken in.
    pub(crate) accepted: i64,
    /// How many were known already.
    pub(crate) unchanged: i64,
    /// How many were refused.
    pub(crate) refused: i64,
}

/// What became of one row.
#[derive(Clone, Debug)]
pub(crate) struct RowVerdict {
    /// Line in the file, the header being line 1.
    pub(crate) line: i64,
    /// The tree as far as it could be read.
    pub(crate) tree: String,
    /// Taken in, known already, refused.
    pub(crate) verdict: Mark,
    /// Code or reason.
    pub(crate) text: String,
}
