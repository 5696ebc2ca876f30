//! Why a wish about a campaign is refused. It must not know how that was found out.

use kernel::{Grams, Money, Timestamp, TreeId};
use serde::Serialize;

use super::{MAX_GOAL_TREES, MAX_GRACE_DAYS, SuspensionCause};

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
        /// The most that counts, [`MAX_GRAMS_PER_TREE`](super::MAX_GRAMS_PER_TREE).
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
    /// Nobody has shown, or not lately, that these trees exist (D 2). None of the wish's trees is offered.
    #[error(
        "{} trees have no accepted photo, and that of {} is too old",
        without_photo.len(),
        photo_too_old.len()
    )]
    TreesUnproven {
        /// Trees without any accepted photo.
        without_photo: Vec<TreeId>,
        /// Trees whose newest accepted photo is older than the terms allow.
        photo_too_old: Vec<TreeId>,
    },
    /// The tree is not part of the offer, or no longer.
    #[error("tree {tree} is not offered here")]
    TreeNotOffered {
        /// The tree.
        tree: TreeId,
    },
    /// A goal is above zero, and in the currency of the price.
    #[error(
        "the goal must be above zero, at most {MAX_GOAL_TREES} trees, or in the currency of the price"
    )]
    GoalInvalid,
    /// All offered trees together could not reach the goal: everybody would be paid back.
    #[error("a goal of {goal} cannot be reached with {offered} offered")]
    GoalOutOfReach {
        /// What shall be reached: trees, or money in minor units.
        goal: i64,
        /// What all offered trees come to, in the same unit.
        offered: i64,
    },
    /// A deadline lies within the sale, and statements are waited for at most two weeks.
    #[error("the deadline must lie within the sale, with at most {MAX_GRACE_DAYS} days of grace")]
    DeadlineInvalid,
    /// A phase has a price, an end, and ends later than the one before.
    #[error(
        "a price phase needs a price and an end within the sale, later than that of the phase before"
    )]
    PhaseInvalid,
    /// More phases than anybody can follow.
    #[error("more than {limit} price phases")]
    TooManyPhases {
        /// The limit, [`MAX_PHASES`](super::MAX_PHASES).
        limit: usize,
    },
    /// The campaign is a plain sale.
    #[error("the campaign has no goal")]
    NotCrowdfunded,
    /// What is over is not extended.
    #[error("the deadline was {deadline}")]
    DeadlineOver {
        /// The deadline.
        deadline: Timestamp,
    },
    /// Nothing is sold for now.
    #[error("no adoptions are taken for now")]
    IntakeSuspended {
        /// Why.
        cause: SuspensionCause,
    },
    /// Several boxes are shipped several times.
    #[error("an offer of several boxes is no single shipment")]
    SeveralBoxesAreSeveralShipments,
    /// Nothing is guaranteed, or more than is promised.
    #[error("a guarantee is of something, at most {promised}")]
    GuaranteeInvalid {
        /// What is promised.
        promised: Grams,
    },
    /// Photos are promised too often or too rarely.
    #[error("a photo is promised every {least} to {most} days")]
    PhotoPromiseInvalid {
        /// The most frequent, [`super::PHOTO_EVERY_DAYS_MIN`].
        least: u16,
        /// The rarest, [`super::PHOTO_EVERY_DAYS_MAX`].
        most: u16,
    },
    /// Fewer days to think again than the law gives, or too many to promise.
    #[error("the days to think again are between {least} and {most}")]
    CoolingOffInvalid {
        /// The least for this redemption.
        least: u8,
        /// The limit, [`super::MAX_COOLING_OFF_DAYS`].
        most: u8,
    },
    /// A contract counts from now or later, and after those published before it.
    #[error("a contract counts from {earliest} or later")]
    EffectiveTooEarly {
        /// The earliest moment it can count from.
        earliest: Timestamp,
    },
    /// More contracts than one season needs.
    #[error("a campaign has at most {max} contracts")]
    TooManyContracts {
        /// The limit, [`super::MAX_CONTRACT_REVISIONS`].
        max: usize,
    },
    /// The buyer left the choice to us, and nothing is left.
    #[error("no tree of the campaign has a free part")]
    NoTreeFree,
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
            Self::TreesUnproven { .. } => "trees-unproven",
            Self::TreeNotOffered { .. } => "tree-not-offered",
            Self::GoalInvalid => "goal-invalid",
            Self::GoalOutOfReach { .. } => "goal-out-of-reach",
            Self::DeadlineInvalid => "deadline-invalid",
            Self::PhaseInvalid => "phase-invalid",
            Self::TooManyPhases { .. } => "too-many-phases",
            Self::NotCrowdfunded => "not-crowdfunded",
            Self::DeadlineOver { .. } => "deadline-over",
            Self::IntakeSuspended { .. } => "intake-suspended",
            Self::SeveralBoxesAreSeveralShipments => "several-boxes-are-several-shipments",
            Self::CoolingOffInvalid { .. } => "cooling-off-invalid",
            Self::GuaranteeInvalid { .. } => "guarantee-invalid",
            Self::PhotoPromiseInvalid { .. } => "photo-promise-invalid",
            Self::EffectiveTooEarly { .. } => "effective-too-early",
            Self::TooManyContracts { .. } => "too-many-contracts",
            Self::NoTreeFree => "no-tree-free",
            Self::SaleNotBegun { .. } => "sale-not-begun",
            Self::SaleEnded { .. } => "sale-ended",
        }
    }
}
