//! A buyer's own trees, boxes and money. `GET /garden`

use super::parts::{Mark, Photo, When};
use super::shell::Shell;
use super::silence::Quiet;
use askama::Template;

/// `GET /garden`
#[derive(Debug, Template)]
#[template(path = "garden.html")]
pub(crate) struct GardenPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The buyer's trees, those that wait for the buyer first.
    pub(crate) trees: Vec<GardenTree>,
    /// Adoptions of which several pay a part, this person among them.
    pub(crate) groups: Vec<GroupLine>,
    /// Addresses of one's own feeds: Atom, JSON Feed, calendar; empty without a tree.
    pub(crate) feeds: Vec<String>,
    /// All payments and refunds.
    pub(crate) money: Vec<MoneyLine>,
    /// Sum paid, finished; empty when nothing was.
    pub(crate) paid: String,
    /// Sum refunded, finished; empty when nothing was.
    pub(crate) refunded: String,
}

/// One adoption in the garden.
#[derive(Clone, Debug)]
pub(crate) struct GardenTree {
    /// The adoption's id.
    pub(crate) id: String,
    /// `乙区 14 排 6 株`.
    pub(crate) name: String,
    /// The variety and farm.
    pub(crate) place: String,
    /// The tree's public page.
    pub(crate) href: String,
    /// The newest picture; a drawing stands in.
    pub(crate) photo: Option<Photo>,
    /// The words on the plate; empty when there are none.
    pub(crate) plate: String,
    /// State of the adoption or stage of the tree.
    pub(crate) state: Mark,
    /// What is new, one sentence: `11 月 6 日：开始转色`.
    pub(crate) news: String,
    /// How late its photo is; `None` while the promise is kept.
    pub(crate) quiet: Option<Quiet>,
    /// What is owed from the next season, or came from the one before, one sentence each.
    pub(crate) carried: Vec<String>,
    /// The one thing to do, if there is one.
    pub(crate) next: Option<NextStep>,
    /// Its boxes.
    pub(crate) boxes: Vec<GardenBox>,
    /// Where boxes and addresses are planned; `None` when it is too early or too late.
    pub(crate) boxes_href: Option<String>,
    /// The contract as it was accepted; `None` before.
    pub(crate) contract_href: Option<String>,
    /// Where the next season is; `None` before it is paid and after it is cancelled.
    pub(crate) season_href: Option<String>,
    /// Where it is given, handed on or divided; `None` when that cannot be.
    pub(crate) share_href: Option<String>,
    /// Whether the buyer may cancel (`POST /adoptions/{id}/cancel`).
    pub(crate) can_cancel: bool,
    /// What cancelling means for the money, one sentence.
    pub(crate) cancel_text: String,
}

/// An adoption that several pay.
#[derive(Clone, Debug)]
pub(crate) struct GroupLine {
    /// Its page.
    pub(crate) href: String,
    /// Who invites.
    pub(crate) name: String,
    /// How far it has come.
    pub(crate) state: Mark,
}

/// The one thing to do next.
#[derive(Clone, Debug)]
pub(crate) struct NextStep {
    /// Where.
    pub(crate) href: String,
    /// The word on the button.
    pub(crate) label: String,
    /// Until when, if there is a limit.
    pub(crate) until: Option<When>,
}

/// A box in the garden.
#[derive(Clone, Debug)]
pub(crate) struct GardenBox {
    /// `第 1 箱 · 10 kg`.
    pub(crate) name: String,
    /// Why it holds what it holds.
    pub(crate) why_href: String,
    /// To whom and where to, for the buyer's own eyes; empty when unplanned or erased.
    pub(crate) address: String,
    /// Planned, packed, on its way, delivered.
    pub(crate) state: Mark,
    /// Carrier and number; empty until handed over.
    pub(crate) tracking: String,
}

/// A payment or a refund.
#[derive(Clone, Debug)]
pub(crate) struct MoneyLine {
    /// When.
    pub(crate) when: When,
    /// What for.
    pub(crate) what: String,
    /// How much, with its sign.
    pub(crate) amount: String,
    /// Its state.
    pub(crate) state: Mark,
}
