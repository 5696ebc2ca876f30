//! Money that goes out: refunds until the last has settled, payouts from the wish to the bank's word.

use serde_json::{Value, json};

use super::{
    Stage,
    bank::{self, Movement},
};

/// Longer than a channel wants between two refunds of a payment (a minute), in seconds.
const BREATH_SECONDS: i64 = 61;
/// Rounds after which refunds that still wait are a fault: three thousand refunds at a hundred questions a round, asked
/// for and asked about, with room for those that are asked about too early.
const ROUNDS_MAX: usize = 120;

/// Lets channels and the bank do their part until no refund is open but those that a dispute keeps.
pub(super) async fn refunds_settle(stage: &mut Stage) {
    for _ in 0..ROUNDS_MAX {
        let open = open_refunds(stage).await;
        if open.is_empty() {
            return;
        }
        for refund in &open {
            move_on(stage, refund).await;
        }
        stage.pass(BREATH_SECONDS).await;
    }
    let open = open_refunds(stage).await;
    panic!("{} refunds never settled: {:?}", open.len(), open.first());
}

async fn open_refunds(stage: &Stage) -> Vec<Value> {
    let open = stage.operator().read("/api/v1/refunds").await;
    open.as_array().expect("a list").clone()
}

/// The other operator approves; what goes by the bank is ordered there and comes on its statement.
async fn move_on(stage: &mut Stage, refund: &Value) {
    let path = format!(
        "/api/v1/refunds/{}",
        refund["refund"].as_str().expect("an id")
    );
    let act = |what: &str| format!("{path}/{what}");
    if refund["state"] == "unapproved" {
        stage.second.post(&act("approval"), &json!({})).await.good();
        return;
    }
    if refund["channel"] != "manual" {
        return;
    }
    let fen = refund["amount"]["minor"].as_i64().expect("fen");
    stage
        .operator()
        .post(&act("acceptance"), &json!({}))
        .await
        .good();
    let movement = stage.bank.send(fen, "退款");
    let settled = stage
        .operator()
        .post(&act("settlement"), &fact(&movement))
        .await;
    settled.good();
}

/// The bank's word, as an operator records it.
fn fact(movement: &Movement) -> Value {
    json!({
        "transaction": movement.number,
        "amount": { "minor": movement.fen.abs(), "currency": "CNY" }
    })
}

/// Every payout that waits is approved, sent and arrives; how many, and how much.
pub(super) async fn payouts_arrive(stage: &mut Stage) -> (usize, i64) {
    let (mut count, mut sum) = (0, 0);
    for state in ["unapproved", "requested", "sent"] {
        for payout in payouts(stage, state).await {
            let id = payout["payout"].as_str().expect("an id");
            let act = |what: &str| format!("/api/v1/payouts/{id}/{what}");
            let fen = payout["amount"]["minor"].as_i64().expect("fen");
            if state == "unapproved" {
                stage.second.post(&act("approval"), &json!({})).await.good();
                // What a farm asks for needs both operators; what one of them asked for, only the other.
                if payout_state(stage, id).await == state {
                    stage
                        .operator()
                        .post(&act("approval"), &json!({}))
                        .await
                        .good();
                }
            }
            if state != "sent" {
                stage
                    .operator()
                    .post(&act("sending"), &json!({}))
                    .await
                    .good();
            }
            let movement = stage.bank.send(fen, "付款");
            stage
                .operator()
                .post(&act("settlement"), &fact(&movement))
                .await
                .good();
            (count, sum) = (count + 1, sum + fen);
        }
    }
    stage.settled().await;
    (count, sum)
}

async fn payout_state(stage: &Stage, id: &str) -> String {
    let path = format!("/api/v1/payouts/{id}");
    stage.operator().get(&path).await.good().text_at("/state")
}

async fn payouts(stage: &Stage, state: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut path = format!("/api/v1/payouts?state={state}&limit=100");
    loop {
        let page = stage.operator().read(&path).await;
        all.extend(page["items"].as_array().expect("a page").clone());
        let Some(next) = page["next"].as_str() else {
            return all;
        };
        path = format!("/api/v1/payouts?state={state}&limit=100&cursor={next}");
    }
}

/// The bank's statement tells what went; none of it waits for a person afterwards.
pub(super) async fn what_went_is_explained(stage: &mut Stage) {
    let went = std::mem::take(&mut stage.bank.went);
    let day = stage.channels.clock.today();
    for (nth, some) in went.chunks(100).enumerate() {
        let (form, file) = if nth % 2 == 0 {
            ("plain", bank::csv(some, day))
        } else {
            ("camt.053", bank::camt(some, day))
        };
        let path = format!("/api/v1/bank/statements?form={form}");
        let kind = "application/octet-stream";
        stage.operator().post_file(&path, kind, &file).await.good();
        let waiting = stage.operator().read("/api/v1/bank/lines").await;
        for line in waiting.as_array().expect("lines") {
            assert_eq!(line["verdict"], "outgoing", "{line}");
            let id = line["line"].as_str().expect("an id");
            let path = format!("/api/v1/bank/lines/{id}/set-aside");
            let note = json!({ "note": "退款与付款" });
            stage.operator().post(&path, &note).await.good();
        }
    }
    assert_eq!(
        stage.operator().read("/api/v1/bank/lines").await,
        json!([]),
        "every movement is explained"
    );
}
