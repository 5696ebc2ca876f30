//! Puts one mark, and the marks to cut along, on a page. It knows no page before or after it.

use krilla::{
    color::luma,
    geom::{PathBuilder, Point, Rect},
    paint::{Fill, Stroke},
    surface::Surface,
};

use super::{Mark, Stock, TEXT_UM_MIN};
use crate::{
    font::{Face, Rule},
    lines::broken,
};

/// Points of 1/72 inch in a micrometre.
const POINT_PER_UM: f32 = 72.0 / 25_400.0;
/// Length of a mark to cut along, in micrometres.
const CROP_UM: u32 = 4_000;
/// How far a mark stays off the label, in micrometres.
const CROP_OFF_UM: u32 = 1_000;

/// A length on paper.
#[expect(
    clippy::cast_precision_loss,
    reason = "a page is 3 · 10^5 micrometres; 24 bits hold them all"
)]
pub(super) fn points(um: u32) -> f32 {
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

pub(super) fn draw(surface: &mut Surface<'_>, face: &Face, rule: &Rule<'_>, mark: &Mark) {
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
        Mark::Lines { .. } => write_lines(surface, (face, rule), mark),
        Mark::Box { at, side, ticked } => check_box(surface, *at, *side, *ticked),
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

/// Writes running text line by line.
fn write_lines(surface: &mut Surface<'_>, (face, rule): (&Face, &Rule<'_>), mark: &Mark) {
    let Mark::Lines {
        text,
        x,
        baseline,
        size,
        leading,
        room,
        most,
    } = mark
    else {
        return;
    };
    let lines = broken(rule, text, points(*room) / points(*size));
    let fits = usize::try_from(*most).unwrap_or(usize::MAX);
    let cut = lines.len() > fits;
    for (nth, line) in (0_u32..).zip(lines.iter().take(fits)) {
        let last = cut && nth + 1 == *most;
        let line = if last {
            format!("{line}…")
        } else {
            line.clone()
        };
        let at = (*x, baseline + nth * leading, false);
        write(surface, (face, rule), &line, at, (*size, *room));
    }
}

fn check_box(surface: &mut Surface<'_>, (x, y): (u32, u32), side: u32, ticked: bool) {
    let mut path = PathBuilder::new();
    let corner = (points(x), points(y));
    if let Some(rect) = Rect::from_xywh(corner.0, corner.1, points(side), points(side)) {
        path.push_rect(rect);
    }
    if ticked {
        let part = |of: u32| points(side * of / 10);
        path.move_to(corner.0 + part(2), corner.1 + part(5));
        path.line_to(corner.0 + part(4), corner.1 + part(8));
        path.line_to(corner.0 + part(8), corner.1 + part(2));
    }
    let black = Stroke {
        paint: luma::Color::new(0).into(),
        width: 0.7,
        ..Stroke::default()
    };
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(black));
        surface.draw_path(&path);
        surface.set_stroke(None);
    }
}

/// What is left of a text, and at which size.
pub(super) fn fitted(rule: &Rule<'_>, text: &str, size: f32, room: f32) -> (String, f32) {
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
pub(super) fn crop(surface: &mut Surface<'_>, stock: &Stock) {
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
