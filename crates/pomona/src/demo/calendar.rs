//! Days of the demo: when a farm harvested last, what its trees look like on a day, what hour it is at an orchard.
//! Pure; the present moment comes in.

use chrono::{Datelike, FixedOffset, TimeZone, Timelike};
use kernel::{Day, Timestamp};
use traceability::observation::Stage;

use super::farms::Farm;
use crate::paint::Daylight;

/// China keeps UTC+8 all year.
const OFFSET_SECONDS: i32 = 8 * 3_600;
/// A harvest counts as past when fruit could be weighed, certified and divided since.
const HARVEST_DAYS_MIN: i64 = 4;
/// An offer for a harvest begins at least so long before it.
const SALE_DAYS_MIN: i64 = 60;
const DAY_SECONDS: i64 = 86_400;

/// The moment `days` and `hours` after `from`'s local midnight.
pub(super) fn at_hour(from: Timestamp, days: i64, hour: i64, minute: i64) -> Timestamp {
    midnight(from).plus_seconds(days * DAY_SECONDS + hour * 3_600 + minute * 60)
}

fn midnight(moment: Timestamp) -> Timestamp {
    let seconds =
        (moment.millis().div_euclid(1000) + i64::from(OFFSET_SECONDS)).rem_euclid(DAY_SECONDS);
    let whole = Timestamp::from_millis(moment.millis().div_euclid(1000) * 1000).unwrap_or(moment);
    whole.plus_seconds(-seconds)
}

/// The moment moved into the working hours of its day, nine to six; what was earlier stays earlier.
pub(super) fn at_work(moment: Timestamp) -> Timestamp {
    let midnight = midnight(moment);
    let seconds = (moment.millis() - midnight.millis()) / 1000;
    midnight.plus_seconds(9 * 3_600 + seconds * 9 / 24)
}

/// The moment `part` of `of` on the way between two others.
pub(super) fn between(from: Timestamp, until: Timestamp, part: usize, of: usize) -> Timestamp {
    let seconds = (until.millis() - from.millis()) / 1000;
    let (part, of) = (
        i64::try_from(part).unwrap_or(0),
        i64::try_from(of).unwrap_or(1).max(1),
    );
    from.plus_seconds(seconds * part / of)
}

/// Local midnight of a farm's newest first picking day that lies at least four days back.
pub(super) fn last_harvest(farm: &Farm, now: Timestamp) -> Timestamp {
    let latest = now.plus_days(-HARVEST_DAYS_MIN);
    let year = local(now).year();
    let this_year = harvest_in(farm, year, now);
    if this_year <= latest {
        this_year
    } else {
        harvest_in(farm, year - 1, now)
    }
}

/// Local midnight of a farm's next first picking day that can still be offered.
pub(super) fn next_harvest(farm: &Farm, now: Timestamp) -> Timestamp {
    let earliest = now.plus_days(SALE_DAYS_MIN);
    let year = local(now).year();
    let candidates = [year, year + 1].map(|year| harvest_in(farm, year, now));
    candidates
        .into_iter()
        .find(|day| *day >= earliest)
        .unwrap_or(candidates[1])
}

fn harvest_in(farm: &Farm, year: i32, fallback: Timestamp) -> Timestamp {
    let (month, day) = farm.harvest;
    FixedOffset::east_opt(OFFSET_SECONDS)
        .and_then(|zone| zone.with_ymd_and_hms(year, month, day, 0, 0, 0).single())
        .and_then(|moment| Timestamp::from_millis(moment.timestamp_millis()))
        .unwrap_or(fallback)
}

/// What a farm's trees look like at a moment.
pub(super) fn stage_at(farm: &Farm, moment: Timestamp) -> Stage {
    let first = farm.year[0];
    let year = local(moment).year();
    let days = [year - 1, year, year + 1]
        .into_iter()
        .map(|year| days_between(harvest_in(farm, year, moment), moment))
        .find(|days| (first.0..first.0 + 365).contains(days))
        .unwrap_or(first.0);
    let seen = farm.year.iter().rev().find(|(from, _)| *from <= days);
    seen.unwrap_or(&first).1
}

