//! Losses: a farmer declares, an operator assesses and corrects, both see how the choices stand. `GET|POST /losses`,
//! `GET /losses/new`, `GET /losses/{id}`

mod draw;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Path, Query},
};
use app::{
    Done, Error,
    commands::losses::{self, CorrectionWish, LossWish, Supposed, Trees},
    permission::{Farmer, Identity, Signed},
};
use kernel::{BlockId, Grams, LossId, Season, ShortCode};
use readmodels::orchards::OrchardRow;
use std::collections::BTreeMap;
use traceability::loss::{Cause, Expectation, Finding};

use super::{
    harvest::{fields_invalid, number, refuse, word},
    page::page,
    today::farmed,
    view::form::Form,
    visit::{Carried, Sent, Visit, outcome, typed},
};
use crate::{auth::Fields, problem::Problem};

/// `GET /losses`
pub(super) async fn list(visit: Visit) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    Ok(page(&draw::list(&visit, &orchards)?))
}

/// `GET /losses/{id}`
pub(super) async fn show(visit: Visit, path: Path<LossId>) -> Result<HttpResponse, Problem> {
    let form = Form::empty().with("days", "14");
    Ok(page(&draw::loss(&visit, *path, form)?))
}

/// `GET /losses/new`: with what is supposed in the query, who would be affected.
pub(super) async fn new(
    visit: Visit,
    req: HttpRequest,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let who = visit.signed_in()?.clone();
    let orchards = farmed(&visit, &who)?;
    let asked = !req.query_string().is_empty() && query.contains_key("degree");
    let typed = query
        .iter()
        .fold(Form::empty(), |form, (name, value)| form.with(name, value));
    if !asked {
        let season = visit.app().now().to_string();
        let year = season.get(..4).unwrap_or_default().to_owned();
        let form = typed.with("degree", "50").with("season", year);
        return Ok(page(&draw::new(&visit, &orchards, form, None)?));
    }
    match supposed(
        &visit,
        &who,
        &orchards,
        &Fields::parse(req.query_string().as_bytes())?,
    ) {
        Ok((farmer, supposed, _)) => {
            let wish = losses::preview(visit.app(), &farmer, &supposed).await;
            match outcome(visit.lang, typed.clone(), wish, field_of)? {
                Ok(seen) => Ok(page(&draw::new(&visit, &orchards, typed, Some(&seen))?)),
                Err(refused) => {
                    let form = refused.form.clone();
                    Ok(refused.page(&draw::new(&visit, &orchards, form, None)?))
                }
            }
        }
        Err(problem) => {
            let wish: Result<(), Problem> = Err(problem);
            match outcome(visit.lang, typed, wish, field_of)? {
                Ok(()) => Err(Problem::not_found()),
                Err(refused) => {
                    let form = refused.form.clone();
                    Ok(refused.page(&draw::new(&visit, &orchards, form, None)?))
                }
            }
        }
    }
}

