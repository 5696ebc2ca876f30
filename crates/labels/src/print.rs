//! What is printed on tags, plates, labels and posters: marks of exact size for [`papers::label_pdf`]. Everything stays
//! 4 mm off the edge, so that a cut may miss. It knows nothing of trees, parcels and people beyond the words it is given.

use papers::Mark;

use crate::{
    LabelError,
    code128::sscc_bars,
    symbol::{Level, Symbol},
};

/// A tree's tag to hang outdoors: 60 × 90 mm.
pub const TAG: (u32, u32) = (60_000, 90_000);
/// A nameplate: 90 × 55 mm.
pub const PLATE: (u32, u32) = (90_000, 55_000);
/// A label on a crate or box: 100 × 70 mm.
pub const BOX: (u32, u32) = (100_000, 70_000);
/// A label on a parcel: 100 × 150 mm, as label printers for parcels take it.
pub const PARCEL: (u32, u32) = (100_000, 150_000);
/// A poster: A4.
pub const POSTER: (u32, u32) = (210_000, 297_000);

/// Nothing is nearer to an edge, in micrometres.
const SAFE: u32 = 4_000;
/// Nanometres of a printer's dot at 300 dots per inch, rounded down: what is laid out in them is never too large.
const DOT_NM: u32 = 84_666;
/// Smallest module of a code that hangs outdoors, in dots: 0.85 mm.
const OUTDOOR_DOTS: u32 = 10;
/// Smallest module of a code on a label, in dots: 0.51 mm.
pub(crate) const INDOOR_DOTS: u32 = 6;
/// Width of a bar's module on a parcel, in dots: 0.508 mm; GS1 asks for 0.495 to 1.016 mm on logistic labels.
const BAR_DOTS: u32 = 6;
/// Height of the bars, in micrometres; GS1 asks for 31.75 mm or more.
const BAR_HEIGHT: u32 = 32_000;

/// A tag: the tree's name, the adopter's words, the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plate {
    /// The words of the adopter; empty for none.
    pub words: String,
    /// The tree's own name and place.
    pub tree: String,
    /// Farm and orchard.
    pub orchard: String,
    /// The code in letters.
    pub code: String,
    /// Where the QR code leads.
    pub url: String,
    /// How much of the code may be torn.
    pub level: Level,
}

/// A label on a crate of a lot, or on a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxLabel {
    /// What is inside.
    pub product: String,
    /// The code of the lot.
    pub lot: String,
    /// More lines: when it was picked, its grade, its certificate.
    pub lines: Vec<String>,
    /// Where the QR code leads.
    pub url: String,
}

/// A label on a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelLabel {
    /// What is inside.
    pub product: String,
    /// More lines: weight, tree, lots, certificates.
    pub lines: Vec<String>,
    /// The code in letters.
    pub code: String,
    /// Where the QR code leads.
    pub url: String,
    /// Its number as a logistic unit, if the operator has a company prefix.
    pub sscc: Option<String>,
}

/// A poster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster {
    /// The largest line.
    pub title: String,
    /// Lines under it.
    pub lines: Vec<String>,
    /// What the code is for.
    pub invitation: String,
    /// Where the QR code leads.
    pub url: String,
}

/// A tree's tag of the size [`TAG`].
///
/// # Errors
/// As the code of the address: empty, too long, or modules under 0.85 mm.
pub fn tree_tag(tag: &Plate) -> Result<Vec<Mark>, LabelError> {
    let middle = TAG.0 / 2;
    let room = TAG.0 - 2 * SAFE;
    let line = |text: &str, baseline, size| centred(text, (middle, baseline), (size, room));
    Ok(vec![
        Mark::Hole {
            at: (middle, 6_500),
            radius: 2_200,
        },
        line(&tag.tree, 16_000, 6_000),
        line(&tag.words, 23_500, 5_000),
        qr_at(&tag.url, (5_000, 25_500), 50_000, OUTDOOR_DOTS, tag.level)?,
        line(&tag.code, 81_000, 6_500),
        line(&tag.orchard, 85_500, 3_000),
    ])
}

/// A nameplate of the size [`PLATE`]: the words are the largest thing on it.
///
/// # Errors
/// As the code of the address: empty, too long, or modules under 0.85 mm.
pub fn plate(plate: &Plate) -> Result<Vec<Mark>, LabelError> {
    let words = if plate.words.is_empty() {
        &plate.tree
    } else {
        &plate.words
    };
    let left = |text: &str, baseline, size| started(text, (44_500, baseline), (size, 41_500));
    Ok(vec![
        qr_at(&plate.url, (SAFE, 7_500), 40_000, OUTDOOR_DOTS, plate.level)?,
        left(words, 21_000, 8_000),
        left(&plate.tree, 30_000, 3_600),
        left(&plate.orchard, 35_500, 3_000),
        left(&plate.code, 45_500, 4_600),
    ])
}

