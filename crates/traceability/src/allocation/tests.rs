//! Dividing a harvest: nothing is lost, nothing is made, the order of the facts does not matter.

use kernel::{AdoptionId, Grams, TreeId};
use proptest::prelude::*;

use super::*;

fn tree(seed: u8) -> TreeId {
    TreeId::from_bytes([seed; 16])
}

fn adoption(seed: u8) -> AdoptionId {
    AdoptionId::from_bytes([seed; 16])
}

fn gave(seed: u8, grams: u64) -> TreeYield {
    TreeYield {
        tree: tree(seed),
        grams: Grams(grams),
    }
}

fn share(who: u8, of_tree: u8, (part, of): (u8, u8), promised: u64, already: u64) -> ShareClaim {
    ShareClaim {
        adoption: adoption(who),
        tree: tree(of_tree),
        part,
        of,
        promised: Grams(promised),
        already: Grams(already),
        guaranteed: Grams::ZERO,
    }
}

fn got(who: u8, of_tree: u8, grams: u64) -> Allocation {
    Allocation {
        adoption: adoption(who),
        tree: tree(of_tree),
        grams: Grams(grams),
    }
}

fn divided(yields: &[TreeYield], shares: &[ShareClaim]) -> (Vec<Allocation>, u64) {
    divided_by(Policy::OwnTree1, yields, shares)
}

fn divided_by(
    policy: Policy,
    yields: &[TreeYield],
    shares: &[ShareClaim],
) -> (Vec<Allocation>, u64) {
    let Division {
        allocations,
        surplus,
    } = allocate(policy, yields, shares);
    (allocations, surplus.0)
}

const ALL: [Policy; 4] = [
    Policy::OwnTree1,
    Policy::PooledBlock1,
    Policy::ProRata1,
    Policy::GuaranteedMinimum1,
];

/// Everything an adoption got.
fn sum_of(allocations: &[Allocation], who: u8) -> u64 {
    let own = allocations
        .iter()
        .filter(|one| one.adoption == adoption(who));
    own.map(|one| one.grams.0).sum()
}

#[test]
fn a_policy_is_stored_by_its_name() {
    for policy in ALL {
        let stored = serde_json::to_string(&policy).unwrap();
        assert_eq!(stored, format!("\"{}\"", policy.name()));
    }
}

#[test]
fn b09_a_pooled_block_gives_every_tree_the_same_whatever_its_own_gave() {
    // A rich tree, a poor one and one that nobody adopted: 30 kg, a third for each.
    let yields = [gave(1, 22_000), gave(2, 5_000), gave(3, 3_000)];
    let shares = [
        share(1, 1, (1, 2), 50_000, 0),
        share(2, 1, (2, 2), 50_000, 0),
        share(3, 2, (1, 1), 50_000, 0),
    ];
    let (allocations, surplus) = divided_by(Policy::PooledBlock1, &yields, &shares);
    let sums = [1, 2, 3].map(|who| sum_of(&allocations, who));
    assert_eq!((sums, surplus), ([5_000, 5_000, 10_000], 10_000));
    // First of the own tree, then of the others, and each is named (D 34).
    assert!(allocations.contains(&got(3, 2, 5_000)));
    assert!(allocations.contains(&got(3, 1, 5_000)));
}

#[test]
fn b09_a_tree_of_the_block_that_gave_nothing_still_counts_in_the_pool() {
    let shares = [
        share(1, 1, (1, 1), 50_000, 0),
        share(2, 2, (1, 1), 50_000, 0),
    ];
    let (allocations, surplus) = divided_by(Policy::PooledBlock1, &[gave(1, 9_001)], &shares);
    assert_eq!(
        (allocations, surplus),
        (vec![got(1, 1, 4_501), got(2, 1, 4_500)], 0)
    );
}

