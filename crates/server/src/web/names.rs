//! How pages name things: trees, places, stages, states. Values of the domain in, finished words out.
//! It knows no page and asks no read model.

use adoption::campaign::{Bilingual, Terms};
use fluent_bundle::FluentValue;
use kernel::{ContentHash, Day, Grams, Money, Timestamp};
use readmodels::{
    catalogue::{CampaignCard, CampaignStatus, PartState, ShareState},
    packing::BoxStep,
    trees::TreeCard,
};
use serde::Serialize;
use traceability::orchard::Place;

use super::{
    format,
    i18n::Lang,
    view::{
        parts::{Bar, Mark, Photo, Tone, When},
        plan,
    },
};

/// The stored word of a closed list: `Stage::FruitSet` is `fruit-set`.
pub(super) fn code_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(tagged)) => tagged.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// The text of the page's language.
pub(super) fn spoken(lang: Lang, words: &Bilingual) -> String {
    match lang {
        Lang::ZhCn => words.zh.clone(),
        Lang::En => words.en.clone(),
    }
}

/// A tree by its own name and its place: `小满 · 乙区 14 排 6 株`.
pub(super) fn tree(lang: Lang, tree: &TreeCard) -> String {
    let args = [
        ("name", FluentValue::from(tree.name.as_str())),
        ("block", FluentValue::from(tree.block_name.as_str())),
        ("row", FluentValue::from(tree.row.to_string())),
        ("number", FluentValue::from(tree.number.to_string())),
    ];
    lang.text_with("tree-name", &args)
}

/// The code of a tree in two groups; empty before its first tag.
pub(super) fn tree_code(tree: &TreeCard) -> String {
    tree.code.map_or_else(String::new, |code| code.grouped())
}

/// The code of a tree as in addresses; empty before its first tag.
pub(super) fn tree_code_plain(tree: &TreeCard) -> String {
    tree.code.map_or_else(String::new, |code| code.to_string())
}

/// The address of a tree's public page.
pub(super) fn tree_href(tree: &TreeCard) -> String {
    format!("/t/{}", tree_code_plain(tree))
}

/// Farm and place: `三标果园 · 江西省寻乌县`.
pub(super) fn farm_place(farm: &str, place: &Place) -> String {
    format!("{farm} · {}{}", place.province, place.county)
}

/// A photo of a tree.
pub(super) fn photo(lang: Lang, tree: &TreeCard) -> Option<Photo> {
    let hash = tree.photo?;
    Some(photo_of(hash, self::tree(lang, tree)))
}

/// A photo with the words for people who cannot see it.
pub(super) fn photo_of(hash: ContentHash, alt: String) -> Photo {
    Photo {
        sha256: hash.to_string(),
        alt,
    }
}

/// A moment.
pub(super) fn when(lang: Lang, at: Timestamp) -> When {
    When::at(lang, at.millis())
}

/// Money.
pub(super) fn money(amount: Money) -> String {
    format::money(amount.minor, amount.currency.code())
}

/// A weight to read.
pub(super) fn weight(grams: Grams) -> String {
    format::weight(signed(grams.0))
}

/// A window of days.
pub(super) fn days(lang: Lang, from: Day, until: Day) -> String {
    format::days(lang, from.date(), until.date())
}

/// When a campaign's trees can be adopted, in days of the orchard. The sale ends at a moment; the last day that
/// can be read is the one of the moment before it.
pub(super) fn sale_window(lang: Lang, terms: &Terms) -> String {
    let from = format::orchard_day(terms.sale_from.millis());
    let until = format::orchard_day(terms.sale_until.millis() - 1);
    format::days(lang, from, until)
}

/// When fruit is sent.
pub(super) fn ship_window(lang: Lang, terms: &Terms) -> String {
    days(lang, terms.ship_from, terms.ship_until)
}

/// Varieties in one line.
pub(super) fn varieties(card: &CampaignCard) -> String {
    card.varieties.join(" · ")
}

/// Where a campaign stands today, and whether trees can be adopted now.
pub(super) fn campaign_state(lang: Lang, card: &CampaignCard, now: Timestamp) -> (Mark, bool) {
    let (word, tone, open) = match card.status {
        CampaignStatus::Draft => ("draft", Tone::Quiet, false),
        CampaignStatus::Open if now < card.terms.sale_from => ("soon", Tone::Warn, false),
        CampaignStatus::Open if now < card.terms.sale_until => ("open", Tone::Good, true),
        CampaignStatus::Open | CampaignStatus::Closed => ("closed", Tone::Quiet, false),
    };
    (Mark::new(lang.word("campaign-state", word), tone), open)
}

