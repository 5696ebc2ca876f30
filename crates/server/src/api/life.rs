//! What an adoption's life brings beside paying and eating: the choice left to us, gifts, parts for friends, plates.

mod groups;
mod plates;
mod seasons;

use actix_web::{
    http::StatusCode,
    web::{Data, Path},
};
use adoption::handover::{Kind, Unaccepted};
use app::{
    App, Error,
    commands::{any_tree, handovers, splitting},
};
use kernel::{AdoptionId, CampaignId, Timestamp};
use readmodels::sharing::HandoverState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, adoptions::AcceptanceForm, fresh};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
};

pub(crate) use groups::{
    GroupView, PartForm, TogetherForm, end_group, leave_part, show_group, start_together, take_part,
};
pub(crate) use plates::{WordForm, allow_word, ban_word, hang_plate, list_words, print_plates};
pub(crate) use seasons::{
    AutomaticForm, SeasonForm, SeasonView, answer_season, renew_by_itself, show_season,
};

/// `POST /api/v1/campaigns/{campaign}/adoptions/any`
pub(crate) async fn adopt_any(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let (adoption, done) = any_tree::adopt_any(&app, &buyer, &wish.intent, *campaign).await?;
    Ok(answer::made(
        adoption,
        &format!("/api/v1/adoptions/{adoption}"),
        done,
    ))
}

/// How an adoption is offered to somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferForm {
    /// `gift` or `transfer`.
    #[schema(value_type = String, example = "gift")]
    pub(crate) kind: Kind,
    /// How many days it stands, 1 to 30.
    #[schema(example = 7)]
    pub(crate) days: i64,
    /// When nobody accepts: `keep`, or for a gift `refund`.
    #[schema(value_type = String, example = "keep")]
    pub(crate) if_unaccepted: Unaccepted,
}

/// The newest offer of an adoption, for who offers it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferView {
    /// `gift` or `transfer`.
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
    /// Until when it can be accepted.
    #[schema(value_type = String)]
    pub(crate) until: Timestamp,
    /// When nobody accepts.
    #[schema(value_type = String)]
    pub(crate) if_unaccepted: Unaccepted,
    /// `open`, `accepted` or `ended`.
    pub(crate) state: &'static str,
    /// The secret of the link, `/handovers/{secret}`; left out when it cannot be read any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
}

/// `POST /api/v1/adoptions/{adoption}/offer`
pub(crate) async fn offer(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<OfferForm>,
) -> Answer {
    let OfferForm {
        kind,
        days,
        if_unaccepted,
    } = wish.form;
    let offer = handovers::Offer {
        kind,
        days,
        if_unaccepted,
    };
    let buyer = wish.who.identity.buyer();
    let done = handovers::offer(&app, &buyer, &wish.intent, *adoption, offer).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/adoptions/{adoption}/offer`
pub(crate) async fn show_offer(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    who: SignedIn,
) -> Answer {
    fresh(&app).await?;
    let row = app.read().handover_of(*adoption)?;
    let row = row.filter(|row| row.by == who.identity.person());
    let row = row.ok_or(Error::NotFound)?;
    Ok(answer::json(&OfferView {
        kind: row.kind,
        until: row.until,
        if_unaccepted: row.if_unaccepted,
        state: match row.state {
            HandoverState::Open => "open",
            HandoverState::Accepted => "accepted",
            HandoverState::Ended => "ended",
        },
        secret: app.open_secret(row.by, row.adoption, &row.secret)?,
    }))
}

/// `POST /api/v1/adoptions/{adoption}/offer/withdrawal`
pub(crate) async fn withdraw_offer(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = handovers::withdraw(&app, &buyer, &wish.intent, *adoption).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/handovers/{secret}/acceptance`
pub(crate) async fn accept_offer(
    app: Data<App>,
    secret: Path<String>,
    wish: Wish<AcceptanceForm>,
) -> Answer {
    let seen = app::commands::adopt::Acceptance {
        contract: wish.form.contract,
        risk_clause: wish.form.risk_clause,
        no_return_confirmed: wish.form.no_return_confirmed,
    };
    let buyer = wish.who.identity.buyer();
    let (adoption, done) = handovers::accept(&app, &buyer, &wish.intent, &secret, seen).await?;
    Ok(answer::made(
        adoption,
        &format!("/api/v1/adoptions/{adoption}"),
        done,
    ))
}

/// `POST /api/v1/handovers/{secret}/refusal`
pub(crate) async fn refuse_offer(
    app: Data<App>,
    secret: Path<String>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = handovers::refuse(&app, &buyer, &wish.intent, &secret).await?;
    Ok(answer::done(done))
}

/// Into how many parts a whole tree is divided.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitForm {
    /// 2 or 4.
    #[schema(example = 2)]
    pub(crate) parts: u8,
}

/// A tree was divided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SplitView {
    /// The adoptions of its parts, in their order; the first is the one that was divided.
    pub(crate) adoptions: Vec<String>,
    /// Send it back as `Pomona-Position`.
    pub(crate) position: String,
}

/// `POST /api/v1/adoptions/{adoption}/split`
pub(crate) async fn split(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<SplitForm>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let parts = wish.form.parts;
    let (into, done) = splitting::split(&app, &buyer, &wish.intent, *adoption, parts).await?;
    let view = SplitView {
        adoptions: into.iter().map(ToString::to_string).collect(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::OK, done, &view))
}
