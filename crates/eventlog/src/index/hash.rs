//! Hashing of keys that are sixteen bytes: one multiplication with a secret, so that a table stays
//! quick whatever ids callers choose. Never stored; every process has its own secret.

use std::hash::{BuildHasher, Hasher, RandomState};

/// The secret of one process's tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed([u64; 2]);

impl Seed {
    pub(super) fn random() -> Self {
        Self([0u64, 1].map(|number| RandomState::new().hash_one(number)))
    }
}

impl BuildHasher for Seed {
    type Hasher = KeyHasher;

    fn build_hasher(&self) -> KeyHasher {
        KeyHasher {
            seed: *self,
            state: 0,
        }
    }
}

pub(super) struct KeyHasher {
    seed: Seed,
    state: u64,
}

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        let Seed([first, second]) = self.seed;
        for words in bytes.chunks(16) {
            let (mut low, mut high) = ([0; 8], [0; 8]);
            let halves = low.iter_mut().chain(&mut high);
            halves.zip(words).for_each(|(to, from)| *to = *from);
            let (low, high) = (u64::from_le_bytes(low), u64::from_le_bytes(high));
            let once = folded(low ^ first ^ self.state, high ^ second);
            // Twice, or counted ids fall into a lattice.
            self.state = folded(once ^ second, first | 1);
        }
    }

    /// Lengths: all keys of a table have the same.
    fn write_usize(&mut self, _length: usize) {}

    fn finish(&self) -> u64 {
        self.state
    }
}

/// Both halves of the product, so that every bit counts.
fn folded(a: u64, b: u64) -> u64 {
    let (low, high) = a.carrying_mul(b, 0);
    low ^ high
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::name::CommitId;

    #[test]
    fn counted_ids_spread_over_all_places_of_a_table() {
        for shift in [0, 20, 64, 100] {
            let seed = Seed::random();
            let ids = (0..4_096u128).map(|n| CommitId::from_bytes((n << shift).to_be_bytes()));
            let places: HashSet<u64> = ids.map(|id| seed.hash_one(id) >> 52).collect();
            // Of 4,096 places random choice would leave 37 % empty.
            assert!(
                places.len() > 2_000,
                "shift {shift}: {} places",
                places.len()
            );
        }
    }
}
