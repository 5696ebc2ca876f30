//! What an operator gives back reaches whoever paid: a group's payers in proportion, a part of a divided tree its own
//! part (D 12, 17). The limit for two persons counts the sum, not each refund (C U6).

use app::{
    Error,
    commands::{
        adopt,
        partial_refunds::{self, RefundOutcome, RefundWish},
        payments::{Capture, payment_of},
        refunds, splitting,
    },
};
use kernel::{AdoptionId, Money, PaymentId, RefundId};
use readmodels::money::{RefundRow, RefundState};
use settlement::{payment::Channel, refund::RefundReason};

use crate::{
    together::{opened, take},
    world::{World, code},
};

fn wish(adoption: AdoptionId, fen: i64) -> RefundWish {
    RefundWish {
        adoption,
        payment: None,
        amount: Money::fen(fen),
        parts: vec![],
        reason: RefundReason::Claim,
        channel_refused: false,
        identity_checked: false,
        account: None,
    }
}

async fn ask(world: &World, wish: RefundWish) -> Result<Vec<RefundOutcome>, Error> {
    world.caught_up().await;
    let intent = world.intent(&world.operator);
    let asked = partial_refunds::request(&world.app, &world.operator(), &intent, wish).await;
    world.caught_up().await;
    asked.map(|(outcomes, _)| outcomes)
}

/// Refunds of an adoption, newest last: payment, amount.
fn refunded(world: &World, adoption: AdoptionId) -> Vec<(PaymentId, i64)> {
    rows(world, adoption)
        .iter()
        .map(|row| (row.payment, row.amount.minor))
        .collect()
}

fn rows(world: &World, adoption: AdoptionId) -> Vec<RefundRow> {
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    row.refunds
}

/// Three people paid a third each of 168,001 fen.
async fn of_three(world: &World) -> (AdoptionId, [PaymentId; 3]) {
    let tree = world.tree(1).await;
    let campaign = world
        .campaign(&[tree], |terms| terms.price = Money::fen(168_001))
        .await;
    let lin = world.person("lin", None).await;
    let (adoption, secret) = opened(world, &lin, (campaign, tree), 3).await;
    let mut payments = Vec::new();
    for (number, name) in [(1, "lin"), (2, "wang"), (3, "zhao")] {
        let who = if number == 1 {
            lin.clone()
        } else {
            world.person(name, None).await
        };
        let payment = take(world, &who, &secret, number).await.unwrap();
        let transaction = format!("T{number}");
        world.captured(payment, &transaction, world.app.now()).await;
        payments.push(payment);
    }
    (adoption, payments.try_into().unwrap())
}

#[tokio::test]
async fn d12_a_part_of_what_a_group_paid_goes_back_to_each_in_proportion() {
    let world = World::new().await;
    let (adoption, [one, two, three]) = of_three(&world).await;
    let asked = ask(&world, wish(adoption, 10_001)).await.unwrap();
    assert_eq!(asked.len(), 3, "each payer has a refund of their own");
    assert!(
        asked
            .iter()
            .all(|one| matches!(one, RefundOutcome::Requested(_)))
    );
    let mut back = refunded(&world, adoption);
    back.sort_unstable_by_key(|(payment, _)| [one, two, three].iter().position(|p| p == payment));
    assert_eq!(
        back,
        [(one, 3_334), (two, 3_334), (three, 3_333)],
        "to the fen, the odd ones to the earlier payers"
    );
    let above = ask(&world, wish(adoption, 158_001)).await.unwrap_err();
    assert_eq!(code(&above), "refund-above-captured", "D 12");
    ask(&world, wish(adoption, 158_000)).await.unwrap();
    for payment in [one, two, three] {
        let paid: i64 = refunded(&world, adoption)
            .iter()
            .filter(|(of, _)| *of == payment)
            .map(|(_, fen)| fen)
            .sum();
        let captured = world.app.read().payment(payment).unwrap().unwrap().amount;
        assert_eq!(paid, captured.minor, "all of it, and no fen more");
    }
}

#[tokio::test]
async fn b20_a_repeated_wish_finds_the_refunds_it_made() {
    let world = World::new().await;
    let (adoption, _) = of_three(&world).await;
    world.caught_up().await;
    let intent = world.intent(&world.operator);
    let asked = wish(adoption, 9_000);
    let (first, _) =
        partial_refunds::request(&world.app, &world.operator(), &intent, asked.clone())
            .await
            .unwrap();
    world.caught_up().await;
    let (again, done) = partial_refunds::request(&world.app, &world.operator(), &intent, asked)
        .await
        .unwrap();
    assert!(done.repeated);
    assert_eq!(first, again);
    assert_eq!(rows_after(&world, adoption).await, 3);
}

async fn rows_after(world: &World, adoption: AdoptionId) -> usize {
    world.caught_up().await;
    rows(world, adoption).len()
}

