//! `GET /today/plates`: the nameplates that an orchard's farmer is to hang, each with a photo of it on its tree.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{Done, commands::plates, permission::Identity};
use kernel::{AdoptionId, OrchardId};
use readmodels::orchards::OrchardRow;
use serde::Deserialize;

use super::{
    operator::plates::line,
    page::page,
    today::{chosen, farmed},
    view::{form::Form, life::HangPage},
    visit::{Carried, Visit, outcome, typed},
};
use crate::{auth::Uploaded, problem::Problem};

/// Which orchard.
#[derive(Deserialize)]
pub(super) struct Asked {
    orchard: Option<OrchardId>,
}

/// `GET /today/plates?orchard={id}`
pub(super) async fn show(visit: Visit, asked: Query<Asked>) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    let orchard = chosen(&orchards, asked.orchard)?;
    Ok(page(&draw(&visit, orchard, None, Form::empty())?))
}

/// `POST /today/plates/{adoption}`
pub(super) async fn hang(
    carried: Carried,
    adoption: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let (form, wish) = match upload {
        Ok(upload) => (
            typed(&upload.fields),
            record(&visit, &who, upload, *adoption).await,
        ),
        Err(problem) => (Form::empty(), Err(problem)),
    };
    match outcome(visit.lang, form, wish, str::to_owned)? {
        Ok(done) => Ok(visit.done("/today/plates", "plate-hung", done)),
        Err(refused) => {
            let orchards = farmed(&visit, &who)?;
            let orchard = chosen(&orchards, orchard_of(&visit, *adoption)?)?;
            let mut form = refused.form.clone();
            let first = form.errors.values().next().cloned();
            form.problem = form.problem.or(first);
            Ok(refused.page(&draw(&visit, orchard, Some(*adoption), form)?))
        }
    }
}

async fn record(
    visit: &Visit,
    who: &Identity,
    upload: Uploaded,
    adoption: AdoptionId,
) -> Result<Done, Problem> {
    let orchard = orchard_of(visit, adoption)?.ok_or_else(Problem::not_found)?;
    let farmer = who.farmer(orchard)?;
    let Uploaded { intent, files, .. } = upload;
    let photo = files.into_iter().next().unwrap_or_default();
    Ok(plates::hang(visit.app(), &farmer, &intent, adoption, photo).await?)
}

fn orchard_of(visit: &Visit, adoption: AdoptionId) -> Result<Option<OrchardId>, Problem> {
    let found = visit.app().read().adoption(adoption)?;
    Ok(found.map(|found| found.tree.orchard))
}

fn draw(
    visit: &Visit,
    orchard: Option<&OrchardRow>,
    refused: Option<AdoptionId>,
    form: Form,
) -> Result<HangPage, Problem> {
    let rows = match orchard {
        Some(orchard) => visit.app().read().plates_to_hang(orchard.orchard)?,
        None => Vec::new(),
    };
    let plates = rows.iter().map(|row| line(visit, row));
    Ok(HangPage {
        shell: visit.shell(),
        orchard: orchard.map_or_else(String::new, |orchard| orchard.name.clone()),
        plates: plates.collect::<Result<_, _>>()?,
        refused: refused.map_or_else(String::new, |adoption| adoption.to_string()),
        form,
    })
}
