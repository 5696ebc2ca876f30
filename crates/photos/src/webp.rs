//! The structure of a WebP file (RFC 9649): the RIFF frame and its chunks. Keeps no pixel.

use crate::layout::{Layout, le32};
use crate::{Format, PhotoError};

const FIRST_CHUNK_AT: usize = 12;
const CHUNK_HEADER_BYTES: usize = 8;
/// The animation bit of an extended header (RFC 9649 §2.7.1).
const ANIMATION: u8 = 0x02;
/// What some writers wrongly put before the EXIF block, as in a JPEG.
const EXIF_NAME: &[u8] = b"Exif\0\0";

/// The outline of a file.
///
/// # Errors
/// [`PhotoError::CutOff`], [`PhotoError::Damaged`], [`PhotoError::SizeLies`],
/// [`PhotoError::Animated`], [`PhotoError::UnsupportedVariant`].
pub(crate) fn layout(bytes: &[u8]) -> Result<Layout<'_>, PhotoError> {
    let riff = le32(bytes, 4).and_then(|length| usize::try_from(length).ok());
    let end = riff
        .and_then(|length| length.checked_add(8))
        .ok_or(PhotoError::Damaged)?;
    let bytes = bytes.get(..end).ok_or(PhotoError::CutOff)?;
    let mut canvas = None;
    let mut picture = None;
    let mut exif = None;
    let mut at = FIRST_CHUNK_AT;
    while at < end {
        let head = bytes
            .get(at..at + CHUNK_HEADER_BYTES)
            .ok_or(PhotoError::CutOff)?;
        let length = le32(head, 4).and_then(|length| usize::try_from(length).ok());
        let length = length.ok_or(PhotoError::Damaged)?;
        let body_at = at + CHUNK_HEADER_BYTES;
        let body_end = body_at.checked_add(length).ok_or(PhotoError::Damaged)?;
        let body = bytes.get(body_at..body_end).ok_or(PhotoError::CutOff)?;
        match head.get(..4) {
            Some(b"ANIM" | b"ANMF") => return Err(PhotoError::Animated),
            Some(b"VP8X") => canvas = Some(extended(body)?),
            Some(b"VP8 ") => picture = picture.or(Some(lossy(body)?)),
            Some(b"VP8L") => picture = picture.or(Some(lossless(body)?)),
            Some(b"EXIF") => exif = Some(body.strip_prefix(EXIF_NAME).unwrap_or(body)),
            _ => {}
        }
        // Chunks are padded to an even length; the very last pad byte may be missing.
        at = body_end + (length & 1);
    }
    let (width, height) = picture.ok_or(PhotoError::CutOff)?;
    if canvas.is_some_and(|canvas| canvas != (width, height)) {
        return Err(PhotoError::SizeLies);
    }
    Ok(Layout {
        width,
        height,
        pixel_bytes: 4,
        exif,
    })
}

/// The canvas of an extended header.
fn extended(body: &[u8]) -> Result<(u32, u32), PhotoError> {
    let &[flags, _, _, _, w0, w1, w2, h0, h1, h2, ..] = body else {
        return Err(PhotoError::Damaged);
    };
    if flags & ANIMATION != 0 {
        return Err(PhotoError::Animated);
    }
    let side = |low, middle, high| u32::from_le_bytes([low, middle, high, 0]) + 1;
    Ok((side(w0, w1, w2), side(h0, h1, h2)))
}

/// The frame header of a lossy picture (RFC 6386 §9.1).
fn lossy(body: &[u8]) -> Result<(u32, u32), PhotoError> {
    let &[tag, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] = body else {
        return Err(PhotoError::Damaged);
    };
    if tag & 1 != 0 {
        return Err(PhotoError::UnsupportedVariant {
            format: Format::WebP,
        });
    }
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    Ok((side(w0, w1), side(h0, h1)))
}

/// The header of a lossless picture (RFC 9649 §3.4).
fn lossless(body: &[u8]) -> Result<(u32, u32), PhotoError> {
    let packed = body.strip_prefix(&[0x2f]).and_then(|rest| le32(rest, 0));
    let packed = packed.ok_or(PhotoError::Damaged)?;
    Ok(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1))
}