/// A label of the size [`BOX`].
///
/// # Errors
/// As the code of the address: empty, too long, or modules under 0.5 mm.
pub fn box_label(label: &BoxLabel) -> Result<Vec<Mark>, LabelError> {
    let left = |text: &str, baseline, size| started(text, (SAFE, baseline), (size, 50_000));
    let mut marks = vec![
        left(&label.product, 14_000, 6_500),
        left(&label.lot, 25_000, 8_000),
        Mark::Line {
            from: (SAFE, 29_000),
            to: (54_000, 29_000),
        },
        qr(&label.url, (57_000, 15_000), 39_000, INDOOR_DOTS)?,
    ];
    let lines = (0..).zip(&label.lines).take(6);
    marks.extend(lines.map(|(nth, line)| left(line, 35_000 + nth * 5_500, 3_800)));
    Ok(marks)
}

/// A label of the size [`PARCEL`]; its bars are GS1-128.
///
/// # Errors
/// As the code of the address; [`LabelError::SsccMalformed`].
pub fn parcel_label(label: &ParcelLabel) -> Result<Vec<Mark>, LabelError> {
    let left =
        |text: &str, baseline, size, room| started(text, (SAFE + 1_000, baseline), (size, room));
    let mut marks = vec![
        left(&label.product, 14_000, 7_500, 90_000),
        left(&label.code, 25_000, 8_000, 90_000),
        Mark::Line {
            from: (SAFE, 29_000),
            to: (PARCEL.0 - SAFE, 29_000),
        },
        qr(&label.url, (55_000, 33_000), 40_000, INDOOR_DOTS)?,
    ];
    let lines = (0..).zip(&label.lines).take(11);
    marks.extend(lines.map(|(nth, line)| left(line, 37_000 + nth * 5_500, 3_800, 48_000)));
    if let Some(sscc) = &label.sscc {
        marks.push(Mark::Line {
            from: (SAFE, 98_000),
            to: (PARCEL.0 - SAFE, 98_000),
        });
        marks.push(bars(sscc)?);
        let middle = PARCEL.0 / 2;
        marks.push(centred(
            &format!("(00) {sscc}"),
            (middle, 141_000),
            (4_500, 90_000),
        ));
    }
    Ok(marks)
}

/// A poster of the size [`POSTER`].
///
/// # Errors
/// As the code of the address: empty, too long, or modules under 0.85 mm.
pub fn poster(poster: &Poster) -> Result<Vec<Mark>, LabelError> {
    let middle = POSTER.0 / 2;
    let line = |text: &str, baseline, size| centred(text, (middle, baseline), (size, 180_000));
    let mut marks = vec![
        line(&poster.title, 52_000, 20_000),
        qr(&poster.url, (45_000, 118_000), 120_000, OUTDOOR_DOTS)?,
        line(&poster.invitation, 258_000, 9_000),
        line(&poster.url, 272_000, 4_500),
    ];
    let lines = (0..).zip(&poster.lines).take(4);
    marks.extend(lines.map(|(nth, text)| line(text, 72_000 + nth * 12_000, 8_000)));
    Ok(marks)
}

pub(crate) fn centred(text: &str, (x, baseline): (u32, u32), (size, room): (u32, u32)) -> Mark {
    Mark::Text {
        text: text.to_owned(),
        x,
        baseline,
        size,
        room,
        centred: true,
    }
}

pub(crate) fn started(text: &str, (x, baseline): (u32, u32), (size, room): (u32, u32)) -> Mark {
    Mark::Text {
        text: text.to_owned(),
        x,
        baseline,
        size,
        room,
        centred: false,
    }
}

/// A QR code in a square, its quiet zone included, each module the largest whole number of dots, never fewer than
/// `least`.
pub(crate) fn qr(url: &str, at: (u32, u32), side: u32, least: u32) -> Result<Mark, LabelError> {
    qr_at(url, at, side, least, Level::Quarter)
}

fn qr_at(
    url: &str,
    (left, top): (u32, u32),
    side: u32,
    least: u32,
    level: Level,
) -> Result<Mark, LabelError> {
    let symbol = Symbol::encode_at(url, level)?;
    let modules = symbol.side_with_margin();
    let dots = side * 1000 / modules / DOT_NM;
    if dots < least {
        let needed = (modules * least * DOT_NM).div_ceil(1_000_000);
        return Err(LabelError::ModulesTooSmall { modules, needed });
    }
    let module_nm = dots * DOT_NM;
    let spare = (side - symbol.side() * module_nm / 1000) / 2;
    Ok(Mark::Cells {
        left: left + spare,
        top: top + spare,
        width_nm: module_nm,
        height_nm: module_nm,
        runs: symbol.runs(),
    })
}

/// The bars of a parcel, in the middle with ten modules of white on either side or more.
fn bars(sscc: &str) -> Result<Mark, LabelError> {
    let (bars, modules) = sscc_bars(sscc)?;
    let module_nm = BAR_DOTS * DOT_NM;
    let width = modules * module_nm / 1000;
    Ok(Mark::Cells {
        left: (PARCEL.0 - width) / 2,
        top: 101_500,
        width_nm: module_nm,
        height_nm: BAR_HEIGHT * 1000,
        runs: bars.into_iter().map(|(at, width)| (at, 0, width)).collect(),
    })
}

#[cfg(test)]
mod tests;
