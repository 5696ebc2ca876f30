//! `/lots/{id}/certificate`: a farmer issues another certificate in place of the lot's: after mixing it with other lots,
//! after packing it otherwise, or because the paper was wrong. The old one stays where it was, marked as replaced.

use actix_web::{HttpResponse, web::Path};
use app::{
    commands::certificates,
    permission::{Farmer, Signed},
};
use kernel::LotId;
use readmodels::{
    certificates::CertificateRow,
    lots::{LOTS_MAX, LotRow},
};
use traceability::lot::{MIXED_LOTS_MAX, ReissueCause};

use super::link;
use crate::{
    problem::Problem,
    web::{
        harvest::{self, choices, fields_invalid, refuse, word},
        names,
        page::page,
        view::{
            form::Form,
            sheet::{Act, Block, Cell, Field, FieldKind, Link, SheetPage, Table},
        },
        visit::{Sent, Visit},
    },
};

/// Why a certificate is issued anew, the more usual first.
const CAUSES: [ReissueCause; 3] = [
    ReissueCause::Mixed,
    ReissueCause::Repacked,
    ReissueCause::Corrected,
];

/// `GET /lots/{id}/certificate`
pub(in crate::web) async fn show(visit: Visit, id: Path<LotId>) -> Result<HttpResponse, Problem> {
    let row = certified(&visit, *id)?;
    let who = visit.signed_in()?;
    who.farmer(row.orchard).map_err(|_| Problem::not_found())?;
    Ok(page(&draw(&visit, &row, None)?))
}

/// `POST /lots/{id}/certificate`
pub(in crate::web) async fn reissue(sent: Sent, id: Path<LotId>) -> Result<HttpResponse, Problem> {
    let row = certified(&sent.visit, *id)?;
    let farmer = sent
        .who
        .farmer(row.orchard)
        .map_err(|_| Problem::not_found())?;
    let wish = wish(&sent, &farmer, &row).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => {
            let back = format!("/lots/{id}/certificate");
            Ok(sent.visit.done(&back, "certificate-reissued", done))
        }
        Err(refused) => Ok(refused.page(&draw(&sent.visit, &row, Some(refused.form.clone()))?)),
    }
}

async fn wish(sent: &Sent, farmer: &Signed<Farmer>, row: &LotRow) -> Result<app::Done, Problem> {
    let mut wrong = fields_invalid();
    let cause = word(&sent.fields, "cause", &mut wrong);
    let lots = lots(sent, row, &mut wrong);
    let certificate = harvest::certificate_fields(&sent.fields, &mut wrong);
    let (Some(cause), Some(lots), Some(certificate)) = (cause, lots, certificate) else {
        return Err(wrong);
    };
    let (app, intent) = (sent.visit.app(), &sent.intent);
    Ok(certificates::reissue(app, farmer, intent, &lots, (certificate, cause)).await?)
}

/// This lot, and those whose codes were typed.
fn lots(sent: &Sent, row: &LotRow, wrong: &mut Problem) -> Option<Vec<LotId>> {
    let all = sent
        .visit
        .app()
        .read()
        .lots(row.orchard)
        .unwrap_or_default();
    let typed = sent.fields.text("others");
    let codes = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'));
    let mut lots = vec![row.lot];
    for code in codes.filter(|code| !code.is_empty()).take(MIXED_LOTS_MAX) {
        match all.iter().find(|other| other.code == code) {
            Some(other) => lots.push(other.lot),
            None => return refuse(wrong, "others", "lot-unknown"),
        }
    }
    Some(lots)
}

/// A lot with a certificate; otherwise there is no such page.
fn certified(visit: &Visit, lot: LotId) -> Result<LotRow, Problem> {
    let row = visit.app().read().lot(lot)?;
    row.filter(|row| row.certificate.is_some() && row.withdrawn.is_none())
        .ok_or_else(Problem::not_found)
}

