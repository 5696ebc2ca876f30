//! Why a picture is refused. Knows no HTTP status and no human language: the edge maps
//! [`PhotoError::code`] to words.

use thiserror::Error;

/// A reason to refuse a picture, with the facts needed to explain it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PhotoError {
    /// The file is larger than the limit.
    #[error("the file has {actual} bytes, at most {limit} are taken")]
    TooManyBytes {
        /// Bytes received.
        actual: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The picture declares more pixels than the limit; nothing was decoded.
    #[error("{width} × {height} pixels, at most {limit} pixels are taken")]
    TooManyPixels {
        /// Declared width in pixels.
        width: u32,
        /// Declared height in pixels.
        height: u32,
        /// Pixels allowed in all.
        limit: u64,
    },
    /// One side is longer than the limit; nothing was decoded.
    #[error("{width} × {height} pixels, a side may have at most {limit}")]
    SideTooLong {
        /// Declared width in pixels.
        width: u32,
        /// Declared height in pixels.
        height: u32,
        /// Pixels allowed on one side.
        limit: u32,
    },
    /// The content is no picture of any kind this crate can name.
    #[error("the content is not a picture")]
    NotAPicture,
    /// A picture, but of a format that is not taken.
    #[error("pictures of format {} are not taken", format.name())]
    UnsupportedFormat {
        /// The format the content shows.
        format: OtherFormat,
    },
    /// A picture of a taken format in a variant no decoder here understands (for example a
    /// lossless or arithmetic-coded JPEG).
    #[error("this variant of {} cannot be read", format.name())]
    UnsupportedVariant {
        /// The format the content shows.
        format: crate::Format,
    },
    /// The file ends before the picture does.
    #[error("the picture is cut off")]
    CutOff,
    /// The declared width and height do not fit the content.
    #[error("the picture does not have the size it declares")]
    SizeLies,
    /// The content contradicts its own format.
    #[error("the picture is damaged")]
    Damaged,
    /// More than one frame.
    #[error("animated pictures are not taken")]
    Animated,
    /// A derivative could not be encoded; no fault of the sender.
    #[error("a derivative could not be encoded")]
    NotEncoded,
}

impl PhotoError {
    /// The stable kebab-case code of this refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyBytes { .. } => "photo-too-many-bytes",
            Self::TooManyPixels { .. } => "photo-too-many-pixels",
            Self::SideTooLong { .. } => "photo-side-too-long",
            Self::NotAPicture => "photo-not-a-picture",
            Self::UnsupportedFormat { .. } => "photo-unsupported-format",
            Self::UnsupportedVariant { .. } => "photo-unsupported-variant",
            Self::CutOff => "photo-cut-off",
            Self::SizeLies => "photo-size-lies",
            Self::Damaged => "photo-damaged",
            Self::Animated => "photo-animated",
            Self::NotEncoded => "photo-not-encoded",
        }
    }
}

/// A picture format that is recognised only to be refused by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFormat {
    /// HEIC or HEIF, what an iPhone stores by default.
    Heic,
    /// AVIF.
    Avif,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF, and the camera raw formats built on it.
    Tiff,
    /// JPEG XL.
    Jxl,
    /// SVG or another XML text.
    Svg,
    /// PDF, often uploaded in place of a scan.
    Pdf,
}

impl OtherFormat {
    /// The stable lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Jxl => "jxl",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
        }
    }
}
