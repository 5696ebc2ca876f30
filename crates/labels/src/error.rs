//! Everything that can be wrong with a label request, as facts; the words for people are made
//! elsewhere.

use thiserror::Error;

/// Why a label was not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LabelError {
    /// There is nothing to encode.
    #[error("the text to encode is empty")]
    TextEmpty,
    /// The text is longer than a code that can still be scanned from a tag.
    #[error("the text has {bytes} bytes, at most {max} fit")]
    TextTooLong {
        /// Length of the text given, in bytes of UTF-8.
        bytes: usize,
        /// The longest text taken, in bytes of UTF-8.
        max: usize,
    },
    /// The asked size is outside what is printed or served.
    #[error("size {asked} is outside {min} to {max}")]
    SizeOutOfRange {
        /// The size asked for, in the unit of the call (millimetres or pixels).
        asked: u32,
        /// The smallest size served, in the same unit.
        min: u32,
        /// The largest size served, in the same unit.
        max: u32,
    },
    /// The text needs so many modules that each would be too small to scan.
    #[error("{modules} modules with margin do not fit legibly; the side must be at least {needed}")]
    ModulesTooSmall {
        /// Modules along one side, quiet zone included.
        modules: u32,
        /// The side that would do, in the unit of the call (millimetres or pixels).
        needed: u32,
    },
    /// A tree code is not eight Crockford base32 symbols in capitals.
    #[error("the tree code is not eight Crockford base32 symbols")]
    CodeMalformed,
    /// A parcel's number is not 18 digits.
    #[error("an SSCC is 18 digits")]
    SsccMalformed,
    /// The encoder itself refused; no input is known to lead here.
    #[error("the code could not be encoded")]
    Encoding,
}

impl LabelError {
    /// The fixed name of this error, for API answers and translations.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TextEmpty => "label-text-empty",
            Self::TextTooLong { .. } => "label-text-too-long",
            Self::SizeOutOfRange { .. } => "label-size-out-of-range",
            Self::ModulesTooSmall { .. } => "label-modules-too-small",
            Self::CodeMalformed => "label-code-malformed",
            Self::SsccMalformed => "label-sscc-malformed",
            Self::Encoding => "label-encoding",
        }
    }
}
