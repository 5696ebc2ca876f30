//! A campaign's terms, its trees, opening and closing. `GET /operator/campaigns/{id|new}`
//!
//! Posts: `/operator/campaigns` (new) or `/operator/campaigns/{id}` (terms), `…/{id}/contract`
//! (`contract_zh`, `contract_en`), `…/{id}/sales-plan`, `…/{id}/deadline`, `…/{id}/pause` (`cause`), `…/{id}/resume`,
//! `…/{id}/offer` (`block`), `…/{id}/withdraw` (`tree`), `…/{id}/open`, `…/{id}/close`. Fields of
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
    /// How the trees are proven to exist; `None` for a new one.
    pub(crate) proofs: Option<ProofList>,
    /// How it sells; `None` for a new one.
    pub(crate) sales: Option<SalesForms>,
}

/// Which trees nobody has shown to exist, or not lately.
#[derive(Clone, Debug)]
pub(crate) struct ProofList {
    /// How old a photo may be, in days.
    pub(crate) days: i64,
    /// Trees with a photo young enough.
    pub(crate) proven: i64,
    /// Trees without.
    pub(crate) lacking: i64,
    /// Those, as many as are listed.
    pub(crate) trees: Vec<Unproven>,
    /// How many more there are.
    pub(crate) more: i64,
}

/// A tree that cannot be offered.
#[derive(Clone, Debug)]
pub(crate) struct Unproven {
    /// Its id.
    pub(crate) id: String,
    /// Its name and place.
    pub(crate) name: String,
    /// Its record.
    pub(crate) href: String,
    /// Why not.
    pub(crate) why: String,
    /// Where it is photographed.
    pub(crate) photograph: String,
    /// It is offered nevertheless.
    pub(crate) offered: Option<Mark>,
}

/// How a campaign sells: goal and price phases of a draft; more time and a pause once it is open.
#[derive(Clone, Debug)]
pub(crate) struct SalesForms {
    /// Fields `goal`, `goal_amount`, `deadline`, `grace_days`, `rule`, and per phase `early_price`, `early_until`,
    /// `early_count`; once open `deadline` and `cause`.
    pub(crate) form: Form,
    /// No goal, trees, money.
    pub(crate) goals: Vec<Choice>,
    /// What happens when the goal is missed.
    pub(crate) rules: Vec<Choice>,
    /// The phases' words and names.
    pub(crate) phases: Vec<Choice>,
    /// Why nothing is sold for now.
    pub(crate) causes: Vec<Choice>,
    /// Whether there is a goal that is still open.
    pub(crate) has_goal: bool,
    /// Whether nothing is sold for now.
    pub(crate) is_paused: bool,
}
