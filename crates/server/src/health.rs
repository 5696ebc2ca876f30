//! Whether the program is up, and whether it can serve.

use std::time::Duration;

use actix_web::{HttpResponse, http::header, web};
use app::LogNumber;
use eventlog::Log;
use serde::{Deserialize, Serialize};

use crate::{answer::POSITION_HEADER, limits::POLICIES_WAIT_SECONDS_MAX, proofs, state::State};

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
    /// What was waited for is there, or nothing was.
    reached: bool,
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
    /// Until the policies have reacted to everything up to this position, and the read models show what they did.
    policies: Option<Wanted>,
    /// Until a signed checkpoint counts everything up to this position.
    checkpoint: Option<Wanted>,
}

/// A position as a command answered it, or the bare number of `log_position`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Wanted(String);

impl Wanted {
    /// The position; none when it can never come, because it is of another life of the log or no position at all.
    fn position(&self, log: &Log) -> Option<u64> {
        let bare = self.0.parse().ok();
        bare.or_else(|| {
            LogNumber::parse(&self.0, log.epoch())
                .ok()
                .map(LogNumber::number)
        })
    }
}

/// `GET /readyz`: 503 when the log takes nothing, the read models stand or lag, nothing is signed until somebody
/// looked, or the policies are stopped or, with `?policies=<position>`, have not come so far within
/// [`POLICIES_WAIT_SECONDS_MAX`]; the same with `?checkpoint=<position>` and the signed checkpoint. While
/// [`READY_WAITS_AT_ONCE_MAX`](crate::limits::READY_WAITS_AT_ONCE_MAX) others wait, nobody else does: the answer tells how it is now. A witness that cannot be
/// reached is told, and nothing more.
pub(crate) async fn ready(state: web::Data<State>, wait: web::Query<Wait>) -> HttpResponse {
    let bound = Duration::from_secs(POLICIES_WAIT_SECONDS_MAX);
    let reached = match state.waits.try_acquire() {
        // Too late is an answer too: the positions are told.
        Ok(_room) => tokio::time::timeout(bound, reached(&state, &wait))
            .await
            .unwrap_or(false),
        Err(_) => wait.policies.is_none() && wait.checkpoint.is_none(),
    };
    let policies = *state.policies.borrow();
    let proofs = *state.proofs.status().borrow();
    let durable = state.app.log().durable_position();
    let mut told = Ready {
        ready: false,
        log_position: durable.0,
        disk_full: state.app.log().low_space().is_some(),
        readmodels_lag_events: state.app.read().lag(),
        readmodels_failed: state.app.read().failure().is_some(),
        policies_position: policies.reached.0,
        policies_failing: policies.failing,
        reached,
        proofs,
    };
    told.ready = !told.disk_full
        && !told.readmodels_failed
        && !told.policies_failing
        && told.proofs.signing.goes_on()
        && told.reached
        && told.readmodels_lag_events <= LAG_EVENTS_MAX;
    let mut answer = if told.ready {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    answer
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((POSITION_HEADER, state.app.handed_out(durable).to_string()))
        .json(told)
}

/// Waits for what a caller asked for; whether it came. What stopped will not come.
async fn reached(state: &State, wait: &Wait) -> bool {
    let log = state.app.log();
    if let Some(wanted) = &wait.policies {
        let Some(wanted) = wanted.position(log) else {
            return false;
        };
        let mut policies = state.policies.clone();
        let known = policies
            .wait_for(|status| status.reached.0 >= wanted || status.failing)
            .await;
        if !known.is_ok_and(|status| status.reached.0 >= wanted) {
            return false;
        }
        // What the policies wrote by now is durable, so a reader who waited sees it.
        let written = log.durable_position();
        if state.app.caught_up(written).await.is_err() {
            return false;
        }
    }
    let Some(wanted) = &wait.checkpoint else {
        return true;
    };
    let Some(wanted) = wanted.position(log) else {
        return false;
    };
    let counted = |status: &proofs::Status| status.checkpoint_events.is_some_and(|n| n >= wanted);
    let mut status = state.proofs.status();
    let known = status
        .wait_for(|status| !status.signing.goes_on() || counted(status))
        .await;
    known.is_ok_and(|status| counted(&status))
}
