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

/// A calendar day without a time zone, `2026-11-28` in text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The day with this year, month (1–12) and day of month, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The calendar date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// So many days later; `None` beyond the calendar.
    #[must_use]
    pub fn plus_days(self, days: u64) -> Option<Self> {
        self.0.checked_add_days(chrono::Days::new(days)).map(Self)
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date)
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
            .map(Self)
            .map_err(|_| TimeError::Day)
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

/// A moment in milliseconds since 1970-01-01 UTC; RFC 3339 in UTC with milliseconds in text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// The moment so many milliseconds after 1970; `None` beyond the calendar.
    #[must_use]
    pub fn from_millis(millis: i64) -> Option<Self> {
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
        chrono::TimeDelta::try_seconds(seconds)
            .and_then(|delta| self.0.checked_add_signed(delta))
            .map_or(self, Self)
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
}
