//! A harvest divided by the rule that its campaign promised, what is sorted out of it, and the ledger that explains it.

use adoption::campaign::HarvestRule;
use app::{
    Error,
    commands::harvest::{self, Harvest},
    permission::Identity,
    rejection::Rejection,
};
use kernel::{AdoptionId, Grams, LotId, TreeId};
use readmodels::grams::{GramStep, GramSums, lots_of, relevant_to_box};
use traceability::{
    allocation::Policy,
    lot::{self, Grade, SpoilCause, TreeYield},
};

use crate::{
    harvesting::{allocated, certified, locked, packed, planned},
    world::{World, day, moment},
};

/// Two adopted trees at harvest time, of a campaign with this rule: 40 kg are promised to each.
async fn two_trees(rule: HarvestRule) -> (World, [TreeId; 2], [AdoptionId; 2], Identity) {
    let mut world = World::new().await;
    world.harvest_rule = rule;
    let trees = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&trees, |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let other = world.person("other", None).await;
    let adoptions = [
        world.adopted(&buyer, campaign, trees[0]).await,
        world.adopted(&other, campaign, trees[1]).await,
    ];
    world.clock.set(moment("2026-11-29T02:00:00Z"));
    (world, trees, adoptions, buyer)
}

async fn picked(world: &World, code: &str, yields: &[(TreeId, u64)]) -> LotId {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let net: u64 = yields.iter().map(|(_, grams)| grams).sum();
    let wish = Harvest {
        code: code.into(),
        block: world.block,
        picked_on: day("2026-11-28"),
        grade: Grade::First,
        gross: Grams(net + 2_000),
        tare: Grams(2_000),
        yields: yields
            .iter()
            .map(|(tree, grams)| TreeYield {
                tree: *tree,
                grams: Grams(*grams),
            })
            .collect(),
    };
    let intent = world.intent(&world.operator);
    let recorded = harvest::record(&world.app, &farmer, &intent, wish).await;
    recorded.unwrap().0
}

async fn sorted_out(world: &World, lot: LotId, grams: u64) -> Result<(), Error> {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let what = (SpoilCause::Rot, Grams(grams));
    let intent = world.intent(&world.operator);
    harvest::record_loss(&world.app, &farmer, &intent, lot, what).await?;
    world.caught_up().await;
    Ok(())
}