#[tokio::test]
async fn d12_one_payers_part_can_be_named() {
    let world = World::new().await;
    let (adoption, [one, two, _]) = of_three(&world).await;
    let of_two = |fen| RefundWish {
        payment: Some(two),
        ..wish(adoption, fen)
    };
    ask(&world, of_two(56_000)).await.unwrap();
    assert_eq!(refunded(&world, adoption), [(two, 56_000)]);
    let above = ask(&world, of_two(1)).await.unwrap_err();
    assert_eq!(code(&above), "refund-above-captured");
    let stranger = RefundWish {
        payment: Some(payment_of(adoption)),
        ..wish(adoption, 1)
    };
    assert!(matches!(ask(&world, stranger).await, Err(Error::NotFound)));
    // The others bear what is asked of all from now on.
    ask(&world, wish(adoption, 20_000)).await.unwrap();
    let of_one: i64 = refunded(&world, adoption)
        .iter()
        .filter(|(payment, _)| *payment == one)
        .map(|(_, fen)| fen)
        .sum();
    assert_eq!(of_one, 10_000);
}

async fn divided(world: &World) -> Vec<AdoptionId> {
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let whole = world.adopted(&buyer, campaign, tree).await;
    let intent = world.intent(&buyer);
    let split = splitting::split(&world.app, &buyer.buyer(), &intent, whole, 4).await;
    world.policies().await;
    split.unwrap().0
}

#[tokio::test]
async fn d12_a_part_of_a_divided_tree_gives_back_its_own_part_and_no_other() {
    let world = World::new().await;
    let parts = divided(&world).await;
    ask(&world, wish(parts[2], 40_000)).await.unwrap();
    let above = ask(&world, wish(parts[2], 2_001)).await.unwrap_err();
    assert_eq!(code(&above), "refund-above-captured", "42,000 is its price");
    // Cancelled, it gives back what is left of it and nothing of the others'.
    let intent = world.intent(&world.operator);
    adopt::cancel_by_operator(&world.app, &world.operator(), &intent, parts[2])
        .await
        .unwrap();
    world.caught_up().await;
    let back: Vec<i64> = refunded(&world, parts[2])
        .into_iter()
        .map(|(_, fen)| fen)
        .collect();
    assert_eq!(back, [40_000, 2_000]);
    for part in [parts[0], parts[1], parts[3]] {
        ask(&world, wish(part, 42_000)).await.unwrap();
    }
    let left = ask(&world, wish(parts[0], 1)).await.unwrap_err();
    assert_eq!(code(&left), "refund-above-captured");
}

fn state_of(world: &World, refund: RefundId) -> RefundState {
    world.app.read().refund(refund).unwrap().unwrap().state
}

fn only(outcomes: &[RefundOutcome]) -> RefundId {
    let [RefundOutcome::Requested(refund)] = outcomes else {
        panic!("{outcomes:?}")
    };
    *refund
}

#[tokio::test]
async fn c_u6_several_refunds_of_one_order_count_as_one() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let first = only(&ask(&world, wish(adoption, 100_000)).await.unwrap());
    assert_eq!(state_of(&world, first), RefundState::Requested);
    let second = only(&ask(&world, wish(adoption, 50_000)).await.unwrap());
    assert_eq!(state_of(&world, second), RefundState::Requested, "150,000");
    let third = only(&ask(&world, wish(adoption, 1)).await.unwrap());
    assert_eq!(state_of(&world, third), RefundState::Unapproved, "150,001");
    // What came to nothing does not count.
    let intent = world.intent(&world.operator);
    refunds::record_failure(&world.app, &world.operator(), &intent, second, "closed")
        .await
        .unwrap();
    let fourth = only(&ask(&world, wish(adoption, 49_999)).await.unwrap());
    assert_eq!(state_of(&world, fourth), RefundState::Requested);
}

#[tokio::test]
async fn c_u6_a_groups_parts_count_together() {
    let world = World::new().await;
    let (adoption, _) = of_three(&world).await;
    let intent = world.intent(&world.operator);
    adopt::cancel_by_operator(&world.app, &world.operator(), &intent, adoption)
        .await
        .unwrap();
    world.caught_up().await;
    let refunds = rows(&world, adoption);
    assert_eq!(refunds.len(), 3);
    for row in refunds {
        assert_eq!(row.state, RefundState::Unapproved, "168,001 in all");
    }
}

#[tokio::test]
async fn c_u6_the_parts_of_a_divided_tree_count_together() {
    let world = World::new().await;
    let parts = divided(&world).await;
    for part in &parts[..3] {
        let refund = only(&ask(&world, wish(*part, 42_000)).await.unwrap());
        assert_eq!(state_of(&world, refund), RefundState::Requested);
    }
    let last = only(&ask(&world, wish(parts[3], 42_000)).await.unwrap());
    assert_eq!(state_of(&world, last), RefundState::Unapproved, "168,000");
}

#[tokio::test]
async fn d11_the_books_balance_when_a_groups_refunds_settle() {
    let world = World::new().await;
    let (adoption, _) = of_three(&world).await;
    ask(&world, wish(adoption, 100_000)).await.unwrap();
    for (nth, row) in rows(&world, adoption).into_iter().enumerate() {
        let fact = Capture {
            channel: Channel::Manual,
            transaction: format!("R{nth}"),
            amount: row.amount,
            fee: Money::fen(0),
            value_at: world.app.now(),
        };
        let intent = world.intent(&world.operator);
        refunds::record_settlement(&world.app, &world.operator(), &intent, row.refund, fact)
            .await
            .unwrap();
    }
    world.policies().await;
    let balances = world.balances();
    assert_eq!(balances.iter().map(|(_, minor)| minor).sum::<i64>(), 0);
    let owed = world.app.read().owed_for(adoption).unwrap().unwrap();
    assert_eq!((owed.undelivered, owed.payable), (68_001, 0));
}
