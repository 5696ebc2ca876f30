//! What only an operator decides: nameplates, the division of a lot. One button or one reason each.

use actix_web::{HttpResponse, web::Path};
use app::commands::{adopt, harvest};
use kernel::{AdoptionId, LotId};

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

/// `POST /operator/lots/{id}/allocate`
pub(in crate::web) async fn allocate_lot(
    sent: Sent,
    id: Path<LotId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let done = harvest::allocate(sent.visit.app(), &operator, &sent.intent, *id).await?;
    Ok(sent.visit.done(OVERVIEW, "lot-allocated", done))
}
