//! The next season of an adoption: its holder is asked first, and may let it renew by itself. Each answer says what
//! follows before it is given.

use actix_web::{HttpResponse, web::Path};
use adoption::renewal::Answer;
use app::commands::renewals;
use kernel::AdoptionId;
use readmodels::garden::GardenAdoption;

use super::{
    adopt, names,
    page::page,
    view::{
        life::{OpenSeason, SeasonPage},
        parts::Fact,
    },
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// `GET /adoptions/{id}/season`
pub(super) async fn show(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = adopt::own(&visit, *path)?;
    Ok(page(&draw(&visit, &mine)?))
}

/// `POST /adoptions/{id}/season`
pub(super) async fn answer(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let (visit, adoption) = (&sent.visit, *path);
    let (said, flash) = match sent.fields.text("answer") {
        "renewed" => (Answer::Renewed, "season-renewed"),
        "paused" => (Answer::Paused, "season-paused"),
        "released" => (Answer::Released, "season-released"),
        _ => return Err(Problem::not_found()),
    };
    let row = visit.app().read().renewal_of(adoption)?;
    let next = row.map(|row| row.next).ok_or_else(Problem::not_found)?;
    let (app, who) = (visit.app(), sent.who.buyer());
    let done = renewals::answer(app, &who, &sent.intent, adoption, said).await?;
    let to = match said {
        Answer::Renewed => format!("/adoptions/{next}/contract"),
        Answer::Paused | Answer::Released | Answer::Lapsed => "/garden".to_owned(),
    };
    Ok(visit.done(&to, flash, done))
}

/// `POST /adoptions/{id}/season/automatic`: one step either way.
pub(super) async fn automatic(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let on = sent.fields.text("on") == "yes";
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let done = renewals::set_automatic(app, &who, &sent.intent, *path, on).await?;
    let flash = if on {
        "season-auto-on"
    } else {
        "season-auto-off"
    };
    Ok(sent
        .visit
        .done(&format!("/adoptions/{}/season", *path), flash, done))
}

fn draw(visit: &Visit, mine: &GardenAdoption) -> Result<SeasonPage, Problem> {
    let lang = visit.lang;
    let read = visit.app().read();
    let adoption = mine.adoption.adoption;
    let person = mine.adoption.agreement.buyer;
    let row = read.renewal_of(adoption)?;
    let row = row.filter(|row| row.holder == person);
    let told = match row.map(|row| row.answer) {
        None => "not-offered".to_owned(),
        Some(None) => "open".to_owned(),
        Some(Some(said)) => names::code_of(&said),
    };
    let open = match row.filter(|row| row.answer.is_none()) {
        None => None,
        Some(row) => {
            let next = read.adoption(row.next)?.ok_or_else(Problem::not_found)?;
            let agreement = &next.adoption.agreement;
            Some(OpenSeason {
                facts: vec![
                    Fact::new(lang.text("campaign-price"), names::money(agreement.price)),
                    Fact::new(
                        lang.text("campaign-promised"),
                        names::weight(agreement.promised_grams),
                    ),
                ],
                until: names::when(lang, row.until),
                renews: row.renews_at.map(|at| names::when(lang, at)),
            })
        }
    };
    Ok(SeasonPage {
        shell: visit.shell(),
        id: adoption.to_string(),
        tree: adopt::tree_of(visit, mine),
        open,
        told: lang.word("season-told", &told),
        automatic: read.renews_by_itself(adoption, person)?,
    })
}
