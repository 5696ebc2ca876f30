//! Repeatable chance: the same seed gives the same numbers for ever. Not for secrets.

/// A small stream of pseudo-random numbers (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Starts the stream of `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// An independent stream for one purpose; asking it more or less does not move the others.
    pub(super) fn fork(&self, purpose: &str) -> Self {
        Self(self.0 ^ fingerprint(purpose))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 up to, not including, 1.
    pub(super) fn unit(&mut self) -> f32 {
        // 24 bits are exactly what an f32 holds.
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    /// From `low` up to `high`.
    pub(super) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Around nought, mostly near it, within -1 to 1.
    pub(super) fn around(&mut self) -> f32 {
        (self.unit() + self.unit() + self.unit()) / 1.5 - 1.0
    }

    /// A point in the unit disc, evenly spread.
    pub(super) fn disc(&mut self) -> (f32, f32) {
        let (angle, reach) = (self.range(0.0, std::f32::consts::TAU), self.unit().sqrt());
        (reach * angle.cos(), reach * angle.sin())
    }

    /// True in `share` of the cases.
    pub(super) fn chance(&mut self, share: f32) -> bool {
        self.unit() < share
    }
}

/// A number that stands for `text` (FNV-1a, 64 bit).
pub(super) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
