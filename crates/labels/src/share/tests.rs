//! The picture has its size, its code reads back, and no words break it.

use image::{Rgb, RgbImage};

use super::*;

fn photo() -> Vec<u8> {
    let picture = RgbImage::from_fn(960, 720, |x, y| {
        Rgb([
            u8::try_from(x % 256).unwrap(),
            u8::try_from(y % 256).unwrap(),
            60,
        ])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn card() -> ShareCard {
    ShareCard {
        photo: Some(photo()),
        title: "小满的橙子树 · 爸爸种给你".to_owned(),
        line: "纽荷尔脐橙 · 乙区 14 排 6 株".to_owned(),
        place: "三标果园 · 江西省寻乌县".to_owned(),
        stage: "转色".to_owned(),
        code: "7F3K-9Q2M".to_owned(),
        invitation: "扫一扫，看它的日记".to_owned(),
        url: "https://farm.example/t/7F3K9Q2M".to_owned(),
    }
}

fn read_back(png: &[u8]) -> String {
    let picture = image::load_from_memory(png).unwrap().into_luma8();
    let (width, height) = picture.dimensions();
    let (width, height) = (width as usize, height as usize);
    let mut grey = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture
            .get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap())
            .0[0]
    });
    let found = grey.detect_grids();
    assert_eq!(found.len(), 1);
    found[0].decode().unwrap().1
}

#[test]
fn both_pictures_have_their_size_and_their_code_reads_back() {
    for (shape, size) in [
        (ShareShape::Wide, (1200, 630)),
        (ShareShape::Square, (1080, 1080)),
    ] {
        let png = share_picture(&card(), shape).unwrap();
        let picture = image::load_from_memory(&png).unwrap();
        assert_eq!((picture.width(), picture.height()), size);
        assert_eq!(read_back(&png), card().url);
        if let Some(folder) = std::env::var_os("POMONA_PAGES_DIR") {
            let file = std::path::Path::new(&folder).join(format!("share-{}.png", size.1));
            std::fs::write(file, png).unwrap();
        }
    }
}

#[test]
fn words_of_any_length_and_kind_can_be_drawn() {
    for words in [
        "",
        "橙",
        &"长".repeat(400),
        "W\u{202e}\u{7}😀\n〓",
        &"W".repeat(400),
    ] {
        let card = ShareCard {
            title: words.to_owned(),
            line: words.to_owned(),
            place: words.to_owned(),
            stage: words.chars().take(20).collect(),
            code: words.to_owned(),
            invitation: words.to_owned(),
            photo: None,
            ..card()
        };
        for shape in [ShareShape::Wide, ShareShape::Square] {
            assert!(share_picture(&card, shape).is_ok(), "{words}");
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_said_or_left_out() {
    let broken = ShareCard {
        photo: Some(b"no JPEG".to_vec()),
        ..card()
    };
    assert!(share_picture(&broken, ShareShape::Wide).is_ok());
    let nowhere = ShareCard {
        url: String::new(),
        ..card()
    };
    assert_eq!(
        share_picture(&nowhere, ShareShape::Wide),
        Err(LabelError::TextEmpty)
    );
}

#[test]
fn the_same_card_gives_the_same_bytes() {
    let draw = || share_picture(&card(), ShareShape::Wide).unwrap();
    assert_eq!(draw(), draw());
}
