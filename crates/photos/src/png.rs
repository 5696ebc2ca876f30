//! The structure of a PNG file (W3C PNG, third edition): chunks and the amount of pixel data.
//! Keeps no pixel; checksums are left to the decoder.

use flate2::{Decompress, FlushDecompress, Status};

use crate::PhotoError;
use crate::layout::{Layout, be32};

const SIGNATURE_BYTES: usize = 8;
/// Length, type and checksum of a chunk.
const CHUNK_FRAME_BYTES: usize = 12;
/// Longest chunk the format allows, in bytes.
const CHUNK_BYTES_MAX: u32 = 0x7fff_ffff;
/// Inflated bytes held at a time while counting.
const COUNTED_BYTES: usize = 32 * 1024;

/// The seven passes of Adam7: first column, first row, column step, row step (PNG §8.1).
const ADAM7: [[u32; 4]; 7] = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];

struct Chunk<'a> {
    kind: [u8; 4],
    body: &'a [u8],
}

/// The chunks of a file from the first to `IEND`.
struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
    done: bool,
}

impl<'a> Chunks<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: SIGNATURE_BYTES,
            done: false,
        }
    }

    fn step(&mut self) -> Result<Chunk<'a>, PhotoError> {
        let length = be32(self.bytes, self.at).ok_or(PhotoError::CutOff)?;
        let kind = self.bytes.get(self.at + 4..).and_then(<[u8]>::first_chunk);
        let kind = *kind.ok_or(PhotoError::CutOff)?;
        if length > CHUNK_BYTES_MAX || !kind.iter().all(u8::is_ascii_alphabetic) {
            return Err(PhotoError::Damaged);
        }
        let length = usize::try_from(length).map_err(|_| PhotoError::Damaged)?;
        let end = self.at + CHUNK_FRAME_BYTES + length;
        if end > self.bytes.len() {
            return Err(PhotoError::CutOff);
        }
        let body_at = self.at + 8;
        let body = self
            .bytes
            .get(body_at..body_at + length)
            .ok_or(PhotoError::CutOff)?;
        self.at = end;
        Ok(Chunk { kind, body })
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, PhotoError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step();
        self.done = step.as_ref().map_or(true, |chunk| &chunk.kind == b"IEND");
        Some(step)
    }
}

/// The header chunk: what the picture declares to be.
#[derive(Clone, Copy)]
struct Header {
    width: u32,
    height: u32,
    bits_per_pixel: u64,
    /// Bytes of one decoded pixel: up to four channels of one byte, or two bytes for each channel.
    pixel_bytes: u64,
    interlaced: bool,
}

fn header(bytes: &[u8]) -> Result<Header, PhotoError> {
    let first = Chunks::new(bytes).step()?;
    let &[.., depth, colour, compression, filter, interlace] = first.body else {
        return Err(PhotoError::Damaged);
    };
    if &first.kind != b"IHDR" || first.body.len() != 13 || compression != 0 || filter != 0 {
        return Err(PhotoError::Damaged);
    }
    // Channels by colour type, and the depths each allows (PNG §11.2.1).
    let channels = match (colour, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
        (4, 8 | 16) => 2,
        (2, 8 | 16) => 3,
        (6, 8 | 16) => 4,
        _ => return Err(PhotoError::Damaged),
    };
    Ok(Header {
        width: be32(first.body, 0).ok_or(PhotoError::Damaged)?,
        height: be32(first.body, 4).ok_or(PhotoError::Damaged)?,
        bits_per_pixel: channels * u64::from(depth),
        pixel_bytes: if depth == 16 { 2 * channels } else { 4 },
        interlaced: interlace != 0,
    })
}

