//! Paying by a channel: the ways to choose from, the page of one way, and the sandbox's own page.

use super::adopt::AdoptTree;
use super::parts::When;
use super::shell::Shell;
use askama::Template;

/// A way to pay, as a button.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// What is sent.
    pub(crate) channel: String,
    /// What it is called.
    pub(crate) name: String,
    /// What happens when it is chosen.
    pub(crate) note: String,
    /// A link to follow instead of a form to send: WeChat's own pages come first.
    pub(crate) href: Option<String>,
}

/// What the buyer pays with.
#[derive(Clone, Debug)]
pub(crate) enum Shown {
    /// The address of the channel's page.
    Link(String),
    /// The address of a drawn code.
    Code(String),
    /// The arguments of a call inside WeChat, as JSON.
    Button(String),
}

/// One way to pay. `GET /adoptions/{id}/pay/{way}`
#[derive(Debug, Template)]
#[template(path = "adopt/way.html")]
pub(crate) struct WayPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Where one looks whether the money came.
    pub(crate) paid: String,
    /// What a script asks now and then whether the page has moved on.
    pub(crate) watch: String,
    /// Where other ways are.
    pub(crate) other: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// What is paid.
    pub(crate) amount: String,
    /// What the way is called.
    pub(crate) name: String,
    /// Whether no money moves.
    pub(crate) play_money: bool,
    /// What the buyer pays with.
    pub(crate) shown: Shown,
    /// Until when.
    pub(crate) deadline: When,
}

/// The sandbox's own page. `GET|POST /sandbox/payments/{payment}`, field `answer`
#[derive(Debug, Template)]
#[template(path = "adopt/sandbox.html")]
pub(crate) struct SandboxPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The payment's id.
    pub(crate) payment: String,
    /// Where one goes who changes their mind.
    pub(crate) back: String,
    /// What would be paid.
    pub(crate) amount: String,
}
