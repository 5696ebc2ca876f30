//! Pictures are repeatable, readable and different; their EXIF is read back by a reader written
//! here from the TIFF layout, apart from the writer.

use std::collections::BTreeMap;

use image::DynamicImage;

use super::{Daylight, FruitKind, PaintError, Scene, SeasonStage, growth_photo};

const STAGES: [SeasonStage; 8] = [
    SeasonStage::Dormant,
    SeasonStage::Budding,
    SeasonStage::Blossom,
    SeasonStage::FruitSet,
    SeasonStage::Growing,
    SeasonStage::Colouring,
    SeasonStage::Ripe,
    SeasonStage::Harvested,
];

/// Small, so that the whole year is painted in a moment.
fn scene() -> Scene {
    Scene {
        tree_seed: 42,
        season_stage: SeasonStage::Ripe,
        daylight: Daylight::Noon,
        fruit: FruitKind::NavelOrange,
        width: 240,
        height: 180,
        taken_at: "2026-11-20T09:41:07+08:00".to_owned(),
        lat_e7: 308_261_234,
        lon_e7: -1_109_765_432,
    }
}

fn decoded(jpeg: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).expect("a readable JPEG")
}

/// 64-bit difference hash: is each pixel of a 9 × 8 grey picture darker than its right neighbour?
fn dhash(jpeg: &[u8]) -> u64 {
    let grey = decoded(jpeg).thumbnail_exact(9, 8).to_luma8();
    let mut hash = 0;
    for y in 0..8 {
        for x in 0..8 {
            let darker = grey.get_pixel(x, y).0 < grey.get_pixel(x + 1, y).0;
            hash = hash << 1 | u64::from(darker);
        }
    }
    hash
}

#[test]
fn the_same_scene_gives_the_same_bytes_of_the_asked_size() {
    let jpeg = growth_photo(&scene()).unwrap();
    assert_eq!(jpeg, growth_photo(&scene()).unwrap());
    let picture = decoded(&jpeg);
    assert_eq!((picture.width(), picture.height()), (240, 180));
    let tall = growth_photo(&Scene {
        width: 180,
        height: 240,
        ..scene()
    })
    .unwrap();
    assert_eq!(
        (decoded(&tall).width(), decoded(&tall).height()),
        (180, 240)
    );
}

#[test]
fn trees_moments_stages_and_fruits_all_look_different() {
    let mut scenes = Vec::new();
    for tree_seed in 0..6 {
        for day in 1..=3 {
            let taken_at = format!("2026-11-0{day}T09:41:07+08:00");
            scenes.push(Scene {
                tree_seed,
                taken_at,
                ..scene()
            });
        }
    }
    for (season_stage, month) in STAGES.into_iter().zip(1..) {
        let taken_at = format!("2026-0{month}-05T10:00:00+08:00");
        scenes.push(Scene {
            season_stage,
            taken_at,
            fruit: FruitKind::Peach,
            ..scene()
        });
    }
    for daylight in [Daylight::Dawn, Daylight::Dusk] {
        scenes.push(Scene {
            daylight,
            ..scene()
        });
    }
    for fruit in [FruitKind::Pear, FruitKind::Cherry, FruitKind::Peach] {
        scenes.push(Scene {
            fruit,
            season_stage: SeasonStage::Blossom,
            ..scene()
        });
    }
    let mut seen = BTreeMap::new();
    for scene in scenes {
        let hash = dhash(&growth_photo(&scene).unwrap());
        let earlier = seen.insert(hash, scene.clone());
        assert_eq!(earlier, None, "looks like {scene:?}");
    }
}

#[test]
fn ripe_oranges_are_orange_and_bare_pears_let_the_sky_through() {
    let share = |scene: &Scene, wanted: fn([u8; 3]) -> bool| {
        let picture = decoded(&growth_photo(scene).unwrap()).to_rgb8();
        let hits = picture.pixels().filter(|pixel| wanted(pixel.0)).count();
        hits * 1000 / picture.pixels().count()
    };
    let orange = |[red, green, blue]: [u8; 3]| red > 190 && green < 170 && blue < 90;
    let green = |[red, green, blue]: [u8; 3]| green > red && green > blue && red < 120;
    let summer = Scene {
        season_stage: SeasonStage::Growing,
        ..scene()
    };
    assert!(
        share(&scene(), orange) > share(&summer, orange) + 3,
        "ripe fruit shows"
    );
    let pear = |season_stage| Scene {
        season_stage,
        fruit: FruitKind::Pear,
        ..scene()
    };
    let (bare, full) = (pear(SeasonStage::Dormant), pear(SeasonStage::Growing));
    assert!(
        share(&full, green) > share(&bare, green) + 100,
        "leaves fall"
    );
}

