//! A frost, from the farmer's word to the last fen: declared, assessed, chosen, taken by default, corrected (E 1; B 10, 11, 13;
//! D 12, 13, 18, 20, 31, 34, 36, 42).

use adoption::{campaign::RiskClause, shortfall::Remedy};
use app::{
    Error,
    commands::{
        adopt,
        cancelling::{self, Cancelled, Canceller},
        disputes::{self},
        losses::{self, CorrectionWish, LossWish, Supposed, Trees},
        parcels, remedies,
    },
    permission::Identity,
};
use kernel::{AdoptionId, Grams, LossId, Money, Season, TreeId};
use readmodels::{
    garden::AdoptionStatus,
    losses::{RemedyRow, RemedyState},
};
use traceability::loss::{Cause, Expectation, Finding};

use crate::{
    harvesting::{allocated, at_harvest, certified, harvested, locked, packed, planned},
    world::{World, code, jpeg},
};

fn season() -> Season {
    Season::new(2026).unwrap()
}

fn each(grams: u64) -> Expectation {
    Expectation {
        each: Grams(grams),
        exceptions: vec![],
    }
}

pub(crate) fn frost(trees: Trees) -> LossWish {
    LossWish {
        loss: None,
        trees,
        season: season(),
        cause: Cause::Frost,
        degree_percent: 60,
        note: Some("夜里零下四度".into()),
        photos: vec![jpeg(201)],
    }
}

pub(crate) async fn declared(world: &World, trees: Trees) -> LossId {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let (loss, _) = losses::declare(&world.app, &farmer, &intent, frost(trees))
        .await
        .unwrap();
    loss
}

pub(crate) async fn assessed(world: &World, loss: LossId, grams: u64) {
    let intent = world.intent(&world.operator);
    losses::assess(
        &world.app,
        &world.operator(),
        &intent,
        loss,
        (each(grams), 14),
    )
    .await
    .unwrap();
    world.policies().await;
}

pub(crate) async fn corrected(world: &World, loss: LossId, finding: Finding) {
    let wish = CorrectionWish {
        finding,
        note: "重新数过".into(),
        photos: vec![jpeg(202)],
        choose_days: 14,
    };
    let intent = world.intent(&world.operator);
    losses::correct(&world.app, &world.operator(), &intent, loss, wish)
        .await
        .unwrap();
    world.policies().await;
}

pub(crate) async fn chosen(
    world: &World,
    buyer: &Identity,
    at: (AdoptionId, u16),
    remedy: Remedy,
) -> Result<(), Error> {
    let intent = world.intent(buyer);
    remedies::choose(&world.app, &buyer.buyer(), &intent, at, remedy).await?;
    world.policies().await;
    Ok(())
}

/// A frost left 16 of 40 kg on an adopted tree.
pub(crate) async fn after_frost(
    clause: RiskClause,
) -> (World, Identity, AdoptionId, TreeId, LossId) {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world
        .campaign(&[tree], |terms| terms.risk_clause = clause)
        .await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted_under(&buyer, campaign, tree, clause).await;
    let loss = declared(&world, Trees::Block(world.block)).await;
    assessed(&world, loss, 16_000).await;
    (world, buyer, adoption, tree, loss)
}

fn offers(world: &World, adoption: AdoptionId) -> Vec<RemedyRow> {
    world.app.read().remedies_of(adoption).unwrap()
}

#[tokio::test]
async fn e1_a_frost_offers_what_the_frozen_clause_allows() {
    let (world, _, adoption, _, loss) = after_frost(RiskClause::RefundShortfall).await;
    let [offer] = &offers(&world, adoption)[..] else {
        panic!("one offer")
    };
    assert_eq!(offer.loss, loss);
    assert_eq!(offer.shortfall, Grams(24_000));
    assert_eq!(offer.value, Money::fen(100_800));
    assert_eq!(offer.options, [Remedy::Credit, Remedy::Refund]);
    assert_eq!(offer.default, Remedy::Refund);
    assert_eq!(offer.choose_by, world.app.now().plus_days(14));
}

