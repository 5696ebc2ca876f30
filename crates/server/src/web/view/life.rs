//! What happens to an adoption beside paying and eating: given, divided, accepted from somebody, paid together, its
//! plate printed and hung.

use super::adopt::AdoptTree;
use super::form::{Choice, Form};
use super::parts::{Bar, Fact, Mark, When};
use super::paying::Way;
use super::shell::Shell;
use askama::Template;

/// What can be done with an adoption. `GET /adoptions/{id}/share`
#[derive(Debug, Template)]
#[template(path = "life/share.html")]
pub(crate) struct SharePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// The offer that stands, if one does.
    pub(crate) open: Option<OpenOffer>,
    /// Why nothing can be given or divided now; nothing when it can.
    pub(crate) blocked: Option<String>,
    /// Whether the tree can be divided.
    pub(crate) divisible: bool,
    /// What was typed and what is wrong.
    pub(crate) form: Form,
    /// Gift or transfer.
    pub(crate) kinds: Vec<Choice>,
    /// How long an offer may stand.
    pub(crate) days: Vec<Choice>,
    /// What happens when nobody accepts.
    pub(crate) otherwise: Vec<Choice>,
    /// In how many parts a tree is divided.
    pub(crate) parts: Vec<Choice>,
}

/// An offer that stands.
#[derive(Clone, Debug)]
pub(crate) struct OpenOffer {
    /// The link to send; empty once it cannot be read any more.
    pub(crate) link: String,
    /// Until when.
    pub(crate) until: When,
    /// What happens when nobody accepts, one sentence.
    pub(crate) otherwise: String,
}

/// Somebody offers an adoption. `GET /handovers/{secret}`
#[derive(Debug, Template)]
#[template(path = "life/handover.html")]
pub(crate) struct HandoverPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The path of this page.
    pub(crate) here: String,
    /// `林小满 gives you a tree`.
    pub(crate) heading: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// What the new holder gets and takes on.
    pub(crate) facts: Vec<Fact>,
    /// What happens in a bad year.
    pub(crate) risk: String,
    /// Until when.
    pub(crate) until: When,
    /// Why it cannot be accepted; nothing when it can.
    pub(crate) over: Option<String>,
    /// The contract on its own page.
    pub(crate) contract_href: String,
    /// Its hash, which is sent along.
    pub(crate) hash: String,
    /// What was typed and what is wrong.
    pub(crate) form: Form,
}

/// People who pay for an adoption together. `GET /groups/{secret}`
#[derive(Debug, Template)]
#[template(path = "life/group.html")]
pub(crate) struct GroupPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The path of this page.
    pub(crate) here: String,
    /// The whole link, to send to friends.
    pub(crate) link: String,
    /// `林小满 invites you to adopt a tree together`.
    pub(crate) heading: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// How far it has come.
    pub(crate) state: Mark,
    /// What happened and what holds, one or two sentences.
    pub(crate) told: String,
    /// Paid of all.
    pub(crate) paid: Bar,
    /// Until when.
    pub(crate) until: When,
    /// The parts.
    pub(crate) parts: Vec<PartLine>,
    /// Where the initiator still has to accept the contract; nothing when that is done.
    pub(crate) contract_href: Option<String>,
    /// Where the initiator ends it; nothing for everybody else.
    pub(crate) cancel: Option<String>,
    /// What was typed and what is wrong.
    pub(crate) form: Form,
}

/// One part of a group.
#[derive(Clone, Debug)]
pub(crate) struct PartLine {
    /// Which part, from 1.
    pub(crate) number: i64,
    /// What it costs.
    pub(crate) amount: String,
    /// Who pays it; empty while it is free or once they were erased.
    pub(crate) who: String,
    /// Free, waiting, paid.
    pub(crate) state: Mark,
    /// Whether this person may take it.
    pub(crate) can_take: bool,
    /// Whether this person may give it up.
    pub(crate) can_leave: bool,
    /// Channels by which it can be paid; none unless it is this person's and unpaid.
    pub(crate) ways: Vec<Way>,
    /// How to transfer it: reference and account; empty unless it is this person's and unpaid.
    pub(crate) transfer: Vec<Fact>,
}

/// The next season of an adoption. `GET /adoptions/{id}/season`
#[derive(Debug, Template)]
#[template(path = "life/season.html")]
pub(crate) struct SeasonPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// The tree.
    pub(crate) tree: AdoptTree,
    /// The next season, if it is offered and no answer was given.
    pub(crate) open: Option<OpenSeason>,
    /// What was said, or why there is nothing to say.
    pub(crate) told: String,
    /// Whether it renews by itself.
    pub(crate) automatic: bool,
}

/// A next season that waits for an answer.
#[derive(Clone, Debug)]
pub(crate) struct OpenSeason {
    /// What it costs, what is promised.
    pub(crate) facts: Vec<Fact>,
    /// Until when an answer is awaited.
    pub(crate) until: When,
    /// When it renews by itself, once that was announced.
    pub(crate) renews: Option<When>,
}

/// Nameplates to print, and the words that none may carry. `GET /operator/plates`
#[derive(Debug, Template)]
#[template(path = "life/plates.html")]
pub(crate) struct PlatesPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Approved and not printed.
    pub(crate) waiting: Vec<PlateLine>,
    /// What was printed.
    pub(crate) batches: Vec<BatchLine>,
    /// The list of banned words.
    pub(crate) words: Vec<String>,
    /// What was typed and what is wrong.
    pub(crate) form: Form,
}

/// A plate.
#[derive(Clone, Debug)]
pub(crate) struct PlateLine {
    /// The adoption's id.
    pub(crate) id: String,
    /// The words; empty once their owner was erased.
    pub(crate) words: String,
    /// Which tree.
    pub(crate) tree: String,
    /// The tree's code as in addresses.
    pub(crate) code: String,
    /// The tree's code in two groups.
    pub(crate) code_text: String,
    /// The orchard.
    pub(crate) orchard: String,
}

/// Plates that were printed together.
#[derive(Clone, Debug)]
pub(crate) struct BatchLine {
    /// Where its sheet is.
    pub(crate) href: String,
    /// When.
    pub(crate) when: When,
    /// How many.
    pub(crate) plates: i64,
}

/// The plates of a batch, to print. `GET /operator/plates/{batch}`
#[derive(Debug, Template)]
#[template(path = "life/sheet.html")]
pub(crate) struct SheetPage {
    /// The same as a file to print.
    pub(crate) pdf: String,
    /// The frame.
    pub(crate) shell: Shell,
    /// The plates.
    pub(crate) plates: Vec<PlateLine>,
}

/// The plates that an orchard's farmer is to hang. `GET /today/plates`
#[derive(Debug, Template)]
#[template(path = "life/hang.html")]
pub(crate) struct HangPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The orchard's name.
    pub(crate) orchard: String,
    /// The plates, by the way of the trees.
    pub(crate) plates: Vec<PlateLine>,
    /// The plate whose form was refused; empty when none was.
    pub(crate) refused: String,
    /// What is wrong with it.
    pub(crate) form: Form,
}