#[test]
fn b09_pro_rata_is_by_what_is_missing_of_the_promise() {
    let shares = [
        share(1, 1, (1, 1), 20_000, 5_000),
        share(2, 2, (1, 1), 10_000, 0),
        share(3, 3, (1, 1), 10_000, 10_000),
    ];
    let yields = [gave(1, 4_000), gave(3, 6_001)];
    let (allocations, surplus) = divided_by(Policy::ProRata1, &yields, &shares);
    assert_eq!(
        sum_of(&allocations, 1),
        6_001,
        "15 of 25 kg, and the odd gram"
    );
    assert_eq!(sum_of(&allocations, 2), 4_000, "10 of 25 kg");
    assert_eq!((sum_of(&allocations, 3), surplus), (0, 0));
    let plenty = [gave(1, 40_000)];
    let (allocations, surplus) = divided_by(Policy::ProRata1, &plenty, &shares);
    assert_eq!((sum_of(&allocations, 1), surplus), (15_000, 15_000));
}

#[test]
fn b11_a_guarantee_is_topped_up_from_surplus_and_names_its_trees() {
    let with = |guaranteed| {
        move |claim: ShareClaim| ShareClaim {
            guaranteed: Grams(guaranteed),
            ..claim
        }
    };
    let shares = [
        with(10_000)(share(1, 1, (1, 1), 16_000, 0)),
        with(10_000)(share(2, 2, (1, 1), 16_000, 2_000)),
    ];
    // Tree 1 gives 30 kg, 16 are its own; tree 2 gives 1 kg, 7 are missing of the guarantee.
    let yields = [gave(1, 30_000), gave(2, 1_000)];
    assert_eq!(
        divided_by(Policy::GuaranteedMinimum1, &yields, &shares),
        (
            vec![got(1, 1, 16_000), got(2, 1, 7_000), got(2, 2, 1_000)],
            7_000
        )
    );
}

#[test]
fn b11_a_guarantee_never_takes_from_another_tree_what_its_own_holders_are_owed() {
    let guaranteed = |claim| ShareClaim {
        guaranteed: Grams(12_000),
        ..claim
    };
    let shares = [
        guaranteed(share(1, 1, (1, 1), 16_000, 0)),
        guaranteed(share(2, 2, (1, 1), 16_000, 0)),
    ];
    let yields = [gave(1, 15_000), gave(2, 3_000)];
    assert_eq!(
        divided_by(Policy::GuaranteedMinimum1, &yields, &shares),
        (vec![got(1, 1, 15_000), got(2, 2, 3_000)], 0)
    );
}

#[test]
fn each_part_gets_its_portion_and_earlier_parts_the_odd_grams() {
    let shares = [
        share(1, 1, (1, 3), 50_000, 0),
        share(2, 1, (2, 3), 50_000, 0),
        share(3, 1, (3, 3), 50_000, 0),
    ];
    let expected = vec![got(1, 1, 3334), got(2, 1, 3333), got(3, 1, 3333)];
    assert_eq!(divided(&[gave(1, 10_000)], &shares), (expected, 0));
}

#[test]
fn the_portion_of_an_unsold_part_is_surplus() {
    let shares = [share(2, 1, (2, 2), 50_000, 0)];
    assert_eq!(
        divided(&[gave(1, 9_001)], &shares),
        (vec![got(2, 1, 4_500)], 4_501)
    );
}

#[test]
fn nobody_gets_more_than_what_is_missing_of_the_promise() {
    let shares = [
        share(1, 1, (1, 2), 40_000, 38_000),
        share(2, 1, (2, 2), 40_000, 41_000),
    ];
    assert_eq!(
        divided(&[gave(1, 10_000)], &shares),
        (vec![got(1, 1, 2_000)], 8_000)
    );
}

#[test]
fn only_the_own_tree_gives() {
    let shares = [
        share(1, 1, (1, 1), 40_000, 0),
        share(2, 2, (1, 1), 40_000, 0),
    ];
    assert_eq!(
        divided(&[gave(1, 5_000), gave(3, 7_000)], &shares),
        (vec![got(1, 1, 5_000)], 7_000)
    );
}

#[test]
fn parts_that_overlap_never_take_a_gram_twice() {
    let twice = [
        share(1, 1, (1, 1), 40_000, 0),
        share(2, 1, (1, 1), 40_000, 0),
        share(3, 1, (1, 2), 40_000, 0),
        share(4, 1, (3, 2), 40_000, 0),
        share(5, 1, (0, 2), 40_000, 0),
        share(6, 1, (1, 0), 40_000, 0),
    ];
    assert_eq!(
        divided(&[gave(1, 5_000)], &twice),
        (vec![got(1, 1, 5_000)], 0)
    );
}

