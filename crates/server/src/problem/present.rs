//! How a problem looks: `application/problem+json` under `/api` and `/log`, a page elsewhere. The last word on every failure,
//! also on those that the framework makes by itself (no route, another method, a broken path).

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use serde_json::{Map, Value, json};

use super::{Kind, Problem};
use crate::{observe::RequestId, web::i18n::Lang};

/// Middleware: turns every failed answer without a body into a problem.
pub(crate) async fn present<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = next.call(req).await?.map_into_boxed_body();
    if let Some(cause) = answer
        .response()
        .error()
        .and_then(|error| error.as_error::<Problem>())
    {
        log(cause);
    }
    let (req, answer) = answer.into_parts();
    let drawn = match answer.error() {
        Some(error) => match error.as_error::<Problem>() {
            Some(problem) => draw(&req, problem),
            None => draw(&req, &of_status(answer.status())),
        },
        None if is_bare_failure(&answer) => draw(&req, &of_status(answer.status())),
        None => return Ok(ServiceResponse::new(req, answer)),
    };
    let drawn = keep_allow(drawn, &answer);
    Ok(ServiceResponse::new(req, drawn))
}

/// The cause of a fault is said once, here, under the request's id.
fn log(problem: &Problem) {
    if let Some(cause) = &problem.cause {
        tracing::error!(code = problem.code, cause = %Causes(cause.as_ref()), "a request failed");
    }
}

/// An error with all that caused it, on one line.
struct Causes<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

fn is_bare_failure(answer: &HttpResponse) -> bool {
    let failed = answer.status().is_client_error() || answer.status().is_server_error();
    failed && !answer.headers().contains_key(header::CONTENT_TYPE)
}

fn keep_allow(mut drawn: HttpResponse, first: &HttpResponse) -> HttpResponse {
    if let Some(methods) = first.headers().get(header::ALLOW) {
        drawn.headers_mut().insert(header::ALLOW, methods.clone());
    }
    drawn
}

/// What the framework meant by a bare status.
fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(
            Kind::MethodNotAllowed,
            "method-not-allowed",
            "not with this method",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(crate::limits::BODY_BYTES_MAX),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::unsupported_type("another content type"),
        other if other.is_client_error() => Problem::new(
            Kind::Malformed,
            "request-malformed",
            "the request cannot be taken",
        ),
        _ => Problem::new(
            Kind::Fault,
            "fault",
            "it has been recorded under the request id",
        ),
    }
}

fn draw(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let mut answer = if is_for_programs(req.path()) {
        as_json(req, problem)
    } else {
        crate::web::problem_page(req, problem)
    };
    if let Some(seconds) = problem.retry_after_seconds {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    if problem.kind == Kind::NotSignedIn && req.path().starts_with("/api") {
        let scheme = header::HeaderValue::from_static("Bearer");
        answer
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    answer
}

/// The JSON API and the log's own addresses.
fn is_for_programs(path: &str) -> bool {
    let beginnings = ["/api/", "/log/", "/epcis/", "/.well-known/"];
    path == "/api"
        || beginnings
            .iter()
            .any(|beginning| path.starts_with(beginning))
}

/// The JSON form (RFC 9457 with `code`, `facts`, `errors` and, where there is one, a sentence in both languages).
fn as_json(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let status = problem.kind.status();
    let mut body = Map::new();
    body.insert("type".into(), json!(format!("/problems/{}", problem.code)));
    body.insert("title".into(), json!(problem.kind.title()));
    body.insert("status".into(), json!(status.as_u16()));
    body.insert("detail".into(), json!(problem.detail));
    body.insert("code".into(), json!(problem.code));
    body.insert("instance".into(), json!(RequestId::of(req)));
    if !problem.facts.is_null() {
        body.insert("facts".into(), (*problem.facts).clone());
    }
    if !problem.errors.is_empty() {
        body.insert("errors".into(), json!(problem.errors));
    }
    if let Some(messages) = messages(problem) {
        body.insert("messages".into(), messages);
    }
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(Value::Object(body).to_string())
}

fn messages(problem: &Problem) -> Option<Value> {
    let mut messages = Map::new();
    for lang in Lang::ALL {
        let sentence = crate::web::sentence_of(lang, problem)?;
        messages.insert(lang.tag().to_owned(), json!(sentence));
    }
    Some(Value::Object(messages))
}
