//! Money: in time, late, twice, and back again.

use adoption::adoption::CancelReason;
use app::{
    Error,
    commands::{adopt, refunds},
    rejection::Rejection,
};
use kernel::RefundId;
use readmodels::garden::AdoptionStatus;

use crate::world::World;

#[tokio::test]
async fn paid_in_time_is_confirmed_and_owed_as_fruit() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
    assert_eq!(
        world.balances(),
        [
            ("assets:channel:manual".to_owned(), 168_000),
            ("liabilities:undelivered".to_owned(), -168_000)
        ]
    );
}

#[tokio::test]
async fn d14_a_transaction_counts_once_and_for_one_thing() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let first = world.adopt(&buyer, campaign, one).await.unwrap();
    let first = world.ready_to_pay(&buyer, first).await;
    let second = world.adopt(&buyer, campaign, other).await.unwrap();
    let second = world.ready_to_pay(&buyer, second).await;
    world.captured(first, "T1", world.app.now()).await;
    world.captured(first, "T1", world.app.now()).await;
    assert_eq!(world.balances()[0].1, 168_000);
    let refused = world
        .capture(second, "T1", world.app.now())
        .await
        .unwrap_err();
    assert!(matches!(
        refused,
        Error::Rejected(Rejection::ChannelFact(_))
    ));
}

#[tokio::test]
async fn d16_paid_late_is_confirmed_when_the_tree_is_still_free() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&buyer, adoption).await;
    world.pass(45).await;
    world.captured(payment, "T1", world.app.now()).await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
}

#[tokio::test]
async fn d16_paid_late_goes_back_when_the_tree_is_gone() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let slow = world.person("slow", None).await;
    let adoption = world.adopt(&slow, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&slow, adoption).await;
    world.pass(45).await;
    let quick = world.person("quick", None).await;
    world.adopted(&quick, campaign, tree).await;
    world.captured(payment, "T-late", world.app.now()).await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    let late = AdoptionStatus::Cancelled {
        reason: CancelReason::PaidTooLate,
    };
    assert_eq!(row.adoption.status, late);
    assert_eq!(
        world.balances(),
        [
            ("assets:channel:manual".to_owned(), 336_000),
            ("liabilities:refunds-payable".to_owned(), -168_000),
            ("liabilities:undelivered".to_owned(), -168_000),
        ]
    );
    let refund = world.app.read().refunds_open().unwrap()[0].refund;
    settle(&world, refund, "R1", 168_000).await.unwrap();
    world.policies().await;
    assert_eq!(world.balances().len(), 2);
    assert!(world.app.read().refunds_open().unwrap().is_empty());
}

async fn settle(world: &World, refund: RefundId, transaction: &str, fen: i64) -> Result<(), Error> {
    let fact = world.line(transaction, fen);
    let intent = world.intent(&world.operator);
    refunds::record_settlement(&world.app, &world.operator(), &intent, refund, fact).await?;
    Ok(())
}

#[tokio::test]
async fn cancelling_a_paid_adoption_frees_the_tree_and_owes_the_money() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    let refund = world.app.read().refunds_open().unwrap()[0].refund;
    let refused = settle(&world, refund, "R1", 1).await.unwrap_err();
    assert!(
        matches!(refused, Error::Rejected(Rejection::Refund(_))),
        "{refused:?}"
    );
    settle(&world, refund, "R1", 168_000).await.unwrap();
    world.policies().await;
    assert!(world.balances().is_empty());
    let other = world.person("other", None).await;
    world.adopt(&other, campaign, tree).await.unwrap();
}

#[tokio::test]
async fn d12_a_failed_refund_can_be_asked_for_again_and_never_twice_over() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    let first = world.app.read().refunds_open().unwrap()[0].refund;
    let intent = world.intent(&world.operator);
    refunds::record_failure(
        &world.app,
        &world.operator(),
        &intent,
        first,
        "account closed",
    )
    .await
    .unwrap();
    let intent = world.intent(&world.operator);
    refunds::request_again(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    let open = world.app.read().refunds_open().unwrap();
    assert_eq!(open.len(), 1);
    assert_ne!(open[0].refund, first);
    let intent = world.intent(&world.operator);
    refunds::request_again(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.app.read().refunds_open().unwrap().len(), 1);
}

#[tokio::test]
async fn a_hold_with_money_waits_for_the_payment_policy_however_late_that_is() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&buyer, adoption).await;
    world.capture(payment, "T1", world.app.now()).await.unwrap();
    world.clock.advance_seconds(3_600);
    world.caught_up().await;
    app::policies::settle_deadlines(&world.app).await.unwrap();
    let quick = world.person("quick", None).await;
    let refused = world.adopt(&quick, campaign, tree).await;
    assert!(
        matches!(refused, Err(Error::Rejected(Rejection::TreeShare(_)))),
        "{refused:?}"
    );
    world.policies().await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
}
