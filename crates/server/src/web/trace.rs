//! `GET /p/{code}` and `GET /l/{lot}`: where the fruit of a parcel or a lot comes from. It shows the trees the fruit grew
//! on, not the one that was adopted (D 34), places as far as the village, and no person (D 45).

use actix_web::{HttpResponse, web::Path};
use kernel::{Grams, LotId, OrchardId, ShortCode, Timestamp};
use readmodels::lots::LotRow;

use super::{
    format, names,
    page::page,
    view::{
        parts::{Fact, When},
        trace::{TraceLot, TracePage, TraceStep, TraceTree},
    },
    visit::Visit,
};
use crate::problem::Problem;

/// `GET /l/{lot}`
pub(super) async fn lot(visit: Visit, lot: Path<LotId>) -> Result<HttpResponse, Problem> {
    let row = lot_row(&visit, *lot)?;
    let mut shown = draw_lot(&visit, &row, row.net)?;
    shown.href.clear();
    Ok(page(&TracePage {
        shell: visit.shell(),
        title: visit.text_with("trace-lot", "lot", &row.code),
        lead: visit.lang.text("trace-lot-lead"),
        place: place(&visit, row.orchard)?,
        weight: String::new(),
        steps: Vec::new(),
        lots: vec![shown],
        events: format!("/epcis/exports/lots/{}", row.lot),
    }))
}

/// `GET /p/{code}`
pub(super) async fn parcel(visit: Visit, code: Path<String>) -> Result<HttpResponse, Problem> {
    let code: ShortCode = code.parse().map_err(|_| Problem::not_found())?;
    let found = visit.app().read().parcel_by_code(code)?;
    let row = found.ok_or_else(Problem::not_found)?;
    let mut lots = Vec::with_capacity(row.contents.len());
    let mut orchard = None;
    for content in &row.contents {
        let lot = lot_row(&visit, content.lot)?;
        orchard = Some(lot.orchard);
        lots.push(draw_lot(&visit, &lot, content.grams)?);
    }
    let step = |key: &str, at: Option<Timestamp>| {
        at.map(|at| TraceStep {
            title: visit.lang.text(key),
            when: names::when(visit.lang, at),
        })
    };
    let steps = [
        step("trace-packed", Some(row.packed_at)),
        step("trace-handed-over", row.handed_over_at),
        step("trace-delivered", row.delivered_at),
    ];
    Ok(page(&TracePage {
        shell: visit.shell(),
        title: visit.text_with("trace-parcel", "code", &code.grouped()),
        lead: visit.lang.text("trace-parcel-lead"),
        place: orchard.map_or_else(|| Ok(String::new()), |orchard| place(&visit, orchard))?,
        weight: names::weight(row.grams),
        steps: steps.into_iter().flatten().collect(),
        lots,
        events: format!("/epcis/exports/parcels/{code}"),
    }))
}

fn lot_row(visit: &Visit, lot: LotId) -> Result<LotRow, Problem> {
    let row = visit.app().read().lot(lot)?;
    row.ok_or_else(Problem::not_found)
}

/// Farm and village.
fn place(visit: &Visit, orchard: OrchardId) -> Result<String, Problem> {
    let found = visit.app().read().orchard(orchard)?;
    let orchard = found.ok_or_else(Problem::not_found)?;
    let place = &orchard.place;
    Ok(format!(
        "{}{}",
        names::farm_place(&orchard.farm_name, place),
        place.village
    ))
}

fn draw_lot(visit: &Visit, row: &LotRow, grams: Grams) -> Result<TraceLot, Problem> {
    let lang = visit.lang;
    let grade = lang.word("grade", &names::code_of(&row.grade));
    let mut facts = vec![Fact::new(lang.text("lot-grade"), grade)];
    if let Some(reason) = &row.withdrawn {
        facts.push(Fact::new(lang.text("correction-withdrawn"), reason.clone()));
    }
    if let Some(certificate) = &row.certificate {
        let basis = lang.word("basis", &names::code_of(&certificate.basis));
        let day = format::day(lang, certificate.issued_on.date());
        facts.extend([
            Fact::new(
                lang.text("certificate-producer"),
                certificate.producer.clone(),
            ),
            Fact::new(lang.text("certificate-basis"), basis),
            Fact::new(lang.text("certificate-day"), day),
        ]);
    }
    let mut trees = Vec::new();
    for given in visit.app().read().lot_yields(row.lot)? {
        if let Some(card) = visit.app().read().tree_card(given.tree)? {
            trees.push(TraceTree {
                href: names::tree_href(&card),
                name: names::tree(lang, &card),
                variety: card.variety,
                weight: names::weight(given.grams),
            });
        }
    }
    Ok(TraceLot {
        name: row.code.clone(),
        href: format!("/l/{}", row.lot),
        picked: When::on(lang, row.picked_on.date()),
        weight: names::weight(grams),
        certificate: row.certificate.as_ref().map(|one| one.number.clone()),
        facts,
        trees,
    })
}
