//! `GET /today`: a farmer's day, and the posting of growth photos. One form serves with scripts and without: a
//! script that asks for JSON gets what is wrong with each file.

mod draw;

use actix_web::{HttpRequest, HttpResponse, http::header, web::Query};
use app::{
    Done,
    commands::observations::{self, Post},
    permission::{Farmer, Identity, Signed},
};
use kernel::{ObservationId, OrchardId, ShortCode};
use readmodels::orchards::OrchardRow;
use serde::Deserialize;
use serde_json::json;
use traceability::observation::Stage;
use uuid::Uuid;

pub(super) use draw::{
    DUE_DAYS, STAGES, URGENT_DAYS, days_since, flag, orchard_choice, stage_choices,
};

use super::{
    page::page,
    sentence,
    view::form::Form,
    visit::{Carried, Visit, outcome, typed},
};
use crate::{
    auth::Uploaded,
    problem::{Kind, Problem},
};

/// Which orchard, and which tree to photograph.
#[derive(Deserialize)]
pub(super) struct Asked {
    orchard: Option<OrchardId>,
    tree: Option<String>,
}

/// `GET /today?orchard={id}&tree={code}`
pub(super) async fn show(visit: Visit, asked: Query<Asked>) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    let orchard = chosen(&orchards, asked.orchard)?;
    let code = asked.tree.clone().unwrap_or_default();
    Ok(page(&draw::today(
        &visit,
        &orchards,
        orchard,
        Form::empty().with("code", code),
    )?))
}

/// `POST /today/observations`
pub(super) async fn observe(req: HttpRequest, carried: Carried) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let (form, wish) = match upload {
        Ok(upload) => (typed(&upload.fields), record(&visit, &who, upload).await),
        Err(problem) => (Form::empty(), Err(problem)),
    };
    if wants_json(&req) {
        return Ok(as_json(&visit, wish));
    }
    match outcome(visit.lang, form, wish, field_of)? {
        Ok((orchard, done)) => Ok(visit.done(
            &format!("/today?orchard={orchard}"),
            "observation-sent",
            done,
        )),
        Err(refused) => {
            let orchards = farmed(&visit, &who)?;
            let orchard = chosen(&orchards, orchard_of(&visit, &refused.form))?;
            Ok(refused.page(&draw::today(
                &visit,
                &orchards,
                orchard,
                refused.form.clone(),
            )?))
        }
    }
}

/// Records an observation of a tree of an orchard that the person farms.
async fn record(
    visit: &Visit,
    who: &Identity,
    upload: Uploaded,
) -> Result<(OrchardId, Done), Problem> {
    let fields = &upload.fields;
    let refused = || Problem::new(Kind::Refused, "fields-invalid", "fields cannot be taken");
    let code: ShortCode = fields
        .text("code")
        .parse()
        .map_err(|_| refused().at_field("code", "code"))?;
    let signed = farmer_of(visit, who, code).ok_or_else(|| refused().at_field("code", "code"))?;
    let tree = observations::tree_by_code(visit.app(), &signed, code)?;
    let stage = stage(fields.text("stage")).ok_or_else(|| refused().at_field("stage", "choice"))?;
    let client_id = Uuid::parse_str(fields.text("client_id")).ok();
    let note = Some(fields.text("note").to_owned());
    let observation = client_id.map(|id| ObservationId::from_bytes(id.into_bytes()));
    let Uploaded { intent, files, .. } = upload;
    let post = Post {
        observation,
        tree,
        stage,
        note,
        photos: files,
        captured_at: None,
        device_place_e7: None,
    };
    let (_, done) = observations::post(visit.app(), &signed, &intent, post).await?;
    Ok((signed.orchard(), done))
}

/// The proof for the orchard of a tree; nothing for a code that leads nowhere or to somebody else's orchard.
pub(super) fn farmer_of(visit: &Visit, who: &Identity, code: ShortCode) -> Option<Signed<Farmer>> {
    let tree = visit.app().read().tree_by_code(code).ok()??;
    let card = visit.app().read().tree_card(tree).ok()??;
    who.farmer(card.orchard).ok()
}

fn orchard_of(visit: &Visit, form: &Form) -> Option<OrchardId> {
    let tree = visit
        .app()
        .read()
        .tree_by_code(form.value("code").parse().ok()?)
        .ok()??;
    Some(visit.app().read().tree_card(tree).ok()??.orchard)
}

/// A stage by its stored word.
pub(super) fn stage(word: &str) -> Option<Stage> {
    serde_json::from_value(json!(word)).ok()
}

/// The orchards a person farms; an operator may stand in everywhere. Nobody else may see the page.
pub(super) fn farmed(visit: &Visit, who: &Identity) -> Result<Vec<OrchardRow>, Problem> {
    let all = visit.app().read().orchards()?;
    let own: Vec<_> = all
        .into_iter()
        .filter(|one| who.farmer(one.orchard).is_ok())
        .collect();
    if own.is_empty() && !who.is_operator() {
        return Err(app::Error::Forbidden.into());
    }
    Ok(own)
}

/// The orchard asked for, or the first; one that is not theirs is not found.
pub(super) fn chosen(
    orchards: &[OrchardRow],
    asked: Option<OrchardId>,
) -> Result<Option<&OrchardRow>, Problem> {
    match asked {
        None => Ok(orchards.first()),
        Some(asked) => {
            let found = orchards.iter().find(|one| one.orchard == asked);
            found.map(Some).ok_or_else(Problem::not_found)
        }
    }
}

fn field_of(path: &str) -> String {
    if path.starts_with("photos") {
        "photos".to_owned()
    } else {
        path.to_owned()
    }
}

fn wants_json(req: &HttpRequest) -> bool {
    let accept = req
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|types| types.starts_with("application/json"))
}

/// What a script is told: where to go on, or what is wrong, file by file.
fn as_json(visit: &Visit, wish: Result<(OrchardId, Done), Problem>) -> HttpResponse {
    let problem = match wish {
        Ok((orchard, done)) => {
            let next = format!("/today?orchard={orchard}&at={}", done.position);
            return HttpResponse::Created().json(json!({ "next": next }));
        }
        Err(problem) => problem,
    };
    let index = problem.facts.get("index");
    let errors: Vec<_> = problem
        .errors
        .iter()
        .map(|error| {
            let message = sentence::of_field(visit.lang, error.code, &problem.facts);
            json!({ "field": field_of(&error.field), "file": index, "code": error.code, "message": message })
        })
        .collect();
    let message = sentence::of_problem(visit.lang, &problem);
    HttpResponse::build(problem.kind.status())
        .json(json!({ "code": problem.code, "message": message, "errors": errors }))
}
