//! What a farm gets: advanced within cover, earned by delivery, settled by agreement (D 17, E 8).

use app::{
    Error,
    commands::{farmers, parcels, payouts},
};
use kernel::{AdoptionId, FarmId, Money, PayoutId, Season};
use settlement::farmer_account::Terms;

use crate::{
    harvesting::{allocated, certified, harvested, locked, packed, planned},
    world::{World, moment},
};

fn season() -> Season {
    Season::new(2026).unwrap()
}

async fn farm(world: &World) -> FarmId {
    world.caught_up().await;
    world
        .app
        .read()
        .orchard(world.orchard)
        .unwrap()
        .unwrap()
        .farm
}

async fn agreed(world: &World) -> (FarmId, Season) {
    let of = (farm(world).await, season());
    let terms = Terms {
        share_permille: 700,
        cover_permille: 500,
        holdback_permille: 100,
    };
    let intent = world.intent(&world.operator);
    farmers::agree_terms(&world.app, &world.operator(), &intent, of, terms)
        .await
        .unwrap();
    of
}

async fn advance(world: &World, of: (FarmId, Season), fen: i64) -> Result<PayoutId, Error> {
    let intent = world.intent(&world.operator);
    let amount = Money::fen(fen);
    let (payout, _) =
        farmers::grant_advance(&world.app, &world.operator(), &intent, of, amount).await?;
    Ok(payout)
}

async fn arrived(world: &World, payout: PayoutId, transaction: &str, fen: i64) {
    let intent = world.intent(&world.operator);
    payouts::record_sent(&world.app, &world.operator(), &intent, payout)
        .await
        .unwrap();
    let fact = world.line(transaction, fen);
    let intent = world.intent(&world.operator);
    payouts::record_settlement(&world.app, &world.operator(), &intent, payout, fact)
        .await
        .unwrap();
    world.policies().await;
}

pub(crate) async fn delivered(
    world: &World,
    buyer: &app::permission::Identity,
    adoption: AdoptionId,
) {
    let tree = world.app.read().adoption(adoption).unwrap().unwrap();
    let tree = tree.adoption.agreement.tree;
    world.clock.set(moment("2026-11-29T02:00:00Z"));
    let lot = harvested(world, tree, 46_200).await;
    certified(world, lot).await;
    allocated(world, lot).await;
    let all = planned(world, buyer, adoption).await;
    locked(world, adoption, all.clone()).await;
    let parcel = packed(world, (adoption, all[0]), lot, 5_000).await.unwrap();
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let carrier = ("SF".to_owned(), "SF1".to_owned());
    parcels::hand_over(&world.app, &packer, &intent, parcel, carrier)
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    parcels::deliver(&world.app, &packer, &intent, parcel, world.app.now())
        .await
        .unwrap();
    world.policies().await;
}

#[tokio::test]
async fn e8_a_farm_is_advanced_earns_it_by_delivery_and_is_paid_the_rest() {
    let world = World::new().await;
    let of = agreed(&world).await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let refused = advance(&world, of, 84_001).await.unwrap_err();
    assert!(refused.to_string().contains("840.00"), "D 17: {refused}");
    let tranche = advance(&world, of, 84_000).await.unwrap();
    arrived(&world, tranche, "B1", 84_000).await;
    delivered(&world, &buyer, adoption).await;
    let standing = farmers::standing(&world.app, of.0, of.1).unwrap().unwrap();
    let statement = standing.statement;
    let boxes = i64::from(
        world
            .app
            .read()
            .adoption(adoption)
            .unwrap()
            .unwrap()
            .adoption
            .agreement
            .boxes,
    );
    let revenue = 168_000 / boxes + i64::from(168_000 % boxes > 0);
    assert_eq!(statement.revenue, Money::fen(revenue));
    assert_eq!(statement.earned, Money::fen(revenue * 700 / 1_000));
    let recovered = statement.earned.minor.min(84_000);
    assert_eq!(statement.recovered, Money::fen(recovered));
    assert_eq!(standing.outstanding, Money::fen(84_000 - recovered));
    assert!(
        world
            .balances()
            .contains(&("expenses:fruit-bought".to_owned(), statement.earned.minor))
    );
    let total: i64 = world.balances().iter().map(|(_, balance)| balance).sum();
    assert_eq!(total, 0, "D 11");
}

#[tokio::test]
async fn d17_an_advance_that_fails_is_free_again() {
    let world = World::new().await;
    let of = agreed(&world).await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    world.adopted(&buyer, campaign, tree).await;
    let tranche = advance(&world, of, 84_000).await.unwrap();
    let intent = world.intent(&world.operator);
    payouts::record_failure(&world.app, &world.operator(), &intent, tranche, "closed")
        .await
        .unwrap();
    let tranche = advance(&world, of, 84_000).await.unwrap();
    arrived(&world, tranche, "B1", 84_000).await;
    let exposure = world.app.read().farm_balances().unwrap();
    assert!(exposure.iter().any(|row| {
        row.farm == of.0
            && row.account == "assets:farmer-advances"
            && row.balance == Money::fen(84_000)
    }));
}

#[tokio::test]
async fn d17_adoptions_that_were_confirmed_before_terms_were_agreed_cover_the_advance_too() {
    let world = World::new().await;
    let trees = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&trees, |_| ()).await;
    let buyer = world.person("buyer", None).await;
    world.adopted(&buyer, campaign, trees[0]).await;
    let withdrawn = world.adopted(&buyer, campaign, trees[1]).await;
    let intent = world.intent(&buyer);
    app::commands::adopt::cancel(&world.app, &buyer.buyer(), &intent, withdrawn)
        .await
        .unwrap();
    let of = agreed(&world).await;
    world.policies().await;
    let standing = farmers::standing(&world.app, of.0, of.1).unwrap().unwrap();
    assert_eq!(
        standing.limit,
        Money::fen(84_000),
        "half of what one buyer paid"
    );
    let seasons = world.app.read().farm_seasons().unwrap();
    assert_eq!(seasons.len(), 1);
    assert_eq!((seasons[0].farm, seasons[0].proposed), (of.0, None));
    assert!(advance(&world, of, 84_001).await.is_err());
    let payout = advance(&world, of, 84_000).await.unwrap();
    world.caught_up().await;
    let rows = world.app.read().payouts(None, None, 10).unwrap();
    assert_eq!((rows.len(), rows[0].payout), (1, payout));
}

#[tokio::test]
async fn d17_policies_that_begin_again_leave_the_cover_of_a_late_payer_as_it_is() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let of = agreed(&world).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&buyer, adoption).await;
    world.pass(45).await;
    world.captured(payment, "T-late", world.app.now()).await;
    world.policies().await;
    let covered = || farmers::standing(&world.app, of.0, of.1).unwrap().unwrap();
    assert_eq!(covered().limit, Money::fen(84_000), "half of what was paid");
    let written = world.app.log().durable_position();
    std::fs::remove_file(world.folder.path().join("policies.position")).unwrap();
    world.policies().await;
    assert_eq!(covered().limit, Money::fen(84_000));
    assert_eq!(world.app.log().durable_position(), written);
}
