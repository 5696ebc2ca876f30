//! Cancelling an adoption: the whole unwinding is shown, then confirmed. `GET|POST /adoptions/{id}/cancel`

use actix_web::{HttpResponse, web::Path};
use app::{
    commands::cancelling::{self, Cancelled, Canceller},
    permission::Identity,
    unwinding::{BoxStage, Plan, Step},
};
use fluent_bundle::FluentValue;
use kernel::{AdoptionId, ContentHash};
use settlement::refund::FeeBearer;

use super::{
    i18n::Lang,
    names,
    page::page,
    view::{losses::CancelPage, parts::Fact},
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// One's own adoption as its buyer; another's as operator, if one is.
fn canceller(visit: &Visit, who: &Identity, adoption: AdoptionId) -> Result<Canceller, Problem> {
    let found = visit.app().read().adoption(adoption)?;
    let found = found.ok_or_else(Problem::not_found)?;
    if found.adoption.agreement.buyer == who.person() {
        return Ok(Canceller::Buyer(who.buyer()));
    }
    let operator = who.operator().map_err(|_| Problem::not_found())?;
    Ok(Canceller::Operator(operator))
}

/// `GET /adoptions/{id}/cancel`
pub(super) async fn show(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let who = visit.signed_in()?.clone();
    let by = canceller(&visit, &who, *path)?;
    let plan = cancelling::plan(visit.app(), by, *path).await?;
    Ok(page(&draw(&visit, *path, by, &plan, false)?))
}

/// `POST /adoptions/{id}/cancel`
pub(super) async fn confirm(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let visit = &sent.visit;
    let by = canceller(visit, &sent.who, *path)?;
    let seen = sent.fields.text("plan").parse::<ContentHash>();
    let Ok(seen) = seen else {
        // A form of another page that shows no plan leads to it.
        let plan = cancelling::plan(visit.app(), by, *path).await?;
        return Ok(page(&draw(visit, *path, by, &plan, false)?));
    };
    match cancelling::confirm(visit.app(), by, &sent.intent, *path, seen).await? {
        Cancelled::Done(done) => Ok(visit.done(back(by), "adoption-cancelled", done)),
        Cancelled::Changed(plan) => Ok(page(&draw(visit, *path, by, &plan, true)?)),
    }
}

const fn back(by: Canceller) -> &'static str {
    match by {
        Canceller::Buyer(_) => "/garden",
        Canceller::Operator(_) => "/operator",
    }
}

fn draw(
    visit: &Visit,
    adoption: AdoptionId,
    by: Canceller,
    plan: &Plan,
    changed: bool,
) -> Result<CancelPage, Problem> {
    let lang = visit.lang;
    let found = visit.app().read().adoption(adoption)?;
    let found = found.ok_or_else(Problem::not_found)?;
    let mut totals = vec![Fact::new(
        lang.text("unwind-refund-total"),
        names::money(plan.refund),
    )];
    for (key, amount) in [
        ("unwind-credit-total", plan.credit),
        ("unwind-kept-total", plan.kept),
    ] {
        if amount.minor > 0 {
            totals.push(Fact::new(lang.text(key), names::money(amount)));
        }
    }
    Ok(CancelPage {
        shell: visit.shell(),
        id: adoption.to_string(),
        tree: names::tree(lang, &found.tree),
        back: back(by).to_owned(),
        changed,
        totals,
        steps: plan.steps.iter().map(|step| told(lang, step)).collect(),
        plan: plan.hash().to_string(),
    })
}

/// A step as one sentence.
pub(super) fn told(lang: Lang, step: &Step) -> String {
    let amount = |key: &str, amount| {
        let amount = names::money(amount);
        lang.text_with(key, &[("amount", FluentValue::from(amount))])
    };
    match step {
        Step::EndAdoption => lang.text("unwind-end-adoption"),
        Step::FreeShare => lang.text("unwind-free-share"),
        Step::KeepShare => lang.text("unwind-keep-share"),
        Step::CancelBoxes { boxes, grams } => {
            let count = i64::try_from(boxes.len()).unwrap_or(i64::MAX);
            let weight = names::weight(*grams);
            let args = [
                ("count", count.into()),
                ("weight", FluentValue::from(weight)),
            ];
            lang.text_with("unwind-cancel-boxes", &args)
        }
        Step::KeepBox { nth, stage, kept } => {
            let key = match stage {
                BoxStage::Delivered => "unwind-box-delivered",
                BoxStage::Planned | BoxStage::Packed => "unwind-box-packed",
            };
            let args = [
                ("nth", FluentValue::from(i64::from(*nth))),
                ("amount", FluentValue::from(names::money(*kept))),
            ];
            lang.text_with(key, &args)
        }
        Step::WithdrawOffer { .. } => lang.text("unwind-withdraw-offer"),
        Step::ForgetFruit { grams } => {
            let weight = names::weight(*grams);
            lang.text_with(
                "unwind-forget-fruit",
                &[("weight", FluentValue::from(weight))],
            )
        }
        Step::ReturnCarried { amount: sum } => amount("unwind-return-carried", *sum),
        Step::Refund { amount: sum } => amount("unwind-refund", *sum),
        Step::ReturnCredit { amount: sum } => amount("unwind-return-credit", *sum),
        Step::LoseFee { fee } => match fee.bearer {
            FeeBearer::Buyer => amount("unwind-fee-buyer", fee.amount),
            FeeBearer::Platform | FeeBearer::Farm(_) => amount("unwind-fee-ours", fee.amount),
        },
        Step::WentBack { amount: sum } => amount("unwind-went-back", *sum),
        Step::WasCredited { amount: sum } => amount("unwind-was-credited", *sum),
        Step::WaitForDispute => lang.text("unwind-wait-dispute"),
        Step::TakePlateDown => lang.text("unwind-plate"),
    }
}