#[tokio::test]
async fn e1_a_preview_tells_what_would_be_and_changes_nothing() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, one).await;
    let before = world.app.log().durable_position();
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let supposed = Supposed {
        trees: Trees::Block(world.block),
        season: season(),
        expected: None,
        degree_percent: 60,
    };
    let seen = losses::preview(&world.app, &farmer, &supposed)
        .await
        .unwrap();
    assert_eq!((seen.trees, seen.adoptions), (2, 1));
    assert_eq!(seen.each, Grams(24_000), "60 kg are forecast");
    assert_eq!(seen.rows[0].adoption, adoption);
    assert_eq!(seen.shortfall(), Grams(16_000));
    assert_eq!(seen.value_minor(), 67_200);
    assert_eq!(world.app.log().durable_position(), before);
    let strange = Supposed {
        trees: Trees::Named(vec![TreeId::from_bytes([7; 16])]),
        ..supposed
    };
    let refused = losses::preview(&world.app, &farmer, &strange)
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)));
}

#[tokio::test]
async fn d13_a_refund_is_exact_and_chosen_once() {
    let (world, buyer, adoption, ..) = after_frost(RiskClause::RefundShortfall).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::Refund)
        .await
        .unwrap();
    let refunds = world.app.read().refunds_open().unwrap();
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0].amount, Money::fen(100_800));
    assert_eq!(world.balance("liabilities:undelivered"), -67_200);
    assert_eq!(world.balance("liabilities:refunds-payable"), -100_800);
    let again = chosen(&world, &buyer, (adoption, 1), Remedy::Credit).await;
    assert_eq!(code(&again.unwrap_err()), "remedy-already-chosen");
    let stranger = world.person("stranger", None).await;
    let other = chosen(&world, &stranger, (adoption, 1), Remedy::Refund).await;
    assert!(matches!(other.unwrap_err(), Error::NotFound));
}

#[tokio::test]
async fn b13_credit_takes_the_same_value_and_no_more() {
    let (world, buyer, adoption, ..) = after_frost(RiskClause::CarryOver).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::Credit)
        .await
        .unwrap();
    let credit = world.app.read().credit_of(buyer.person()).unwrap();
    assert_eq!(credit, [Money::fen(100_800)]);
    assert_eq!(world.balance("liabilities:buyers:credit"), -100_800);
    assert_eq!(world.balance("liabilities:undelivered"), -67_200);
}

#[tokio::test]
async fn d42_silence_takes_the_default_and_a_dispute_makes_it_wait() {
    let (world, _, adoption, ..) = after_frost(RiskClause::RefundShortfall).await;
    let dispute = world.disputed(adoption, 1_000).await;
    world.pass(15 * 24 * 60).await;
    assert_eq!(offers(&world, adoption)[0].state, RemedyState::Open, "D 20");
    let intent = world.intent(&world.operator);
    disputes::record_won(&world.app, &world.operator(), &intent, dispute)
        .await
        .unwrap();
    world.pass(1).await;
    let state = offers(&world, adoption)[0].state;
    assert_eq!(state, RemedyState::Defaulted(Remedy::Refund));
    assert_eq!(
        world.app.read().refunds_open().unwrap()[0].amount,
        Money::fen(100_800)
    );
}

#[tokio::test]
async fn d20_nothing_is_chosen_while_a_dispute_is_open() {
    let (world, buyer, adoption, ..) = after_frost(RiskClause::RefundShortfall).await;
    world.disputed(adoption, 168_000).await;
    let refused = chosen(&world, &buyer, (adoption, 1), Remedy::Refund).await;
    assert_eq!(code(&refused.unwrap_err()), "dispute-open");
}

#[tokio::test]
async fn d36_a_correction_withdraws_leaves_and_tells() {
    let (world, buyer, adoption, _, loss) = after_frost(RiskClause::RefundShortfall).await;
    corrected(&world, loss, Finding::IncorrectData(each(30_000))).await;
    let all = offers(&world, adoption);
    assert!(matches!(all[0].state, RemedyState::Withdrawn(_)));
    assert_eq!(
        (all[1].shortfall, all[1].value),
        (Grams(10_000), Money::fen(42_000))
    );
    let gone = chosen(&world, &buyer, (adoption, 1), Remedy::Refund).await;
    assert_eq!(code(&gone.unwrap_err()), "offer-withdrawn");
    chosen(&world, &buyer, (adoption, 2), Remedy::Refund)
        .await
        .unwrap();
    corrected(&world, loss, Finding::DidNotOccur).await;
    let notes = world.app.read().loss_notes(adoption).unwrap();
    assert!(notes[0].stands);
    assert_eq!(notes[0].grams, Grams(10_000));
    assert_eq!(
        world.app.read().refunds_open().unwrap().len(),
        1,
        "it stays"
    );
}