/// What an adoption got of a lot: all, and what of that grew on other trees.
fn got(world: &World, adoption: AdoptionId, lot: LotId) -> (u64, u64) {
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    let grants = row.grants.iter().filter(|grant| grant.lot == lot);
    let sums = grants.map(|grant| {
        assert_eq!(grant.granted, grant.allocated, "all of it may be packed");
        (grant.allocated.0, grant.of_other_trees.0)
    });
    sums.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

#[tokio::test]
async fn b09_a_pooled_block_shares_what_one_tree_gave_and_names_the_tree() {
    let (world, trees, adoptions, _) = two_trees(HarvestRule::PooledBlock).await;
    let lot = picked(&world, "L-1", &[(trees[0], 30_001)]).await;
    allocated(&world, lot).await;
    assert_eq!(
        adoptions.map(|one| got(&world, one, lot)),
        [(15_001, 0), (15_000, 15_000)]
    );
    let row = world.app.read().lot(lot).unwrap().unwrap();
    assert_eq!(
        (row.policy, row.allocated, row.surplus),
        (Some(Policy::PooledBlock1), Grams(30_001), Grams(0))
    );
}

#[tokio::test]
async fn b11_a_guarantee_is_served_from_the_lot_and_d35_a_rerun_changes_nothing() {
    let rule = HarvestRule::GuaranteedMinimum {
        guaranteed_grams: Grams(12_000),
    };
    let (world, trees, adoptions, _) = two_trees(rule).await;
    let yields = [(trees[0], 60_000), (trees[1], 5_000)];
    let lot = picked(&world, "L-1", &yields).await;
    allocated(&world, lot).await;
    assert_eq!(got(&world, adoptions[1], lot), (12_000, 7_000));
    let before = world.app.log().durable_position();
    allocated(&world, lot).await;
    assert_eq!(world.app.log().durable_position(), before, "rerun");
}

#[tokio::test]
async fn d31_what_is_sorted_out_before_the_division_is_nobodys_and_after_it_only_surplus() {
    let (world, trees, adoptions, _) = two_trees(HarvestRule::OwnTree).await;
    let lot = picked(&world, "L-1", &[(trees[0], 10_000), (trees[1], 10_000)]).await;
    sorted_out(&world, lot, 2_000).await.unwrap();
    allocated(&world, lot).await;
    assert_eq!(adoptions.map(|one| got(&world, one, lot).0), [9_000; 2]);
    let refused = sorted_out(&world, lot, 1).await;
    let available = Grams(0);
    let above = lot::Rejection::LossAboveAvailable { available };
    assert!(
        matches!(&refused, Err(Error::Rejected(Rejection::Lot(no))) if *no == above),
        "{refused:?}"
    );
    let row = world.app.read().lot(lot).unwrap().unwrap();
    let sum = row.allocated.plus(row.surplus).plus(row.lost);
    assert_eq!((row.lost, sum), (Grams(2_000), row.net));
}

#[tokio::test]
async fn trees_of_offers_that_divide_differently_are_not_divided_together() {
    let mut world = World::new().await;
    let trees = [world.tree(1).await, world.tree(2).await];
    world.campaign(&trees[..1], |_| ()).await;
    world.harvest_rule = HarvestRule::ProRata;
    world.campaign(&trees[1..], |_| ()).await;
    world.clock.set(moment("2026-11-29T02:00:00Z"));
    let lot = picked(&world, "L-1", &[(trees[0], 1_000), (trees[1], 1_000)]).await;
    let intent = world.intent(&world.operator);
    let refused = harvest::allocate(&world.app, &world.operator(), &intent, lot).await;
    assert!(
        matches!(
            &refused,
            Err(Error::Rejected(Rejection::Lot(
                lot::Rejection::PoliciesDiffer
            )))
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn e02_the_ledger_explains_a_box_from_the_promise_to_the_parcel() {
    let (world, trees, adoptions, buyer) = two_trees(HarvestRule::OwnTree).await;
    let first = picked(&world, "L-1", &[(trees[0], 30_000)]).await;
    let second = picked(&world, "L-2", &[(trees[0], 9_000)]).await;
    for lot in [first, second] {
        certified(&world, lot).await;
        allocated(&world, lot).await;
    }
    let boxes = planned(&world, &buyer, adoptions[0]).await;
    locked(&world, adoptions[0], boxes.clone()).await;
    packed(&world, (adoptions[0], boxes[0]), first, 10_000)
        .await
        .unwrap();
    world.caught_up().await;
    let all = world.app.read().gram_facts(adoptions[0]).unwrap();
    let sums = GramSums::of(&all);
    assert_eq!(
        (sums.promised, sums.allocated, sums.packed, sums.delivered),
        (Grams(40_000), Grams(39_000), Grams(10_000), Grams(0))
    );
    let of_packed = relevant_to_box(all.clone(), boxes[0]);
    let steps: Vec<_> = of_packed.iter().map(|fact| fact.step).collect();
    assert_eq!(
        steps,
        [
            GramStep::Promised,
            GramStep::Allocated,
            GramStep::Planned,
            GramStep::Packed
        ]
    );
    assert_eq!(lots_of(&of_packed), [first]);
    assert!(of_packed.is_sorted_by_key(|fact| fact.position));
    // What is not packed yet may come of both lots.
    assert_eq!(lots_of(&relevant_to_box(all, boxes[1])), [first, second]);
    let found = world.app.read().adoption_of_box(boxes[1]).unwrap();
    assert_eq!(found, Some((adoptions[0], 2)));
}
