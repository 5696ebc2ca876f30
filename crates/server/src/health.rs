//! Whether the program is up, and whether it can serve.

use std::time::Duration;

use actix_web::{HttpResponse, http::header, web};
use app::policies::PolicyStatus;
use serde::{Deserialize, Serialize};

use crate::{limits::POLICIES_WAIT_SECONDS_MAX, proofs, state::State};

/// Events the read models may be behind before the program calls itself not ready.
const LAG_EVENTS_MAX: u64 = 10_000;

/// What `/readyz` tells.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    log_position: u64,
    /// The disk is nearly full: the log takes nothing.
    disk_full: bool,
    readmodels_lag_events: u64,
    readmodels_failed: bool,
    policies_position: u64,
    policies_failing: bool,
    proofs: proofs::Status,
}

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// What a caller of `/readyz` may wait for.
#[derive(Debug, Deserialize)]
pub(crate) struct Wait {
    /// Until the policies have reacted to everything up to this position.
    policies: Option<u64>,
    /// Until a signed checkpoint counts everything up to this position.
    checkpoint: Option<u64>,
}

/// `GET /readyz`: 503 when the log takes nothing, the read models stand or lag, nothing is signed until somebody
/// looked, or the policies are stopped or, with `?policies=<position>`, have not come so far within
/// [`POLICIES_WAIT_SECONDS_MAX`]; the same with `?checkpoint=<position>` and the signed checkpoint. A witness that cannot be reached is told, and nothing more.
pub(crate) async fn ready(state: web::Data<State>, wait: web::Query<Wait>) -> HttpResponse {
    let wanted = wait.policies.unwrap_or_default();
    let policies = policies_at(&state, wanted).await;
    let signed = |status: &proofs::Status| {
        let counted = status.checkpoint_events;
        wait.checkpoint
            .is_none_or(|wanted| counted.is_some_and(|events| events >= wanted))
    };
    let proofs = proofs_once(&state, signed).await;
    let mut told = Ready {
        ready: false,
        log_position: state.app.log().durable_position().0,
        disk_full: state.app.log().low_space().is_some(),
        readmodels_lag_events: state.app.read().lag(),
        readmodels_failed: state.app.read().failure().is_some(),
        policies_position: policies.reached.0,
        policies_failing: policies.failing,
        proofs,
    };
    told.ready = !told.disk_full
        && !told.readmodels_failed
        && !told.policies_failing
        && told.proofs.signing.goes_on()
        && told.policies_position >= wanted
        && signed(&told.proofs)
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

/// How the policies are doing, once they have come to a position or the time is up.
async fn policies_at(state: &State, wanted: u64) -> PolicyStatus {
    let mut policies = state.policies.clone();
    let reached = policies.wait_for(|status| status.reached.0 >= wanted || status.failing);
    let bound = Duration::from_secs(POLICIES_WAIT_SECONDS_MAX);
    // Too late is an answer too: the position is told.
    drop(tokio::time::timeout(bound, reached).await);
    *state.policies.borrow()
}

/// How proofs are doing, once what is waited for is signed or the time is up.
async fn proofs_once(state: &State, signed: impl Fn(&proofs::Status) -> bool) -> proofs::Status {
    let mut status = state.proofs.status();
    let reached = status.wait_for(|status| !status.signing.goes_on() || signed(status));
    let bound = Duration::from_secs(POLICIES_WAIT_SECONDS_MAX);
    drop(tokio::time::timeout(bound, reached).await);
    *state.proofs.status().borrow()
}