/// `POST /losses`
pub(super) async fn declare(carried: Carried) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let orchards = farmed(&visit, &who)?;
    let upload = upload?;
    let form = typed(&upload.fields);
    let read = supposed(&visit, &who, &orchards, &upload.fields);
    let wish = match read {
        Ok((farmer, supposed, cause)) => {
            let note = upload.fields.text("note").to_owned();
            let wish = LossWish {
                loss: None,
                trees: supposed.trees,
                season: supposed.season,
                cause,
                degree_percent: supposed.degree_percent,
                note: Some(note),
                photos: upload.files,
            };
            losses::declare(visit.app(), &farmer, &upload.intent, wish)
                .await
                .map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match outcome(visit.lang, form, wish, field_of)? {
        Ok((loss, done)) => Ok(visit.done(&format!("/losses/{loss}"), "loss-declared", done)),
        Err(refused) => {
            let form = refused.form.clone();
            Ok(refused.page(&draw::new(&visit, &orchards, form, None)?))
        }
    }
}

/// What is supposed to have happened, in an orchard of this person.
fn supposed(
    visit: &Visit,
    who: &Identity,
    orchards: &[OrchardRow],
    fields: &Fields,
) -> Result<(Signed<Farmer>, Supposed, Cause), Problem> {
    let mut wrong = fields_invalid();
    let cause = word::<Cause>(fields, "cause", &mut wrong);
    let degree = number::<u8>(fields, "degree", &mut wrong);
    let season = number::<u16>(fields, "season", &mut wrong).and_then(|year| {
        Season::new(year)
            .ok()
            .or_else(|| refuse(&mut wrong, "season", "not-a-number"))
    });
    let found = scope(visit, who, orchards, fields, &mut wrong)?;
    let (Some(cause), Some(degree_percent), Some(season), Some((farmer, trees))) =
        (cause, degree, season, found)
    else {
        return Err(wrong);
    };
    let supposed = Supposed {
        trees,
        season,
        expected: None,
        degree_percent,
    };
    Ok((farmer, supposed, cause))
}

/// A block, or the codes of trees; in either case of one orchard.
fn scope(
    visit: &Visit,
    who: &Identity,
    orchards: &[OrchardRow],
    fields: &Fields,
    wrong: &mut Problem,
) -> Result<Option<(Signed<Farmer>, Trees)>, Problem> {
    if let Ok(block) = fields.text("block").parse::<BlockId>() {
        for one in orchards {
            let blocks = visit.app().read().blocks(one.orchard)?;
            if blocks.iter().any(|known| known.block == block) {
                return Ok(Some((who.farmer(one.orchard)?, Trees::Block(block))));
            }
        }
        return Ok(refuse(wrong, "block", "choice"));
    }
    let codes = fields.text("codes");
    let mut trees = Vec::new();
    let mut farmer = None;
    for code in codes.split([' ', ',', '，', '\n', '\r', '\t']) {
        if code.is_empty() {
            continue;
        }
        let Ok(code) = code.parse::<ShortCode>() else {
            return Ok(refuse(wrong, "codes", "code"));
        };
        let Some(signed) = super::today::farmer_of(visit, who, code) else {
            return Ok(refuse(wrong, "codes", "code"));
        };
        let Some(tree) = visit.app().read().tree_by_code(code)? else {
            return Ok(refuse(wrong, "codes", "code"));
        };
        farmer = Some(signed);
        trees.push(tree);
    }
    Ok(match farmer {
        Some(farmer) => Some((farmer, Trees::Named(trees))),
        None => refuse(wrong, "block", "required"),
    })
}

fn field_of(path: &str) -> String {
    match path.split('[').next() {
        Some("photos") => "photos".to_owned(),
        Some("trees") => "codes".to_owned(),
        Some(_) | None => path.to_owned(),
    }
}

/// `POST /losses/{id}/assessment`
pub(super) async fn assess(sent: Sent, path: Path<LossId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let mut wrong = fields_invalid();
    let each = kilograms(&sent.fields, &mut wrong);
    let days = number::<u16>(&sent.fields, "days", &mut wrong);
    let wish: Result<Done, Problem> = match (each, days) {
        (Some(each), Some(days)) => {
            let exceptions = vec![];
            let expected = Expectation { each, exceptions };
            losses::assess(
                sent.visit.app(),
                &operator,
                &sent.intent,
                *path,
                (expected, days),
            )
            .await
            .map_err(Problem::from)
        }
        _ => Err(wrong),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => {
            let path = format!("/losses/{}", *path);
            Ok(sent.visit.done(&path, "loss-assessed", done))
        }
        Err(refused) => Ok(refused.page(&draw::loss(&sent.visit, *path, refused.form.clone())?)),
    }
}

/// `POST /losses/{id}/correction`
pub(super) async fn correct(carried: Carried, path: Path<LossId>) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let operator = who.operator()?;
    let upload = upload?;
    let form = typed(&upload.fields);
    let mut wrong = fields_invalid();
    let days = number::<u16>(&upload.fields, "days", &mut wrong);
    let finding = if upload.fields.text("finding") == "did-not-occur" {
        Some(Finding::DidNotOccur)
    } else {
        let expected = |each| Expectation {
            each,
            exceptions: vec![],
        };
        kilograms(&upload.fields, &mut wrong).map(|each| Finding::IncorrectData(expected(each)))
    };
    let wish: Result<Done, Problem> = match (finding, days) {
        (Some(finding), Some(choose_days)) => {
            let wish = CorrectionWish {
                finding,
                note: upload.fields.text("note").to_owned(),
                photos: upload.files,
                choose_days,
            };
            losses::correct(visit.app(), &operator, &upload.intent, *path, wish)
                .await
                .map_err(Problem::from)
        }
        _ => Err(wrong),
    };
    match outcome(visit.lang, form, wish, field_of)? {
        Ok(done) => Ok(visit.done(&format!("/losses/{}", *path), "loss-corrected", done)),
        Err(refused) => Ok(refused.page(&draw::loss(&visit, *path, refused.form.clone())?)),
    }
}

/// Kilograms with at most three decimals, as grams.
fn kilograms(fields: &Fields, wrong: &mut Problem) -> Option<Grams> {
    let text = fields.text("each").trim();
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let grams = format!("{rest:0<3}");
    let number = (rest.len() <= 3)
        .then(|| whole.parse::<u64>().ok().zip(grams.parse::<u64>().ok()))
        .flatten();
    match number {
        Some((kilos, grams)) => Some(Grams(kilos.saturating_mul(1_000).saturating_add(grams))),
        None => refuse(wrong, "each", "not-a-number"),
    }
}

/// Who may look at a loss: farmers of its orchard and operators.
fn demand(visit: &Visit, row: &readmodels::losses::LossRow) -> Result<Identity, Problem> {
    let who = visit.signed_in()?.clone();
    who.farmer(row.orchard).map_err(|_| Error::NotFound)?;
    Ok(who)
}
