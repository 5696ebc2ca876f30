//! A map as a page: filters, legend, drawing, and the same as a list. It asks no read model.

use readmodels::map::{MapBlock, MapTree, Standing};
use traceability::spot::Spot;

use super::{Looking, drawer::Drawer, projection::Sheet};
use crate::web::{
    i18n::Lang,
    view::{
        form::{Choice, Form},
        map::{Filter, LegendLine, MapPage},
        parts::{Mark, Tone},
    },
    visit::Visit,
};

/// Most trees in the list beside the map.
const LISTED_MAX: usize = 60;

/// What there is to draw.
pub(super) struct Land {
    pub(super) trees: Vec<MapTree>,
    pub(super) blocks: Vec<MapBlock>,
}

/// Where a tree of the map leads.
pub(super) enum Place {
    /// To its offer, in the campaign of this address.
    Offer(String),
    /// To its record in the register.
    Record,
}

/// What stands around the drawing.
pub(super) struct Frame {
    pub(super) title: String,
    pub(super) place: String,
    pub(super) back: (String, String),
    pub(super) action: String,
    pub(super) keep: Vec<(&'static str, String)>,
    pub(super) filters: Vec<Filter>,
    pub(super) standings: &'static [Standing],
    pub(super) unplaced_href: Option<String>,
    pub(super) leads_to: Place,
}

pub(super) fn draw(visit: &Visit, land: &Land, frame: Frame, looking: &Looking) -> MapPage {
    let lang = visit.lang;
    let wanted: Vec<&MapTree> = land
        .trees
        .iter()
        .filter(|tree| is_wanted(tree, looking))
        .collect();
    let placed = wanted.iter().filter(|tree| tree.spot.is_some()).count();
    let sheet = Sheet::around(spots(land).collect::<Vec<_>>().into_iter());
    let drawer = Drawer {
        lang,
        frame: &frame,
        looking,
    };
    let drawn = sheet.map(|sheet| drawer.map(land, &wanted, &sheet));
    let (map, seen) = drawn.map_or((None, Vec::new()), |(map, seen)| (Some(map), seen));
    let listed = seen.iter().take(LISTED_MAX).map(|tree| drawer.listed(tree));
    MapPage {
        listed: listed.collect(),
        more: count(seen.len().saturating_sub(LISTED_MAX)),
        legend: legend(lang, frame.standings, &wanted),
        unplaced: count(wanted.len() - placed),
        map,
        form: form(&frame.keep, looking),
        filters: filters(lang, land, &frame),
        shell: visit.shell(),
        title: frame.title,
        place: frame.place,
        back: frame.back,
        action: frame.action,
        keep: if frame.filters.is_empty() {
            frame.keep
        } else {
            Vec::new()
        },
        unplaced_href: frame.unplaced_href,
    }
}

/// Every place that the map must hold, whatever is asked for, so that a filter does not move it.
pub(super) fn spots(land: &Land) -> impl Iterator<Item = Spot> + Clone + '_ {
    let corners = land
        .blocks
        .iter()
        .filter_map(|block| block.outline.as_ref());
    land.trees
        .iter()
        .filter_map(|tree| tree.spot)
        .chain(corners.flatten().copied())
}

fn is_wanted(tree: &MapTree, looking: &Looking) -> bool {
    (looking.state.is_empty() || class(tree.standing) == looking.state)
        && (looking.variety.is_empty() || tree.variety == looking.variety)
}

/// The class of a mark, the word of a filter, and the second half of its message's name.
pub(super) const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Free => "free",
        Standing::Held => "held",
        Standing::Taken => "taken",
        Standing::NotOffered => "not-offered",
    }
}

pub(super) fn mark(lang: Lang, standing: Standing) -> Mark {
    let tone = match standing {
        Standing::Free => Tone::Good,
        Standing::Held => Tone::Warn,
        Standing::Taken | Standing::NotOffered => Tone::Quiet,
    };
    Mark::new(lang.word("plan", class(standing)), tone)
}

fn legend(lang: Lang, standings: &[Standing], wanted: &[&MapTree]) -> Vec<LegendLine> {
    let line = |standing: &Standing| LegendLine {
        class: class(*standing),
        word: lang.word("plan", class(*standing)),
        count: count(
            wanted
                .iter()
                .filter(|tree| tree.standing == *standing)
                .count(),
        ),
    };
    standings.iter().map(line).collect()
}

fn filters(lang: Lang, land: &Land, frame: &Frame) -> Vec<Filter> {
    let all = Choice::new("", lang.text("map-all"));
    let states = frame.standings.iter().map(|standing| class(*standing));
    let states = states.map(|class| Choice::new(class, lang.word("plan", class)));
    let mut varieties: Vec<&str> = land
        .trees
        .iter()
        .map(|tree| tree.variety.as_str())
        .collect();
    varieties.sort_unstable();
    varieties.dedup();
    let varieties = varieties
        .into_iter()
        .map(|variety| Choice::new(variety, variety));
    let own = [
        Filter {
            name: "state",
            label: lang.text("map-state"),
            choices: std::iter::once(all.clone()).chain(states).collect(),
        },
        Filter {
            name: "variety",
            label: lang.text("map-variety"),
            choices: std::iter::once(all).chain(varieties).collect(),
        },
    ];
    frame.filters.iter().cloned().chain(own).collect()
}

fn form(keep: &[(&'static str, String)], looking: &Looking) -> Form {
    let kept = keep.iter().fold(Form::empty(), |form, (name, value)| {
        form.with(name, value.clone())
    });
    kept.with("state", looking.state.clone())
        .with("variety", looking.variety.clone())
}

pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