#[test]
fn one_adoption_with_two_parts_is_capped_in_all() {
    let both = [share(1, 1, (1, 2), 6_000, 0), share(1, 1, (2, 2), 6_000, 0)];
    assert_eq!(
        divided(&[gave(1, 10_000)], &both),
        (vec![got(1, 1, 6_000)], 4_000)
    );
}

/// Shares as they are sold: parts 1 to n of a tree, some of them unsold.
fn seasons() -> impl Strategy<Value = (Vec<TreeYield>, Vec<ShareClaim>)> {
    let one_tree = (
        1_u8..=8,
        0_u64..200_000,
        any::<u8>(),
        0_u64..60_000,
        0_u64..60_000,
    );
    prop::collection::vec(one_tree, 1..20).prop_map(|trees| {
        let mut yields = Vec::new();
        let mut shares = Vec::new();
        for (seed, (of, grams, sold, promised, already)) in (1_u8..).zip(trees) {
            yields.push(gave(seed, grams));
            for part in (1..=of).filter(|part| sold >> (part - 1) & 1 == 1) {
                let who = seed * 8 + part;
                shares.push(ShareClaim {
                    guaranteed: Grams(promised / 2),
                    ..share(who, seed, (part, of), promised, already)
                });
            }
        }
        (yields, shares)
    })
}

proptest! {
    #[test]
    fn d31_allocations_and_surplus_are_the_harvest(
        (yields, shares) in seasons(), policy in prop::sample::select(&ALL[..])
    ) {
        let (allocations, surplus) = divided_by(policy, &yields, &shares);
        let given: u64 = allocations.iter().map(|one| one.grams.0).sum();
        prop_assert_eq!(given + surplus, yields.iter().map(|one| one.grams.0).sum::<u64>());
        for one in &yields {
            let of_tree = allocations.iter().filter(|all| all.tree == one.tree);
            prop_assert!(of_tree.map(|all| all.grams.0).sum::<u64>() <= one.grams.0);
        }
        for claim in &shares {
            let of_claim = allocations.iter().filter(|all| all.adoption == claim.adoption);
            let grams = of_claim.map(|all| all.grams).sum::<Grams>();
            prop_assert!(grams <= claim.promised.minus_or_zero(claim.already));
        }
        prop_assert!(allocations.iter().all(|all| all.grams > Grams::ZERO));
    }

    #[test]
    fn d31_even_claims_that_contradict_each_other_conserve_mass(
        yields in prop::collection::vec((0_u8..4, 0_u64..50_000), 0..6),
        claims in prop::collection::vec((0_u8..4, 0_u8..4, 0_u8..5, 0_u8..5, 0_u64..50_000), 0..20),
        policy in prop::sample::select(&ALL[..]),
    ) {
        let yields: Vec<_> = yields.into_iter().map(|(seed, grams)| gave(seed, grams)).collect();
        let shares: Vec<_> = claims
            .into_iter()
            .map(|(who, seed, part, of, promised)| share(who, seed, (part, of), promised, 0))
            .collect();
        let (allocations, surplus) = divided_by(policy, &yields, &shares);
        let given: u64 = allocations.iter().map(|one| one.grams.0).sum();
        prop_assert_eq!(given + surplus, yields.iter().map(|one| one.grams.0).sum::<u64>());
    }

    #[test]
    fn d35_a_rerun_is_identical_in_any_order_of_the_facts(
        ((yields, shares), mixed_yields, mixed_shares) in seasons().prop_flat_map(|(yields, shares)| (
            Just((yields.clone(), shares.clone())),
            Just(yields).prop_shuffle(),
            Just(shares).prop_shuffle(),
        )),
        policy in prop::sample::select(&ALL[..]),
    ) {
        let once = divided_by(policy, &yields, &shares);
        prop_assert_eq!(&once, &divided_by(policy, &yields, &shares));
        prop_assert_eq!(&once, &divided_by(policy, &mixed_yields, &mixed_shares));
    }
}
