//! `GET /p/{code}` and `GET /l/{lot}`: where the fruit of a parcel or a lot comes from. It shows the trees the fruit grew
//! on, not the one that was adopted (D 34), places as far as the village, and no person (D 45).

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web::Path};
use kernel::{Grams, LotId, OrchardId, ShortCode, Timestamp, TreeId};
use readmodels::{care::CareDone, lots::LotRow};

use super::{
    certificates, format, names,
    page::page,
    view::{
        parts::{Fact, Photo, When},
        sheet::Link,
        trace::{TraceLot, TracePage, TraceStep, TraceTreatment, TraceTree},
    },
    visit::Visit,
};
use crate::problem::Problem;

/// A season of treatments, in days.
const SEASON_DAYS: u64 = 365;

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
        weight: names::weight(row.net),
        photo: photo_of(std::slice::from_ref(&shown)),
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
    let (mut orchard, mut told) = (None, Vec::new());
    for content in &row.contents {
        let lot = lot_row(&visit, content.lot)?;
        orchard = Some(lot.orchard);
        told.extend(picked(&visit, &lot));
        lots.push(draw_lot(&visit, &lot, content.grams)?);
    }
    let step = |key: &str, at: Option<Timestamp>| {
        at.map(|at| TraceStep {
            title: visit.lang.text(key),
            when: names::when(visit.lang, at),
        })
    };
    told.sort_by(|one, other| one.when.machine.cmp(&other.when.machine));
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
        photo: photo_of(&lots),
        steps: told
            .into_iter()
            .chain(steps.into_iter().flatten())
            .collect(),
        lots,
        events: format!("/epcis/exports/parcels/{code}"),
    }))
}

/// What happened to a lot before it was packed; only the days are known.
fn picked(visit: &Visit, lot: &LotRow) -> Vec<TraceStep> {
    let step = |key: &str, day: kernel::Day| TraceStep {
        title: visit.text_with(key, "lot", &lot.code),
        when: When::on(visit.lang, day.date()),
    };
    let certified = lot.certificate.as_ref().map(|one| one.issued_on);
    let certified = certified.map(|day| step("trace-step-certified", day));
    std::iter::once(step("trace-step-picked", lot.picked_on))
        .chain(certified)
        .collect()
}

/// A picture of a tree that the fruit grew on.
fn photo_of(lots: &[TraceLot]) -> Option<Photo> {
    let mut trees = lots.iter().flat_map(|lot| &lot.trees);
    trees.find_map(|tree| tree.photo.clone())
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
    let papers = visit.app().read().certificates_of(row.lot)?;
    let mut trees = Vec::new();
    let yields = visit.app().read().lot_yields(row.lot)?;
    for given in &yields {
        if let Some(card) = visit.app().read().tree_card(given.tree)? {
            trees.push(TraceTree {
                href: names::tree_href(&card),
                name: names::tree(lang, &card),
                photo: names::photo(lang, &card),
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
        certificate: papers.first().map(|one| Link {
            href: certificates::href(one),
            label: one.certificate.number.clone(),
            current: true,
        }),
        replaced: papers
            .iter()
            .skip(1)
            .map(|one| certificates::link(visit, one))
            .collect(),
        treatments: treatments(visit, row, yields.iter().map(|given| given.tree))?,
        facts,
        trees,
    })
}

/// What was put on the trees between the harvest before and this one: within a year. Each treatment of a block is told
/// once, whichever trees it touched.
fn treatments(
    visit: &Visit,
    row: &LotRow,
    trees: impl Iterator<Item = TreeId>,
) -> Result<Vec<TraceTreatment>, Problem> {
    let since = row.picked_on.minus_days(SEASON_DAYS);
    let mut told = BTreeMap::new();
    for tree in trees {
        for entry in visit.app().read().treatments_of(tree)? {
            let CareDone::Treated {
                treatment,
                waiting_until,
                withdrawn: None,
            } = entry.done
            else {
                continue;
            };
            let counts =
                treatment.on <= row.picked_on && since.is_none_or(|day| treatment.on > day);
            if counts {
                let one = TraceTreatment {
                    product: treatment.product,
                    when: When::on(visit.lang, treatment.on.date()),
                    until: When::on(visit.lang, waiting_until.date()),
                };
                told.insert((treatment.on, entry.entry), one);
            }
        }
    }
    Ok(told.into_values().collect())
}
