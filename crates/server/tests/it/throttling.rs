//! Too many is 429 with `Retry-After`, for persons, addresses and guesses.

use std::num::NonZeroU32;

use reqwest::Method;
use serde_json::json;

use crate::{
    caller::{Reply, send},
    harness::{PASSWORD, TestServer},
};

const FEW: NonZeroU32 = NonZeroU32::new(3).unwrap();

#[track_caller]
fn demand_wait(reply: &Reply, code: &str) {
    reply.refused(429, code);
    let wait: u64 = reply.header("retry-after").parse().unwrap();
    assert!(wait >= 1, "{reply:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_a_password_is_slowed() {
    let server = TestServer::start().await;
    server.member("lin", &[]).await;
    let visitor = server.visitor();
    let attempt = |password: &'static str| {
        let form = json!({ "login": "lin", "password": password });
        send(
            visitor
                .request(Method::POST, "/api/v1/sessions")
                .json(&form),
        )
    };
    for _ in 0..vault::LOGIN_FAILURES_MAX {
        attempt("wrong-password-1")
            .await
            .refused(401, "wrong-credentials");
    }
    let slowed = attempt(PASSWORD).await;
    demand_wait(&slowed, "too-many-requests");
    server
        .clock
        .advance_seconds(vault::ATTEMPT_WINDOW_MS / 1_000 + 1);
    assert_eq!(attempt(PASSWORD).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_counts_addresses_behind_a_trusted_proxy() {
    let server = TestServer::start_with(|config| {
        config.limits.door_requests_per_minute = NonZeroU32::MIN;
        config.limits.door_burst_requests = FEW;
        config.server.trusted_proxies = serde_json::from_value(json!(["127.0.0.1"])).unwrap();
    })
    .await;
    let visitor = server.visitor();
    let knock = |address: &'static str| {
        let request = visitor
            .request(Method::POST, "/api/v1/sessions")
            .header("x-forwarded-for", address);
        send(request.json(&json!({ "login": "", "password": "" })))
    };
    for _ in 0..FEW.get() {
        knock("1.2.3.4").await.refused(401, "wrong-credentials");
    }
    demand_wait(&knock("1.2.3.4").await, "too-many-requests");
    knock("1.2.3.5").await.refused(401, "wrong-credentials");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_and_an_address_may_ask_only_so_often() {
    let server = TestServer::start_with(|config| {
        config.limits.person_requests_per_second = NonZeroU32::MIN;
        config.limits.person_burst_requests = NonZeroU32::MIN;
    })
    .await;
    let (_, eager) = server.member("eager", &[]).await;
    let answers = [
        eager.get("/api/v1/garden").await,
        eager.get("/api/v1/garden").await,
    ];
    let statuses = answers.map(|answer| answer.status);
    assert_eq!(statuses, [200, 429]);

    let server = TestServer::start_with(|config| {
        config.limits.address_requests_per_second = NonZeroU32::MIN;
        config.limits.address_burst_requests = NonZeroU32::MIN;
    })
    .await;
    let visitor = server.visitor();
    visitor.get("/api/v1/campaigns").await.ok();
    demand_wait(&visitor.get("/api/v1/campaigns").await, "too-many-requests");
    visitor.get("/healthz").await.ok();
}
