//! The clocks of a channel, with the clock moved: a minute between refunds, fifty of them, 365 days (B 18, 19; D 21; E 4).

use app::{
    Error,
    account::Account,
    commands::{
        channel_refunds::{self, Next},
        clocks,
        partial_refunds::{self, RefundOutcome, RefundWish},
        payments::{self, Capture, payment_of},
        payouts,
    },
};
use community::member::Role;
use kernel::{AdoptionId, Money, PayoutId, RefundId};
use readmodels::{
    money::RefundState,
    payouts::{PayoutRow, PayoutState},
};
use settlement::{
    payment::Channel,
    payout::Payee,
    rails::{ClockKind, Urgency},
    refund::RefundReason,
};

use crate::world::World;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// An adoption that was paid by WeChat Pay.
async fn paid(world: &World) -> AdoptionId {
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&buyer, adoption).await;
    let fact = Capture {
        channel: Channel::WechatPay,
        transaction: "4200001".into(),
        amount: Money::fen(168_000),
        fee: Money::fen(0),
        value_at: world.app.now(),
    };
    let intent = world.intent(&world.operator);
    payments::record_capture(&world.app, &world.operator(), &intent, payment, fact)
        .await
        .unwrap();
    world.policies().await;
    adoption
}

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

fn account() -> Account {
    Account {
        holder: "林晓满".into(),
        bank: "中国工商银行杭州西湖支行".into(),
        number: "6222021202000123456".into(),
    }
}

async fn ask(world: &World, wish: RefundWish) -> Result<RefundOutcome, Error> {
    world.caught_up().await;
    let intent = world.intent(&world.operator);
    let (outcomes, _) =
        partial_refunds::request(&world.app, &world.operator(), &intent, wish).await?;
    world.caught_up().await;
    Ok(outcomes[0])
}

async fn requested(world: &World, adoption: AdoptionId, fen: i64) -> RefundId {
    match ask(world, wish(adoption, fen)).await.unwrap() {
        RefundOutcome::Requested(refund) => refund,
        other @ (RefundOutcome::Queued(_) | RefundOutcome::ByPayout(..)) => panic!("{other:?}"),
    }
}

async fn by_payout(world: &World, adoption: AdoptionId, fen: i64) -> (RefundId, PayoutId) {
    let early = ask(world, wish(adoption, fen)).await;
    assert!(matches!(early, Err(Error::Invalid(_))), "nobody checked");
    let checked = RefundWish {
        identity_checked: true,
        account: Some(account()),
        ..wish(adoption, fen)
    };
    match ask(world, checked).await.unwrap() {
        RefundOutcome::ByPayout(refund, payout) => (refund, payout),
        other @ (RefundOutcome::Requested(_) | RefundOutcome::Queued(_)) => panic!("{other:?}"),
    }
}

async fn next(world: &World, refund: RefundId) -> Next {
    world.caught_up().await;
    channel_refunds::next(&world.app, refund).await.unwrap()
}

fn payout_of(world: &World, payout: PayoutId) -> PayoutRow {
    world.app.read().payout(payout).unwrap().unwrap()
}

#[tokio::test]
async fn d21_a_minute_lies_between_two_refunds_of_a_payment() {
    let world = World::new().await;
    let adoption = paid(&world).await;
    let first = requested(&world, adoption, 5_000).await;
    let second = requested(&world, adoption, 5_000).await;
    assert!(matches!(next(&world, first).await, Next::Order(_)));
    let again_at = world.app.now().plus_seconds(60);
    assert_eq!(next(&world, second).await, Next::Wait(again_at));
    world.clock.advance_seconds(59);
    assert_eq!(next(&world, second).await, Next::Wait(again_at));
    world.clock.advance_seconds(1);
    assert!(matches!(next(&world, second).await, Next::Order(_)));
    assert!(
        matches!(next(&world, first).await, Next::Order(_)),
        "asked again it is the same order (B 20)"
    );
}

#[tokio::test]
async fn d21_after_fifty_refunds_the_next_goes_by_a_payout() {
    let world = World::new().await;
    let adoption = paid(&world).await;
    for _ in 0..50 {
        let refund = requested(&world, adoption, 2_000).await;
        assert!(matches!(next(&world, refund).await, Next::Order(_)));
        world.clock.advance_seconds(60);
    }
    let soon = clocks::expiring(
        &world.app,
        &world.operator.auditor().unwrap(),
        world.app.now(),
    )
    .unwrap();
    let used = soon
        .iter()
        .find(|one| one.clock.kind == ClockKind::RefundsLeft);
    assert_eq!(used.map(|one| one.clock.left), Some(Some(0)));
    let (refund, payout) = by_payout(&world, adoption, 2_000).await;
    assert_eq!(payout_of(&world, payout).state, PayoutState::Requested);
    assert_eq!(next(&world, refund).await, Next::Rest, "no channel's");
}

