//! What channels keep: reckoned, told by the channel, lost or given back with refunds, and borne by whom the cause names
//! (B 22).

use adoption::campaign::{LegalProfile, WithdrawalFee};
use app::commands::{
    cancelling::{self, Cancelled, Canceller},
    farmers,
    partial_refunds::{self, RefundOutcome, RefundWish},
    payments::{self, Capture},
    reconciling, refunds,
};
use app::{permission::Identity, unwinding::Step};
use channels::{LineKind, LineStatus, Statement, StatementLine};
use kernel::{AdoptionId, ContentHash, Day, Money, PaymentId, RefundId, Season};
use readmodels::money::{PaymentState, RefundRow};
use settlement::{
    farmer_account,
    payment::Channel,
    reconciliation::Aspect,
    refund::{FeeBearer, LostFee, RefundReason},
};

use crate::world::World;

const PRICE: i64 = 168_000;
const FEE: i64 = 5_902;

async fn paid_by(
    world: &World,
    buyer: &Identity,
    (channel, fee): (Channel, i64),
) -> (AdoptionId, PaymentId) {
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let adoption = world.adopt(buyer, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(buyer, adoption).await;
    let fact = Capture {
        channel,
        transaction: "T1".into(),
        amount: Money::fen(PRICE),
        fee: Money::fen(fee),
        value_at: world.app.now(),
    };
    let intent = world.intent(&world.operator);
    payments::record_capture(&world.app, &world.operator(), &intent, payment, fact)
        .await
        .unwrap();
    world.policies().await;
    (adoption, payment)
}

async fn settled(world: &World, refund: &RefundRow, transaction: &str) {
    let fact = Capture {
        channel: refund.channel,
        transaction: transaction.into(),
        amount: refund.amount,
        fee: Money::fen(0),
        value_at: world.app.now(),
    };
    let intent = world.intent(&world.operator);
    refunds::record_settlement(&world.app, &world.operator(), &intent, refund.refund, fact)
        .await
        .unwrap();
    world.policies().await;
}

/// The buyer looks at the plan and confirms it.
async fn cancelled(world: &World, buyer: &Identity, adoption: AdoptionId) -> Vec<Step> {
    let who = Canceller::Buyer(buyer.buyer());
    let plan = cancelling::plan(&world.app, who, adoption).await.unwrap();
    let intent = world.intent(buyer);
    let done = cancelling::confirm(&world.app, who, &intent, adoption, plan.hash()).await;
    assert!(matches!(done, Ok(Cancelled::Done(_))), "{done:?}");
    world.policies().await;
    let refunds = world.app.read().refunds_open().unwrap();
    assert_eq!(refunds.len(), 1);
    assert_eq!(
        refunds[0].amount, plan.refund,
        "what was shown is asked for"
    );
    plan.steps
}

fn refund(world: &World) -> RefundRow {
    let open = world.app.read().refunds_open().unwrap();
    open.into_iter().next().unwrap()
}

fn lose(fen: i64, bearer: FeeBearer) -> Step {
    let amount = Money::fen(fen);
    let fee = LostFee { amount, bearer };
    Step::LoseFee { fee }
}

fn balance(world: &World, account: &str) -> i64 {
    let found = world
        .balances()
        .into_iter()
        .find(|(name, _)| name == account);
    found.map_or(0, |(_, balance)| balance)
}

fn agreed_to_bear() -> LegalProfile {
    LegalProfile {
        withdrawal_fee: WithdrawalFee::Buyer,
        ..LegalProfile::for_boxes(4)
    }
}

#[tokio::test]
async fn b22_a_buyer_who_agreed_to_bears_the_fee_of_a_late_withdrawal() {
    let mut world = World::new().await;
    world.law = Some(agreed_to_bear());
    let buyer = world.person("buyer", None).await;
    let (adoption, _) = paid_by(&world, &buyer, (Channel::Stripe, FEE)).await;
    assert_eq!(balance(&world, "expenses:channel-fees"), FEE);
    world.clock.advance_seconds(8 * 86_400);
    let steps = cancelled(&world, &buyer, adoption).await;
    assert!(steps.contains(&lose(FEE, FeeBearer::Buyer)), "{steps:?}");
    let back = Money::fen(PRICE - FEE);
    assert!(steps.contains(&Step::Refund { amount: back }), "{steps:?}");
    settled(&world, &refund(&world), "R1").await;
    assert_eq!(world.balances(), [], "nobody owes anybody anything");
}

#[tokio::test]
async fn b22_within_the_days_to_think_again_the_platform_bears_it() {
    let mut world = World::new().await;
    world.law = Some(agreed_to_bear());
    let buyer = world.person("buyer", None).await;
    let (adoption, _) = paid_by(&world, &buyer, (Channel::Stripe, FEE)).await;
    let steps = cancelled(&world, &buyer, adoption).await;
    assert!(steps.contains(&lose(FEE, FeeBearer::Platform)), "{steps:?}");
    settled(&world, &refund(&world), "R1").await;
    assert_eq!(
        world.balances(),
        [
            ("assets:channel:stripe".to_owned(), -FEE),
            ("expenses:channel-fees".to_owned(), FEE),
        ]
    );
}

#[tokio::test]
async fn b22_what_a_contract_does_not_say_no_buyer_bears() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let (adoption, _) = paid_by(&world, &buyer, (Channel::Stripe, FEE)).await;
    world.clock.advance_seconds(8 * 86_400);
    let steps = cancelled(&world, &buyer, adoption).await;
    assert!(steps.contains(&lose(FEE, FeeBearer::Platform)), "{steps:?}");
    assert_eq!(refund(&world).amount, Money::fen(PRICE));
}

