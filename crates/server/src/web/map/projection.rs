//! From degrees to metres on a flat sheet. It knows no tree, no page and no pixel.
//!
//! Equidistant cylindrical projection about the middle of the sheet, on the WGS-84 ellipsoid: with φ₀, λ₀ the middle,
//!
//! ```text
//! x =  (λ − λ₀) · N(φ₀) · cos φ₀        N(φ) = a / √(1 − e² sin² φ)
//! y = −(φ − φ₀) · M(φ₀)                 M(φ) = a (1 − e²) / (1 − e² sin² φ)^(3/2)
//! ```
//!
//! angles in radians, x to the east, y downwards as on a screen, in metres; a = 6 378 137 m, e² = 0.006 694 379 990 14.
//! Source: J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987): chapter 12 for the
//! projection, equations (4-18) and (4-20) for the radii M and N. Two kilometres from the middle, in the latitudes
//! where fruit grows, a place is less than a metre off.

use traceability::spot::Spot;

/// The ellipsoid's half axis at the equator, in metres (WGS-84).
const EQUATOR: f64 = 6_378_137.0;
/// The square of its eccentricity (WGS-84).
const E2: f64 = 0.006_694_379_990_14;
/// Units of 1e-7 degree in a degree.
const E7: f64 = 1e7;
/// Half a turn, in units of 1e-7 degree.
const HALF_TURN_E7: i64 = 1_800_000_000;

/// A point on the sheet, in metres from its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// To the east.
    pub(super) x: f64,
    /// To the south.
    pub(super) y: f64,
}

/// A flat sheet about a middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    middle: Spot,
    metres_per_degree: (f64, f64),
}

impl Sheet {
    /// The sheet about the middle of these spots; `None` for no spots.
    pub(super) fn around(spots: impl Iterator<Item = Spot> + Clone) -> Option<Self> {
        let first = spots.clone().next()?;
        let lats = spots.clone().map(|spot| i64::from(spot.lat_e7));
        let south = lats.clone().min()?;
        let north = lats.max()?;
        // Counted from the first spot, so that an orchard on the date line is as narrow as it is.
        let easts = spots.map(|spot| across(first, spot));
        let west = easts.clone().min()?;
        let east = easts.max()?;
        let lat_e7 = i32::try_from(i64::midpoint(south, north)).ok()?;
        let lon = turned(i64::from(first.lon_e7) + i64::midpoint(west, east));
        Some(Self::about(Spot {
            lat_e7,
            lon_e7: i32::try_from(lon).ok()?,
        }))
    }

    fn about(middle: Spot) -> Self {
        let (sin, cos) = (f64::from(middle.lat_e7) / E7).to_radians().sin_cos();
        let bent = 1.0 - E2 * sin * sin;
        let meridian = EQUATOR * (1.0 - E2) / bent.powf(1.5);
        let normal = EQUATOR / bent.sqrt();
        Self {
            middle,
            metres_per_degree: (
                meridian * 1_f64.to_radians(),
                normal * cos * 1_f64.to_radians(),
            ),
        }
    }

    /// Where a spot comes to lie.
    pub(super) fn place(&self, spot: Spot) -> Point {
        let up = i64::from(spot.lat_e7) - i64::from(self.middle.lat_e7);
        let (north, east) = self.metres_per_degree;
        Point {
            x: degrees(across(self.middle, spot)) * east,
            y: -degrees(up) * north,
        }
    }
}

/// How far east the second spot lies of the first, in units of 1e-7 degree, the short way round.
fn across(from: Spot, to: Spot) -> i64 {
    turned(i64::from(to.lon_e7) - i64::from(from.lon_e7))
}

/// A longitude within half a turn of zero.
fn turned(lon: i64) -> i64 {
    (lon + HALF_TURN_E7).rem_euclid(2 * HALF_TURN_E7) - HALF_TURN_E7
}

/// At most a turn, so it fits an `i32`, which is exact as a float.
fn degrees(e7: i64) -> f64 {
    f64::from(i32::try_from(e7).unwrap_or_default()) / E7
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(lat: f64, lon: f64) -> Spot {
        let e7 = |degrees: f64| traceability::spot::degrees_e7(&format!("{degrees:.7}")).unwrap();
        Spot {
            lat_e7: e7(lat),
            lon_e7: e7(lon),
        }
    }

    /// Lengths of a degree on WGS-84, as printed in tables of geodesy, to the metre.
    #[test]
    fn a_degree_is_as_long_as_in_the_tables() {
        for (lat, north, east) in [
            (0.0, 110_574.0, 111_320.0),
            (15.0, 110_649.0, 107_550.0),
            (30.0, 110_852.0, 96_486.0),
            (45.0, 111_132.0, 78_847.0),
            (60.0, 111_412.0, 55_800.0),
        ] {
            let sheet = Sheet::about(spot(lat, 100.0));
            let (found_north, found_east) = sheet.metres_per_degree;
            assert!((found_north - north).abs() < 1.0, "{lat}: {found_north}");
            assert!((found_east - east).abs() < 1.0, "{lat}: {found_east}");
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let spots = [spot(24.98, 115.67), spot(24.99, 115.68)];
        let sheet = Sheet::around(spots.iter().copied()).unwrap();
        let [south_west, north_east] = spots.map(|spot| sheet.place(spot));
        assert!(south_west.x < 0.0 && south_west.y > 0.0);
        assert!(north_east.x > 0.0 && north_east.y < 0.0);
        assert!((north_east.x - south_west.x - 1_009.3).abs() < 1.0);
        assert!((south_west.y - north_east.y - 1_107.7).abs() < 1.0);
    }

    #[test]
    fn an_orchard_on_the_date_line_is_narrow() {
        let spots = [spot(-17.0, 179.999), spot(-17.0, -179.999)];
        let sheet = Sheet::around(spots.iter().copied()).unwrap();
        let [west, east] = spots.map(|spot| sheet.place(spot).x);
        assert!(
            west < 0.0 && east > 0.0 && east - west < 250.0,
            "{west} {east}"
        );
        assert!(Sheet::around(std::iter::empty()).is_none());
    }
}
