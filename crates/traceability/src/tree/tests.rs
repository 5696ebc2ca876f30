//! Rules of a tree, told as given, when, then.

use kernel::{
    BlockId, ObservationId, OrchardId, ShortCode, Timestamp, TreeId, fold, testing::given,
};
use proptest::prelude::*;

use super::*;

mod surveying;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(hour * 3600)
}

fn facts() -> TreeFacts {
    TreeFacts {
        orchard: OrchardId::from_bytes([1; 16]),
        block: BlockId::from_bytes([2; 16]),
        row: 3,
        number: 14,
        variety: "纽荷尔脐橙".into(),
        planted: 2015,
        name: "小满".into(),
    }
}

fn code(seed: u64) -> ShortCode {
    ShortCode::from_seed(seed)
}

fn register(facts: TreeFacts, hour: i64) -> Command {
    Command::RegisterTree {
        tree: TreeId::from_bytes([5; 16]),
        facts,
        code: code(1),
        this_year: 2026,
        at: at(hour),
    }
}

fn registered() -> Vec<Event> {
    vec![
        Event::TreeRegistered {
            tree: TreeId::from_bytes([5; 16]),
            facts: facts(),
            at: at(0),
        },
        Event::TagAttached {
            code: code(1),
            at: at(0),
        },
    ]
}

fn replace(seed: u64, reason: &str, hour: i64) -> Command {
    Command::ReplaceTag {
        code: code(seed),
        reason: reason.into(),
        at: at(hour),
    }
}

fn replaced(old: u64, new: u64) -> Event {
    Event::TagReplaced {
        old: code(old),
        code: code(new),
        reason: "风吹落".into(),
        at: at(1),
    }
}

fn note(seed: u8, photos: u16, hour: i64) -> Command {
    Command::NoteObservation {
        observation: ObservationId::from_bytes([seed; 16]),
        stage: Stage::Blossom,
        photos,
        taken_at: at(hour),
    }
}

fn observed(seed: u8, stage: Stage, photos: u16, hour: i64) -> Event {
    Event::TreeObserved {
        observation: ObservationId::from_bytes([seed; 16]),
        stage,
        photos,
        taken_at: at(hour),
    }
}

fn with(more: Event) -> Vec<Event> {
    let mut history = registered();
    history.push(more);
    history
}

#[test]
fn a_tree_is_registered_with_its_tag() {
    let wish = TreeFacts {
        name: " 小满 ".into(),
        ..facts()
    };
    given::<Tree>(&[])
        .when(register(wish, 0))
        .then(&registered());
}

#[test]
fn every_command_repeated_is_quiet() {
    given::<Tree>(&registered())
        .when(register(facts(), 9))
        .then(&[]);
    given::<Tree>(&with(replaced(1, 2)))
        .when(register(facts(), 9))
        .then(&[]);
    given::<Tree>(&with(replaced(1, 2)))
        .when(replace(2, "风吹落 ", 9))
        .then(&[]);
    given::<Tree>(&with(observed(7, Stage::Blossom, 2, 1)))
        .when(note(7, 2, 1))
        .then(&[]);
}

#[test]
fn the_same_id_with_other_facts_is_refused() {
    let other = TreeFacts { row: 4, ..facts() };
    given::<Tree>(&registered())
        .when(register(other, 0))
        .then_rejected(&Rejection::TreeExists);
    let other_tag = Command::RegisterTree {
        tree: TreeId::from_bytes([5; 16]),
        facts: facts(),
        code: code(2),
        this_year: 2026,
        at: at(0),
    };
    given::<Tree>(&registered())
        .when(other_tag)
        .then_rejected(&Rejection::TreeExists);
}

#[test]
fn facts_out_of_bounds_are_refused() {
    let long = |n| "橙".repeat(n);
    let wrong = [
        (
            TreeFacts {
                name: " ".into(),
                ..facts()
            },
            Rejection::NameInvalid,
        ),
        (
            TreeFacts {
                name: long(21),
                ..facts()
            },
            Rejection::NameInvalid,
        ),
        (
            TreeFacts {
                variety: String::new(),
                ..facts()
            },
            Rejection::VarietyInvalid,
        ),
        (
            TreeFacts {
                variety: long(41),
                ..facts()
            },
            Rejection::VarietyInvalid,
        ),
        (
            TreeFacts {
                planted: 1699,
                ..facts()
            },
            Rejection::PlantedInvalid,
        ),
        (
            TreeFacts {
                planted: 2027,
                ..facts()
            },
            Rejection::PlantedInvalid,
        ),
        (TreeFacts { row: 0, ..facts() }, Rejection::PlaceInvalid),
        (
            TreeFacts {
                number: 0,
                ..facts()
            },
            Rejection::PlaceInvalid,
        ),
    ];
    for (facts, rejection) in wrong {
        given::<Tree>(&[])
            .when(register(facts, 0))
            .then_rejected(&rejection);
    }
    let at_the_edge = TreeFacts {
        name: long(20),
        variety: long(40),
        planted: 2026,
        ..facts()
    };
    let events = Tree::decide(&State::default(), register(at_the_edge, 0)).unwrap();
    assert_eq!(events.len(), 2);
}

