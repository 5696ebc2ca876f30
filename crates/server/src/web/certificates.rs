//! `GET /l/{lot}/certificates/{nth}`: a certificate (承诺达标合格证) for everybody who scans its code, also one that was
//! replaced; and its two printed forms. Its words are those that were in force when it was issued.

pub(super) mod reissue;
pub(super) mod wording;

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use kernel::LotId;
use labels::Certificate as Drawn;
use readmodels::certificates::CertificateRow;
use traceability::{
    certificate_form::Wording,
    lot::{Certificate, CertificateBasis},
};

use super::{
    format, names,
    page::page,
    print::{self, Asked},
    view::{
        certificate::{CertificatePage, Successor},
        parts::Fact,
        sheet::Link,
    },
    visit::Visit,
};
use crate::problem::Problem;

/// `GET /l/{lot}/certificates/{nth}`
pub(super) async fn show(visit: Visit, at: Path<(LotId, u32)>) -> Result<HttpResponse, Problem> {
    let (lot, nth) = at.into_inner();
    let rows = visit.app().read().certificates_of(lot)?;
    let row = rows.iter().find(|row| row.nth == nth);
    let row = row.ok_or_else(Problem::not_found)?;
    let wording = visit.app().read().certificate_wording(row.wording)?;
    let newest = rows.first().filter(|newest| newest.nth != row.nth);
    let others = rows.iter().filter(|other| other.nth != row.nth);
    Ok(page(&CertificatePage {
        shell: visit.shell(),
        title: wording.title.clone(),
        promise: wording.promise.clone(),
        facts: facts(&wording, row)
            .into_iter()
            .map(|(name, value)| Fact::new(name, value))
            .collect(),
        basis: wording.basis.clone(),
        bases: bases(&wording, &row.certificate),
        successor: newest.map(|newest| successor(&visit, row, newest)),
        lot: Link {
            href: format!("/l/{lot}"),
            label: visit.text_with("trace-lot", "lot", &row.lot_code),
            current: false,
        },
        mixed: mixed(&visit, row)?,
        others: others.map(|other| link(&visit, other)).collect(),
        paper: format!("{}/paper.pdf", href(row)),
        label: format!("{}/label.pdf", href(row)),
    }))
}

/// Where a certificate is shown.
pub(super) fn href(row: &CertificateRow) -> String {
    format!("/l/{}/certificates/{}", row.lot, row.nth)
}

/// A certificate by its number and day.
pub(super) fn link(visit: &Visit, row: &CertificateRow) -> Link {
    let day = format::day(visit.lang, row.certificate.issued_on.date());
    Link {
        href: href(row),
        label: format!("{} · {day}", row.certificate.number),
        current: row.replaced.is_none(),
    }
}

fn successor(visit: &Visit, row: &CertificateRow, newest: &CertificateRow) -> Successor {
    let cause = row.replaced.map(|(_, cause)| names::code_of(&cause));
    Successor {
        number: newest.certificate.number.clone(),
        href: href(newest),
        cause: cause.map_or_else(String::new, |cause| visit.lang.word("reissue", &cause)),
    }
}

fn mixed(visit: &Visit, row: &CertificateRow) -> Result<Vec<Link>, Problem> {
    let mut links = Vec::with_capacity(row.mixed_with.len());
    for lot in &row.mixed_with {
        if let Some(other) = visit.app().read().lot(*lot)? {
            links.push(Link {
                href: format!("/l/{lot}"),
                label: other.code,
                current: false,
            });
        }
    }
    Ok(links)
}

/// The fields by their names, those that the label has room for first.
fn facts(wording: &Wording, row: &CertificateRow) -> Vec<(String, String)> {
    let one = &row.certificate;
    let fact = |name: &String, value: &str| (name.clone(), value.to_owned());
    vec![
        fact(&wording.product, &one.product),
        fact(&wording.quantity, &names::weight(row.grams)),
        fact(&wording.origin, &one.origin),
        fact(&wording.producer, &one.producer),
        fact(&wording.contact, &one.contact),
        fact(&wording.issued_on, &one.issued_on.to_string()),
        fact(&wording.number, &one.number),
    ]
}

fn bases(wording: &Wording, one: &Certificate) -> Vec<(String, bool)> {
    let basis = |name: &String, basis| (name.clone(), one.basis == basis);
    vec![
        basis(
            &wording.commissioned_test,
            CertificateBasis::CommissionedTest,
        ),
        basis(&wording.own_test, CertificateBasis::OwnTest),
        basis(&wording.internal_control, CertificateBasis::InternalControl),
        basis(&wording.self_declaration, CertificateBasis::SelfDeclaration),
    ]
}

/// `GET /l/{lot}/certificates/{nth}/paper.pdf`: the form to enclose or hang up.
pub(super) async fn paper(
    visit: Visit,
    at: Path<(LotId, u32)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let drawn = drawn(&visit, at.into_inner())?;
    let stock = asked.stock_or(labels::CERTIFICATE_PAPER, "roll")?;
    print::file("certificate", stock, vec![drawn], labels::certificate_paper).await
}

/// `GET /l/{lot}/certificates/{nth}/label.pdf`: the form with the code, for every box.
pub(super) async fn label(
    visit: Visit,
    at: Path<(LotId, u32)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let drawn = drawn(&visit, at.into_inner())?;
    let stock = asked.stock_or(labels::CERTIFICATE_LABEL, "a4")?;
    let count = asked.count_or(stock.per_page(), print::BOX_LABELS_MAX)?;
    let labels = vec![drawn; count];
    print::file("certificates", stock, labels, labels::certificate_label).await
}

fn drawn(visit: &Visit, (lot, nth): (LotId, u32)) -> Result<Drawn, Problem> {
    let read = visit.app().read();
    let rows = read.certificates_of(lot)?;
    let row = rows.iter().find(|row| row.nth == nth);
    let row = row.ok_or_else(Problem::not_found)?;
    let wording = read.certificate_wording(row.wording)?;
    let newest = rows.first().filter(|newest| newest.nth != row.nth);
    let note = newest.map(|newest| {
        let number = &newest.certificate.number;
        visit.text_with("certificate-replaced-by", "number", number)
    });
    Ok(Drawn {
        facts: facts(&wording, row),
        bases: bases(&wording, &row.certificate),
        basis: wording.basis,
        title: wording.title,
        promise: wording.promise,
        note: note.unwrap_or_default(),
        scan: visit.lang.text("certificate-scan"),
        url: print::address(visit, &href(row)),
    })
}
