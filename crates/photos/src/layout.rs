//! What a walk over a file's structure finds before anything is decoded, and the size limits.

use crate::{Format, PIXELS_MAX, PhotoError, SIDE_MAX, jpeg, png, webp};

/// Most bytes of decoded pixels (256 MiB: [`PIXELS_MAX`] of four bytes, fewer of deeper ones).
pub(crate) const DECODED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The outline of a picture file whose structure is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout<'a> {
    /// Declared width in pixels.
    pub(crate) width: u32,
    /// Declared height in pixels.
    pub(crate) height: u32,
    /// Bytes of one decoded pixel, at most.
    pub(crate) pixel_bytes: u64,
    /// The EXIF block, a TIFF structure, where there is one.
    pub(crate) exif: Option<&'a [u8]>,
}

/// Walks the file from its first to its last structural byte and checks the declared size.
///
/// # Errors
/// Any [`PhotoError`] but those of the pixels themselves.
pub(crate) fn read(format: Format, bytes: &[u8]) -> Result<Layout<'_>, PhotoError> {
    let layout = match format {
        Format::Jpeg => jpeg::layout(bytes)?,
        Format::Png => png::layout(bytes)?,
        Format::WebP => webp::layout(bytes)?,
    };
    check_size(&layout)?;
    Ok(layout)
}

/// Checks that the compressed pixels are exactly as many as declared, without keeping any.
///
/// # Errors
/// [`PhotoError::CutOff`], [`PhotoError::SizeLies`], [`PhotoError::Damaged`].
pub(crate) fn check_pixels(format: Format, bytes: &[u8]) -> Result<(), PhotoError> {
    match format {
        Format::Jpeg => jpeg::check_pixels(bytes),
        Format::Png => png::check_pixels(bytes),
        // The decoder itself refuses a WebP whose partitions run out.
        Format::WebP => Ok(()),
    }
}

fn check_size(layout: &Layout<'_>) -> Result<(), PhotoError> {
    let Layout {
        width,
        height,
        pixel_bytes,
        ..
    } = *layout;
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged);
    }
    if width > SIDE_MAX || height > SIDE_MAX {
        return Err(PhotoError::SideTooLong {
            width,
            height,
            limit: SIDE_MAX,
        });
    }
    let limit = PIXELS_MAX.min(DECODED_BYTES_MAX / pixel_bytes.max(1));
    if u64::from(width) * u64::from(height) > limit {
        return Err(PhotoError::TooManyPixels {
            width,
            height,
            limit,
        });
    }
    Ok(())
}

/// Two bytes, most significant first; `None` past the end.
pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_be_bytes)
}

/// Four bytes, most significant first; `None` past the end.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u32::from_be_bytes)
}

/// Four bytes, least significant first; `None` past the end.
pub(crate) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: u32, height: u32, pixel_bytes: u64) -> Result<(), PhotoError> {
        check_size(&Layout {
            width,
            height,
            pixel_bytes,
            exif: None,
        })
    }

    #[test]
    fn sizes_at_and_over_the_limits() {
        assert_eq!(check(SIDE_MAX, 1, 4), Ok(()));
        assert_eq!(check(10_000, 6_000, 4), Ok(()));
        assert_eq!(check(0, 5, 4), Err(PhotoError::Damaged));
        assert_eq!(
            check(1, SIDE_MAX + 1, 4).unwrap_err().code(),
            "photo-side-too-long"
        );
        assert_eq!(
            check(10_000, 6_001, 4).unwrap_err().code(),
            "photo-too-many-pixels"
        );
    }

    #[test]
    fn deep_pixels_count_by_their_bytes() {
        assert_eq!(check(8_192, 4_096, 8), Ok(()));
        let refused = check(8_192, 4_097, 8).unwrap_err();
        let limit = 33_554_432;
        assert_eq!(
            refused,
            PhotoError::TooManyPixels {
                width: 8_192,
                height: 4_097,
                limit
            }
        );
    }
}
