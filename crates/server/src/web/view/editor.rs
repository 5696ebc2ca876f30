//! A campaign's terms, its trees, opening and closing. `GET /operator/campaigns/{id|new}`
//!
//! Posts: `/operator/campaigns` (new) or `/operator/campaigns/{id}` (terms), `…/{id}/contract`
//! (`contract_zh`, `contract_en`), `…/{id}/offer` (`block`), `…/{id}/open`, `…/{id}/close`. Fields of
//! the terms: `title_zh`, `title_en`, `story_zh`, `story_en`, `orchard`, `season` (both only when
//! new), `price`, `shares_per_tree`, `promised_grams`, `boxes`, `buyer_limit`, `sale_from`,
//! `sale_until`, `ship_from`, `ship_until`, `risk`, `hold_minutes`, `photo_max_age_days`,
//! `forecast_grams_per_tree`, `cover_percent`.

use super::form::{Choice, Form};
use super::parts::Mark;
use super::shell::Shell;
use askama::Template;

/// `GET /operator/campaigns/{id|new}`
#[derive(Debug, Template)]
#[template(path = "operator/campaign.html")]
pub(crate) struct CampaignEditorPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The campaign's id; `None` for a new one.
    pub(crate) id: Option<String>,
    /// Its title, or the word for a new one.
    pub(crate) title: String,
    /// Draft, open, closed.
    pub(crate) state: Mark,
    /// All terms.
    pub(crate) form: Form,
    /// Whether terms may still change.
    pub(crate) is_draft: bool,
    /// Whether it can be closed.
    pub(crate) is_open: bool,
    /// Orchards to choose from.
    pub(crate) orchards: Vec<Choice>,
    /// Risk clauses to choose from.
    pub(crate) risks: Vec<Choice>,
    /// Blocks with trees that can be offered.
    pub(crate) blocks: Vec<Choice>,
    /// Fields `contract_zh`, `contract_en`.
    pub(crate) contract_form: Form,
    /// Field `block`.
    pub(crate) offer_form: Form,
    /// How many trees are offered.
    pub(crate) offered: i64,
    /// What still stands in the way of opening, one sentence each.
    pub(crate) missing: Vec<String>,
}
