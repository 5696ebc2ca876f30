//! `/observations/{id}/correction` and `/lots/{id}/correction`: a farmer declares what was told to be wrong and says what
//! holds instead (D 43). Nothing is edited: the tree's page shows both.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    commands::corrections,
    permission::{Farmer, Identity, Signed},
};
use kernel::{Grams, LotId, ObservationId, OrchardId};
use readmodels::{lots::LotRow, observations::ObservationRow};
use traceability::{correction::Mistake, lot::Weighing, observation::Seen};

use super::{
    harvest::{GRADES, choices, day, fields_invalid, grams_or_none, trees, word},
    names,
    page::page,
    today::STAGES,
    view::{
        correction::{CorrectionPage, Right},
        form::Form,
        parts::When,
    },
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// What may be wrong, the more usual first.
const MISTAKES: [Mistake; 2] = [Mistake::IncorrectData, Mistake::DidNotOccur];

/// `GET /observations/{id}/correction`
pub(super) async fn observation(
    visit: Visit,
    id: Path<ObservationId>,
) -> Result<HttpResponse, Problem> {
    let (row, _) = own_observation(&visit, visit.signed_in()?, *id)?;
    let form = Form::empty()
        .with("stage", names::code_of(&row.stage))
        .with("note", row.note.clone().unwrap_or_default());
    Ok(page(&draw_observation(&visit, &row, form)))
}

/// `POST /observations/{id}/correction`
pub(super) async fn correct_observation(
    sent: Sent,
    id: Path<ObservationId>,
) -> Result<HttpResponse, Problem> {
    let (row, farmer) = own_observation(&sent.visit, &sent.who, *id)?;
    let wish = say_seen(&sent, &farmer, *id).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(&today(&row), "fact-corrected", done)),
        Err(refused) => {
            let drawn = draw_observation(&sent.visit, &row, refused.form.clone());
            Ok(refused.page(&drawn))
        }
    }
}

async fn say_seen(
    sent: &Sent,
    farmer: &Signed<Farmer>,
    id: ObservationId,
) -> Result<Done, Problem> {
    let (fields, mut wrong) = (&sent.fields, fields_invalid());
    let mistake = word(fields, "mistake", &mut wrong);
    let right = match mistake {
        Some(Mistake::IncorrectData) => word(fields, "stage", &mut wrong).map(|stage| Seen {
            stage,
            note: Some(fields.text("note").to_owned()),
        }),
        Some(Mistake::DidNotOccur) | None => None,
    };
    if !wrong.errors.is_empty() {
        return Err(wrong);
    }
    let reason = fields.text("reason");
    Ok(corrections::observation(sent.visit.app(), farmer, &sent.intent, id, right, reason).await?)
}

/// `GET /lots/{id}/correction`
pub(super) async fn lot(visit: Visit, id: Path<LotId>) -> Result<HttpResponse, Problem> {
    let (row, _) = own_lot(&visit, visit.signed_in()?, *id)?;
    let form = Form::empty()
        .with("grade", names::code_of(&row.grade))
        .with("picked_on", row.picked_on.to_string())
        .with("tare", row.tare.0.to_string())
        .with("trees", lines(&visit, row.lot)?);
    Ok(page(&draw_lot(&visit, &row, form)))
}

/// `POST /lots/{id}/correction`
pub(super) async fn correct_lot(sent: Sent, id: Path<LotId>) -> Result<HttpResponse, Problem> {
    let (row, farmer) = own_lot(&sent.visit, &sent.who, *id)?;
    let wish = say_weighed(&sent, &farmer, &row).await;
    let field_of = |path: &str| {
        let trees = path.starts_with("yields");
        if trees {
            "trees".to_owned()
        } else {
            path.to_owned()
        }
    };
    match sent.outcome(wish, field_of)? {
        Ok(done) => Ok(sent.visit.done("/harvest", "fact-corrected", done)),
        Err(refused) => {
            let drawn = draw_lot(&sent.visit, &row, refused.form.clone());
            Ok(refused.page(&drawn))
        }
    }
}