#[test]
fn a_tag_is_replaced_for_a_reason() {
    given::<Tree>(&registered())
        .when(replace(2, " 风吹落", 1))
        .then(&[replaced(1, 2)]);
    given::<Tree>(&registered())
        .when(replace(2, " ", 1))
        .then_rejected(&Rejection::ReasonMissing);
    given::<Tree>(&registered())
        .when(replace(2, &"长".repeat(201), 1))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn the_tag_that_hangs_there_is_no_new_tag() {
    given::<Tree>(&registered())
        .when(replace(1, "风吹落", 1))
        .then_rejected(&Rejection::TagUnchanged);
    given::<Tree>(&with(replaced(1, 2)))
        .when(replace(2, "褪色", 1))
        .then_rejected(&Rejection::TagUnchanged);
}

#[test]
fn d4_a_tag_taken_down_does_not_come_back() {
    given::<Tree>(&with(replaced(1, 2)))
        .when(replace(1, "找到了", 1))
        .then_rejected(&Rejection::TagRetired { code: code(1) });
}

#[test]
fn an_accepted_observation_is_noted() {
    given::<Tree>(&registered())
        .when(note(7, 2, 1))
        .then(&[observed(7, Stage::Blossom, 2, 1)]);
}

#[test]
fn an_unknown_tree_is_neither_tagged_nor_observed() {
    for command in [replace(2, "风吹落", 1), note(7, 2, 1)] {
        given::<Tree>(&[])
            .when(command)
            .then_rejected(&Rejection::TreeUnknown);
    }
}

#[test]
fn d2_only_a_photo_proves_that_the_tree_stands() {
    let mut history = with(observed(7, Stage::Blossom, 1, 10));
    history.push(observed(8, Stage::FruitSet, 0, 20));
    let state = fold::<Tree>(&history);
    assert_eq!(state.seen(), Some((at(20), Stage::FruitSet)));
    assert_eq!(state.photographed_at(), Some(at(10)));
    assert_eq!(state.tag(), Some(code(1)));
}

fn corrected(seed: u8, stage: Option<Stage>) -> Event {
    Event::TreeObservationCorrected {
        observation: ObservationId::from_bytes([seed; 16]),
        stage,
    }
}

fn correct(seed: u8, stage: Option<Stage>) -> Command {
    Command::NoteCorrection {
        observation: ObservationId::from_bytes([seed; 16]),
        stage,
    }
}

#[test]
fn d43_what_a_tree_shows_follows_a_correction() {
    let mut history = with(observed(7, Stage::Blossom, 1, 10));
    history.push(observed(8, Stage::FruitSet, 1, 20));
    given::<Tree>(&history)
        .when(correct(8, Some(Stage::Growing)))
        .then(&[corrected(8, Some(Stage::Growing))]);
    given::<Tree>(&history)
        .when(correct(8, None))
        .then(&[corrected(8, None)]);
    history.push(corrected(8, Some(Stage::Growing)));
    let state = fold::<Tree>(&history);
    assert_eq!(state.seen(), Some((at(20), Stage::Growing)));
    history.push(corrected(8, None));
    let state = fold::<Tree>(&history);
    assert_eq!(
        state.seen(),
        Some((at(10), Stage::Blossom)),
        "the one before counts again"
    );
    assert_eq!(
        state.photographed_at(),
        Some(at(10)),
        "and proves that the tree stands"
    );
}

#[test]
fn a_correction_of_what_is_not_noted_or_says_the_same_is_quiet() {
    let history = with(observed(7, Stage::Blossom, 1, 10));
    for quiet in [
        correct(7, Some(Stage::Blossom)),
        correct(9, None),
        correct(9, Some(Stage::Ripe)),
    ] {
        given::<Tree>(&history).when(quiet).then(&[]);
    }
    given::<Tree>(&[])
        .when(correct(7, None))
        .then_rejected(&Rejection::TreeUnknown);
}

proptest! {
    #[test]
    fn late_observations_change_nothing_that_is_newer(
        hours in prop::collection::vec(0_i64..1000, 1..20)
    ) {
        let mut history = registered();
        history.extend((1..).zip(&hours).map(|(seed, hour)| observed(seed, Stage::Growing, 1, *hour)));
        let state = fold::<Tree>(&history);
        let newest = hours.iter().max().map(|hour| at(*hour));
        prop_assert_eq!(state.photographed_at(), newest);
        prop_assert_eq!(state.seen().map(|(moment, _)| moment), newest);
    }
}
