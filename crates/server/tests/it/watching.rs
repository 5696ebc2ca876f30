//! Health, metrics, request ids, security headers, the API's own description.

use reqwest::Method;

use crate::{caller::send, harness::TestServer};

#[tokio::test(flavor = "multi_thread")]
async fn the_program_tells_how_it_is() {
    let server = TestServer::start().await;
    let operator = server.operator().await;
    let visitor = server.visitor();
    assert_eq!(visitor.get("/healthz").await.ok().text, "ok\n");
    let position = server.app.log().durable_position().0;
    let ready = visitor
        .get(&format!("/readyz?policies={position}"))
        .await
        .ok()
        .json();
    assert_eq!(ready["ready"], true);
    assert_eq!(ready["policies_position"], position);
    operator
        .get("/api/v1/trees/by-code/10000001")
        .await
        .refused(404, "not-found");
    let metrics = visitor.get("/metrics").await.ok();
    assert!(
        metrics
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    for line in [
        format!("pomona_log_events_total {position}"),
        format!("pomona_log_position {position}"),
        "pomona_readmodels_lag_events ".to_owned(),
        "pomona_policies_failing 0".to_owned(),
        "pomona_log_sync_seconds_bucket{le=\"+Inf\"}".to_owned(),
        "pomona_proofs_checkpoint_events ".to_owned(),
        "pomona_proofs_not_signing 0".to_owned(),
        "pomona_log_batch_events_count".to_owned(),
        "route=\"/api/v1/trees/by-code/{code}\",status=\"404\"".to_owned(),
    ] {
        assert!(
            metrics.text.contains(&line),
            "{line} is not in\n{}",
            metrics.text
        );
    }
    assert!(!metrics.text.contains("10000001"), "paths are no labels");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_an_id_and_is_protected() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let asked = |id: &'static str| {
        send(
            visitor
                .request(Method::GET, "/api/v1/campaigns")
                .header("x-request-id", id),
        )
    };
    assert_eq!(asked("proxy-1").await.header("x-request-id"), "proxy-1");
    let made = asked("not an id!").await;
    assert_eq!(made.header("x-request-id").len(), 36);
    for path in ["/api/v1/campaigns", "/no-such-page", "/api/docs"] {
        let answer = visitor.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            answer
                .header("permissions-policy")
                .contains("camera=(self)"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_describes_itself() {
    let server = TestServer::start().await;
    let document = server.visitor().get("/api/openapi.json").await.ok().json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Pomona");
    let page = server.visitor().get("/api/docs").await.ok();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(
            page.text.contains(&format!("<code>{path}</code>")),
            "{path}"
        );
    }
    assert!(page.text.contains("shares_per_tree") || page.text.contains("TermsShape"));
}