#[tokio::test]
async fn d31_d34_a_top_up_comes_from_trees_that_gave_more() {
    let (world, buyer, adoption, tree, _) = after_frost(RiskClause::TopUp).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::TopUp)
        .await
        .unwrap();
    world
        .clock
        .set(crate::world::moment("2026-11-29T02:00:00Z"));
    let other = world.tree(2).await;
    let own = harvested(&world, tree, 16_000).await;
    allocated(&world, own).await;
    let surplus = harvested(&world, other, 60_000).await;
    allocated(&world, surplus).await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    let grants: Vec<_> = row
        .grants
        .iter()
        .map(|grant| (grant.lot, grant.granted, grant.topped_up))
        .collect();
    assert_eq!(
        grants,
        [
            (own, Grams(16_000), Grams::ZERO),
            (surplus, Grams(24_000), Grams(24_000)),
        ]
    );
    let lot = world.app.read().lot(surplus).unwrap().unwrap();
    assert_eq!((lot.allocated, lot.surplus), (Grams(24_000), Grams(36_000)));
}

#[tokio::test]
async fn a_top_up_that_is_chosen_late_takes_what_lots_still_have() {
    let (world, buyer, adoption, _, loss) = after_frost(RiskClause::TopUp).await;
    world
        .clock
        .set(crate::world::moment("2026-11-29T02:00:00Z"));
    let other = world.tree(2).await;
    let surplus = harvested(&world, other, 10_000).await;
    allocated(&world, surplus).await;
    // Counted anew at the harvest, the same is missing, and there is time to choose again.
    corrected(&world, loss, Finding::IncorrectData(each(16_000))).await;
    chosen(&world, &buyer, (adoption, 2), Remedy::TopUp)
        .await
        .unwrap();
    let lot = world.app.read().lot(surplus).unwrap().unwrap();
    assert_eq!(lot.surplus, Grams::ZERO);
    let intent = world.intent(&world.operator);
    remedies::give_up_fruit(&world.app, &world.operator(), &intent, (adoption, 2), 14)
        .await
        .unwrap();
    world.caught_up().await;
    let anew = &offers(&world, adoption)[2];
    assert_eq!(anew.shortfall, Grams(14_000));
    assert_eq!(
        anew.options,
        [Remedy::CarryOver, Remedy::Credit, Remedy::Refund]
    );
}

#[tokio::test]
async fn d18_what_is_carried_over_comes_next_season_or_goes_back() {
    let (world, buyer, adoption, ..) = after_frost(RiskClause::CarryOver).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::CarryOver)
        .await
        .unwrap();
    assert_eq!(world.balance("liabilities:buyers:carried-over"), -100_800);
    assert_eq!(world.balance("liabilities:undelivered"), -67_200);
    let owed = world.app.read().carried_from(adoption).unwrap();
    assert_eq!(owed[0].amount, Money::fen(100_800));
    world.clock.set(owed[0].until);
    world.pass(1).await;
    assert_eq!(world.balance("liabilities:buyers:carried-over"), 0);
    assert_eq!(world.balance("liabilities:refunds-payable"), -100_800);
}

