//! An orchard with trees, a photo and an open campaign: where most tests begin. And the whole year once, over HTTP.

use community::member::Role;
use reqwest::{Method, multipart};
use serde_json::{Value, json};

use crate::{
    caller::{Caller, Reply, fresh_key, send},
    harness::{START, TestServer},
    web::site::photo,
};

const TREES: &str =
    "block,row,number,variety,planted,name\nA,1,1,纽荷尔,2015,小满\nA,1,2,纽荷尔,2015,谷雨\n";

/// What was set up.
pub(crate) struct Orchard {
    pub(crate) operator: Caller,
    pub(crate) orchard: String,
    pub(crate) block: String,
    /// Tree ids and their codes.
    pub(crate) trees: Vec<(String, String)>,
}

/// An orchard with a block and two trees.
pub(crate) async fn orchard(server: &TestServer) -> Orchard {
    let operator = server.operator().await;
    let place = json!({ "province": "江西省", "county": "信丰县", "village": "安西镇", "lat_e7": 252_600_000, "lon_e7": 1_149_300_000 });
    let form = json!({ "farm_name": "安西果园", "name": "东坡", "place": place });
    let orchard = operator.post("/api/v1/orchards", form).await.id();
    let path = format!("/api/v1/orchards/{orchard}/blocks");
    let block = operator.post(&path, json!({ "name": "A" })).await.id();
    let imported = import(&operator, &fresh_key(), &orchard, TREES)
        .await
        .json();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let rows = imported["rows"].as_array().unwrap().iter();
    let trees = rows
        .map(|row| (text(row, "tree"), text(row, "code")))
        .collect();
    Orchard {
        operator,
        orchard,
        block,
        trees,
    }
}

pub(crate) async fn import(operator: &Caller, key: &str, orchard: &str, csv: &str) -> Reply {
    let path = format!("/api/v1/orchards/{orchard}/trees/imports");
    let request = operator.command(Method::POST, key, &path);
    let request = request
        .header("content-type", "text/csv")
        .body(csv.to_owned());
    operator.noted(send(request).await)
}

/// Posts a photo of a tree.
pub(crate) async fn observe(farmer: &Caller, key: &str, form: Value, photos: &[&[u8]]) -> Reply {
    let mut parts = multipart::Form::new().text("observation", form.to_string());
    for photo in photos {
        parts = parts.part(
            "photo",
            multipart::Part::bytes(photo.to_vec()).file_name("tree.jpg"),
        );
    }
    let request = farmer.command(Method::POST, key, "/api/v1/observations");
    farmer.noted(send(request.multipart(parts)).await)
}

/// Terms of an offer that is for sale when tests begin.
pub(crate) fn terms() -> Value {
    json!({
        "price": { "minor": 168_000, "currency": "CNY" }, "shares_per_tree": 1,
        "sale_from": "2026-03-01T00:00:00Z", "sale_until": "2026-06-01T00:00:00Z",
        "ship_from": "2026-11-20", "ship_until": "2026-12-31", "promised_grams": 10_000, "boxes": 2,
        "risk_clause": "top-up", "per_buyer_limit": 1, "hold_minutes": 30, "photo_max_age_days": 60,
        "forecast_grams_per_tree": 40_000, "cover_percent": 70
    })
}

pub(crate) fn campaign_form(orchard: &str) -> Value {
    let both = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    json!({
        "orchard": orchard, "season": 2026, "title": both("脐橙", "Oranges"),
        "story": both("山里的树", "Trees in the hills"), "terms": terms()
    })
}

/// Photographs both trees and opens a campaign for them; gives its id.
pub(crate) async fn campaign(server: &TestServer, year: &Orchard) -> String {
    crowdfunded(server, year, json!({})).await
}

/// The same with goal and price phases.
pub(crate) async fn crowdfunded(server: &TestServer, year: &Orchard, plan: Value) -> String {
    let Orchard {
        operator,
        orchard,
        trees,
        ..
    } = year;
    let mut last = String::new();
    for (tree, _) in trees {
        // Pictures that look alike would be asked about.
        let photo = photo(tree);
        let form = json!({ "tree": tree, "stage": "blossom" });
        let posted = observe(operator, &fresh_key(), form, &[&photo]).await.ok();
        last = posted.json()["position"].as_str().unwrap().to_owned();
    }
    settled(server, &last).await;
    let campaign = operator
        .post("/api/v1/campaigns", campaign_form(orchard))
        .await
        .id();
    let path = |rest: &str| format!("/api/v1/campaigns/{campaign}{rest}");
    let text = json!({ "text": { "zh": "合同", "en": "Contract" } });
    operator.put(&path("/contract"), text).await.ok();
    operator.put(&path("/sales-plan"), plan).await.ok();
    let ids: Vec<_> = trees.iter().map(|(tree, _)| tree).collect();
    operator
        .post(&path("/trees"), json!({ "trees": ids }))
        .await
        .ok();
    operator.post(&path("/opening"), json!({})).await.ok();
    campaign
}

