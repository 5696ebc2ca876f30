//! What the farm gets: a tranche in advance, its part of what was delivered, what was held back; and buyers who want
//! their credit in cash.

use serde_json::{Value, json};

use super::{Stage, frost, money};

/// How much of what may be advanced is, in hundredths.
const TRANCHE_PERCENT: i64 = 60;

/// Terms are agreed, and the first tranche is paid.
pub(super) async fn advance(stage: &mut Stage) {
    let path = path(stage).await;
    let terms = json!({ "share_permille": 700, "cover_permille": 500, "holdback_permille": 100 });
    let agreed = stage.operator().put(&format!("{path}/terms"), &terms).await;
    agreed.good();
    stage.settled().await;
    let available = fen(&account(stage, &path).await, "available");
    let tranche = json!({
        "amount": { "minor": available * TRANCHE_PERCENT / 100, "currency": "CNY" }
    });
    let too_much = json!({ "amount": { "minor": available + 1, "currency": "CNY" } });
    let path = format!("{path}/advances");
    let refused = stage.operator().post(&path, &too_much).await;
    assert_eq!(refused.status.as_u16(), 409, "D 17: {refused}");
    stage.operator().post(&path, &tranche).await.good();
    let (count, sum) = money::payouts_arrive(stage).await;
    stage.table.money("advanced to the farm".into(), count, sum);
    money::refunds_settle(stage).await;
}

/// What is payable is proposed, agreed and paid; then what was held back; then credit that buyers want in cash.
pub(super) async fn settle(stage: &mut Stage) {
    let path = path(stage).await;
    let (mut count, mut sum) = (0, 0);
    for act in ["", "holdback-release"] {
        if !act.is_empty() {
            let path = format!("{path}/{act}");
            stage.operator().post(&path, &json!({})).await.good();
        }
        let paid = one_settlement(stage, &path).await;
        (count, sum) = (count + paid.0, sum + paid.1);
    }
    stage
        .table
        .money("settled with the farm".into(), count, sum);
    let account = account(stage, &path).await;
    assert_eq!(fen(&account, "payable"), 0, "{account}");
    assert_eq!(fen(&account, "outstanding"), 0, "{account}");
    credit_becomes_cash(stage).await;
    money::what_went_is_explained(stage).await;
}

async fn one_settlement(stage: &mut Stage, path: &str) -> (usize, i64) {
    let path = format!("{path}/settlements");
    stage.operator().post(&path, &json!({})).await.good();
    let (orchard, season) = (stage.orchard.id.clone(), stage.season);
    let own = format!("/api/v1/orchards/{orchard}/seasons/{season}");
    let farmer = &stage.orchard.farmer;
    let number = farmer.read(&format!("{own}/account")).await["proposed"].clone();
    let agree = format!("{own}/settlements/{number}/agreement");
    farmer.post(&agree, &json!({})).await.good();
    money::payouts_arrive(stage).await
}

/// Every second buyer who was given credit wants it in cash.
async fn credit_becomes_cash(stage: &mut Stage) {
    let credits = frost::is_made_good(stage).await;
    for (bond, value) in credits.iter().step_by(2) {
        let wish = json!({
            "amount": { "minor": value, "currency": "CNY" },
            "account": { "holder": "林晓满", "bank": "中国工商银行", "number": "6222021202000123456" }
        });
        let client = &bond.adoption.buyer.client;
        client.post("/api/v1/money/cash", &wish).await.good();
    }
    stage.settled().await;
    let (count, sum) = money::payouts_arrive(stage).await;
    stage.cashed_fen = sum;
    stage
        .table
        .money("credit paid out in cash".into(), count, sum);
}

async fn path(stage: &Stage) -> String {
    let path = format!("/api/v1/orchards/{}", stage.orchard.id);
    let orchard = stage.operator().read(&path).await;
    let farm = orchard["farm"].as_str().expect("a farm");
    format!("/api/v1/farms/{farm}/seasons/{}", stage.season)
}

async fn account(stage: &Stage, path: &str) -> Value {
    stage.operator().read(&format!("{path}/account")).await
}

fn fen(account: &Value, name: &str) -> i64 {
    account[name]["minor"].as_i64().expect("fen")
}
