//! What is odd about an observation's photos. Pure; it must not decide: a flag is a question to a person (E 6).

use std::collections::BTreeMap;

use kernel::{ContentHash, ObservationId, Timestamp};

use super::{Flag, PhotoFacts, distance::metres_between};
use crate::orchard::Place;

/// A photo older than this when it is sent is asked about, whatever moment the device names: in 30 days a fruit tree passes from one stage to the next, so
/// such a photo would show the past as the present (forged photos are the first fraud sign in warning L3).
pub const OLD_PHOTO_DAYS: i64 = 30;
/// A photo may be newer than our clock by a day: cameras write local time without a zone, up to 14 hours off.
pub const FUTURE_PHOTO_SECONDS: i64 = 86_400;
/// At most so many of 256 bits from a photo of another tree is asked about. Copies that lost 3 % at two sides, a fifth
/// of their light or half their size differ by at most 68; different trees by 69 or more (docs/photos.md).
pub const NEAR_BITS: u16 = 68;
/// At most so many bits from a photo of the same tree of another day is asked about. A tree that is photographed from
/// the same spot looks like itself, so this is narrower: what is left is the old file encoded anew.
pub const SAME_TREE_BITS: u16 = 24;
/// Photos of one tree that were taken within so many days are not compared: nothing grows faster.
pub const SAME_TREE_DAYS: i64 = 7;
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

/// An earlier photo that one of the observation looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// The earlier photo.
    pub like: ContentHash,
    /// The observation that had it.
    pub of: ObservationId,
    /// Whether it is of the same tree.
    pub same_tree: bool,
    /// When that observation was made.
    pub captured_at: Timestamp,
    /// In how many bits their fingerprints differ.
    pub bits: u16,
}

impl Likeness {
    fn is_odd(&self, captured_at: Timestamp) -> bool {
        if !self.same_tree {
            return self.bits <= NEAR_BITS;
        }
        let long_ago = self.captured_at.plus_days(SAME_TREE_DAYS) < captured_at;
        long_ago && self.bits <= SAME_TREE_BITS
    }
}

/// What was there before an observation came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earlier {
    /// Which other observation had this very photo first. Photos it does not name are new.
    pub same: BTreeMap<ContentHash, ObservationId>,
    /// What each photo looks like, the nearest first.
    pub like: BTreeMap<ContentHash, Vec<Likeness>>,
}

/// The questions about an observation's photos, photo by photo; none for a clean one.
#[must_use]
pub fn judge(
    photos: &[PhotoEvidence],
    captured_at: Timestamp,
    received_at: Timestamp,
    orchard: &Place,
    earlier: &Earlier,
) -> Vec<Flag> {
    let mut flags = Vec::new();
    for PhotoEvidence { photo, place_e7 } in photos {
        let sha256 = photo.sha256;
        let same = earlier.same.get(&sha256).copied();
        let reused = same.map(|of| Flag::SamePhoto { sha256, of });
        flags.extend(reused.or_else(|| looks_like(sha256, captured_at, earlier)));
        flags.extend(
            photo
                .taken_at
                .and_then(|taken_at| odd_time(sha256, taken_at, received_at)),
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

/// The nearest earlier photo that it should not look like. One that is the very same is not asked about twice.
fn looks_like(sha256: ContentHash, captured_at: Timestamp, earlier: &Earlier) -> Option<Flag> {
    let found = earlier.like.get(&sha256)?;
    let odd = found.iter().find(|one| one.is_odd(captured_at))?;
    Some(Flag::NearPhoto {
        sha256,
        like: odd.like,
        of: odd.of,
        bits: odd.bits,
    })
}

fn odd_time(sha256: ContentHash, taken_at: Timestamp, received_at: Timestamp) -> Option<Flag> {
    if taken_at > received_at.plus_seconds(FUTURE_PHOTO_SECONDS) {
        Some(Flag::FuturePhoto { sha256, taken_at })
    } else if taken_at.plus_days(OLD_PHOTO_DAYS) < received_at {
        Some(Flag::OldPhoto { sha256, taken_at })
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
