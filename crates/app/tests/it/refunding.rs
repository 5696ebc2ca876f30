//! Parts of payments go back: two persons, small ones together, disputes in between (D 12, 20; B 19, 21).

use adoption::adoption::CancelReason;
use app::{
    Error,
    commands::{
        adopt,
        disputes::{self, Case},
        partial_refunds::{self, RefundOutcome, RefundWish},
        payments::payment_of,
        refunds,
    },
};
use community::member::Role;
use kernel::{AdoptionId, Money, RefundId};
use readmodels::{garden::AdoptionStatus, money::RefundState};
use settlement::{dispute::DisputeReason, refund::RefundReason};

use crate::world::{World, code};

fn wish(adoption: AdoptionId, fen: i64) -> RefundWish {
    RefundWish {
        adoption,
        payment: None,
        amount: Money::fen(fen),
        parts: vec![],
        reason: RefundReason::Shortfall,
        channel_refused: false,
        identity_checked: false,
        account: None,
    }
}

async fn ask(world: &World, adoption: AdoptionId, fen: i64) -> Result<RefundId, Error> {
    world.caught_up().await;
    let intent = world.intent(&world.operator);
    let (outcomes, _) =
        partial_refunds::request(&world.app, &world.operator(), &intent, wish(adoption, fen))
            .await?;
    match outcomes.as_slice() {
        [RefundOutcome::Requested(refund)] => Ok(*refund),
        others => panic!("{others:?}"),
    }
}

#[tokio::test]
async fn d12_parts_go_back_one_after_the_other_and_never_more_than_came() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let first = ask(&world, adoption, 100_000).await.unwrap();
    let second = ask(&world, adoption, 68_000).await.unwrap();
    assert_ne!(first, second, "B 20");
    let refused = ask(&world, adoption, 1).await.unwrap_err();
    assert_eq!(code(&refused), "refund-above-captured");
    // Together they are above the limit.
    let other = world.person("second", Some(Role::Operator)).await;
    let (intent, operator) = (world.intent(&other), other.operator().unwrap());
    partial_refunds::approve(&world.app, &operator, &intent, second)
        .await
        .unwrap();
    for (refund, transaction, fen) in [(first, "R1", 100_000), (second, "R2", 68_000)] {
        let intent = world.intent(&world.operator);
        let fact = world.line(transaction, fen);
        refunds::record_settlement(&world.app, &world.operator(), &intent, refund, fact)
            .await
            .unwrap();
    }
    world.policies().await;
    assert_eq!(world.balances(), []);
}

#[tokio::test]
async fn d18_a_failed_part_is_owed_again() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let refund = ask(&world, adoption, 68_000).await.unwrap();
    let intent = world.intent(&world.operator);
    refunds::record_failure(&world.app, &world.operator(), &intent, refund, "closed")
        .await
        .unwrap();
    world.caught_up().await;
    let owed = world.app.read().owed(None, 10).unwrap();
    assert_eq!(owed.len(), 1);
    assert_eq!((owed[0].undelivered, owed[0].payable), (168_000, 0));
    ask(&world, adoption, 168_000).await.unwrap();
}

#[tokio::test]
async fn d20_an_open_dispute_freezes_and_a_lost_one_unwinds() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let payment = payment_of(adoption);
    let case = Case {
        case: "dp_1".into(),
        amount: Money::fen(168_000),
        reason: DisputeReason::Fraud,
        respond_by: world.app.now().plus_days(7),
    };
    let intent = world.intent(&world.operator);
    let (dispute, _) = disputes::open(
        &world.app,
        &world.operator(),
        &intent,
        payment,
        case.clone(),
    )
    .await
    .unwrap();
    let again = world.intent(&world.operator);
    let (same, _) = disputes::open(&world.app, &world.operator(), &again, payment, case)
        .await
        .unwrap();
    assert_eq!(dispute, same, "D 14");
    let refused = ask(&world, adoption, 1).await.unwrap_err();
    assert_eq!(code(&refused), "refund-above-captured");
    let intent = world.intent(&world.operator);
    let fact = world.line("txn_1", 168_000);
    disputes::record_lost(&world.app, &world.operator(), &intent, dispute, fact)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balances(), [], "nothing is owed and nothing is left");
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    let reason = CancelReason::ByOperator;
    assert_eq!(
        row.adoption.status,
        AdoptionStatus::Cancelled { reason },
        "B 21"
    );
    assert!(world.app.read().refunds_open().unwrap().is_empty());
}

