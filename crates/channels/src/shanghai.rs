//! Moments as channels of China write them: the time of Shanghai, eight hours ahead of UTC all the year.
//! It must not know any channel.

use chrono::{DateTime, FixedOffset, NaiveDateTime, SecondsFormat};
use kernel::{Day, Timestamp};

const OFFSET_SECONDS: i32 = 8 * 3600;

fn local(at: Timestamp) -> DateTime<FixedOffset> {
    let offset =
        FixedOffset::east_opt(OFFSET_SECONDS).unwrap_or_else(|| at.utc().fixed_offset().timezone());
    at.utc().with_timezone(&offset)
}

/// `2026-11-28 10:00:00` read.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    let millis = local
        .and_utc()
        .timestamp_millis()
        .checked_sub(i64::from(OFFSET_SECONDS) * 1000)?;
    Timestamp::from_millis(millis)
}

/// `2026-11-28 10:00:00` written.
pub(crate) fn plain(at: Timestamp) -> String {
    local(at).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// `2026-11-28T10:00:00+08:00` written.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    local(at).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The day it is in Shanghai.
pub(crate) fn day(at: Timestamp) -> Day {
    Day::from(local(at).date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shanghai_is_eight_hours_ahead() {
        let at = read("2026-11-28 00:30:00").unwrap();
        assert_eq!(at.to_string(), "2026-11-27T16:30:00.000Z");
        assert_eq!(plain(at), "2026-11-28 00:30:00");
        assert_eq!(rfc3339(at), "2026-11-28T00:30:00+08:00");
        assert_eq!(day(at).to_string(), "2026-11-28");
        assert_eq!(read("2026-11-28"), None);
    }
}
