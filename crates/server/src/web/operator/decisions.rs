//! What only an operator decides: nameplates, flagged photos, the division of a lot. One button or one reason each.

use actix_web::{HttpResponse, web::Path};
use app::commands::{adopt, harvest, observations};
use kernel::{AdoptionId, LotId, ObservationId};

use crate::{problem::Problem, web::visit::Sent};

/// Where an operator comes from and goes back to.
const OVERVIEW: &str = "/operator";

/// `POST /operator/nameplates/{id}/approve`
pub(in crate::web) async fn approve_nameplate(
    sent: Sent,
    id: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let (app, seen) = (sent.visit.app(), sent.fields.text("seen").parse().ok());
    let done = adopt::approve_nameplate(app, &operator, &sent.intent, *id, seen).await?;
    Ok(sent.visit.done(OVERVIEW, "nameplate-approved", done))
}

/// `POST /operator/nameplates/{id}/reject`
pub(in crate::web) async fn reject_nameplate(
    sent: Sent,
    id: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let reason = sent.fields.text("reason");
    let about = (*id, sent.fields.text("seen").parse().ok());
    let done = adopt::reject_nameplate(app, &operator, &sent.intent, about, reason).await?;
    Ok(sent.visit.done(OVERVIEW, "nameplate-rejected", done))
}

/// `POST /operator/observations/{id}/accept`
pub(in crate::web) async fn accept_observation(
    sent: Sent,
    id: Path<ObservationId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let done = observations::accept(sent.visit.app(), &operator, &sent.intent, *id).await?;
    Ok(sent.visit.done(OVERVIEW, "observation-accepted", done))
}

/// `POST /operator/observations/{id}/reject`
pub(in crate::web) async fn refuse_observation(
    sent: Sent,
    id: Path<ObservationId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let reason = sent.fields.text("reason");
    let done = observations::refuse(app, &operator, &sent.intent, *id, reason).await?;
    Ok(sent.visit.done(OVERVIEW, "observation-rejected", done))
}

/// `POST /operator/lots/{id}/allocate`
pub(in crate::web) async fn allocate_lot(
    sent: Sent,
    id: Path<LotId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let done = harvest::allocate(sent.visit.app(), &operator, &sent.intent, *id).await?;
    Ok(sent.visit.done(OVERVIEW, "lot-allocated", done))
}