/// Waits until the policies have reacted to everything up to a position.
pub(crate) async fn settled(server: &TestServer, position: &str) {
    server
        .visitor()
        .get(&format!("/readyz?policies={position}"))
        .await
        .ok();
}

fn address() -> Value {
    json!({
        "recipient": "林晓满", "phone": "13800138000", "province": "浙江省", "city": "杭州市",
        "district": "西湖区", "street": "龙井路 1 号"
    })
}

/// What a whole year left behind.
pub(crate) struct Year {
    pub(crate) orchard: Orchard,
    pub(crate) buyer: Caller,
    pub(crate) adoption: String,
    pub(crate) lot: String,
    pub(crate) parcels: Vec<String>,
}

/// An adoption from the picker to the door.
pub(crate) async fn whole_year(server: &TestServer) -> Year {
    let year = orchard(server).await;
    let campaign = campaign(server, &year).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let (tree, _) = &year.trees[0];

    let shown = buyer
        .get(&format!("/api/v1/campaigns/{campaign}"))
        .await
        .ok()
        .json();
    let path = format!("/api/v1/campaigns/{campaign}/adoptions");
    let adoption = buyer.post(&path, json!({ "tree": tree })).await.id();
    let at = |rest: &str| format!("/api/v1/adoptions/{adoption}{rest}");
    buyer
        .put(&at("/nameplate"), json!({ "text": "小满一家" }))
        .await
        .ok();
    let seen = json!({ "contract": shown["contract"], "risk_clause": "top-up", "no_return_confirmed": true });
    buyer.post(&at("/contract"), seen).await.ok();
    let payment = buyer.post(&at("/payments"), json!({})).await.id();
    let captured = capture(&year.operator, &payment).await;
    settled(server, &captured).await;
    year.operator
        .post(&at("/nameplate/approval"), json!({}))
        .await
        .ok();
    buyer
        .post(
            &at("/boxes"),
            json!({ "boxes": [{ "address": address() }] }),
        )
        .await
        .ok();

    server.clock.set("2026-11-25T00:00:00Z".parse().unwrap());
    let lot = harvest(server, &year).await;
    let garden = buyer.get("/api/v1/garden").await.ok().json();
    assert_eq!(garden[0]["status"], "confirmed");
    assert_eq!(
        garden[0]["planned_boxes"][0]["address"]["recipient"],
        "林晓满"
    );
    let boxes = [0, 1].map(|nth| garden[0]["planned_boxes"][nth]["box"].clone());
    year.operator
        .post(&at("/address-lock"), json!({ "boxes": boxes }))
        .await
        .ok();
    let (mut last, mut parcels) = (String::new(), Vec::new());
    for one in &boxes {
        let path = at(&format!("/boxes/{}/parcel", one.as_str().unwrap()));
        let contents = json!({ "contents": [{ "lot": lot, "grams": 5_000 }] });
        let parcel = year.operator.post(&path, contents).await.id();
        let of = |rest: &str| format!("/api/v1/parcels/{parcel}{rest}");
        let handed = json!({ "carrier": "SF", "tracking": format!("SF{}", &parcel[4..14]) });
        year.operator.post(&of("/handover"), handed).await.ok();
        let scan = json!({ "status": "in-transit", "at": "2026-11-25T00:00:00Z" });
        year.operator.post(&of("/scans"), scan).await.ok();
        let delivered = year.operator.post(&of("/delivery"), json!({})).await.ok();
        last = delivered.json()["position"].as_str().unwrap().to_owned();
        parcels.push(parcel);
    }
    settled(server, &last).await;
    Year {
        orchard: year,
        buyer,
        adoption,
        lot,
        parcels,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_from_tree_to_door() {
    let server = TestServer::start().await;
    let Year {
        orchard: year,
        buyer,
        adoption,
        ..
    } = whole_year(&server).await;
    let (_, code) = &year.trees[0];
    let done = buyer
        .get(&format!("/api/v1/adoptions/{adoption}"))
        .await
        .ok()
        .json();
    assert_eq!(done["status"], "completed");
    let page = server
        .visitor()
        .get(&format!("/api/v1/trees/by-code/{code}"))
        .await
        .ok();
    let tree = page.json();
    assert_eq!(tree["adopters"][0]["nameplate"], "小满一家");
    assert_eq!(tree["parcels"].as_array().unwrap().len(), 2);
    assert!(
        !page.text.contains("per_") && !page.text.contains("林晓满"),
        "nobody is named"
    );
    let board = year
        .operator
        .get(&format!("/api/v1/orchards/{}/board", year.orchard))
        .await
        .ok();
    assert_eq!(board.json()["items"][1]["planned"]["step"], "delivered");
    books_balance(&year.operator).await;
}

pub(crate) async fn capture(operator: &Caller, payment: &str) -> String {
    let paid = operator
        .get(&format!("/api/v1/payments/{payment}"))
        .await
        .ok()
        .json();
    let reference = paid["reference"].as_str().unwrap();
    let found = operator
        .get(&format!("/api/v1/payments/by-reference/{reference}"))
        .await
        .ok();
    assert_eq!(found.json()["payment"], payment);
    let fact = json!({ "transaction": "ICBC-1", "amount": paid["amount"], "value_at": START });
    let path = format!("/api/v1/payments/{payment}/captures");
    let captured = operator.post(&path, fact).await.ok();
    captured.json()["position"].as_str().unwrap().to_owned()
}

async fn harvest(server: &TestServer, year: &Orchard) -> String {
    let (tree, _) = &year.trees[0];
    let form = json!({
        "code": "L-1", "block": year.block, "picked_on": "2026-11-20", "grade": "first",
        "gross_grams": 32_000, "tare_grams": 2_000, "yields": [{ "tree": tree, "grams": 30_000 }]
    });
    let lot = year
        .operator
        .post(&format!("/api/v1/orchards/{}/lots", year.orchard), form)
        .await
        .id();
    let certificate = json!({
        "number": "C-1", "product": "脐橙", "origin": "信丰", "producer": "安西果园",
        "contact": "0797-1", "basis": "own-test", "issued_on": "2026-11-21"
    });
    year.operator
        .put(&format!("/api/v1/lots/{lot}/certificate"), certificate)
        .await
        .ok();
    let path = format!("/api/v1/lots/{lot}/allocation");
    let allocated = year.operator.post(&path, json!({})).await.ok();
    settled(server, allocated.json()["position"].as_str().unwrap()).await;
    let shown = year
        .operator
        .get(&format!("/api/v1/lots/{lot}"))
        .await
        .ok()
        .json();
    assert_eq!(shown["allocated_grams"], 10_000);
    lot
}

async fn books_balance(operator: &Caller) {
    let overview = operator.get("/api/v1/overview").await.ok().json();
    let balances = overview["trial_balance"].as_array().unwrap();
    let sum: i64 = balances
        .iter()
        .map(|line| line["balance_minor"].as_i64().unwrap())
        .sum();
    assert!(!balances.is_empty() && sum == 0, "{balances:?}");
    assert_eq!(overview["adoptions"]["completed"], 1);
    let postings = operator.get("/api/v1/postings?limit=1").await.ok();
    assert!(postings.header("link").contains("rel=\"next\""));
    let next = postings.json()["next"].as_str().unwrap().to_owned();
    let rest = operator
        .get(&format!("/api/v1/postings?cursor={next}"))
        .await
        .ok()
        .json();
    assert!(!rest["items"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_clock_ends_holds() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let campaign = campaign(&server, &year).await;
    let (_, buyer) = server.member("buyer", &[Role::Promoter]).await;
    let path = format!("/api/v1/campaigns/{campaign}/adoptions");
    let adoption = buyer
        .post(&path, json!({ "tree": year.trees[0].0 }))
        .await
        .id();
    let advance = json!({ "advance_seconds": 31 * 60 });
    buyer
        .post("/api/v1/sandbox/clock", advance.clone())
        .await
        .refused(403, "forbidden");
    let moved = year
        .operator
        .post("/api/v1/sandbox/clock", advance)
        .await
        .ok()
        .json();
    assert_eq!(moved["now"], "2026-04-01T00:31:00.000Z");
    let shown = buyer
        .get(&format!("/api/v1/adoptions/{adoption}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (shown["status"].as_str(), shown["cancel_reason"].as_str()),
        (Some("cancelled"), Some("hold-expired"))
    );
    let trees = server
        .visitor()
        .get(&format!("/api/v1/campaigns/{campaign}/trees"))
        .await
        .ok();
    assert_eq!(trees.json()[0]["parts"][0]["state"], "free");
    let back = json!({ "advance_seconds": -1 });
    year.operator
        .post("/api/v1/sandbox/clock", back)
        .await
        .refused(422, "fields-invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_sandbox_there_is_no_clock_to_move() {
    let server = TestServer::start_with(|config| config.sandbox.clock = false).await;
    let operator = server.operator().await;
    operator
        .get("/api/v1/sandbox/clock")
        .await
        .refused(404, "not-found");
    let advance = json!({ "advance_seconds": 1 });
    operator
        .post("/api/v1/sandbox/clock", advance)
        .await
        .refused(404, "not-found");
}