/// Whole days from one moment to another, rounded down.
pub(super) fn days_between(from: Timestamp, until: Timestamp) -> i64 {
    (until.millis() - from.millis()).div_euclid(DAY_SECONDS * 1000)
}

/// The calendar day at the orchards.
pub(super) fn day_of(moment: Timestamp) -> Day {
    Day::from(local(moment).date_naive())
}

/// The calendar year at the orchards.
pub(super) fn year_of(moment: Timestamp) -> u16 {
    u16::try_from(local(moment).year()).unwrap_or(2000)
}

/// The calendar month at the orchards, from 1.
pub(super) fn month_of(moment: Timestamp) -> u32 {
    local(moment).month()
}

/// How a camera writes the moment: local time with its offset.
pub(super) fn camera_time(moment: Timestamp) -> String {
    local(moment).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The light of the hour.
pub(super) fn daylight(moment: Timestamp) -> Daylight {
    match local(moment).hour() {
        0..=8 => Daylight::Dawn,
        9..=15 => Daylight::Noon,
        _ => Daylight::Dusk,
    }
}

fn local(moment: Timestamp) -> chrono::DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(OFFSET_SECONDS);
    zone.map_or_else(
        || moment.utc().fixed_offset(),
        |zone| moment.utc().with_timezone(&zone),
    )
}

#[cfg(test)]
mod tests {
    use super::super::farms::FARMS;
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_harvest_is_past_after_four_days() {
        let oranges = &FARMS[0];
        let just = last_harvest(oranges, moment("2026-11-14T00:00:00+08:00"));
        assert_eq!(day_of(just).to_string(), "2026-11-10");
        let before = last_harvest(oranges, moment("2026-11-13T23:59:00+08:00"));
        assert_eq!(day_of(before).to_string(), "2025-11-10");
    }

    #[test]
    fn an_offer_leaves_sixty_days() {
        let pears = &FARMS[2];
        let ahead = next_harvest(pears, moment("2026-07-09T12:00:00+08:00"));
        assert_eq!(day_of(ahead).to_string(), "2026-09-08");
        let after = next_harvest(pears, moment("2026-07-10T12:00:00+08:00"));
        assert_eq!(day_of(after).to_string(), "2027-09-08");
    }

    #[test]
    fn trees_look_like_their_season() {
        let seen = |farm: usize, day: &str| {
            stage_at(&FARMS[farm], moment(&format!("{day}T10:00:00+08:00")))
        };
        assert_eq!(seen(0, "2026-04-15"), Stage::Blossom);
        assert_eq!(seen(0, "2026-11-05"), Stage::Ripe);
        assert_eq!(seen(0, "2026-12-01"), Stage::Harvested);
        assert_eq!(seen(0, "2027-01-20"), Stage::Dormant);
        assert_eq!(seen(1, "2026-03-28"), Stage::Blossom);
        assert_eq!(seen(1, "2026-12-20"), Stage::Dormant);
        assert_eq!(seen(2, "2026-08-31"), Stage::Ripe);
        assert_eq!(seen(2, "2026-11-22"), Stage::Dormant);
    }

    #[test]
    fn work_is_done_by_day_and_in_order() {
        let work = |text: &str| at_work(moment(text));
        assert_eq!(
            work("2026-11-14T00:00:00+08:00"),
            moment("2026-11-14T09:00:00+08:00")
        );
        assert_eq!(
            work("2026-11-14T23:59:59+08:00"),
            moment("2026-11-14T17:59:59+08:00")
        );
        assert!(work("2026-11-14T03:10:00+08:00") < work("2026-11-14T03:20:00+08:00"));
    }

    #[test]
    fn hours_are_those_of_the_orchard() {
        let evening = moment("2026-05-01T22:30:00Z");
        assert_eq!(camera_time(evening), "2026-05-02T06:30:00+08:00");
        assert_eq!(daylight(evening), Daylight::Dawn);
        assert_eq!(
            at_hour(evening, 1, 9, 5),
            moment("2026-05-03T09:05:00+08:00")
        );
    }
}
