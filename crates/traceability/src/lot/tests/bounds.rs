//! How much a lot may weigh and how long ago it may have been picked.

use super::*;

#[test]
fn fruit_was_picked_at_most_400_days_ago() {
    let on = |picked_on| Harvest {
        picked_on,
        ..picked()
    };
    let first = day(28).minus_days(400).unwrap();
    given::<Lot>(&[])
        .when(record(on(first)))
        .then(&[recorded(on(first))]);
    for before in [first.minus_days(1).unwrap(), Day::FIRST] {
        given::<Lot>(&[])
            .when(record(on(before)))
            .then_rejected(&Rejection::PickedTooLongAgo { max: 400 });
    }
}

#[test]
fn a_lot_weighs_at_most_1000_tonnes() {
    let of = |gross: u64| Harvest {
        gross: Grams(gross),
        yields: vec![gave(1, gross - 6_000)],
        ..picked()
    };
    given::<Lot>(&[])
        .when(record(of(1_000_000_000)))
        .then(&[recorded(of(1_000_000_000))]);
    for gross in [1_000_000_001, u64::MAX] {
        given::<Lot>(&[])
            .when(record(of(gross)))
            .then_rejected(&Rejection::WeightTooLarge { max: LOT_GRAMS_MAX });
    }
}

#[test]
fn rejections_have_stable_codes() {
    let codes = [
        (
            Rejection::WeightTooLarge { max: LOT_GRAMS_MAX },
            "weight-too-large",
        ),
        (
            Rejection::PickedTooLongAgo { max: 400 },
            "picked-too-long-ago",
        ),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
}
