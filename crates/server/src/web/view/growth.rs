//! Drawings of a tree's growth: two pictures to compare, the calendar of its seasons, what it gave. Finished numbers in
//! drawing units; each drawing has the same facts in words beside it.

use super::parts::{Photo, When};

/// Width of a drawing, in drawing units: twelve months of sixty.
pub(crate) const WIDTH: i64 = 720;
/// Height of one season in the calendar.
pub(crate) const ROW: i64 = 30;

/// Two pictures of one tree.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// The earlier.
    pub(crate) before: Photo,
    /// When, and the stage.
    pub(crate) before_caption: String,
    /// When.
    pub(crate) before_when: When,
    /// The later.
    pub(crate) after: Photo,
    /// The stage.
    pub(crate) after_caption: String,
    /// When.
    pub(crate) after_when: When,
}

/// The calendar: a line for each year, months from left to right.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// The years, newest first.
    pub(crate) years: Vec<CalendarYear>,
    /// Twelve short names of months.
    pub(crate) months: Vec<String>,
    /// Height of the drawing.
    pub(crate) height: i64,
    /// The colours that are used: class and word.
    pub(crate) legend: Vec<(String, String)>,
}

/// A year of the calendar.
#[derive(Clone, Debug)]
pub(crate) struct CalendarYear {
    /// `2026`.
    pub(crate) name: String,
    /// Upper edge.
    pub(crate) y: i64,
    /// The stages seen, from left to right.
    pub(crate) spans: Vec<Span>,
}

/// A stage, from when it was first seen until the next.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// Left edge.
    pub(crate) x: i64,
    /// Width.
    pub(crate) width: i64,
    /// Its class: the stage's code.
    pub(crate) class: String,
    /// The stage, and from when to when: tooltip and words.
    pub(crate) text: String,
}

/// What a tree gave, season by season.
#[derive(Clone, Debug)]
pub(crate) struct Yields {
    /// The seasons, oldest first.
    pub(crate) seasons: Vec<SeasonYield>,
}

/// One season.
#[derive(Clone, Debug)]
pub(crate) struct SeasonYield {
    /// `2026`.
    pub(crate) name: String,
    /// Left edge of the first bar.
    pub(crate) x: i64,
    /// Upper edge and height of what was promised; nothing when nobody adopted it.
    pub(crate) promised_bar: Option<(i64, i64)>,
    /// Upper edge and height of what was picked; nothing before the harvest.
    pub(crate) picked_bar: Option<(i64, i64)>,
    /// Finished; a dash for nothing.
    pub(crate) promised: String,
    /// Finished; a dash for nothing.
    pub(crate) picked: String,
}
