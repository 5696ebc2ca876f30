//! Signing in with a browser's means: cookies, CSRF, tokens.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    caller::{Caller, Reply, fresh_key, send},
    harness::{PASSWORD, TestServer},
};

async fn sign_in(visitor: &Caller, login: &str, password: &str) -> Reply {
    let form = json!({ "login": login, "password": password });
    send(
        visitor
            .request(Method::POST, "/api/v1/sessions")
            .json(&form),
    )
    .await
}

/// The cookie's `name=value`.
fn cookie(reply: &Reply) -> String {
    reply
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_becomes_a_member_signs_in_and_out() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let form = json!({ "login": "Lin@Example.cn", "password": PASSWORD, "name": "林晓满" });
    let made = visitor
        .post_as("s-1", "/api/v1/members", form.clone())
        .await;
    assert_eq!(
        made.id(),
        visitor
            .post_as("s-1", "/api/v1/members", form.clone())
            .await
            .id()
    );
    let taken = visitor
        .post_as("s-2", "/api/v1/members", form)
        .await
        .refused(422, "fields-invalid");
    assert_eq!(
        taken["errors"],
        json!([{ "field": "login", "code": "login-taken" }])
    );

    let session = sign_in(&visitor, "lin@example.cn", PASSWORD).await;
    assert_eq!(session.status, 201);
    let set = session.header("set-cookie");
    assert!(
        set.starts_with("pomona_session=")
            && set.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000"),
        "{set}"
    );
    let with = |method: Method, path: &str| {
        visitor
            .request(method, path)
            .header("cookie", cookie(&session))
    };
    let at = format!("/api/v1/members/me?at={}", made.header("pomona-position"));
    let me = send(with(Method::GET, &at)).await.ok().json();
    assert_eq!(
        (me["name"].as_str(), me["locale"].as_str()),
        (Some("林晓满"), Some("zh-CN"))
    );
    let token = session.json()["csrf_token"].as_str().unwrap().to_owned();
    let end = with(Method::DELETE, "/api/v1/sessions/current").header("x-csrf-token", token);
    let ended = send(end).await;
    assert_eq!(ended.status, 204);
    assert!(ended.header("set-cookie").contains("Max-Age=0"));
    send(with(Method::GET, "/api/v1/members/me"))
        .await
        .refused(401, "not-signed-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn secure_cookies_carry_the_host_prefix() {
    let server = TestServer::start_with(|config| {
        config.server.public_url = "https://pomona.test".to_owned();
        config.server.secure_cookies = true;
    })
    .await;
    server.member("lin", &[]).await;
    let session = sign_in(&server.visitor(), "lin", PASSWORD).await.ok();
    let set = session.header("set-cookie");
    assert!(
        set.starts_with("__Host-pomona=") && set.contains("; Secure") && !set.contains("Domain"),
        "{set}"
    );
    assert_eq!(
        session.header("strict-transport-security"),
        "max-age=31536000"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_request_changes_nothing() {
    let server = TestServer::start().await;
    server.member("lin", &[]).await;
    let visitor = server.visitor();
    let session = sign_in(&visitor, "lin", PASSWORD).await.ok();
    let csrf = session.json()["csrf_token"].as_str().unwrap().to_owned();
    let issue = |headers: &[(&str, &str)]| {
        let request = visitor
            .request(Method::POST, "/api/v1/tokens")
            .header("cookie", cookie(&session));
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        send(request.json(&json!({ "name": "forged" })))
    };
    issue(&[]).await.refused(403, "csrf-token-missing");
    issue(&[("x-csrf-token", "wrong")])
        .await
        .refused(403, "csrf-token-missing");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        issue(&[("x-csrf-token", &csrf), (name, value)])
            .await
            .refused(403, "cross-site-request");
    }
    assert_eq!(
        issue(&[("x-csrf-token", &csrf), ("origin", "http://pomona.test")])
            .await
            .status,
        201
    );
    assert_eq!(
        issue(&[("x-csrf-token", &csrf), ("sec-fetch-site", "same-origin")])
            .await
            .status,
        201
    );
    let form = json!({ "login": "lin", "password": PASSWORD });
    let login = visitor
        .request(Method::POST, "/api/v1/sessions")
        .header("sec-fetch-site", "cross-site");
    send(login.json(&form))
        .await
        .refused(403, "cross-site-request");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_shown_once_listed_and_revoked() {
    let server = TestServer::start().await;
    let (_, caller) = server.member("lin", &[]).await;
    let issued = send(
        caller
            .request(Method::POST, "/api/v1/tokens")
            .json(&json!({ "name": "script" })),
    )
    .await;
    assert_eq!(issued.status, 201);
    let body = issued.json();
    let secret = body["token"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("pom_"));
    let list = caller.get("/api/v1/tokens").await.ok();
    assert!(!list.text.contains(&secret));
    assert_eq!(list.json().as_array().unwrap().len(), 2);
    let script = Caller::new(server.address, Some(secret), &server.seen);
    script.get("/api/v1/garden").await.ok();
    let path = format!("/api/v1/tokens/{}", body["id"].as_str().unwrap());
    assert_eq!(
        send(caller.request(Method::DELETE, &path)).await.status,
        204
    );
    send(caller.request(Method::DELETE, &path))
        .await
        .refused(404, "not-found");
    let refused = script.get("/api/v1/garden").await;
    refused.refused(401, "not-signed-in");
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    let nameless = send(
        caller
            .request(Method::POST, "/api/v1/tokens")
            .json(&json!({ "name": "" })),
    )
    .await;
    nameless.refused(422, "fields-invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_without_saying_which_part_is_wrong() {
    let server = TestServer::start().await;
    server.member("lin", &[]).await;
    let visitor = server.visitor();
    let mut told = Vec::new();
    for (login, password) in [("lin", "wrong-password-1"), ("nobody", PASSWORD)] {
        let mut body = sign_in(&visitor, login, password)
            .await
            .refused(401, "wrong-credentials");
        body["instance"] = Value::Null;
        told.push(body);
    }
    assert_eq!(told[0], told[1]);
    let bearer = Caller::new(
        server.address,
        Some("pom_nonsense".to_owned()),
        &server.seen,
    );
    bearer
        .get("/api/v1/garden")
        .await
        .refused(401, "not-signed-in");
    bearer
        .post_as(&fresh_key(), "/api/v1/campaigns", json!({}))
        .await
        .refused(401, "not-signed-in");
}
