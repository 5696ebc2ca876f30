//! Planning boxes, their addresses, and what is granted.

use kernel::{fold, testing::given};

use super::*;

fn change(nth: u8, text: &str) -> Command {
    Command::ChangeBoxAddress {
        box_id: a_box(nth),
        address: address(text),
    }
}

fn changed(nth: u8, text: &str) -> Event {
    Event::BoxAddressChanged {
        box_id: a_box(nth),
        address: address(text),
    }
}

#[test]
fn all_boxes_are_planned_at_once_in_order() {
    given::<BoxPlan>(&[])
        .when(plan(2, vec![planned(2), planned(1)]))
        .then(&[boxes_planned(2)]);
}

#[test]
fn boxes_are_planned_once() {
    let other = PlannedBox {
        until: day(20),
        ..planned(2)
    };
    given::<BoxPlan>(&[boxes_planned(2)])
        .when(plan(2, vec![planned(1), other]))
        .then_rejected(&Rejection::BoxesAlreadyPlanned);
}

#[test]
fn as_many_boxes_as_agreed() {
    given::<BoxPlan>(&[])
        .when(plan(2, vec![planned(1)]))
        .then_rejected(&Rejection::BoxCountDiffers {
            expected: 2,
            actual: 1,
        });
}

#[test]
fn boxes_are_numbered_from_one_each_once() {
    let same_number = PlannedBox {
        nth: 1,
        ..planned(2)
    };
    let same_id = PlannedBox {
        box_id: a_box(1),
        ..planned(2)
    };
    for second in [same_number, same_id, planned(3)] {
        given::<BoxPlan>(&[])
            .when(plan(2, vec![planned(1), second]))
            .then_rejected(&Rejection::BoxNumbersInvalid);
    }
}

#[test]
fn the_boxes_hold_what_was_promised() {
    let light = PlannedBox {
        grams: Grams(9_999),
        ..planned(2)
    };
    given::<BoxPlan>(&[])
        .when(plan(2, vec![planned(1), light]))
        .then_rejected(&Rejection::BoxGramsDiffer {
            expected: Grams(20_000),
            actual: Grams(19_999),
        });
}

#[test]
fn a_window_does_not_end_before_it_begins() {
    let window = |from, until| PlannedBox {
        from: day(from),
        until: day(until),
        ..planned(1)
    };
    given::<BoxPlan>(&[])
        .when(plan(1, vec![window(9, 8)]))
        .then_rejected(&Rejection::BoxWindowInvalid);
    let one_day = BoxPlan::decide(&State::default(), plan(1, vec![window(9, 9)]));
    assert_eq!(one_day.unwrap().len(), 1);
}

#[test]
fn every_command_repeated_is_quiet() {
    let history = [
        boxes_planned(2),
        granted(1, 8_000),
        locked(&[1]),
        packed(1, 1, &[(1, 5_000)]),
    ];
    for command in [
        plan(2, vec![planned(2), planned(1)]),
        change(1, "AAAA"),
        lock(&[1]),
        lock(&[]),
        grant(1, 8_000),
        grant(1, 9_000),
        grant(3, 0),
        pack(1, 1, &[(1, 5_000)]),
    ] {
        let asked = format!("{command:?}");
        let answer = BoxPlan::decide(&fold::<BoxPlan>(&history), command);
        assert_eq!(answer, Ok(vec![]), "{asked}");
    }
}

#[test]
fn d39_an_address_changes_until_it_is_locked() {
    let history = [boxes_planned(2), locked(&[1])];
    given::<BoxPlan>(&history)
        .when(change(2, "BBBB"))
        .then(&[changed(2, "BBBB")]);
    given::<BoxPlan>(&history)
        .when(change(1, "BBBB"))
        .then_rejected(&Rejection::AddressLocked);
    let state = fold::<BoxPlan>(&[boxes_planned(2), changed(2, "BBBB")]);
    let goes_to = state.find(a_box(2)).map(|one| one.planned.address.as_str());
    assert_eq!(goes_to, Some("s1.BBBB"));
}

#[test]
fn d39_only_open_addresses_are_locked_each_once() {
    given::<BoxPlan>(&[boxes_planned(3), locked(&[1])])
        .when(lock(&[3, 1, 2, 3]))
        .then(&[locked(&[2, 3])]);
}

#[test]
fn an_unknown_box_is_refused() {
    let history = [boxes_planned(2), granted(1, 8_000)];
    for command in [change(3, "BBBB"), lock(&[1, 3]), pack(3, 1, &[(1, 5_000)])] {
        given::<BoxPlan>(&history)
            .when(command)
            .then_rejected(&Rejection::BoxUnknown);
    }
}

#[test]
fn without_a_plan_there_are_no_boxes() {
    for command in [change(1, "BBBB"), lock(&[1]), pack(1, 1, &[(1, 5_000)])] {
        given::<BoxPlan>(&[granted(1, 8_000)])
            .when(command)
            .then_rejected(&Rejection::BoxesNotPlanned);
    }
}

#[test]
fn entitlement_may_come_before_the_plan_or_after() {
    for history in [vec![], vec![boxes_planned(2)]] {
        given::<BoxPlan>(&history)
            .when(grant(1, 8_000))
            .then(&[granted(1, 8_000)]);
    }
    given::<BoxPlan>(&[granted(1, 8_000)])
        .when(plan(1, vec![planned(1)]))
        .then(&[boxes_planned(1)]);
    let state = fold::<BoxPlan>(&[granted(1, 8_000), boxes_planned(1)]);
    assert_eq!(state.available_of(lot(1)), Some(Grams(8_000)));
    assert_eq!(state.available_of(lot(2)), None);
}

#[test]
fn d39_boxes_are_forgotten_until_an_address_is_locked() {
    let forget = Command::ForgetBoxes { at: at(3) };
    let forgotten = Event::BoxesForgotten { at: at(3) };
    given::<BoxPlan>(&[]).when(forget.clone()).then(&[]);
    given::<BoxPlan>(&[boxes_planned(2)])
        .when(forget.clone())
        .then(std::slice::from_ref(&forgotten));
    given::<BoxPlan>(&[boxes_planned(2), locked(&[1])])
        .when(forget.clone())
        .then_rejected(&Rejection::AddressLocked);
    given::<BoxPlan>(&[boxes_planned(2), forgotten.clone()])
        .when(forget)
        .then(&[]);
    given::<BoxPlan>(&[boxes_planned(2), forgotten])
        .when(plan(2, vec![planned(1), planned(2)]))
        .then(&[boxes_planned(2)]);
}
