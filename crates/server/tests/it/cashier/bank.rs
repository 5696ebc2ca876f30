//! Bank statements: what fits is taken in, the rest waits for a person; the same file and the same movement count once.

use serde_json::{Value, json};

use super::Shop;
use crate::caller::{Reply, fresh_key, send};

async fn reference(shop: &Shop) -> String {
    let path = format!("/api/v1/payments/{}", shop.payment);
    let payment = shop.year.operator.get(&path).await.ok().json();
    payment["reference"].as_str().unwrap().to_owned()
}

async fn import(shop: &Shop, form: &str, file: &str) -> Reply {
    let path = format!("/api/v1/bank/statements?form={form}");
    let request = shop
        .year
        .operator
        .command(reqwest::Method::POST, &fresh_key(), &path);
    send(request.body(file.to_owned())).await
}

fn csv(rows: &[String]) -> String {
    format!(
        "booked,value,amount,text,payer,reference\n{}\n",
        rows.join("\n")
    )
}

fn verdicts(import: &Value) -> Vec<&str> {
    let lines = import["lines"].as_array().unwrap().iter();
    lines
        .map(|line| line["verdict"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_a_statement_pays_once_whatever_is_brought_again() {
    let shop = Shop::open(|_| ()).await;
    let code = reference(&shop).await;
    let rows = [
        format!("2026-04-02,2026-04-01,1680.00,认养 {code},林晓满,B1"),
        "2026-04-02,2026-04-02,-12.00,手续费,银行,B2".to_owned(),
        "2026-04-02,2026-04-02,5.00,利息,银行,B3".to_owned(),
        "x,2026-04-02,1.00,坏行,谁,B4".to_owned(),
    ];
    let file = csv(&rows);
    let first = import(&shop, "plain", &file).await.ok().json();
    assert_eq!(verdicts(&first), ["matched", "outgoing", "nothing-like"]);
    assert_eq!(first["lines"][0]["payment"], shop.payment.as_str());
    assert_eq!(first["skipped"][0]["row"], 5);
    // B 4: the value date counts, not the day of booking.
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));

    let again = import(&shop, "plain", &file).await.ok().json();
    assert_eq!(
        (&again["again"], &again["lines"]),
        (&json!(true), &json!([]))
    );
    // Another file that overlaps tells the same movements.
    let longer = csv(&[
        &rows[..3],
        &["2026-04-03,2026-04-03,7.00,利息,银行,B5".to_owned()],
    ]
    .concat());
    let longer = import(&shop, "plain", &longer).await.ok().json();
    assert_eq!(
        verdicts(&longer),
        ["known", "known", "known", "nothing-like"]
    );
    shop.settle().await;
    assert_eq!(shop.count("settlement.payment-captured"), 1);
    let kept = shop
        .year
        .operator
        .get("/api/v1/bank/statements")
        .await
        .ok()
        .json();
    assert_eq!(
        (&kept[1]["matched"], &kept[0]["known"]),
        (&json!(1), &json!(3))
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d16_what_is_only_likely_waits_for_a_person() {
    let shop = Shop::open(|_| ()).await;
    let code = reference(&shop).await;
    let mut wrong = code.into_bytes();
    wrong[3] = if wrong[3] == b'7' { b'8' } else { b'7' };
    let typed = String::from_utf8(wrong).unwrap();
    let rows = [
        format!("2026-04-03,2026-04-03,1680.00,{typed},林晓满,B1"),
        "2026-04-03,2026-04-03,9.00,别的,谁,B2".to_owned(),
    ];
    let told = import(&shop, "plain", &csv(&rows)).await.ok().json();
    assert_eq!(verdicts(&told), ["suggested", "nothing-like"]);
    shop.settle().await;
    assert_eq!(shop.state().await.0, "awaited");

    // The hold ends before a person looks; the money is late and ends in a tree or a refund.
    shop.wait(2 * 86_400).await;
    let lines = shop
        .year
        .operator
        .get("/api/v1/bank/lines")
        .await
        .ok()
        .json();
    let line = &lines[0];
    assert_eq!(
        (&line["text"], &line["counterparty"]),
        (&json!(typed), &json!("林晓满"))
    );
    assert_eq!(line["suggestions"][0]["payment"], shop.payment.as_str());
    let path = format!(
        "/api/v1/bank/lines/{}/match",
        line["line"].as_str().unwrap()
    );
    let wish = json!({ "payment": shop.payment });
    shop.buyer
        .post(&path, wish.clone())
        .await
        .refused(403, "forbidden");
    shop.year.operator.post(&path, wish.clone()).await.ok();
    shop.year.operator.post(&path, wish).await.ok();
    assert_eq!(shop.state().await.0, "late");
    assert_eq!(
        shop.count("adoption.adoption-confirmed") + shop.count("settlement.refund-requested"),
        1
    );
    let other = format!(
        "/api/v1/bank/lines/{}/set-aside",
        lines[1]["line"].as_str().unwrap()
    );
    shop.year
        .operator
        .post(&other, json!({ "note": "利息" }))
        .await
        .ok();
    shop.settle().await;
    let left = shop
        .year
        .operator
        .get("/api/v1/bank/lines")
        .await
        .ok()
        .json();
    assert_eq!(left, json!([]));
    // D 45: nobody's name stands in the log.
    let log = shop.server.app.log();
    let events = log.read_all(eventlog::GlobalPosition(0), 500).unwrap();
    assert!(!events.iter().any(|event| {
        let text = String::from_utf8_lossy(&event.payload);
        event.type_name.as_str().starts_with("settlement.bank") && text.contains("林晓满")
    }));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_changes_nothing() {
    let shop = Shop::open(|_| ()).await;
    import(&shop, "plain", "a,b\n1,2\n")
        .await
        .refused(422, "statement-column-missing");
    import(&shop, "camt.053", "<x/>")
        .await
        .refused(422, "statement-not-camt");
    import(&shop, "icbc", "")
        .await
        .refused(400, "query-malformed");
    assert_eq!(shop.count("settlement.statement-imported"), 0);
    shop.close().await;
}
