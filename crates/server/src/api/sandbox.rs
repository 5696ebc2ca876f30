//! The sandbox's clock: stands still until an operator moves it. Not there (404) unless the settings turn it on.

use actix_web::{
    HttpRequest,
    web::{Data, Payload},
};
use app::{
    policies::settle_deadlines,
    ports::{Clock, SettableClock},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, fresh};
use crate::{
    answer,
    auth::{SignedIn, read_json},
    problem::{Kind, Problem},
    state::State,
};

/// Furthest one step may go, in seconds: ten years.
const ADVANCE_SECONDS_MAX: i64 = 10 * 366 * 86_400;
/// Rounds of deadlines after one step; each handles 500.
const ROUNDS_MAX: usize = 100;

/// How far the clock moves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdvanceForm {
    /// Seconds, at most ten years.
    #[schema(example = 3_600)]
    pub(crate) advance_seconds: i64,
}

/// What the clock shows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockView {
    /// The present moment (RFC 3339).
    pub(crate) now: String,
}

fn clock<'a>(state: &'a State, who: &SignedIn) -> Result<&'a SettableClock, Problem> {
    let clock = state
        .sandbox_clock
        .as_ref()
        .ok_or_else(Problem::not_found)?;
    who.identity.operator()?;
    Ok(clock)
}

/// `GET /api/v1/sandbox/clock`
pub(crate) async fn show(state: Data<State>, who: SignedIn) -> Answer {
    let now = clock(&state, &who)?.now();
    Ok(answer::json(&ClockView {
        now: now.to_string(),
    }))
}

/// `POST /api/v1/sandbox/clock`: moves the clock and keeps the deadlines that have come.
pub(crate) async fn advance(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    body: Payload,
) -> Answer {
    let clock = clock(&state, &who)?;
    let (form, _) = read_json::<AdvanceForm>(&req, body.into_inner()).await?;
    if !(0..=ADVANCE_SECONDS_MAX).contains(&form.advance_seconds) {
        let detail = "the clock moves on by at most ten years";
        return Err(Problem::new(Kind::Refused, "fields-invalid", detail)
            .at_field("advance_seconds", "out-of-range"));
    }
    let now = clock.advance_seconds(form.advance_seconds);
    for _ in 0..ROUNDS_MAX {
        fresh(&state.app).await?;
        if settle_deadlines(&state.app).await? == 0 {
            break;
        }
    }
    fresh(&state.app).await?;
    state.cashier.turn().await;
    fresh(&state.app).await?;
    Ok(answer::json(&ClockView {
        now: now.to_string(),
    }))
}
