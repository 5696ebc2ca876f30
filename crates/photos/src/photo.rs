//! The values a checked picture turns into. Knows neither decoders nor storage.

/// A format that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG, not animated.
    Png,
    /// WebP, lossy or lossless, not animated.
    WebP,
}

impl Format {
    /// The stable lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    /// The media type, for example `image/jpeg`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// What the bytes say about themselves before any pixel is decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The format, told by content and never by file name.
    pub format: Format,
    /// Declared width in pixels, before the orientation is applied.
    pub width: u32,
    /// Declared height in pixels, before the orientation is applied.
    pub height: u32,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, 64 lower-case hex digits: its address in the blob store.
    pub sha256: String,
    /// EXIF orientation 1 to 8; 1 where none or a wrong one is given.
    pub orientation: u8,
    /// When the camera says it was taken.
    pub taken_at: Option<TakenAt>,
    /// Where the camera says it was taken. Personal: seal it, never show it.
    pub place: Option<Place>,
    /// Camera maker as in EXIF, at most [`crate::CAMERA_TEXT_MAX`] characters.
    pub camera_make: Option<String>,
    /// Camera model as in EXIF, at most [`crate::CAMERA_TEXT_MAX`] characters.
    pub camera_model: Option<String>,
}

/// The camera's own clock at the moment of taking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAt {
    /// Local time `YYYY-MM-DDThh:mm:ss`, without zone: EXIF rarely knows one.
    pub local: String,
    /// Offset from UTC, for example `+08:00`, where EXIF gives it.
    pub offset: Option<String>,
}

/// A position as the camera gives it. EXIF positions are WGS-84 unless the file says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Latitude in units of 10⁻⁷ degree, north positive.
    pub latitude_e7: i64,
    /// Longitude in units of 10⁻⁷ degree, east positive.
    pub longitude_e7: i64,
}

/// One re-encoded picture for showing; holds pixels and no metadata at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivative {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The JPEG file.
    pub jpeg: Vec<u8>,
}

/// A fully decoded, checked picture with everything made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developed {
    /// What the original says about itself.
    pub inspection: Inspection,
    /// Width in pixels after the orientation is applied.
    pub width: u32,
    /// Height in pixels after the orientation is applied.
    pub height: u32,
    /// Longest side at most [`crate::THUMB_SIDE`].
    pub thumb: Derivative,
    /// Longest side at most [`crate::CARD_SIDE`].
    pub card: Derivative,
    /// Longest side at most [`crate::FULL_SIDE`].
    pub full: Derivative,
    /// 64-bit difference hash of what is seen, 16 lower-case hex digits; near pictures have near
    /// hashes (see [`crate::dhash_distance`]).
    pub dhash: String,
    /// What is seen, in 256 bits of which pictures that look alike differ in few; `None` where there is too little
    /// to be seen: less than 64 pixels on a side, or one even colour.
    pub fingerprint: Option<[u8; 32]>,
}
