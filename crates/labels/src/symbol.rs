//! One QR symbol as a square of dark and light modules. Knows nothing about pixels, millimetres
//! or file formats.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode, Version};

use crate::LabelError;

/// Light modules kept free on every side of a code (ISO/IEC 18004, 4 for a full-size QR).
pub const QUIET_ZONE_MODULES: u32 = 4;

/// Longest text encoded, in bytes of UTF-8: at level Q that is at most version 14, 73 modules,
/// which a phone still reads comfortably from paper.
pub const QR_TEXT_BYTES_MAX: usize = 256;

/// How much of a code may be dirty or torn (ISO/IEC 18004).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// Q: a quarter of it; what every code has unless asked otherwise.
    #[default]
    Quarter,
    /// H: three tenths, with more and so smaller modules: for what hangs outdoors for years.
    ThreeTenths,
}

impl Level {
    const fn of_encoder(self) -> EcLevel {
        match self {
            Self::Quarter => EcLevel::Q,
            Self::ThreeTenths => EcLevel::H,
        }
    }
}

/// A finished symbol without its quiet zone.
pub(crate) struct Symbol {
    side: u32,
    dark: Vec<bool>,
}

impl Symbol {
    /// Encodes `text` at level Q in the smallest version that holds it.
    pub(crate) fn encode(text: &str) -> Result<Self, LabelError> {
        Self::encode_at(text, Level::Quarter)
    }

    /// Encodes `text` in the smallest version that holds it at this level.
    pub(crate) fn encode_at(text: &str, level: Level) -> Result<Self, LabelError> {
        if text.is_empty() {
            return Err(LabelError::TextEmpty);
        }
        if text.len() > QR_TEXT_BYTES_MAX {
            return Err(LabelError::TextTooLong {
                bytes: text.len(),
                max: QR_TEXT_BYTES_MAX,
            });
        }
        let code = QrCode::with_error_correction_level(text, level.of_encoder())
            .map_err(|_| LabelError::Encoding)?;
        let Version::Normal(version) = code.version() else {
            return Err(LabelError::Encoding);
        };
        // ISO/IEC 18004: a symbol of version v has 17 + 4v modules along its side.
        let side = 17 + 4 * u32::try_from(version).map_err(|_| LabelError::Encoding)?;
        let dark = code
            .to_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect();
        Ok(Self { side, dark })
    }

    /// Modules along one side, without the quiet zone.
    pub(crate) fn side(&self) -> u32 {
        self.side
    }

    /// Modules along one side, quiet zone on both ends included.
    pub(crate) fn side_with_margin(&self) -> u32 {
        self.side + 2 * QUIET_ZONE_MODULES
    }

    /// The dark modules of each row merged into runs `(x, y, length)`, in modules from the
    /// symbol's own top left corner.
    pub(crate) fn runs(&self) -> Vec<(u32, u32, u32)> {
        let mut runs = Vec::new();
        for (y, row) in (0..self.side).zip(self.dark.chunks(self.side as usize)) {
            let mut start = None;
            for (x, dark) in (0..self.side).zip(row.iter().copied()) {
                match (dark, start) {
                    (true, None) => start = Some(x),
                    (false, Some(from)) => {
                        runs.push((from, y, x - from));
                        start = None;
                    }
                    (true, Some(_)) | (false, None) => {}
                }
            }
            if let Some(from) = start {
                runs.push((from, y, self.side - from));
            }
        }
        runs
    }

    /// SVG path data of the dark modules, one unit per module, shifted right and down by `margin`.
    pub(crate) fn path_data(&self, margin: u32) -> String {
        let mut data = String::new();
        for (x, y, length) in self.runs() {
            // Writing into a String cannot fail.
            let _ = write!(data, "M{} {}h{length}v1h-{length}z", x + margin, y + margin);
        }
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_exactly_the_dark_modules() {
        let symbol = Symbol::encode("https://farm.example/t/7F3K9Q2M").unwrap();
        let mut painted = vec![false; symbol.dark.len()];
        for (x, y, length) in symbol.runs() {
            for step in 0..length {
                let at = (y * symbol.side + x + step) as usize;
                assert!(!painted[at], "module {x}+{step},{y} painted twice");
                painted[at] = true;
            }
        }
        assert_eq!(painted, symbol.dark);
    }

    #[test]
    fn a_tag_url_is_version_3_of_29_modules() {
        let symbol = Symbol::encode("https://farm.example/t/7F3K9Q2M").unwrap();
        assert_eq!(symbol.side(), 29);
        assert_eq!(symbol.side_with_margin(), 37);
    }

    #[test]
    fn the_longest_text_encodes_and_one_more_byte_is_refused() {
        let longest = "x".repeat(QR_TEXT_BYTES_MAX);
        assert!(Symbol::encode(&longest).unwrap().side() <= 73);
        assert_eq!(
            Symbol::encode(&format!("{longest}x")).err(),
            Some(LabelError::TextTooLong {
                bytes: 257,
                max: 256
            })
        );
        assert_eq!(Symbol::encode("").err(), Some(LabelError::TextEmpty));
    }
}
