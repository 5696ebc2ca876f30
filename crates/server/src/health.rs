//! Whether the program is up, and whether it can serve.

use actix_web::{HttpResponse, http::header, web};
use serde::Serialize;

use crate::state::State;

/// Events the read models may be behind before the program calls itself not ready.
const LAG_EVENTS_MAX: u64 = 10_000;

/// What `/readyz` tells.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    log_position: u64,
    readmodels_lag_events: u64,
    readmodels_failed: bool,
    policies_position: u64,
    policies_failing: bool,
}

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// `GET /readyz`: 503 when the log takes nothing, the read models stand or lag, or the policies are stopped.
pub(crate) async fn ready(state: web::Data<State>) -> HttpResponse {
    let policies = *state.policies.lock();
    let mut told = Ready {
        ready: false,
        log_position: state.app.log().durable_position().0,
        readmodels_lag_events: state.app.read().lag(),
        readmodels_failed: state.app.read().failure().is_some(),
        policies_position: policies.reached.0,
        policies_failing: policies.failing,
    };
    told.ready = !told.readmodels_failed
        && !told.policies_failing
        && told.readmodels_lag_events <= LAG_EVENTS_MAX;
    let mut answer = if told.ready {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    answer
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(told)
}
