//! The terms of an offer and what makes them sound. It must not know how a campaign runs.

use kernel::{Day, Grams, Money, Timestamp};
use serde::{Deserialize, Serialize};

use super::Rejection;
use crate::tree_share::DIVISIONS;

/// A box of less is not worth its cardboard.
pub const MIN_GRAMS_PER_BOX: u64 = 100;
/// Most that one tree can be promised or expected to give: 10 t, twenty times what the richest tree bears. Sums over
/// all adoptions stay far within 64 bits.
pub const MAX_GRAMS_PER_TREE: Grams = Grams(10_000_000);
/// Highest price of one share, in minor units: a hundred million yuan. Sums of the books stay far within 64 bits.
pub const MAX_PRICE_MINOR: i64 = 10_000_000_000;

/// Words in the two languages of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Whether both languages say something, each within so many characters.
    pub(super) fn is_filled_within(&self, limit: usize) -> bool {
        let filled = |text: &str| !text.trim().is_empty();
        filled(&self.zh) && filled(&self.en) && self.is_within(limit)
    }

    /// Whether both languages stay within so many characters.
    pub(super) fn is_within(&self, limit: usize) -> bool {
        self.zh.chars().count() <= limit && self.en.chars().count() <= limit
    }

    /// Whether both languages are free of control characters other than line breaks and tabs. Those have no place in
    /// a text, and JSON writes them six times as long, which would not fit an event.
    pub(super) fn is_printable(&self) -> bool {
        let printable = |one: char| !one.is_control() || matches!(one, '\n' | '\t');
        self.zh.chars().chain(self.en.chars()).all(printable)
    }
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
    /// When the sale begins.
    pub sale_from: Timestamp,
    /// When the sale has ended.
    pub sale_until: Timestamp,
    /// First day on which fruit may be sent.
    pub ship_from: Day,
    /// Last day by which fruit is sent.
    pub ship_until: Day,
    /// Promised to the holder of one share.
    pub promised_grams: Grams,
    /// Boxes per share.
    pub boxes: u8,
    /// What happens when the harvest falls short.
    pub risk_clause: RiskClause,
    /// How many adoptions one buyer may have.
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

impl Terms {
    /// Whether the terms are sound in themselves.
    pub(super) fn check(&self) -> Result<(), Rejection> {
        if self.price.minor <= 0 {
            return Err(Rejection::PriceNotPositive);
        }
        if self.price.minor > MAX_PRICE_MINOR {
            let limit = Money::new(MAX_PRICE_MINOR, self.price.currency);
            return Err(Rejection::PriceTooLarge { limit });
        }
        if !DIVISIONS.contains(&self.shares_per_tree) {
            return Err(Rejection::SharesPerTreeInvalid);
        }
        if self.sale_until <= self.sale_from {
            return Err(Rejection::SaleWindowInvalid);
        }
        if self.ship_until < self.ship_from {
            return Err(Rejection::ShipWindowInvalid);
        }
        let least = u64::from(self.boxes) * MIN_GRAMS_PER_BOX;
        if self.boxes == 0 || self.promised_grams.0 < least {
            return Err(Rejection::PromiseInvalid);
        }
        let limit = MAX_GRAMS_PER_TREE;
        if self.promised_grams > limit || self.forecast_grams_per_tree > limit {
            return Err(Rejection::GramsTooLarge { limit });
        }
        if self.per_buyer_limit == 0 || self.hold_minutes == 0 || self.photo_max_age_days == 0 {
            return Err(Rejection::LimitInvalid);
        }
        self.check_cover()
    }

    /// D 5: what is promised of a tree is covered by its forecast.
    fn check_cover(&self) -> Result<(), Rejection> {
        if !(1..=100).contains(&self.cover_percent) {
            return Err(Rejection::CoverInvalid);
        }
        let promised = u128::from(self.promised_grams.0) * u128::from(self.shares_per_tree);
        let covered = u128::from(self.forecast_grams_per_tree.0) * u128::from(self.cover_percent);
        if promised * 100 <= covered {
            return Ok(());
        }
        let grams = |wide: u128| Grams(u64::try_from(wide).unwrap_or(u64::MAX));
        Err(Rejection::PromiseNotCovered {
            promised: grams(promised),
            allowed: grams(covered / 100),
        })
    }
}