#[test]
fn scenes_that_cannot_be_are_refused() {
    let size = |width, height| {
        growth_photo(&Scene {
            width,
            height,
            ..scene()
        })
    };
    for (width, height) in [(63, 180), (240, 0), (4097, 180), (u32::MAX, u32::MAX)] {
        assert_eq!(
            size(width, height),
            Err(PaintError::SizeOutOfRange { width, height })
        );
    }
    for taken_at in [
        "",
        "2026-11-20",
        "2026-11-20T09:41:07Z",
        "2026-11-20 09:41:07+08:00",
    ] {
        let refused = growth_photo(&Scene {
            taken_at: taken_at.to_owned(),
            ..scene()
        });
        assert_eq!(refused, Err(PaintError::TakenAtMalformed), "{taken_at}");
    }
    let place = |lat_e7, lon_e7| {
        growth_photo(&Scene {
            lat_e7,
            lon_e7,
            ..scene()
        })
    };
    for (lat_e7, lon_e7) in [(900_000_001, 0), (i32::MIN, 0), (0, 1_800_000_001)] {
        assert_eq!(
            place(lat_e7, lon_e7),
            Err(PaintError::PlaceOutOfRange { lat_e7, lon_e7 })
        );
    }
}

#[test]
fn exif_tells_time_place_and_orientation() {
    let jpeg = growth_photo(&scene()).unwrap();
    let tags = Tags::of(&jpeg);
    assert_eq!(tags.text(0x9003), "2026:11:20 09:41:07");
    assert_eq!(tags.text(0x9011), "+08:00");
    assert_eq!(tags.short(0x0112), 1);
    assert_eq!(
        (tags.text(0x0001), tags.text(0x0003)),
        ("N".to_owned(), "W".to_owned())
    );
    assert!((tags.degrees(0x0002) - 30.826_123_4).abs() < 1e-7);
    assert!((tags.degrees(0x0004) - 110.976_543_2).abs() < 1e-7);
}

/// The values of every directory of a picture's EXIF, by tag.
struct Tags(BTreeMap<u16, Vec<u8>>);

impl Tags {
    fn of(jpeg: &[u8]) -> Self {
        assert_eq!(jpeg[..2], [0xff, 0xd8], "a JPEG begins");
        let at = jpeg
            .windows(6)
            .position(|bytes| bytes == b"Exif\0\0")
            .expect("an EXIF segment");
        assert_eq!(jpeg[at - 4..at - 2], [0xff, 0xe1], "inside APP1");
        let tiff = &jpeg[at + 6..];
        assert_eq!(tiff[..4], *b"MM\0\x2a");
        let mut tags = BTreeMap::new();
        let mut waiting = vec![long(tiff, 4)];
        while let Some(directory) = waiting.pop() {
            for index in 0..usize::from(short(tiff, directory)) {
                let entry = directory + 2 + index * 12;
                let tag = short(tiff, entry);
                let size = match short(tiff, entry + 2) {
                    1 | 2 => 1,
                    3 => 2,
                    4 => 4,
                    5 => 8,
                    other => panic!("type {other} is not one we write"),
                } * long(tiff, entry + 4);
                let from = if size <= 4 {
                    entry + 8
                } else {
                    long(tiff, entry + 8)
                };
                assert!(size <= 4 || from % 2 == 0, "values lie on word boundaries");
                if [0x8769, 0x8825].contains(&tag) {
                    waiting.push(long(tiff, entry + 8));
                }
                tags.insert(tag, tiff[from..from + size].to_vec());
            }
        }
        Self(tags)
    }

    fn text(&self, tag: u16) -> String {
        let (end, text) = self.0[&tag].split_last().expect("a text");
        assert_eq!(*end, 0, "a text ends in nought");
        String::from_utf8(text.to_vec()).expect("ASCII")
    }

    fn short(&self, tag: u16) -> u16 {
        short(&self.0[&tag], 0)
    }

    fn degrees(&self, tag: u16) -> f64 {
        let number = |at| f64::from(u32::try_from(long(&self.0[&tag], at)).unwrap());
        let part = |index: usize| number(index * 8) / number(index * 8 + 4);
        part(0) + part(1) / 60.0 + part(2) / 3600.0
    }
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> usize {
    usize::from(short(bytes, at)) << 16 | usize::from(short(bytes, at + 2))
}
