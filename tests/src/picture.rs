//! Small photographs made by the test: each seed gives another picture, none looks like another.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// Side of a picture in pixels: enough for all derivatives to be made, few enough to be quick.
const SIDE_PX: u32 = 48;

/// A JPEG picture of its own for each seed.
#[must_use]
pub fn jpeg(seed: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(SIDE_PX, SIDE_PX, |x, y| {
        // Blocks of six pixels survive the compression and the perceptual hash.
        let cell = (x / 6) + 8 * (y / 6);
        let dice = (seed.wrapping_mul(2_654_435_761) ^ cell.wrapping_mul(40_503)).to_le_bytes();
        let mixed = (u32::from_le_bytes(dice).wrapping_mul(2_246_822_519) >> 7).to_le_bytes();
        Rgb([mixed[0] / 2, mixed[1], mixed[2] / 3])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("a picture in memory is written");
    bytes.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_always_the_same_picture_and_another_seed_another() {
        assert_eq!(jpeg(1), jpeg(1));
        assert_ne!(jpeg(1), jpeg(2));
        assert!(image::load_from_memory(&jpeg(3)).is_ok());
    }
}
