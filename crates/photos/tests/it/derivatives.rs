//! What a good picture turns into: sizes, orientation, colour, and no metadata.

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use photos::{Derivative, Developed, develop, dhash_distance};

use crate::build::{
    CMYK, FIXTURES, ascii, jpeg, png, png_with_exif, quarters, rationals, raw_png, short, tiff,
    webp, webp_with_exif, with_exif,
};

fn pixels(derivative: &Derivative) -> RgbImage {
    let image = image::load_from_memory(&derivative.jpeg)
        .unwrap()
        .into_rgb8();
    assert_eq!(image.dimensions(), (derivative.width, derivative.height));
    image
}

fn is_near(seen: Rgb<u8>, expected: [u8; 3]) -> bool {
    seen.0
        .iter()
        .zip(expected)
        .all(|(&one, other)| one.abs_diff(other) <= 24)
}

/// The colours in the middle of the four quarters, the way one reads.
fn quarter_colours(image: &RgbImage) -> [Rgb<u8>; 4] {
    let (width, height) = image.dimensions();
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| *image.get_pixel(width * x / 4, height * y / 4))
}

#[test]
fn every_orientation_ends_upright() {
    // How an upright picture must be turned so that the orientation tag turns it back
    // (CIPA DC-008, tag 0x0112).
    type Turn = fn(&DynamicImage) -> DynamicImage;
    let stored: [Turn; 8] = [
        DynamicImage::clone,
        DynamicImage::fliph,
        DynamicImage::rotate180,
        DynamicImage::flipv,
        |upright| upright.rotate90().fliph(),
        DynamicImage::rotate270,
        |upright| upright.rotate90().flipv(),
        DynamicImage::rotate90,
    ];
    let upright = DynamicImage::ImageRgb8(quarters(64, 32));
    for (orientation, turn) in (1_u16..).zip(stored) {
        let file = jpeg(&turn(&upright).into_rgb8());
        let block = tiff(vec![short(0x0112, orientation)], vec![], vec![]);
        let developed = develop(&with_exif(&file, &block)).unwrap();
        assert_eq!(
            (developed.width, developed.height),
            (64, 32),
            "orientation {orientation}"
        );
        let expected = [[250, 0, 0], [0, 250, 0], [0, 0, 250], [250, 250, 250]];
        for derivative in [&developed.thumb, &developed.card, &developed.full] {
            for (seen, expected) in quarter_colours(&pixels(derivative))
                .into_iter()
                .zip(expected)
            {
                assert!(
                    is_near(seen, expected),
                    "orientation {orientation}: {seen:?}"
                );
            }
        }
    }
}

#[test]
fn a_big_picture_gives_three_sizes() {
    let developed = develop(&jpeg(&quarters(2_400, 1_200))).unwrap();
    let sides = |derivative: &Derivative| (derivative.width, derivative.height);
    assert_eq!(sides(&developed.full), (2_048, 1_024));
    assert_eq!(sides(&developed.card), (960, 480));
    assert_eq!(sides(&developed.thumb), (320, 160));
    assert_eq!((developed.width, developed.height), (2_400, 1_200));
    let colours = quarter_colours(&pixels(&developed.thumb));
    assert!(is_near(colours[1], [0, 250, 0]), "{colours:?}");
}

#[test]
fn a_small_picture_is_not_enlarged() {
    let developed = develop(&jpeg(&quarters(10, 7))).unwrap();
    for derivative in [&developed.thumb, &developed.card, &developed.full] {
        assert_eq!((derivative.width, derivative.height), (10, 7));
    }
}

#[test]
fn a_line_and_a_point_are_pictures_too() {
    for (width, height) in [(1, 1), (2_000, 1), (1, 700)] {
        let developed = develop(&jpeg(&quarters(width, height))).unwrap();
        assert_eq!((developed.width, developed.height), (width, height));
        assert!(developed.thumb.width >= 1 && developed.thumb.height >= 1);
    }
}

#[test]
fn files_of_another_writer_are_read() {
    for (name, file) in FIXTURES {
        let developed = develop(file).unwrap_or_else(|refused| panic!("{name}: {refused}"));
        assert_eq!((developed.width, developed.height), (96, 64), "{name}");
        let image = pixels(&developed.full);
        let (dark, bright) = (image.get_pixel(2, 2), image.get_pixel(93, 61));
        let light = |pixel: &Rgb<u8>| pixel.0.iter().map(|&part| u32::from(part)).sum::<u32>();
        if name.contains("alpha") {
            assert!(
                light(dark) > 650,
                "the dark corner is clear, so white: {dark:?}"
            );
        } else {
            assert!(light(dark) < light(bright), "{name}: {dark:?} {bright:?}");
        }
    }
}

