//! What is refused, and by which code.

use image::DynamicImage;
use photos::{BYTES_MAX, PhotoError, SIDE_MAX, develop, inspect};

use crate::build::{
    ANIMATED, FIXTURES, jpeg, jpeg_resized, png, quarters, raw_png, webp, with_exif,
};

/// A picture of every kind, the builders' and another writer's.
fn whole_files() -> Vec<(String, Vec<u8>)> {
    let picture = quarters(64, 48);
    let mut files = vec![
        ("own.jpg".to_owned(), jpeg(&picture)),
        (
            "own.png".to_owned(),
            png(&DynamicImage::ImageRgb8(picture.clone())),
        ),
        ("own.webp".to_owned(), webp(&picture)),
    ];
    files.extend(FIXTURES.map(|(name, file)| (name.to_owned(), file.to_vec())));
    files
}

#[test]
fn a_picture_cut_anywhere_is_refused() {
    for (name, file) in whole_files() {
        assert!(develop(&file).is_ok(), "{name} is whole");
        for length in 0..file.len() {
            let refused = develop(&file[..length]).expect_err(&name);
            let expected = match length {
                0..12 => matches!(refused, PhotoError::NotAPicture | PhotoError::CutOff),
                _ => refused == PhotoError::CutOff,
            };
            assert!(expected, "{name} cut at {length}: {refused}");
        }
    }
}

#[test]
fn a_cut_picture_closed_by_an_end_marker_is_refused() {
    for (name, file) in whole_files() {
        if !name.ends_with(".jpg") || name.contains("progressive") {
            continue;
        }
        let scan = file
            .windows(2)
            .position(|pair| pair == [0xff, 0xda])
            .unwrap();
        // From the first entropy-coded byte to a little before the true end.
        for length in (scan + 14..file.len() - 6).step_by(3) {
            let closed = [&file[..length], &[0xff, 0xd9]].concat();
            assert!(
                develop(&closed).is_err(),
                "{name} closed at {length} of {}",
                file.len()
            );
        }
    }
}

#[test]
fn a_progressive_picture_without_its_first_scan_data_is_refused() {
    let (_, file) = FIXTURES[3];
    let scan = file
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap();
    let second = file[scan + 2..]
        .windows(2)
        .position(|pair| pair == [0xff, 0xc4])
        .unwrap();
    for length in scan + 14..scan + second {
        let closed = [&file[..length], &[0xff, 0xd9]].concat();
        assert!(develop(&closed).is_err(), "closed at {length}");
    }
}

#[test]
fn a_jpeg_that_lies_about_its_size_is_refused() {
    for (name, file) in whole_files()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".jpg"))
    {
        let seen = inspect(&file).unwrap();
        let (width, height) = (
            u16::try_from(seen.width).unwrap(),
            u16::try_from(seen.height).unwrap(),
        );
        for (declared_width, declared_height) in [
            (width, height * 2),
            (width * 2, height),
            (width, height / 2),
            (width, 4_000),
        ] {
            let refused = develop(&jpeg_resized(&file, declared_width, declared_height));
            let code = refused.expect_err(&name).code();
            let expected = ["photo-cut-off", "photo-size-lies", "photo-damaged"];
            assert!(
                expected.contains(&code),
                "{name} {declared_width} × {declared_height}: {code}"
            );
        }
    }
}

#[test]
fn a_png_that_lies_about_its_size_is_refused() {
    let rows = |count: usize| [vec![0], vec![200; 30]].concat().repeat(count);
    let header = [8, 2, 0, 0, 0];
    assert!(develop(&raw_png((10, 20), header, &rows(20))).is_ok());
    let taller = develop(&raw_png((10, 40), header, &rows(20))).unwrap_err();
    assert_eq!(taller, PhotoError::CutOff);
    let shorter = develop(&raw_png((10, 10), header, &rows(20))).unwrap_err();
    assert_eq!(shorter, PhotoError::SizeLies);
    let wider = develop(&raw_png((11, 20), header, &rows(20))).unwrap_err();
    assert_eq!(wider, PhotoError::CutOff);
}

#[test]
fn a_webp_that_lies_about_its_size_is_refused() {
    let (_, alpha) = FIXTURES[8];
    let mut file = alpha.to_vec();
    assert_eq!(&file[12..16], b"VP8X");
    file[24] += 1;
    assert_eq!(inspect(&file), Err(PhotoError::SizeLies));
    let mut file = webp(&quarters(64, 48));
    file[21] ^= 0x40;
    assert!(
        develop(&file).is_err(),
        "a lossless picture of another width"
    );
}

