//! How a campaign sells: progress to its goal, price phases, a pause, the line of people who wait. Part of
//! `GET /campaigns/{id}`; posts to `/campaigns/{id}/wait` and `/campaigns/{id}/wait-no-longer`.

use super::parts::{Bar, Mark, When};

/// What the page of a campaign tells about how it sells.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    /// The goal and how near it is; `None` for a plain sale.
    pub(crate) goal: Option<GoalLine>,
    /// Price phases and the price after them; empty when there is one price.
    pub(crate) phases: Vec<PhaseLine>,
    /// Why nothing is sold for now, one sentence.
    pub(crate) paused: Option<String>,
    /// The line; `None` while there are free trees, and nobody needs to wait.
    pub(crate) line: Option<Line>,
}

/// A goal and how near it is.
#[derive(Clone, Debug)]
pub(crate) struct GoalLine {
    /// Reached of wanted.
    pub(crate) bar: Bar,
    /// `已付 62 / 120 棵`.
    pub(crate) text: String,
    /// Until when.
    pub(crate) deadline: When,
    /// What happens when it is missed, one sentence.
    pub(crate) rule: String,
    /// What came of it, once that is known; or that it is reached already.
    pub(crate) outcome: Option<Mark>,
}

/// A price and until when it counts.
#[derive(Clone, Debug)]
pub(crate) struct PhaseLine {
    /// `早鸟价`.
    pub(crate) name: String,
    /// The price.
    pub(crate) price: String,
    /// When it ends, in words.
    pub(crate) ends: String,
    /// Whether it counts now.
    pub(crate) is_now: bool,
}

/// Where the reader stands in line.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    /// May join; so many wait.
    Open {
        /// How many wait.
        waiting: i64,
    },
    /// Waits.
    Waiting {
        /// The reader's place, from 1.
        place: i64,
    },
    /// A share is held for the reader.
    Offered {
        /// Where it is adopted.
        href: String,
        /// Until when.
        until: When,
    },
}
