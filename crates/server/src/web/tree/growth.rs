//! What the page draws of a tree's growth, from its diary: two pictures to compare, the calendar of its stages, what it
//! gave. Pure: entries in, drawings out.

use chrono::{Datelike, NaiveDate};
use kernel::{Grams, Timestamp};
use readmodels::tree_page::{Entry, EntryKind, TreePage as Facts};
use traceability::observation::Stage;

use crate::web::{
    format,
    i18n::Lang,
    names,
    today::STAGES,
    view::growth::{Calendar, CalendarYear, Comparison, ROW, SeasonYield, Span, WIDTH, Yields},
};

/// Pictures nearer in time than this, in days, are not compared: there is little to be seen.
const APART_DAYS: i64 = 14;
/// Most years the calendar shows.
const YEARS_MAX: usize = 4;
/// Most seasons the chart of yields shows.
const SEASONS_MAX: usize = 6;
/// Height of the chart of yields, in drawing units.
const CHART: i64 = 150;
/// Room of one season in it, in drawing units.
const STEP: i64 = 110;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// An observation that stands.
struct Seen<'a> {
    at: Timestamp,
    stage: Stage,
    photo: Option<&'a readmodels::tree_page::PublicPhoto>,
}

/// The observations that stand, by when they were made.
fn seen(entries: &[Entry]) -> Vec<Seen<'_>> {
    let standing = entries.iter().filter(|entry| entry.wrong.is_none());
    let mut seen: Vec<Seen<'_>> = standing
        .filter_map(|entry| {
            let EntryKind::Observed { stage, photos, .. } = &entry.kind else {
                return None;
            };
            Some(Seen {
                at: entry.at,
                stage: *stage,
                photo: photos.first(),
            })
        })
        .collect();
    seen.sort_by_key(|one| one.at);
    seen
}

/// The newest picture and the one that shows best how far it has come: the oldest of this season's other stages, else
/// the oldest of all.
pub(super) fn comparison(lang: Lang, entries: &[Entry], name: &str) -> Option<Comparison> {
    let seen = seen(entries);
    let pictured: Vec<&Seen<'_>> = seen.iter().filter(|one| one.photo.is_some()).collect();
    let after = *pictured.last()?;
    let apart = |one: &&Seen<'_>| after.at.millis() - one.at.millis() >= APART_DAYS * DAY_MS;
    let within = |one: &&Seen<'_>| after.at.millis() - one.at.millis() < 300 * DAY_MS;
    let earlier: Vec<&Seen<'_>> = pictured.into_iter().filter(apart).collect();
    let another = earlier
        .iter()
        .copied()
        .find(|one| within(one) && one.stage != after.stage);
    let before = another.or(earlier.first().copied())?;
    let caption = |one: &Seen<'_>| lang.word("stage", &names::code_of(&one.stage));
    let photo = |one: &Seen<'_>| {
        let alt = format!("{name}, {}", caption(one));
        Some(names::photo_of(one.photo?.sha256, alt))
    };
    Some(Comparison {
        before: photo(before)?,
        before_caption: caption(before),
        before_when: names::when(lang, before.at),
        after: photo(after)?,
        after_caption: caption(after),
        after_when: names::when(lang, after.at),
    })
}

/// How far a day is into its year, in drawing units: every month is as wide as the others.
fn across(day: NaiveDate) -> i64 {
    let month = i64::from(day.month0()) * WIDTH / 12;
    month + i64::from(day.day0()) * WIDTH / 12 / 31
}

