//! Less fruit, fruit of other trees, boxes that are never packed.

use kernel::testing::given;

use super::*;

pub(super) fn reduce(remedy: u16, grams: u64) -> Command {
    Command::ReduceEntitlement {
        adoption: adoption(),
        remedy,
        grams: Grams(grams),
        at: at(3),
    }
}

fn reduced(remedy: u16, grams: u64, boxes: &[(u8, u64)]) -> Event {
    Event::EntitlementReduced {
        adoption: adoption(),
        remedy,
        grams: Grams(grams),
        boxes: boxes
            .iter()
            .map(|(seed, grams)| BoxGrams {
                box_id: a_box(*seed),
                grams: Grams(*grams),
            })
            .collect(),
        at: at(3),
    }
}

pub(super) fn cancel(boxes: &[u8]) -> Command {
    Command::CancelBoxes {
        boxes: boxes.iter().copied().map(a_box).collect(),
        at: at(3),
    }
}

fn cancelled(boxes: &[u8]) -> Event {
    Event::BoxesCancelled {
        adoption: adoption(),
        boxes: boxes.iter().copied().map(a_box).collect(),
        at: at(3),
    }
}

fn topped_up(of: u8, grams: u64) -> Event {
    Event::EntitlementToppedUp {
        adoption: adoption(),
        lot: lot(of),
        grams: Grams(grams),
        at: at(3),
    }
}

#[test]
fn what_is_left_is_shared_among_the_boxes_that_are_left() {
    let history = [
        boxes_planned(3),
        locked(&[1]),
        granted(1, 10_000),
        packed(1, 1, &[(1, 10_000)]),
    ];
    given::<BoxPlan>(&history)
        .when(reduce(1, 9_001))
        .then(&[reduced(1, 9_001, &[(2, 5_500), (3, 5_499)])]);
    given::<BoxPlan>(&[])
        .when(reduce(1, 9_001))
        .then(&[reduced(1, 9_001, &[])]);
    let after = [boxes_planned(1), reduced(1, 9_001, &[(1, 999)])];
    given::<BoxPlan>(&after).when(reduce(1, 9_001)).then(&[]);
    given::<BoxPlan>(&after)
        .when(reduce(2, 5_000))
        .then(&[reduced(2, 5_000, &[(1, 0)])]);
    assert_eq!(
        kernel::fold::<BoxPlan>(&after).reduced_in_all(),
        Grams(9_001)
    );
}

#[test]
fn d34_fruit_of_other_trees_is_packed_as_what_it_is() {
    let top_up = Command::TopUp {
        adoption: adoption(),
        lot: lot(2),
        grams: Grams(4_000),
        at: at(3),
    };
    given::<BoxPlan>(&[])
        .when(top_up)
        .then(&[topped_up(2, 4_000)]);
    let history = [
        boxes_planned(1),
        locked(&[1]),
        granted(1, 6_000),
        topped_up(1, 1_000),
        topped_up(2, 3_000),
    ];
    given::<BoxPlan>(&history)
        .when(pack(1, 1, &[(1, 7_000), (2, 3_000)]))
        .then(&[packed(1, 1, &[(1, 7_000), (2, 3_000)])]);
    given::<BoxPlan>(&history)
        .when(pack(1, 1, &[(1, 7_001)]))
        .then_rejected(&Rejection::AboveEntitlement {
            lot: lot(1),
            available: Grams(7_000),
        });
}

#[test]
fn b14_a_cancelled_box_is_never_packed_and_a_packed_one_never_cancelled() {
    given::<BoxPlan>(&[boxes_planned(2)])
        .when(cancel(&[2, 2]))
        .then(&[cancelled(&[2])]);
    let history = [
        boxes_planned(2),
        locked(&[1, 2]),
        cancelled(&[2]),
        granted(1, 20_000),
    ];
    given::<BoxPlan>(&history).when(cancel(&[2])).then(&[]);
    given::<BoxPlan>(&history)
        .when(pack(2, 1, &[(1, 1)]))
        .then_rejected(&Rejection::BoxCancelled);
    given::<BoxPlan>(&[boxes_planned(2), cancelled(&[2])])
        .when(lock(&[2]))
        .then_rejected(&Rejection::BoxCancelled);
    let elsewhere = Command::ChangeBoxAddress {
        box_id: a_box(2),
        address: address("BBBB"),
    };
    given::<BoxPlan>(&[boxes_planned(2), cancelled(&[2])])
        .when(elsewhere)
        .then_rejected(&Rejection::BoxCancelled);
    let gone = [history.to_vec(), vec![packed(1, 1, &[(1, 10)])]].concat();
    given::<BoxPlan>(&gone)
        .when(cancel(&[1]))
        .then_rejected(&Rejection::BoxAlreadyPacked { parcel: parcel(1) });
    given::<BoxPlan>(&gone)
        .when(cancel(&[9]))
        .then_rejected(&Rejection::BoxUnknown);
    given::<BoxPlan>(&[])
        .when(cancel(&[1]))
        .then_rejected(&Rejection::BoxesNotPlanned);
}

#[test]
fn d18_what_an_earlier_season_fell_short_of_is_owed_as_well() {
    let from = AdoptionId::from_bytes([9; 16]);
    let carry_in = Command::CarryIn {
        adoption: adoption(),
        from,
        remedy: 1,
        grams: Grams(3_001),
        at: at(3),
    };
    let carried = Event::EntitlementCarriedIn {
        adoption: adoption(),
        from,
        remedy: 1,
        grams: Grams(3_001),
        boxes: [(1, 11_501), (2, 11_500)]
            .map(|(seed, grams)| BoxGrams {
                box_id: a_box(seed),
                grams: Grams(grams),
            })
            .to_vec(),
        at: at(3),
    };
    given::<BoxPlan>(&[boxes_planned(2)])
        .when(carry_in.clone())
        .then(std::slice::from_ref(&carried));
    let history = [boxes_planned(2), carried];
    given::<BoxPlan>(&history).when(carry_in).then(&[]);
    let state = kernel::fold::<BoxPlan>(&history);
    assert_eq!(state.owed(Grams(20_000)), Grams(23_001));
}
