//! Filling boxes: which fruit, how much, once.

use std::collections::BTreeMap;

use kernel::{fold, testing::given};
use proptest::prelude::*;

use super::changing::{cancel, reduce};
use super::*;

/// Two boxes, the first one locked, 12 kg of lot 1 and 3 kg of lot 2.
fn ready() -> Vec<Event> {
    vec![
        granted(1, 12_000),
        boxes_planned(2),
        granted(2, 3_000),
        locked(&[1]),
    ]
}

fn with(more: &[Event]) -> Vec<Event> {
    let mut history = ready();
    history.extend_from_slice(more);
    history
}

fn facts(certified: bool, waiting_until: Option<Day>) -> Vec<LotFacts> {
    vec![LotFacts {
        lot: lot(1),
        certified,
        waiting_until,
    }]
}

#[test]
fn a_box_is_packed_from_several_lots() {
    given::<BoxPlan>(&ready())
        .when(pack(1, 1, &[(2, 3_000), (1, 7_000)]))
        .then(&[packed(1, 1, &[(1, 7_000), (2, 3_000)])]);
}

#[test]
fn d37_a_box_becomes_one_parcel() {
    let history = with(&[packed(1, 1, &[(1, 7_000)])]);
    for again in [pack(1, 2, &[(1, 7_000)]), pack(1, 1, &[(1, 6_000)])] {
        given::<BoxPlan>(&history)
            .when(again)
            .then_rejected(&Rejection::BoxAlreadyPacked { parcel: parcel(1) });
    }
}

#[test]
fn d37_a_parcel_holds_one_box() {
    given::<BoxPlan>(&with(&[packed(1, 1, &[(1, 7_000)]), locked(&[2])]))
        .when(pack(2, 1, &[(1, 5_000)]))
        .then_rejected(&Rejection::ParcelUsed { parcel: parcel(1) });
}

#[test]
fn d39_an_address_is_locked_before_its_box_is_packed() {
    given::<BoxPlan>(&ready())
        .when(pack(2, 1, &[(1, 7_000)]))
        .then_rejected(&Rejection::AddressNotLocked);
}

#[test]
fn a_parcel_holds_something_of_each_lot_it_names() {
    let many: Vec<(u8, u64)> = (1..=21).map(|seed| (seed, 1)).collect();
    for lots in [&[][..], &[(1, 0)], &[(1, 5_000), (2, 1), (1, 5_000)], &many] {
        given::<BoxPlan>(&ready())
            .when(pack(1, 1, lots))
            .then_rejected(&Rejection::ContentsInvalid { max: 20 });
    }
}

#[test]
fn d33_a_lot_of_others_does_not_go_in() {
    given::<BoxPlan>(&ready())
        .when(pack(1, 1, &[(1, 5_000), (3, 1)]))
        .then_rejected(&Rejection::LotNotAllocated { lot: lot(3) });
}

#[test]
fn d32_fruit_without_a_certificate_does_not_ship() {
    for facts in [facts(false, None), vec![]] {
        given::<BoxPlan>(&ready())
            .when(pack_with(1, 1, &[(1, 5_000)], facts))
            .then_rejected(&Rejection::LotNotCertified { lot: lot(1) });
    }
}

#[test]
fn d32_fruit_inside_a_waiting_period_does_not_ship() {
    for until in [day(10), day(11)] {
        given::<BoxPlan>(&ready())
            .when(pack_with(1, 1, &[(1, 5_000)], facts(true, Some(until))))
            .then_rejected(&Rejection::LotInWaitingPeriod { lot: lot(1), until });
    }
    given::<BoxPlan>(&ready())
        .when(pack_with(1, 1, &[(1, 5_000)], facts(true, Some(day(9)))))
        .then(&[packed(1, 1, &[(1, 5_000)])]);
}

#[test]
fn d33_no_more_of_a_lot_than_is_left() {
    let history = with(&[packed(1, 1, &[(1, 7_000)]), locked(&[2])]);
    given::<BoxPlan>(&history)
        .when(pack(2, 2, &[(1, 5_001)]))
        .then_rejected(&Rejection::AboveEntitlement {
            lot: lot(1),
            available: Grams(5_000),
        });
    given::<BoxPlan>(&history)
        .when(pack(2, 2, &[(1, 5_000)]))
        .then(&[packed(2, 2, &[(1, 5_000)])]);
}

/// Anything that farmers, buyers and packers may ask, in any order, sensible or not.
fn commands() -> impl Strategy<Value = Vec<Command>> {
    let one_lot = (1_u8..4, 0_u64..6_000);
    let contents = prop::collection::vec(one_lot, 0..3);
    let command = prop_oneof![
        1 => Just(plan(4, (1..=4).map(planned).collect())),
        2 => (1_u8..=5).prop_map(|nth| lock(&[nth])),
        2 => (1_u8..4, 0_u64..9_000).prop_map(|(of, grams)| grant(of, grams)),
        1 => (1_u16..4, 0_u64..9_000).prop_map(|(remedy, grams)| reduce(remedy, grams)),
        1 => (1_u8..5).prop_map(|nth| cancel(&[nth])),
        6 => (1_u8..=5, 1_u8..=5, contents).prop_map(|(nth, into, lots)| pack(nth, into, &lots)),
    ];
    prop::collection::vec(command, 1..60)
}

proptest! {
    #[test]
    fn d31_d33_d37_hold_in_every_history(commands in commands()) {
        let mut history: Vec<Event> = Vec::new();
        for command in commands {
            let state = fold::<BoxPlan>(&history);
            let Ok(events) = BoxPlan::decide(&state, command.clone()) else { continue };
            history.extend(events);
            let after = fold::<BoxPlan>(&history);
            prop_assert_eq!(BoxPlan::decide(&after, command), Ok(vec![]), "a repeat is quiet");
        }
        // Told from the events alone, not from the state that the rules look at.
        let (mut granted, mut used) = (BTreeMap::new(), BTreeMap::new());
        let (mut boxes, mut parcels, mut cancelled) = (Vec::new(), Vec::new(), Vec::new());
        for event in &history {
            match event {
                Event::EntitlementGranted { lot, grams, .. } => {
                    *granted.entry(*lot).or_insert(0) += grams.0;
                }
                Event::BoxPacked { box_id, parcel, contents, .. } => {
                    for one in contents {
                        *used.entry(one.lot).or_insert(0) += one.grams.0;
                    }
                    prop_assert!(!boxes.contains(box_id) && !parcels.contains(parcel));
                    boxes.push(*box_id);
                    parcels.push(*parcel);
                }
                Event::EntitlementToppedUp { lot, grams, .. } => {
                    *granted.entry(*lot).or_insert(0) += grams.0;
                }
                Event::BoxesCancelled { boxes: gone, .. } => cancelled.extend(gone.iter().copied()),
                Event::BoxesPlanned { .. }
                | Event::BoxAddressChanged { .. }
                | Event::AddressesLocked { .. }
                | Event::BoxesForgotten { .. }
                | Event::EntitlementReduced { .. }
                | Event::EntitlementCarriedIn { .. } => {}
            }
        }
        prop_assert!(cancelled.iter().all(|gone| !boxes.contains(gone)), "B 14");
        for (lot, grams) in used {
            prop_assert!(grams <= granted.get(&lot).copied().unwrap_or(0), "{} of {:?}", grams, lot);
        }
    }
}
