//! WeChat Pay: a code to scan, callbacks that are forged, repeated, wrong and lost, refunds that settle and fail.

mod certificates;
mod refunding;

use std::sync::{Arc, Mutex};

use app::ports::{Clock, SettableClock};
use data_encoding::BASE64;
use ring::aead;
use serde_json::{Value, json};
use server::Config;

use super::{
    Delivery, OURS, Shop, THEIRS_PUBLIC, Vendor, their_key,
    vendor::{Heard, Said},
};

const SEAL: &str = "0123456789abcdef0123456789abcdef";
const KEY_ID: &str = "PUB_KEY_ID_0116000000000001";
const APP: &str = "wx8888888888888888";
const MERCHANT: &str = "1900000001";
const CHANNEL: &str = "wechat-pay";

/// What the channel knows.
#[derive(Default)]
struct Known {
    clock: Option<SettableClock>,
    /// How the payment stands.
    trade: Option<Value>,
    /// How refunds stand.
    refund: Option<Value>,
    refuses: bool,
}

fn signed(clock: &SettableClock, status: u16, body: String) -> Said {
    let timestamp = (clock.now().millis() / 1_000).to_string();
    let signature = their_key().sign(&format!("{timestamp}\nn0nce\n{body}\n"));
    let headers = [
        ("wechatpay-serial", KEY_ID.to_owned()),
        ("wechatpay-timestamp", timestamp),
        ("wechatpay-nonce", "n0nce".to_owned()),
        ("wechatpay-signature", signature),
    ];
    (
        status,
        headers.map(|(name, value)| (name.to_owned(), value)).into(),
        body,
    )
}

fn reply(known: &Mutex<Known>, heard: &Heard) -> Said {
    let mut known = known.lock().unwrap();
    let clock = known.clock.clone().expect("set before the first request");
    let good = |body: Value| signed(&clock, 200, body.to_string());
    let no = |status, code: &str| signed(&clock, status, json!({ "code": code }).to_string());
    if heard.path.ends_with("/native") {
        return good(json!({ "code_url": "weixin://wxpay/bizpayurl?pr=test" }));
    }
    if heard.path.ends_with("/close") {
        return signed(&clock, 204, String::new());
    }
    if heard.path.contains("/v3/refund/domestic/refunds") {
        if known.refuses {
            let code = if heard.method == "POST" {
                "NOT_ENOUGH"
            } else {
                "RESOURCE_NOT_EXISTS"
            };
            return no(if heard.method == "POST" { 403 } else { 404 }, code);
        }
        if heard.method == "POST" {
            let order: Value = serde_json::from_str(&heard.body).unwrap();
            known.refund = Some(json!({
                "mchid": MERCHANT, "out_refund_no": order["out_refund_no"],
                "refund_id": "50000001", "status": "PROCESSING",
                "amount": { "refund": order["amount"]["refund"], "currency": "CNY" }
            }));
        }
        return known
            .refund
            .clone()
            .map_or_else(|| no(404, "RESOURCE_NOT_EXISTS"), good);
    }
    known
        .trade
        .clone()
        .map_or_else(|| no(404, "ORDER_NOT_EXIST"), good)
}

struct Channel {
    vendor: Vendor,
    known: Arc<Mutex<Known>>,
}

async fn open() -> (Shop, Channel) {
    let known = Arc::new(Mutex::new(Known::default()));
    let shared = Arc::clone(&known);
    let vendor = Vendor::start(move |heard| reply(&shared, heard));
    let shop = Shop::open(|config: &mut Config| {
        config.wechat_pay.app_id = APP.into();
        config.wechat_pay.merchant = MERCHANT.into();
        config.wechat_pay.certificate_serial = "1DDE55AD98ED71D6".into();
        config.wechat_pay.key_file = OURS.into();
        config.wechat_pay.seal_key = SEAL.into();
        config.wechat_pay.public_key_id = KEY_ID.into();
        config.wechat_pay.public_key_file = THEIRS_PUBLIC.into();
        config.wechat_pay.base = vendor.base.clone();
    })
    .await;
    known.lock().unwrap().clock = Some(shop.server.clock.clone());
    (shop, Channel { vendor, known })
}

