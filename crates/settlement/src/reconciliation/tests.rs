//! The rules of a day's comparison, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;

fn at() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

fn run(agreed: u32) -> Run {
    Run {
        channel: Channel::WechatPay,
        day: "2026-03-01".parse().unwrap(),
        file: ContentHash::from_bytes([1; 32]),
        agreed,
        skipped: 0,
        totals: vec![Total {
            currency: Currency::CNY,
            theirs: 168_000,
            ours: 0,
            fees: 1_008,
            our_fees: Some(0),
        }],
        by: None,
    }
}

fn difference(nth: usize) -> Difference {
    Difference {
        kind: DifferenceKind::MissingOurs,
        movement: Movement::Payment,
        transaction: format!("4200{nth}"),
        number: String::new(),
        row: Some(2),
        theirs: Some(Money::fen(168_000)),
        ours: None,
        fee_theirs: None,
        fee_ours: None,
        about: vec![],
    }
}

fn record(run: Run, count: usize) -> Command {
    let differences = (0..count).map(difference).collect();
    let at = at();
    Command::RecordRun {
        run,
        differences,
        at,
    }
}

fn events(run: Run, count: usize) -> Vec<Event> {
    given_nothing(record(run, count))
}

fn given_nothing(command: Command) -> Vec<Event> {
    Reconciliation::decide(&State::default(), command).unwrap()
}

#[test]
fn every_difference_is_kept_a_hundred_at_a_time() {
    let events = events(run(3), 250);
    assert_eq!(events.len(), 4);
    let mut state = State::default();
    for event in &events {
        Reconciliation::evolve(&mut state, event);
    }
    assert_eq!(
        state.differences,
        (0..250).map(difference).collect::<Vec<_>>()
    );
    let Event::ReconciliationRun { differences, .. } = &events[0] else {
        panic!("the run comes first");
    };
    assert_eq!(*differences, 250);
}

#[test]
fn the_same_result_is_kept_once_and_another_replaces_it() {
    let before = events(run(3), 2);
    given::<Reconciliation>(&before)
        .when(record(run(3), 2))
        .then(&[]);
    let fetched_again = Run {
        by: Some(PersonId::from_bytes([1; 16])),
        ..run(3)
    };
    given::<Reconciliation>(&before)
        .when(record(fetched_again, 2))
        .then(&[]);
    given::<Reconciliation>(&before)
        .when(record(run(5), 0))
        .then(&events(run(5), 0));
}

#[test]
fn a_statement_of_somebody_else_is_refused() {
    let refused = Rejection::TooManyDifferences {
        count: DIFFERENCES_MAX + 1,
        max: DIFFERENCES_MAX,
    };
    assert_eq!(refused.code(), "too-many-differences");
    given::<Reconciliation>(&[])
        .when(record(run(0), DIFFERENCES_MAX + 1))
        .then_rejected(&refused);
}

#[test]
fn words_are_stored_under_their_names() {
    for kind in [
        DifferenceKind::MissingOurs,
        DifferenceKind::MissingTheirs,
        DifferenceKind::Disagreement,
        DifferenceKind::DuplicateTheirs,
        DifferenceKind::DuplicateOurs,
    ] {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for aspect in [Aspect::Amount, Aspect::Day, Aspect::Status, Aspect::Number] {
        assert_eq!(serde_json::to_value(aspect).unwrap(), aspect.as_str());
    }
    for movement in [Movement::Payment, Movement::Refund] {
        assert_eq!(serde_json::to_value(movement).unwrap(), movement.as_str());
    }
}
