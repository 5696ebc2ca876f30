//! What is read from EXIF, in all three formats, and what is left out.

use image::DynamicImage;
use photos::{Format, Inspection, Place, inspect};

use crate::build::{
    Entry, ascii, jpeg, png, png_with_exif, quarters, rationals, short, tiff, webp, webp_with_exif,
    with_exif,
};

const ORIENTATION: u16 = 0x0112;
const MAKE: u16 = 0x010f;
const MODEL: u16 = 0x0110;
const TAKEN: u16 = 0x9003;
const DIGITIZED: u16 = 0x9004;
const TAKEN_OFFSET: u16 = 0x9011;

/// A place in Qixia, Shandong: 37° 18′ 12.34″ N, 120° 49′ 30″ E.
fn orchard() -> Vec<Entry> {
    vec![
        ascii(1, "N"),
        rationals(2, &[(37, 1), (18, 1), (1_234, 100)]),
        ascii(3, "E"),
        rationals(4, &[(120, 1), (49, 1), (30, 1)]),
    ]
}

fn full_block() -> Vec<u8> {
    let primary = vec![
        short(ORIENTATION, 6),
        ascii(MAKE, "HUAWEI  "),
        ascii(MODEL, "ALN-AL80"),
    ];
    let exif = vec![
        ascii(TAKEN, "2026:05:01 07:08:09"),
        ascii(TAKEN_OFFSET, "+08:00"),
    ];
    tiff(primary, exif, orchard())
}

fn inspect_block(block: &[u8]) -> Inspection {
    inspect(&with_exif(&jpeg(&quarters(16, 8)), block)).unwrap()
}

#[test]
fn time_place_device_and_orientation_are_read_in_every_format() {
    let picture = quarters(16, 8);
    let block = full_block();
    let plain_png = png(&DynamicImage::ImageRgb8(picture.clone()));
    let files = [
        (Format::Jpeg, with_exif(&jpeg(&picture), &block)),
        (Format::Png, png_with_exif(&plain_png, &block)),
        (
            Format::WebP,
            webp_with_exif(&webp(&picture), (16, 8), &block),
        ),
    ];
    for (format, file) in files {
        let seen = inspect(&file).unwrap();
        assert_eq!((seen.format, seen.width, seen.height), (format, 16, 8));
        assert_eq!(seen.bytes, file.len() as u64);
        assert_eq!(seen.orientation, 6, "{format:?}");
        let taken = seen.taken_at.unwrap();
        assert_eq!(taken.local, "2026-05-01T07:08:09");
        assert_eq!(taken.offset.as_deref(), Some("+08:00"));
        let place = Place {
            latitude_e7: 373_034_278,
            longitude_e7: 1_208_250_000,
        };
        assert_eq!(seen.place, Some(place));
        assert_eq!(seen.camera_make.as_deref(), Some("HUAWEI"));
        assert_eq!(seen.camera_model.as_deref(), Some("ALN-AL80"));
    }
}

#[test]
fn the_address_of_a_file_is_its_sha256() {
    let file = jpeg(&quarters(16, 8));
    let seen = inspect(&file).unwrap();
    let expected: [u8; 32] = sha2::Digest::finalize(sha2::Digest::chain_update(
        <sha2::Sha256 as sha2::Digest>::new(),
        &file,
    ))
    .into();
    assert_eq!(seen.sha256, data_encoding::HEXLOWER.encode(&expected));
    assert_eq!(seen.orientation, 1);
    assert_eq!(
        (seen.taken_at, seen.place, seen.camera_make),
        (None, None, None)
    );
}

#[test]
fn south_and_west_are_negative() {
    let mut gps = orchard();
    gps[0] = ascii(1, "S");
    gps[2] = ascii(3, "W");
    let place = inspect_block(&tiff(vec![], vec![], gps)).place.unwrap();
    assert_eq!(
        place,
        Place {
            latitude_e7: -373_034_278,
            longitude_e7: -1_208_250_000
        }
    );
}

