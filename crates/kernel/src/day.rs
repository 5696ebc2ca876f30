//! Calendar days and moments. Neither knows what time it is now: that comes in with the command.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Why a text is not a day or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not a day such as `2026-11-28`.
    #[error("a day looks like 2026-11-28")]
    Day,
    /// Not a moment such as `2026-11-28T08:00:00Z`.
    #[error("a moment looks like 2026-11-28T08:00:00Z")]
    Timestamp,
}

/// A calendar day without a time zone, `2026-11-28` in text; from 0001-01-01 to 9999-12-31, the days that this text
/// can name with four digits for the year (RFC 3339).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The first day.
    pub const FIRST: Self = Self(match NaiveDate::from_ymd_opt(1, 1, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });
    /// The last day.
    pub const LAST: Self = Self(match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(date) => date,
        None => NaiveDate::MAX,
    });

    /// The day with this year (1–9999), month (1–12) and day of month, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::within)
    }

    /// The only way in from a date that may be out of bounds.
    fn within(date: NaiveDate) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0)
            .contains(&date)
            .then_some(Self(date))
    }

    /// The calendar date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// So many days later; `None` beyond the calendar.
    #[must_use]
    pub fn plus_days(self, days: u64) -> Option<Self> {
        self.0
            .checked_add_days(chrono::Days::new(days))
            .and_then(Self::within)
    }

    /// So many days earlier; `None` beyond the calendar.
    #[must_use]
    pub fn minus_days(self, days: u64) -> Option<Self> {
        self.0
            .checked_sub_days(chrono::Days::new(days))
            .and_then(Self::within)
    }
}

