//! `GET /operator/clocks`: what runs out on the rails of payments in the next months. `GET /operator/coverage`: whether
//! the fruit that was promised can be expected.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use app::commands::clocks::{self, Expiring};
use settlement::rails::Urgency;

use super::draw;
use crate::{
    problem::Problem,
    web::{
        format, names,
        page::page,
        view::{
            parts::{Bar, Tone},
            sheet::{Bars, Block, Item, NamedBar},
        },
        visit::Visit,
    },
};

/// How far ahead is looked, in days.
const AHEAD_DAYS: i64 = 120;
/// How many clocks are shown.
const SHOWN_MAX: usize = 200;

/// `GET /operator/clocks`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    let auditor = visit.signed_in()?.auditor()?;
    let until = visit.app().now().plus_days(AHEAD_DAYS);
    let found = clocks::expiring(visit.app(), &auditor, until)?;
    let running = found.iter().filter(|one| !is_used_up(one));
    let shown = running.take(SHOWN_MAX).map(|one| item(&visit, one));
    let shown = shown.collect::<Result<Vec<_>, Problem>>()?;
    let mut blocks = vec![
        Block::Bars(months(&visit, &found)),
        draw::items(&visit, "clocks", shown),
    ];
    let used = used_up(&visit, &found);
    if !used.is_empty() {
        blocks.push(draw::items(&visit, "clocks-used", used));
    }
    Ok(page(&draw::operator_sheet(&visit, "clocks", blocks)))
}

/// How many clocks run out in each month, so that a busy one is seen from afar.
fn months(visit: &Visit, found: &[Expiring]) -> Bars {
    let mut months: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for until in found.iter().filter_map(|one| one.clock.until) {
        let day = format::orchard_day(until.millis());
        let month = months
            .entry(day.format("%Y-%m").to_string())
            .or_insert_with(|| (format::month_of(visit.lang, day), 0));
        month.1 += 1;
    }
    let most = months.values().map(|(_, count)| *count).max().unwrap_or(1);
    let bars = months.into_values().map(|(name, count)| NamedBar {
        text: visit.text_with("clocks-count", "count", &count.to_string()),
        bar: Bar {
            value: count,
            max: most,
            label: format!("{name}: {count}"),
        },
        name,
        mark: None,
    });
    Bars {
        id: "clock-months".to_owned(),
        title: visit.lang.word("block", "clock-months"),
        bars: bars.collect(),
        empty: draw::empty(visit, "clocks"),
    }
}

/// What is used up, one line for each kind and channel instead of one for each payment.
fn used_up(visit: &Visit, found: &[Expiring]) -> Vec<Item> {
    let mut kinds: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    for one in found.iter().filter(|one| is_used_up(one)) {
        let kind = (names::code_of(&one.clock.kind), one.channel.as_str());
        *kinds.entry(kind).or_default() += 1;
    }
    let items = kinds.into_iter().map(|((kind, channel), count)| {
        let channel = visit.lang.word("channel", channel);
        let told = visit.text_with("clocks-used", "count", &count.to_string());
        let mut facts = vec![format!("{channel} · {told}")];
        facts.extend(visit.lang.known_word("clock-advice", &kind));
        Item {
            title: visit.lang.word("clock", &kind),
            href: String::new(),
            mark: None,
            facts,
            when: None,
            acts: Vec::new(),
        }
    });
    items.collect()
}

/// Whether it ran out by use, not by time.
fn is_used_up(one: &Expiring) -> bool {
    one.clock.until.is_none() && one.clock.left == Some(0)
}

fn item(visit: &Visit, one: &Expiring) -> Result<Item, Problem> {
    let kind = names::code_of(&one.clock.kind);
    let tone = match one.clock.urgency {
        Urgency::Expired => Tone::Bad,
        Urgency::Soon => Tone::Warn,
        Urgency::Calm => Tone::Quiet,
    };
    let channel = visit.lang.word("channel", one.channel.as_str());
    let mut facts = vec![format!(
        "{channel} · {}",
        draw::tree_of(visit, one.adoption)?
    )];
    if let Some(left) = one.clock.left {
        facts.push(visit.text_with("clock-left", "count", &left.to_string()));
    }
    facts.extend(visit.lang.known_word("clock-advice", &kind));
    let urgency = names::code_of(&one.clock.urgency);
    Ok(Item {
        title: visit.lang.word("clock", &kind),
        href: String::new(),
        mark: Some(draw::mark(visit, "urgency", &urgency, tone)),
        facts,
        when: one.clock.until.map(|until| names::when(visit.lang, until)),
        acts: Vec::new(),
    })
}

/// `GET /operator/coverage`
pub(in crate::web) async fn coverage(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let rows = visit.app().read().coverage()?;
    let bars = rows.iter().map(|one| {
        let name = format!("{} · {}", names::spoken(visit.lang, &one.title), one.season);
        let promised = names::weight(one.promised);
        let allowed = names::weight(one.allowed());
        let told = visit.text_with_two(
            "coverage-of",
            ("allowed", &allowed),
            ("forecast", &names::weight(one.forecast)),
        );
        let (word, tone) = if one.is_short() {
            ("short", Tone::Bad)
        } else {
            ("covered", Tone::Good)
        };
        let most = one.allowed().0.max(one.promised.0).max(1);
        NamedBar {
            bar: Bar {
                value: names::signed(one.promised.0),
                max: names::signed(most),
                label: format!("{name}: {promised} / {allowed}"),
            },
            text: format!("{promised} / {told}"),
            mark: Some(draw::mark(&visit, "coverage", word, tone)),
            name,
        }
    });
    let bars = Bars {
        id: "coverage".to_owned(),
        title: visit.lang.word("block", "coverage"),
        bars: bars.collect(),
        empty: draw::empty(&visit, "coverage"),
    };
    let blocks = vec![Block::Bars(bars)];
    Ok(page(&draw::operator_sheet(&visit, "coverage", blocks)))
}
