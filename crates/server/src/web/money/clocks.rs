//! `GET /operator/clocks`: what runs out on the rails of payments in the next months. `GET /operator/coverage`: whether
//! the fruit that was promised can be expected.

use actix_web::HttpResponse;
use app::commands::clocks::{self, Expiring};
use settlement::rails::Urgency;

use super::draw;
use crate::{
    problem::Problem,
    web::{
        names,
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
    let shown = found.iter().take(SHOWN_MAX).map(|one| item(&visit, one));
    let shown = shown.collect::<Result<Vec<_>, Problem>>()?;
    let blocks = vec![draw::items(&visit, "clocks", shown)];
    Ok(page(&draw::operator_sheet(&visit, "clocks", blocks)))
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
