//! Keys for programs. `GET /account/tokens`; posts to `/account/tokens` (`name`) and
//! `/account/tokens/{id}/revoke`. A new token is shown once, on the answer to its making.

use super::form::Form;
use super::parts::When;
use super::shell::Shell;
use askama::Template;

/// `GET|POST /account/tokens`
#[derive(Debug, Template)]
#[template(path = "tokens.html")]
pub(crate) struct TokensPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The token just made, in full: shown now and never again.
    pub(crate) fresh: Option<String>,
    /// Field `name`.
    pub(crate) form: Form,
    /// The tokens there are.
    pub(crate) tokens: Vec<TokenRow>,
}

/// A token in the list.
#[derive(Clone, Debug)]
pub(crate) struct TokenRow {
    /// Its id.
    pub(crate) id: String,
    /// The name given to it.
    pub(crate) name: String,
    /// Its first characters.
    pub(crate) prefix: String,
    /// Since when.
    pub(crate) created: When,
    /// Used last; `None` when never.
    pub(crate) used: Option<When>,
}
