//! A campaign: a season's crowdfunded offer of an orchard's trees. Stream `campaign-<CampaignId>`.
//! It must not know who buys, what was paid, or what a tree looks like.

use std::collections::BTreeSet;

use kernel::{
    CampaignId, ContentHash, Decider, OrchardId, Season, Timestamp, TreeId, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod contract;
mod harvest_rule;
mod legal;
mod photo_promise;
mod plan;
mod rejection;
mod rules;
mod terms;

pub use contract::{MAX_CONTRACT_CHARACTERS, MAX_CONTRACT_REVISIONS};
pub use harvest_rule::HarvestRule;
pub use legal::{
    COOLING_OFF_DAYS_PREPAID, LegalProfile, MAX_COOLING_OFF_DAYS, Redemption, RefundMethod,
    WithdrawalFee,
};
pub use photo_promise::{PHOTO_EVERY_DAYS_DEFAULT, PHOTO_EVERY_DAYS_MAX, PHOTO_EVERY_DAYS_MIN};
pub use plan::{
    Funding, FundingRule, Goal, MAX_GOAL_TREES, MAX_GRACE_DAYS, MAX_PHASES, PhaseName, PricePhase,
    Quote, SalesPlan,
};
pub use rejection::Rejection;
pub use rules::{MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS, TREES_PER_EVENT};
pub use terms::{
    Bilingual, MAX_GRAMS_PER_TREE, MAX_PRICE_MINOR, MIN_GRAMS_PER_BOX, RiskClause, Terms,
};

/// A tree proposed for an offer, with what traceability knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedTree {
    /// The tree.
    pub tree: TreeId,
    /// When its newest accepted photo was taken; `None` if there is none.
    pub last_photo_at: Option<Timestamp>,
}

/// Why no money is taken for now: the law demands to stop when the promise is at risk (domain.md L5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuspensionCause {
    /// Frost, hail, drought.
    Weather,
    /// Pests or disease in the orchard.
    Disease,
    /// The forecast no longer covers what is promised (D 5).
    ForecastCut,
    /// The farm cannot go on as planned.
    FarmInTrouble,
    /// A dispute or an authority demands it.
    Legal,
}

/// What may be asked of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin a campaign. Quiet for the same draft.
    DraftCampaign {
        /// The campaign.
        campaign: CampaignId,
        /// Whose trees.
        orchard: OrchardId,
        /// Which harvest.
        season: Season,
        /// What it is called.
        title: Bilingual,
        /// What is told of it.
        story: Bilingual,
        /// On which terms.
        terms: Terms,
    },
    /// Change words and terms of a draft. Quiet if nothing changes.
    ChangeTerms {
        /// What it is called.
        title: Bilingual,
        /// What is told of it.
        story: Bilingual,
        /// On which terms.
        terms: Terms,
    },
    /// Set goal and price phases of a draft. Quiet if nothing changes.
    SetSalesPlan {
        /// The plan.
        plan: SalesPlan,
    },
    /// Give a crowdfunded campaign more time, once its deadline is not over. Quiet for the same deadline.
    ExtendDeadline {
        /// The new deadline, later than the present one and within the sale.
        deadline: Timestamp,
        /// The present moment.
        now: Timestamp,
    },
    /// Take no more money for now (C U6). Adoptions that were started may still be paid. Quiet if suspended.
    SuspendIntake {
        /// Why; told on the page.
        cause: SuspensionCause,
        /// The present moment.
        now: Timestamp,
    },
    /// Take money again. Quiet if not suspended.
    ResumeIntake {
        /// The present moment.
        now: Timestamp,
    },
    /// Publish the contract that every buyer accepts (D 6). Quiet for the same contract.
    PublishContract {
        /// SHA-256 of the text, computed by the caller.
        hash: ContentHash,
        /// The contract's text.
        text: Bilingual,
    },
    /// Offer trees. Those that are offered already are passed over; one that may not be offered refuses all.
    OfferTrees {
        /// The trees.
        trees: Vec<OfferedTree>,
        /// The present moment, for the age of photos.
        now: Timestamp,
    },
    /// Offer a tree no longer. Quiet if it was withdrawn. What is adopted of it stays adopted.
    WithdrawTree {
        /// The tree.
        tree: TreeId,
    },
    /// Say which law the draft falls under. Quiet for the same profile.
    SetLegalProfile {
        /// The profile.
        profile: LegalProfile,
    },
    /// Say how the harvest will be divided. Quiet for the same rule.
    SetHarvestRule {
        /// The rule.
        harvest_rule: HarvestRule,
    },
    /// Say how often a photo of each adopted tree is promised (E 6). Quiet for the same promise.
    PromisePhotos {
        /// Every so many days.
        every_days: u16,
    },
    /// Publish another contract for an open campaign. Adoptions that began before it counts keep theirs (D 6). Quiet if
    /// it is the newest.
    ReviseContract {
        /// SHA-256 of the text.
        hash: ContentHash,
        /// The contract's text.
        text: Bilingual,
        /// From when on new adoptions are under it.
        effective_from: Timestamp,
        /// The present moment.
        now: Timestamp,
    },
    /// Let people adopt, within the sale window. Quiet if open.
    OpenCampaign {
        /// The present moment.
        now: Timestamp,
    },
    /// End the sale for good. Quiet if closed.
    CloseCampaign {
        /// The present moment.
        now: Timestamp,
    },
}

