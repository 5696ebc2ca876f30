//! Stripe: a session, webhooks in any order, a dispute whose end is told first, and random stories of callbacks.

mod papers;

use std::sync::{Arc, Mutex};

use channels::keys::SharedSecret;
use proptest::prelude::*;
use serde_json::{Value, json};
use server::Config;

use super::{
    Delivery, Shop, Vendor, seconds,
    vendor::{Heard, Said},
};

const SECRET: &str = "whsec_of_these_tests";
const CHANNEL: &str = "stripe";

#[derive(Default)]
struct Known {
    session: Option<Value>,
    refund: Option<Value>,
    /// What it keeps, once it knows.
    fee: Option<i64>,
    files: usize,
    disputes_refuse: bool,
}

fn field<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

fn reply(known: &Mutex<Known>, heard: &Heard) -> Said {
    let mut known = known.lock().unwrap();
    let good = |body: Value| (200, vec![], body.to_string());
    if heard.path.starts_with("/v1/refunds") {
        if heard.method == "POST" {
            let amount: i64 = field(&heard.body, "amount").unwrap().parse().unwrap();
            let refund = field(&heard.body, "metadata%5Brefund%5D").unwrap();
            known.refund = Some(json!({
                "id": "re_1", "amount": amount, "currency": "cny", "status": "succeeded",
                "metadata": { "refund": refund }
            }));
        }
        let refund = known.refund.clone();
        return match heard.method.as_str() {
            "POST" => good(refund.unwrap()),
            _ => good(json!({ "data": refund.into_iter().collect::<Vec<_>>(), "has_more": false })),
        };
    }
    if heard.path == "/v1/files" {
        let nth = 1 + known.files;
        known.files = nth;
        return good(json!({ "id": format!("file_{nth}"), "object": "file" }));
    }
    if heard.path.starts_with("/v1/disputes/") {
        if known.disputes_refuse {
            let error = json!({ "error": { "type": "api_error" } });
            return (500, vec![], error.to_string());
        }
        return good(json!({ "id": "dp_1", "status": "under_review" }));
    }
    if heard.path.starts_with("/v1/payment_intents/pi_1") {
        let balance = known
            .fee
            .map(|fee| json!({ "fee": fee, "currency": "cny" }));
        let charge = json!({ "created": 1, "balance_transaction": balance });
        return good(json!({ "id": "pi_1", "latest_charge": charge }));
    }
    if heard.path == "/v1/checkout/sessions" {
        let payment = field(&heard.body, "client_reference_id").unwrap();
        known.session = Some(json!({
            "id": "cs_test_1", "client_reference_id": payment, "status": "open",
            "payment_status": "unpaid", "amount_total": 168_000, "currency": "cny",
            "url": "https://checkout.stripe.com/c/1"
        }));
    }
    if heard.path.ends_with("/expire") {
        known.session.as_mut().unwrap()["status"] = json!("expired");
    }
    good(known.session.clone().unwrap())
}

async fn open() -> (Shop, Vendor, Arc<Mutex<Known>>) {
    let known = Arc::new(Mutex::new(Known::default()));
    let shared = Arc::clone(&known);
    let vendor = Vendor::start(move |heard| reply(&shared, heard));
    let shop = Shop::open(|config: &mut Config| {
        config.stripe.on = true;
        config.stripe.key = "sk_test_1".into();
        config.stripe.webhook_secret = SECRET.into();
        config.stripe.base = vendor.base.clone();
        config.stripe.files_base = vendor.base.clone();
    })
    .await;
    (shop, vendor, known)
}

fn event(shop: &Shop, id: &str, kind: &str, object: &Value) -> Delivery {
    let now = seconds(&shop.server);
    let body = json!({
        "id": id, "type": kind, "created": now, "livemode": false, "data": { "object": object }
    })
    .to_string();
    let secret = SharedSecret::new(&SECRET.to_owned().into());
    let code = secret.sign(format!("{now}.{body}").as_bytes());
    Delivery {
        headers: vec![("stripe-signature".into(), format!("t={now},v1={code}"))],
        body,
    }
}

