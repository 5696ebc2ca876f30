//! The page for when something did not work, and the page for a plain message.

use super::shell::Shell;
use askama::Template;

/// Any error a person sees: what happened, what still holds, the next step, ways out.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What happened, a few words.
    pub(crate) title: String,
    /// What happened, one or two sentences.
    pub(crate) happened: String,
    /// What still holds (`你的树还在，钱没有动`); may be empty.
    pub(crate) holds: String,
    /// The next step, one sentence; may be empty.
    pub(crate) next: String,
    /// Ways out; the first is the action.
    pub(crate) links: Vec<Link>,
    /// The request's id, to tell the operator; may be empty.
    pub(crate) request_id: String,
}

/// A plain message.
#[derive(Debug, Template)]
#[template(path = "notice.html")]
pub(crate) struct NoticePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The heading.
    pub(crate) title: String,
    /// One paragraph each.
    pub(crate) paragraphs: Vec<String>,
    /// Where to go; the first is the action.
    pub(crate) links: Vec<Link>,
}

/// A way out.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Where.
    pub(crate) href: String,
    /// The finished word.
    pub(crate) label: String,
}

impl Link {
    /// A link from its address and word.
    pub(crate) fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}