/// What may happen to a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A campaign began as a draft.
    #[serde(rename = "adoption.campaign-drafted")]
    CampaignDrafted {
        /// The campaign.
        campaign: CampaignId,
        /// Whose trees.
        orchard: OrchardId,
        /// Which harvest.
        season: Season,
        /// What it is called.
        title: Bilingual,
        /// What is told of it.
        story: Bilingual,
        /// On which terms.
        terms: Terms,
    },
    /// Words or terms of the draft changed.
    #[serde(rename = "adoption.campaign-terms-changed")]
    TermsChanged {
        /// What it is called.
        title: Bilingual,
        /// What is told of it.
        story: Bilingual,
        /// On which terms.
        terms: Terms,
    },
    /// Goal and price phases were set in the draft.
    #[serde(rename = "adoption.campaign-sales-plan-set")]
    SalesPlanSet {
        /// The plan.
        plan: SalesPlan,
    },
    /// A crowdfunded campaign has more time.
    #[serde(rename = "adoption.campaign-deadline-extended")]
    DeadlineExtended {
        /// The new deadline.
        deadline: Timestamp,
        /// When it was extended.
        at: Timestamp,
    },
    /// No more adoptions are started for now.
    #[serde(rename = "adoption.campaign-intake-suspended")]
    IntakeSuspended {
        /// Why.
        cause: SuspensionCause,
        /// When.
        at: Timestamp,
    },
    /// Adoptions may be started again.
    #[serde(rename = "adoption.campaign-intake-resumed")]
    IntakeResumed {
        /// When.
        at: Timestamp,
    },
    /// This contract counts for all adoptions of the campaign (D 6).
    #[serde(rename = "adoption.campaign-contract-published")]
    ContractPublished {
        /// SHA-256 of the text.
        hash: ContentHash,
        /// The contract's text.
        text: Bilingual,
    },
    /// The draft falls under this law.
    #[serde(rename = "adoption.campaign-legal-profile-set")]
    LegalProfileSet {
        /// The profile.
        profile: LegalProfile,
    },
    /// The harvest of the draft's trees will be divided so.
    #[serde(rename = "adoption.campaign-harvest-rule-set")]
    HarvestRuleSet {
        /// The rule.
        harvest_rule: HarvestRule,
    },
    /// A photo of each adopted tree is promised every so many days.
    #[serde(rename = "adoption.campaign-photos-promised")]
    PhotosPromised {
        /// Every so many days.
        every_days: u16,
    },
    /// Another contract counts for adoptions that begin from then on (D 6).
    #[serde(rename = "adoption.campaign-contract-revised")]
    ContractRevised {
        /// SHA-256 of the text.
        hash: ContentHash,
        /// The contract's text.
        text: Bilingual,
        /// From when on it counts.
        effective_from: Timestamp,
        /// When it was published.
        at: Timestamp,
    },
    /// Trees are offered, at most [`TREES_PER_EVENT`] of them in one event.
    #[serde(rename = "adoption.campaign-trees-offered")]
    TreesOffered {
        /// The trees.
        trees: Vec<TreeId>,
    },
    /// A tree is offered no longer.
    #[serde(rename = "adoption.campaign-tree-withdrawn")]
    TreeWithdrawn {
        /// The tree.
        tree: TreeId,
    },
    /// People may adopt within the sale window.
    #[serde(rename = "adoption.campaign-opened")]
    CampaignOpened {
        /// When.
        at: Timestamp,
    },
    /// The sale is over.
    #[serde(rename = "adoption.campaign-closed")]
    CampaignClosed {
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "campaign";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.campaign-drafted", 1),
        ("adoption.campaign-terms-changed", 1),
        ("adoption.campaign-sales-plan-set", 1),
        ("adoption.campaign-deadline-extended", 1),
        ("adoption.campaign-intake-suspended", 1),
        ("adoption.campaign-intake-resumed", 1),
        ("adoption.campaign-contract-published", 1),
        ("adoption.campaign-legal-profile-set", 1),
        ("adoption.campaign-harvest-rule-set", 1),
        ("adoption.campaign-photos-promised", 1),
        ("adoption.campaign-contract-revised", 1),
        ("adoption.campaign-trees-offered", 1),
        ("adoption.campaign-tree-withdrawn", 1),
        ("adoption.campaign-opened", 1),
        ("adoption.campaign-closed", 1),
    ];
}

