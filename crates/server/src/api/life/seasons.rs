//! The next season of an adoption.

use actix_web::web::{Data, Path};
use adoption::renewal::Answer as Said;
use app::{App, Error, commands::renewals};
use kernel::{AdoptionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    answer,
    api::{Answer, fresh},
    auth::{SignedIn, Wish},
};

/// What a holder says to the next season.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeasonForm {
    /// `renewed`, `paused` or `released`.
    #[schema(value_type = String, example = "renewed")]
    pub(crate) answer: Said,
}

/// Whether an adoption renews by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AutomaticForm {
    /// Whether.
    pub(crate) on: bool,
}

/// The next season, for the holder who is asked first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeasonView {
    /// The adoption that holds the part for them.
    pub(crate) next: String,
    /// Until when.
    #[schema(value_type = String)]
    pub(crate) until: Timestamp,
    /// When it renews by itself, once that was announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) renews_at: Option<Timestamp>,
    /// What they said; left out while that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) answer: Option<Said>,
    /// Whether it renews by itself.
    pub(crate) automatic: bool,
}

/// `GET /api/v1/adoptions/{adoption}/season`
pub(crate) async fn show_season(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    who: SignedIn,
) -> Answer {
    fresh(&app).await?;
    let person = who.identity.person();
    let row = app.read().renewal_of(*adoption)?;
    let row = row.filter(|row| row.holder == person);
    let row = row.ok_or(Error::NotFound)?;
    Ok(answer::json(&SeasonView {
        next: row.next.to_string(),
        until: row.until,
        renews_at: row.renews_at,
        answer: row.answer,
        automatic: app.read().renews_by_itself(*adoption, person)?,
    }))
}

/// `POST /api/v1/adoptions/{adoption}/season`
pub(crate) async fn answer_season(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<SeasonForm>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let said = wish.form.answer;
    let done = renewals::answer(&app, &buyer, &wish.intent, *adoption, said).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/season/automatic`
pub(crate) async fn renew_by_itself(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<AutomaticForm>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let on = wish.form.on;
    let done = renewals::set_automatic(&app, &buyer, &wish.intent, *adoption, on).await?;
    Ok(answer::done(done))
}
