//! `GET /packing?code={code}`: the bench. A scanned or typed code gives go or stop; a box is packed, handed over,
//! delivered. Addresses are opened for the packer of the orchard once they are locked.

mod draw;
mod verdict;

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{
    Done,
    commands::{boxes, parcels},
    permission::{Identity, Packer, Signed},
};
use fulfilment::box_plan::LotGrams;
use kernel::{BoxId, Grams, OrchardId, ParcelId};
use readmodels::{orchards::OrchardRow, packing::PackingRow};
use serde::Deserialize;

use super::{
    harvest::fields_invalid,
    page::page,
    today::chosen,
    view::form::Form,
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// What was scanned, and for which orchard is packed.
#[derive(Deserialize)]
pub(super) struct Asked {
    code: Option<String>,
    orchard: Option<OrchardId>,
}

/// `GET /packing?code={code}&orchard={id}`
pub(super) async fn show(visit: Visit, asked: Query<Asked>) -> Result<HttpResponse, Problem> {
    let orchards = packed_for(&visit, visit.signed_in()?)?;
    let code = asked.code.clone().unwrap_or_default();
    let found = verdict::find(&visit, &orchards, &code)?;
    let asked = found.as_ref().map(|row| row.tree.orchard).or(asked.orchard);
    let bench = draw::Bench {
        orchard: chosen(&orchards, asked)?,
        orchards: &orchards,
    };
    Ok(page(&bench.page(
        &visit,
        &code,
        found.as_ref(),
        &draw::Forms::default(),
    )?))
}

/// `POST /packing/boxes/{id}/lock`
pub(super) async fn lock(sent: Sent, id: Path<BoxId>) -> Result<HttpResponse, Problem> {
    let (signed, row) = own_box(&sent, *id)?;
    let (app, adoption) = (sent.visit.app(), row.planned.adoption);
    let boxes = vec![row.planned.box_id];
    let done = boxes::lock_addresses(app, &signed, &sent.intent, adoption, boxes).await?;
    Ok(sent.visit.done(
        &format!("/packing?code={}", row.planned.box_id),
        "address-locked",
        done,
    ))
}

/// `POST /packing/parcels`
pub(super) async fn pack(sent: Sent) -> Result<HttpResponse, Problem> {
    let id = sent
        .fields
        .text("box")
        .parse()
        .map_err(|_| Problem::not_found())?;
    let (signed, row) = own_box(&sent, id)?;
    let place = (row.planned.adoption, row.planned.box_id);
    let wish = match contents(&sent) {
        Ok(contents) => parcels::pack(sent.visit.app(), &signed, &sent.intent, place, contents)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok((_, done)) => Ok(sent
            .visit
            .done(&board(signed.orchard()), "parcel-packed", done)),
        Err(refused) => {
            let forms = draw::Forms {
                pack: Some(refused.form.clone()),
                ..draw::Forms::default()
            };
            Ok(refused.page(&redrawn(&sent, signed.orchard(), Some(&row), &forms)?))
        }
    }
}

/// `POST /packing/parcels/{id}/handover`
pub(super) async fn hand_over(sent: Sent, parcel: Path<ParcelId>) -> Result<HttpResponse, Problem> {
    let signed = own_parcel(&sent, *parcel)?;
    let names = (
        sent.fields.text("carrier").to_owned(),
        sent.fields.text("tracking").to_owned(),
    );
    let wish = parcels::hand_over(sent.visit.app(), &signed, &sent.intent, *parcel, names).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent
            .visit
            .done(&board(signed.orchard()), "parcel-handed-over", done)),
        Err(refused) => {
            let forms = draw::Forms {
                pack: None,
                hand_over: Some((*parcel, refused.form.clone())),
            };
            Ok(refused.page(&redrawn(&sent, signed.orchard(), None, &forms)?))
        }
    }
}

/// `POST /packing/parcels/{id}/delivered`
pub(super) async fn deliver(sent: Sent, parcel: Path<ParcelId>) -> Result<HttpResponse, Problem> {
    let signed = own_parcel(&sent, *parcel)?;
    let (app, at) = (sent.visit.app(), sent.intent.now());
    let done: Done = parcels::deliver(app, &signed, &sent.intent, *parcel, at).await?;
    Ok(sent
        .visit
        .done(&board(signed.orchard()), "parcel-delivered", done))
}

fn board(orchard: OrchardId) -> String {
    format!("/packing?orchard={orchard}")
}

fn redrawn(
    sent: &Sent,
    orchard: OrchardId,
    row: Option<&PackingRow>,
    forms: &draw::Forms,
) -> Result<super::view::packing::PackingPage, Problem> {
    let orchards = packed_for(&sent.visit, &sent.who)?;
    let bench = draw::Bench {
        orchard: chosen(&orchards, Some(orchard))?,
        orchards: &orchards,
    };
    let code = row.map_or_else(String::new, |row| row.planned.box_id.to_string());
    bench.page(&sent.visit, &code, row, forms)
}

/// A box with the proof for its orchard; one of another orchard is not found.
fn own_box(sent: &Sent, id: BoxId) -> Result<(Signed<Packer>, PackingRow), Problem> {
    let row = sent
        .visit
        .app()
        .read()
        .packing_box(id)?
        .ok_or_else(Problem::not_found)?;
    Ok((
        sent.who
            .packer(row.tree.orchard)
            .map_err(|_| Problem::not_found())?,
        row,
    ))
}

fn own_parcel(sent: &Sent, parcel: ParcelId) -> Result<Signed<Packer>, Problem> {
    let read = sent.visit.app().read();
    let found = read.parcel(parcel)?.ok_or_else(Problem::not_found)?;
    let tree = read.tree_card(found.tree)?.ok_or_else(Problem::not_found)?;
    sent.who
        .packer(tree.orchard)
        .map_err(|_| Problem::not_found())
}

/// Lots and grams, as many pairs as were sent.
fn contents(sent: &Sent) -> Result<Vec<LotGrams>, Problem> {
    let pairs = sent.fields.all("lot").zip(sent.fields.all("grams"));
    pairs
        .map(|(lot, grams)| {
            let lot = lot
                .parse()
                .map_err(|_| fields_invalid().at_field("lot", "choice"))?;
            let grams = grams.trim().parse();
            let grams = grams.map_err(|_| fields_invalid().at_field("grams", "not-a-number"))?;
            Ok(LotGrams {
                lot,
                grams: Grams(grams),
            })
        })
        .collect()
}

/// The orchards a person packs for; an operator may stand in everywhere. Nobody else may see the page.
fn packed_for(visit: &Visit, who: &Identity) -> Result<Vec<OrchardRow>, Problem> {
    let all = visit.app().read().orchards()?;
    let own: Vec<_> = all
        .into_iter()
        .filter(|one| who.packer(one.orchard).is_ok())
        .collect();
    if own.is_empty() && !who.is_operator() {
        return Err(app::Error::Forbidden.into());
    }
    Ok(own)
}

/// The form of a field, if it is the one that was refused.
fn or_empty(form: Option<&Form>) -> Form {
    form.cloned().unwrap_or_default()
}