fn draw(visit: &Visit, row: &LotRow, form: Option<Form>) -> Result<SheetPage, Problem> {
    let read = visit.app().read();
    let rows = read.certificates_of(row.lot)?;
    let all = read.lots(row.orchard)?;
    let others: Vec<_> = all
        .iter()
        .filter(|other| other.lot != row.lot && other.certificate.is_some())
        .filter(|other| other.withdrawn.is_none())
        .take(LOTS_MAX)
        .map(|other| other.code.as_str())
        .collect();
    let plain = |href: String, label: String| Link {
        href,
        label,
        current: false,
    };
    Ok(SheetPage {
        shell: visit.shell(),
        title: visit.lang.text("certificate-reissue"),
        lead: visit.lang.text("certificate-reissue-lead"),
        links: vec![
            plain("/harvest".to_owned(), visit.lang.text("harvest-title")),
            plain(
                format!("/lots/{}", row.lot),
                visit.text_with("trace-lot", "lot", &row.code),
            ),
        ],
        blocks: vec![
            Block::Table(table(visit, &rows)),
            Block::Form(act(visit, row, &others.join(" "), form)),
        ],
    })
}

fn table(visit: &Visit, rows: &[CertificateRow]) -> Table {
    let lang = visit.lang;
    let row = |row: &CertificateRow| {
        let link = link(visit, row);
        let state = match row.replaced {
            Some((_, cause)) => lang.word("reissue", &names::code_of(&cause)),
            None => lang.text("certificate-in-force"),
        };
        vec![
            Cell::link(link.label, link.href),
            Cell::number(names::weight(row.grams)),
            Cell::text(state),
        ]
    };
    Table {
        id: "certificates".to_owned(),
        title: lang.text("certificate-all"),
        mark: None,
        head: vec![
            Cell::text(lang.text("column-certificate")),
            Cell::number(lang.text("column-weight")),
            Cell::text(lang.text("certificate-state")),
        ],
        rows: rows.iter().map(row).collect(),
        foot: Vec::new(),
        empty: String::new(),
    }
}

fn act(visit: &Visit, row: &LotRow, others: &str, form: Option<Form>) -> Act {
    let lang = visit.lang;
    let field = |name: &'static str, key: &str, kind| Field {
        name,
        label: lang.text(key),
        hint: String::new(),
        kind,
        required: true,
    };
    let line = |name: &'static str, key: &str| field(name, key, FieldKind::Line("text"));
    Act {
        id: "reissue".to_owned(),
        action: format!("/lots/{}/certificate", row.lot),
        label: lang.text("certificate-reissue"),
        hint: lang.text("certificate-reissue-hint"),
        button: lang.text("certificate-reissue-submit"),
        class: "",
        fields: vec![
            field(
                "cause",
                "certificate-cause",
                FieldKind::Choose(choices(visit, "reissue", &CAUSES)),
            ),
            Field {
                hint: visit.text_with("certificate-others-hint", "lots", others),
                required: false,
                ..field("others", "certificate-others", FieldKind::Area)
            },
            line("number", "certificate-number"),
            line("product", "certificate-product"),
            line("origin", "certificate-origin"),
            line("producer", "certificate-producer"),
            line("contact", "certificate-contact"),
            field(
                "basis",
                "certificate-basis",
                FieldKind::Choose(choices(visit, "basis", &harvest::BASES)),
            ),
            field("issued_on", "certificate-day", FieldKind::Line("date")),
        ],
        form: form.unwrap_or_else(|| filled(visit, row)),
    }
}

/// What the certificate says now, but for its number and day.
fn filled(visit: &Visit, row: &LotRow) -> Form {
    let form = Form::empty().with("issued_on", harvest::today(visit));
    match &row.certificate {
        Some(one) => form
            .with("product", one.product.clone())
            .with("origin", one.origin.clone())
            .with("producer", one.producer.clone())
            .with("contact", one.contact.clone())
            .with("basis", names::code_of(&one.basis)),
        None => form,
    }
}