#[test]
fn impossible_places_are_left_out() {
    let replaced = |index: usize, entry: Entry| {
        let mut gps = orchard();
        gps[index] = entry;
        gps
    };
    let cases = [
        (
            "over the pole",
            replaced(1, rationals(2, &[(90, 1), (1, 1), (0, 1)])),
        ),
        (
            "no number",
            replaced(1, rationals(2, &[(37, 0), (0, 1), (0, 1)])),
        ),
        (
            "huge",
            replaced(
                3,
                rationals(4, &[(u32::MAX, 1), (u32::MAX, 1), (u32::MAX, 1)]),
            ),
        ),
        ("no hemisphere", replaced(0, ascii(1, "X"))),
        ("not a fraction", replaced(1, ascii(2, "37.5"))),
        ("only half a place", orchard().into_iter().take(2).collect()),
        (
            "no fix",
            vec![
                ascii(1, "N"),
                rationals(2, &[(0, 1), (0, 1), (0, 1)]),
                ascii(3, "E"),
                rationals(4, &[(0, 1), (0, 1), (0, 1)]),
            ],
        ),
    ];
    for (name, gps) in cases {
        assert_eq!(
            inspect_block(&tiff(vec![], vec![], gps)).place,
            None,
            "{name}"
        );
    }
    let missing_seconds = replaced(1, rationals(2, &[(37, 1), (18, 1), (0, 0)]));
    assert!(
        inspect_block(&tiff(vec![], vec![], missing_seconds))
            .place
            .is_some()
    );
}

#[test]
fn impossible_times_are_left_out() {
    let bad = [
        "2026:13:01 00:00:00",
        "2026:02:29 00:00:00",
        "2026:01:01 24:00:00",
        "    :  :     :  :  ",
        "0000:00:00 00:00:00",
        "yesterday",
    ];
    for text in bad {
        let seen = inspect_block(&tiff(vec![], vec![ascii(TAKEN, text)], vec![]));
        assert_eq!(seen.taken_at, None, "{text}");
    }
    let leap = tiff(vec![], vec![ascii(TAKEN, "2028:02:29 23:59:59")], vec![]);
    assert_eq!(
        inspect_block(&leap).taken_at.unwrap().local,
        "2028-02-29T23:59:59"
    );
}

#[test]
fn the_time_of_scanning_stands_in_and_a_wrong_offset_does_not() {
    let exif = vec![
        ascii(TAKEN, "    :  :     :  :  "),
        ascii(DIGITIZED, "2025:10:01 06:00:00"),
        ascii(TAKEN_OFFSET, "+08:00"),
    ];
    let taken = inspect_block(&tiff(vec![], exif, vec![])).taken_at.unwrap();
    assert_eq!(
        (taken.local.as_str(), taken.offset),
        ("2025-10-01T06:00:00", None)
    );
    for offset in ["+8:00", "08:00", "+99:00", "+08:60", "   :  ", "+08：00"] {
        let exif = vec![
            ascii(TAKEN, "2025:10:01 06:00:00"),
            ascii(TAKEN_OFFSET, offset),
        ];
        let taken = inspect_block(&tiff(vec![], exif, vec![])).taken_at.unwrap();
        assert_eq!(taken.offset, None, "{offset}");
    }
}

#[test]
fn camera_text_is_bounded_and_printable() {
    let long = "x".repeat(1_000);
    let seen = inspect_block(&tiff(
        vec![ascii(MAKE, &long), ascii(MODEL, " \u{7}\n ")],
        vec![],
        vec![],
    ));
    assert_eq!(seen.camera_make.unwrap().len(), photos::CAMERA_TEXT_MAX);
    assert_eq!(seen.camera_model, None);
}

#[test]
fn wrong_orientations_and_broken_blocks_refuse_nothing() {
    for orientation in [0, 9, u16::MAX] {
        let block = tiff(vec![short(ORIENTATION, orientation)], vec![], vec![]);
        assert_eq!(inspect_block(&block).orientation, 1);
    }
    let whole = full_block();
    for length in 0..whole.len() {
        let seen = inspect_block(&whole[..length]);
        assert!((1..=8).contains(&seen.orientation));
    }
}
