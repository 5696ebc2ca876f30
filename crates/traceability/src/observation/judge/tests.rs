//! Which photos are asked about.

use super::*;

const ORCHARD: (i32, i32) = (253_850_000, 1_149_270_000);
/// One degree of latitude is 111 195 m, so a metre is about 90 units of 1e-7 degree.
const KILOMETRE_E7: i32 = 89_932;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(hour * 3600)
}

fn hash(seed: u8) -> ContentHash {
    ContentHash::from_bytes([seed; 32])
}

fn evidence(seed: u8, hour: Option<i64>, place_e7: Option<(i32, i32)>) -> PhotoEvidence {
    PhotoEvidence {
        photo: PhotoFacts {
            sha256: hash(seed),
            width: 4032,
            height: 3024,
            bytes: 3_200_000,
            dhash: "9f1e3c7870e0c183".into(),
            fingerprint: None,
            taken_at: hour.map(at),
            exif: None,
        },
        place_e7,
    }
}

/// Judged when captured at hour 0 and received two days later.
fn judged(photos: &[PhotoEvidence], known: &[(u8, u8)]) -> Vec<Flag> {
    let same = known
        .iter()
        .map(|(photo, of)| (hash(*photo), ObservationId::from_bytes([*of; 16])));
    let earlier = Earlier {
        same: same.collect(),
        like: BTreeMap::new(),
    };
    judge(photos, at(0), at(48), &place(), &earlier)
}

fn place() -> Place {
    Place {
        province: "江西省".into(),
        county: "信丰县".into(),
        village: "安西镇".into(),
        lat_e7: ORCHARD.0,
        lon_e7: ORCHARD.1,
    }
}

/// Judged beside one earlier photo, made so many days before.
fn beside(same_tree: bool, days: i64, bits: u16) -> Vec<Flag> {
    let likeness = Likeness {
        like: hash(2),
        of: ObservationId::from_bytes([7; 16]),
        same_tree,
        captured_at: at(-24 * days),
        bits,
    };
    let earlier = Earlier {
        same: BTreeMap::new(),
        like: BTreeMap::from([(hash(1), vec![likeness])]),
    };
    judge(
        &[evidence(1, None, None)],
        at(0),
        at(48),
        &place(),
        &earlier,
    )
}

fn near(bits: u16) -> Flag {
    Flag::NearPhoto {
        sha256: hash(1),
        like: hash(2),
        of: ObservationId::from_bytes([7; 16]),
        bits,
    }
}

#[test]
fn e6_a_photo_like_one_of_another_tree_is_asked_about() {
    assert_eq!(beside(false, 0, NEAR_BITS), [near(NEAR_BITS)]);
    assert_eq!(beside(false, 400, 0), [near(0)], "of another season too");
    assert_eq!(beside(false, 0, NEAR_BITS + 1), []);
}

#[test]
fn e6_a_tree_may_look_like_itself_but_not_be_an_old_file() {
    assert_eq!(beside(true, 8, SAME_TREE_BITS), [near(SAME_TREE_BITS)]);
    assert_eq!(beside(true, 8, SAME_TREE_BITS + 1), []);
    assert_eq!(beside(true, SAME_TREE_DAYS, 0), [], "the same week");
}

#[test]
fn e6_the_very_same_photo_is_asked_about_once() {
    let of = ObservationId::from_bytes([7; 16]);
    let likeness = Likeness {
        like: hash(1),
        of,
        same_tree: false,
        captured_at: at(-24),
        bits: 0,
    };
    let earlier = Earlier {
        same: BTreeMap::from([(hash(1), of)]),
        like: BTreeMap::from([(hash(1), vec![likeness])]),
    };
    let flags = judge(
        &[evidence(1, None, None)],
        at(0),
        at(48),
        &place(),
        &earlier,
    );
    assert_eq!(
        flags,
        [Flag::SamePhoto {
            sha256: hash(1),
            of
        }]
    );
}

#[test]
fn a_clean_photo_raises_no_question() {
    let clean = [
        evidence(1, Some(-1), Some(ORCHARD)),
        evidence(2, None, None),
    ];
    assert_eq!(judged(&clean, &[(9, 9)]), []);
    assert_eq!(judged(&[], &[]), []);
}

#[test]
fn a_photo_that_was_sent_before_is_asked_about() {
    assert_eq!(
        judged(&[evidence(1, None, None)], &[(1, 7)]),
        [Flag::SamePhoto {
            sha256: hash(1),
            of: ObservationId::from_bytes([7; 16]),
        }]
    );
}

#[test]
fn a_photo_older_than_thirty_days_when_sent_is_asked_about() {
    assert_eq!(judged(&[evidence(1, Some(48 - 30 * 24), None)], &[]), []);
    assert_eq!(
        judged(&[evidence(1, Some(47 - 30 * 24), None)], &[]),
        [Flag::OldPhoto {
            sha256: hash(1),
            taken_at: at(47 - 30 * 24),
        }]
    );
}

#[test]
fn a_photo_more_than_a_day_ahead_of_our_clock_is_asked_about() {
    assert_eq!(judged(&[evidence(1, Some(72), None)], &[]), []);
    assert_eq!(
        judged(&[evidence(1, Some(73), None)], &[]),
        [Flag::FuturePhoto {
            sha256: hash(1),
            taken_at: at(73),
        }]
    );
}

#[test]
fn a_photo_from_farther_than_five_kilometres_is_asked_about() {
    let north = |metres: i32| (ORCHARD.0 + metres * KILOMETRE_E7 / 1000, ORCHARD.1);
    assert_eq!(judged(&[evidence(1, None, Some(north(4_990)))], &[]), []);
    let flags = judged(&[evidence(1, None, Some(north(5_010)))], &[]);
    let [Flag::FarAway { sha256, metres }] = flags[..] else {
        panic!("{flags:?}")
    };
    assert_eq!(sha256, hash(1));
    assert!((5_005..=5_015).contains(&metres), "{metres}");
}

#[test]
fn each_photo_answers_for_itself() {
    let photos = [
        evidence(1, Some(-9999), Some((0, 0))),
        evidence(2, Some(-1), Some(ORCHARD)),
        evidence(3, Some(-1), None),
    ];
    let flags = judged(&photos, &[(1, 7), (3, 8)]);
    let names: Vec<String> = flags
        .iter()
        .map(|flag| serde_json::to_value(flag).unwrap()["flag"].to_string())
        .collect();
    assert_eq!(
        names,
        [
            "\"same-photo\"",
            "\"old-photo\"",
            "\"far-away\"",
            "\"same-photo\""
        ]
    );
}
