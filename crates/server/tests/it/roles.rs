//! Who may do what; what is somebody else's is not there.

use community::member::Role;
use serde_json::json;

use crate::{
    caller::fresh_key,
    harness::TestServer,
    orchard_year::{campaign, campaign_form, observe, orchard},
};

#[tokio::test(flavor = "multi_thread")]
async fn every_role_may_do_its_own_and_no_more() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let own = year.orchard.parse().unwrap();
    let other = kernel::OrchardId::from_bytes([9; 16]);
    let (_, farmer) = server
        .member("farmer", &[Role::Farmer { orchard: own }])
        .await;
    let (_, packer) = server
        .member("packer", &[Role::Packer { orchard: own }])
        .await;
    let (_, auditor) = server.member("auditor", &[Role::Auditor]).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let visitor = server.visitor();

    let of = |rest: &str| format!("/api/v1/orchards/{own}{rest}");
    let rows = [
        (of("/today"), [401, 403, 200, 403, 403]),
        (of("/trees"), [401, 403, 200, 200, 403]),
        (of("/lots"), [401, 403, 200, 200, 403]),
        (of("/board"), [401, 403, 403, 200, 403]),
        (of("/manifest"), [401, 403, 403, 200, 403]),
        (
            format!("/api/v1/orchards/{other}/today"),
            [401, 403, 403, 403, 403],
        ),
        (
            format!("/api/v1/observations?orchard={own}"),
            [401, 403, 200, 403, 403],
        ),
        ("/api/v1/observations".to_owned(), [401, 403, 403, 403, 403]),
        ("/api/v1/payments".to_owned(), [401, 403, 403, 403, 200]),
        ("/api/v1/refunds".to_owned(), [401, 403, 403, 403, 200]),
        ("/api/v1/overview".to_owned(), [401, 403, 403, 403, 200]),
        ("/api/v1/postings".to_owned(), [401, 403, 403, 403, 200]),
        ("/api/v1/owed".to_owned(), [401, 403, 403, 403, 200]),
        ("/api/v1/clocks".to_owned(), [401, 403, 403, 403, 200]),
        (
            "/api/v1/journals/hledger".to_owned(),
            [401, 403, 403, 403, 200],
        ),
        (
            "/api/v1/journals/beancount".to_owned(),
            [401, 403, 403, 403, 200],
        ),
        ("/api/v1/members".to_owned(), [401, 403, 403, 403, 403]),
        ("/api/v1/garden".to_owned(), [401, 200, 200, 200, 200]),
    ];
    for (path, expected) in rows {
        let mut found = Vec::new();
        for caller in [&visitor, &buyer, &farmer, &packer, &auditor] {
            found.push(caller.get(&path).await.status);
        }
        assert_eq!(found, expected, "{path}");
        assert_eq!(year.operator.get(&path).await.status, 200, "{path}");
    }
    for caller in [&buyer, &farmer, &packer, &auditor] {
        let refused = caller
            .post("/api/v1/campaigns", campaign_form(&year.orchard))
            .await;
        refused.refused(403, "forbidden");
    }
    visitor
        .post("/api/v1/campaigns", json!({}))
        .await
        .refused(401, "not-signed-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_somebody_elses_is_not_there() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let campaign = campaign(&server, &year).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let (_, other) = server.member("other", &[]).await;
    let elsewhere = kernel::OrchardId::from_bytes([9; 16]);
    let path = format!("/api/v1/campaigns/{campaign}/adoptions");
    let adoption = buyer
        .post(&path, json!({ "tree": year.trees[0].0 }))
        .await
        .id();
    let at = |rest: &str| format!("/api/v1/adoptions/{adoption}{rest}");
    other.get(&at("")).await.refused(404, "not-found");
    other
        .put(&at("/nameplate"), json!({ "text": "我的" }))
        .await
        .refused(404, "not-found");
    other
        .post(&at("/payments"), json!({}))
        .await
        .refused(404, "not-found");
    other
        .post(&at("/cancellation"), json!({}))
        .await
        .refused(404, "not-found");
    other
        .post(&at("/address-lock"), json!({ "boxes": [] }))
        .await
        .refused(404, "not-found");
    let form = json!({ "tree": year.trees[0].0, "stage": "ripe", "note": "x" });
    observe(&other, &fresh_key(), form, &[])
        .await
        .refused(404, "not-found");
    // A farmer of an orchard that does not exist cannot be made, so that nobody farms a ghost.
    let (person, _) = server.member("ghost", &[]).await;
    let role = json!({ "role": "farmer", "orchard": elsewhere });
    let grant = format!("/api/v1/members/{person}/roles");
    year.operator
        .post(&grant, role)
        .await
        .refused(404, "not-found");
    // The operator may cancel what the buyer could.
    year.operator
        .post(&at("/cancellation"), json!({}))
        .await
        .ok();
    let shown = buyer.get(&at("")).await.ok().json();
    assert_eq!(shown["cancel_reason"], "by-operator");
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_for_operators() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let draft = year
        .operator
        .post("/api/v1/campaigns", campaign_form(&year.orchard))
        .await;
    let path = draft.header("location").to_owned();
    server.visitor().get(&path).await.refused(404, "not-found");
    server
        .visitor()
        .get(&format!("{path}/trees"))
        .await
        .refused(404, "not-found");
    assert_eq!(
        server.visitor().get("/api/v1/campaigns").await.ok().json(),
        json!([])
    );
    assert_eq!(
        year.operator.get("/api/v1/campaigns").await.ok().json()[0]["status"],
        "draft"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_given_taken_and_end_with_the_person() {
    let server = TestServer::start().await;
    let operator = server.operator().await;
    let (person, auditor) = server.member("auditor", &[]).await;
    let at = |rest: &str| format!("/api/v1/members/{person}{rest}");
    operator
        .post(&at("/roles"), json!({ "role": "auditor" }))
        .await
        .ok();
    auditor.get("/api/v1/overview").await.ok();
    operator
        .post(&at("/revocations"), json!({ "role": "auditor" }))
        .await
        .ok();
    auditor
        .get("/api/v1/overview")
        .await
        .refused(403, "forbidden");
    let erased = operator.post(&at("/erasure"), json!({})).await.ok();
    auditor
        .get("/api/v1/members/me")
        .await
        .refused(401, "not-signed-in");
    let list = operator
        .get(&format!(
            "/api/v1/members?at={}",
            erased.header("pomona-position")
        ))
        .await
        .ok();
    assert!(!list.text.contains("Name of auditor"), "{list:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_an_orchard_lies_to_the_metre_is_for_insiders() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let path = format!("/api/v1/orchards/{}", year.orchard);
    let inside = year.operator.get(&path).await.ok().json();
    assert_eq!(inside["lat_e7"], 252_600_000);
    let outside = server.visitor().get(&path).await.ok().json();
    assert_eq!(outside["place"]["village"], "安西镇");
    assert!(!outside.to_string().contains("252600000"), "{outside}");
}
