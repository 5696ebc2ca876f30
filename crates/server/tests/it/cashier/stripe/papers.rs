//! What Stripe keeps, asked for once the money came; evidence as files, sealed here and handed in there.

use reqwest::{Method, multipart};

use super::*;
use crate::caller::{Reply, fresh_key, send};

const PAPER: &[u8] = b"%PDF-1.4 signed by the buyer at the door";

#[tokio::test(flavor = "multi_thread")]
async fn b22_what_stripe_keeps_is_asked_for_once_the_money_came() {
    let (shop, vendor, known) = open().await;
    shop.begin(CHANNEL, "desktop").await.ok();
    assert_eq!(shop.tell(CHANNEL, &paid(&shop, "evt_1")).await, 200);
    let path = format!("/api/v1/payments/{}", shop.payment);
    let payment = shop.year.operator.get(&path).await.ok().json();
    assert_eq!(payment["fee"]["minor"], 0);
    assert_eq!(payment["fee_told"], false);
    // Stripe does not know at once; it is asked again, and no more once it told.
    shop.wait(5).await;
    known.lock().unwrap().fee = Some(5_902);
    shop.wait(60).await;
    let payment = shop.year.operator.get(&path).await.ok().json();
    assert_eq!(payment["fee"]["minor"], 5_902);
    assert_eq!(payment["fee_told"], true);
    assert_eq!(shop.count("settlement.payment-fee-told"), 1);
    let asked = vendor.count(&["GET", "/v1/payment_intents/pi_1"]);
    shop.wait(3_600).await;
    assert_eq!(vendor.count(&["GET", "/v1/payment_intents/pi_1"]), asked);
    let fees = shop
        .year
        .operator
        .get("/api/v1/channel-fees")
        .await
        .ok()
        .json();
    assert_eq!(fees[0]["channel"], "stripe");
    assert_eq!(
        (&fees[0]["kept"], &fees[0]["told"]),
        (&json!(5_902), &json!(1))
    );
    shop.buyer
        .get("/api/v1/channel-fees")
        .await
        .refused(403, "forbidden");
    shop.close().await;
}

async fn attach(shop: &Shop, dispute: &str, kind: &str, paper: &[u8]) -> Reply {
    let operator = &shop.year.operator;
    let path = format!("/api/v1/disputes/{dispute}/documents/{kind}");
    let part = multipart::Part::bytes(paper.to_vec()).file_name("x");
    let form = multipart::Form::new().part("file", part);
    let request = operator.command(Method::POST, &fresh_key(), &path);
    operator.noted(send(request.multipart(form)).await)
}

/// Whether any file of the data folder holds these bytes.
fn holds(folder: &std::path::Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        let content = std::fs::read(&path).unwrap_or_default();
        content.windows(bytes.len()).any(|part| part == bytes)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn b21_evidence_is_kept_sealed_and_handed_in_once() {
    let (shop, vendor, known) = open().await;
    shop.begin(CHANNEL, "desktop").await.ok();
    assert_eq!(shop.tell(CHANNEL, &paid(&shop, "evt_1")).await, 200);
    let opened = dispute(&shop, "evt_2", "charge.dispute.created", "needs_response");
    assert_eq!(shop.tell(CHANNEL, &opened).await, 200);
    shop.settle().await;
    let operator = &shop.year.operator;
    let disputes = operator.get("/api/v1/disputes").await.ok().json();
    let id = disputes[0]["dispute"].as_str().unwrap().to_owned();

    attach(&shop, &id, "shipping", b"<svg/>")
        .await
        .refused(422, "fields-invalid");
    let large = [b"%PDF-".as_slice(), &vec![b'x'; 4_500_000]].concat();
    attach(&shop, &id, "other", &large)
        .await
        .refused(422, "documents-too-large");
    attach(&shop, &id, "shipping", PAPER).await.ok();
    attach(&shop, &id, "receipt", b"\x89PNG\r\n\x1a\nreceipt")
        .await
        .ok();
    assert!(!holds(shop.server.folder.path(), PAPER), "it is sealed");
    shop.wait(60).await;
    assert_eq!(vendor.count(&["/v1/files"]), 0, "nobody submitted it yet");

    known.lock().unwrap().disputes_refuse = true;
    let note = json!({ "note": "签收照片" });
    let path = format!("/api/v1/disputes/{id}/submission");
    operator.post(&path, note).await.ok();
    shop.wait(20).await;
    let view = format!("/api/v1/disputes/{id}");
    let told = operator.get(&view).await.ok().json();
    assert_eq!(told["handed_in_at"], Value::Null, "Stripe did not take it");
    known.lock().unwrap().disputes_refuse = false;
    shop.wait(120).await;
    let told = operator.get(&view).await.ok().json();
    assert!(told["handed_in_at"].is_string(), "{told}");
    assert_eq!(told["documents"].as_array().unwrap().len(), 2);

    let heard = vendor.heard();
    let file = heard
        .iter()
        .find(|one| one.path == "/v1/files" && one.body.contains("signed by the buyer"));
    let file = &file.expect("the paper").body;
    assert!(file.contains("dispute_evidence") && file.contains("filename=\"shipping.pdf\""));
    let last = heard
        .iter()
        .rev()
        .find(|one| one.path == "/v1/disputes/dp_1");
    let last = &last.expect("a submission").body;
    assert!(
        last.contains("evidence%5Bshipping_documentation%5D=file_"),
        "{last}"
    );
    assert!(last.contains("evidence%5Breceipt%5D=file_"), "{last}");
    assert!(last.ends_with("submit=true"), "{last}");
    let submitted = vendor.count(&["POST", "/v1/disputes/dp_1"]);
    shop.wait(3_600).await;
    assert_eq!(vendor.count(&["POST", "/v1/disputes/dp_1"]), submitted);
    attach(&shop, &id, "other", PAPER)
        .await
        .refused(409, "evidence-handed-in");
    shop.close().await;
}
