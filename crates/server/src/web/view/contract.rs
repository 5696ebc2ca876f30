//! Contracts: the buyer's copy, the versions of a campaign, the operator's desk.

use super::{
    form::{Choice, Form},
    parts::{Fact, When},
    shell::Shell,
};
use askama::Template;

/// A line of a comparison.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// `+` came, `-` went, a space stayed.
    pub(crate) sign: char,
    /// The line.
    pub(crate) text: String,
}

/// A contract of a campaign.
#[derive(Clone, Debug)]
pub(crate) struct VersionView {
    /// From 1.
    pub(crate) number: String,
    /// From when on it counts.
    pub(crate) effective: When,
    /// When it was published.
    pub(crate) published: When,
    /// SHA-256 of the text, hex.
    pub(crate) hash: String,
    /// Whether an adoption begun now is under it.
    pub(crate) in_force: bool,
    /// What it changed; empty for the first.
    pub(crate) changes: Vec<Change>,
}

/// `GET /adoptions/{id}/contract`, once it is accepted.
#[derive(Debug, Template)]
#[template(path = "adopt/copy.html")]
pub(crate) struct ContractCopyPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// Where the PDF is.
    pub(crate) pdf_href: String,
    /// Who is bound.
    pub(crate) parties: Vec<Fact>,
    /// What was agreed.
    pub(crate) terms: Vec<Fact>,
    /// Which law it falls under; empty for those of an older program.
    pub(crate) law: Vec<Fact>,
    /// What happens in a poor year.
    pub(crate) risk: String,
    /// What was confirmed of fresh fruit.
    pub(crate) no_return: String,
    /// The text, one paragraph each.
    pub(crate) paragraphs: Vec<String>,
    /// SHA-256 of the text, hex.
    pub(crate) hash: String,
    /// Until when the buyer may withdraw for all of the money (`POST /adoptions/{id}/withdraw`).
    pub(crate) withdraw_until: Option<When>,
}

/// `GET /operator/campaigns/{id}/contract`. Posts: `…/law` (`redemption`, `cooling_off_days`, `refund_method`, `withdrawal_fee`) for a draft,
/// `…/contract/revise` (`contract_zh`, `contract_en`, `effective_from`) once it is open.
#[derive(Debug, Template)]
#[template(path = "operator/contract.html")]
pub(crate) struct ContractDeskPage {
    /// How the harvest is divided, to be chosen while it is a draft.
    pub(crate) rule_form: Form,
    /// The rules to choose from.
    pub(crate) rules: Vec<Choice>,
    /// How often a photo is promised, to be said while it is a draft: field `every_days`.
    pub(crate) promise_form: Form,
    /// Between which days, one sentence.
    pub(crate) promise_bounds: String,
    /// The frame.
    pub(crate) shell: Shell,
    /// The campaign's id.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Whether the law may still be chosen.
    pub(crate) is_draft: bool,
    /// Whether another contract may be published.
    pub(crate) is_open: bool,
    /// Fields of the law.
    pub(crate) law_form: Form,
    /// Once or several times.
    pub(crate) redemptions: Vec<Choice>,
    /// Ways for money to go back.
    pub(crate) refund_methods: Vec<Choice>,
    /// Who may bear a channel's fee when a buyer withdraws.
    pub(crate) withdrawal_fees: Vec<Choice>,
    /// The law as it stands.
    pub(crate) law: Vec<Fact>,
    /// Fields of another contract.
    pub(crate) form: Form,
    /// Contracts, newest first.
    pub(crate) versions: Vec<VersionView>,
}
