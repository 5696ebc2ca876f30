//! The way from a free tree to an adopted one: tree, nameplate, contract, payment, done.
//!
//! Each step is a page of its own and a POST to its own address; a step already done may be seen again.

use super::form::{Choice, Form};
use super::parts::{Fact, Photo, When};
use super::paying::Way;
use super::shell::Shell;
use askama::Template;

/// What all steps show about the tree.
#[derive(Clone, Debug)]
pub(crate) struct AdoptTree {
    /// The campaign's title.
    pub(crate) campaign: String,
    /// Where the campaign is.
    pub(crate) campaign_href: String,
    /// `乙区 14 排 6 株`.
    pub(crate) name: String,
    /// Its code in two groups.
    pub(crate) code: String,
    /// The variety.
    pub(crate) variety: String,
    /// Its newest picture; a drawing stands in.
    pub(crate) photo: Option<Photo>,
    /// Price of the share.
    pub(crate) price: String,
    /// Promised weight.
    pub(crate) promised: String,
    /// Number of boxes.
    pub(crate) boxes: i64,
}

/// Step 1: is it this tree? `GET /campaigns/{id}/trees/{code}`; the form posts to `hold_action`.
#[derive(Debug, Template)]
#[template(path = "adopt/tree.html")]
pub(crate) struct ConfirmTreePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// `/campaigns/{id}/trees/{code}/hold`; `None` when the tree cannot be had.
    pub(crate) hold_action: Option<String>,
    /// `/campaigns/{id}/trees/{code}/together`.
    pub(crate) together_action: String,
    /// In how many parts the price can be divided.
    pub(crate) parts: Vec<Choice>,
    /// How long friends may take.
    pub(crate) hours: Vec<Choice>,
    /// Why it cannot be had, when it cannot.
    pub(crate) problem: Option<String>,
    /// How long a hold lasts: `30 分钟`.
    pub(crate) hold_length: String,
    /// What happens in a bad year.
    pub(crate) risk: String,
}

/// Step 2: the words on the plate. `GET|POST /adoptions/{id}/nameplate`, field `text`.
#[derive(Debug, Template)]
#[template(path = "adopt/nameplate.html")]
pub(crate) struct NameplatePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// Until when it is kept; `None` once paid.
    pub(crate) held_until: Option<When>,
    /// Field `text`.
    pub(crate) form: Form,
    /// The longest text, in characters.
    pub(crate) length_max: i64,
    /// Why the last text was not accepted by the farm, if so.
    pub(crate) rejected: Option<String>,
}

/// Step 3: the contract. `GET|POST /adoptions/{id}/contract`, fields `hash`, `accept`, `no_return`.
#[derive(Debug, Template)]
#[template(path = "adopt/contract.html")]
pub(crate) struct AcceptContractPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// Until when it is kept.
    pub(crate) held_until: Option<When>,
    /// The points that matter, finished.
    pub(crate) summary: Vec<Fact>,
    /// What happens in a bad year.
    pub(crate) risk: String,
    /// Which law it falls under.
    pub(crate) law: Vec<Fact>,
    /// The full text, one paragraph each.
    pub(crate) paragraphs: Vec<String>,
    /// SHA-256 of the full text, hex; sent back with the form.
    pub(crate) hash: String,
    /// How much credit can be used for it, if there is any.
    pub(crate) credit: Option<String>,
    /// Fields `accept`, `no_return` and `credit` (`yes` when ticked).
    pub(crate) form: Form,
}

/// Step 4: the money. `GET /adoptions/{id}/pay`. The page shows where to send it and waits.
#[derive(Debug, Template)]
#[template(path = "adopt/pay.html")]
pub(crate) struct PayPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// What to transfer.
    pub(crate) amount: String,
    /// What credit has paid of the price, if it has.
    pub(crate) credit: Option<String>,
    /// The reference to write on the transfer.
    pub(crate) reference: String,
    /// Account holder, bank, number.
    pub(crate) account: Vec<Fact>,
    /// Channels to pay by, beside a transfer.
    pub(crate) ways: Vec<Way>,
    /// Whether the money is here and only the tree is still to be confirmed.
    pub(crate) arrived: bool,
    /// What was wrong with the way that was chosen.
    pub(crate) form: Form,
    /// Until when it must have arrived.
    pub(crate) deadline: When,
    /// Whether the buyer may still leave (`POST /adoptions/{id}/cancel`).
    pub(crate) can_cancel: bool,
}

/// How an adoption's way ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Paid, the tree is theirs.
    Adopted,
    /// The money came late and the tree was still free: theirs.
    LateButAdopted,
    /// The money came late and somebody else has the tree: it goes back.
    LateRefunded,
    /// The hold ended unpaid.
    Expired,
    /// They left.
    Cancelled,
}

/// The last page of the way. `GET /adoptions/{id}/done`
#[derive(Debug, Template)]
#[template(path = "adopt/done.html")]
pub(crate) struct AdoptionEndPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// How it ended.
    pub(crate) ending: Ending,
    /// The words on the plate; empty when there are none.
    pub(crate) plate: String,
    /// The tree's public page.
    pub(crate) tree_href: String,
    /// What was paid or goes back.
    pub(crate) amount: String,
    /// When fruit is sent.
    pub(crate) ship_window: String,
}

impl AdoptionEndPage {
    /// Whether the tree is theirs.
    pub(crate) fn is_adopted(&self) -> bool {
        matches!(self.ending, Ending::Adopted | Ending::LateButAdopted)
    }

    /// The heading.
    pub(crate) fn heading(&self) -> String {
        match self.ending {
            Ending::Adopted => self.shell.t("done-adopted"),
            Ending::LateButAdopted => self.shell.t("done-late-adopted"),
            Ending::LateRefunded => self.shell.t("done-late-refunded"),
            Ending::Expired => self.shell.t("done-expired"),
            Ending::Cancelled => self.shell.t("done-cancelled"),
        }
    }

    /// What happened and what holds, in two sentences.
    pub(crate) fn explanation(&self) -> String {
        match self.ending {
            Ending::Adopted => self.shell.t("done-adopted-text"),
            Ending::LateButAdopted => self.shell.t("done-late-adopted-text"),
            Ending::LateRefunded => self.shell.t("done-late-refunded-text"),
            Ending::Expired => self.shell.t("done-expired-text"),
            Ending::Cancelled => self.shell.t("done-cancelled-text"),
        }
    }
}

/// Where one stands on the way.
#[derive(Debug)]
pub(crate) struct Step {
    /// Its word.
    pub(crate) label: String,
    /// Done before.
    pub(crate) done: bool,
    /// The present one.
    pub(crate) current: bool,
}

impl Shell {
    /// The four steps with the present one, counted from 1.
    pub(crate) fn adopt_steps(&self, present: usize) -> Vec<Step> {
        let labels = [
            self.t("step-tree"),
            self.t("step-nameplate"),
            self.t("step-contract"),
            self.t("step-pay"),
        ];
        labels
            .into_iter()
            .zip(1..)
            .map(|(label, number)| Step {
                label,
                done: number < present,
                current: number == present,
            })
            .collect()
    }
}