#[tokio::test]
async fn b22_a_farm_is_charged_with_the_fee_that_its_spoiled_fruit_lost() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let farm = {
        world.caught_up().await;
        let orchard = world.app.read().orchard(world.orchard).unwrap();
        orchard.unwrap().farm
    };
    let terms = farmer_account::Terms {
        share_permille: 700,
        cover_permille: 500,
        holdback_permille: 100,
    };
    let season = (farm, Season::new(2026).unwrap());
    let intent = world.intent(&world.operator);
    farmers::agree_terms(&world.app, &world.operator(), &intent, season, terms)
        .await
        .unwrap();
    let (adoption, _) = paid_by(&world, &buyer, (Channel::Stripe, FEE)).await;
    let wish = RefundWish {
        adoption,
        payment: None,
        amount: Money::fen(84_000),
        parts: vec![],
        reason: RefundReason::Claim,
        channel_refused: false,
        identity_checked: false,
        account: None,
    };
    world.caught_up().await;
    let intent = world.intent(&world.operator);
    let asked = partial_refunds::request(&world.app, &world.operator(), &intent, wish).await;
    let (outcomes, _) = asked.unwrap();
    assert!(matches!(outcomes[..], [RefundOutcome::Requested(_)]));
    world.caught_up().await;
    let asked = refund(&world);
    let lost = LostFee {
        amount: Money::fen(FEE / 2),
        bearer: FeeBearer::Farm(farm),
    };
    assert_eq!((asked.amount.minor, asked.lost_fee), (84_000, Some(lost)));
    assert_eq!(
        balance(&world, "liabilities:farmers"),
        0,
        "not before it is back"
    );
    settled(&world, &asked, "R1").await;
    assert_eq!(balance(&world, "liabilities:farmers"), FEE / 2);
    assert_eq!(balance(&world, "expenses:channel-fees"), FEE - FEE / 2);
}

#[tokio::test]
async fn b22_a_channel_that_gives_its_fee_back_loses_nobody_anything() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let (adoption, _) = paid_by(&world, &buyer, (Channel::WechatPay, 1_008)).await;
    let steps = cancelled(&world, &buyer, adoption).await;
    let loses = |step: &Step| matches!(step, Step::LoseFee { .. });
    assert!(!steps.iter().any(loses), "{steps:?}");
    settled(&world, &refund(&world), "R1").await;
    assert_eq!(world.balances(), []);
}

fn line(
    kind: LineKind,
    (number, transaction): (&str, &str),
    (fen, fee): (i64, i64),
    world: &World,
) -> StatementLine {
    StatementLine {
        row: 2,
        kind,
        number: number.to_owned(),
        transaction: transaction.to_owned(),
        amount: Money::fen(fen),
        fee: Money::fen(fee),
        at: world.app.now(),
        status: LineStatus::Settled,
    }
}