#[tokio::test]
async fn b14_confirming_carries_out_exactly_the_plan_that_was_shown() {
    let (world, buyer, adoption, ..) = after_frost(RiskClause::CarryOver).await;
    let who = Canceller::Buyer(buyer.buyer());
    let shown = cancelling::plan(&world.app, who, adoption).await.unwrap();
    assert_eq!(shown.refund, Money::fen(168_000));
    chosen(&world, &buyer, (adoption, 1), Remedy::CarryOver)
        .await
        .unwrap();
    let intent = world.intent(&buyer);
    let seen = shown.hash();
    let outcome = cancelling::confirm(&world.app, who, &intent, adoption, seen)
        .await
        .unwrap();
    let Cancelled::Changed(now) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        now.refund,
        Money::fen(168_000),
        "what was carried over comes back"
    );
    let intent = world.intent(&buyer);
    let done = cancelling::confirm(&world.app, who, &intent, adoption, now.hash())
        .await
        .unwrap();
    assert!(matches!(done, Cancelled::Done(_)));
    let again = cancelling::confirm(&world.app, who, &intent, adoption, now.hash())
        .await
        .unwrap();
    assert!(matches!(again, Cancelled::Done(done) if done.repeated));
    world.policies().await;
    assert_eq!(world.balance("liabilities:refunds-payable"), -168_000);
    assert_eq!(world.balance("liabilities:buyers:carried-over"), 0);
    let over = cancelling::plan(&world.app, who, adoption)
        .await
        .unwrap_err();
    assert_eq!(code(&over), "adoption-cancelled");
}

#[tokio::test]
async fn b15_a_box_on_its_way_is_kept_and_the_rest_goes_back_exactly() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 40_000).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let boxes = planned(&world, &buyer, adoption).await;
    locked(&world, adoption, boxes.clone()).await;
    let parcel = packed(&world, (adoption, boxes[0]), lot, 10_000)
        .await
        .unwrap();
    let who = Canceller::Buyer(buyer.buyer());
    let plan = cancelling::plan(&world.app, who, adoption).await.unwrap();
    assert_eq!(
        (plan.kept, plan.refund),
        (Money::fen(42_000), Money::fen(126_000))
    );
    let intent = world.intent(&buyer);
    cancelling::confirm(&world.app, who, &intent, adoption, plan.hash())
        .await
        .unwrap();
    world.policies().await;
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let by = ("SF".to_owned(), "SF1".to_owned());
    parcels::hand_over(&world.app, &packer, &intent, parcel, by)
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    parcels::deliver(&world.app, &packer, &intent, parcel, world.app.now())
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balance("liabilities:undelivered"), 0);
    assert_eq!(world.balance("income:fruit"), -42_000);
    assert_eq!(world.balance("liabilities:refunds-payable"), -126_000);
}

#[tokio::test]
async fn b14_cancelling_withdraws_the_offer_and_pays_back_what_was_carried_over() {
    let (world, buyer, adoption, ..) = after_frost(RiskClause::CarryOver).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::CarryOver)
        .await
        .unwrap();
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balance("liabilities:refunds-payable"), -168_000);
    assert_eq!(world.balance("liabilities:buyers:carried-over"), 0);
}

#[tokio::test]
async fn a_tree_that_gives_nothing_ends_the_adoption_when_all_is_paid_back() {
    let (world, buyer, adoption, _, loss) = after_frost(RiskClause::RefundShortfall).await;
    corrected(&world, loss, Finding::IncorrectData(each(0))).await;
    chosen(&world, &buyer, (adoption, 2), Remedy::Refund)
        .await
        .unwrap();
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Completed);
    assert_eq!(world.balance("liabilities:undelivered"), 0);
    assert_eq!(world.balance("liabilities:refunds-payable"), -168_000);
}

#[tokio::test]
async fn who_is_confirmed_after_the_frost_is_told_as_well() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let loss = declared(&world, Trees::Named(vec![one])).await;
    assessed(&world, loss, 30_000).await;
    let buyer = world.person("buyer", None).await;
    let touched = world.adopted(&buyer, campaign, one).await;
    let untouched = world.adopted(&buyer, campaign, other).await;
    assert_eq!(offers(&world, touched)[0].shortfall, Grams(10_000));
    assert!(offers(&world, untouched).is_empty());
}

#[tokio::test]
async fn d36_a_loss_needs_a_photo_and_trees_of_its_orchard() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let bare = LossWish {
        photos: vec![],
        ..frost(Trees::Named(vec![tree]))
    };
    let intent = world.intent(&world.operator);
    let refused = losses::declare(&world.app, &farmer, &intent, bare).await;
    assert_eq!(code(&refused.unwrap_err()), "evidence-missing");
    let strange = frost(Trees::Named(vec![TreeId::from_bytes([7; 16])]));
    let intent = world.intent(&world.operator);
    let refused = losses::declare(&world.app, &farmer, &intent, strange).await;
    assert!(matches!(refused.unwrap_err(), Error::Invalid(_)));
}
