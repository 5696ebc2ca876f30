//! Pictures are repeatable, readable and different; their EXIF is read back by the crate that
//! reads uploads, whose parser shares nothing with the writer.

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
fn the_reader_of_uploads_finds_time_place_and_orientation() {
    let seen = photos::inspect(&growth_photo(&scene()).unwrap()).unwrap();
    let taken_at = seen.taken_at.expect("a time");
    assert_eq!(taken_at.local, "2026-11-20T09:41:07");
    assert_eq!(taken_at.offset.as_deref(), Some("+08:00"));
    let place = seen.place.expect("a place");
    // Seconds are kept to a ten-thousandth, so the last digit may be one off.
    assert!(
        (place.latitude_e7 - i64::from(scene().lat_e7)).abs() <= 1,
        "{place:?}"
    );
    assert!(
        (place.longitude_e7 - i64::from(scene().lon_e7)).abs() <= 1,
        "{place:?}"
    );
    assert_eq!((seen.orientation, seen.width, seen.height), (1, 240, 180));
}
