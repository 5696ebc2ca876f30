//! Drawings of growth from a diary.

use kernel::{ContentHash, ObservationId};
use readmodels::tree_page::{PublicPhoto, Wrong};
use traceability::correction::Mistake;

use super::*;

fn entry(day: &str, stage: Stage, photo: Option<u8>) -> Entry {
    Entry {
        position: 1,
        at: format!("{day}T10:00:00+08:00").parse().unwrap(),
        kind: EntryKind::Observed {
            observation: ObservationId::from_bytes([1; 16]),
            stage,
            note: None,
            photos: photo
                .map(|seed| PublicPhoto {
                    sha256: ContentHash::from_bytes([seed; 32]),
                    width: 4,
                    height: 3,
                })
                .into_iter()
                .collect(),
        },
        wrong: None,
    }
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00+08:00".parse().unwrap()
}

#[test]
fn the_newest_picture_stands_beside_an_earlier_stage_of_its_season() {
    let entries = [
        entry("2025-11-01", Stage::Ripe, Some(1)),
        entry("2026-04-10", Stage::Blossom, Some(2)),
        entry("2026-08-10", Stage::Growing, Some(3)),
        entry("2026-11-01", Stage::Ripe, Some(4)),
    ];
    let found = comparison(Lang::En, &entries, "Xiaoman").unwrap();
    assert!(found.before.sha256.starts_with("02"));
    assert!(found.after.sha256.starts_with("04"));
    // With one stage only, the oldest stands beside it.
    let same = [
        entry("2025-11-01", Stage::Ripe, Some(1)),
        entry("2026-11-01", Stage::Ripe, Some(4)),
    ];
    let found = comparison(Lang::En, &same, "Xiaoman").unwrap();
    assert!(found.before.sha256.starts_with("01"));
}

#[test]
fn pictures_of_the_same_days_and_wrong_ones_are_not_compared() {
    let close = [
        entry("2026-10-30", Stage::Colouring, Some(1)),
        entry("2026-11-01", Stage::Ripe, Some(2)),
    ];
    assert!(comparison(Lang::En, &close, "Xiaoman").is_none());
    let mut wrong = [
        entry("2026-04-10", Stage::Blossom, Some(1)),
        entry("2026-11-01", Stage::Ripe, Some(2)),
    ];
    wrong[0].wrong = Some(Wrong {
        mistake: Mistake::DidNotOccur,
        reason: "another tree".into(),
        position: 9,
    });
    assert!(comparison(Lang::En, &wrong, "Xiaoman").is_none());
}

#[test]
fn a_stage_lasts_until_the_next_was_seen_and_the_last_until_now() {
    let entries = [
        entry("2025-12-20", Stage::Dormant, None),
        entry("2026-03-01", Stage::Budding, None),
        entry("2026-04-10", Stage::Blossom, None),
    ];
    let calendar = calendar(Lang::En, &entries, now()).unwrap();
    let names: Vec<&str> = calendar
        .years
        .iter()
        .map(|year| year.name.as_str())
        .collect();
    assert_eq!(names, ["2026", "2025"]);
    let this_year = &calendar.years[0];
    let classes: Vec<&str> = this_year
        .spans
        .iter()
        .map(|span| span.class.as_str())
        .collect();
    assert_eq!(classes, ["dormant", "budding", "blossom"]);
    assert_eq!(this_year.spans[0].x, 0, "what began last year goes on");
    let ends = this_year.spans[2].x + this_year.spans[2].width;
    assert!(ends > 10 * 60 && ends <= WIDTH, "{ends}");
    assert_eq!(calendar.legend.len(), 3);
    assert!(super::calendar(Lang::En, &[], now()).is_none());
}
