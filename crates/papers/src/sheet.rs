//! Labels on sheets: drawings of an exact size, put in rows and columns, with marks to cut along. It knows lengths,
//! lines of text and cells; what a label says or encodes it does not know.

mod draw;

use krilla::{
    Document, SerializeSettings, geom::Transform, metadata::Metadata, page::PageSettings,
};

use self::draw::{crop, draw, points};
use crate::{PaperError, font::Face};

/// Most labels of one file: a large orchard's tags.
pub const LABELS_MAX: usize = 5_000;
/// Pages that labels are printed on, width and height in micrometres: sheets of paper, and rolls of label printers by
/// their size in millimetres.
pub const PAGES: [(&str, (u32, u32)); 8] = [
    ("a4", (210_000, 297_000)),
    ("a3", (297_000, 420_000)),
    ("letter", (215_900, 279_400)),
    ("100x150", (100_000, 150_000)),
    ("100x100", (100_000, 100_000)),
    ("76x130", (76_000, 130_000)),
    ("80x100", (80_000, 100_000)),
    ("60x90", (60_000, 90_000)),
];
/// What office printers leave white along the edges of a sheet, in micrometres; marks to cut along need it, too.
const SHEET_MARGIN_UM: u32 = 5_000;
/// Letters smaller than this cannot be read at arm's length, in micrometres.
pub const TEXT_UM_MIN: u32 = 2_000;

/// What labels are printed on. All lengths are in micrometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stock {
    /// Width and height of a page.
    pub page: (u32, u32),
    /// Width and height of a label.
    pub label: (u32, u32),
    /// Labels beside each other, and below each other.
    pub grid: (u32, u32),
    /// Whether marks to cut along are drawn in the margin. A roll is cut already.
    pub crop_marks: bool,
}

/// How many labels fit between margins; one that fills the page may stand alone.
const fn fitting(page: u32, label: u32, margin: u32) -> u32 {
    let between = page.saturating_sub(2 * margin) / label;
    if between == 0 && label <= page {
        1
    } else {
        between
    }
}

impl Stock {
    /// As many labels as fit on A4, in the middle of the page, with marks to cut along.
    #[must_use]
    pub const fn a4(label: (u32, u32)) -> Self {
        let page = (210_000, 297_000);
        Self {
            page,
            label,
            grid: (
                fitting(page.0, label.0, SHEET_MARGIN_UM),
                fitting(page.1, label.1, SHEET_MARGIN_UM),
            ),
            crop_marks: true,
        }
    }

    /// As many labels as fit on a page of [`PAGES`], in its middle, with marks to cut along; `roll` is one label a page
    /// of its own size. `None` for a page that is not known and for one that is smaller than the label.
    #[must_use]
    pub fn named(name: &str, label: (u32, u32)) -> Option<Self> {
        if name == "roll" {
            return Some(Self::roll(label));
        }
        let (_, page) = PAGES.iter().find(|(known, _)| *known == name)?;
        // A roll's size says so in its name: it is printed to its edges.
        let margin = if name.starts_with(|first: char| first.is_ascii_digit()) {
            0
        } else {
            SHEET_MARGIN_UM
        };
        let grid = (
            fitting(page.0, label.0, margin),
            fitting(page.1, label.1, margin),
        );
        (grid.0 > 0 && grid.1 > 0).then_some(Self {
            page: *page,
            label,
            grid,
            crop_marks: *page != label,
        })
    }

    /// One label a page, as label printers take it.
    #[must_use]
    pub const fn roll(label: (u32, u32)) -> Self {
        Self {
            page: label,
            label,
            grid: (1, 1),
            crop_marks: false,
        }
    }

    /// Labels on one page.
    #[must_use]
    pub const fn per_page(&self) -> u32 {
        self.grid.0 * self.grid.1
    }

