//! Campaigns with a goal, price phases, pauses and a waiting list, over the API.

use serde_json::{Value, json};

use crate::{
    caller::Caller,
    harness::TestServer,
    orchard_year::{Orchard, capture, crowdfunded, orchard, settled},
};

fn plan() -> Value {
    json!({
        "funding": {
            "goal": { "trees": 2 }, "deadline": "2026-04-20T00:00:00Z", "grace_days": 1,
            "rule": "all-or-nothing"
        },
        "phases": [
            { "name": "early", "price": { "minor": 148_000, "currency": "CNY" }, "adoptions": 1 }
        ]
    })
}

async fn adopt(buyer: &Caller, campaign: &str, tree: &str) -> String {
    let path = format!("/api/v1/campaigns/{campaign}/adoptions");
    buyer.post(&path, json!({ "tree": tree })).await.id()
}

/// Accepts the contract, opens the payment, and lets the money come.
async fn pay(server: &TestServer, year: &Orchard, buyer: &Caller, campaign: &str, adoption: &str) {
    let offer = buyer.get(&format!("/api/v1/campaigns/{campaign}")).await;
    let seen = json!({
        "contract": offer.ok().json()["contract"], "risk_clause": "top-up",
        "no_return_confirmed": true
    });
    let at = |rest: &str| format!("/api/v1/adoptions/{adoption}{rest}");
    buyer.post(&at("/contract"), seen).await.ok();
    let payment = buyer.post(&at("/payments"), json!({})).await.id();
    let captured = capture(&year.operator, &payment).await;
    settled(server, &captured).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_shown_missed_and_paid_back() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let campaign = crowdfunded(&server, &year, plan()).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let adoption = adopt(&buyer, &campaign, &year.trees[0].0).await;
    pay(&server, &year, &buyer, &campaign, &adoption).await;

    let path = format!("/api/v1/campaigns/{campaign}/funding");
    let funding = server.visitor().get(&path).await.ok().json();
    assert_eq!(funding["funding"]["goal"]["trees"], 2);
    assert_eq!(funding["trees_paid"], 1);
    assert_eq!(funding["raised"]["minor"], 148_000);
    assert_eq!(funding["price_now"]["minor"], 168_000);
    assert_eq!(funding.get("outcome"), None);

    let advance = json!({ "advance_seconds": 25 * 24 * 3600 });
    let moved = year.operator.post("/api/v1/sandbox/clock", advance).await;
    moved.ok();
    let position = server.app.log().durable_position().0.to_string();
    settled(&server, &position).await;
    let funding = server.visitor().get(&path).await.ok().json();
    assert_eq!(funding["outcome"], "failed");
    let shown = buyer
        .get(&format!("/api/v1/adoptions/{adoption}"))
        .await
        .ok()
        .json();
    assert_eq!(shown["cancel_reason"], "goal-missed");
    let refunds = year.operator.get("/api/v1/refunds").await.ok().json();
    assert_eq!(refunds[0]["amount"]["minor"], 148_000);
    assert_eq!(refunds[0]["reason"], "campaign-failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_a_line_and_more_time() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let campaign = crowdfunded(&server, &year, plan()).await;
    let path = |rest: &str| format!("/api/v1/campaigns/{campaign}{rest}");
    let (_, buyer) = server.member("buyer", &[]).await;
    let line = path("/waiting-list");
    buyer.post(&line, json!({})).await.ok();
    let standing = buyer.get(&line).await.ok().json();
    assert_eq!(
        (&standing["state"], &standing["place"]),
        (&json!("waiting"), &json!(1))
    );

    let cause = json!({ "cause": "weather" });
    buyer
        .post(&path("/suspension"), cause.clone())
        .await
        .refused(403, "forbidden");
    year.operator.post(&path("/suspension"), cause).await.ok();
    let wish = json!({ "tree": year.trees[0].0 });
    buyer
        .post(&path("/adoptions"), wish)
        .await
        .refused(409, "intake-suspended");
    let funding = server.visitor().get(&path("/funding")).await.ok().json();
    assert_eq!(
        (&funding["suspended"], &funding["waiting"]),
        (&json!("weather"), &json!(1))
    );

    let later = json!({ "deadline": "2026-05-20T00:00:00Z" });
    year.operator.put(&path("/deadline"), later).await.ok();
    let too_late = json!({ "deadline": "2026-06-02T00:00:00Z" });
    year.operator
        .put(&path("/deadline"), too_late)
        .await
        .refused(422, "deadline-invalid");
}
