//! Growth photos: from the bytes somebody uploaded to a checked picture and what is shown of it.
//!
//! Two pure functions. [`inspect`] reads only headers: format by content, declared size against the
//! limits, SHA-256, EXIF. [`develop`] decodes fully, turns the picture upright, and makes three
//! JPEG derivatives and a fingerprint by which pictures that look alike are found. Derivatives are made from pixels alone, so nothing
//! of the original's metadata (place, device, time) can reach a public page.
//!
//! This crate knows no clock, no network, no disk, no blob store and no event.

mod camera;
mod decode;
mod derive;
mod error;
mod fingerprint;
mod jpeg;
mod layout;
mod photo;
mod png;
mod shrink;
mod sniff;
mod webp;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

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
    let format = admit(bytes)?;
    let layout = layout::read(format, bytes)?;
    Ok(inspection(format, bytes, &layout))
}

/// Decodes a picture fully and makes all derivatives. Takes about half a second of one core and
/// 100 MiB for a 12-megapixel JPEG: run few at a time, away from async threads.
///
/// # Errors
/// Any [`PhotoError`].
pub fn develop(bytes: &[u8]) -> Result<Developed, PhotoError> {
    let format = admit(bytes)?;
    let layout = layout::read(format, bytes)?;
    layout::check_pixels(format, bytes)?;
    let inspection = inspection(format, bytes, &layout);
    let decoded = decode::rgb(format, bytes, &layout)?;
    let small = shrink::shrink(&decoded, FULL_SIDE);
    // The big picture is let go before the small ones are made, and only a small one is turned.
    drop(decoded);
    let full = derive::upright(small, inspection.orientation);
    let card = shrink::shrink(&full, CARD_SIDE);
    let thumb = shrink::shrink(&card, THUMB_SIDE);
    let lies_on_side = inspection.orientation >= 5;
    let (width, height) = if lies_on_side {
        (layout.height, layout.width)
    } else {
        (layout.width, layout.height)
    };
    Ok(Developed {
        inspection,
        width,
        height,
        dhash: derive::dhash(&thumb),
        fingerprint: fingerprint::of(&card),
        thumb: derive::encode(&thumb)?,
        card: derive::encode(&card)?,
        full: derive::encode(&full)?,
    })
}

/// The format of a file that is not too large.
fn admit(bytes: &[u8]) -> Result<Format, PhotoError> {
    if bytes.len() > BYTES_MAX {
        let (actual, limit) = (bytes.len() as u64, BYTES_MAX as u64);
        return Err(PhotoError::TooManyBytes { actual, limit });
    }
    sniff::format(bytes)
}

fn inspection(format: Format, bytes: &[u8], layout: &layout::Layout<'_>) -> Inspection {
    let notes = camera::read(layout.exif);
    Inspection {
        format,
        width: layout.width,
        height: layout.height,
        bytes: bytes.len() as u64,
        sha256: HEXLOWER.encode(&Sha256::digest(bytes)),
        orientation: notes.orientation,
        taken_at: notes.taken_at,
        place: notes.place,
        camera_make: notes.make,
        camera_model: notes.model,
    }
}

/// Number of differing bits of two difference hashes (0 to 64); `None` where one is malformed.
/// At most 10 is a near duplicate for practical purposes.
pub fn dhash_distance(one: &str, other: &str) -> Option<u32> {
    let one = u64::from_str_radix(one, 16).ok()?;
    let other = u64::from_str_radix(other, 16).ok()?;
    Some((one ^ other).count_ones())
}