/// How many of a campaign's shares are adopted, as a bar and as text.
pub(super) fn taken(lang: Lang, card: &CampaignCard) -> (Bar, String) {
    let text = format!("{} / {}", card.shares.taken, card.shares.total);
    let label = lang.text_with(
        "trees-taken",
        &[("share", FluentValue::from(text.as_str()))],
    );
    let bar = Bar {
        value: signed(card.shares.taken),
        max: signed(card.shares.total.max(1)),
        label,
    };
    (bar, text)
}

/// Whether any part of a tree can be had, and which comes first.
pub(super) fn place_of(parts: &[PartState]) -> (plan::Place, Option<u8>) {
    let free = parts.iter().find(|part| part.state == ShareState::Free);
    if let Some(free) = free {
        return (plan::Place::Free, Some(free.part.number));
    }
    let held = parts
        .iter()
        .any(|part| matches!(part.state, ShareState::Held { .. }));
    (
        if held {
            plan::Place::Held
        } else {
            plan::Place::Taken
        },
        None,
    )
}

/// Free, held or taken as a mark.
pub(super) fn place_mark(lang: Lang, place: plan::Place) -> Mark {
    let tone = match place {
        plan::Place::Free => Tone::Good,
        plan::Place::Held => Tone::Warn,
        plan::Place::Taken => Tone::Quiet,
    };
    Mark::new(lang.word("plan", place.class()), tone)
}

/// How far a box is.
pub(super) fn box_mark(lang: Lang, step: BoxStep) -> Mark {
    let (word, tone) = match step {
        BoxStep::Planned => ("planned", Tone::Quiet),
        BoxStep::Packed => ("packed", Tone::Warn),
        BoxStep::HandedOver => ("handed-over", Tone::Warn),
        BoxStep::Delivered => ("delivered", Tone::Good),
        BoxStep::Cancelled => ("cancelled", Tone::Quiet),
    };
    Mark::new(lang.word("box", word), tone)
}

/// `第 1 箱`.
pub(super) fn box_name(lang: Lang, nth: u8) -> String {
    lang.text_with("box-number", &[("count", FluentValue::from(nth))])
}

/// Paragraphs of a text: blank lines part them.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let parts = text.split("\n\n").map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The moment at which a day begins in the orchards, which keep UTC+8 all year.
pub(super) fn midnight(day: Day) -> Option<Timestamp> {
    format!("{day}T00:00:00+08:00").parse().ok()
}

/// For views, whose numbers are signed; no count reaches the end of them.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use adoption::campaign::RiskClause;
    use traceability::observation::Stage;

    #[test]
    fn closed_lists_are_told_by_their_stored_word() {
        assert_eq!(code_of(&Stage::FruitSet), "fruit-set");
        assert_eq!(code_of(&RiskClause::TopUp), "top-up");
    }

    #[test]
    fn every_word_of_a_closed_list_has_words_in_both_languages() {
        let stages = [
            Stage::Dormant,
            Stage::Budding,
            Stage::Blossom,
            Stage::FruitSet,
            Stage::Growing,
            Stage::Colouring,
            Stage::Ripe,
            Stage::Harvested,
        ];
        let risks = [
            RiskClause::TopUp,
            RiskClause::RefundShortfall,
            RiskClause::CarryOver,
            RiskClause::BuyerBears,
        ];
        for lang in Lang::ALL {
            for stage in stages {
                assert!(
                    lang.known_word("stage", &code_of(&stage)).is_some(),
                    "{stage:?}"
                );
            }
            for risk in risks {
                assert!(
                    lang.known_word("risk", &code_of(&risk)).is_some(),
                    "{risk:?}"
                );
            }
        }
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_orchard() {
        let day = Day::new(2026, 11, 28).expect("a day");
        assert_eq!(
            midnight(day).map(|at| at.to_string()),
            Some("2026-11-27T16:00:00.000Z".to_owned())
        );
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(paragraphs("a\r\nb\r\n\r\n\n c \n"), ["a\nb", "c"]);
        assert!(paragraphs(" \n\n ").is_empty());
    }
}