#[test]
fn bombs_are_refused_before_anything_is_unpacked() {
    let huge = jpeg_resized(&jpeg(&quarters(16, 16)), u16::MAX, u16::MAX);
    assert_eq!(inspect(&huge).unwrap_err().code(), "photo-side-too-long");
    let wide = jpeg_resized(&jpeg(&quarters(16, 16)), 16_384, 16_384);
    assert_eq!(inspect(&wide).unwrap_err().code(), "photo-too-many-pixels");
    // Within the limits, yet nothing in it: found by counting, before 180 MB are taken.
    let empty = jpeg_resized(&jpeg(&quarters(16, 16)), 10_000, 6_000);
    assert_eq!(develop(&empty).unwrap_err(), PhotoError::CutOff);

    let rgba = [8, 6, 0, 0, 0];
    let zeros = vec![0; 4_000_000];
    let side = raw_png((SIDE_MAX + 1, 1), rgba, &zeros);
    assert_eq!(inspect(&side).unwrap_err().code(), "photo-side-too-long");
    let overfull = raw_png((10, 10), rgba, &zeros);
    assert_eq!(develop(&overfull).unwrap_err(), PhotoError::SizeLies);
    let deep = raw_png((8_000, 7_000), [16, 6, 0, 0, 0], &[0; 100]);
    assert_eq!(inspect(&deep).unwrap_err().code(), "photo-too-many-pixels");
}

#[test]
fn too_many_bytes_are_not_even_looked_at() {
    let refused = inspect(&vec![0; BYTES_MAX + 1]).unwrap_err();
    let (actual, limit) = (BYTES_MAX as u64 + 1, BYTES_MAX as u64);
    assert_eq!(refused, PhotoError::TooManyBytes { actual, limit });
    assert_eq!(inspect(&vec![0; BYTES_MAX]), Err(PhotoError::NotAPicture));
}

#[test]
fn animated_pictures_are_refused() {
    for file in ANIMATED {
        assert_eq!(inspect(file), Err(PhotoError::Animated));
        assert_eq!(develop(file), Err(PhotoError::Animated));
    }
}

#[test]
fn other_formats_are_refused_by_name() {
    let refused = develop(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap_err();
    assert_eq!(refused.code(), "photo-unsupported-format");
    assert_eq!(refused.to_string(), "pictures of format heic are not taken");
}

#[test]
fn variants_no_decoder_knows_are_refused_as_such() {
    let mut lossless = jpeg(&quarters(16, 16));
    let frame = lossless
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    lossless[frame + 1] = 0xc3;
    assert_eq!(
        inspect(&lossless).unwrap_err().code(),
        "photo-unsupported-variant"
    );
    let mut deep = jpeg(&quarters(16, 16));
    deep[frame + 4] = 12;
    assert_eq!(
        inspect(&deep).unwrap_err().code(),
        "photo-unsupported-variant"
    );
    let later = jpeg_resized(&jpeg(&quarters(16, 16)), 16, 0);
    assert_eq!(
        inspect(&later).unwrap_err().code(),
        "photo-unsupported-variant"
    );
}

#[test]
fn a_second_frame_cannot_hide_a_larger_size() {
    let file = jpeg(&quarters(16, 16));
    let frame = file
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    let second = jpeg_resized(&file, 16_000, 16_000)[frame..frame + 19].to_vec();
    let both = [&file[..frame + 19], &second, &file[frame + 19..]].concat();
    assert_eq!(inspect(&both), Err(PhotoError::Damaged));
}

#[test]
fn what_follows_the_end_marker_does_not_matter() {
    let file = jpeg(&quarters(16, 16));
    let trailed = [file.as_slice(), b"MakerTrailer", &file].concat();
    assert!(develop(&trailed).is_ok());
    assert!(develop(&with_exif(&file, b"not a TIFF structure")).is_ok());
}

#[test]
fn a_wrong_checksum_is_damage() {
    let mut file = png(&DynamicImage::ImageRgb8(quarters(64, 48)));
    let data = file.windows(4).position(|kind| kind == b"IDAT").unwrap();
    let length = u32::from_be_bytes(file[data - 4..data].try_into().unwrap()) as usize;
    file[data + 4 + length] ^= 1;
    assert_eq!(develop(&file), Err(PhotoError::Damaged));
}

#[test]
fn a_webp_cut_short_with_its_lengths_put_right_is_refused() {
    for file in [webp(&quarters(64, 48)), FIXTURES[7].1.to_vec()] {
        let whole = u32::from_le_bytes(file[16..20].try_into().unwrap());
        for length in (10..whole - 8).step_by(2) {
            let mut cut = file[..20 + length as usize].to_vec();
            cut[4..8].copy_from_slice(&(length + 12).to_le_bytes());
            cut[16..20].copy_from_slice(&length.to_le_bytes());
            let seen = develop(&cut).map(|developed| developed.width);
            assert!(seen.is_err(), "{length} of {whole}");
        }
    }
}
