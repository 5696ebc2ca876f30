//! `GET /account/money`: what a buyer paid, what went back, what is credit and what is still to come as fruit; every
//! adoption line by line, and the invoices. `GET /account/money.csv`: the same to keep.

use actix_web::HttpResponse;
use app::{Done, commands::credits};
use kernel::Money;
use readmodels::{
    credits::{CreditLine, CreditMove},
    money::OwnMoney,
};

use super::{Said, account, amount, answer, books, draw, invoices};
use crate::{
    answer as api,
    problem::Problem,
    web::{
        format, names,
        page::page,
        view::sheet::{Block, Cell, Link, Links, SheetPage, Table},
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/account/money";
/// How many lines of credit are shown.
const LINES_MAX: usize = 50;

/// `GET /account/money`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?;
    Ok(page(&drawn(&visit, None)?))
}

fn drawn(visit: &Visit, said: Option<&Said>) -> Result<SheetPage, Problem> {
    let person = visit.signed_in()?.person();
    let read = visit.app().read();
    let adoptions = adoptions(visit)?;
    let credit = read.credit_of(person)?;
    let mut blocks = vec![figures(visit, &adoptions, &credit)?];
    if let Some(credit) = credit.first() {
        let mut fields = vec![draw::line(visit, "amount")];
        fields.extend(account::fields(visit, true));
        let mut act = draw::form(visit, "cash", "new", format!("{HERE}/cash"), fields, said);
        let there = names::money(*credit);
        act.hint = visit.text_with("cash-available", "available", &there);
        blocks.push(Block::Form(act));
    }
    for (nth, one) in adoptions.iter().enumerate() {
        if !one.own.lines.is_empty() {
            blocks.push(Block::Table(of_adoption(visit, nth, one)));
        }
    }
    let lines = read.credit_lines(person, LINES_MAX)?;
    if !lines.is_empty() {
        blocks.push(Block::Table(of_credit(visit, &lines)?));
    }
    let issued = read.invoices_of(person)?;
    blocks.push(Block::Table(invoices::table(visit, &issued)?));
    blocks.push(Block::Links(Links {
        label: visit.lang.word("books", "exports"),
        links: vec![Link {
            href: format!("{HERE}.csv"),
            label: visit.lang.word("books", "csv"),
            current: false,
        }],
    }));
    Ok(draw::sheet(visit, "my-money", blocks))
}

/// What became of one's money for an adoption, under the tree's name.
struct Named {
    tree: String,
    own: OwnMoney,
}

fn adoptions(visit: &Visit) -> Result<Vec<Named>, Problem> {
    let own = visit
        .app()
        .read()
        .own_money(visit.signed_in()?.person())?
        .into_iter();
    own.map(|own| {
        let tree = draw::tree_of(visit, own.adoption)?;
        Ok(Named { tree, own })
    })
    .collect()
}

/// What was paid, what is back, what is credit, what is still to come.
fn figures(visit: &Visit, adoptions: &[Named], credit: &[Money]) -> Result<Block, Problem> {
    let sum = |wanted: &[&str]| {
        let all = adoptions.iter().flat_map(|one| &one.own.lines);
        let some = all.filter(|line| wanted.contains(&line.what.as_str()));
        some.fold(0_i64, |sum, line| sum.saturating_add(line.amount.minor))
    };
    let yuan = |minor| names::money(Money::fen(minor));
    let mut to_come = 0_i64;
    for one in adoptions.iter().filter(|one| one.own.is_held) {
        let owed = visit.app().read().owed_for(one.own.adoption)?;
        to_come = to_come.saturating_add(owed.map_or(0, |row| row.deposit + row.undelivered));
    }
    let left = credit.first().map_or(0, |money| money.minor);
    Ok(Block::Tiles(vec![
        draw::tile(
            visit,
            "paid-in",
            yuan(sum(&["payment captured", "surplus received"])),
        ),
        draw::tile(visit, "refunded", yuan(sum(&["refund settled"]))),
        draw::tile(visit, "credit-left", yuan(left)),
        draw::tile(visit, "to-come", yuan(to_come)),
    ]))
}

fn of_adoption(visit: &Visit, nth: usize, one: &Named) -> Table {
    let rows = one.own.lines.iter().map(|line| {
        vec![
            Cell::text(format::day(visit.lang, line.day.date())),
            Cell::text(books::happened(visit, &line.what)),
            Cell::number(names::money(line.amount)),
        ]
    });
    let mut table = draw::table(
        visit,
        "adoption",
        &["day", "what", "#amount"],
        rows.collect(),
    );
    table.id = format!("adoption-{nth}");
    table.title.clone_from(&one.tree);
    table
}

fn of_credit(visit: &Visit, lines: &[CreditLine]) -> Result<Table, Problem> {
    let mut rows = Vec::new();
    for line in lines {
        let what = moved(visit, line.happened);
        let what = match line.adoption {
            Some(adoption) => format!("{what} · {}", draw::tree_of(visit, adoption)?),
            None => what,
        };
        rows.push(vec![
            Cell::text(names::when(visit.lang, line.at).text),
            Cell::text(what),
            Cell::number(names::money(line.moved)),
        ]);
    }
    Ok(draw::table(
        visit,
        "credit",
        &["when", "what", "#amount"],
        rows,
    ))
}

fn moved(visit: &Visit, happened: CreditMove) -> String {
    let word = match happened {
        CreditMove::Granted(source) => format!("granted-{}", names::code_of(&source)),
        CreditMove::Spent => "spent".to_owned(),
        CreditMove::Returned => "returned".to_owned(),
        CreditMove::CashRequested(_) => "cash-requested".to_owned(),
        CreditMove::CashPaid(_) => "cash-paid".to_owned(),
        CreditMove::CashNotPaid(_) => "cash-not-paid".to_owned(),
    };
    visit.lang.word("credit", &word)
}

/// `GET /account/money.csv`
pub(in crate::web) async fn csv(visit: Visit) -> Result<HttpResponse, Problem> {
    let headings = ["day", "tree", "what", "amount_minor", "currency"];
    let mut rows = Vec::new();
    for one in adoptions(&visit)? {
        rows.extend(one.own.lines.into_iter().map(|line| {
            [
                line.day.to_string(),
                one.tree.clone(),
                books::happened(&visit, &line.what),
                line.amount.minor.to_string(),
                line.amount.currency.code().to_owned(),
            ]
        }));
    }
    Ok(api::csv("money.csv", headings, rows))
}

/// `POST /account/money/cash`
pub(in crate::web) async fn cash(sent: Sent) -> Result<HttpResponse, Problem> {
    let buyer = sent.who.buyer();
    let wish = async {
        let amount = amount(&sent.fields, "amount")?;
        let to = account::needed(&sent.fields)?;
        let app = sent.visit.app();
        let (_, done) = credits::pay_credit_out(app, &buyer, &sent.intent, amount, &to).await?;
        Ok(done)
    };
    let wish: Result<Done, Problem> = wish.await;
    answer(&sent, wish, HERE, "cash-new", |said| {
        drawn(&sent.visit, said)
    })
}
