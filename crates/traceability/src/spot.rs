//! A point on the ground and the outline of a piece of land, in whole numbers. It must not use floats: the same facts
//! give the same answer on every machine. How a point is drawn on paper is not known here.

use serde::{Deserialize, Serialize};

/// A quarter turn in units of 1e-7 degree: the largest latitude.
const LATITUDE_E7_MAX: u32 = 900_000_000;
/// Half a turn in units of 1e-7 degree: the largest longitude.
const LONGITUDE_E7_MAX: u32 = 1_800_000_000;
/// Digits after the point of a coordinate that is kept; the last one is about a centimetre.
const DIGITS: usize = 7;
/// Fewest corners of a piece of land.
pub const CORNERS_MIN: usize = 3;
/// Most corners of a piece of land.
pub const CORNERS_MAX: usize = 200;

/// A point on the ground; WGS-84 in units of 1e-7 degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spot {
    /// Latitude, north positive.
    pub lat_e7: i32,
    /// Longitude, east positive.
    pub lon_e7: i32,
}

impl Spot {
    /// Whether latitude and longitude are on the globe.
    #[must_use]
    pub const fn is_on_globe(self) -> bool {
        self.lat_e7.unsigned_abs() <= LATITUDE_E7_MAX
            && self.lon_e7.unsigned_abs() <= LONGITUDE_E7_MAX
    }
}

/// Degrees such as `24.9512` or `-24.9512` in ten-millionths, without rounding; `None` for anything else.
#[must_use]
pub fn degrees_e7(text: &str) -> Option<i32> {
    let (sign, digits) = match text.trim().strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.trim()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(decimals) || decimals.len() > DIGITS {
        return None;
    }
    format!("{whole}{decimals:0<DIGITS$}")
        .parse::<i32>()
        .ok()
        .map(|degrees| sign * degrees)
}

/// Ten-millionths of a degree as degrees: what [`degrees_e7`] reads back.
#[must_use]
pub fn degrees_text(e7: i32) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let all = e7.unsigned_abs();
    format!("{sign}{}.{:07}", all / 10_000_000, all % 10_000_000)
}

/// Whether these corners, in turn, go once around a piece of land: three or more, none twice, and no side meets
/// another one but at their common corner.
#[must_use]
pub fn is_outline(corners: &[Spot]) -> bool {
    let count = corners.len();
    if !(CORNERS_MIN..=CORNERS_MAX).contains(&count)
        || !corners.iter().all(|corner| corner.is_on_globe())
    {
        return false;
    }
    let side = |index: usize| (corners[index], corners[(index + 1) % count]);
    (0..count).all(|one| {
        let (from, to) = side(one);
        let (_, next) = side((one + 1) % count);
        // A side that turns back on the one before it covers it.
        from != to
            && !(turn(from, to, next) == 0
                && (is_between(from, to, next) || is_between(to, next, from)))
            && (one + 2..count)
                .filter(|other| (other + 1) % count != one)
                .all(|other| !meet(side(one), side(other)))
    })
}

/// The same outline going left (counter-clockwise), beginning at the same corner: of two ways to tell one thing, one.
#[must_use]
pub fn leftward(mut outline: Vec<Spot>) -> Vec<Spot> {
    let origin = outline.first().copied();
    let doubled_area: i128 = origin.map_or(0, |origin| {
        let pairs = outline.windows(2);
        pairs.map(|pair| turn(origin, pair[0], pair[1])).sum()
    });
    if doubled_area < 0 {
        outline[1..].reverse();
    }
    outline
}

/// Which way the path turns at `b`: positive to the left, negative to the right, 0 straight on or back.
fn turn(a: Spot, b: Spot, c: Spot) -> i128 {
    let across = |from: Spot, to: Spot| i128::from(to.lon_e7) - i128::from(from.lon_e7);
    let up = |from: Spot, to: Spot| i128::from(to.lat_e7) - i128::from(from.lat_e7);
    across(a, b) * up(b, c) - up(a, b) * across(b, c)
}

/// Whether `point`, known to lie on the line through `a` and `b`, lies between them.
fn is_between(a: Spot, b: Spot, point: Spot) -> bool {
    let within = |one: i32, other: i32, at: i32| (one.min(other)..=one.max(other)).contains(&at);
    within(a.lat_e7, b.lat_e7, point.lat_e7) && within(a.lon_e7, b.lon_e7, point.lon_e7)
}

/// Whether two sides have a point in common.
fn meet((a, b): (Spot, Spot), (c, d): (Spot, Spot)) -> bool {
    let [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
    let apart = |one: i128, other: i128| one.signum() * other.signum() < 0;
    (apart(abc, abd) && apart(cda, cdb))
        || (abc == 0 && is_between(a, b, c))
        || (abd == 0 && is_between(a, b, d))
        || (cda == 0 && is_between(c, d, a))
        || (cdb == 0 && is_between(c, d, b))
}

/// The smallest outline around these points (convex hull, Andrew's monotone chain: A. M. Andrew, 1979), going left;
/// empty when they lie on one line.
#[must_use]
pub fn hull(points: &[Spot]) -> Vec<Spot> {
    let mut sorted = points.to_vec();
    sorted.sort_unstable_by_key(|spot| (spot.lon_e7, spot.lat_e7));
    sorted.dedup();
    let mut lower = chain(sorted.iter().copied());
    let mut upper = chain(sorted.iter().rev().copied());
    lower.pop();
    upper.pop();
    lower.append(&mut upper);
    if lower.len() < CORNERS_MIN {
        lower.clear();
    }
    lower
}

fn chain(points: impl Iterator<Item = Spot>) -> Vec<Spot> {
    let mut kept: Vec<Spot> = Vec::new();
    for point in points {
        while let [.., one, two] = kept[..]
            && turn(one, two, point) <= 0
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

#[cfg(test)]
mod tests;
