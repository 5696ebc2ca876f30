//! Rules of a tag code, told as given, when, then.

use kernel::{ShortCode, Timestamp, TreeId, testing::given};

use super::*;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(hour * 3600)
}

fn tree(seed: u8) -> TreeId {
    TreeId::from_bytes([seed; 16])
}

fn issue(seed: u8, hour: i64) -> Command {
    Command::IssueTag {
        code: ShortCode::from_seed(7),
        tree: tree(seed),
        at: at(hour),
    }
}

fn issued() -> Event {
    Event::TagIssued {
        code: ShortCode::from_seed(7),
        tree: tree(1),
        at: at(0),
    }
}

#[test]
fn a_code_is_bound_to_one_tree() {
    given::<Tag>(&[]).when(issue(1, 0)).then(&[issued()]);
}

#[test]
fn d4_a_code_never_goes_to_another_tree() {
    let retired = Event::TagRetired { at: at(1) };
    for history in [vec![issued()], vec![issued(), retired]] {
        given::<Tag>(&history)
            .when(issue(2, 2))
            .then_rejected(&Rejection::TagCodeUsed { tree: tree(1) });
    }
}

#[test]
fn d4_a_retired_code_is_dead_for_its_own_tree_too() {
    given::<Tag>(&[issued(), Event::TagRetired { at: at(1) }])
        .when(issue(1, 2))
        .then_rejected(&Rejection::TagCodeUsed { tree: tree(1) });
}

#[test]
fn a_tag_is_retired_once() {
    let retired = Event::TagRetired { at: at(1) };
    given::<Tag>(&[issued()])
        .when(Command::RetireTag { at: at(1) })
        .then(&[retired]);
    given::<Tag>(&[])
        .when(Command::RetireTag { at: at(1) })
        .then_rejected(&Rejection::TagUnknown);
}

#[test]
fn every_command_repeated_is_quiet() {
    given::<Tag>(&[issued()]).when(issue(1, 5)).then(&[]);
    given::<Tag>(&[issued(), Event::TagRetired { at: at(1) }])
        .when(Command::RetireTag { at: at(5) })
        .then(&[]);
}

#[test]
fn a_retired_code_still_names_its_tree() {
    let state = kernel::fold::<Tag>(&[issued(), Event::TagRetired { at: at(1) }]);
    assert_eq!(state.tree, Some(tree(1)));
    assert_eq!(state.retired_at, Some(at(1)));
    assert_eq!(stream_id(ShortCode::from_seed(7)).len(), 8);
}
