//! `GET /harvest`: picking. A lot is weighed and recorded, then gets its certificate. Fruit of other orchards is not
//! seen here.

mod read;

pub(super) use read::{
    block_of, certificate_fields, day, fields_invalid, grams_or_none, number, refuse, trees, word,
};

use actix_web::HttpResponse;
use app::commands::harvest;
use kernel::LotId;
use readmodels::{lots::LotRow, orchards::OrchardRow};
use traceability::lot::{Certificate, CertificateBasis, Grade};

use super::{
    names,
    page::page,
    today::farmed,
    view::{
        form::{Choice, Form},
        harvest::{HarvestLot, HarvestPage},
        parts::{Mark, Tone, When},
    },
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// All grades, best first.
pub(super) const GRADES: [Grade; 4] = [Grade::Extra, Grade::First, Grade::Second, Grade::Juice];
/// On what a certificate may rest.
pub(super) const BASES: [CertificateBasis; 4] = [
    CertificateBasis::OwnTest,
    CertificateBasis::CommissionedTest,
    CertificateBasis::InternalControl,
    CertificateBasis::SelfDeclaration,
];

/// `GET /harvest`
pub(super) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    Ok(page(&draw(&visit, &orchards, None, None)?))
}

/// `POST /harvest/lots`
pub(super) async fn record_lot(sent: Sent) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&sent.visit, &sent.who)?;
    let wish = match read::lot(&sent) {
        Ok((signed, lot)) => harvest::record(sent.visit.app(), &signed, &sent.intent, lot)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, lot_field)? {
        Ok((_, done)) => Ok(sent.visit.done("/harvest", "lot-recorded", done)),
        Err(refused) => Ok(refused.page(&draw(
            &sent.visit,
            &orchards,
            Some(refused.form.clone()),
            None,
        )?)),
    }
}

/// `POST /harvest/certificates`
pub(super) async fn certify(sent: Sent) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&sent.visit, &sent.who)?;
    let wish = issue(&sent).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done("/harvest", "certificate-recorded", done)),
        Err(refused) => Ok(refused.page(&draw(
            &sent.visit,
            &orchards,
            None,
            Some(refused.form.clone()),
        )?)),
    }
}

async fn issue(sent: &Sent) -> Result<app::Done, Problem> {
    let (lot, certificate): (LotId, Certificate) = read::certificate(&sent.fields)?;
    let row = sent
        .visit
        .app()
        .read()
        .lot(lot)?
        .ok_or_else(Problem::not_found)?;
    let signed = sent
        .who
        .farmer(row.orchard)
        .map_err(|_| Problem::not_found())?;
    Ok(
        harvest::issue_certificate(sent.visit.app(), &signed, &sent.intent, lot, certificate)
            .await?,
    )
}

/// `yields[3].tree` is a line of the field `trees`.
fn lot_field(path: &str) -> String {
    if path.starts_with("yields") {
        "trees".to_owned()
    } else {
        path.to_owned()
    }
}

fn draw(
    visit: &Visit,
    orchards: &[OrchardRow],
    lot_form: Option<Form>,
    certificate_form: Option<Form>,
) -> Result<HarvestPage, Problem> {
    let mut lots = Vec::new();
    for orchard in orchards {
        lots.extend(visit.app().read().lots(orchard.orchard)?);
    }
    lots.sort_by_key(|lot| std::cmp::Reverse(lot.recorded_at));
    let open = lots
        .iter()
        .filter(|lot| lot.certificate.is_none() && lot.withdrawn.is_none());
    Ok(HarvestPage {
        shell: visit.shell(),
        blocks: blocks(visit, orchards)?,
        grades: choices(visit, "grade", &GRADES),
        bases: choices(visit, "basis", &BASES),
        lot_form: lot_form.unwrap_or_else(|| new_lot(visit)),
        open_lots: open
            .map(|lot| Choice::new(lot.lot.to_string(), lot.code.clone()))
            .collect(),
        certificate_form: certificate_form.unwrap_or_else(|| new_certificate(visit, orchards)),
        lots: lots.iter().map(|lot| row(visit, lot)).collect(),
    })
}

/// The blocks of all these orchards.
pub(super) fn blocks(visit: &Visit, orchards: &[OrchardRow]) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    for orchard in orchards {
        for block in visit.app().read().blocks(orchard.orchard)? {
            let label = format!("{} · {}", orchard.name, block.name);
            choices.push(Choice::new(block.block.to_string(), label));
        }
    }
    Ok(choices)
}

/// A closed list to choose from.
pub(super) fn choices<T: serde::Serialize>(
    visit: &Visit,
    family: &str,
    values: &[T],
) -> Vec<Choice> {
    let codes = values.iter().map(names::code_of);
    codes
        .map(|code| Choice::new(code.clone(), visit.lang.word(family, &code)))
        .collect()
}

pub(super) fn today(visit: &Visit) -> String {
    harvest::local_day(visit.app().now()).to_string()
}

fn new_lot(visit: &Visit) -> Form {
    let form = Form::empty().with("picked_on", today(visit));
    form.with("grade", names::code_of(&Grade::First))
}

fn new_certificate(visit: &Visit, orchards: &[OrchardRow]) -> Form {
    let form = Form::empty().with("issued_on", today(visit));
    match orchards.first() {
        Some(orchard) => form
            .with(
                "origin",
                format!("{}{}", orchard.place.province, orchard.place.county),
            )
            .with("producer", orchard.farm_name.clone()),
        None => form,
    }
}

fn row(visit: &Visit, lot: &LotRow) -> HarvestLot {
    let certificate = match (&lot.withdrawn, &lot.certificate) {
        (Some(_), _) => Mark::new(visit.lang.text("correction-withdrawn"), Tone::Bad),
        (None, Some(certificate)) => Mark::new(certificate.number.clone(), Tone::Good),
        (None, None) => Mark::new(visit.lang.text("harvest-uncertified"), Tone::Warn),
    };
    HarvestLot {
        href: format!("/lots/{}", lot.lot),
        name: format!("{} · {}", lot.code, lot.block_name),
        picked: When::on(visit.lang, lot.picked_on.date()),
        trees: i64::from(lot.trees),
        weight: names::weight(lot.net),
        paper: lot
            .certificate
            .as_ref()
            .map(|_| format!("/lots/{}/certificate", lot.lot)),
        left: names::weight(lot.net.minus_or_zero(lot.packed)),
        certificate,
        correct: (lot.withdrawn.is_none() && lot.allocated_at.is_none())
            .then(|| format!("/lots/{}/correction", lot.lot)),
    }
}
