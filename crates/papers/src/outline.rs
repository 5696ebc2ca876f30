//! Words as outlines, for pictures that show them: the same font as on paper. It draws nothing and knows no picture.

use skrifa::{
    MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

use crate::{PaperError, font::Face};

/// A piece of an outline. Units are pixels; y grows downwards from the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stroke {
    /// Begins a contour.
    Move(f32, f32),
    /// A straight line to a point.
    Line(f32, f32),
    /// A curve by one control point to a point.
    Quad([f32; 2], [f32; 2]),
    /// A curve by two control points to a point.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Ends a contour.
    Close,
}

/// A line of text as outlines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Its contours.
    pub strokes: Vec<Stroke>,
    /// How long the line is, in pixels.
    pub length: f32,
}

/// How long a line of text is at a size, in pixels.
///
/// # Errors
/// [`PaperError::Font`].
pub fn text_length(text: &str, size: f32) -> Result<f32, PaperError> {
    let rule = Face::get()?.rule()?;
    let drawn: String = text.chars().filter_map(|one| rule.drawable(one)).collect();
    Ok(rule.length(&drawn) * size)
}

/// A line of text as outlines, beginning at the origin of its baseline.
///
/// # Errors
/// [`PaperError::Font`].
pub fn text_outline(text: &str, size: f32) -> Result<Outline, PaperError> {
    let face = Face::get()?;
    let (rule, font) = (face.rule()?, face.reference()?);
    let (charmap, glyphs) = (font.charmap(), font.outline_glyphs());
    let mut pen = Pen::default();
    for one in text.chars().filter_map(|one| rule.drawable(one)) {
        let glyph = charmap.map(one).unwrap_or_default();
        if let Some(outline) = glyphs.get(glyph) {
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            // A glyph that cannot be drawn leaves its place empty, as one without contours does.
            let _hints = outline.draw(settings, &mut pen);
        }
        pen.at += rule.width(one) * size;
    }
    Ok(Outline {
        strokes: pen.strokes,
        length: pen.at,
    })
}

/// Collects what a glyph draws, moved to where it stands; fonts have y upwards.
#[derive(Default)]
struct Pen {
    strokes: Vec<Stroke>,
    at: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.strokes.push(Stroke::Move(self.at + x, -y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.strokes.push(Stroke::Line(self.at + x, -y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let control = [self.at + cx0, -cy0];
        self.strokes.push(Stroke::Quad(control, [self.at + x, -y]));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.strokes.push(Stroke::Cubic(
            [self.at + cx0, -cy0],
            [self.at + cx1, -cy1],
            [self.at + x, -y],
        ));
    }

    fn close(&mut self) {
        self.strokes.push(Stroke::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_outlines_as_long_as_they_are() {
        let outline = text_outline("小满 A1", 40.0).unwrap();
        let length = text_length("小满 A1", 40.0).unwrap();
        assert!((outline.length - length).abs() < 0.01);
        assert!(outline.strokes.len() > 40);
        assert!(length > 80.0 + 30.0, "two Han characters and more");
        assert_eq!(text_outline("", 40.0).unwrap(), Outline::default());
    }

    #[test]
    fn outlines_stand_on_the_baseline() {
        let outline = text_outline("H", 100.0).unwrap();
        let points = outline.strokes.iter().filter_map(|stroke| match stroke {
            Stroke::Move(_, y) | Stroke::Line(_, y) => Some(*y),
            Stroke::Quad(..) | Stroke::Cubic(..) | Stroke::Close => None,
        });
        let (top, bottom) = points.fold((0.0_f32, f32::MIN), |(top, bottom), y| {
            (top.min(y), bottom.max(y))
        });
        assert!(top < -60.0 && bottom.abs() < 1.0, "{top} {bottom}");
    }
}
