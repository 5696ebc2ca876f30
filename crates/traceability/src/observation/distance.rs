//! How far apart two places are, in whole numbers. It must not use floats: the same facts give the same answer
//! on every machine.
//!
//! Equirectangular approximation: on a sphere of the mean Earth radius (IUGG, 6 371 008.8 m) one degree of a
//! great circle is 111 195 m; a degree of longitude shrinks by the cosine of the mean latitude. Within 1,000 km
//! and 60° of the equator this is within 1 % of the great circle, and far better near the 5 km it is asked about.

/// Metres of one degree of a great circle: 2π × 6 371 008.8 / 360.
const METRES_PER_DEGREE: u64 = 111_195;
/// Units of 1e-7 degree in a degree.
const E7: u64 = 10_000_000;
/// The whole circle in units of 1e-7 degree.
const CIRCLE_E7: u64 = 360 * E7;
/// Step of the table, in units of 1e-7 degree: five degrees.
const STEP_E7: u64 = 5 * E7;
/// One, in the table's millionths.
const ONE: u64 = 1_000_000;
/// cos(0°), cos(5°), … cos(90°) in millionths; between them straight lines, at most 0.1 % of one off.
const COSINES: [u64; 19] = [
    1_000_000, 996_195, 984_808, 965_926, 939_693, 906_308, 866_025, 819_152, 766_044, 707_107,
    642_788, 573_576, 500_000, 422_618, 342_020, 258_819, 173_648, 87_156, 0,
];

/// The distance between two places, each latitude and longitude in units of 1e-7 degree.
pub(super) fn metres_between(one: (i32, i32), other: (i32, i32)) -> u64 {
    let north = u64::from(one.0.abs_diff(other.0));
    let across = u64::from(one.1.abs_diff(other.1));
    let east = across.min(CIRCLE_E7.saturating_sub(across));
    let mean_latitude = (i64::from(one.0) + i64::from(other.0)).unsigned_abs() / 2;
    let y = north * METRES_PER_DEGREE / E7;
    let x = east * METRES_PER_DEGREE / E7 * cosine(mean_latitude) / ONE;
    (x * x + y * y).isqrt()
}

/// The cosine of a latitude in millionths, by straight lines between the table's points.
fn cosine(latitude_e7: u64) -> u64 {
    let Ok(index) = usize::try_from(latitude_e7 / STEP_E7) else {
        return 0;
    };
    let at = |index: usize| COSINES.get(index).copied().unwrap_or(0);
    let (left, right) = (at(index), at(index + 1));
    // The cosine falls from the equator to the pole, so left is never below right.
    left - (left - right) * (latitude_e7 % STEP_E7) / STEP_E7
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Great-circle distance by the haversine formula, the yardstick.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a yardstick in floats, far from any limit"
    )]
    fn great_circle(one: (i32, i32), other: (i32, i32)) -> u64 {
        let radians = |e7: i32| (f64::from(e7) / 1e7).to_radians();
        let half = |a: i32, b: i32| ((radians(a) - radians(b)) / 2.0).sin().powi(2);
        let h = half(one.0, other.0)
            + radians(one.0).cos() * radians(other.0).cos() * half(one.1, other.1);
        (2.0 * 6_371_008.8 * h.sqrt().asin()).round() as u64
    }

    #[test]
    fn known_distances_come_out_within_one_percent() {
        let ganzhou = (258_310_000, 1_149_350_000);
        let xinfeng = (253_850_000, 1_149_270_000);
        let beijing = (399_042_000, 1_164_074_000);
        let shanghai = (312_304_000, 1_214_737_000);
        for (one, other, metres) in [
            (ganzhou, xinfeng, 49_600),
            (beijing, shanghai, 1_067_000),
            ((0, 0), (0, 10_000_000), 111_195),
            ((600_000_000, 0), (600_000_000, 10_000_000), 55_597),
        ] {
            let found = metres_between(one, other);
            assert!(
                found.abs_diff(metres) * 100 <= metres,
                "{found} not {metres}"
            );
        }
    }

    #[test]
    fn the_date_line_and_the_corners_of_the_globe_are_no_trap() {
        assert_eq!(metres_between((0, 1_799_999_999), (0, -1_799_999_999)), 0);
        assert_eq!(
            metres_between((900_000_000, 0), (900_000_000, 1_800_000_000)),
            0
        );
        // Not on the globe at all, yet no overflow.
        let _ = metres_between((i32::MIN, i32::MIN), (i32::MAX, i32::MAX));
        let _ = metres_between((i32::MIN, i32::MIN), (i32::MIN, 0));
    }

    proptest! {
        #[test]
        fn near_places_agree_with_the_great_circle(
            lat in -600_000_000_i32..600_000_000,
            lon in -1_700_000_000_i32..1_700_000_000,
            north in -2_000_000_i32..2_000_000,
            east in -2_000_000_i32..2_000_000,
        ) {
            let (one, other) = ((lat, lon), (lat + north, lon + east));
            let (found, truth) = (metres_between(one, other), great_circle(one, other));
            prop_assert!(found.abs_diff(truth) <= truth / 100 + 3, "{} not {}", found, truth);
            prop_assert_eq!(found, metres_between(other, one));
        }
    }
}