#[tokio::test]
async fn b21_a_dispute_that_is_won_leaves_everything_as_it_was() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let before = world.balances();
    let dispute = world.disputed(adoption, 1_000).await;
    world.caught_up().await;
    assert_ne!(world.balances(), before);
    let intent = world.intent(&world.operator);
    disputes::record_won(&world.app, &world.operator(), &intent, dispute)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balances(), before);
    ask(&world, adoption, 168_000).await.unwrap();
}

#[tokio::test]
async fn c_u6_above_the_limit_another_operator_approves() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let refund = ask(&world, adoption, 150_001).await.unwrap();
    world.caught_up().await;
    let state = |world: &World| world.app.read().refund(refund).unwrap().unwrap().state;
    assert_eq!(state(&world), RefundState::Unapproved);
    let intent = world.intent(&world.operator);
    let own = partial_refunds::approve(&world.app, &world.operator(), &intent, refund).await;
    assert_eq!(code(&own.unwrap_err()), "approver-is-requester");
    let intent = world.intent(&world.operator);
    let fact = world.line("R1", 150_001);
    let early =
        refunds::record_settlement(&world.app, &world.operator(), &intent, refund, fact).await;
    assert_eq!(code(&early.unwrap_err()), "refund-not-approved");
    let other = world.person("second", Some(Role::Operator)).await;
    let intent = world.intent(&other);
    let operator = other.operator().unwrap();
    partial_refunds::approve(&world.app, &operator, &intent, refund)
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(state(&world), RefundState::Requested);
}

#[tokio::test]
async fn a_declined_refund_frees_what_it_took() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let before = world.balances();
    let refund = ask(&world, adoption, 168_000).await.unwrap();
    let intent = world.intent(&world.operator);
    partial_refunds::decline(&world.app, &world.operator(), &intent, refund, "paid twice")
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(world.balances(), before);
    ask(&world, adoption, 168_000).await.unwrap();
}

#[tokio::test]
async fn b21_what_was_cancelled_while_disputed_goes_back_when_the_dispute_is_won() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let dispute = world.disputed(adoption, 168_000).await;
    let intent = world.intent(&world.operator);
    adopt::cancel_by_operator(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.caught_up().await;
    assert!(world.app.read().refunds_open().unwrap().is_empty());
    let intent = world.intent(&world.operator);
    disputes::record_won(&world.app, &world.operator(), &intent, dispute)
        .await
        .unwrap();
    world.caught_up().await;
    let open = world.app.read().refunds_open().unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].amount, Money::fen(168_000));
}

#[tokio::test]
async fn b19_what_the_channel_refused_goes_by_a_payout_once_the_payee_is_known() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let refund = ask(&world, adoption, 68_000).await.unwrap();
    let intent = world.intent(&world.operator);
    refunds::record_failure(&world.app, &world.operator(), &intent, refund, "closed")
        .await
        .unwrap();
    world.caught_up().await;
    let again = |identity_checked| RefundWish {
        channel_refused: true,
        identity_checked,
        ..wish(adoption, 68_000)
    };
    let intent = world.intent(&world.operator);
    let unknown =
        partial_refunds::request(&world.app, &world.operator(), &intent, again(false)).await;
    assert!(matches!(unknown, Err(Error::Invalid(_))));
    let intent = world.intent(&world.operator);
    let (outcomes, _) =
        partial_refunds::request(&world.app, &world.operator(), &intent, again(true))
            .await
            .unwrap();
    assert!(
        matches!(outcomes.as_slice(), [RefundOutcome::ByPayout(..)]),
        "{outcomes:?}"
    );
}
