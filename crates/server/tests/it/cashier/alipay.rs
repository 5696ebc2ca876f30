//! Alipay: a page to go to, a notification before the buyer is back, notifications out of order.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use server::Config;

use super::{
    Delivery, OURS, Shop, THEIRS_PUBLIC, Vendor, their_key,
    vendor::{Heard, Said},
};

const APP: &str = "2026000000000001";
const SELLER: &str = "2088000000000001";
const CHANNEL: &str = "alipay";

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The answer of the gateway, signed over its very bytes.
fn answered(method: &str, content: &Value) -> Said {
    let content = content.to_string();
    let signature = their_key().sign(&content);
    let body = format!("{{\"alipay_trade_{method}_response\":{content},\"sign\":\"{signature}\"}}");
    (200, vec![], body)
}

fn reply(trade: &Mutex<Option<Value>>, heard: &Heard) -> Said {
    let method = if heard.body.contains("alipay.trade.close") {
        "close"
    } else {
        "query"
    };
    let unknown = json!({
        "code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"
    });
    match trade.lock().unwrap().clone() {
        Some(known) => answered(method, &known),
        None => answered(method, &unknown),
    }
}

async fn open() -> (Shop, Vendor, Arc<Mutex<Option<Value>>>) {
    let trade = Arc::new(Mutex::new(None));
    let known = Arc::clone(&trade);
    let vendor = Vendor::start(move |heard| reply(&known, heard));
    let shop = Shop::open(|config: &mut Config| {
        config.alipay.app_id = APP.into();
        config.alipay.seller_id = SELLER.into();
        config.alipay.key_file = OURS.into();
        config.alipay.alipay_key_file = THEIRS_PUBLIC.into();
        config.alipay.gateway = format!("{}/gateway.do", vendor.base);
    })
    .await;
    (shop, vendor, trade)
}

/// The time in Shanghai as the channel writes it.
fn shanghai(shop: &Shop) -> String {
    let there = shop.server.app.now().plus_seconds(8 * 3_600).to_string();
    there.replace('T', " ")[..19].to_owned()
}

fn notification(shop: &Shop, id: &str, status: &str) -> Delivery {
    let now = shanghai(shop);
    let mut fields: BTreeMap<&str, String> = [
        ("app_id", APP),
        ("seller_id", SELLER),
        ("notify_id", id),
        ("notify_time", &now),
        ("out_trade_no", &shop.payment),
        ("trade_no", "2026040122001"),
        ("trade_status", status),
        ("total_amount", "1680.00"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    if status == "TRADE_SUCCESS" {
        fields.insert("gmt_payment", now.clone());
    }
    let message: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let sign = their_key().sign(&message.join("&"));
    fields.insert("sign", sign);
    fields.insert("sign_type", "RSA2".to_owned());
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    Delivery {
        headers: vec![("content-type".to_owned(), kind.to_owned())],
        body: body.join("&"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b5_a_callback_before_the_buyer_is_back_and_one_out_of_order() {
    let (shop, vendor, _) = open().await;
    let shown = shop.begin(CHANNEL, "phone").await.ok().json();
    let url = shown["redirect"].as_str().unwrap();
    assert!(
        url.starts_with(&format!("{}/gateway.do?", vendor.base)),
        "{url}"
    );
    assert!(
        url.contains("alipay.trade.wap.pay") && url.contains("%2Fpaid"),
        "{url}"
    );
    let [waiting, good] = [("n1", "WAIT_BUYER_PAY"), ("n2", "TRADE_SUCCESS")]
        .map(|(id, status)| notification(&shop, id, status));
    for told in [&good, &waiting, &good] {
        assert_eq!(shop.tell(CHANNEL, told).await, 200);
    }
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    assert_eq!(shop.count("settlement.payment-captured"), 1);
    let mut forged = good.clone();
    forged.body = forged.body.replace("%6E%32", "%6E%33");
    assert_eq!(shop.tell(CHANNEL, &forged).await, 403);
    assert!(shop.exceptions().await.is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_notification_is_found_by_asking() {
    let (shop, vendor, trade) = open().await;
    shop.begin(CHANNEL, "desktop").await.ok();
    shop.wait(20).await;
    assert_eq!(vendor.count(&["alipay.trade.query"]), 1);
    assert_eq!(
        shop.state().await.0,
        "awaited",
        "the buyer has not come to the page yet"
    );
    *trade.lock().unwrap() = Some(json!({
        "code": "10000", "msg": "Success", "out_trade_no": shop.payment,
        "trade_no": "2026040122001", "trade_status": "TRADE_SUCCESS",
        "total_amount": "1680.00", "send_pay_date": shanghai(&shop)
    }));
    shop.wait(60).await;
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nonsense_is_refused_and_what_is_off_is_not_there() {
    let (shop, ..) = open().await;
    let nonsense = Delivery {
        headers: vec![],
        body: "\u{1f34a}=%%%".to_owned(),
    };
    let status = shop.tell(CHANNEL, &nonsense).await;
    assert!((400..500).contains(&status), "{status}");
    assert_eq!(shop.tell("stripe", &nonsense).await, 404);
    assert_eq!(shop.tell("manual", &nonsense).await, 404);
    shop.begin("stripe", "phone")
        .await
        .refused(422, "fields-invalid");
    shop.begin(CHANNEL, "wechat")
        .await
        .refused(409, "channel-refused");
    shop.close().await;
}
