//! The operator's morning: money, promises, what needs a decision. `GET /operator`
//!
//! Posts: `/operator/captures` (`transaction`, `reference`, `amount`, `value_date`),
//! `/operator/refunds/{id}/settle` (`transaction`), `/operator/nameplates/{id}/approve`,
//! `/operator/nameplates/{id}/reject` (`reason`), `/operator/lots/{id}/allocate`. Photos are decided about on a page
//! of their own.

use super::chart::Columns;
use super::form::Form;
use super::parts::{Bar, Mark, Photo, When};
use super::shell::Shell;
use askama::Template;

/// `GET /operator`
#[derive(Debug, Template)]
#[template(path = "operator/overview.html")]
pub(crate) struct OverviewPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Money at a glance, each from the postings.
    pub(crate) tiles: Vec<Tile>,
    /// How many things need a decision.
    pub(crate) decision_count: i64,
    /// Plates to approve.
    pub(crate) nameplates: Vec<PendingNameplate>,
    /// Photos that were flagged.
    pub(crate) observations: Vec<FlaggedObservation>,
    /// Refunds to send.
    pub(crate) refunds: Vec<PendingRefund>,
    /// Lots whose fruit waits to be divided among the adopters.
    pub(crate) lots: Vec<PendingLot>,
    /// Payments that came late, lots without certificate, and so on.
    pub(crate) exceptions: Vec<Exception>,
    /// Fields `transaction`, `reference`, `amount`, `value_date`.
    pub(crate) capture_form: Form,
    /// Captured money by day.
    pub(crate) captured: Columns,
    /// Promise and harvest by campaign.
    pub(crate) promises: Vec<Promise>,
    /// The trial balance.
    pub(crate) accounts: Vec<Account>,
    /// Sum of all debits, finished.
    pub(crate) debit: String,
    /// Sum of all credits, finished.
    pub(crate) credit: String,
    /// Whether both are the same, as they must be.
    pub(crate) is_balanced: bool,
    /// Campaigns with their state.
    pub(crate) campaigns: Vec<CampaignRow>,
}

/// A figure that matters.
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    /// What it is.
    pub(crate) label: String,
    /// The figure.
    pub(crate) value: String,
    /// One more word; may be empty.
    pub(crate) note: String,
}

/// A plate to approve.
#[derive(Clone, Debug)]
pub(crate) struct PendingNameplate {
    /// The adoption's id.
    pub(crate) id: String,
    /// The proposed words.
    pub(crate) text: String,
    /// What stands for these very words, so that no others are decided about.
    pub(crate) seen: String,
    /// The tree's name.
    pub(crate) tree: String,
}

/// A flagged observation.
#[derive(Clone, Debug)]
pub(crate) struct FlaggedObservation {
    /// Its id.
    pub(crate) id: String,
    /// The tree's name.
    pub(crate) tree: String,
    /// Its first picture.
    pub(crate) photo: Option<Photo>,
    /// Why, one sentence each.
    pub(crate) reasons: Vec<String>,
    /// When.
    pub(crate) when: When,
}

/// A refund to send.
#[derive(Clone, Debug)]
pub(crate) struct PendingRefund {
    /// Its id.
    pub(crate) id: String,
    /// How much.
    pub(crate) amount: String,
    /// Why and for which adoption.
    pub(crate) reason: String,
    /// Since when.
    pub(crate) since: When,
    /// Field `transaction`, when it was refused.
    pub(crate) form: Form,
}

/// A lot to divide.
#[derive(Clone, Debug)]
pub(crate) struct PendingLot {
    /// Its id.
    pub(crate) id: String,
    /// The code on the crates.
    pub(crate) name: String,
    /// Its weight.
    pub(crate) weight: String,
}

/// Something that needs a look.
#[derive(Clone, Debug)]
pub(crate) struct Exception {
    /// What kind.
    pub(crate) kind: Mark,
    /// What happened, one sentence.
    pub(crate) text: String,
    /// Where to go on; `None` when there is nothing to open.
    pub(crate) href: Option<String>,
    /// When.
    pub(crate) when: When,
}

/// Promise and harvest of one campaign.
#[derive(Clone, Debug)]
pub(crate) struct Promise {
    /// The campaign.
    pub(crate) name: String,
    /// Promised weight.
    pub(crate) promised: String,
    /// Harvested weight.
    pub(crate) harvested: String,
    /// Harvested of promised.
    pub(crate) bar: Bar,
}

/// A line of the trial balance.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// The account's word.
    pub(crate) name: String,
    /// Debit, finished; may be empty.
    pub(crate) debit: String,
    /// Credit, finished; may be empty.
    pub(crate) credit: String,
}

/// A campaign in the operator's list.
#[derive(Clone, Debug)]
pub(crate) struct CampaignRow {
    /// Its title.
    pub(crate) title: String,
    /// The editor, or what everybody sees; empty if there is nothing to open.
    pub(crate) href: String,
    /// Draft, open, closed.
    pub(crate) state: Mark,
    /// `142 / 200`.
    pub(crate) taken: String,
}
