//! From decoded pixels to what is shown: smaller, upright, re-encoded, and the near-duplicate hash.
//! Sees pixels only, so nothing of the original's metadata can pass through.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, RgbImage};

use crate::{Derivative, PhotoError};

/// From this ratio on a picture is first averaged down: quick, and as good as a filter there.
const AVERAGE_FROM_RATIO: u32 = 2;
/// JPEG quality of derivatives, 1 to 100.
const QUALITY: u8 = 82;

/// The picture with its longest side at most `side` pixels; never enlarged.
pub(crate) fn shrink(image: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = fit(image.width(), image.height(), side);
    if (width, height) == image.dimensions() {
        image.clone()
    } else if image.width().max(image.height()) >= side.saturating_mul(AVERAGE_FROM_RATIO) {
        imageops::thumbnail(image, width, height)
    } else {
        imageops::resize(image, width, height, FilterType::Triangle)
    }
}

/// Width and height with the longest side at most `side`, the other in proportion, neither zero.
fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let product = u64::from(length) * u64::from(side) + u64::from(longest) / 2;
        u32::try_from(product / u64::from(longest))
            .unwrap_or(side)
            .max(1)
    };
    (scaled(width), scaled(height))
}

/// Turns a picture upright by its EXIF orientation, 1 to 8.
pub(crate) fn upright(image: RgbImage, orientation: u8) -> RgbImage {
    let turn = Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::ImageRgb8(image);
    image.apply_orientation(turn);
    image.into_rgb8()
}

/// Encodes pixels as JPEG.
///
/// # Errors
/// [`PhotoError::NotEncoded`].
pub(crate) fn encode(image: &RgbImage) -> Result<Derivative, PhotoError> {
    let (width, height) = image.dimensions();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(image.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(|_| PhotoError::NotEncoded)?;
    Ok(Derivative {
        width,
        height,
        jpeg,
    })
}

/// The 64-bit difference hash: the picture as 9 × 8 greys, one bit for each pair of neighbours in
/// a row, set where the left one is darker.
pub(crate) fn dhash(image: &RgbImage) -> String {
    let grey = imageops::grayscale(image);
    let small = imageops::resize(&grey, 9, 8, FilterType::Triangle);
    let mut hash = 0_u64;
    for row in small.rows() {
        let greys: Vec<u8> = row.map(|pixel| pixel.0[0]).collect();
        for pair in greys.windows(2) {
            hash = (hash << 1) | u64::from(pair[0] < pair[1]);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dhash_distance;

    #[test]
    fn sizes_keep_their_shape_and_are_never_enlarged() {
        assert_eq!(fit(4_000, 3_000, 2_048), (2_048, 1_536));
        assert_eq!(fit(3_000, 4_000, 320), (240, 320));
        assert_eq!(fit(100, 50, 320), (100, 50));
        assert_eq!(fit(16_384, 1, 320), (320, 1));
        assert_eq!(fit(321, 320, 320), (320, 319));
    }

    #[test]
    fn both_ways_of_shrinking_keep_a_flat_colour() {
        for side in [150, 100, 10] {
            let flat = RgbImage::from_pixel(200, 120, image::Rgb([12, 200, 77]));
            let small = shrink(&flat, side);
            assert_eq!(small.width(), side);
            assert!(
                small.pixels().all(|pixel| pixel.0 == [12, 200, 77]),
                "side {side}"
            );
        }
    }

    #[test]
    fn the_hash_sees_the_slope_and_not_the_light() {
        let slope = |scale: u32, rising: bool| {
            RgbImage::from_fn(90, 80, |x, _| {
                let x = if rising { x } else { 89 - x };
                image::Rgb([u8::try_from(x * scale).unwrap(); 3])
            })
        };
        assert_eq!(dhash(&slope(2, true)), "ffffffffffffffff");
        assert_eq!(dhash(&slope(1, true)), "ffffffffffffffff");
        assert_eq!(dhash(&slope(2, false)), "0000000000000000");
        let tiny = RgbImage::new(1, 1);
        assert_eq!(dhash_distance(&dhash(&tiny), "0000000000000000"), Some(0));
    }

    #[test]
    fn hash_distance_needs_two_hashes() {
        assert_eq!(
            dhash_distance("00000000000000ff", "0000000000000000"),
            Some(8)
        );
        assert_eq!(dhash_distance("", "0000000000000000"), None);
        assert_eq!(dhash_distance("xyz", "0000000000000000"), None);
    }
}
