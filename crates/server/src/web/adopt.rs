//! The way of an adoption after the tree is held: nameplate, contract, payment, the end. Each step is a page and a
//! POST to its own address; steps already done may be seen again. It decides nothing about money.

mod credit;
mod draw;

use actix_web::{HttpRequest, HttpResponse, web::Path};
use adoption::nameplate::MAX_UNITS;
use app::commands::{
    adopt::{self, Acceptance},
    payments,
};
use kernel::{AdoptionId, ContentHash};
use readmodels::garden::{AdoptionStatus, GardenAdoption};
use settlement::payment::Channel;

pub(super) use draw::{plate, sum, tree as tree_of};

use super::{
    contract,
    page::{page, see},
    paying::Seat,
    together,
    view::{adopt::PayPage, form::Form},
    visit::{Sent, Visit},
};
use crate::problem::{Kind, Problem};

/// Room on a nameplate for the page, in characters of which a Han character takes two.
pub(super) const NAMEPLATE_UNITS: usize = MAX_UNITS;

/// `GET /adoptions/{id}/nameplate`
pub(super) async fn nameplate(
    visit: Visit,
    path: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let mine = own(&visit, *path)?;
    let form = Form::empty().with("text", plate(&visit, &mine)?);
    Ok(page(&draw::nameplate(&visit, &mine, form)))
}

/// `POST /adoptions/{id}/nameplate`
pub(super) async fn propose_nameplate(
    sent: Sent,
    path: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let (visit, adoption) = (&sent.visit, *path);
    let (who, text) = (sent.who.buyer(), sent.fields.text("text"));
    let wish = adopt::propose_nameplate(visit.app(), &who, &sent.intent, adoption, text).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(visit.done(
            &after_nameplate(visit, adoption)?,
            "nameplate-proposed",
            done,
        )),
        Err(refused) => {
            let mine = own(visit, adoption)?;
            Ok(refused.page(&draw::nameplate(visit, &mine, refused.form.clone())))
        }
    }
}

/// Who writes a new plate after paying comes from the garden and goes back there.
fn after_nameplate(visit: &Visit, adoption: AdoptionId) -> Result<String, Problem> {
    let started = own(visit, adoption)?.adoption.status == AdoptionStatus::Started;
    Ok(if started {
        format!("/adoptions/{adoption}/contract")
    } else {
        "/garden".to_owned()
    })
}

/// `GET /adoptions/{id}/contract`: what is to be accepted, or what was.
pub(super) async fn contract_page(
    visit: Visit,
    path: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let mine = own(&visit, *path)?;
    match contract::copy(visit.app(), &visit.state().config, visit.lang, &mine)? {
        Some(copy) => contract::show(&visit, &mine, copy),
        None => Ok(page(&draw::contract(&visit, &mine, Form::empty())?)),
    }
}

/// `POST /adoptions/{id}/contract`: accepts it and opens the payment.
pub(super) async fn accept_contract(
    sent: Sent,
    path: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let adoption = *path;
    let wish = accept_and_open(&sent, adoption).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => {
            let group = together::href_of(&sent.visit, adoption)?;
            let next = group.unwrap_or_else(|| format!("/adoptions/{adoption}/pay"));
            Ok(sent.visit.done(&next, "contract-accepted", done))
        }
        Err(refused) => {
            let mine = own(&sent.visit, adoption)?;
            Ok(refused.page(&draw::contract(&sent.visit, &mine, refused.form.clone())?))
        }
    }
}

async fn accept_and_open(sent: &Sent, adoption: AdoptionId) -> Result<app::Done, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let seen = acceptance(sent, adoption)?;
    let accepted = adopt::accept_contract(app, &who, &sent.intent, adoption, seen).await?;
    // Who pays together pays in parts.
    if app.read().group_of(adoption)?.is_some() {
        return Ok(accepted);
    }
    let mine = own(&sent.visit, adoption)?;
    if let Some((done, true)) = credit::spend(sent, &mine).await? {
        return Ok(done);
    }
    let second = sent.intent.step("payment");
    let opened = payments::start_payment(app, &who, &second, adoption, Channel::Manual).await?;
    Ok(opened.1)
}

/// What was ticked. The risk clause was on the page that carried the hash, and both are the agreement's.
fn acceptance(sent: &Sent, adoption: AdoptionId) -> Result<Acceptance, Problem> {
    let agreement = own(&sent.visit, adoption)?.adoption.agreement;
    let (contract, no_return_confirmed) = ticked(sent)?;
    Ok(Acceptance {
        contract,
        risk_clause: agreement.risk_clause,
        no_return_confirmed,
    })
}

/// The hash of the contract that was on the page, if both boxes were ticked.
pub(super) fn ticked(sent: &Sent) -> Result<(ContentHash, bool), Problem> {
    let refused = || Problem::new(Kind::Refused, "fields-invalid", "fields cannot be taken");
    if sent.fields.text("accept") != "yes" {
        return Err(refused().at_field("accept", "tick"));
    }
    if sent.fields.text("no_return") != "yes" {
        return Err(refused().at_field("no_return", "tick"));
    }
    let hash = sent.fields.text("hash").parse();
    Ok((
        hash.map_err(|_| refused().at_field("accept", "hash"))?,
        true,
    ))
}

/// `GET /adoptions/{id}/pay`
pub(super) async fn pay(
    visit: Visit,
    req: HttpRequest,
    path: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let mine = own(&visit, *path)?;
    if mine.adoption.status != AdoptionStatus::Started {
        return Ok(see(&format!("/adoptions/{}/done", mine.adoption.adoption)));
    }
    match mine.payments.last() {
        Some(_) => Ok(page(&pay_page(
            &visit,
            &mine,
            Seat::of(&req),
            Form::empty(),
        )?)),
        None => {
            let adoption = mine.adoption.adoption;
            let group = together::href_of(&visit, adoption)?;
            let next = group.unwrap_or_else(|| format!("/adoptions/{adoption}/contract"));
            Ok(see(&next))
        }
    }
}

/// The page of the payment, with what was wrong with the way that was chosen.
pub(super) fn pay_page(
    visit: &Visit,
    mine: &GardenAdoption,
    seat: Seat,
    form: Form,
) -> Result<PayPage, Problem> {
    let payment = mine.payments.last().ok_or_else(Problem::not_found)?;
    Ok(draw::pay(visit, mine, payment, (seat, form)))
}

/// `GET /adoptions/{id}/done`; while the money is awaited it leads back to the payment.
pub(super) async fn done(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = own(&visit, *path)?;
    match draw::ending(&mine) {
        Some(ending) => Ok(page(&draw::end(&visit, &mine, ending)?)),
        None => Ok(visit.tell(
            &format!("/adoptions/{}/pay", mine.adoption.adoption),
            "payment-awaited",
        )),
    }
}

/// One's own adoption; somebody else's is not found.
pub(super) fn own(visit: &Visit, adoption: AdoptionId) -> Result<GardenAdoption, Problem> {
    let person = visit.signed_in()?.person();
    let found = visit.app().read().adoption(adoption)?;
    let mine = found.filter(|one| one.adoption.agreement.buyer == person);
    mine.map(|one| one.as_seen_by(person))
        .ok_or_else(Problem::not_found)
}
