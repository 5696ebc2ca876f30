//! What bad input gets, line by line; and nothing of it is half done.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    caller::{fresh_key, send},
    harness::TestServer,
    orchard_year::{campaign, campaign_form, observe, orchard},
};

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_malformed_ids_are_not_found() {
    let server = TestServer::start().await;
    let operator = server.operator().await;
    let unknown = |prefix: &str| format!("{prefix}00000000000000000000000000");
    for path in [
        format!("/api/v1/campaigns/{}", unknown("cmp_")),
        format!("/api/v1/trees/{}", unknown("tre_")),
        format!("/api/v1/adoptions/{}", unknown("adp_")),
        format!("/api/v1/payments/{}", unknown("pay_")),
        format!("/api/v1/parcels/{}", unknown("par_")),
        format!("/api/v1/lots/{}", unknown("lot_")),
        format!("/api/v1/orchards/{}", unknown("orc_")),
        "/api/v1/campaigns/nonsense".to_owned(),
        "/api/v1/campaigns/%ff%00".to_owned(),
        "/api/v1/trees/by-code/10000001".to_owned(),
        "/api/v1/trees/by-code/mistyped".to_owned(),
        "/api/v1/nothing".to_owned(),
        "/api/v2/campaigns".to_owned(),
    ] {
        operator.get(&path).await.refused(404, "not-found");
    }
    let wish = operator
        .post(
            &format!("/api/v1/refunds/{}/acceptance", unknown("rfd_")),
            json!({}),
        )
        .await;
    assert_eq!(wish.status, 404, "{wish:?}");
    let page = server.visitor().get("/no-such-page").await;
    assert_eq!(page.status, 404);
    assert!(
        page.header("content-type").starts_with("text/html"),
        "{page:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_is_told_which_there_are() {
    let server = TestServer::start().await;
    let request = server.visitor().request(Method::PATCH, "/api/v1/campaigns");
    let refused = send(request).await;
    refused.refused(405, "method-not-allowed");
    assert_eq!(refused.header("allow"), "POST, GET");
    let head = server.visitor().request(Method::HEAD, "/api/v1/campaigns");
    assert_eq!(send(head).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_bodies_name_the_field() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let form = |change: &dyn Fn(&mut Value)| {
        let mut form = campaign_form(&year.orchard);
        change(&mut form);
        form
    };
    let cases: [(Value, &str, &str); 6] = [
        (
            form(&|form| form["terms"]["price"]["minor"] = json!("much")),
            "terms.price.minor",
            "malformed",
        ),
        (
            form(&|form| form["terms"]["boxes"] = json!(-1)),
            "terms.boxes",
            "malformed",
        ),
        (
            form(&|form| form["orchard"] = json!("cmp_x")),
            "orchard",
            "malformed",
        ),
        (
            form(&|form| form["season"] = json!(1)),
            "season",
            "malformed",
        ),
        (form(&|form| form["colour"] = json!(1)), "colour", "unknown"),
        (json!({ "orchard": year.orchard }), "season", "missing"),
    ];
    for (body, field, code) in cases {
        let told = year
            .operator
            .post("/api/v1/campaigns", body)
            .await
            .refused(400, "body-malformed");
        assert_eq!(
            told["errors"],
            json!([{ "field": field, "code": code }]),
            "{told}"
        );
    }
    let broken = year
        .operator
        .command(Method::POST, &fresh_key(), "/api/v1/campaigns");
    let broken = broken
        .header("content-type", "application/json")
        .body("{\"orchard\":");
    send(broken).await.refused(400, "body-malformed");
    let list = year.operator.get("/api/v1/campaigns").await.ok().json();
    assert_eq!(list, json!([]), "nothing was done");
    year.operator
        .get("/api/v1/payments?state=gone")
        .await
        .refused(400, "query-malformed");
    year.operator
        .get("/api/v1/payments?limit=1000")
        .await
        .refused(400, "query-malformed");
    year.operator
        .get("/api/v1/payments?cursor=x")
        .await
        .refused(400, "query-malformed");
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_rules_are_told_with_code_and_facts() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let mut form = campaign_form(&year.orchard);
    form["terms"]["cover_percent"] = json!(10);
    let told = year
        .operator
        .post("/api/v1/campaigns", form)
        .await
        .refused(422, "promise-not-covered");
    assert_eq!(
        told["facts"],
        json!({ "promised": 10_000, "allowed": 4_000 })
    );
    let draft = year
        .operator
        .post("/api/v1/campaigns", campaign_form(&year.orchard))
        .await;
    let opening = format!("{}/opening", draft.header("location"));
    year.operator
        .post(&opening, json!({}))
        .await
        .refused(409, "contract-missing");
    let offer = json!({ "trees": [year.trees[0].0] });
    let trees = format!("{}/trees", draft.header("location"));
    let told = year
        .operator
        .post(&trees, offer)
        .await
        .refused(409, "trees-unproven");
    assert_eq!(told["facts"]["without_photo"], json!([year.trees[0].0]));
    let unproven = format!("{}/unproven-trees", draft.header("location"));
    let told_all = year.operator.get(&unproven).await.json();
    assert_eq!(told_all["without_photo"], 2);
    assert_eq!(told_all["trees"][0]["is_offered"], false);
    let plate = json!({ "login": "x", "password": "short", "name": "" });
    let told = server
        .visitor()
        .post("/api/v1/members", plate)
        .await
        .refused(422, "fields-invalid");
    assert_eq!(
        told["errors"],
        json!([{ "field": "name", "code": "required" }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_addresses_and_nameplates_name_every_field() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let campaign = campaign(&server, &year).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let path = format!("/api/v1/campaigns/{campaign}/adoptions");
    let adoption = buyer
        .post(&path, json!({ "tree": year.trees[0].0 }))
        .await
        .id();
    let at = |rest: &str| format!("/api/v1/adoptions/{adoption}{rest}");
    let address = json!({ "recipient": "", "phone": "x", "province": "p", "city": "c", "district": "d", "street": "s" });
    let boxes = json!({ "boxes": [{ "address": address }] });
    let told = buyer
        .post(&at("/boxes"), boxes)
        .await
        .refused(422, "fields-invalid");
    let fields: Vec<_> = told["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].clone())
        .collect();
    assert_eq!(
        fields,
        ["boxes[0].address.recipient", "boxes[0].address.phone"]
    );
    let plate = buyer
        .put(&at("/nameplate"), json!({ "text": "13800138000" }))
        .await;
    let told = plate.refused(422, "fields-invalid");
    assert_eq!(told["errors"][0]["code"], "nameplate-looks-like-phone");
    buyer
        .post(&at("/payments"), json!({}))
        .await
        .refused(409, "contract-not-accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_of_another_type_is_refused() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let large = json!({ "name": "x".repeat(300 * 1024) });
    let blocks = format!("/api/v1/orchards/{}/blocks", year.orchard);
    let told = year
        .operator
        .post(&blocks, large)
        .await
        .refused(413, "too-large");
    assert_eq!(told["facts"]["limit_bytes"], 256 * 1024);
    let text = year
        .operator
        .command(Method::POST, &fresh_key(), &blocks)
        .body("name=x");
    send(text).await.refused(415, "content-type-unsupported");
    let imports = format!("/api/v1/orchards/{}/trees/imports", year.orchard);
    year.operator
        .post(&imports, json!({}))
        .await
        .refused(415, "content-type-unsupported");
    year.operator
        .post("/api/v1/observations", json!({}))
        .await
        .refused(415, "content-type-unsupported");
    let chunked = crate::orchard_year::import(
        &year.operator,
        &fresh_key(),
        &year.orchard,
        &"x".repeat(3 << 20),
    )
    .await;
    chunked.refused(413, "too-large");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_cannot_be_taken_are_named() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let form = json!({ "tree": year.trees[0].0, "stage": "ripe" });
    let good: &[u8] = include_bytes!("../../../photos/tests/it/fixtures/baseline-420.jpg");
    let cut = &good[..good.len() / 2];
    let told = observe(&year.operator, &fresh_key(), form.clone(), &[good, cut]).await;
    let told = told.refused(422, "photo-cut-off");
    assert_eq!(told["facts"]["index"], 1);
    assert_eq!(told["errors"][0]["field"], "photos[1]");
    let told = observe(&year.operator, &fresh_key(), form.clone(), &[b"no picture"]).await;
    told.refused(422, "photo-not-a-picture");
    let told = observe(
        &year.operator,
        &fresh_key(),
        form.clone(),
        &[&vec![0; 21 << 20]],
    )
    .await;
    told.refused(413, "too-large");
    let told = observe(&year.operator, &fresh_key(), form, &[good; 10]).await;
    told.refused(413, "too-many-parts");
    let told = observe(
        &year.operator,
        &fresh_key(),
        json!({ "stage": "ripe" }),
        &[good],
    )
    .await;
    told.refused(400, "body-malformed");
    let list = year
        .operator
        .get(&format!("/api/v1/observations?orchard={}", year.orchard))
        .await;
    assert_eq!(list.ok().json(), json!([]), "nothing was done");
}
