//! What holds for every command: keys, versions, positions.

use reqwest::Method;
use serde_json::json;

use crate::{
    caller::{fresh_key, send},
    harness::TestServer,
    orchard_year::{campaign, campaign_form, observe, orchard, terms},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_command_gets_the_first_answer() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let campaign = campaign(&server, &year).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let path = format!("/api/v1/campaigns/{campaign}/adoptions");
    let body = json!({ "tree": year.trees[0].0 });

    let first = buyer.post_as("\"k-1\"", &path, body.clone()).await;
    // The limit is one adoption for each buyer: only a repeat can succeed now.
    let again = buyer.post_as("k-1", &path, body.clone()).await;
    assert_eq!((again.status, again.id()), (first.status, first.id()));
    assert_eq!(
        again.header("pomona-position"),
        first.header("pomona-position")
    );
    assert_eq!(
        (
            first.header("idempotent-replayed"),
            again.header("idempotent-replayed")
        ),
        ("", "true")
    );
    let other = json!({ "tree": year.trees[1].0 });
    buyer
        .post_as("k-1", &path, other.clone())
        .await
        .refused(422, "idempotency-key-reused");
    let limit = buyer
        .post(&path, other)
        .await
        .refused(409, "buyer-limit-reached");
    assert_eq!(limit["facts"], json!({ "limit": 1 }));
    assert!(limit["messages"]["zh-CN"].is_string() && limit["messages"]["en"].is_string());

    // Keys belong to persons: somebody else's same key is another wish.
    let (_, other_buyer) = server.member("other", &[]).await;
    let taken = other_buyer.post_as("k-1", &path, body).await;
    taken.refused(409, "tree-share-on-hold");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_may_send_its_observation_again() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let form = json!({ "code": year.trees[0].1, "stage": "growing", "note": "新梢" });
    let first = observe(&year.operator, "o-1", form.clone(), &[]).await;
    let again = observe(&year.operator, "o-1", form, &[]).await;
    assert_eq!(first.id(), again.id());
    assert_eq!(again.header("idempotent-replayed"), "true");
    let shown = year
        .operator
        .get(&format!("/api/v1/observations?orchard={}", year.orchard))
        .await;
    assert_eq!(shown.ok().json().as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_without_a_key_is_not_taken() {
    let server = TestServer::start().await;
    let operator = server.operator().await;
    let bare = operator
        .request(Method::POST, "/api/v1/campaigns")
        .json(&json!({}));
    send(bare).await.refused(400, "idempotency-key-missing");
    for key in ["", "\"\"", &"k".repeat(129)] {
        let answer = operator.post_as(key, "/api/v1/campaigns", json!({})).await;
        answer.refused(400, "idempotency-key-malformed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_an_older_version_is_refused_with_the_actual_one() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let made = year
        .operator
        .post("/api/v1/campaigns", campaign_form(&year.orchard))
        .await;
    let path = made.header("location").to_owned();
    let shown = year.operator.get(&path).await.ok();
    let etag = shown.header("etag").to_owned();
    let (one, epoch) = etag.trim_matches('"').split_once('-').unwrap();
    assert_eq!(one, "1");
    let version = |number: u8| format!("\"{number}-{epoch}\"");
    let edit = |name: &str, version: &str| {
        let both = json!({ "zh": name, "en": name });
        let body = json!({ "title": both, "story": both, "terms": terms() });
        let command = year.operator.command(Method::PUT, &fresh_key(), &path);
        send(command.header("if-match", version).json(&body))
    };
    edit("one", &version(1)).await.ok();
    let stale = edit("two", &version(1)).await.refused(412, "stale");
    assert_eq!(stale["facts"]["actual_version"], 2);
    edit("two", &version(2)).await.ok();
    edit("three", "\"2\"")
        .await
        .refused(400, "if-match-malformed");
    assert_eq!(
        year.operator.get(&path).await.ok().header("etag"),
        version(3)
    );
    let other_life = edit("four", "\"3-00000000\"").await;
    other_life.refused(412, "log-restored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_sees_its_own_writes() {
    let server = TestServer::start().await;
    let operator = server.operator().await;
    let bare = |path: &str| send(operator.request(Method::GET, path));
    let place = json!({ "province": "p", "county": "c", "village": "v", "lat_e7": 0, "lon_e7": 0 });
    for number in 1..=20 {
        let form = json!({ "farm_name": "f", "name": format!("o{number}"), "place": place });
        let made = operator.post("/api/v1/orchards", form).await.ok();
        let position = made.header("pomona-position");
        let asked = bare(&format!("/api/v1/orchards?at={position}"));
        let list = asked.await.ok().json();
        assert_eq!(list.as_array().unwrap().len(), number);
        let by_header = operator
            .request(Method::GET, "/api/v1/orchards")
            .header("pomona-position", position);
        assert_eq!(send(by_header).await.ok().json(), list);
    }
    let newest = operator
        .get("/readyz")
        .await
        .header("pomona-position")
        .to_owned();
    let (_, epoch) = newest.split_once('-').unwrap();
    bare(&format!("/api/v1/orchards?at=999999-{epoch}"))
        .await
        .refused(400, "query-malformed");
    // As one that was kept over a restore.
    bare("/api/v1/orchards?at=1-00000000")
        .await
        .refused(412, "log-restored");
    bare("/api/v1/orchards?at=1")
        .await
        .refused(400, "position-malformed");
    let late = bare("/readyz?policies=1-00000000").await;
    assert_eq!(late.json()["reached"], false);
    bare("/api/v1/orchards?at=soon")
        .await
        .refused(400, "position-malformed");
}