#[test]
fn four_printing_colours_become_three_screen_colours() {
    let image = pixels(&develop(CMYK).unwrap().full);
    let (left, right) = (image.get_pixel(3, 3), image.get_pixel(92, 3));
    assert!(
        left.0[0] < 60 && right.0[0] > 190,
        "red rises to the right: {left:?} {right:?}"
    );
    assert!(left.0[1] < 60, "green rises downwards: {left:?}");
}

#[test]
fn deep_and_grey_pictures_are_read() {
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> =
        ImageBuffer::from_pixel(20, 10, Rgb([51_400, 0, 25_700]));
    let grey: ImageBuffer<Luma<u16>, Vec<u16>> = ImageBuffer::from_pixel(20, 10, Luma([51_400]));
    let thin = image::GrayImage::from_pixel(20, 10, Luma([100]));
    let cases = [
        (DynamicImage::ImageRgb16(deep), [200, 0, 100]),
        (DynamicImage::ImageLuma16(grey), [200, 200, 200]),
        (DynamicImage::ImageLuma8(thin), [100, 100, 100]),
    ];
    for (image, expected) in cases {
        let seen = pixels(&develop(&png(&image)).unwrap().full);
        assert!(is_near(*seen.get_pixel(10, 5), expected), "{expected:?}");
    }
}

#[test]
fn what_is_transparent_stands_on_white() {
    let clear = RgbaImage::from_fn(32, 32, |x, _| {
        if x < 16 {
            Rgba([200, 0, 0, 0])
        } else {
            Rgba([200, 0, 0, 255])
        }
    });
    let seen = pixels(
        &develop(&png(&DynamicImage::ImageRgba8(clear)))
            .unwrap()
            .full,
    );
    assert!(is_near(*seen.get_pixel(4, 16), [255, 255, 255]));
    assert!(is_near(*seen.get_pixel(28, 16), [200, 0, 0]));
}

#[test]
fn an_interlaced_picture_is_read() {
    // 5 × 3 greys of one tone. Adam7 fills passes 1, 2, 4, 5, 6 and 7; none falls in pass 3.
    let passes: [(usize, usize); 6] = [(1, 1), (1, 1), (1, 1), (3, 1), (2, 2), (5, 1)];
    let row = |width: usize| [vec![0], vec![90; width]].concat();
    let rows: Vec<u8> = passes
        .iter()
        .flat_map(|&(width, height)| row(width).repeat(height))
        .collect();
    let seen = pixels(
        &develop(&raw_png((5, 3), [8, 0, 0, 0, 1], &rows))
            .unwrap()
            .full,
    );
    assert!(is_near(*seen.get_pixel(4, 2), [90, 90, 90]));
}

#[test]
fn no_derivative_carries_metadata() {
    let block = tiff(
        vec![ascii(0x010f, "SECRETMAKE"), short(0x0112, 6)],
        vec![ascii(0x9003, "2026:05:01 07:08:09")],
        vec![
            ascii(1, "N"),
            rationals(2, &[(37, 1), (18, 1), (12, 1)]),
            ascii(3, "E"),
            rationals(4, &[(120, 1), (49, 1), (30, 1)]),
        ],
    );
    let picture = quarters(400, 200);
    let plain_png = png(&DynamicImage::ImageRgb8(picture.clone()));
    let files = [
        with_exif(&jpeg(&picture), &block),
        png_with_exif(&plain_png, &block),
        webp_with_exif(&webp(&picture), (400, 200), &block),
    ];
    for file in files {
        // The same reader finds the block in the original, so not finding it below means something.
        assert!(
            exif::Reader::new()
                .read_from_container(&mut Cursor::new(&file))
                .is_ok()
        );
        let Developed {
            inspection,
            thumb,
            card,
            full,
            ..
        } = develop(&file).unwrap();
        assert!(inspection.place.is_some());
        for derivative in [thumb, card, full] {
            let mut reader = Cursor::new(&derivative.jpeg);
            assert!(
                exif::Reader::new()
                    .read_from_container(&mut reader)
                    .is_err()
            );
            let holds = |text: &[u8]| derivative.jpeg.windows(text.len()).any(|part| part == text);
            assert!(!holds(b"Exif") && !holds(b"SECRETMAKE") && !holds(b"2026:05"));
        }
    }
}

#[test]
fn near_pictures_have_near_hashes() {
    let scene = |shift: u32| {
        RgbImage::from_fn(300, 200, |x, y| {
            let wave = (x + shift) / 37 * 53 + y / 29 * 91;
            Rgb([u8::try_from(wave % 256).unwrap(); 3])
        })
    };
    let hash = |image: &RgbImage| develop(&jpeg(image)).unwrap().dhash;
    let first = hash(&scene(0));
    let smaller = image::imageops::thumbnail(&scene(0), 240, 160);
    assert!(dhash_distance(&first, &hash(&smaller)).unwrap() <= 6);
    assert!(dhash_distance(&first, &hash(&scene(90))).unwrap() > 10);
}
