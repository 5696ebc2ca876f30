//! What of an orchard lies within the window, as shapes with finished numbers: trees, or, where they would be too many,
//! fields of trees counted together. Metres in, drawing units (metres) out. It knows no word and no address.

use readmodels::map::Standing;

use super::projection::Point;

/// Width over height of every window.
const ASPECT: f64 = 4.0 / 3.0;
/// The narrowest a window gets, in metres: a few trees side by side.
const NARROWEST_M: f64 = 32.0;
/// How much wider than what is in it the whole map is.
const MARGIN: f64 = 1.12;
/// Most steps of halving.
const ZOOM_MAX: u8 = 12;
/// Most trees drawn one by one; above that they are counted by field, so that a page stays light.
pub(super) const SINGLE_MAX: usize = 1_500;
/// Most trees that are links of their own; above that they are too small for a finger, and fields lead nearer.
pub(super) const LINKED_MAX: usize = 120;
/// Fields across the window; on a phone of 390 px one is 29 px wide (WCAG 2.2, 2.5.8 asks for 24).
const FIELDS_ACROSS: usize = 12;
/// Fields down the window.
const FIELDS_DOWN: usize = 9;
/// Radius of a crown, in metres.
const CROWN_M: f64 = 1.7;
/// Lengths of a scale bar: these times a power of ten.
const ROUND: [f64; 3] = [5.0, 2.0, 1.0];

/// The part of the sheet that is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    /// Its middle.
    pub(super) middle: Point,
    /// Its width in metres.
    pub(super) width: f64,
    /// How often it was halved.
    pub(super) zoom: u8,
    /// How often it can be halved.
    pub(super) zoom_max: u8,
    whole: f64,
}

impl Window {
    /// The window for a zoom about a middle, kept within what there is to see.
    pub(super) fn new(all: &[Point], zoom: u8, middle: Point) -> Self {
        let reach = |axis: fn(&Point) -> f64| {
            all.iter()
                .map(axis)
                .fold(0.0, |far: f64, at| far.max(at.abs()))
        };
        let (x, y) = (reach(|point| point.x), reach(|point| point.y));
        let whole = (2.0 * x * MARGIN)
            .max(2.0 * y * ASPECT * MARGIN)
            .max(NARROWEST_M);
        let zoom_max = (0..ZOOM_MAX)
            .find(|zoom| whole / f64::from(1_u32 << zoom) <= 2.0 * NARROWEST_M)
            .unwrap_or(ZOOM_MAX);
        let zoom = zoom.min(zoom_max);
        let width = whole / f64::from(1_u32 << zoom);
        let within = |at: f64, half_whole: f64, half: f64| {
            let free = (half_whole - half).max(0.0);
            at.clamp(-free, free)
        };
        Self {
            middle: Point {
                x: within(middle.x, whole / 2.0, width / 2.0),
                y: within(middle.y, whole / ASPECT / 2.0, width / ASPECT / 2.0),
            },
            width,
            zoom,
            zoom_max,
            whole,
        }
    }

    /// Another window: halved or doubled, and moved by parts of its own size.
    pub(super) fn moved(&self, zoom: u8, right: f64, down: f64) -> (u8, Point) {
        let middle = Point {
            x: self.middle.x + right * self.width,
            y: self.middle.y + down * self.width / ASPECT,
        };
        (zoom.min(self.zoom_max), middle)
    }

    /// Whether there is more to see than this.
    pub(super) fn is_part(&self) -> bool {
        self.zoom > 0
    }

    /// The width of the whole map in metres.
    pub(super) const fn whole(&self) -> f64 {
        self.whole
    }

    fn height(&self) -> f64 {
        self.width / ASPECT
    }

    fn left(&self) -> f64 {
        self.middle.x - self.width / 2.0
    }

    fn top(&self) -> f64 {
        self.middle.y - self.height() / 2.0
    }

    /// For `viewBox`.
    pub(super) fn view_box(&self) -> String {
        format!(
            "{:.2} {:.2} {:.2} {:.2}",
            self.left(),
            self.top(),
            self.width,
            self.height()
        )
    }

    /// The field a point lies in, if it is seen: column and row.
    fn field_of(&self, point: Point) -> Option<(usize, usize)> {
        let place = |at: f64, size: f64, count: usize| {
            (0..count).find(|index| {
                let edge = |index: usize| size * portion(index, count);
                edge(*index) <= at && at < edge(index + 1)
            })
        };
        Some((
            place(point.x - self.left(), self.width, FIELDS_ACROSS)?,
            place(point.y - self.top(), self.height(), FIELDS_DOWN)?,
        ))
    }
}

