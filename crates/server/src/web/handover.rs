//! Somebody is offered an adoption by a link: what it is, what they take on, yes or no. Whoever has the link sees the
//! tree and who offers it, and nothing of the giver's addresses or money.

use actix_web::{HttpResponse, web::Path};
use adoption::handover::Kind;
use app::commands::{adopt::Acceptance, groups::link_of, handovers};
use readmodels::{
    garden::GardenAdoption,
    sharing::{HandoverRow, HandoverState},
};

use super::{
    adopt, campaign, names,
    page::page,
    view::{form::Form, life::HandoverPage, parts::Fact},
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// `GET /handovers/{secret}`
pub(super) async fn show(visit: Visit, secret: Path<String>) -> Result<HttpResponse, Problem> {
    Ok(page(&draw(&visit, &secret, Form::empty())?))
}

/// `POST /handovers/{secret}/accept`
pub(super) async fn accept(sent: Sent, secret: Path<String>) -> Result<HttpResponse, Problem> {
    let wish = take(&sent, &secret).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done("/garden", "handover-accepted", done)),
        Err(refused) => Ok(refused.page(&draw(&sent.visit, &secret, refused.form.clone())?)),
    }
}

async fn take(sent: &Sent, secret: &str) -> Result<app::Done, Problem> {
    let (_, found) = find(&sent.visit, secret)?;
    let (contract, no_return_confirmed) = adopt::ticked(sent)?;
    let seen = Acceptance {
        contract,
        risk_clause: found.adoption.agreement.risk_clause,
        no_return_confirmed,
    };
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let accepted = handovers::accept(app, &who, &sent.intent, secret, seen).await?;
    Ok(accepted.1)
}

/// `POST /handovers/{secret}/refuse`
pub(super) async fn refuse(sent: Sent, secret: Path<String>) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let done = handovers::refuse(app, &who, &sent.intent, &secret).await?;
    Ok(sent.visit.done("/garden", "handover-refused", done))
}

fn find(visit: &Visit, secret: &str) -> Result<(HandoverRow, GardenAdoption), Problem> {
    let read = visit.app().read();
    let row = read.handover_by_link(link_of(secret))?;
    let row = row.ok_or_else(Problem::not_found)?;
    let found = read.adoption(row.adoption)?;
    Ok((row, found.ok_or_else(Problem::not_found)?))
}

fn draw(visit: &Visit, secret: &str, form: Form) -> Result<HandoverPage, Problem> {
    let lang = visit.lang;
    let (row, found) = find(visit, secret)?;
    let agreement = &found.adoption.agreement;
    let kind = names::code_of(&row.kind);
    let giver = visit.member_name(row.by)?;
    let giver = giver.unwrap_or_else(|| lang.text("handover-somebody"));
    let over = match row.state {
        HandoverState::Open if visit.app().now() < row.until => None,
        HandoverState::Open | HandoverState::Accepted | HandoverState::Ended => {
            Some(lang.word("rejection", "handover-over"))
        }
    };
    let own = visit.identity().map(app::permission::Identity::person) == Some(row.by);
    let boxes = lang.text_with("boxes-count", &[("count", agreement.boxes.into())]);
    Ok(HandoverPage {
        shell: visit.shell(),
        here: format!("/handovers/{secret}"),
        heading: match row.kind {
            Kind::Gift => visit.text_with("handover-gift", "person", &giver),
            Kind::Transfer => visit.text_with("handover-transfer", "person", &giver),
        },
        tree: super::view::adopt::AdoptTree {
            price: lang.word("share-kind", &kind),
            ..adopt::tree_of(visit, &found)
        },
        facts: vec![
            Fact::new(
                lang.text("campaign-promised"),
                names::weight(agreement.promised_grams),
            ),
            Fact::new(lang.text("campaign-boxes"), boxes),
            Fact::new(
                lang.text("campaign-ship-window"),
                names::ship_window(lang, &found.terms),
            ),
        ],
        risk: lang.word("risk", &names::code_of(&agreement.risk_clause)),
        until: names::when(lang, row.until),
        over: over.or_else(|| own.then(|| lang.word("rejection", "handover-to-oneself"))),
        contract_href: format!("{}/contract", campaign::href(agreement.campaign)),
        hash: agreement.contract.to_string(),
        form,
    })
}