async fn say_weighed(sent: &Sent, farmer: &Signed<Farmer>, row: &LotRow) -> Result<Done, Problem> {
    let (fields, mut wrong) = (&sent.fields, fields_invalid());
    let right = match word(fields, "mistake", &mut wrong) {
        Some(Mistake::IncorrectData) => weighing(sent, row, &mut wrong),
        Some(Mistake::DidNotOccur) | None => None,
    };
    if !wrong.errors.is_empty() {
        return Err(wrong);
    }
    let reason = fields.text("reason");
    let (app, intent) = (sent.visit.app(), &sent.intent);
    Ok(corrections::harvest(app, farmer, intent, row.lot, right, reason).await?)
}

fn weighing(sent: &Sent, row: &LotRow, wrong: &mut Problem) -> Option<Weighing> {
    let fields = &sent.fields;
    let picked_on = day(fields, "picked_on", wrong);
    let grade = word(fields, "grade", wrong);
    let tare = grams_or_none(fields, "tare", wrong);
    let yields = trees(sent, Some(row.block), wrong);
    let (picked_on, grade, tare, yields) = (picked_on?, grade?, tare?, yields?);
    let net: Grams = yields.iter().map(|one| one.grams).sum();
    Some(Weighing {
        picked_on,
        grade,
        gross: net.plus(tare),
        tare,
        yields,
    })
}

/// One tree a line: its code and its grams.
fn lines(visit: &Visit, lot: LotId) -> Result<String, Problem> {
    let mut lines = Vec::new();
    for given in visit.app().read().lot_yields(lot)? {
        if let Some(card) = visit.app().read().tree_card(given.tree)? {
            lines.push(format!("{} {}", names::tree_code(&card), given.grams.0));
        }
    }
    Ok(lines.join("\n"))
}

fn own(who: &Identity, orchard: OrchardId) -> Result<Signed<Farmer>, Problem> {
    who.farmer(orchard).map_err(|_| Problem::not_found())
}

fn own_observation(
    visit: &Visit,
    who: &Identity,
    id: ObservationId,
) -> Result<(ObservationRow, Signed<Farmer>), Problem> {
    let row = visit
        .app()
        .read()
        .observation(id)?
        .ok_or_else(Problem::not_found)?;
    let farmer = own(who, row.tree.orchard)?;
    Ok((row, farmer))
}

fn own_lot(visit: &Visit, who: &Identity, id: LotId) -> Result<(LotRow, Signed<Farmer>), Problem> {
    let row = visit.app().read().lot(id)?.ok_or_else(Problem::not_found)?;
    let farmer = own(who, row.orchard)?;
    Ok((row, farmer))
}

fn today(row: &ObservationRow) -> String {
    format!("/today?orchard={}", row.tree.orchard)
}

fn draw_observation(visit: &Visit, row: &ObservationRow, form: Form) -> CorrectionPage {
    let lang = visit.lang;
    let stage = lang.word("stage", &names::code_of(&row.stage));
    CorrectionPage {
        shell: visit.shell(),
        action: format!("/observations/{}/correction", row.observation),
        back: today(row),
        name: names::tree(lang, &row.tree),
        told: match &row.note {
            Some(note) => format!("{stage} · {note}"),
            None => stage,
        },
        when: names::when(lang, row.captured_at),
        mistakes: choices(visit, "mistake", &MISTAKES),
        form,
        right: Right::Seen(choices(visit, "stage", &STAGES)),
    }
}

fn draw_lot(visit: &Visit, row: &LotRow, form: Form) -> CorrectionPage {
    let grade = visit.lang.word("grade", &names::code_of(&row.grade));
    CorrectionPage {
        shell: visit.shell(),
        action: format!("/lots/{}/correction", row.lot),
        back: "/harvest".to_owned(),
        name: format!("{} · {}", row.code, row.block_name),
        told: format!("{grade} · {}", names::weight(row.net)),
        when: When::on(visit.lang, row.picked_on.date()),
        mistakes: choices(visit, "mistake", &MISTAKES),
        form,
        right: Right::Weighed(choices(visit, "grade", &GRADES)),
    }
}
