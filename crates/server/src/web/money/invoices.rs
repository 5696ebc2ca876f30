//! `GET /operator/invoices`: invoices by number, and the adoptions whose invoice, or red-letter invoice, is due (D 22).

use actix_web::{HttpResponse, web::Path};
use app::{Done, commands::books};
use kernel::AdoptionId;
use readmodels::invoices::InvoiceRow;

use super::{Said, answer, draw};
use crate::{
    problem::Problem,
    web::{
        format, names,
        page::page,
        view::{
            parts::Tone,
            sheet::{Block, Cell, Item, SheetPage, Table},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/operator/invoices";
/// How many invoices, and how many that are due, are shown.
const SHOWN_MAX: usize = 100;

/// `GET /operator/invoices`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&drawn(&visit, None)?))
}

fn drawn(visit: &Visit, said: Option<&Said>) -> Result<SheetPage, Problem> {
    let acts = visit.signed_in()?.is_operator();
    let mut due = Vec::new();
    for (adoption, open) in visit.app().read().to_invoice(SHOWN_MAX)? {
        let red = open.minor < 0;
        let (word, tone) = if red {
            ("red", Tone::Bad)
        } else {
            ("due", Tone::Warn)
        };
        let action = format!("{HERE}/{adoption}");
        due.push(Item {
            title: names::money(open),
            href: String::new(),
            mark: Some(draw::mark(visit, "invoice", word, tone)),
            facts: vec![draw::tree_of(visit, adoption)?],
            when: None,
            acts: if acts {
                let act = if red { "issue-red" } else { "issue" };
                vec![draw::button(visit, act, adoption, action, said)]
            } else {
                vec![]
            },
        });
    }
    let rows = visit.app().read().invoices(None, SHOWN_MAX)?;
    let blocks = vec![
        draw::items(visit, "invoices-due", due),
        Block::Table(table(visit, &rows)?),
    ];
    Ok(draw::operator_sheet(visit, "invoices", blocks))
}

/// Invoices by number.
pub(super) fn table(visit: &Visit, rows: &[InvoiceRow]) -> Result<Table, Problem> {
    let mut lines = Vec::new();
    for row in rows {
        let of = match row.corrects {
            Some(number) => visit.text_with("invoice-corrects", "number", &number.to_string()),
            None => draw::tree_of(visit, row.adoption)?,
        };
        lines.push(vec![
            Cell::text(row.number.to_string()),
            Cell::text(format::day(visit.lang, row.day.date())),
            Cell::text(of),
            Cell::number(names::money(row.amount)),
        ]);
    }
    let head = ["number", "day", "what", "#amount"];
    Ok(draw::table(visit, "invoices", &head, lines))
}

/// `POST /operator/invoices/{adoption}`
pub(in crate::web) async fn issue(
    sent: Sent,
    adoption: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let app = sent.visit.app();
    let wish = books::issue_invoice(app, &operator, &sent.intent, *adoption).await;
    let wish: Result<Done, Problem> = wish.map(|(_, done)| done).map_err(Problem::from);
    let act = format!("issue-{adoption}");
    answer(&sent, wish, HERE, act, |said| drawn(&sent.visit, said))
}
