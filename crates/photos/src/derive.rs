//! From pixels to what is shown: turned upright, encoded anew, and the near-duplicate hash.
//! Sees pixels only, so nothing of the original's metadata can pass through.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, RgbImage};

use crate::{Derivative, PhotoError};

/// JPEG quality of derivatives, 1 to 100.
const QUALITY: u8 = 82;

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