/// `index / count` as a float; both are small.
fn portion(index: usize, count: usize) -> f64 {
    let small = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    small(index) / small(count.max(1))
}

/// A tree within the window.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Which of the trees that were given.
    pub(super) index: usize,
    /// Where it stands.
    pub(super) at: Point,
}

/// Trees of one field, counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// Left edge.
    pub(super) x: f64,
    /// Upper edge.
    pub(super) y: f64,
    /// Width.
    pub(super) width: f64,
    /// Height.
    pub(super) height: f64,
    /// How many trees stand each way, in the order of [`STANDINGS`].
    pub(super) counts: [usize; 4],
}

/// All ways to stand, in the order of legends and bars.
pub(super) const STANDINGS: [Standing; 4] = [
    Standing::Free,
    Standing::Held,
    Standing::Taken,
    Standing::NotOffered,
];

impl Field {
    /// How many trees there are.
    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Its middle.
    pub(super) fn middle(&self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }

    /// How far the bar of each way to stand reaches, beginning and length, left to right.
    pub(super) fn bars(&self) -> [(f64, f64); 4] {
        let (room, total) = (self.width * 0.76, self.total());
        let mut from = self.x + self.width * 0.12;
        self.counts.map(|count| {
            let bar = (from, room * portion(count, total));
            from += bar.1;
            bar
        })
    }
}

/// What is seen.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    /// The trees within the window, in the order given.
    pub(super) trees: Vec<Seen>,
    /// The fields that hold any, row by row.
    pub(super) fields: Vec<Field>,
}

/// What of these trees lies within the window.
pub(super) fn look(window: &Window, trees: &[(Point, Standing)]) -> Sight {
    let mut seen = Vec::new();
    let mut counts = [[[0_usize; 4]; FIELDS_ACROSS]; FIELDS_DOWN];
    for (index, (at, standing)) in trees.iter().enumerate() {
        let Some((column, row)) = window.field_of(*at) else {
            continue;
        };
        let place = STANDINGS.iter().position(|one| one == standing);
        counts[row][column][place.unwrap_or(0)] += 1;
        seen.push(Seen { index, at: *at });
    }
    let mut fields = Vec::new();
    for (row, counts) in counts.iter().enumerate() {
        for (column, counts) in counts.iter().enumerate() {
            if counts.iter().sum::<usize>() > 0 {
                fields.push(Field {
                    x: window.left() + window.width * portion(column, FIELDS_ACROSS),
                    y: window.top() + window.height() * portion(row, FIELDS_DOWN),
                    width: window.width / 12.0,
                    height: window.height() / 9.0,
                    counts: *counts,
                });
            }
        }
    }
    Sight {
        trees: seen,
        fields,
    }
}

/// The radius of a tree's mark: its crown, but never too small to see nor larger than a thumb.
pub(super) fn radius(window: &Window) -> f64 {
    CROWN_M.clamp(window.width / 320.0, window.width / 40.0)
}

/// A round length for the scale bar, at most a quarter of the window, in whole metres.
pub(super) fn scale_m(window: &Window) -> u32 {
    let most = window.width / 4.0;
    let mut ten = 100_000_u32;
    while ten > 0 {
        for round in ROUND {
            if round * f64::from(ten) <= most {
                // Five, two or one times a power of ten.
                return ten
                    * if round > 4.0 {
                        5
                    } else if round > 1.5 {
                        2
                    } else {
                        1
                    };
            }
        }
        ten /= 10;
    }
    1
}

/// The scale bar and the arrow to the north: where they are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Margins {
    /// Left end of the bar.
    pub(super) bar_x: f64,
    /// Height of the bar.
    pub(super) bar_y: f64,
    /// Middle of the arrow.
    pub(super) north_x: f64,
    /// Its middle's height.
    pub(super) north_y: f64,
    /// One hundredth of the window's width: the unit of letters and lines.
    pub(super) unit: f64,
}

impl Window {
    /// Where the scale bar and the arrow stand.
    pub(super) fn margins(&self) -> Margins {
        let unit = self.width / 100.0;
        Margins {
            bar_x: self.left() + 3.0 * unit,
            bar_y: self.top() + self.height() - 3.0 * unit,
            north_x: self.left() + self.width - 5.0 * unit,
            north_y: self.top() + 6.0 * unit,
            unit,
        }
    }
}

#[cfg(test)]
mod tests;
