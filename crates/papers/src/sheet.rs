//! Labels on sheets: drawings of an exact size, put in rows and columns, with marks to cut along. It knows lengths,
//! lines of text and cells; what a label says or encodes it does not know.

use krilla::{
    Document, SerializeSettings,
    color::luma,
    geom::{PathBuilder, Point, Rect, Transform},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
};

use crate::{
    PaperError,
    font::{Face, Rule},
};

/// Most labels of one file: a large orchard's tags.
pub const LABELS_MAX: usize = 5_000;
/// Letters smaller than this cannot be read at arm's length, in micrometres.
pub const TEXT_UM_MIN: u32 = 2_000;

/// Points of 1/72 inch in a micrometre.
const POINT_PER_UM: f32 = 72.0 / 25_400.0;
/// Length of a mark to cut along, in micrometres.
const CROP_UM: u32 = 4_000;
/// How far a mark stays off the label, in micrometres.
const CROP_OFF_UM: u32 = 1_000;

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

impl Stock {
    /// As many labels as fit on A4, in the middle of the page, with marks to cut along.
    #[must_use]
    pub const fn a4(label: (u32, u32)) -> Self {
        let page = (210_000, 297_000);
        Self {
            page,
            label,
            grid: (page.0 / label.0, page.1 / label.1),
            crop_marks: true,
        }
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

/// A length on paper.
#[expect(
    clippy::cast_precision_loss,
    reason = "a page is 3 · 10^5 micrometres; 24 bits hold them all"
)]
fn points(um: u32) -> f32 {
    um as f32 * POINT_PER_UM
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a cell is at most some 10^6 nanometres; 24 bits hold them all"
)]
fn points_nm(nm: u32) -> f32 {
    nm as f32 * POINT_PER_UM / 1000.0
}

fn black() -> Option<Fill> {
    Some(Fill {
        paint: luma::Color::new(0).into(),
        ..Fill::default()
    })
}

fn thin() -> Option<Stroke> {
    Some(Stroke {
        paint: luma::Color::new(120).into(),
        width: 0.4,
        ..Stroke::default()
    })
}

fn draw(surface: &mut Surface<'_>, face: &Face, rule: &Rule<'_>, mark: &Mark) {
    match mark {
        Mark::Text {
            text,
            x,
            baseline,
            size,
            room,
            centred,
        } => write(
            surface,
            (face, rule),
            text,
            (*x, *baseline, *centred),
            (*size, *room),
        ),
        Mark::Cells {
            left,
            top,
            width_nm,
            height_nm,
            runs,
        } => {
            let cell = (points_nm(*width_nm), points_nm(*height_nm));
            fill_cells(surface, (points(*left), points(*top)), cell, runs);
        }
        Mark::Line { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(points(from.0), points(from.1));
            path.line_to(points(to.0), points(to.1));
            stroke(surface, path);
        }
        Mark::Hole { at, radius } => {
            stroke(surface, circle(points(at.0), points(at.1), points(*radius)));
        }
    }
}

fn stroke(surface: &mut Surface<'_>, path: PathBuilder) {
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(thin());
        surface.draw_path(&path);
        surface.set_stroke(None);
    }
}

/// Four curves; the number is the usual one for a quarter of a circle.
fn circle(x: f32, y: f32, r: f32) -> PathBuilder {
    let c = 0.552_285 * r;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + c, x + c, y + r, x, y + r);
    path.cubic_to(x - c, y + r, x - r, y + c, x - r, y);
    path.cubic_to(x - r, y - c, x - c, y - r, x, y - r);
    path.cubic_to(x + c, y - r, x + r, y - c, x + r, y);
    path.close();
    path
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a code has fewer than 200 columns"
)]
fn fill_cells(
    surface: &mut Surface<'_>,
    (left, top): (f32, f32),
    (width, height): (f32, f32),
    runs: &[(u32, u32, u32)],
) {
    let mut path = PathBuilder::new();
    for (column, row, length) in runs {
        let x = left + *column as f32 * width;
        let y = top + *row as f32 * height;
        if let Some(rect) = Rect::from_xywh(x, y, *length as f32 * width, height) {
            path.push_rect(rect);
        }
    }
    if let Some(path) = path.finish() {
        surface.set_stroke(None);
        surface.set_fill(black());
        surface.draw_path(&path);
    }
}

/// Writes a line as large as its room allows.
fn write(
    surface: &mut Surface<'_>,
    (face, rule): (&Face, &Rule<'_>),
    text: &str,
    (x, baseline, centred): (u32, u32, bool),
    (size, room): (u32, u32),
) {
    let room = points(room);
    let drawable: String = text.chars().filter_map(|one| rule.drawable(one)).collect();
    let (text, size) = fitted(rule, drawable.trim(), points(size), room);
    if text.is_empty() {
        return;
    }
    let half = if centred {
        rule.length(&text) * size / 2.0
    } else {
        0.0
    };
    let shaped = rule.shape(&text);
    surface.set_stroke(None);
    surface.set_fill(black());
    surface.draw_glyphs(
        Point::from_xy(points(x) - half, points(baseline)),
        &shaped.glyphs,
        face.font(),
        &shaped.text,
        size,
        false,
    );
}

/// What is left of a text, and at which size.
fn fitted(rule: &Rule<'_>, text: &str, size: f32, room: f32) -> (String, f32) {
    let length = rule.length(text);
    if length * size <= room {
        return (text.to_owned(), size);
    }
    let least = points(TEXT_UM_MIN);
    if length * least <= room {
        return (text.to_owned(), room / length);
    }
    let mut kept = String::new();
    for one in text.chars() {
        if (rule.length(&kept) + rule.width(one) + rule.width('…')) * least > room {
            break;
        }
        kept.push(one);
    }
    (format!("{}…", kept.trim_end()), least)
}

/// Marks in the margin at every edge of the labels; none ever runs into a label.
fn crop(surface: &mut Surface<'_>, stock: &Stock) {
    let (left, top) = stock.margin();
    let (right, bottom) = (
        left + stock.grid.0 * stock.label.0,
        top + stock.grid.1 * stock.label.1,
    );
    let mut path = PathBuilder::new();
    let mut line = |from: (u32, u32), to: (u32, u32)| {
        path.move_to(points(from.0), points(from.1));
        path.line_to(points(to.0), points(to.1));
    };
    for column in 0..=stock.grid.0 {
        let x = left + column * stock.label.0;
        line(
            (x, top.saturating_sub(CROP_OFF_UM + CROP_UM)),
            (x, top.saturating_sub(CROP_OFF_UM)),
        );
        line(
            (x, bottom + CROP_OFF_UM),
            (x, bottom + CROP_OFF_UM + CROP_UM),
        );
    }
    for row in 0..=stock.grid.1 {
        let y = top + row * stock.label.1;
        line(
            (left.saturating_sub(CROP_OFF_UM + CROP_UM), y),
            (left.saturating_sub(CROP_OFF_UM), y),
        );
        line((right + CROP_OFF_UM, y), (right + CROP_OFF_UM + CROP_UM, y));
    }
    stroke(surface, path);
}

#[cfg(test)]
mod tests;
