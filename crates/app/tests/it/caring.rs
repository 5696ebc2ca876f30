//! Treatments with their waiting period: nothing is picked of a tree that waits, nothing ships that was (D 32).

use app::{
    Error,
    commands::{care, corrections, harvest, parcels},
    permission::{Farmer, Signed},
    rejection::Rejection,
};
use fulfilment::box_plan::{self, LotGrams};
use kernel::{Grams, TreeId};
use readmodels::care::CareDone;
use traceability::{
    care::{Treatment, WorkKind},
    lot::{Grade, TreeYield, Weighing},
};

use crate::{
    harvesting::{allocated, at_harvest, certified, harvested, locked, planned},
    world::{World, day, moment},
};

fn farmer(world: &World) -> Signed<Farmer> {
    world.operator.farmer(world.orchard).unwrap()
}

fn spray(trees: &[TreeId], on: &str, waiting_days: u16) -> Treatment {
    Treatment {
        trees: trees.to_vec(),
        product: "波尔多液".into(),
        dose: "1:200".into(),
        on: day(on),
        waiting_days,
    }
}

async fn treated(world: &World, treatment: Treatment) -> Result<(), Error> {
    let intent = world.intent(&world.operator);
    care::treat(&world.app, &farmer(world), &intent, world.block, treatment).await?;
    world.caught_up().await;
    Ok(())
}

async fn picked(world: &World, tree: TreeId) -> Result<(), Error> {
    let wish = harvest::Harvest {
        code: "L-1129".into(),
        block: world.block,
        picked_on: day("2026-11-28"),
        grade: Grade::First,
        gross: Grams(6_000),
        tare: Grams(1_000),
        yields: vec![TreeYield {
            tree,
            grams: Grams(5_000),
        }],
    };
    let intent = world.intent(&world.operator);
    harvest::record(&world.app, &farmer(world), &intent, wish).await?;
    Ok(())
}

fn waits(answer: &Result<(), Error>) -> bool {
    matches!(answer, Err(Error::Rejected(Rejection::Care(no))) if no.code() == "in-waiting-period")
}

#[tokio::test]
async fn d32_a_tree_that_waits_is_not_picked_until_the_treatment_is_over_or_withdrawn() {
    let (world, _, _, tree) = at_harvest().await;
    let other = world.tree(2).await;
    treated(&world, spray(&[tree], "2026-11-20", 10))
        .await
        .unwrap();
    assert!(waits(&picked(&world, tree).await));
    picked(&world, other).await.unwrap();
    let intent = world.intent(&world.operator);
    let of = (world.block, 1);
    care::withdraw(&world.app, &farmer(&world), &intent, of, "记错了树")
        .await
        .unwrap();
    picked(&world, tree).await.unwrap();
    world.caught_up().await;
    let rows = world.app.read().treatments_of(tree).unwrap();
    assert!(
        matches!(&rows[0].done, CareDone::Treated { withdrawn: Some(reason), .. } if reason == "记错了树"),
        "the wrong fact stays visible"
    );
    assert_eq!(world.app.read().treatments_of(other).unwrap(), []);
}

#[tokio::test]
async fn d32_what_was_picked_before_its_treatment_was_known_does_not_ship_until_it_is_over() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 30_000).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let boxes = planned(&world, &buyer, adoption).await;
    locked(&world, adoption, boxes.clone()).await;
    treated(&world, spray(&[], "2026-11-27", 7)).await.unwrap();
    let packer = world.operator.packer(world.orchard).unwrap();
    let contents = || {
        vec![LotGrams {
            lot,
            grams: Grams(5_000),
        }]
    };
    let at = (adoption, boxes[0]);
    let intent = world.intent(&world.operator);
    let refused = parcels::pack(&world.app, &packer, &intent, at, contents()).await;
    let until = day("2026-12-04");
    let waiting = box_plan::Rejection::LotInWaitingPeriod { lot, until };
    assert!(
        matches!(&refused, Err(Error::Rejected(Rejection::BoxPlan(no))) if *no == waiting),
        "{refused:?}"
    );
    world.clock.set(moment("2026-12-05T02:00:00Z"));
    let intent = world.intent(&world.operator);
    parcels::pack(&world.app, &packer, &intent, at, contents())
        .await
        .unwrap();
}

#[tokio::test]
async fn d32_a_correction_cannot_say_that_a_waiting_tree_was_picked() {
    let (world, _, _, tree) = at_harvest().await;
    let other = world.tree(2).await;
    treated(&world, spray(&[other], "2026-11-25", 30))
        .await
        .unwrap();
    let lot = harvested(&world, tree, 5_000).await;
    let right = Weighing {
        picked_on: day("2026-11-28"),
        grade: Grade::First,
        gross: Grams(6_000),
        tare: Grams(1_000),
        yields: vec![TreeYield {
            tree: other,
            grams: Grams(5_000),
        }],
    };
    let intent = world.intent(&world.operator);
    let answer = corrections::harvest(
        &world.app,
        &farmer(&world),
        &intent,
        lot,
        Some(right),
        "另一棵",
    )
    .await;
    assert!(waits(&answer.map(drop)));
}

#[tokio::test]
async fn care_is_noted_for_one_s_own_blocks_and_trees() {
    let (world, _, _, tree) = at_harvest().await;
    let nowhere = kernel::BlockId::from_bytes([9; 16]);
    let intent = world.intent(&world.operator);
    let what = (WorkKind::Pruning, day("2026-11-28"), "晴");
    let refused = care::work(&world.app, &farmer(&world), &intent, nowhere, what).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let strange = TreeId::from_bytes([9; 16]);
    let refused = treated(&world, spray(&[tree, strange], "2026-11-28", 3)).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let intent = world.intent(&world.operator);
    care::work(&world.app, &farmer(&world), &intent, world.block, what)
        .await
        .unwrap();
    world.caught_up().await;
    let rows = world.app.read().care_of_orchard(world.orchard).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(matches!(&rows[0].done, CareDone::Worked { note, .. } if note == "晴"));
}
