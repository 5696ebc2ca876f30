//! What is sorted out of a lot, before it is divided and after.

use super::*;

fn lose(grams: u64, hour: i64) -> Command {
    Command::RecordLotLoss {
        cause: SpoilCause::Rot,
        grams: Grams(grams),
        by: PersonId::from_bytes([4; 16]),
        at: at(hour),
    }
}

fn lost(of: Vec<TreeYield>, hour: i64) -> Event {
    Event::LotLossRecorded {
        lot: LotId::from_bytes([1; 16]),
        cause: SpoilCause::Rot,
        lost: of,
        by: PersonId::from_bytes([4; 16]),
        at: at(hour),
    }
}

/// `harvested = allocated + surplus + loss` (D 31).
fn sums_up(state: &State) -> bool {
    let division = state.division.as_ref().map(|(_, division)| division);
    let allocated: Grams = division
        .map(|one| one.allocations.iter().map(|one| one.grams).sum())
        .unwrap_or_default();
    let released: Grams = state.released.values().sum();
    let free: Grams = state.free().values().sum();
    let all = allocated
        .plus(released)
        .plus(free)
        .plus(state.lost_in_all());
    division.is_none() || Some(all) == state.harvest.as_ref().map(Harvest::net)
}

#[test]
fn d31_what_is_sorted_out_is_borne_by_all_trees_by_weight() {
    let event = lost(vec![gave(1, 4_000), gave(2, 4_400)], 1);
    given::<Lot>(&[recorded(picked())])
        .when(lose(8_400, 1))
        .then(std::slice::from_ref(&event));
    given::<Lot>(&[recorded(picked()), event])
        .when(lose(8_400, 1))
        .then(&[]);
}

#[test]
fn d31_what_was_sorted_out_is_not_divided() {
    let history = [recorded(picked()), lost(vec![gave(1, 1_001)], 1)];
    let told = Lot::decide(
        &fold::<Lot>(&history),
        allocate(vec![share(7, 1, 40_000)], 2),
    )
    .unwrap();
    let [
        Event::LotAllocated {
            allocations,
            surplus,
            ..
        },
    ] = &told[..]
    else {
        panic!("{told:?}");
    };
    assert_eq!(allocations[0].grams, Grams(39_000));
    assert_eq!(*surplus, Grams(43_999));
    let state = fold::<Lot>(&[history.as_slice(), &told[..]].concat());
    assert!(sums_up(&state));
}

#[test]
fn after_the_division_only_surplus_is_lost_and_nobody_s_share_changes() {
    let history = [recorded(picked()), allocated()];
    given::<Lot>(&history)
        .when(lose(44_001, 2))
        .then_rejected(&Rejection::LossAboveAvailable {
            available: Grams(44_000),
        });
    let event = lost(vec![gave(2, 43_999), gave(1, 1)], 2);
    let told = Lot::decide(&fold::<Lot>(&history), lose(44_000, 2)).unwrap();
    let [Event::LotLossRecorded { lost: of, .. }] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(of.iter().map(|one| one.grams).sum::<Grams>(), Grams(44_000));
    let after = [recorded(picked()), allocated(), event];
    given::<Lot>(&after)
        .when(allocate(vec![share(7, 1, 40_000)], 99))
        .then(&[]);
    let nothing_left = Command::ReleaseSurplus {
        wants: vec![Want {
            adoption: AdoptionId::from_bytes([8; 16]),
            grams: Grams(10),
        }],
        at: at(3),
    };
    given::<Lot>(&after).when(nothing_left).then(&[]);
}

#[test]
fn nothing_an_unknown_lot_and_one_never_picked_lose_nothing() {
    given::<Lot>(&[recorded(picked())])
        .when(lose(0, 1))
        .then_rejected(&Rejection::LossEmpty);
    given::<Lot>(&[])
        .when(lose(5, 1))
        .then_rejected(&Rejection::LotUnknown);
    let withdrawn = Event::LotDeclaredErroneous {
        mistake: Mistake::DidNotOccur,
        reason: "twice".into(),
        by: PersonId::from_bytes([4; 16]),
        at: at(1),
    };
    given::<Lot>(&[recorded(picked()), withdrawn])
        .when(lose(5, 2))
        .then_rejected(&Rejection::LotWithdrawn);
}

#[test]
fn a_corrected_weighing_covers_what_was_sorted_out() {
    let right = Weighing {
        picked_on: day(28),
        grade: Grade::First,
        gross: Grams(50_000),
        tare: Grams(6_000),
        yields: vec![gave(1, 5_000), gave(2, 39_000)],
    };
    let correct = Command::CorrectHarvest {
        right: Some(right),
        reason: "a wrong tree".into(),
        by: PersonId::from_bytes([4; 16]),
        at: at(2),
        today: day(28),
    };
    given::<Lot>(&[recorded(picked()), lost(vec![gave(1, 5_001)], 1)])
        .when(correct)
        .then_rejected(&Rejection::LostMoreThanWeighed { lost: Grams(5_001) });
}

proptest! {
    #[test]
    fn d31_harvest_is_allocated_surplus_and_loss_whatever_happens(
        weights in prop::collection::vec(1_u64..60_000, 1..12),
        losses in prop::collection::vec((0_u64..40_000, any::<bool>()), 0..6),
        promised in 0_u64..50_000,
        policy in prop::sample::select(vec![Policy::OwnTree1, Policy::PooledBlock1, Policy::ProRata1, Policy::GuaranteedMinimum1]),
    ) {
        let yields: Vec<_> = (1_u16..).zip(&weights).map(|(seed, grams)| gave(seed, *grams)).collect();
        let harvest = Harvest { gross: Grams(6_000 + weights.iter().sum::<u64>()), yields: yields.clone(), ..picked() };
        let shares: Vec<_> = (1_u8..).zip(&weights).step_by(2)
            .map(|(seed, _)| share(seed, u16::from(seed), promised)).collect();
        let mut state = fold::<Lot>(&[recorded(harvest)]);
        let step = |state: &mut State, command| {
            for event in Lot::decide(state, command).unwrap_or_default() {
                Lot::evolve(state, &event);
            }
        };
        for (hour, (grams, _)) in (1..).zip(losses.iter().filter(|(_, before)| *before)) {
            step(&mut state, lose(*grams, hour));
        }
        step(&mut state, Command::AllocateLot { policy, shares, at: at(50) });
        prop_assert!(sums_up(&state));
        for (hour, (grams, _)) in (60..).zip(losses.iter().filter(|(_, before)| !before)) {
            step(&mut state, lose(*grams, hour));
            prop_assert!(sums_up(&state));
        }
    }
}
