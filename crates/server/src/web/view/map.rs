//! The drawn map of an orchard. `GET /campaigns/{id}/map` for everybody, `GET /register/map` for those who work there.
//!
//! Query: `zoom`, `x`, `y` (metres from the middle), `state`, `variety`; the register's also `orchard` and `season`.
//! Numbers of the drawing come as finished text, in metres.

use super::form::{Choice, Form};
use super::parts::Mark;
use super::shell::Shell;
use askama::Template;

/// A map with its filters, its legend and the same as a list.
#[derive(Debug, Template)]
#[template(path = "map.html")]
pub(crate) struct MapPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Whose map.
    pub(crate) title: String,
    /// Farm and place.
    pub(crate) place: String,
    /// Where one came from: address and word.
    pub(crate) back: (String, String),
    /// The page's own address, for the filters.
    pub(crate) action: String,
    /// What the filters keep: name and value.
    pub(crate) keep: Vec<(&'static str, String)>,
    /// What each filter can be set to.
    pub(crate) filters: Vec<Filter>,
    /// What they are set to.
    pub(crate) form: Form,
    /// How many trees stand each way.
    pub(crate) legend: Vec<LegendLine>,
    /// The drawing; `None` while no tree has a place.
    pub(crate) map: Option<MapView>,
    /// Trees that nobody has placed.
    pub(crate) unplaced: i64,
    /// Where to place them; `None` for the public.
    pub(crate) unplaced_href: Option<String>,
    /// The trees that are seen, the first of them.
    pub(crate) listed: Vec<ListedTree>,
    /// How many more are seen.
    pub(crate) more: i64,
}

/// A filter.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Its field, and the id of it.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) label: String,
    /// What it can be set to.
    pub(crate) choices: Vec<Choice>,
}

/// A line of the legend.
#[derive(Clone, Debug)]
pub(crate) struct LegendLine {
    /// The class of the mark.
    pub(crate) class: &'static str,
    /// The word.
    pub(crate) word: String,
    /// How many trees.
    pub(crate) count: i64,
}

/// The drawing.
#[derive(Clone, Debug)]
pub(crate) struct MapView {
    /// What a screen reader says of it.
    pub(crate) label: String,
    /// For `viewBox`.
    pub(crate) view_box: String,
    /// One hundredth of its width.
    pub(crate) unit: String,
    /// Size of letters.
    pub(crate) text: String,
    /// By how much a mark, twenty units across, is made smaller.
    pub(crate) size: String,
    /// The blocks.
    pub(crate) outlines: Vec<DrawnBlock>,
    /// Trees one by one; empty where they are counted by field.
    pub(crate) trees: Vec<DrawnTree>,
    /// Fields that lead nearer; empty where the trees themselves are links.
    pub(crate) fields: Vec<DrawnField>,
    /// Whether the fields carry the trees' numbers.
    pub(crate) is_counted: bool,
    /// Where the tree stands that one came for.
    pub(crate) chosen: Option<(String, String)>,
    /// The scale bar.
    pub(crate) scale: Scale,
    /// Middle of the arrow to the north.
    pub(crate) north: (String, String),
    /// Where the ways to look around lead; `None` for what is not possible.
    pub(crate) tools: Vec<Tool>,
    /// For the script: zoom, the largest zoom, middle and width of the window, width of the whole.
    pub(crate) data: [String; 6],
}

/// A block.
#[derive(Clone, Debug)]
pub(crate) struct DrawnBlock {
    /// Its name.
    pub(crate) name: String,
    /// Its corners.
    pub(crate) points: String,
    /// Whether nobody has told where it ends, so that it is drawn around its trees.
    pub(crate) is_guessed: bool,
    /// Where its name stands.
    pub(crate) x: String,
    /// Where its name stands.
    pub(crate) y: String,
}

/// A tree.
#[derive(Clone, Debug)]
pub(crate) struct DrawnTree {
    /// From the middle to the east.
    pub(crate) x: String,
    /// From the middle to the south.
    pub(crate) y: String,
    /// How it stands.
    pub(crate) class: &'static str,
    /// Where it leads, if it is a link.
    pub(crate) href: Option<String>,
    /// Its name with its state.
    pub(crate) title: String,
}

/// Trees of one field.
#[derive(Clone, Debug)]
pub(crate) struct DrawnField {
    /// Left edge.
    pub(crate) x: String,
    /// Upper edge.
    pub(crate) y: String,
    /// Its middle.
    pub(crate) middle: String,
    /// Height of its number.
    pub(crate) base: String,
    /// Width.
    pub(crate) width: String,
    /// Height.
    pub(crate) height: String,
    /// Where it leads: nearer.
    pub(crate) href: String,
    /// What it holds, in words.
    pub(crate) title: String,
    /// How many trees.
    pub(crate) count: usize,
    /// How they stand: class, left end, length and height on paper.
    pub(crate) bars: Vec<(&'static str, String, String, String)>,
    /// Upper edge of the bars.
    pub(crate) bar_y: String,
}

/// The scale bar.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    /// Left end.
    pub(crate) x: String,
    /// Its height.
    pub(crate) y: String,
    /// Its length.
    pub(crate) length: String,
    /// What it says.
    pub(crate) text: String,
}

/// A way to look around.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    /// What it is called, for a screen reader.
    pub(crate) label: String,
    /// What is on it.
    pub(crate) sign: &'static str,
    /// Where it leads; `None` at the end of the map.
    pub(crate) href: Option<String>,
}

/// A tree in words.
#[derive(Clone, Debug)]
pub(crate) struct ListedTree {
    /// Its name and place.
    pub(crate) name: String,
    /// Its page; `None` for one that has none.
    pub(crate) href: Option<String>,
    /// Its variety.
    pub(crate) variety: String,
    /// How it stands.
    pub(crate) state: Mark,
}