fn paid(shop: &Shop, id: &str) -> Delivery {
    let session = json!({
        "id": "cs_test_1", "client_reference_id": shop.payment, "status": "complete",
        "payment_status": "paid", "amount_total": 168_000, "currency": "cny",
        "payment_intent": "pi_1"
    });
    event(shop, id, "checkout.session.completed", &session)
}

fn dispute(shop: &Shop, id: &str, kind: &str, status: &str) -> Delivery {
    let object = json!({
        "id": "dp_1", "payment_intent": "pi_1", "amount": 168_000, "currency": "cny",
        "reason": "product_not_received", "status": status,
        "evidence_details": { "due_by": seconds(&shop.server) + 86_400 }
    });
    event(shop, id, kind, &object)
}

fn refunded(shop: &Shop, id: &str, refund: &str, status: &str) -> Delivery {
    let object = json!({
        "id": "re_1", "amount": 168_000, "currency": "cny", "status": status,
        "metadata": { "refund": refund }
    });
    event(shop, id, "refund.updated", &object)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_pays_and_the_money_goes_back() {
    let (shop, vendor, known) = open().await;
    let shown = shop.begin(CHANNEL, "desktop").await.ok().json();
    assert_eq!(shown["redirect"], "https://checkout.stripe.com/c/1");
    assert_eq!(shop.tell(CHANNEL, &paid(&shop, "evt_1")).await, 200);
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    shop.cancel().await;
    shop.wait(5).await;
    let sent = vendor
        .heard()
        .into_iter()
        .find(|one| one.method == "POST" && one.path == "/v1/refunds");
    assert!(sent.unwrap().body.contains("payment_intent=pi_1"));
    assert_eq!(shop.count("settlement.refund-settled"), 1);
    let refund = known.lock().unwrap().refund.clone().unwrap();
    let id = refund["metadata"]["refund"].as_str().unwrap().to_owned();
    assert_eq!(
        shop.tell(CHANNEL, &refunded(&shop, "evt_2", &id, "succeeded"))
            .await,
        200
    );
    // A channel that changes its mind is heard, and a person decides.
    assert_eq!(
        shop.tell(CHANNEL, &refunded(&shop, "evt_3", &id, "failed"))
            .await,
        200
    );
    assert_eq!(shop.exceptions().await, ["refund-contradicted"]);
    assert_eq!(shop.count("settlement.refund-settled"), 1);
    assert_eq!(shop.count("settlement.refund-failed"), 0);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d20_a_dispute_whose_end_is_told_first_has_begun_and_ended() {
    let (shop, ..) = open().await;
    shop.begin(CHANNEL, "desktop").await.ok();
    let early = dispute(&shop, "evt_0", "charge.dispute.created", "needs_response");
    assert_eq!(shop.tell(CHANNEL, &early).await, 200);
    assert_eq!(
        shop.exceptions().await,
        ["dispute-unclear"],
        "nothing is paid yet"
    );
    assert_eq!(shop.tell(CHANNEL, &paid(&shop, "evt_1")).await, 200);
    let lost = dispute(&shop, "evt_3", "charge.dispute.closed", "lost");
    for told in [&lost, &early, &lost] {
        assert_eq!(shop.tell(CHANNEL, told).await, 200);
    }
    shop.settle().await;
    assert_eq!(shop.count("settlement.dispute-opened"), 1);
    assert_eq!(shop.count("settlement.dispute-lost"), 1);
    assert_eq!(
        shop.state().await.1,
        "cancelled",
        "the whole payment is gone"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d3_the_session_is_closed_when_the_hold_ends_and_late_money_has_an_end() {
    let (shop, vendor, _) = open().await;
    shop.begin(CHANNEL, "phone").await.ok();
    shop.wait(31 * 60).await;
    assert_eq!(
        vendor.count(&["POST", "/v1/checkout/sessions/cs_test_1/expire"]),
        1
    );
    assert_eq!(shop.count("settlement.payment-attempt-ended"), 1);
    assert_eq!(shop.tell(CHANNEL, &paid(&shop, "evt_1")).await, 200);
    assert_eq!(shop.state().await.0, "late");
    assert_eq!(
        shop.count("adoption.adoption-confirmed") + shop.count("settlement.refund-requested"),
        1
    );
    shop.close().await;
}

/// What may be told or happen, in any order and as often as chance wants.
#[derive(Debug, Clone, Copy)]
enum Step {
    Paid,
    PaidWrong,
    Disputed,
    Won,
    Cancel,
    Wait,
    Refunded,
    RefundFailed,
}

async fn take(shop: &Shop, known: &Mutex<Known>, step: Step, nth: usize) {
    let id = format!("evt_{nth}");
    let refund = known.lock().unwrap().refund.clone();
    let refund = refund.and_then(|refund| Some(refund["metadata"]["refund"].as_str()?.to_owned()));
    let told = match (step, refund) {
        (Step::Paid, _) => paid(shop, &id),
        (Step::PaidWrong, _) => {
            let session = json!({
                "id": "cs_test_1", "client_reference_id": shop.payment, "status": "complete",
                "payment_status": "paid", "amount_total": 1, "currency": "cny",
                "payment_intent": "pi_2"
            });
            event(shop, &id, "checkout.session.completed", &session)
        }
        (Step::Disputed, _) => dispute(shop, &id, "charge.dispute.created", "needs_response"),
        (Step::Won, _) => dispute(shop, &id, "charge.dispute.closed", "won"),
        (Step::Refunded, Some(refund)) => refunded(shop, &id, &refund, "succeeded"),
        (Step::RefundFailed, Some(refund)) => refunded(shop, &id, &refund, "failed"),
        (Step::Cancel, _) => {
            let path = format!("/api/v1/adoptions/{}/cancellation", shop.adoption);
            let _either = shop.buyer.post(&path, json!({})).await;
            return;
        }
        (Step::Wait | Step::Refunded | Step::RefundFailed, _) => {
            shop.wait(20).await;
            return;
        }
    };
    let status = shop.tell(CHANNEL, &told).await;
    assert_eq!(status, 200, "{step:?}");
}

/// The rules that hold whatever was told.
fn rules_hold(shop: &Shop) {
    let captures =
        shop.count("settlement.payment-captured") + shop.count("settlement.late-payment-received");
    assert!(captures <= 1, "D 14: {captures} captures");
    let settled = shop.count("settlement.refund-settled");
    assert!(settled <= 1, "D 15: {settled} refunds settled");
    let (payment, adoption) = (
        shop.payment.parse().unwrap(),
        shop.adoption.parse().unwrap(),
    );
    let read = shop.server.app.read();
    let mine = read.adoption(adoption).unwrap().unwrap();
    let live: i64 = mine
        .refunds
        .iter()
        .filter(|refund| {
            use readmodels::money::RefundState;
            !matches!(
                refund.state,
                RefundState::Failed { .. } | RefundState::Declined { .. }
            )
        })
        .map(|refund| refund.amount.minor)
        .sum();
    assert!(live <= 168_000, "D 12: {live}");
    let row = read.payment(payment).unwrap().unwrap();
    let came = matches!(
        row.state,
        readmodels::money::PaymentState::Captured(_) | readmodels::money::PaymentState::Late(_)
    );
    let confirmed = mine.adoption.status == readmodels::garden::AdoptionStatus::Confirmed;
    assert!(!confirmed || came, "D 16: confirmed without money");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn d12_d14_d15_d16_hold_for_every_order_of_what_is_told(
        steps in prop::collection::vec(
            prop::sample::select(vec![
                Step::Paid, Step::Paid, Step::PaidWrong, Step::Disputed, Step::Won, Step::Cancel,
                Step::Wait, Step::Refunded, Step::RefundFailed,
            ]),
            4..14,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (shop, _vendor, known) = open().await;
            shop.begin(CHANNEL, "desktop").await.ok();
            for (nth, step) in steps.into_iter().enumerate() {
                take(&shop, &known, step, nth).await;
                shop.settle().await;
                rules_hold(&shop);
            }
            shop.close().await;
        });
    }
}
