//! A campaign: a season's crowdfunded offer of an orchard's trees. Stream `campaign-<CampaignId>`.
//! It must not know who buys, what was paid, or what a tree looks like.

use kernel::{CampaignId, ContentHash, Day, Grams, Money, OrchardId, Season, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

/// Words in the two languages of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    pub zh: String,
    pub en: String,
}

/// What happens when the harvest falls short; chosen per offer, frozen at purchase (domain.md B 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskClause {
    /// The farm tops up from other trees; the trace page shows the true trees.
    TopUp,
    /// The missing share of the price is paid back.
    RefundShortfall,
    /// The missing grams are owed from next season's harvest.
    CarryOver,
    /// The buyer shares the risk of the tree; the clause is shown in full before purchase.
    BuyerBears,
}

/// The terms of an offer. There is no field for yield in money, interest or buy-back (D 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Price of one share.
    pub price: Money,
    /// Into how many equal parts each tree is sold: 1, 2 or 4.
    pub shares_per_tree: u8,
    pub sale_from: Timestamp,
    pub sale_until: Timestamp,
    pub ship_from: Day,
    pub ship_until: Day,
    /// Promised to the holder of one share.
    pub promised_grams: Grams,
    /// Boxes per share.
    pub boxes: u8,
    pub risk_clause: RiskClause,
    pub per_buyer_limit: u16,
    /// How long a hold lasts.
    pub hold_minutes: u16,
    /// A tree is offered only with an accepted photo not older than this (D 2).
    pub photo_max_age_days: u16,
    /// Expected harvest of one tree, for the cover check (D 5).
    pub forecast_grams_per_tree: Grams,
    /// At most this share of the forecast may be promised, in per cent (D 5).
    pub cover_percent: u8,
}

/// A tree proposed for an offer, with what traceability knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedTree {
    pub tree: TreeId,
    /// When its newest accepted photo was taken; `None` if there is none.
    pub last_photo_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    DraftCampaign {
        campaign: CampaignId,
        orchard: OrchardId,
        season: Season,
        title: Bilingual,
        story: Bilingual,
        terms: Terms,
    },
    ChangeTerms {
        title: Bilingual,
        story: Bilingual,
        terms: Terms,
    },
    PublishContract {
        hash: ContentHash,
        text: Bilingual,
    },
    OfferTrees {
        trees: Vec<OfferedTree>,
        now: Timestamp,
    },
    WithdrawTree {
        tree: TreeId,
    },
    OpenCampaign {
        now: Timestamp,
    },
    CloseCampaign {
        now: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "adoption.campaign-drafted")]
    CampaignDrafted {
        campaign: CampaignId,
        orchard: OrchardId,
        season: Season,
        title: Bilingual,
        story: Bilingual,
        terms: Terms,
    },
    #[serde(rename = "adoption.campaign-terms-changed")]
    TermsChanged {
        title: Bilingual,
        story: Bilingual,
        terms: Terms,
    },
    #[serde(rename = "adoption.campaign-contract-published")]
    ContractPublished { hash: ContentHash, text: Bilingual },
    #[serde(rename = "adoption.campaign-trees-offered")]
    TreesOffered { trees: Vec<TreeId> },
    #[serde(rename = "adoption.campaign-tree-withdrawn")]
    TreeWithdrawn { tree: TreeId },
    #[serde(rename = "adoption.campaign-opened")]
    CampaignOpened { at: Timestamp },
    #[serde(rename = "adoption.campaign-closed")]
    CampaignClosed { at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such campaign")]
    CampaignUnknown,
    #[error("the campaign exists already")]
    CampaignExists,
    #[error("the campaign is no longer a draft")]
    CampaignNotDraft,
    #[error("the campaign is not open")]
    CampaignNotOpen,
    #[error("the campaign is closed")]
    CampaignClosed,
    #[error("the title is empty or too long")]
    TitleInvalid,
    #[error("the price must be above zero")]
    PriceNotPositive,
    #[error("a tree is sold in 1, 2 or 4 parts")]
    SharesPerTreeInvalid,
    #[error("the sale window ends before it begins")]
    SaleWindowInvalid,
    #[error("the ship window ends before it begins")]
    ShipWindowInvalid,
    #[error("promised grams and boxes must be above zero, with at least 100 g in a box")]
    PromiseInvalid,
    #[error("limits must be above zero")]
    LimitInvalid,
    #[error("{promised} per tree is promised, but only {allowed} is covered by the forecast")]
    PromiseNotCovered { promised: Grams, allowed: Grams },
    #[error("no contract is published")]
    ContractMissing,
    #[error("no tree is offered")]
    NoTreeOffered,
    #[error("tree {tree} has no accepted photo")]
    TreeWithoutPhoto { tree: TreeId },
    #[error("the newest accepted photo of tree {tree} was taken at {taken_at}, too long ago")]
    TreePhotoTooOld { tree: TreeId, taken_at: Timestamp },
    #[error("tree {tree} is not offered here")]
    TreeNotOffered { tree: TreeId },
    #[error("the sale begins at {from}")]
    SaleNotBegun { from: Timestamp },
    #[error("the sale ended at {until}")]
    SaleEnded { until: Timestamp },
}
