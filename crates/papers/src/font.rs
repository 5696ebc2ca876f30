//! The one font, and how wide its characters are. It knows no page.

use std::{io::Read, sync::LazyLock};

use flate2::read::GzDecoder;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use crate::PaperError;

/// Cut and packed by `fonts/subset.sh`.
const PACKED: &[u8] = include_bytes!("../fonts/NotoSansSC-gbk.ttf.gz");
/// Stands for a character that the font does not have: the mark that Chinese print puts where a type is missing.
const MISSING: char = '〓';

static FACE: LazyLock<Option<Face>> = LazyLock::new(Face::unpack);

/// The font, unpacked once.
pub(crate) struct Face {
    bytes: &'static [u8],
    font: Font,
}

/// A line ready to be drawn.
pub(crate) struct Shaped {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
}

impl Face {
    /// The font.
    pub(crate) fn get() -> Result<&'static Self, PaperError> {
        FACE.as_ref().ok_or(PaperError::Font)
    }

    fn unpack() -> Option<Self> {
        let mut bytes = Vec::new();
        GzDecoder::new(PACKED).read_to_end(&mut bytes).ok()?;
        let bytes: &'static [u8] = bytes.leak();
        let font = Font::new(bytes.into(), 0)?;
        Some(Self { bytes, font })
    }

    /// A handle for drawing; cheap.
    pub(crate) fn font(&self) -> Font {
        self.font.clone()
    }

    /// The font as its tables.
    pub(crate) fn reference(&self) -> Result<FontRef<'static>, PaperError> {
        FontRef::new(self.bytes).map_err(|_| PaperError::Font)
    }

    /// Measures characters in fractions of the font size.
    pub(crate) fn rule(&self) -> Result<Rule<'static>, PaperError> {
        let font = self.reference()?;
        Ok(Rule { font })
    }
}

/// Measures characters.
pub(crate) struct Rule<'a> {
    font: FontRef<'a>,
}

impl Rule<'_> {
    /// The character itself, or what stands for it: control characters are nothing, unknown ones a mark.
    pub(crate) fn drawable(&self, character: char) -> Option<char> {
        let plain = match character {
            '\t' | '\u{a0}' => ' ',
            control if control.is_control() => return None,
            // Marks that turn the direction of writing could only disguise a contract.
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => return None,
            other => other,
        };
        let known = self.font.charmap().map(plain).is_some();
        Some(if known { plain } else { MISSING })
    }

    /// How far the next character stands from this one.
    pub(crate) fn width(&self, character: char) -> f32 {
        let glyph = self.font.charmap().map(character).unwrap_or_default();
        let metrics = self
            .font
            .glyph_metrics(Size::new(1.0), LocationRef::default());
        metrics.advance_width(glyph).unwrap_or(1.0)
    }

    /// How long a text is.
    pub(crate) fn length(&self, text: &str) -> f32 {
        text.chars().map(|one| self.width(one)).sum()
    }

    /// Glyphs side by side: neither Han nor the Latin of these papers needs more.
    pub(crate) fn shape(&self, text: &str) -> Shaped {
        let charmap = self.font.charmap();
        let glyphs = text
            .char_indices()
            .map(|(start, one)| {
                let glyph = charmap.map(one).unwrap_or_default();
                let range = start..start + one.len_utf8();
                KrillaGlyph::new(
                    GlyphId::new(glyph.to_u32()),
                    self.width(one),
                    0.0,
                    0.0,
                    0.0,
                    range,
                    None,
                )
            })
            .collect();
        Shaped {
            text: text.to_owned(),
            glyphs,
        }
    }
}
