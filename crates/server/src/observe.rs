//! What is noted about every request: an id, one log line, one observation of latency. No personal data, no query.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    web,
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{limits::REQUEST_ID_CHARS_MAX, state::State};

/// The header with the id of a request, in both directions.
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Stands for the route of requests that meet none, so that scanners cannot fill the metrics with paths.
const NO_ROUTE: &str = "none";

/// The id of a request: the client's or proxy's, or a new one.
#[derive(Clone)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id of this request.
    pub(crate) fn of(req: &HttpRequest) -> String {
        req.extensions()
            .get::<Self>()
            .map(|id| id.0.clone())
            .unwrap_or_default()
    }

    fn take(req: &ServiceRequest) -> Self {
        let sent = req
            .headers()
            .get(X_REQUEST_ID)
            .and_then(|value| value.to_str().ok());
        let plain = |id: &&str| {
            (1..=REQUEST_ID_CHARS_MAX).contains(&id.len())
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        Self(
            sent.filter(plain)
                .map_or_else(|| Uuid::new_v4().to_string(), str::to_owned),
        )
    }
}

/// Middleware: the outermost.
pub(crate) async fn observe<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let id = RequestId::take(&req);
    req.extensions_mut().insert(id.clone());
    let state = req.app_data::<web::Data<State>>().cloned();
    let method = req.method().clone();
    let span = tracing::info_span!("request", id = %id.0);
    let in_flight = state.as_ref().map(|state| state.metrics.in_flight());
    let answer = next.call(req).instrument(span.clone()).await;
    drop(in_flight);
    let mut answer = answer?;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        answer.headers_mut().insert(X_REQUEST_ID, value);
    }
    let route = answer
        .request()
        .match_pattern()
        .unwrap_or_else(|| NO_ROUTE.to_owned());
    let (status, took) = (answer.status().as_u16(), started.elapsed());
    let latency_ms = took.as_millis();
    span.in_scope(|| tracing::info!(%method, route, status, latency_ms, "answered"));
    if let Some(state) = state {
        state
            .metrics
            .answered(method.as_str(), &route, status, took);
    }
    Ok(answer)
}
