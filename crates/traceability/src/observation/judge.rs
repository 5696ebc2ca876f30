//! What is odd about an observation's photos. Pure; it must not decide: a flag is a question to a person (E 6).

use std::collections::BTreeMap;

use kernel::{ContentHash, ObservationId, Timestamp};

use super::{Flag, PhotoFacts, distance::metres_between};
use crate::orchard::Place;

/// A photo older than this at capture is asked about: in 30 days a fruit tree passes from one stage to the next, so
/// such a photo would show the past as the present (forged photos are the first fraud sign in warning L3).
pub const OLD_PHOTO_DAYS: i64 = 30;
/// A photo may be newer than our clock by a day: cameras write local time without a zone, up to 14 hours off.
pub const FUTURE_PHOTO_SECONDS: i64 = 86_400;
/// Farther from the orchard's point than this is asked about. Terraced orchards stretch 1–2 km from their point;
/// phone positions without sky view are off by up to about 2 km (cell tower).
pub const FAR_METRES: u64 = 5_000;

/// A photo with what was read from it before its place was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoEvidence {
    /// The photo.
    pub photo: PhotoFacts,
    /// Latitude and longitude in 1e-7 degree, if the camera wrote them.
    pub place_e7: Option<(i32, i32)>,
}

/// The questions about an observation's photos, photo by photo; none for a clean one.
///
/// `known` says which *other* observation had a photo first; photos it does not name are new.
#[must_use]
pub fn judge(
    photos: &[PhotoEvidence],
    captured_at: Timestamp,
    received_at: Timestamp,
    orchard: &Place,
    known: &BTreeMap<ContentHash, ObservationId>,
) -> Vec<Flag> {
    let mut flags = Vec::new();
    for PhotoEvidence { photo, place_e7 } in photos {
        let sha256 = photo.sha256;
        let same = known.get(&sha256).copied();
        flags.extend(same.map(|of| Flag::SamePhoto { sha256, of }));
        flags.extend(
            photo
                .taken_at
                .and_then(|taken_at| odd_time(sha256, taken_at, captured_at, received_at)),
        );
        let metres = place_e7.map(|place| metres_between(place, (orchard.lat_e7, orchard.lon_e7)));
        flags.extend(
            metres
                .filter(|metres| *metres > FAR_METRES)
                .map(|metres| Flag::FarAway { sha256, metres }),
        );
    }
    flags
}

fn odd_time(
    sha256: ContentHash,
    taken_at: Timestamp,
    captured_at: Timestamp,
    received_at: Timestamp,
) -> Option<Flag> {
    if taken_at > received_at.plus_seconds(FUTURE_PHOTO_SECONDS) {
        Some(Flag::FuturePhoto { sha256, taken_at })
    } else if taken_at.plus_days(OLD_PHOTO_DAYS) < captured_at {
        Some(Flag::OldPhoto { sha256, taken_at })
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
