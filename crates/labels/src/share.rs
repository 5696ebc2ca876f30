//! A picture of a tree to be sent on in messengers: its photo, its name, how it stands, and a code that leads to its
//! page. Words and a photo in, PNG out; it knows no tree, no person and no address beyond what it is given.

mod draw;

use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, RgbImage};

use crate::LabelError;
use crate::symbol::{QUIET_ZONE_MODULES, Symbol};
use draw::{Canvas, Colour};

/// What the picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShareCard {
    /// The photo, a JPEG; without one the place stays green.
    pub photo: Option<Vec<u8>>,
    /// The largest words: those on the plate, or the tree's name.
    pub title: String,
    /// Its name and place, or the variety.
    pub line: String,
    /// Farm and county.
    pub place: String,
    /// The stage it is in; empty when nothing was seen.
    pub stage: String,
    /// The code in letters.
    pub code: String,
    /// What the code is for.
    pub invitation: String,
    /// Where the code leads.
    pub url: String,
}

/// How wide the picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShareShape {
    /// 1200 × 630 pixels, as links are shown.
    Wide,
    /// 1080 × 1080 pixels, as pictures are sent.
    Square,
}

const PAPER: Colour = [251, 247, 239];
const INK: Colour = [38, 35, 28];
const QUIET: Colour = [98, 91, 78];
const LEAF: Colour = [47, 107, 59];
const LEAF_SOFT: Colour = [229, 239, 223];
const WHITE: Colour = [255, 255, 255];
const ORANGE: Colour = [184, 78, 7];
/// Height of the strip that closes the picture, in pixels.
const STRIP: u32 = 10;
/// Smallest size of the largest words, in pixels; longer ones are cut.
const TITLE_MIN: f32 = 34.0;

/// Where everything stands, in pixels.
struct Layout {
    size: (u32, u32),
    /// Left, top, width, height of the photo.
    photo: (u32, u32, u32, u32),
    /// Left edge and width of the words.
    words: (f32, f32),
    /// Baseline of the largest words.
    first: f32,
    /// Size of the largest words.
    title: f32,
    /// Left and top of the code, and the side it may take.
    code: (u32, u32, u32),
    /// Left edge and baseline of what stands beside the code, and its width.
    beside: (f32, f32, f32),
}

const WIDE: Layout = Layout {
    size: (1200, 630),
    photo: (0, 0, 700, 620),
    words: (744.0, 412.0),
    first: 118.0,
    title: 58.0,
    code: (744, 372, 216),
    beside: (978.0, 430.0, 190.0),
};

const SQUARE: Layout = Layout {
    size: (1080, 1080),
    photo: (0, 0, 1080, 700),
    words: (56.0, 660.0),
    first: 800.0,
    title: 66.0,
    code: (764, 750, 260),
    beside: (764.0, 1042.0, 260.0),
};

/// Draws the picture.
///
/// # Errors
/// As the code of the address: empty or too long. A photo that cannot be read is left out.
pub fn share_picture(card: &ShareCard, shape: ShareShape) -> Result<Vec<u8>, LabelError> {
    let layout = match shape {
        ShareShape::Wide => &WIDE,
        ShareShape::Square => &SQUARE,
    };
    let (width, height) = layout.size;
    let mut canvas = Canvas::new(width, height, PAPER)?;
    let (left, top, wide, high) = layout.photo;
    match card
        .photo
        .as_deref()
        .and_then(|jpeg| cover(jpeg, (wide, high)))
    {
        Some(photo) => canvas.picture(&photo, (left, top)),
        None => canvas.rectangle((left, top, wide, high), LEAF),
    }
    canvas.rectangle((0, height - STRIP, width, STRIP), ORANGE);
    words(&mut canvas, card, layout)?;
    code(&mut canvas, card, layout)?;
    canvas.png()
}

/// The middle of a photo, filling a rectangle.
fn cover(jpeg: &[u8], (width, height): (u32, u32)) -> Option<RgbImage> {
    let photo = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).ok()?;
    let photo: DynamicImage = photo.resize_to_fill(width, height, FilterType::Triangle);
    Some(photo.into_rgb8())
}

fn words(canvas: &mut Canvas, card: &ShareCard, layout: &Layout) -> Result<(), LabelError> {
    let (left, room) = layout.words;
    let mut baseline = layout.first;
    canvas.words(
        &card.title,
        (left, baseline),
        (layout.title, TITLE_MIN, room),
        INK,
    )?;
    baseline += layout.title * 0.82;
    canvas.words(&card.line, (left, baseline), (27.0, 20.0, room), INK)?;
    baseline += 42.0;
    canvas.words(&card.place, (left, baseline), (24.0, 18.0, room), QUIET)?;
    if !card.stage.is_empty() {
        baseline += 30.0;
        canvas.pill(&card.stage, (left, baseline), 25.0, (LEAF_SOFT, LEAF))?;
    }
    Ok(())
}

fn code(canvas: &mut Canvas, card: &ShareCard, layout: &Layout) -> Result<(), LabelError> {
    let symbol = Symbol::encode(&card.url)?;
    let (left, top, side) = layout.code;
    let modules = symbol.side_with_margin();
    let module = side / modules;
    let drawn = module * modules;
    canvas.rectangle((left, top, drawn, drawn), WHITE);
    for (x, y, length) in symbol.runs() {
        let at = |module_at: u32| (QUIET_ZONE_MODULES + module_at) * module;
        let run = (left + at(x), top + at(y), length * module, module);
        canvas.rectangle(run, INK);
    }
    let (left, baseline, room) = layout.beside;
    canvas.words(&card.code, (left, baseline), (30.0, 20.0, room), INK)?;
    canvas.words(
        &card.invitation,
        (left, baseline + 34.0),
        (20.0, 14.0, room),
        QUIET,
    )
}

#[cfg(test)]
mod tests;
