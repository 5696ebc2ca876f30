//! The system's clock, to the millisecond.

use std::time::SystemTime;

use app::ports::Clock;
use kernel::Timestamp;

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let millis = i64::try_from(since_1970.as_millis()).unwrap_or_default();
        clock_or_end(millis)
    }
}

/// A clock beyond the calendar stands at the calendar's last millisecond that is known to exist.
fn clock_or_end(millis: i64) -> Timestamp {
    const YEAR_9999_MILLIS: i64 = 253_402_300_799_999;
    let shown = millis.clamp(0, YEAR_9999_MILLIS);
    Timestamp::from_millis(shown).unwrap_or_else(|| clock_or_end(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stays_on_the_calendar() {
        assert_eq!(
            clock_or_end(i64::MAX).to_string(),
            "9999-12-31T23:59:59.999Z"
        );
        assert_eq!(clock_or_end(-1).to_string(), "1970-01-01T00:00:00.000Z");
        assert!(SystemClock.now() > clock_or_end(1_700_000_000_000));
    }
}
