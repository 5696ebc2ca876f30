//! How a campaign sells, in its editor: goal and price phases of a draft, more time and a pause once it is open.

use actix_web::{HttpResponse, web::Path};
use adoption::campaign::{
    Funding, FundingRule, Goal, PhaseName, PricePhase, SalesPlan, SuspensionCause,
};
use app::commands::campaigns;
use kernel::{CampaignId, Currency, Day, Money, Timestamp};
use readmodels::catalogue::CampaignDetail;

use super::campaigns::{Forms, answer};
use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        format,
        harvest::{day, fields_invalid, number, refuse, word},
        names,
        view::{
            editor::SalesForms,
            form::{Choice, Form},
        },
        visit::{Sent, Visit},
    },
};

const RULES: [FundingRule; 2] = [FundingRule::AllOrNothing, FundingRule::KeepWhatIsRaised];
const PHASES: [PhaseName; 3] = [PhaseName::Early, PhaseName::Regular, PhaseName::Late];
const CAUSES: [SuspensionCause; 5] = [
    SuspensionCause::Weather,
    SuspensionCause::Disease,
    SuspensionCause::ForecastCut,
    SuspensionCause::FarmInTrouble,
    SuspensionCause::Legal,
];

/// `POST /operator/campaigns/{id}/sales-plan`
pub(in crate::web) async fn plan(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = match read(&sent.fields) {
        Ok(plan) => campaigns::set_sales_plan(app, &operator, &sent.intent, *id, plan)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    answer(&sent, *id, wish, "campaign-saved", |form| Forms {
        sales: Some(form),
        ..Forms::default()
    })
}

/// `POST /operator/campaigns/{id}/deadline`
pub(in crate::web) async fn extend(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let mut wrong = fields_invalid();
    let wish = match end_of(&sent.fields, "deadline", &mut wrong) {
        Some(deadline) => campaigns::extend_deadline(app, &operator, &sent.intent, *id, deadline)
            .await
            .map_err(Problem::from),
        None => Err(wrong),
    };
    answer(&sent, *id, wish, "campaign-saved", |form| Forms {
        sales: Some(form),
        ..Forms::default()
    })
}

/// `POST /operator/campaigns/{id}/pause`
pub(in crate::web) async fn pause(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let mut wrong = fields_invalid();
    let wish = match word(&sent.fields, "cause", &mut wrong) {
        Some(cause) => campaigns::suspend_intake(app, &operator, &sent.intent, *id, cause)
            .await
            .map_err(Problem::from),
        None => Err(wrong),
    };
    answer(&sent, *id, wish, "campaign-paused", |form| Forms {
        sales: Some(form),
        ..Forms::default()
    })
}

/// `POST /operator/campaigns/{id}/resume`
pub(in crate::web) async fn resume(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = campaigns::resume_intake(app, &operator, &sent.intent, *id)
        .await
        .map_err(Problem::from);
    answer(&sent, *id, wish, "campaign-resumed", |form| Forms {
        sales: Some(form),
        ..Forms::default()
    })
}

fn read(fields: &Fields) -> Result<SalesPlan, Problem> {
    let mut wrong = fields_invalid();
    let funding = match fields.text("goal") {
        "trees" | "money" => funding(fields, &mut wrong),
        _ => None,
    };
    let phases: Vec<_> = PHASES
        .iter()
        .filter(|name| !fields.text(&field(**name, "price")).is_empty())
        .filter_map(|name| phase(fields, *name, &mut wrong))
        .collect();
    if wrong.errors.is_empty() {
        Ok(SalesPlan { funding, phases })
    } else {
        Err(wrong)
    }
}

fn funding(fields: &Fields, wrong: &mut Problem) -> Option<Funding> {
    let goal = if fields.text("goal") == "trees" {
        number(fields, "goal_amount", wrong).map(Goal::Trees)
    } else {
        money(fields, "goal_amount", wrong).map(Goal::Money)
    };
    let deadline = end_of(fields, "deadline", wrong);
    let grace_days = number(fields, "grace_days", wrong);
    let rule = word(fields, "rule", wrong);
    Some(Funding {
        goal: goal?,
        deadline: deadline?,
        grace_days: grace_days?,
        rule: rule?,
    })
}

fn phase(fields: &Fields, name: PhaseName, wrong: &mut Problem) -> Option<PricePhase> {
    let (until, adoptions) = (field(name, "until"), field(name, "count"));
    let price = money(fields, &field(name, "price"), wrong);
    let until = match fields.text(&until) {
        "" => Some(None),
        _ => end_of(fields, &until, wrong).map(Some),
    };
    let adoptions = match fields.text(&adoptions) {
        "" => Some(None),
        _ => number(fields, &adoptions, wrong).map(Some),
    };
    Some(PricePhase {
        name,
        price: price?,
        until: until?,
        adoptions: adoptions?,
    })
}

/// `early_price`
fn field(name: PhaseName, what: &str) -> String {
    format!("{}_{what}", names::code_of(&name))
}

fn money(fields: &Fields, name: &str, wrong: &mut Problem) -> Option<Money> {
    match Money::parse(fields.text(name), Currency::CNY) {
        Ok(money) => Some(money),
        Err(_) => refuse(wrong, name, "amount"),
    }
}

/// The end of a day, in the orchard's time.
fn end_of(fields: &Fields, name: &str, wrong: &mut Problem) -> Option<Timestamp> {
    let next = day(fields, name, wrong)?.plus_days(1);
    next.and_then(names::midnight)
}

/// The forms as they are, or as they were typed.
pub(super) fn draw(
    visit: &Visit,
    detail: &CampaignDetail,
    typed: Option<Form>,
) -> Result<SalesForms, Problem> {
    let row = visit.app().read().funding(detail.card.campaign)?;
    let row = row.ok_or_else(Problem::not_found)?;
    let lang = visit.lang;
    let choices = |family: &str, codes: Vec<String>| {
        codes
            .into_iter()
            .map(|code| Choice::new(code.clone(), lang.word(family, &code)))
            .collect()
    };
    let goals = ["none", "trees", "money"].map(str::to_owned).to_vec();
    Ok(SalesForms {
        form: typed.unwrap_or_else(|| form(&row.plan)),
        goals: choices("goal-kind", goals),
        rules: choices("goal-rule", RULES.iter().map(names::code_of).collect()),
        phases: choices("phase", PHASES.iter().map(names::code_of).collect()),
        causes: choices("cause", CAUSES.iter().map(names::code_of).collect()),
        has_goal: row.plan.funding.is_some() && row.outcome.is_none(),
        is_paused: row.suspended.is_some(),
    })
}

fn form(plan: &SalesPlan) -> Form {
    let mut form = Form::empty().with("goal", "none").with("grace_days", "3");
    if let Some(funding) = &plan.funding {
        let (kind, amount) = match funding.goal {
            Goal::Trees(trees) => ("trees", trees.to_string()),
            Goal::Money(money) => ("money", super::terms::amount(money)),
        };
        form = form
            .with("goal", kind)
            .with("goal_amount", amount)
            .with("deadline", last_day(funding.deadline))
            .with("grace_days", funding.grace_days.to_string())
            .with("rule", names::code_of(&funding.rule));
    }
    for phase in &plan.phases {
        let at = |what: &str| field(phase.name, what);
        form = form.with(&at("price"), super::terms::amount(phase.price));
        if let Some(until) = phase.until {
            form = form.with(&at("until"), last_day(until));
        }
        if let Some(count) = phase.adoptions {
            form = form.with(&at("count"), count.to_string());
        }
    }
    form
}

/// The last whole day before a moment, as it is typed.
fn last_day(end: Timestamp) -> String {
    Day::from(format::orchard_day(end.millis() - 1)).to_string()
}
