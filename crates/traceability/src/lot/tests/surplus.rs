//! Surplus of a divided lot goes to adoptions of other trees, told as given, when, then.

use super::*;
use crate::allocation::{TopUpPolicy, Want};

fn want(who: u8, grams: u64) -> Want {
    Want {
        adoption: AdoptionId::from_bytes([who; 16]),
        grams: Grams(grams),
    }
}

fn release(wants: Vec<Want>) -> Command {
    Command::ReleaseSurplus { wants, at: at(9) }
}

/// Trees 1 and 2 gave 40 kg and 44 kg; 20 kg of each are allocated.
fn history() -> Vec<Event> {
    let harvest = Harvest {
        gross: Grams(84_000),
        tare: Grams::ZERO,
        yields: vec![gave(1, 40_000), gave(2, 44_000)],
        ..picked()
    };
    let mut history = vec![recorded(harvest)];
    let shares = vec![share(1, 1, 20_000), share(2, 2, 20_000)];
    let state = fold::<Lot>(&history);
    history.extend(Lot::decide(&state, allocate(shares, 2)).unwrap());
    history
}

#[test]
fn d31_d34_surplus_names_the_trees_it_grew_on() {
    let history = history();
    let state = fold::<Lot>(&history);
    assert_eq!(state.free().values().sum::<Grams>(), Grams(44_000));
    let events = Lot::decide(&state, release(vec![want(7, 30_000), want(8, 30_000)])).unwrap();
    let gets = |who: u8, of_tree: u16, grams: u64| Allocation {
        adoption: AdoptionId::from_bytes([who; 16]),
        tree: tree(of_tree),
        grams: Grams(grams),
    };
    let expected = Event::SurplusReleased {
        lot: picked().lot,
        policy: TopUpPolicy::FirstInLine1,
        releases: vec![gets(7, 1, 20_000), gets(7, 2, 10_000), gets(8, 2, 14_000)],
        left: Grams::ZERO,
        at: at(9),
    };
    assert_eq!(events, std::slice::from_ref(&expected));
    let after: Vec<Event> = history.into_iter().chain([expected]).collect();
    given::<Lot>(&after)
        .when(release(vec![want(9, 1)]))
        .then(&[]);
}

#[test]
fn nothing_is_released_before_the_division() {
    given::<Lot>(&[])
        .when(release(vec![]))
        .then_rejected(&Rejection::LotUnknown);
    given::<Lot>(&[recorded(picked())])
        .when(release(vec![want(1, 1)]))
        .then_rejected(&Rejection::LotNotDivided);
    given::<Lot>(&history()).when(release(vec![])).then(&[]);
}

proptest! {
    #[test]
    fn d31_a_gram_of_surplus_is_given_once(
        free in prop::collection::btree_map(0_u16..9, 1_u64..50_000, 0..6),
        wants in prop::collection::vec((0_u8..9, 0_u64..60_000), 0..9),
    ) {
        let free = free.into_iter().map(|(seed, grams)| (tree(seed), Grams(grams))).collect();
        let wants: Vec<Want> = wants.into_iter().map(|(who, grams)| want(who, grams)).collect();
        let given = crate::allocation::top_up(TopUpPolicy::FirstInLine1, &free, &wants);
        for (tree, grams) in &free {
            let of_tree = given.iter().filter(|one| one.tree == *tree);
            prop_assert!(of_tree.map(|one| one.grams).sum::<Grams>() <= *grams);
        }
        let wanted: Grams = wants.iter().map(|one| one.grams).sum();
        let all: Grams = given.iter().map(|one| one.grams).sum();
        prop_assert_eq!(all, wanted.min(free.values().sum()));
        prop_assert!(given.iter().all(|one| one.grams > Grams::ZERO));
    }
}
