//! Small photographs made by the test: each seed gives another picture, none looks like another.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// Width of a picture in pixels: enough for all derivatives to be made, few enough to be quick.
const WIDTH_PX: u32 = 240;
/// Height of a picture in pixels.
const HEIGHT_PX: u32 = 180;
/// Oranges on a tree.
const FRUITS: u32 = 14;
/// Bushes and stones of all shades around it: two trees of one seed each stand in surroundings of their own.
const BUSHES: u32 = 24;

/// A JPEG picture of a tree of its own for each seed.
#[must_use]
pub fn jpeg(seed: u32) -> Vec<u8> {
    let dice = |nth: u32, below: u32| {
        let mixed = seed.wrapping_mul(2_654_435_761) ^ nth.wrapping_mul(2_246_822_519);
        (mixed.wrapping_mul(3_266_489_917) >> 8) % below
    };
    let crown = (100 + dice(1, 40), 60 + dice(2, 20), 50 + dice(3, 12));
    let fruits: Vec<_> = (0..FRUITS)
        .map(|nth| {
            (
                crown.0 - 35 + dice(10 + nth, 70),
                crown.1 - 32 + dice(40 + nth, 64),
                4,
            )
        })
        .collect();
    let bushes: Vec<_> = (0..BUSHES)
        .map(|nth| {
            let place = (dice(100 + nth, WIDTH_PX), dice(140 + nth, HEIGHT_PX));
            let shade = u8::try_from(40 + dice(180 + nth, 180)).unwrap_or(90);
            ((place.0, place.1, 12 + dice(220 + nth, 26)), shade)
        })
        .collect();
    let picture = RgbImage::from_fn(WIDTH_PX, HEIGHT_PX, |x, y| {
        let within = |(cx, cy, radius): (u32, u32, u32)| {
            x.abs_diff(cx).pow(2) + y.abs_diff(cy).pow(2) < radius * radius
        };
        let bush = bushes.iter().find(|(bush, _)| within(*bush));
        if fruits.iter().any(|fruit| within(*fruit)) {
            Rgb([232, 122, 32])
        } else if let Some((_, shade)) = bush {
            Rgb([*shade / 2, *shade, *shade / 3])
        } else if within(crown) {
            Rgb([52, 112, 58])
        } else if x.abs_diff(crown.0) < 6 && (crown.1..HEIGHT_PX - 20).contains(&y) {
            Rgb([112, 78, 52])
        } else if y > 120 + x / 12 {
            Rgb([150, 168, 104])
        } else {
            Rgb([214, 228, 230])
        }
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
