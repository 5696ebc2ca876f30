//! From checked bytes to RGB pixels, as stored in the file, under memory limits. Knows the decoders; nothing
//! of derivatives.

use std::io::{Cursor, ErrorKind};

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, Limits, RgbImage, RgbaImage};

use crate::layout::{DECODED_BYTES_MAX, Layout};
use crate::{Format, PhotoError, SIDE_MAX};

/// Decodes a whole picture as RGB; what is transparent stands on white.
///
/// # Errors
/// [`PhotoError::CutOff`], [`PhotoError::Damaged`], [`PhotoError::SizeLies`],
/// [`PhotoError::UnsupportedVariant`], [`PhotoError::TooManyPixels`] where the pixels are so deep
/// that they pass the memory limit.
pub(crate) fn rgb(
    format: Format,
    bytes: &[u8],
    layout: &Layout<'_>,
) -> Result<RgbImage, PhotoError> {
    let reader = Cursor::new(bytes);
    let refuse = |error| refusal(format, error);
    let image = match format {
        Format::Jpeg => pixels(JpegDecoder::new(reader).map_err(refuse)?, format, layout)?,
        Format::Png => {
            let decoder = PngDecoder::with_limits(reader, limits()).map_err(refuse)?;
            pixels(decoder, format, layout)?
        }
        Format::WebP => pixels(WebPDecoder::new(reader).map_err(refuse)?, format, layout)?,
    };
    let alpha = image.color().has_alpha();
    Ok(if alpha {
        on_white(&image.into_rgba8())
    } else {
        image.into_rgb8()
    })
}

fn pixels<D: ImageDecoder>(
    mut decoder: D,
    format: Format,
    layout: &Layout<'_>,
) -> Result<DynamicImage, PhotoError> {
    let (width, height) = decoder.dimensions();
    if (width, height) != (layout.width, layout.height) {
        return Err(PhotoError::SizeLies);
    }
    if decoder.total_bytes() > DECODED_BYTES_MAX {
        let limit = DECODED_BYTES_MAX / u64::from(decoder.color_type().bytes_per_pixel());
        return Err(PhotoError::TooManyPixels {
            width,
            height,
            limit,
        });
    }
    decoder
        .set_limits(limits())
        .map_err(|error| refusal(format, error))?;
    DynamicImage::from_decoder(decoder).map_err(|error| refusal(format, error))
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    limits
}

/// What a decoder's failure means to the sender. The structure was whole before decoding began, so
/// what a decoder still finds is damage.
fn refusal(format: Format, error: ImageError) -> PhotoError {
    match error {
        ImageError::Unsupported(_) => PhotoError::UnsupportedVariant { format },
        ImageError::IoError(cause) if cause.kind() == ErrorKind::UnexpectedEof => {
            PhotoError::CutOff
        }
        ImageError::IoError(_)
        | ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Limits(_) => PhotoError::Damaged,
    }
}

fn on_white(image: &RgbaImage) -> RgbImage {
    let mut flat = RgbImage::new(image.width(), image.height());
    for (to, from) in flat.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|colour| over_white(colour, alpha));
    }
    flat
}

/// `colour` at `alpha` over white, rounded to the nearest.
fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u32::from(colour), u32::from(alpha));
    let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparency_stands_on_white() {
        let cases = [
            ((0, 0), 255),
            ((0, 255), 0),
            ((100, 128), 177),
            ((255, 1), 255),
        ];
        for ((colour, alpha), expected) in cases {
            assert_eq!(over_white(colour, alpha), expected);
        }
    }
}
