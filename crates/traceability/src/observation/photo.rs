//! The value types of an observation: the stage of the year, a photo's facts and what may be asked about it.
//!
//! They must not hold pixels or places in the clear: the original is kept by its hash, the place is sealed.

use kernel::{ContentHash, ObservationId, Sealed, Timestamp};
use serde::{Deserialize, Serialize};

/// The stages of a fruit tree's year, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// 休眠: no growth.
    Dormant,
    /// 萌芽: buds open.
    Budding,
    /// 开花: in flower.
    Blossom,
    /// 坐果: fruit has set.
    FruitSet,
    /// 膨大: fruit grows.
    Growing,
    /// 转色: fruit colours.
    Colouring,
    /// 成熟: ready to pick.
    Ripe,
    /// 采收: picked.
    Harvested,
}

/// What a photo looks like, in 256 bits, hex when stored: photos that look alike differ in few of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(ContentHash);

impl Fingerprint {
    /// From its bits.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(ContentHash::from_bytes(bytes))
    }

    /// Its bits.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// In how many bits two differ, 0 to 256.
    #[must_use]
    pub fn bits_from(&self, other: &Self) -> u16 {
        let pairs = self.as_bytes().iter().zip(other.as_bytes());
        let bits: u32 = pairs.map(|(one, other)| (one ^ other).count_ones()).sum();
        u16::try_from(bits).unwrap_or(u16::MAX)
    }
}

/// A photo whose original is kept by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoFacts {
    /// Hash of the original's bytes.
    pub sha256: ContentHash,
    /// Pixels after orientation.
    pub width: u32,
    /// Pixels after orientation.
    pub height: u32,
    /// Size of the original.
    pub bytes: u64,
    /// Difference hash, 16 hex characters: what photos were compared by before there was a fingerprint.
    pub dhash: String,
    /// What it looks like; absent where too little is to be seen, and of photos from before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
    /// When the camera says it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// Where and with what it was taken, sealed to the observer: JSON of latitude, longitude (1e-7 degree), make, model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exif: Option<Sealed>,
}

/// Why a person should look before the observation counts. A flag is a question, never a verdict (E 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "flag")]
pub enum Flag {
    /// The very same photo is known from another observation.
    SamePhoto {
        /// The photo.
        sha256: ContentHash,
        /// The observation that had it first.
        of: ObservationId,
    },
    /// The photo looks like one of another tree, or like one of this tree on another day: a copy that was cropped,
    /// lightened or encoded anew looks so, and rarely two honest pictures do.
    NearPhoto {
        /// The photo.
        sha256: ContentHash,
        /// The photo it looks like.
        like: ContentHash,
        /// The observation that had that one.
        of: ObservationId,
        /// In how many of the 256 bits of their fingerprints they differ.
        bits: u16,
    },
    /// The photo was taken long before it was sent.
    OldPhoto {
        /// The photo.
        sha256: ContentHash,
        /// When the camera says it was taken.
        taken_at: Timestamp,
    },
    /// The photo claims to be taken in the future.
    FuturePhoto {
        /// The photo.
        sha256: ContentHash,
        /// When the camera says it was taken.
        taken_at: Timestamp,
    },
    /// The photo was taken far from the orchard.
    FarAway {
        /// The photo.
        sha256: ContentHash,
        /// How far, in metres.
        metres: u64,
    },
}