/// The outline of a file.
///
/// # Errors
/// [`PhotoError::CutOff`], [`PhotoError::Damaged`], [`PhotoError::Animated`].
pub(crate) fn layout(bytes: &[u8]) -> Result<Layout<'_>, PhotoError> {
    let header = header(bytes)?;
    let mut exif = None;
    for chunk in Chunks::new(bytes) {
        let chunk = chunk?;
        match &chunk.kind {
            b"acTL" => return Err(PhotoError::Animated),
            b"eXIf" => exif = Some(chunk.body),
            _ => {}
        }
    }
    Ok(Layout {
        width: header.width,
        height: header.height,
        pixel_bytes: header.pixel_bytes,
        exif,
    })
}

/// Inflates the pixel data piece by piece and compares its length with the declared size. This
/// comes before any picture-sized allocation, so a bomb is found while it is still packed.
///
/// # Errors
/// [`PhotoError::CutOff`] where there is less than declared, [`PhotoError::SizeLies`] where there
/// is more, [`PhotoError::Damaged`].
pub(crate) fn check_pixels(bytes: &[u8]) -> Result<(), PhotoError> {
    let declared = inflated_bytes(&header(bytes)?);
    let mut inflate = Decompress::new(true);
    let mut counted = vec![0; COUNTED_BYTES];
    for chunk in Chunks::new(bytes) {
        let chunk = chunk?;
        if &chunk.kind != b"IDAT" {
            continue;
        }
        let mut rest = chunk.body;
        while !rest.is_empty() {
            let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
            let status = inflate
                .decompress(rest, &mut counted, FlushDecompress::None)
                .map_err(|_| PhotoError::Damaged)?;
            if inflate.total_out() > declared {
                return Err(PhotoError::SizeLies);
            }
            if status == Status::StreamEnd {
                let whole = inflate.total_out() == declared;
                return if whole {
                    Ok(())
                } else {
                    Err(PhotoError::CutOff)
                };
            }
            let used =
                usize::try_from(inflate.total_in() - before_in).map_err(|_| PhotoError::Damaged)?;
            if used == 0 && inflate.total_out() == before_out {
                return Err(PhotoError::Damaged);
            }
            rest = rest.get(used..).unwrap_or_default();
        }
    }
    Err(PhotoError::CutOff)
}

/// Bytes of all rows with their filter bytes.
fn inflated_bytes(header: &Header) -> u64 {
    if !header.interlaced {
        return rows_bytes(header.width, header.height, header.bits_per_pixel);
    }
    let size = |length: u32, first: u32, step: u32| length.saturating_sub(first).div_ceil(step);
    ADAM7
        .iter()
        .map(|&[column, row, across, down]| {
            let width = size(header.width, column, across);
            let height = size(header.height, row, down);
            if width == 0 {
                0
            } else {
                rows_bytes(width, height, header.bits_per_pixel)
            }
        })
        .sum()
}

fn rows_bytes(width: u32, height: u32, bits_per_pixel: u64) -> u64 {
    u64::from(height) * (1 + (u64::from(width) * bits_per_pixel).div_ceil(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_of(width: u32, height: u32, bits_per_pixel: u64, interlaced: bool) -> Header {
        Header {
            width,
            height,
            bits_per_pixel,
            pixel_bytes: 4,
            interlaced,
        }
    }

    #[test]
    fn row_bytes_are_counted() {
        assert_eq!(inflated_bytes(&header_of(3, 2, 24, false)), 2 * (1 + 9));
        assert_eq!(inflated_bytes(&header_of(9, 1, 1, false)), 1 + 2);
    }

    #[test]
    fn adam7_covers_every_pixel_once() {
        for (width, height) in [(1, 1), (5, 3), (8, 8), (17, 9)] {
            let pixels: u32 = ADAM7
                .iter()
                .map(|&[column, row, across, down]| {
                    let wide = u32::saturating_sub(width, column).div_ceil(across);
                    wide * u32::saturating_sub(height, row).div_ceil(down)
                })
                .sum();
            assert_eq!(pixels, width * height);
        }
        // One pixel: a single pass of one row.
        assert_eq!(inflated_bytes(&header_of(1, 1, 8, true)), 2);
    }
}