/// Compares a statement and tells what differs, with the fees of both sides.
async fn compared(world: &World, lines: Vec<StatementLine>) -> Vec<(Vec<Aspect>, i64, i64)> {
    let day: Day = app::commands::books::today(world.app.now());
    let statement = Statement {
        file: ContentHash::from_bytes([7; 32]),
        lines,
        skipped: vec![],
    };
    world.caught_up().await;
    let (operator, intent) = (world.operator(), world.intent(&world.operator));
    let of = (Channel::WechatPay, day);
    reconciling::run(&world.app, &operator, &intent, of, statement)
        .await
        .unwrap();
    world.policies().await;
    let found = world.app.read().reconciliation(of.0, day).unwrap();
    let told = found.unwrap().1.into_iter().map(|one| {
        let fee = |fee: Option<Money>| fee.map_or(0, |fee| fee.minor);
        (one.about, fee(one.fee_theirs), fee(one.fee_ours))
    });
    told.collect()
}

#[tokio::test]
async fn b22_a_statement_corrects_what_was_reckoned_and_says_so_once() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let (adoption, payment) = paid_by(&world, &buyer, (Channel::WechatPay, 1_008)).await;
    let number = payment.to_string();
    let paid = |fee| line(LineKind::Payment, (&number, "T1"), (PRICE, fee), &world);
    let fee_of = |payment| {
        let row = world.app.read().payment(payment).unwrap().unwrap();
        let PaymentState::Captured(capture) = &row.state else {
            panic!("{row:?}")
        };
        (capture.fee.minor, capture.fee_told)
    };
    assert_eq!(fee_of(payment), (1_008, false));

    let found = compared(&world, vec![paid(1_010)]).await;
    assert_eq!(found, [(vec![Aspect::Fee], 1_010, 1_008)]);
    assert_eq!(fee_of(payment), (1_010, true));
    assert_eq!(balance(&world, "expenses:channel-fees"), 1_010);
    assert_eq!(balance(&world, "assets:channel:wechat-pay"), PRICE - 1_010);
    assert_eq!(compared(&world, vec![paid(1_010)]).await, [], "told once");

    // What came back with a refund is corrected alike: below zero in a statement.
    cancelled(&world, &buyer, adoption).await;
    let asked = refund(&world);
    settled(&world, &asked, "R1").await;
    let number = asked.refund.to_string();
    let back = |fee| line(LineKind::Refund, (&number, "R1"), (PRICE, fee), &world);
    let found = compared(&world, vec![paid(1_010), back(-1_000)]).await;
    assert_eq!(found, [(vec![Aspect::Fee], -1_000, -1_010)]);
    assert_eq!(balance(&world, "expenses:channel-fees"), 10);
    let again = compared(&world, vec![paid(1_010), back(-1_000)]).await;
    assert_eq!(again, []);
}

#[tokio::test]
async fn b22_a_fee_in_another_currency_is_listed_and_changes_no_book() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let (_, payment) = paid_by(&world, &buyer, (Channel::WechatPay, 1_008)).await;
    let number = payment.to_string();
    let mut paid = line(LineKind::Payment, (&number, "T1"), (PRICE, 0), &world);
    paid.fee = Money::new(130, kernel::Currency::EUR);
    let found = compared(&world, vec![paid]).await;
    assert_eq!(found, [(vec![Aspect::Fee], 130, 1_008)]);
    assert_eq!(balance(&world, "expenses:channel-fees"), 1_008);
}

#[tokio::test]
async fn b22_the_fees_of_channels_are_summed() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let (adoption, _) = paid_by(&world, &buyer, (Channel::Stripe, FEE)).await;
    cancelled(&world, &buyer, adoption).await;
    let asked: RefundId = refund(&world).refund;
    settled(&world, &refund(&world), "R1").await;
    assert!(world.app.read().refund(asked).unwrap().is_some());
    let sums = world.app.read().channel_fees().unwrap();
    assert_eq!(sums.len(), 1);
    let one = sums[0];
    assert_eq!(
        (one.channel, one.payments, one.told),
        (Channel::Stripe, 1, 0)
    );
    assert_eq!(
        (one.captured, one.kept, one.returned, one.lost),
        (PRICE, FEE, 0, FEE)
    );
    let open = world.app.read();
    let since = world.app.now().plus_days(-7);
    let untold = open.fees_untold(Channel::Stripe, since, 10).unwrap();
    assert_eq!(untold.len(), 1);
}
