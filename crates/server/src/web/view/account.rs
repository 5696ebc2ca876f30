//! Signing in, signing up, one's own account. `GET|POST /sign-in`, `/sign-up`; `GET /account`;
//! posts to `/account/language` (`lang`) and `/sign-out`.

use super::form::Form;
use super::parts::Fact;
use super::shell::Shell;
use crate::web::i18n::Lang;
use askama::Template;

/// `GET|POST /sign-in`: fields `email`, `password`; `next` is where to go then.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Field `email`; the password is never sent back.
    pub(crate) form: Form,
    /// A path of ours to go to afterwards; empty for the garden.
    pub(crate) next: String,
}

/// `GET|POST /sign-up`: fields `display`, `email`, `password`; `next` as above.
#[derive(Debug, Template)]
#[template(path = "sign_up.html")]
pub(crate) struct SignUpPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Fields `display`, `email`.
    pub(crate) form: Form,
    /// A path of ours to go to afterwards; empty for the home page.
    pub(crate) next: String,
    /// The shortest password, in characters.
    pub(crate) password_min: i64,
}

/// `GET /account`
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub(crate) struct AccountPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Name, sign-in, roles.
    pub(crate) facts: Vec<Fact>,
}
