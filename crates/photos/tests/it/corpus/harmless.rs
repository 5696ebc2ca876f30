//! Odd files that mean no harm: colours, and what cameras write beside the picture.

use image::{DynamicImage, ImageBuffer, Luma, LumaA, Rgb, Rgba};

use super::{Case, case, fixture};
use crate::build::{
    CMYK, ascii, jpeg, png, png_with_exif, quarters, rationals, raw_png, short, tiff, webp,
    webp_with_exif, with_exif,
};

pub(super) fn colours() -> Vec<Case> {
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> =
        ImageBuffer::from_pixel(20, 10, Rgb([51_400, 0, 25_700]));
    let deep_clear: ImageBuffer<Rgba<u16>, Vec<u16>> =
        ImageBuffer::from_pixel(20, 10, Rgba([51_400, 0, 25_700, 900]));
    let grey: ImageBuffer<Luma<u16>, Vec<u16>> = ImageBuffer::from_pixel(20, 10, Luma([51_400]));
    let grey_clear = image::GrayAlphaImage::from_pixel(20, 10, LumaA([90, 128]));
    let rows = [vec![0, 0xaa, 0xaa, 0xa0]].concat().repeat(10);
    let mut twelve = jpeg(&quarters(16, 16));
    let mut lossless = twelve.clone();
    let frame = twelve.windows(2).position(|pair| pair == [0xff, 0xc0]);
    let frame = frame.expect("a frame");
    twelve[frame + 4] = 12;
    lossless[frame + 1] = 0xc3;
    let drawn = |image: DynamicImage| png(&image);
    vec![
        case(
            "cmyk.jpg",
            "printing colours",
            CMYK.to_vec(),
            "taken 96 × 64",
        ),
        case("grey.jpg", "grey", fixture("grey.jpg"), "taken 96 × 64"),
        case(
            "progressive.jpg",
            "progressive",
            fixture("progressive.jpg"),
            "taken 96 × 64",
        ),
        case(
            "restarts.jpg",
            "restart markers",
            fixture("restarts.jpg"),
            "taken 96 × 64",
        ),
        case(
            "twelve.jpg",
            "12 bits a colour",
            twelve,
            "photo-unsupported-variant",
        ),
        case(
            "lossless.jpg",
            "lossless JPEG",
            lossless,
            "photo-unsupported-variant",
        ),
        case(
            "palette.png",
            "palette",
            fixture("palette.png"),
            "taken 96 × 64",
        ),
        case(
            "bits.png",
            "one bit a pixel",
            raw_png((20, 10), [1, 0, 0, 0, 0], &rows),
            "taken 20 × 10",
        ),
        case(
            "deep.16.png",
            "16 bits a colour",
            drawn(DynamicImage::ImageRgb16(deep)),
            "taken 20 × 10",
        ),
        case(
            "deep-clear.png",
            "16 bits, transparent",
            drawn(DynamicImage::ImageRgba16(deep_clear)),
            "taken 20 × 10",
        ),
        case(
            "deep-grey.png",
            "16 bits of grey",
            drawn(DynamicImage::ImageLuma16(grey)),
            "taken 20 × 10",
        ),
        case(
            "grey-clear.png",
            "grey, transparent",
            drawn(DynamicImage::ImageLumaA8(grey_clear)),
            "taken 20 × 10",
        ),
    ]
}

pub(super) fn webps() -> Vec<Case> {
    vec![
        case(
            "lossy.webp",
            "lossy",
            fixture("lossy.webp"),
            "taken 96 × 64",
        ),
        case(
            "lossy-alpha.webp",
            "lossy, transparent",
            fixture("lossy-alpha.webp"),
            "taken 96 × 64",
        ),
        case(
            "lossless.webp",
            "lossless",
            webp(&quarters(64, 48)),
            "taken 64 × 48",
        ),
    ]
}

/// Where and by whom, as a phone writes it.
pub(crate) fn personal_block() -> Vec<u8> {
    tiff(
        vec![ascii(0x010f, "SECRETMAKE"), short(0x0112, 6)],
        vec![ascii(0x9003, "2026:05:01 07:08:09")],
        vec![
            ascii(1, "N"),
            rationals(2, &[(37, 1), (18, 1), (12, 1)]),
            ascii(3, "E"),
            rationals(4, &[(120, 1), (49, 1), (30, 1)]),
        ],
    )
}

pub(super) fn notes() -> Vec<Case> {
    let picture = quarters(64, 48);
    let plain = png(&DynamicImage::ImageRgb8(picture.clone()));
    let block = personal_block();
    // A directory that names itself as the next one.
    let endless = b"MM\0*\0\0\0\x08\0\0\0\0\0\x08".to_vec();
    let mut cases = vec![
        case(
            "place.jpg",
            "EXIF with place, on its side",
            with_exif(&jpeg(&picture), &block),
            "taken 48 × 64",
        ),
        case(
            "place.png",
            "EXIF with place, on its side",
            png_with_exif(&plain, &block),
            "taken 48 × 64",
        ),
        case(
            "place.webp",
            "EXIF with place, on its side",
            webp_with_exif(&webp(&picture), (64, 48), &block),
            "taken 48 × 64",
        ),
        case(
            "profile.jpg",
            "a colour profile",
            with_profile(&jpeg(&picture)),
            "taken 64 × 48",
        ),
        case(
            "endless.jpg",
            "EXIF that names itself as its next part",
            with_exif(&jpeg(&picture), &endless),
            "taken 64 × 48",
        ),
        case(
            "broken-exif.jpg",
            "EXIF that is none",
            with_exif(&jpeg(&picture), b"not a TIFF structure"),
            "taken 64 × 48",
        ),
    ];
    let names = [
        "turned-1.jpg",
        "turned-2.jpg",
        "turned-3.jpg",
        "turned-4.jpg",
        "turned-5.jpg",
        "turned-6.jpg",
        "turned-7.jpg",
        "turned-8.jpg",
    ];
    for (orientation, name) in (1_u16..).zip(names) {
        let block = tiff(vec![short(0x0112, orientation)], vec![], vec![]);
        let verdict = if orientation < 5 {
            "taken 64 × 48"
        } else {
            "taken 48 × 64"
        };
        cases.push(case(
            name,
            "EXIF orientation; checked by its pixels",
            with_exif(&jpeg(&picture), &block),
            verdict,
        ));
    }
    cases
}

/// A JPEG with a colour profile, as cameras write it.
fn with_profile(jpeg: &[u8]) -> Vec<u8> {
    let profile = vec![7_u8; 600];
    let length = u16::try_from(2 + 14 + profile.len()).expect("a short profile");
    [
        &[0xff, 0xd8, 0xff, 0xe2],
        &length.to_be_bytes()[..],
        b"ICC_PROFILE\0\x01\x01",
        &profile,
        &jpeg[2..],
    ]
    .concat()
}
