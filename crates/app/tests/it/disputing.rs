//! Disputes about money that went back in part: what is left goes back, nothing twice (B 21; D 12, 18, 20).

use app::commands::{
    adopt,
    disputes::{self},
    partial_refunds::{self, RefundOutcome, RefundWish},
    refunds, splitting,
};
use kernel::{AdoptionId, DisputeId, Money, RefundId};
use readmodels::money::RefundState;
use settlement::refund::RefundReason;

use crate::world::World;

async fn ask(world: &World, adoption: AdoptionId, fen: i64) -> RefundId {
    world.caught_up().await;
    let wish = RefundWish {
        adoption,
        payment: None,
        amount: Money::fen(fen),
        parts: vec![],
        reason: RefundReason::Claim,
        channel_refused: false,
        identity_checked: false,
        account: None,
    };
    let intent = world.intent(&world.operator);
    let (outcomes, _) = partial_refunds::request(&world.app, &world.operator(), &intent, wish)
        .await
        .unwrap();
    world.caught_up().await;
    match outcomes.as_slice() {
        [RefundOutcome::Requested(refund)] => *refund,
        others => panic!("{others:?}"),
    }
}

async fn settled(world: &World, refund: RefundId, transaction: &str, fen: i64) {
    let intent = world.intent(&world.operator);
    let fact = world.line(transaction, fen);
    refunds::record_settlement(&world.app, &world.operator(), &intent, refund, fact)
        .await
        .unwrap();
    world.policies().await;
}

async fn won(world: &World, dispute: DisputeId) {
    let intent = world.intent(&world.operator);
    disputes::record_won(&world.app, &world.operator(), &intent, dispute)
        .await
        .unwrap();
    world.policies().await;
}

async fn lost(world: &World, dispute: DisputeId, fen: i64) {
    let intent = world.intent(&world.operator);
    let fact = world.line("W1", fen);
    disputes::record_lost(&world.app, &world.operator(), &intent, dispute, fact)
        .await
        .unwrap();
    world.policies().await;
}

async fn cancelled(world: &World, adoption: AdoptionId) {
    let intent = world.intent(&world.operator);
    adopt::cancel_by_operator(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
}

/// What waits to go back, by adoption.
fn open(world: &World) -> Vec<(AdoptionId, i64)> {
    let rows = world.app.read().refunds_open().unwrap();
    rows.iter()
        .map(|row| (row.adoption, row.amount.minor))
        .collect()
}

#[tokio::test]
async fn b21_won_after_a_refund_and_a_cancellation_only_the_rest_goes_back() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let refund = ask(&world, adoption, 68_000).await;
    settled(&world, refund, "R1", 68_000).await;
    let dispute = world.disputed(adoption, 100_000).await;
    cancelled(&world, adoption).await;
    assert_eq!(open(&world), [], "D 20");
    won(&world, dispute).await;
    assert_eq!(open(&world), [(adoption, 100_000)]);
    won(&world, dispute).await;
    assert_eq!(
        open(&world),
        [(adoption, 100_000)],
        "told twice, asked once"
    );
}

#[tokio::test]
async fn b21_won_about_a_divided_tree_each_cancelled_part_gets_its_own() {
    let world = World::new().await;
    let whole = world.one_adopted().await.1;
    let row = world.app.read().adoption(whole).unwrap().unwrap();
    let owner = row.adoption.agreement.buyer;
    let identity = app::commands::sign_in::identity_of(&world.app, owner).unwrap();
    let intent = world.intent(&identity);
    let split = splitting::split(&world.app, &identity.buyer(), &intent, whole, 4).await;
    let parts = split.unwrap().0;
    world.policies().await;
    let dispute = world.disputed(whole, 168_000).await;
    cancelled(&world, parts[1]).await;
    cancelled(&world, parts[3]).await;
    won(&world, dispute).await;
    let mut expected = [(parts[1], 42_000), (parts[3], 42_000)];
    let mut found = open(&world);
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn b21_lost_what_was_to_go_back_and_did_not_goes_only_once() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let refund = ask(&world, adoption, 68_000).await;
    let dispute = world.disputed(adoption, 168_000).await;
    lost(&world, dispute, 168_000).await;
    let row = world.app.read().refund(refund).unwrap().unwrap();
    assert!(matches!(row.state, RefundState::Failed { .. }), "{row:?}");
    assert_eq!(open(&world), []);
    assert_eq!(world.balances(), [], "the payer has all of it, once");
}

#[tokio::test]
async fn b21_lost_in_part_what_is_left_still_goes_back() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    ask(&world, adoption, 68_000).await;
    let dispute = world.disputed(adoption, 120_000).await;
    lost(&world, dispute, 120_000).await;
    assert_eq!(open(&world), [(adoption, 48_000)], "of 168,000");
    let owed = world.app.read().owed_for(adoption).unwrap().unwrap();
    assert_eq!((owed.undelivered, owed.payable), (0, 48_000));
}

#[tokio::test]
async fn b21_lost_with_enough_left_changes_no_refund() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    ask(&world, adoption, 68_000).await;
    let dispute = world.disputed(adoption, 100_000).await;
    lost(&world, dispute, 100_000).await;
    assert_eq!(open(&world), [(adoption, 68_000)]);
}
