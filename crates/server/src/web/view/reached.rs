//! How one is reached: `GET /account/letters`; posts to `/account/email` (`email`), `/account/email/remove`,
//! `/account/letters` (`news`, `offers`). And the pages behind the links in letters.

use super::{
    form::{Choice, Form},
    shell::Shell,
};
use askama::Template;

/// `GET /account/letters`
#[derive(Debug, Template)]
#[template(path = "letters.html")]
pub(crate) struct LettersPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Field `email`.
    pub(crate) form: Form,
    /// The present address; empty for none.
    pub(crate) email: String,
    /// Whether it is verified.
    pub(crate) is_verified: bool,
    /// One field for each purpose.
    pub(crate) consents: Form,
    /// The purposes with their words.
    pub(crate) purposes: Vec<Choice>,
}

/// `GET|POST /unsubscribe`, `GET|POST /account/email/verify`
#[derive(Debug, Template)]
#[template(path = "link.html")]
pub(crate) struct LinkPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What it is about.
    pub(crate) title: String,
    /// What happens, or what happened.
    pub(crate) text: String,
    /// Where the button posts to, and its word; `None` once it is done.
    pub(crate) action: Option<(String, String)>,
}

/// A letter in trouble.
#[derive(Clone, Debug)]
pub(crate) struct TroubleRow {
    /// The letter.
    pub(crate) id: String,
    /// Which kind, in words.
    pub(crate) kind: String,
    /// What happened, in words.
    pub(crate) failure: String,
    /// When it was due.
    pub(crate) due: super::parts::When,
    /// When it is tried again; `None` once it was given up.
    pub(crate) again: Option<super::parts::When>,
    /// How often it was tried.
    pub(crate) attempts: i64,
}

/// A kind of letter with its counts.
#[derive(Clone, Debug)]
pub(crate) struct CountRow {
    /// Which kind, in words.
    pub(crate) kind: String,
    /// Waiting, sent, given up, dropped.
    pub(crate) counts: [String; 4],
}

/// `GET /operator/letters`; posts to `/operator/letters/{id}/again`. Counts and failures, no addresses and no words.
#[derive(Debug, Template)]
#[template(path = "operator/letters.html")]
pub(crate) struct MailLogPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Which way letters leave, in words.
    pub(crate) way: String,
    /// Counts by kind.
    pub(crate) counts: Vec<CountRow>,
    /// Letters in trouble, newest first.
    pub(crate) troubles: Vec<TroubleRow>,
    /// Whether the reader may have letters tried again.
    pub(crate) may_act: bool,
}