    /// White around the labels, on the left and on the top.
    #[must_use]
    pub const fn margin(&self) -> (u32, u32) {
        (
            (self.page.0 - self.grid.0 * self.label.0) / 2,
            (self.page.1 - self.grid.1 * self.label.1) / 2,
        )
    }

    /// Where the nth label of a page begins, from its top left corner.
    #[must_use]
    pub const fn place(&self, nth: u32) -> (u32, u32) {
        let (left, top) = self.margin();
        let (column, row) = (nth % self.grid.0, nth / self.grid.0);
        (left + column * self.label.0, top + row * self.label.1)
    }
}

/// What is drawn on a label. Lengths are in micrometres from its top left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A line of text, as large as its room allows, cut with an ellipsis where even [`TEXT_UM_MIN`] is too large.
    Text {
        /// What it says.
        text: String,
        /// Where its middle is, or its left end.
        x: u32,
        /// Where it stands.
        baseline: u32,
        /// The largest size.
        size: u32,
        /// How wide it may be.
        room: u32,
        /// Whether `x` is its middle.
        centred: bool,
    },
    /// Running text in lines of one size, cut with an ellipsis where there are more lines than fit.
    Lines {
        /// What it says.
        text: String,
        /// Its left end.
        x: u32,
        /// Where the first line stands.
        baseline: u32,
        /// The size.
        size: u32,
        /// From line to line.
        leading: u32,
        /// How wide a line may be.
        room: u32,
        /// How many lines there may be.
        most: u32,
    },
    /// Dark cells of a code, in rows of runs `(column, row, length)`. Each cell has exactly this size, in nanometres, so
    /// that it is a whole number of a printer's dots.
    Cells {
        /// Left edge of column 0.
        left: u32,
        /// Top edge of row 0.
        top: u32,
        /// Width of a cell, in nanometres.
        width_nm: u32,
        /// Height of a cell, in nanometres.
        height_nm: u32,
        /// The runs.
        runs: Vec<(u32, u32, u32)>,
    },
    /// A small square, with a tick in it or not.
    Box {
        /// Its top left corner.
        at: (u32, u32),
        /// Its side.
        side: u32,
        /// Whether it is ticked.
        ticked: bool,
    },
    /// A thin grey line.
    Line {
        /// From here.
        from: (u32, u32),
        /// To here.
        to: (u32, u32),
    },
    /// A grey circle where a hole is punched.
    Hole {
        /// Its middle.
        at: (u32, u32),
        /// Its radius.
        radius: u32,
    },
}

/// Draws labels on as many pages as they need. The same labels give the same bytes.
///
/// # Errors
/// [`PaperError::TooManyLabels`]; the others have no known cause.
pub fn label_pdf(title: &str, stock: &Stock, labels: &[Vec<Mark>]) -> Result<Vec<u8>, PaperError> {
    if labels.len() > LABELS_MAX {
        return Err(PaperError::TooManyLabels { max: LABELS_MAX });
    }
    let face = Face::get()?;
    let rule = face.rule()?;
    let mut document = Document::new_with(SerializeSettings {
        enable_tagging: false,
        ..SerializeSettings::default()
    });
    let metadata = Metadata::new().title(title.to_owned());
    document.set_metadata(metadata.producer("Pomona".to_owned()));
    let (width, height) = (points(stock.page.0), points(stock.page.1));
    let settings = PageSettings::from_wh(width, height).ok_or(PaperError::Assembly)?;
    let per_page = usize::try_from(stock.per_page()).unwrap_or(1).max(1);
    for on_page in labels.chunks(per_page) {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        if stock.crop_marks {
            crop(&mut surface, stock);
        }
        for (nth, label) in (0..).zip(on_page) {
            let (left, top) = stock.place(nth);
            let shift = Transform::from_translate(points(left), points(top));
            surface.push_transform(&shift);
            for mark in label {
                draw(&mut surface, face, &rule, mark);
            }
            surface.pop();
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_| PaperError::Assembly)
}

#[cfg(test)]
mod tests;