/// The id part of a campaign's stream name.
#[must_use]
pub fn stream_id(campaign: CampaignId) -> String {
    campaign.to_string()
}

/// What is offered, as last drafted or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The campaign.
    pub campaign: CampaignId,
    /// Whose trees.
    pub orchard: OrchardId,
    /// Which harvest.
    pub season: Season,
    /// What it is called.
    pub title: Bilingual,
    /// What is told of it.
    pub story: Bilingual,
    /// On which terms.
    pub terms: Terms,
}

/// How far a campaign has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Words, terms and contract may change.
    #[default]
    Draft,
    /// People may adopt within the sale window.
    Open,
    /// The sale is over.
    Closed,
}

/// What is remembered of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What is offered; `None` before the draft.
    pub offer: Option<Offer>,
    /// How far the campaign has come.
    pub phase: Phase,
    /// Goal and price phases.
    pub plan: SalesPlan,
    /// Why no adoptions are started now; `None` while they are.
    pub suspended: Option<SuspensionCause>,
    /// The contract of the draft, by its hash; ask [`State::contract_at`] for the one that counts (D 6).
    pub contract: Option<ContentHash>,
    /// Later contracts with the moment from which they count, in the order of those moments.
    pub revisions: Vec<(Timestamp, ContentHash)>,
    /// Which law the offer falls under, if that was said.
    pub legal: Option<LegalProfile>,
    /// How the harvest will be divided.
    pub harvest_rule: HarvestRule,
    /// How often a photo is promised, in days, if that was said; ask [`State::photo_every_days`].
    pub photos_promised: Option<u16>,
    /// The trees on offer.
    pub trees: BTreeSet<TreeId>,
    /// Trees that were on offer and are no longer.
    pub withdrawn: BTreeSet<TreeId>,
}

/// The rules of a campaign.
#[derive(Debug, Clone, Copy)]
pub struct Campaign;

impl Decider for Campaign {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
