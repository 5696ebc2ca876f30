//! Numbers, money, weights and dates as people read them, in the language of the page.
//!
//! Plain functions from values to text. They know no request and no clock; times are shown in the
//! time zone of the orchards, Asia/Shanghai, whatever the zone of the machine.

use super::i18n::Lang;
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeZone, Utc};
use chrono_tz::Asia::Shanghai;
use chrono_tz::Tz;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A whole number with commas: `10,020`.
pub(crate) fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Money from minor units: `¥1,680`, `¥1,680.50`, `−¥20`, `EUR 12.50`. Whole amounts lose `.00`.
pub(crate) fn money(minor: i64, currency: &str) -> String {
    let sign = if minor < 0 { "−" } else { "" };
    let mark = match currency {
        "CNY" => "¥".to_owned(),
        other => format!("{other} "),
    };
    let minor = minor.unsigned_abs();
    let (whole, cents) = (minor / 100, minor % 100);
    let whole = thousands(i64::try_from(whole).unwrap_or(i64::MAX));
    if cents == 0 {
        format!("{sign}{mark}{whole}")
    } else {
        format!("{sign}{mark}{whole}.{cents:02}")
    }
}

/// A weight for reading: `850 g`, `40 kg`, `46.2 kg`, `10.02 kg`.
pub(crate) fn weight(grams: i64) -> String {
    if grams.abs() < 1000 {
        return format!("{grams} g");
    }
    let (whole, rest) = (grams / 1000, (grams % 1000).abs());
    let decimals = format!("{rest:03}");
    match decimals.trim_end_matches('0') {
        "" => format!("{} kg", thousands(whole)),
        some => format!("{}.{some} kg", thousands(whole)),
    }
}

/// A day with its year: `2026 年 11 月 28 日`, `28 Nov 2026`.
pub(crate) fn day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::ZhCn => format!("{} 年 {} 月 {} 日", day.year(), day.month(), day.day()),
        Lang::En => format!("{} {} {}", day.day(), month(day), day.year()),
    }
}

/// A month with its year: `2026 年 11 月`, `Nov 2026`.
pub(crate) fn month_of(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::ZhCn => format!("{} 年 {} 月", day.year(), day.month()),
        Lang::En => format!("{} {}", month(day), day.year()),
    }
}

/// A day without its year: `11 月 28 日`, `28 Nov`.
pub(crate) fn short_day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::ZhCn => format!("{} 月 {} 日", day.month(), day.day()),
        Lang::En => format!("{} {}", day.day(), month(day)),
    }
}

/// A window of days: `2026 年 11 月 20 日至 12 月 20 日`, `20 Nov – 20 Dec 2026`.
pub(crate) fn days(lang: Lang, from: NaiveDate, until: NaiveDate) -> String {
    let same_year = from.year() == until.year();
    match (lang, same_year) {
        (Lang::ZhCn, true) => format!("{}至 {}", day(lang, from), short_day(lang, until)),
        (Lang::ZhCn, false) => format!("{}至 {}", day(lang, from), day(lang, until)),
        (Lang::En, true) => format!("{} – {}", short_day(lang, from), day(lang, until)),
        (Lang::En, false) => format!("{} – {}", day(lang, from), day(lang, until)),
    }
}

/// A moment in orchard time: `2026 年 11 月 6 日 08:42`, `6 Nov 2026, 08:42`.
pub(crate) fn moment(lang: Lang, unix_millis: i64) -> String {
    let local = orchard_time(unix_millis);
    let clock = local.format("%H:%M");
    match lang {
        Lang::ZhCn => format!("{} {clock}", day(lang, local.date_naive())),
        Lang::En => format!("{}, {clock}", day(lang, local.date_naive())),
    }
}

/// A moment for the `datetime` attribute: RFC 3339 with the orchard's offset.
pub(crate) fn machine_moment(unix_millis: i64) -> String {
    orchard_time(unix_millis).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The orchard's day of a moment.
pub(crate) fn orchard_day(unix_millis: i64) -> NaiveDate {
    orchard_time(unix_millis).date_naive()
}

fn month(day: NaiveDate) -> &'static str {
    MONTHS.get(day.month0() as usize).copied().unwrap_or("")
}

fn orchard_time(unix_millis: i64) -> DateTime<Tz> {
    // Times outside chrono's 262,000 years cannot be stored; the epoch stands in for them.
    let utc = DateTime::from_timestamp_millis(unix_millis).unwrap_or(DateTime::<Utc>::UNIX_EPOCH);
    Shanghai.from_utc_datetime(&utc.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn numbers_and_money_read_well() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(-1_234_567), "−1,234,567");
        assert_eq!(money(168_000, "CNY"), "¥1,680");
        assert_eq!(money(168_050, "CNY"), "¥1,680.50");
        assert_eq!(money(-5, "CNY"), "−¥0.05");
        assert_eq!(money(1_250, "EUR"), "EUR 12.50");
        assert_eq!(money(i64::MIN, "CNY"), "−¥92,233,720,368,547,758.08");
    }

    #[test]
    fn weights_keep_only_the_digits_that_say_something() {
        assert_eq!(weight(850), "850 g");
        assert_eq!(weight(40_000), "40 kg");
        assert_eq!(weight(46_200), "46.2 kg");
        assert_eq!(weight(10_020), "10.02 kg");
        assert_eq!(weight(1_234_005), "1,234.005 kg");
    }

    #[test]
    fn days_speak_both_languages() {
        let harvest = date(2026, 11, 28);
        assert_eq!(day(Lang::ZhCn, harvest), "2026 年 11 月 28 日");
        assert_eq!(day(Lang::En, harvest), "28 Nov 2026");
        assert_eq!(month_of(Lang::ZhCn, harvest), "2026 年 11 月");
        assert_eq!(month_of(Lang::En, harvest), "Nov 2026");
        assert_eq!(
            days(Lang::ZhCn, harvest, date(2026, 12, 20)),
            "2026 年 11 月 28 日至 12 月 20 日"
        );
        assert_eq!(
            days(Lang::En, harvest, date(2027, 1, 5)),
            "28 Nov 2026 – 5 Jan 2027"
        );
    }

    #[test]
    fn moments_are_shown_in_orchard_time() {
        // 2026-11-05T16:30:00Z is already the sixth of November in Jiangxi.
        let moment_ms = 1_793_896_200_000;
        assert_eq!(moment(Lang::ZhCn, moment_ms), "2026 年 11 月 6 日 00:30");
        assert_eq!(machine_moment(moment_ms), "2026-11-06T00:30:00+08:00");
        assert_eq!(orchard_day(moment_ms), date(2026, 11, 6));
    }
}
