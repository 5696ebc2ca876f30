//! Refunds that settle and fail, and a day compared with the channel's statement.

use serde_json::json;

use super::{APP, CHANNEL, MERCHANT, callback, paid};

#[tokio::test(flavor = "multi_thread")]
async fn d15_a_refund_goes_out_and_the_channel_alone_settles_it() {
    let (shop, channel) = paid().await;
    shop.cancel().await;
    assert_eq!(shop.refund().await["state"], "requested");
    shop.wait(5).await;
    let refund = shop.refund().await;
    assert_eq!(refund["state"], "accepted");
    assert_eq!(
        channel
            .vendor
            .count(&["POST", "/v3/refund", "168000", "4200001"]),
        1
    );
    let id = refund["refund"].as_str().unwrap().to_owned();
    let done = json!({
        "mchid": MERCHANT, "out_refund_no": id, "refund_id": "50000001",
        "refund_status": "SUCCESS", "success_time": shop.server.app.now().to_string(),
        "amount": { "refund": 168_000, "currency": "CNY" }
    });
    let done = callback(&shop, "EV-9", "REFUND.SUCCESS", &done);
    for _ in 0..2 {
        assert_eq!(shop.tell(CHANNEL, &done).await, 204);
    }
    shop.settle().await;
    let shown = shop
        .year
        .operator
        .get(&format!("/api/v1/refunds/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&shown["state"], &shown["transaction"]),
        (&json!("settled"), &json!("50000001"))
    );
    assert_eq!(shop.count("settlement.refund-settled"), 1);
    assert_eq!(shop.count("settlement.refund-asked"), 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_is_refused_appears_for_the_operator() {
    let (shop, channel) = paid().await;
    channel.known.lock().unwrap().refuses = true;
    shop.cancel().await;
    shop.wait(5).await;
    let refund = shop.refund().await;
    assert_eq!(
        (&refund["state"], &refund["failure"]),
        (&json!("failed"), &json!("NOT_ENOUGH"))
    );
    // Asked for again it is another refund, and it goes.
    channel.known.lock().unwrap().refuses = false;
    let wish = json!({
        "adoption": shop.adoption, "reason": "by-operator",
        "amount": { "minor": 168_000, "currency": "CNY" }
    });
    shop.year.operator.post("/api/v1/refunds", wish).await.id();
    shop.settle().await;
    shop.wait(120).await;
    assert_eq!(shop.refund().await["state"], "accepted");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_compared_with_the_channels_statement() {
    let (shop, _channel) = paid().await;
    let header = "交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,订单金额,微信退款单号,商户退款单号,申请退款金额,退款状态,手续费";
    let row = |transaction: &str, number: &str, yuan: &str| {
        format!(
            "`2026-04-01 08:00:00,`{APP},`{MERCHANT},`{transaction},`{number},`SUCCESS,`CNY,`{yuan},`0,`0,`0.00,`,`10.08000"
        )
    };
    let run = async |file: String| {
        let path = format!("/api/v1/channels/{CHANNEL}/reconciliations/2026-04-01");
        let key = crate::caller::fresh_key();
        let request = shop
            .year
            .operator
            .command(reqwest::Method::POST, &key, &path);
        let reply = crate::caller::send(request.body(file)).await;
        shop.year.operator.noted(reply).ok();
        shop.year.operator.get(&path).await.ok().json()
    };
    let good = row("4200001", &shop.payment, "1680.00");
    let alike = run(format!("{header}\n{good}\n")).await;
    assert_eq!(
        (&alike["agreed"], &alike["difference_count"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(alike["totals"][0]["theirs"], 168_000);
    assert_eq!(alike["totals"][0]["fees"], 1_008);

    let strange = row("4200777", "pay_x", "9.00");
    let other = row("4200001", &shop.payment, "1680.01");
    let differs = run(format!("{header}\n{other}\n{strange}\n")).await;
    assert_eq!(differs["difference_count"], 2);
    assert_eq!(differs["differences"][0]["about"], json!(["amount"]));
    assert_eq!(differs["differences"][1]["kind"], "missing-ours");
    let none = run(format!("{header}\n")).await;
    assert_eq!(none["differences"][0]["kind"], "missing-theirs");

    let path = format!("/api/v1/channels/{CHANNEL}/reconciliations/2026-04-01");
    let request = shop
        .year
        .operator
        .question(&path)
        .header("accept", "text/csv");
    let csv = crate::caller::send(request).await.ok();
    assert!(
        csv.text.contains("missing-theirs,payment,4200001"),
        "{}",
        csv.text
    );
    let days = shop
        .year
        .operator
        .get("/api/v1/reconciliations")
        .await
        .ok()
        .json();
    assert_eq!(
        days.as_array().unwrap().len(),
        1,
        "the newest run is the day's result"
    );
    let key = crate::caller::fresh_key();
    let request = shop
        .year
        .operator
        .command(reqwest::Method::POST, &key, &path);
    let wrong = crate::caller::send(request.body("no,statement")).await;
    wrong.refused(422, "statement-column-missing");
    shop.close().await;
}