/// The calendar of stages: each lasts until the next was seen, or until `now`.
pub(super) fn calendar(lang: Lang, entries: &[Entry], now: Timestamp) -> Option<Calendar> {
    let seen = seen(entries);
    let today = format::orchard_day(now.millis());
    let mut spans: Vec<(Stage, NaiveDate, NaiveDate)> = Vec::new();
    for one in &seen {
        let day = format::orchard_day(one.at.millis());
        match spans.last_mut() {
            Some((stage, _, until)) if *stage == one.stage => *until = day,
            last => {
                if let Some((_, _, until)) = last {
                    *until = day;
                }
                spans.push((one.stage, day, day));
            }
        }
    }
    if let Some((_, _, until)) = spans.last_mut() {
        *until = today.max(*until);
    }
    let newest = spans.last()?.2.year();
    let oldest = spans.first()?.1.year();
    let years: Vec<i32> = (oldest..=newest).rev().take(YEARS_MAX).collect();
    let used = STAGES
        .iter()
        .filter(|stage| spans.iter().any(|span| span.0 == **stage));
    let word = |stage: &Stage| lang.word("stage", &names::code_of(stage));
    let legend = used.map(|stage| (names::code_of(stage), word(stage)));
    Some(Calendar {
        legend: legend.collect(),
        height: ROW * i64::try_from(years.len()).unwrap_or(1) + 18,
        months: (1..=12).map(|month: u8| month.to_string()).collect(),
        years: years
            .iter()
            .zip(0_i64..)
            .map(|(year, row)| CalendarYear {
                name: year.to_string(),
                y: row * ROW,
                spans: spans
                    .iter()
                    .filter_map(|span| span_in(lang, *year, *span))
                    .collect(),
            })
            .collect(),
    })
}

/// The part of a stage that lies in a year.
fn span_in(
    lang: Lang,
    year: i32,
    (stage, from, until): (Stage, NaiveDate, NaiveDate),
) -> Option<Span> {
    let (first, last) = (
        NaiveDate::from_ymd_opt(year, 1, 1)?,
        NaiveDate::from_ymd_opt(year, 12, 31)?,
    );
    if until < first || from > last {
        return None;
    }
    let (begin, end) = (from.max(first), until.min(last));
    let x = across(begin);
    let days = format::days(lang, begin, end);
    Some(Span {
        x,
        width: (across(end) - x + WIDTH / 12 / 31).max(4),
        class: names::code_of(&stage),
        text: format!("{}: {days}", lang.word("stage", &names::code_of(&stage))),
    })
}

/// What was promised and picked, season by season; nothing where neither happened.
pub(super) fn yields(facts: &Facts) -> Option<Yields> {
    let mut seasons: Vec<_> = facts
        .harvested
        .iter()
        .map(|(season, _)| *season)
        .chain(facts.adopters.iter().map(|adopter| adopter.season))
        .collect();
    seasons.sort_unstable();
    seasons.dedup();
    let left_out = seasons.len().saturating_sub(SEASONS_MAX);
    let seasons = seasons.get(left_out..)?;
    let rows: Vec<_> = seasons
        .iter()
        .map(|season| {
            let adopters = facts.adopters.iter().filter(|one| one.season == *season);
            let promised: Grams = adopters.map(|one| one.promised).sum();
            let picked = facts.harvested.iter().find(|one| one.0 == *season);
            (season.to_string(), promised, picked.map(|one| one.1))
        })
        .collect();
    let sums = rows
        .iter()
        .map(|(_, promised, picked)| promised.0.max(picked.map_or(0, |grams| grams.0)));
    let most = sums.max().filter(|most| *most > 0)?;
    let bar = |grams: Grams| {
        let height = names::signed(
            u64::try_from(u128::from(grams.0) * 140 / u128::from(most)).unwrap_or(140),
        );
        (grams.0 > 0).then_some((CHART - height, height))
    };
    let said = |grams: Option<Grams>| match grams {
        Some(grams) if grams.0 > 0 => names::weight(grams),
        Some(_) | None => "–".to_owned(),
    };
    let drawn = rows
        .into_iter()
        .zip(0_i64..)
        .map(|((name, promised, picked), nth)| SeasonYield {
            name,
            x: nth * STEP + 12,
            promised_bar: bar(promised),
            picked_bar: picked.and_then(bar),
            promised: said(Some(promised)),
            picked: said(picked),
        });
    Some(Yields {
        seasons: drawn.collect(),
    })
}

#[cfg(test)]
mod tests;
