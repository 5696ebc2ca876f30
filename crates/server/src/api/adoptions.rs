//! Adoptions: a buyer's way from the choice of a tree to its fruit, and the operator's word on nameplates.

mod view;

use actix_web::{
    http::StatusCode,
    web::{Data, Path},
};
use adoption::campaign::RiskClause;
use app::{
    App, Error,
    commands::{adopt, payments},
};
use kernel::{AdoptionId, CampaignId, ContentHash, TreeId};
use serde::{Deserialize, Serialize};
use settlement::payment::Channel;
use utoipa::ToSchema;

use super::{Answer, fresh};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
};

pub(crate) use view::{AdoptionBrief, AdoptionView, BoxView, GrantView, step_word};

/// Which tree a buyer wants.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdoptForm {
    /// The tree.
    #[schema(value_type = String)]
    pub(crate) tree: TreeId,
    /// Which of its parts, from 1; the first if left out.
    #[serde(default = "first_part")]
    #[schema(example = 1)]
    pub(crate) part: u8,
}

const fn first_part() -> u8 {
    1
}

/// What should stand on the nameplate.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameplateForm {
    /// The text: 12 Han characters, or 24 letters.
    #[schema(example = "小满一家")]
    pub(crate) text: String,
}

/// Why something is refused or failed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonForm {
    /// The reason; the person concerned will read it.
    pub(crate) reason: String,
}

/// What the buyer saw and confirmed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptanceForm {
    /// The hash of the contract that was shown.
    #[schema(value_type = String)]
    pub(crate) contract: ContentHash,
    /// The risk clause that was shown.
    #[schema(value_type = String, example = "top-up")]
    pub(crate) risk_clause: RiskClause,
    /// That fresh fruit cannot be returned without fault was confirmed.
    pub(crate) no_return_confirmed: bool,
}

/// By which way the buyer pays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PayForm {
    /// `manual`: a bank transfer.
    #[serde(default = "bank_transfer")]
    #[schema(value_type = String, example = "manual")]
    pub(crate) channel: Channel,
}

const fn bank_transfer() -> Channel {
    Channel::Manual
}

/// A payment is awaited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaymentOpenedView {
    /// The payment. Its reference, to be written on the transfer, is in `GET /api/v1/payments/{payment}`.
    pub(crate) id: String,
    /// Send it back as `Pomona-Position`.
    pub(crate) position: String,
}

/// `POST /api/v1/campaigns/{campaign}/adoptions`
pub(crate) async fn start(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<AdoptForm>,
) -> Answer {
    let choice = adopt::Choice {
        campaign: *campaign,
        tree: wish.form.tree,
        part: wish.form.part,
    };
    let (adoption, done) =
        adopt::adopt(&app, &wish.who.identity.buyer(), &wish.intent, choice).await?;
    Ok(answer::made(
        adoption,
        &format!("/api/v1/adoptions/{adoption}"),
        done,
    ))
}

/// `GET /api/v1/adoptions/{adoption}`
pub(crate) async fn show(app: Data<App>, adoption: Path<AdoptionId>, who: SignedIn) -> Answer {
    let version = answer::version_of(app.log(), "adoption", &adoption.to_string());
    fresh(&app).await?;
    let found = app.read().adoption(*adoption)?.ok_or(Error::NotFound)?;
    let own = found.adoption.agreement.buyer == who.identity.person();
    if !own {
        who.identity.auditor().map_err(|_| Error::NotFound)?;
    }
    let found = if own {
        found.as_seen_by(who.identity.person())
    } else {
        found
    };
    Ok(answer::versioned(
        version,
        &AdoptionView::of(&app, found, own)?,
    ))
}

/// `GET /api/v1/garden`
pub(crate) async fn garden(app: Data<App>, who: SignedIn) -> Answer {
    let adoptions = app.read().garden(who.identity.person())?;
    let views: Result<Vec<_>, _> = adoptions
        .into_iter()
        .map(|one| AdoptionView::of(&app, one, true))
        .collect();
    Ok(answer::json(&views?))
}

/// `PUT /api/v1/adoptions/{adoption}/nameplate`
pub(crate) async fn propose_nameplate(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<NameplateForm>,
) -> Answer {
    let (buyer, text) = (wish.who.identity.buyer(), &wish.form.text);
    let done = adopt::propose_nameplate(&app, &buyer, &wish.intent, *adoption, text).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/nameplate/approval`
pub(crate) async fn approve_nameplate(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = adopt::approve_nameplate(&app, &operator, &wish.intent, *adoption, None).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/nameplate/rejection`
pub(crate) async fn reject_nameplate(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<ReasonForm>,
) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, &wish.form.reason);
    let done =
        adopt::reject_nameplate(&app, &operator, &wish.intent, (*adoption, None), reason).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/contract`
pub(crate) async fn accept_contract(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<AcceptanceForm>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let AcceptanceForm {
        contract,
        risk_clause,
        no_return_confirmed,
    } = wish.form;
    let seen = adopt::Acceptance {
        contract,
        risk_clause,
        no_return_confirmed,
    };
    let done = adopt::accept_contract(&app, &buyer, &wish.intent, *adoption, seen).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/payments`
pub(crate) async fn pay(app: Data<App>, adoption: Path<AdoptionId>, wish: Wish<PayForm>) -> Answer {
    let (buyer, channel) = (wish.who.identity.buyer(), wish.form.channel);
    let (payment, done) =
        payments::start_payment(&app, &buyer, &wish.intent, *adoption, channel).await?;
    let view = PaymentOpenedView {
        id: payment.to_string(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::CREATED, done, &view))
}

/// `POST /api/v1/adoptions/{adoption}/cancellation`: one's own, or any by an operator.
pub(crate) async fn cancel(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<Nothing>,
) -> Answer {
    let identity = &wish.who.identity;
    let own = adopt::cancel(&app, &identity.buyer(), &wish.intent, *adoption).await;
    let done = match (own, identity.operator()) {
        (Err(Error::NotFound), Ok(operator)) => {
            adopt::cancel_by_operator(&app, &operator, &wish.intent, *adoption).await?
        }
        (outcome, _) => outcome?,
    };
    Ok(answer::done(done))
}
