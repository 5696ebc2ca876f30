//! Points, outlines and hulls: what is read, what is refused, and what holds of all of them.

use super::*;
use proptest::prelude::*;

fn spot(lat_e7: i32, lon_e7: i32) -> Spot {
    Spot { lat_e7, lon_e7 }
}

fn spots(corners: &[(i32, i32)]) -> Vec<Spot> {
    corners.iter().map(|(lat, lon)| spot(*lat, *lon)).collect()
}

#[test]
fn degrees_are_read_without_rounding() {
    assert_eq!(degrees_e7("24.9512"), Some(249_512_000));
    assert_eq!(degrees_e7(" -0.0000001 "), Some(-1));
    assert_eq!(degrees_e7("115"), Some(1_150_000_000));
    for wrong in [
        "",
        "-",
        "24,95",
        "24.12345678",
        "9999",
        "1e3",
        "NaN",
        "--1",
        "+1",
        "１",
    ] {
        assert_eq!(degrees_e7(wrong), None, "{wrong}");
    }
}

#[test]
fn an_outline_goes_once_around() {
    let square = [(0, 0), (0, 10), (10, 10), (10, 0)];
    assert!(is_outline(&spots(&square)));
    for (why, wrong) in [
        ("two corners", &[(0, 0), (0, 10)][..]),
        ("a bow tie", &[(0, 0), (10, 10), (0, 10), (10, 0)]),
        (
            "a corner twice in a row",
            &[(0, 0), (0, 0), (0, 10), (10, 10)],
        ),
        ("closed as in GeoJSON", &[(0, 0), (0, 10), (10, 10), (0, 0)]),
        ("all on one line", &[(0, 0), (0, 5), (0, 10)]),
        (
            "a side that turns back",
            &[(0, 0), (0, 10), (0, 5), (10, 5)],
        ),
        (
            "a corner on another side",
            &[(0, 0), (0, 10), (10, 10), (0, 5)],
        ),
        ("off the globe", &[(0, 0), (0, 10), (900_000_001, 10)]),
    ] {
        assert!(!is_outline(&spots(wrong)), "{why}");
    }
}

#[test]
fn a_hull_leaves_out_what_lies_inside_or_on_a_side() {
    let points = spots(&[(0, 0), (10, 10), (5, 5), (0, 10), (10, 0), (0, 5), (0, 0)]);
    assert_eq!(hull(&points), spots(&[(0, 0), (0, 10), (10, 10), (10, 0)]));
    assert_eq!(hull(&spots(&[(0, 0), (1, 1), (2, 2)])), []);
    assert_eq!(hull(&[]), []);
}

#[test]
fn an_outline_goes_left_from_the_same_corner() {
    let left = spots(&[(0, 0), (0, 10), (10, 10), (10, 0)]);
    let right = spots(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
    assert_eq!(leftward(left.clone()), left);
    assert_eq!(leftward(right), left);
    assert_eq!(leftward(vec![]), []);
}

proptest! {
    #[test]
    fn degrees_survive_their_text(e7 in any::<i32>()) {
        prop_assume!(e7 != i32::MIN);
        prop_assert_eq!(degrees_e7(&degrees_text(e7)), Some(e7));
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,24}") {
        let _ = degrees_e7(&text);
    }

    #[test]
    fn a_hull_is_an_outline_around_all_its_points(
        points in prop::collection::vec((-50_i32..50, -50_i32..50), 0..60)
    ) {
        let points = spots(&points);
        let around = hull(&points);
        prop_assume!(!around.is_empty());
        prop_assert!(is_outline(&around), "{around:?}");
        for (index, corner) in around.iter().enumerate() {
            let next = around[(index + 1) % around.len()];
            prop_assert!(points.iter().all(|point| turn(*corner, next, *point) >= 0));
        }
    }

    #[test]
    fn no_corners_overflow(
        corners in prop::collection::vec((any::<i32>(), any::<i32>()), 0..12)
    ) {
        let _ = is_outline(&spots(&corners));
        let _ = hull(&spots(&corners));
    }
}