fn trade(shop: &Shop, fen: i64) -> Value {
    json!({
        "appid": APP, "mchid": MERCHANT, "out_trade_no": shop.payment,
        "transaction_id": "4200001", "trade_state": "SUCCESS",
        "success_time": shop.server.app.now().to_string(),
        "amount": { "total": fen, "currency": "CNY" }
    })
}

/// A callback as the channel seals and signs it.
fn callback(shop: &Shop, id: &str, kind: &str, plain: &Value) -> Delivery {
    let key = aead::UnboundKey::new(&aead::AES_256_GCM, SEAL.as_bytes()).unwrap();
    let mut sealed = plain.to_string().into_bytes();
    aead::LessSafeKey::new(key)
        .seal_in_place_append_tag(
            aead::Nonce::try_assume_unique_for_key(b"nonce-of-12b").unwrap(),
            aead::Aad::from("transaction"),
            &mut sealed,
        )
        .unwrap();
    let body = json!({
        "id": id, "event_type": kind,
        "resource": {
            "algorithm": "AEAD_AES_256_GCM", "nonce": "nonce-of-12b",
            "associated_data": "transaction", "ciphertext": BASE64.encode(&sealed)
        }
    });
    let (_, headers, body) = signed(&shop.server.clock, 200, body.to_string());
    Delivery { headers, body }
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_a_callback_is_believed_once_and_a_forged_one_never() {
    let (shop, channel) = open().await;
    let shown = shop.begin(CHANNEL, "qr-code").await.ok().json();
    assert_eq!(shown["qr_code"], "weixin://wxpay/bizpayurl?pr=test");
    let order = channel.vendor.heard()[0].clone();
    let order: Value = serde_json::from_str(&order.body).unwrap();
    assert_eq!(order["amount"]["total"], 168_000);
    assert_eq!(order["out_trade_no"], shop.payment.as_str());
    assert_eq!(
        order["notify_url"],
        "http://pomona.test/channels/wechat-pay/notify"
    );

    let good = callback(&shop, "EV-1", "TRANSACTION.SUCCESS", &trade(&shop, 168_000));
    let mut forged = good.clone();
    forged.body = forged.body.replace("EV-1", "EV-2");
    assert_eq!(shop.tell(CHANNEL, &forged).await, 403);
    assert_eq!(shop.state().await, ("awaited".into(), "started".into()));

    for _ in 0..3 {
        assert_eq!(shop.tell(CHANNEL, &good).await, 204);
    }
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    assert_eq!(shop.count("settlement.payment-captured"), 1);
    assert_eq!(shop.count("settlement.channel-fact-recorded"), 1);
    assert!(shop.exceptions().await.is_empty());
    // A replay of old bytes is as old as its signature.
    shop.wait(3_600).await;
    assert_eq!(shop.tell(CHANNEL, &good).await, 403);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_amount_waits_for_a_person_and_is_never_lost() {
    let (shop, _channel) = open().await;
    shop.begin(CHANNEL, "qr-code").await.ok();
    let mut wrong = trade(&shop, 1);
    wrong["transaction_id"] = json!("4200000");
    let wrong = callback(&shop, "EV-1", "TRANSACTION.SUCCESS", &wrong);
    for _ in 0..2 {
        assert_eq!(shop.tell(CHANNEL, &wrong).await, 204);
    }
    assert_eq!(shop.exceptions().await, ["amount-differs"]);
    assert_eq!(shop.state().await.0, "awaited");
    // The right money by another transaction is taken in; once more it is on its way back by itself.
    let right = callback(&shop, "EV-2", "TRANSACTION.SUCCESS", &trade(&shop, 168_000));
    assert_eq!(shop.tell(CHANNEL, &right).await, 204);
    let mut again = trade(&shop, 168_000);
    again["transaction_id"] = json!("4200002");
    let again = callback(&shop, "EV-3", "TRANSACTION.SUCCESS", &again);
    for _ in 0..2 {
        assert_eq!(shop.tell(CHANNEL, &again).await, 204);
    }
    assert_eq!(shop.exceptions().await, ["amount-differs"]);
    assert_eq!(shop.count("settlement.surplus-received"), 2);
    assert_eq!(shop.count("settlement.refund-requested"), 1);
    let refunds = shop.year.operator.get("/api/v1/refunds").await.ok().json();
    assert_eq!(refunds[0]["amount"]["minor"], 168_000);
    assert_eq!(refunds[0]["reason"], "surplus");
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    let strange = json!({ "out_trade_no": "pay_00000000000000000000000000" });
    let mut unknown = trade(&shop, 168_000);
    unknown["out_trade_no"] = strange["out_trade_no"].clone();
    let unknown = callback(&shop, "EV-4", "TRANSACTION.SUCCESS", &unknown);
    assert_eq!(shop.tell(CHANNEL, &unknown).await, 204);
    let exceptions = shop.exceptions().await;
    assert_eq!(exceptions.last().unwrap(), "payment-unknown");

    let list = shop
        .year
        .operator
        .get("/api/v1/exceptions")
        .await
        .ok()
        .json();
    let path = format!(
        "/api/v1/exceptions/{}/resolution",
        list[0]["exception"].as_str().unwrap()
    );
    shop.buyer
        .post(&path, json!({ "note": "x" }))
        .await
        .refused(403, "forbidden");
    shop.year
        .operator
        .post(&path, json!({ "note": " " }))
        .await
        .refused(422, "note-invalid");
    shop.year
        .operator
        .post(&path.replace("resolution", "return"), json!({}))
        .await
        .ok();
    assert_eq!(shop.exceptions().await, ["payment-unknown"]);
    assert_eq!(shop.count("settlement.refund-requested"), 2, "the one fen");
    let path = path.replace(
        list[0]["exception"].as_str().unwrap(),
        list[1]["exception"].as_str().unwrap(),
    );
    shop.year
        .operator
        .post(&path.replace("resolution", "return"), json!({}))
        .await
        .refused(409, "nothing-to-send-back");
    shop.year
        .operator
        .post(&path, json!({ "note": "paid back by hand" }))
        .await
        .ok();
    assert!(shop.exceptions().await.is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_callback_changes_nothing() {
    let (shop, channel) = open().await;
    shop.begin(CHANNEL, "qr-code").await.ok();
    let mut waiting = trade(&shop, 168_000);
    waiting["trade_state"] = json!("NOTPAY");
    channel.known.lock().unwrap().trade = Some(waiting);
    shop.wait(20).await;
    assert_eq!(shop.state().await.0, "awaited");
    channel.known.lock().unwrap().trade = Some(trade(&shop, 168_000));
    shop.wait(60).await;
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    // The callback that was late says the same.
    let late = callback(&shop, "EV-1", "TRANSACTION.SUCCESS", &trade(&shop, 168_000));
    assert_eq!(shop.tell(CHANNEL, &late).await, 204);
    assert_eq!(shop.count("settlement.payment-captured"), 1);
    let asked = channel.vendor.count(&["GET", "out-trade-no"]);
    shop.wait(3_600).await;
    assert_eq!(
        channel.vendor.count(&["GET", "out-trade-no"]),
        asked,
        "nothing is open"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d3_when_the_hold_ends_the_channel_is_told_to_take_no_money() {
    let (shop, channel) = open().await;
    shop.begin(CHANNEL, "qr-code").await.ok();
    let mut waiting = trade(&shop, 168_000);
    waiting["trade_state"] = json!("NOTPAY");
    channel.known.lock().unwrap().trade = Some(waiting);
    shop.wait(31 * 60).await;
    assert_eq!(shop.state().await, ("lapsed".into(), "cancelled".into()));
    assert_eq!(channel.vendor.count(&["POST", "/close"]), 1);
    shop.begin(CHANNEL, "qr-code")
        .await
        .refused(409, "adoption-cancelled");
    // D 16: what was paid all the same goes back, or gets the tree if it is free.
    let late = callback(&shop, "EV-1", "TRANSACTION.SUCCESS", &trade(&shop, 168_000));
    assert_eq!(shop.tell(CHANNEL, &late).await, 204);
    let (payment, adoption) = shop.state().await;
    assert_eq!(payment, "late");
    assert!(["confirmed", "cancelled"].contains(&adoption.as_str()));
    shop.close().await;
}

async fn paid() -> (Shop, Channel) {
    let (shop, channel) = open().await;
    shop.begin(CHANNEL, "qr-code").await.ok();
    let good = callback(&shop, "EV-1", "TRANSACTION.SUCCESS", &trade(&shop, 168_000));
    assert_eq!(shop.tell(CHANNEL, &good).await, 204);
    assert_eq!(shop.state().await.1, "confirmed");
    (shop, channel)
}
