//! Names that were met a moment ago, so that a scan parses and allocates most of them once.
//! A small table that forgets; it never changes what a name means.

use crate::error::DamageKind;
use crate::name::{EventType, StreamName};

/// Places in the table, a power of two.
const PLACES: usize = 256;

/// Parsed names of one kind, each in the place its bytes say.
pub(crate) struct Interned<T> {
    places: Vec<Option<T>>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { places: Vec::new() }
    }
}

/// A name that can be made of stored bytes.
pub(crate) trait Stored: Clone {
    /// Parses the bytes; `None` when they are no such name.
    fn parse_stored(bytes: &[u8]) -> Option<Self>;
    fn stored(&self) -> &[u8];
}

impl Stored for StreamName {
    fn parse_stored(bytes: &[u8]) -> Option<Self> {
        Self::parse(std::str::from_utf8(bytes).ok()?).ok()
    }

    fn stored(&self) -> &[u8] {
        self.as_str().as_bytes()
    }
}

impl Stored for EventType {
    fn parse_stored(bytes: &[u8]) -> Option<Self> {
        Self::parse(std::str::from_utf8(bytes).ok()?).ok()
    }

    fn stored(&self) -> &[u8] {
        self.as_str().as_bytes()
    }
}

impl<T: Stored> Interned<T> {
    /// The name these bytes spell.
    pub(crate) fn get(&mut self, bytes: &[u8]) -> Result<T, DamageKind> {
        self.look(bytes).cloned()
    }

    /// The same to look at. Counting one more owner would make the processor finish all it has
    /// begun to write, for nothing.
    pub(crate) fn look(&mut self, bytes: &[u8]) -> Result<&T, DamageKind> {
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let place = self.places.get_mut(place_of(bytes));
        let place = place.ok_or(DamageKind::Undecodable)?;
        if place.as_ref().is_none_or(|known| known.stored() != bytes) {
            *place = Some(T::parse_stored(bytes).ok_or(DamageKind::Undecodable)?);
        }
        place.as_ref().ok_or(DamageKind::Undecodable)
    }
}

/// Names mostly differ at their end.
fn place_of(bytes: &[u8]) -> usize {
    let mut end = [0; 8];
    for (to, from) in end.iter_mut().zip(bytes.iter().rev()) {
        *to = *from;
    }
    let mixed = (u64::from_le_bytes(end) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // The top eight bits: as many as there are places.
    (mixed >> 56) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_are_spelled_also_when_they_share_a_place() {
        let mut names = Interned::<StreamName>::default();
        for round in 0..2 {
            for number in 0..2_000 {
                let text = format!("tree-{number}");
                let name = names.get(text.as_bytes()).unwrap();
                assert_eq!(name.as_str(), text, "round {round}");
            }
        }
        for wrong in [&b"tree"[..], b"tree-\xff", b""] {
            assert_eq!(names.get(wrong), Err(DamageKind::Undecodable));
        }
        let kind = Interned::<EventType>::default().get(b"orchard.counted");
        assert_eq!(kind.unwrap().as_str(), "orchard.counted");
    }
}
