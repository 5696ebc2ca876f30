//! How a campaign sells: goal, price phases, pauses, and the line of people who wait for a share.

use actix_web::web::{Data, Path};
use adoption::{
    campaign::{Funding, PricePhase, SalesPlan, SuspensionCause},
    tally::{Outcome, QUARTERS_PER_TREE},
};
use app::{
    App, Error,
    commands::{campaigns, waiting_list},
};
use kernel::{CampaignId, Money, Timestamp};
use readmodels::{catalogue::CampaignCard, funding::FundingRow, waiting_list::Standing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Answer,
    campaigns::visible,
    fresh,
    shapes::{FundingShape, MoneyView, PricePhaseShape},
};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    problem::Problem,
};

/// What a share costs now: the price of the phase in force, or the terms'.
pub(super) fn price_now(app: &App, card: &CampaignCard) -> Result<Money, Problem> {
    let found = app.read().funding(card.campaign)?;
    Ok(found.map_or(card.terms.price, |row| {
        row.plan.quote(&card.terms, row.counted, app.now()).price
    }))
}

/// Goal and price phases; an empty one is a plain sale.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SalesPlanForm {
    /// What must be reached, and what happens if not.
    #[schema(value_type = Option<FundingShape>)]
    pub(crate) funding: Option<Funding>,
    /// Prices before the price of the terms, at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<PricePhaseShape>)]
    pub(crate) phases: Vec<PricePhase>,
}

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineForm {
    /// The new deadline (RFC 3339), within the sale.
    #[schema(value_type = String, example = "2026-05-15T16:00:00Z")]
    pub(crate) deadline: Timestamp,
}

/// Why nothing is sold for now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuspensionForm {
    /// `weather`, `disease`, `forecast-cut`, `farm-in-trouble` or `legal`.
    #[schema(value_type = String, example = "forecast-cut")]
    pub(crate) cause: SuspensionCause,
}

/// How a campaign sells and fares.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FundingView {
    /// The goal; left out for a plain sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<FundingShape>)]
    pub(crate) funding: Option<Funding>,
    /// Price phases, in the order they are tried.
    #[schema(value_type = Vec<PricePhaseShape>)]
    pub(crate) phases: Vec<PricePhase>,
    /// What a share costs now.
    pub(crate) price_now: MoneyView,
    /// Adoptions that count for the price phases, paid or not.
    pub(crate) adoptions_counted: u32,
    /// Whole trees that are paid for; the rest of a tree is left out.
    pub(crate) trees_paid: u32,
    /// Quarters of a tree that are paid for.
    pub(crate) quarters_paid: u32,
    /// What is paid.
    pub(crate) raised: MoneyView,
    /// Why nothing is sold for now; left out while it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) suspended: Option<SuspensionCause>,
    /// `reached`, `kept` or `failed`; left out before the judgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) outcome: Option<Outcome>,
    /// When it was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) judged_at: Option<String>,
    /// People who wait for a share.
    pub(crate) waiting: u32,
}

/// Where one stands in line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StandingView {
    /// `outside`, `waiting` or `offered`.
    pub(crate) state: &'static str,
    /// How many come first, oneself included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<u32>,
    /// The adoption that holds a share for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) adoption: Option<String>,
    /// When the offer ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
}

impl From<Standing> for StandingView {
    fn from(standing: Standing) -> Self {
        let (state, place, offer) = match standing {
            Standing::Outside => ("outside", None, None),
            Standing::Waiting { place } => ("waiting", Some(place), None),
            Standing::Offered { adoption, until } => ("offered", None, Some((adoption, until))),
        };
        Self {
            state,
            place,
            adoption: offer.map(|(adoption, _)| adoption.to_string()),
            until: offer.map(|(_, until)| until.to_string()),
        }
    }
}

/// `PUT /api/v1/campaigns/{campaign}/sales-plan`
pub(crate) async fn set_plan(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<SalesPlanForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let SalesPlanForm { funding, phases } = wish.form;
    let plan = SalesPlan { funding, phases };
    let done = campaigns::set_sales_plan(&app, &operator, &wish.intent, *campaign, plan).await?;
    Ok(answer::done(done))
}

/// `PUT /api/v1/campaigns/{campaign}/deadline`
pub(crate) async fn extend(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<DeadlineForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let deadline = wish.form.deadline;
    let done =
        campaigns::extend_deadline(&app, &operator, &wish.intent, *campaign, deadline).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/campaigns/{campaign}/suspension`
pub(crate) async fn suspend(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<SuspensionForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let cause = wish.form.cause;
    let done = campaigns::suspend_intake(&app, &operator, &wish.intent, *campaign, cause).await?;
    Ok(answer::done(done))
}

/// `DELETE /api/v1/campaigns/{campaign}/suspension`
pub(crate) async fn resume(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = campaigns::resume_intake(&app, &operator, &wish.intent, *campaign).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/campaigns/{campaign}/funding`
pub(crate) async fn show(
    app: Data<App>,
    campaign: Path<CampaignId>,
    who: Option<SignedIn>,
) -> Answer {
    fresh(&app).await?;
    let terms = visible(&app, *campaign, who.as_ref())?.card.terms;
    let row = app.read().funding(*campaign)?.ok_or(Error::NotFound)?;
    let FundingRow {
        plan,
        suspended,
        counted,
        quarters,
        raised_minor,
        outcome,
        judged_at,
        waiting,
    } = row;
    let price_now = plan.quote(&terms, counted, app.now()).price;
    Ok(answer::json(&FundingView {
        funding: plan.funding,
        phases: plan.phases,
        price_now: price_now.into(),
        adoptions_counted: counted,
        trees_paid: quarters / QUARTERS_PER_TREE,
        quarters_paid: quarters,
        raised: Money::new(raised_minor, terms.price.currency).into(),
        suspended,
        outcome,
        judged_at: judged_at.map(|at| at.to_string()),
        waiting,
    }))
}

/// `POST /api/v1/campaigns/{campaign}/waiting-list`
pub(crate) async fn join(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = waiting_list::join(&app, &buyer, &wish.intent, *campaign).await?;
    Ok(answer::done(done))
}

/// `DELETE /api/v1/campaigns/{campaign}/waiting-list`
pub(crate) async fn leave(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = waiting_list::leave(&app, &buyer, &wish.intent, *campaign).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/campaigns/{campaign}/waiting-list`
pub(crate) async fn standing(app: Data<App>, campaign: Path<CampaignId>, who: SignedIn) -> Answer {
    fresh(&app).await?;
    let standing = app.read().standing(*campaign, who.identity.person())?;
    Ok(answer::json(&StandingView::from(standing)))
}
