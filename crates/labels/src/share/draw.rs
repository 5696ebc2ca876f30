//! Rectangles, pictures and words on a canvas of pixels. Knows no layout.

use image::RgbImage;
use papers::{Stroke, text_length, text_outline};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, PixmapPaint, Rect, Transform};

use crate::LabelError;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// A picture being drawn.
pub(super) struct Canvas {
    pixels: Pixmap,
}

fn paint(colour: Colour) -> Paint<'static> {
    let [red, green, blue] = colour;
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint.anti_alias = true;
    paint
}

impl Canvas {
    /// An empty picture of one colour.
    pub(super) fn new(
        width: u32,
        height: u32,
        [red, green, blue]: Colour,
    ) -> Result<Self, LabelError> {
        let mut pixels = Pixmap::new(width, height).ok_or(LabelError::Encoding)?;
        pixels.fill(Color::from_rgba8(red, green, blue, 255));
        Ok(Self { pixels })
    }

    /// A rectangle: left, top, width, height. What lies outside is passed over.
    pub(super) fn rectangle(
        &mut self,
        (left, top, width, height): (u32, u32, u32, u32),
        colour: Colour,
    ) {
        let [left, top, width, height] = [left, top, width, height].map(pixels);
        if let Some(rectangle) = Rect::from_xywh(left, top, width, height) {
            self.pixels
                .fill_rect(rectangle, &paint(colour), Transform::identity(), None);
        }
    }

    /// Another picture, its top left corner at a place.
    pub(super) fn picture(&mut self, picture: &RgbImage, (left, top): (u32, u32)) {
        let Some(mut copy) = Pixmap::new(picture.width(), picture.height()) else {
            return;
        };
        for (target, source) in copy.data_mut().chunks_exact_mut(4).zip(picture.pixels()) {
            let [red, green, blue] = source.0;
            target.copy_from_slice(&[red, green, blue, 255]);
        }
        let place = |at: u32| i32::try_from(at).unwrap_or(i32::MAX);
        self.pixels.draw_pixmap(
            place(left),
            place(top),
            copy.as_ref(),
            &PixmapPaint::default(),
            Transform::identity(),
            None,
        );
    }

    /// A line of words from a point of its baseline, smaller where they would not fit, cut where that is not enough.
    pub(super) fn words(
        &mut self,
        words: &str,
        (left, baseline): (f32, f32),
        (size, least, room): (f32, f32, f32),
        colour: Colour,
    ) -> Result<(), LabelError> {
        let length = text_length(words, size).map_err(|_| LabelError::Encoding)?;
        let size = if length > room {
            (size * room / length).max(least)
        } else {
            size
        };
        let words = cut(words, size, room)?;
        let outline = text_outline(&words, size).map_err(|_| LabelError::Encoding)?;
        let mut path = PathBuilder::new();
        for stroke in outline.strokes {
            match stroke {
                Stroke::Move(x, y) => path.move_to(x, y),
                Stroke::Line(x, y) => path.line_to(x, y),
                Stroke::Quad(by, to) => path.quad_to(by[0], by[1], to[0], to[1]),
                Stroke::Cubic(one, two, to) => {
                    path.cubic_to(one[0], one[1], two[0], two[1], to[0], to[1]);
                }
                Stroke::Close => path.close(),
            }
        }
        if let Some(path) = path.finish() {
            let place = Transform::from_translate(left, baseline);
            self.pixels
                .fill_path(&path, &paint(colour), FillRule::Winding, place, None);
        }
        Ok(())
    }

    /// Words on a rounded ground, its top left corner at a place.
    pub(super) fn pill(
        &mut self,
        words: &str,
        (left, top): (f32, f32),
        size: f32,
        (ground, colour): (Colour, Colour),
    ) -> Result<(), LabelError> {
        let length = text_length(words, size).map_err(|_| LabelError::Encoding)?;
        let (width, height) = (length + size * 1.3, size * 1.8);
        let round = height / 2.0;
        let mut path = PathBuilder::new();
        path.push_circle(left + round, top + round, round);
        path.push_circle(left + width - round, top + round, round);
        if let Some(middle) = Rect::from_xywh(left + round, top, width - height, height) {
            path.push_rect(middle);
        }
        if let Some(path) = path.finish() {
            self.pixels.fill_path(
                &path,
                &paint(ground),
                FillRule::Winding,
                Transform::identity(),
                None,
            );
        }
        let baseline = top + height / 2.0 + size * 0.36;
        self.words(
            words,
            (left + size * 0.65, baseline),
            (size, size, length),
            colour,
        )
    }

    /// The picture as PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, LabelError> {
        self.pixels.encode_png().map_err(|_| LabelError::Encoding)
    }
}

/// As many of the characters as fit, with a mark where some are left out.
fn cut(words: &str, size: f32, room: f32) -> Result<String, LabelError> {
    let mut kept = words.to_owned();
    // A little room for rounding: what was made smaller to fit does fit.
    while text_length(&kept, size).map_err(|_| LabelError::Encoding)? > room + 1.0 {
        let mut left: Vec<char> = kept.chars().filter(|one| *one != '…').collect();
        if left.pop().is_none() || left.is_empty() {
            return Ok(String::new());
        }
        kept = left.into_iter().chain(['…']).collect();
    }
    Ok(kept)
}

/// Sides of pictures are far below where whole numbers end in `f32` (2²⁴).
#[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
fn pixels(length: u32) -> f32 {
    length as f32
}
