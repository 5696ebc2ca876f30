//! Growth photos: from the bytes somebody uploaded to a checked picture and what is shown of it.
//!
//! Two pure functions. [`inspect`] reads only headers: format by content, declared size against the
//! limits, SHA-256, EXIF. [`develop`] decodes fully, turns the picture upright, and makes three
//! JPEG derivatives and a near-duplicate hash. Derivatives are made from pixels alone, so nothing
//! of the original's metadata (place, device, time) can reach a public page.
//!
//! This crate knows no clock, no network, no disk, no blob store and no event.

mod error;
mod photo;

pub use error::{OtherFormat, PhotoError};
pub use photo::{Derivative, Developed, Format, Inspection, Place, TakenAt};

/// Largest file taken, in bytes (20 MiB).
pub const BYTES_MAX: usize = 20 * 1024 * 1024;
/// Most pixels taken (60 million).
pub const PIXELS_MAX: u64 = 60_000_000;
/// Longest side taken, in pixels.
pub const SIDE_MAX: u32 = 16_384;
/// Longest side of the thumb derivative, in pixels.
pub const THUMB_SIDE: u32 = 320;
/// Longest side of the card derivative, in pixels.
pub const CARD_SIDE: u32 = 960;
/// Longest side of the full derivative, in pixels.
pub const FULL_SIDE: u32 = 2_048;
/// Most characters kept of a camera's maker or model.
pub const CAMERA_TEXT_MAX: usize = 64;

/// Reads the headers of a picture and checks them against the limits; decodes no pixel.
///
/// # Errors
/// Any [`PhotoError`]; a picture that passes may still be refused by [`develop`].
pub fn inspect(bytes: &[u8]) -> Result<Inspection, PhotoError> {
    Err(PhotoError::TooManyBytes {
        actual: bytes.len() as u64,
        limit: BYTES_MAX as u64,
    })
}

/// Decodes a picture fully and makes all derivatives.
///
/// # Errors
/// Any [`PhotoError`].
pub fn develop(bytes: &[u8]) -> Result<Developed, PhotoError> {
    Err(PhotoError::TooManyBytes {
        actual: bytes.len() as u64,
        limit: BYTES_MAX as u64,
    })
}

/// Number of differing bits of two difference hashes (0 to 64); `None` where one is malformed.
/// At most 10 is a near duplicate for practical purposes.
pub fn dhash_distance(one: &str, other: &str) -> Option<u32> {
    let one = u64::from_str_radix(one, 16).ok()?;
    let other = u64::from_str_radix(other, 16).ok()?;
    Some((one ^ other).count_ones())
}
