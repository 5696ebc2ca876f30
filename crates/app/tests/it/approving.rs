//! Whose decision a refund is: an operator's takes a second person above the limit, a rule's takes nobody (C U6).

use app::commands::{adopt, partial_refunds, refunds};
use community::member::Role;
use kernel::RefundId;
use readmodels::money::RefundState;

use crate::world::{World, code};

/// The one refund that waits.
fn waiting(world: &World) -> (RefundId, RefundState) {
    let open = world.app.read().refunds_open().unwrap();
    assert_eq!(open.len(), 1);
    (open[0].refund, open[0].state.clone())
}

#[tokio::test]
async fn c_u6_what_an_operator_cancels_is_paid_back_when_another_has_approved() {
    let world = World::new().await;
    let (_, adoption) = world.one_adopted().await;
    let intent = world.intent(&world.operator);
    adopt::cancel_by_operator(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.caught_up().await;
    let (refund, state) = waiting(&world);
    assert_eq!(state, RefundState::Unapproved);
    let settle = async || {
        let intent = world.intent(&world.operator);
        let fact = world.line("R1", 168_000);
        refunds::record_settlement(&world.app, &world.operator(), &intent, refund, fact).await
    };
    assert_eq!(code(&settle().await.unwrap_err()), "refund-not-approved");
    let intent = world.intent(&world.operator);
    let own = partial_refunds::approve(&world.app, &world.operator(), &intent, refund).await;
    assert_eq!(code(&own.unwrap_err()), "approver-is-requester");
    let second = world.person("second", Some(Role::Operator)).await;
    let intent = world.intent(&second);
    partial_refunds::approve(&world.app, &second.operator().unwrap(), &intent, refund)
        .await
        .unwrap();
    settle().await.unwrap();
}

#[tokio::test]
async fn c_u6_what_a_buyer_withdraws_needs_nobodys_approval() {
    let world = World::new().await;
    let (buyer, adoption) = world.one_adopted().await;
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(waiting(&world).1, RefundState::Requested);
}

#[tokio::test]
async fn c_u6_a_declined_refund_leaves_the_money_where_a_person_finds_it() {
    let world = World::new().await;
    let (_, adoption) = world.one_adopted().await;
    let intent = world.intent(&world.operator);
    adopt::cancel_by_operator(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(world.app.read().exceptions().unwrap(), []);
    let (refund, _) = waiting(&world);
    let second = world.person("second", Some(Role::Operator)).await;
    let intent = world.intent(&second);
    let operator = second.operator().unwrap();
    partial_refunds::decline(&world.app, &operator, &intent, refund, "not so fast")
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(world.app.read().exceptions().unwrap().len(), 1);
}