#[tokio::test]
async fn d21_on_the_365th_day_the_channel_still_refunds_and_a_second_later_a_payout_does() {
    let world = World::new().await;
    let adoption = paid(&world).await;
    world.clock.advance_seconds(365 * DAY_SECONDS);
    let last = requested(&world, adoption, 68_000).await;
    world.clock.advance_seconds(1);
    // Asked for in time, not sent in time: it fails, and is owed as before.
    assert_eq!(next(&world, last).await, Next::Rest);
    world.policies().await;
    let row = world.app.read().refund(last).unwrap().unwrap();
    assert!(matches!(row.state, RefundState::Failed { .. }), "{row:?}");
    let (refund, payout) = by_payout(&world, adoption, 168_000).await;

    // The account is the payer's alone: sealed in the log, open to who pays.
    let row = payout_of(&world, payout);
    let Payee::Person(payer) = row.payee else {
        panic!("{row:?}")
    };
    let sealed = row.account.clone().unwrap();
    assert!(!sealed.as_str().contains("6222"));
    let opened = world.app.open_account(payer, payout, &sealed).unwrap();
    assert_eq!(opened, Some(account()));

    // Requested, approved by a second person, sent, settled; the refund follows.
    assert_eq!(row.state, PayoutState::Unapproved);
    let second = world.person("second", Some(Role::Operator)).await;
    let intent = world.intent(&second);
    payouts::approve(&world.app, &second.operator().unwrap(), &intent, payout)
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    payouts::record_sent(&world.app, &world.operator(), &intent, payout)
        .await
        .unwrap();
    world.caught_up().await;
    assert!(matches!(
        payout_of(&world, payout).state,
        PayoutState::Sent { .. }
    ));
    let fact = world.line("ICBC-1", 168_000);
    let intent = world.intent(&world.operator);
    payouts::record_settlement(&world.app, &world.operator(), &intent, payout, fact)
        .await
        .unwrap();
    world.policies().await;
    let row = world.app.read().refund(refund).unwrap().unwrap();
    assert!(matches!(row.state, RefundState::Settled { .. }), "{row:?}");
    assert_eq!(
        world.balances(),
        [
            ("assets:channel:manual".to_owned(), -168_000),
            ("assets:channel:wechat-pay".to_owned(), 168_000),
        ],
        "nothing is owed"
    );
}

#[tokio::test]
async fn b19_a_payout_that_did_not_arrive_is_owed_again_and_can_be_sent_anew() {
    let world = World::new().await;
    let adoption = paid(&world).await;
    world.clock.advance_seconds(366 * DAY_SECONDS);
    let (_, payout) = by_payout(&world, adoption, 68_000).await;
    let intent = world.intent(&world.operator);
    payouts::record_sent(&world.app, &world.operator(), &intent, payout)
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    payouts::record_failure(
        &world.app,
        &world.operator(),
        &intent,
        payout,
        "account closed",
    )
    .await
    .unwrap();
    world.policies().await;
    let owed = world.app.read().owed_for(adoption).unwrap().unwrap();
    assert_eq!((owed.undelivered, owed.payable), (168_000, 0));
    by_payout(&world, adoption, 68_000).await;
}

#[tokio::test]
async fn e4_the_operator_sees_months_ahead_what_runs_out() {
    let world = World::new().await;
    let adoption = paid(&world).await;
    let auditor = world.operator.auditor().unwrap();
    let due = |days| {
        let until = world.app.now().plus_days(days);
        let found = clocks::expiring(&world.app, &auditor, until).unwrap();
        let of_this = found
            .iter()
            .filter(|one| one.payment == payment_of(adoption) && one.clock.until.is_some());
        of_this
            .map(|one| (one.clock.kind, one.clock.urgency))
            .collect::<Vec<_>>()
    };
    assert_eq!(due(179), []);
    assert_eq!(due(181), [(ClockKind::Split, Urgency::Calm)]);
    world.clock.advance_seconds(91 * DAY_SECONDS);
    assert_eq!(due(90), [(ClockKind::Split, Urgency::Soon)]);
    world.clock.advance_seconds(90 * DAY_SECONDS);
    assert_eq!(due(0), [(ClockKind::Split, Urgency::Expired)]);
    world.clock.advance_seconds(100 * DAY_SECONDS);
    let refund = (ClockKind::Refund, Urgency::Soon);
    assert!(due(90).contains(&refund), "ninety days ahead");
}

#[tokio::test]
async fn d21_a_farms_money_goes_by_the_rail_within_cap_and_window_and_by_bank_beyond() {
    let world = World::new().await;
    paid(&world).await;
    world.caught_up().await;
    let farm = world
        .app
        .read()
        .orchard(world.orchard)
        .unwrap()
        .unwrap()
        .farm;
    let of = (farm, kernel::Season::new(2026).unwrap());
    let terms = settlement::farmer_account::Terms {
        share_permille: 700,
        cover_permille: 500,
        holdback_permille: 100,
    };
    let intent = world.intent(&world.operator);
    app::commands::farmers::agree_terms(&world.app, &world.operator(), &intent, of, terms)
        .await
        .unwrap();
    world.policies().await;
    let mut granted = Vec::new();
    for fen in [40_000, 44_000] {
        let (who, intent) = (world.operator(), world.intent(&world.operator));
        let amount = Money::fen(fen);
        let done = app::commands::farmers::grant_advance(&world.app, &who, &intent, of, amount);
        granted.push(done.await.unwrap().0);
    }
    world.policies().await;
    let auditor = world.operator.auditor().unwrap();
    let ways = || {
        let ways = app::commands::payout_order::ways(&world.app, &auditor).unwrap();
        ways.into_iter()
            .map(|way| {
                let parts = way.division.parts.iter().map(|part| part.amount.minor);
                (way.payout, parts.collect(), way.division.by_bank.minor)
            })
            .collect::<Vec<(PayoutId, Vec<i64>, i64)>>()
    };
    // 30 % of 1,680.00 is 504.00: the second tranche finds what the first left of it.
    assert_eq!(
        ways(),
        [
            (granted[0], vec![40_000], 0),
            (granted[1], vec![10_400], 33_600)
        ]
    );
    world.clock.advance_seconds(181 * DAY_SECONDS);
    assert_eq!(
        ways(),
        [(granted[0], vec![], 40_000), (granted[1], vec![], 44_000)]
    );
}
