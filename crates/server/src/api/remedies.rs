//! What an adoption is offered for missing fruit, and what cancelling it would come to.

use actix_web::web::{Data, Path};
use adoption::shortfall::{Remedy, Withdrawal};
use app::{
    App, Error,
    commands::{
        cancelling::{self, Cancelled, Canceller},
        remedies,
    },
    permission::Identity,
    unwinding::{Plan, Step},
};
use kernel::{AdoptionId, ContentHash, LotId};
use readmodels::losses::{RemedyRow, RemedyState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{Answer, fresh, shapes::MoneyView};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    problem::{Kind, Problem},
};

/// An offer of remedies.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RemedyView {
    /// The adoption.
    pub(crate) adoption: String,
    /// Which offer of it, from 1.
    pub(crate) offer: u16,
    /// The loss that led to it.
    pub(crate) loss: String,
    /// Grams that are missing.
    pub(crate) shortfall_grams: u64,
    /// What they are worth.
    pub(crate) value: MoneyView,
    /// What may be chosen.
    #[schema(value_type = Vec<String>)]
    pub(crate) options: Vec<Remedy>,
    /// What happens if nobody chooses.
    #[schema(value_type = String)]
    pub(crate) default: Remedy,
    /// Until when.
    pub(crate) choose_by: String,
    /// `open`, `chosen`, `defaulted` or `withdrawn`.
    pub(crate) state: &'static str,
    /// What was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) taken: Option<Remedy>,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) withdrawn: Option<Withdrawal>,
    /// Whether an open dispute keeps the choice waiting.
    pub(crate) frozen: bool,
}

impl From<RemedyRow> for RemedyView {
    fn from(row: RemedyRow) -> Self {
        let (state, taken, withdrawn) = match row.state {
            RemedyState::Open => ("open", None, None),
            RemedyState::Chosen(remedy) => ("chosen", Some(remedy), None),
            RemedyState::Defaulted(remedy) => ("defaulted", Some(remedy), None),
            RemedyState::Withdrawn(why) => ("withdrawn", None, Some(why)),
        };
        Self {
            adoption: row.adoption.to_string(),
            offer: row.offer,
            loss: row.loss.to_string(),
            shortfall_grams: row.shortfall.0,
            value: row.value.into(),
            options: row.options,
            default: row.default,
            choose_by: row.choose_by.to_string(),
            state,
            taken,
            withdrawn,
            frozen: row.frozen,
        }
    }
}

/// What is chosen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceForm {
    /// `top-up`, `substitute`, `carry-over`, `credit` or `refund`.
    #[schema(value_type = String, example = "refund")]
    pub(crate) remedy: Remedy,
}

/// How long people may choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DaysForm {
    /// Days, 3–60.
    #[schema(example = 14)]
    pub(crate) choose_days: u16,
}

/// `GET /api/v1/adoptions/{adoption}/remedies`
pub(crate) async fn list(app: Data<App>, adoption: Path<AdoptionId>, who: SignedIn) -> Answer {
    fresh(&app).await?;
    let found = app.read().adoption(*adoption)?.ok_or(Error::NotFound)?;
    if found.adoption.agreement.buyer != who.identity.person() {
        who.identity.auditor().map_err(|_| Error::NotFound)?;
    }
    let rows = app.read().remedies_of(*adoption)?;
    let views: Vec<_> = rows.into_iter().map(RemedyView::from).collect();
    Ok(answer::json(&views))
}

/// `POST /api/v1/adoptions/{adoption}/remedies/{offer}/choice`
pub(crate) async fn choose(
    app: Data<App>,
    path: Path<(AdoptionId, u16)>,
    wish: Wish<ChoiceForm>,
) -> Answer {
    let (buyer, remedy) = (wish.who.identity.buyer(), wish.form.remedy);
    let done = remedies::choose(&app, &buyer, &wish.intent, path.into_inner(), remedy).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/remedies/{offer}/fruit-given-up`
pub(crate) async fn give_up_fruit(
    app: Data<App>,
    path: Path<(AdoptionId, u16)>,
    wish: Wish<DaysForm>,
) -> Answer {
    let (operator, days) = (wish.who.identity.operator()?, wish.form.choose_days);
    let offer = path.into_inner();
    let done = remedies::give_up_fruit(&app, &operator, &wish.intent, offer, days).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/lots/{lot}/substitutes`
pub(crate) async fn serve(app: Data<App>, lot: Path<LotId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = remedies::serve_from_lot(&app, &operator, &wish.intent, *lot).await?;
    Ok(answer::done(done))
}

/// What cancelling comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// What stands for this very plan; confirming names it.
    pub(crate) plan: String,
    /// Every step, with its amounts.
    #[schema(value_type = Vec<Object>)]
    pub(crate) steps: Vec<Step>,
    /// What goes back in cash.
    pub(crate) refund: MoneyView,
    /// What becomes credit again.
    pub(crate) credit: MoneyView,
    /// What is kept for boxes on their way.
    pub(crate) kept: MoneyView,
}

impl From<Plan> for PlanView {
    fn from(plan: Plan) -> Self {
        Self {
            plan: plan.hash().to_string(),
            refund: plan.refund.into(),
            credit: plan.credit.into(),
            kept: plan.kept.into(),
            steps: plan.steps,
        }
    }
}

/// One's own adoption as its buyer; any as operator.
fn canceller(app: &App, who: &Identity, adoption: AdoptionId) -> Result<Canceller, Problem> {
    let found = app.read().adoption(adoption)?.ok_or(Error::NotFound)?;
    if found.adoption.agreement.buyer == who.person() {
        return Ok(Canceller::Buyer(who.buyer()));
    }
    let operator = who.operator().map_err(|_| Error::NotFound)?;
    Ok(Canceller::Operator(operator))
}

/// `GET /api/v1/adoptions/{adoption}/cancellation`
pub(crate) async fn plan(app: Data<App>, adoption: Path<AdoptionId>, who: SignedIn) -> Answer {
    fresh(&app).await?;
    let by = canceller(&app, &who.identity, *adoption)?;
    let plan = cancelling::plan(&app, by, *adoption).await?;
    Ok(answer::json(&PlanView::from(plan)))
}

/// `POST /api/v1/adoptions/{adoption}/cancellation/{plan}`
pub(crate) async fn confirm(
    app: Data<App>,
    path: Path<(AdoptionId, ContentHash)>,
    wish: Wish<Nothing>,
) -> Answer {
    let (adoption, seen) = path.into_inner();
    fresh(&app).await?;
    let by = canceller(&app, &wish.who.identity, adoption)?;
    match cancelling::confirm(&app, by, &wish.intent, adoption, seen).await? {
        Cancelled::Done(done) => Ok(answer::done(done)),
        Cancelled::Changed(plan) => {
            let detail = "something changed meanwhile; look at the plan as it is now";
            let facts = json!({ "plan": plan.hash().to_string() });
            Err(Problem::new(Kind::Conflict, "plan-changed", detail).with_facts(facts))
        }
    }
}
