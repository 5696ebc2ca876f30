//! A campaign: a season's crowdfunded offer of an orchard's trees. Stream `campaign-<CampaignId>`.
//! It must not know who buys, what was paid, or what a tree looks like.

use std::collections::BTreeSet;

use kernel::{
    CampaignId, ContentHash, Decider, Grams, Money, OrchardId, Season, Timestamp, TreeId,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod rules;
mod terms;

pub use rules::{
    MAX_CONTRACT_CHARACTERS, MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS, TREES_PER_EVENT,
};
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
    /// This contract counts for all adoptions of the campaign (D 6).
    #[serde(rename = "adoption.campaign-contract-published")]
    ContractPublished {
        /// SHA-256 of the text.
        hash: ContentHash,
        /// The contract's text.
        text: Bilingual,
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
        ("adoption.campaign-contract-published", 1),
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

/// Why a wish about a campaign was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was drafted under this id.
    #[error("there is no such campaign")]
    CampaignUnknown,
    /// Another draft has this id.
    #[error("the campaign exists already")]
    CampaignExists,
    /// Words, terms and contract stand once the campaign is open.
    #[error("the campaign is no longer a draft")]
    CampaignNotDraft,
    /// The campaign is still a draft.
    #[error("the campaign is not open")]
    CampaignNotOpen,
    /// The sale is over for good.
    #[error("the campaign is closed")]
    CampaignClosed,
    /// A title is needed in both languages.
    #[error("the title is empty or too long")]
    TitleInvalid,
    /// The story would not fit an event.
    #[error("the story is longer than {limit} characters")]
    StoryTooLong {
        /// Characters per language.
        limit: usize,
    },
    /// A contract is needed in both languages and must fit an event.
    #[error("the contract is empty or longer than {limit} characters")]
    ContractTextInvalid {
        /// Characters per language.
        limit: usize,
    },
    /// A title, story or contract has a control character other than a line break or a tab.
    #[error("a text has a control character")]
    CharacterInvalid,
    /// Nothing is given away.
    #[error("the price must be above zero")]
    PriceNotPositive,
    /// More than any share costs: a slip of the pen.
    #[error("the price is above {limit}")]
    PriceTooLarge {
        /// The highest price in this currency.
        limit: Money,
    },
    /// Other divisions could overlap.
    #[error("a tree is sold in 1, 2 or 4 parts")]
    SharesPerTreeInvalid,
    /// Nobody could ever buy.
    #[error("the sale window ends before it begins")]
    SaleWindowInvalid,
    /// Nothing could ever be sent.
    #[error("the ship window ends before it begins")]
    ShipWindowInvalid,
    /// Too little fruit for the boxes, or none.
    #[error("promised grams and boxes must be above zero, with at least 100 g in a box")]
    PromiseInvalid,
    /// More than any tree bears is promised or forecast.
    #[error("more than {limit} of one tree is promised or forecast")]
    GramsTooLarge {
        /// The most that counts, [`MAX_GRAMS_PER_TREE`].
        limit: Grams,
    },
    /// The buyer's limit, the minutes of a hold or the age of photos is zero.
    #[error("limits must be above zero")]
    LimitInvalid,
    /// More than the whole forecast can never be covered by it (D 5).
    #[error("between 1 and 100 per cent of the forecast may be promised")]
    CoverInvalid,
    /// More is promised than the forecast covers (D 5).
    #[error("{promised} per tree is promised, but only {allowed} is covered by the forecast")]
    PromiseNotCovered {
        /// What all shares of a tree are promised together.
        promised: Grams,
        /// What the forecast covers, rounded down.
        allowed: Grams,
    },
    /// Nobody can accept a contract that is not there (D 7).
    #[error("no contract is published")]
    ContractMissing,
    /// There is nothing to adopt.
    #[error("no tree is offered")]
    NoTreeOffered,
    /// Nobody has shown that the tree exists (D 2).
    #[error("tree {tree} has no accepted photo")]
    TreeWithoutPhoto {
        /// The tree.
        tree: TreeId,
    },
    /// Nobody has shown lately that the tree exists (D 2).
    #[error("the newest accepted photo of tree {tree} was taken at {taken_at}, too long ago")]
    TreePhotoTooOld {
        /// The tree.
        tree: TreeId,
        /// When the newest accepted photo was taken.
        taken_at: Timestamp,
    },
    /// The tree is not part of the offer, or no longer.
    #[error("tree {tree} is not offered here")]
    TreeNotOffered {
        /// The tree.
        tree: TreeId,
    },
    /// It is too early to buy.
    #[error("the sale begins at {from}")]
    SaleNotBegun {
        /// When it begins.
        from: Timestamp,
    },
    /// It is too late to buy.
    #[error("the sale ended at {until}")]
    SaleEnded {
        /// When it ended.
        until: Timestamp,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CampaignUnknown => "campaign-unknown",
            Self::CampaignExists => "campaign-exists",
            Self::CampaignNotDraft => "campaign-not-draft",
            Self::CampaignNotOpen => "campaign-not-open",
            Self::CampaignClosed => "campaign-closed",
            Self::TitleInvalid => "title-invalid",
            Self::StoryTooLong { .. } => "story-too-long",
            Self::ContractTextInvalid { .. } => "contract-text-invalid",
            Self::CharacterInvalid => "character-invalid",
            Self::PriceNotPositive => "price-not-positive",
            Self::PriceTooLarge { .. } => "price-too-large",
            Self::SharesPerTreeInvalid => "shares-per-tree-invalid",
            Self::SaleWindowInvalid => "sale-window-invalid",
            Self::ShipWindowInvalid => "ship-window-invalid",
            Self::PromiseInvalid => "promise-invalid",
            Self::GramsTooLarge { .. } => "grams-too-large",
            Self::LimitInvalid => "limit-invalid",
            Self::CoverInvalid => "cover-invalid",
            Self::PromiseNotCovered { .. } => "promise-not-covered",
            Self::ContractMissing => "contract-missing",
            Self::NoTreeOffered => "no-tree-offered",
            Self::TreeWithoutPhoto { .. } => "tree-without-photo",
            Self::TreePhotoTooOld { .. } => "tree-photo-too-old",
            Self::TreeNotOffered { .. } => "tree-not-offered",
            Self::SaleNotBegun { .. } => "sale-not-begun",
            Self::SaleEnded { .. } => "sale-ended",
        }
    }
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
    /// The contract that counts, by its hash (D 6).
    pub contract: Option<ContentHash>,
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
