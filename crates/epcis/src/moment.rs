//! When something happened of which only the day is known. It knows no step.

use kernel::{Day, Timestamp};

/// Fruit that was noted later was picked by this time of day, in the orchard's zone.
const EVENING: &str = "T18:00:00+08:00";

/// When fruit was picked: in the evening of its day, or when it was recorded if that was before.
#[must_use]
pub fn picked_at(day: Day, recorded_at: Timestamp) -> Timestamp {
    let evening = format!("{day}{EVENING}").parse();
    evening.map_or(recorded_at, |evening: Timestamp| evening.min(recorded_at))
}

#[cfg(test)]
mod tests {
    use super::picked_at;

    #[test]
    fn fruit_is_never_picked_after_it_was_recorded() {
        let day = "2026-11-20".parse().unwrap();
        let at = |text: &str| text.parse().unwrap();
        assert_eq!(
            picked_at(day, at("2026-11-20T03:00:00Z")),
            at("2026-11-20T03:00:00Z")
        );
        assert_eq!(
            picked_at(day, at("2026-11-23T03:00:00Z")),
            at("2026-11-20T10:00:00Z")
        );
    }
}