impl From<NaiveDate> for Day {
    /// The same day, or the nearest one within bounds.
    fn from(date: NaiveDate) -> Self {
        Self(date.clamp(Self::FIRST.0, Self::LAST.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .and_then(Self::within)
            .ok_or(TimeError::Day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A moment in milliseconds since 1970-01-01 UTC; RFC 3339 in UTC with milliseconds in text. Like a [`Day`], it has a
/// year from 1 to 9999 in UTC, so that its text can always be read back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

/// 0001-01-01T00:00:00.000Z, in milliseconds since 1970.
const FIRST_MILLIS: i64 = -62_135_596_800_000;
/// 9999-12-31T23:59:59.999Z, in milliseconds since 1970.
const LAST_MILLIS: i64 = 253_402_300_799_999;

impl Timestamp {
    /// The moment so many milliseconds after 1970; `None` beyond the calendar.
    #[must_use]
    pub fn from_millis(millis: i64) -> Option<Self> {
        if !(FIRST_MILLIS..=LAST_MILLIS).contains(&millis) {
            return None;
        }
        DateTime::from_timestamp_millis(millis).map(Self)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// The moment as chrono knows it.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// So many seconds later, or the same moment at the end of the calendar.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        seconds
            .checked_mul(1000)
            .and_then(|millis| self.millis().checked_add(millis))
            .and_then(Self::from_millis)
            .unwrap_or(self)
    }

    /// So many whole days later (earlier if negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| TimeError::Timestamp)?;
        Self::from_millis(moment.timestamp_millis()).ok_or(TimeError::Timestamp)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_read_and_write_one_form() {
        let day: Day = "2026-11-28".parse().unwrap();
        assert_eq!(day.to_string(), "2026-11-28");
        assert_eq!(day.plus_days(3).unwrap().to_string(), "2026-12-01");
        assert_eq!("28.11.2026".parse::<Day>(), Err(TimeError::Day));
        assert_eq!("2026-02-30".parse::<Day>(), Err(TimeError::Day));
    }

    #[test]
    fn moments_keep_milliseconds_and_drop_the_offset() {
        let moment: Timestamp = "2026-11-28T16:00:00.123456+08:00".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-28T08:00:00.123Z");
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert_eq!("yesterday".parse::<Timestamp>(), Err(TimeError::Timestamp));
    }

    #[test]
    fn time_stops_at_the_end_of_the_calendar() {
        let moment: Timestamp = "2026-11-28T08:00:00Z".parse().unwrap();
        assert_eq!(moment.plus_seconds(i64::MAX), moment);
        assert_eq!(moment.plus_days(1).to_string(), "2026-11-29T08:00:00.000Z");
    }

    #[test]
    fn the_calendar_goes_from_year_1_to_year_9999() {
        for (text, beyond) in [("0001-01-01", "0000-12-31"), ("9999-12-31", "+10000-01-01")] {
            let day: Day = text.parse().unwrap();
            assert_eq!(day.to_string(), text);
            assert_eq!(beyond.parse::<Day>(), Err(TimeError::Day), "{beyond}");
        }
        assert_eq!((Day::new(0, 12, 31), Day::new(10_000, 1, 1)), (None, None));
        assert_eq!(
            (Day::LAST.plus_days(1), Day::FIRST.minus_days(1)),
            (None, None)
        );
        assert_eq!(Day::from(NaiveDate::MIN), Day::FIRST);
        assert_eq!(Day::from(NaiveDate::MAX), Day::LAST);
        let moment = |millis| Timestamp::from_millis(millis).map(|moment| moment.to_string());
        assert_eq!(moment(FIRST_MILLIS).unwrap(), "0001-01-01T00:00:00.000Z");
        assert_eq!(moment(LAST_MILLIS).unwrap(), "9999-12-31T23:59:59.999Z");
        assert_eq!(
            (moment(FIRST_MILLIS - 1), moment(LAST_MILLIS + 1)),
            (None, None)
        );
    }

    #[test]
    fn an_offset_leads_nowhere_beyond_the_calendar() {
        for text in [
            "9999-12-31T23:59:59-01:00",
            "0000-12-31T23:59:59Z",
            "0000-01-01T00:00:00+01:00",
            "0001-01-01T00:00:00+00:01",
        ] {
            assert_eq!(
                text.parse::<Timestamp>(),
                Err(TimeError::Timestamp),
                "{text}"
            );
        }
        let last = Timestamp::from_millis(LAST_MILLIS).unwrap();
        assert_eq!((last.plus_seconds(1), last.plus_days(1)), (last, last));
        let first = Timestamp::from_millis(FIRST_MILLIS).unwrap();
        assert_eq!(
            (first.plus_seconds(-1), first.plus_days(-1)),
            (first, first)
        );
    }

    /// Mostly near the ends of the calendar, where texts go wrong.
    fn millis() -> impl Strategy<Value = i64> {
        let day = 86_400_000;
        prop_oneof![
            FIRST_MILLIS - day..FIRST_MILLIS + day,
            LAST_MILLIS - day..LAST_MILLIS + day,
            FIRST_MILLIS..=LAST_MILLIS,
            any::<i64>(),
        ]
    }

    proptest! {
        #[test]
        fn every_moment_reads_back(millis in millis(), seconds in millis()) {
            if let Some(moment) = Timestamp::from_millis(millis) {
                for moment in [moment, moment.plus_seconds(seconds), moment.plus_days(seconds)] {
                    prop_assert_eq!(moment.to_string().parse(), Ok(moment));
                }
            }
        }

        #[test]
        fn every_text_of_a_moment_that_is_read_reads_back(
            year in prop_oneof![Just(0), Just(1), Just(9999)],
            last in any::<bool>(),
            sign in prop_oneof![Just('+'), Just('-')],
            hour in 0..24,
        ) {
            let rest = if last { "12-31T23:59:59.999" } else { "01-01T00:00:00" };
            let text = format!("{year:04}-{rest}{sign}{hour:02}:00");
            if let Ok(moment) = text.parse::<Timestamp>() {
                prop_assert_eq!(moment.to_string().parse(), Ok(moment));
            }
        }

        #[test]
        fn every_day_reads_back(days in any::<i32>(), further in 0_u64..8_000_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(days % 4_000_000).unwrap_or_default();
            let day = Day::from(date);
            for day in [Some(day), day.plus_days(further), day.minus_days(further)].into_iter().flatten() {
                prop_assert_eq!(day.to_string().parse(), Ok(day));
            }
        }
    }
}
