//! Money that came and was not asked for is the payer's, and goes back to the fen (B 5, 16, 17; D 11, 12, 14).

use app::{
    Error,
    commands::{
        adopt,
        disputes::{self, Case},
        payments::{Capture, payment_of},
        refunds,
        surplus::{self, surplus_of},
    },
};
use kernel::{Money, PaymentId};
use readmodels::{garden::AdoptionStatus, money::PaymentState};
use settlement::{dispute::DisputeReason, payment::Channel, refund::RefundReason};

use crate::world::World;

async fn back(world: &World, payment: PaymentId, fact: Capture) -> Result<PaymentId, Error> {
    let intent = world.intent(&world.operator);
    let sent = surplus::return_line(&world.app, &world.operator(), &intent, payment, fact).await;
    world.policies().await;
    sent.map(|(surplus, _)| surplus)
}

const SURPLUS: &str = "liabilities:buyers:surplus";

#[tokio::test]
async fn b17_what_comes_twice_goes_back_and_the_adoption_stands() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let before = world.balances();
    let again = world.line("T-again", 168_000);
    let surplus = back(&world, payment_of(adoption), again.clone())
        .await
        .unwrap();
    assert_eq!(surplus, surplus_of(Channel::Manual, "T-again"));
    let row = world.app.read().payment(surplus).unwrap().unwrap();
    assert!(
        matches!(row.state, PaymentState::Surplus(_, beside) if beside == payment_of(adoption))
    );
    assert_eq!(world.balance(SURPLUS), 0, "it is to go back");
    assert_eq!(world.balance("liabilities:refunds-payable"), -168_000);
    let open = world.app.read().refunds_open().unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].reason, RefundReason::Surplus);
    assert_eq!((open[0].payment, open[0].amount.minor), (surplus, 168_000));
    // The very line again changes nothing (D 14), and cannot pay for anything else.
    back(&world, payment_of(adoption), again).await.unwrap();
    assert_eq!(world.app.read().refunds_open().unwrap().len(), 1);
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
    assert_eq!(row.payments.len(), 1, "it is no payment of the adoption");
    // A second person approves it, as 168,000 is above the limit; then it settles and the books are as before.
    let second = world
        .person("second", Some(community::member::Role::Operator))
        .await;
    let intent = world.intent(&second);
    let refund = open[0].refund;
    app::commands::partial_refunds::approve(
        &world.app,
        &second.operator().unwrap(),
        &intent,
        refund,
    )
    .await
    .unwrap();
    let intent = world.intent(&world.operator);
    let fact = world.line("R1", 168_000);
    refunds::record_settlement(&world.app, &world.operator(), &intent, refund, fact)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balances(), before);
}

#[tokio::test]
async fn b16_too_little_goes_back_and_the_payment_still_waits() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&buyer, adoption).await;
    let right = back(&world, payment, world.line("T1", 168_000)).await;
    assert!(matches!(right, Err(Error::Invalid(_))), "it pays");
    back(&world, payment, world.line("T1", 100_000))
        .await
        .unwrap();
    assert_eq!(world.app.read().refunds_open().unwrap().len(), 1);
    let used = back(&world, payment, world.line("T1", 100_001)).await;
    assert!(matches!(used, Err(Error::Rejected(_))), "D 14");
    // The whole price confirms it as if nothing had been.
    world.captured(payment, "T2", world.app.now()).await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
    let owed = world.app.read().owed_for(adoption).unwrap().unwrap();
    assert_eq!((owed.undelivered, owed.payable), (168_000, 100_000));
    // Cancelled, it gives back its price; the surplus went its own way.
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    let open = world.app.read().refunds_open().unwrap();
    let amounts: Vec<i64> = open.iter().map(|row| row.amount.minor).collect();
    assert_eq!(amounts, [100_000, 168_000]);
    let unknown = PaymentId::from_bytes([7; 16]);
    let none = back(&world, unknown, world.line("T3", 1)).await;
    assert!(matches!(none, Err(Error::NotFound)));
}

#[tokio::test]
async fn d18_what_did_not_go_back_is_owed_again_and_a_lost_dispute_about_it_ends_no_adoption() {
    let world = World::new().await;
    let adoption = world.one_adopted().await.1;
    let before = world.balances();
    let again = world.line("T-again", 90_000);
    let surplus = back(&world, payment_of(adoption), again).await.unwrap();
    let refund = world.app.read().refunds_open().unwrap()[0].refund;
    let intent = world.intent(&world.operator);
    refunds::record_failure(&world.app, &world.operator(), &intent, refund, "closed")
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balance(SURPLUS), -90_000);
    let case = Case {
        case: "dp_1".into(),
        amount: Money::fen(90_000),
        reason: DisputeReason::Duplicate,
        respond_by: world.app.now().plus_days(7),
    };
    let intent = world.intent(&world.operator);
    let (dispute, _) = disputes::open(&world.app, &world.operator(), &intent, surplus, case)
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    let lost = world.line("W1", 90_000);
    disputes::record_lost(&world.app, &world.operator(), &intent, dispute, lost)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balances(), before, "the payer has it back");
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
}
