//! `GET /farm/money`: a farm's own statement of each season, what went to it, and its answer to a settlement.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{Done, commands::farmers};
use kernel::{OrchardId, Season};
use readmodels::orchards::OrchardRow;
use serde::Deserialize;

use super::{Said, answer, draw, farms};
use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        today::{chosen, farmed},
        view::sheet::{Bars, Block, Item, Link, Links, SheetPage},
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/farm/money";

/// Which orchard's farm.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    orchard: Option<OrchardId>,
}

/// `GET /farm/money?orchard={id}`
pub(in crate::web) async fn show(
    visit: Visit,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    Ok(page(&drawn(&visit, asked.orchard, None)?))
}

fn drawn(
    visit: &Visit,
    asked: Option<OrchardId>,
    said: Option<&Said>,
) -> Result<SheetPage, Problem> {
    let orchards = farmed(visit, visit.signed_in()?)?;
    let mut blocks = Vec::new();
    if orchards.len() > 1 {
        let chosen = chosen(&orchards, asked)?.map(|one| one.orchard);
        blocks.push(Block::Links(choice(visit, &orchards, chosen)));
    }
    if let Some(orchard) = chosen(&orchards, asked)? {
        blocks.extend(seasons(visit, orchard, said)?);
    }
    if blocks.len() <= usize::from(orchards.len() > 1) {
        blocks.push(draw::items(visit, "farm-money", vec![]));
    }
    Ok(draw::sheet(visit, "farm-money", blocks))
}

fn choice(visit: &Visit, orchards: &[OrchardRow], chosen: Option<OrchardId>) -> Links {
    let links = orchards.iter().map(|one| Link {
        href: format!("{HERE}?orchard={}", one.orchard),
        label: format!("{} · {}", one.farm_name, one.name),
        current: chosen == Some(one.orchard),
    });
    Links {
        label: visit.lang.word("col", "farm"),
        links: links.collect(),
    }
}

fn seasons(
    visit: &Visit,
    orchard: &OrchardRow,
    said: Option<&Said>,
) -> Result<Vec<Block>, Problem> {
    let farmer = visit.signed_in()?.farmer(orchard.orchard)?;
    let all = visit.app().read().farm_seasons()?;
    let mut blocks = Vec::new();
    for one in all.iter().filter(|one| one.farm == orchard.farm) {
        let found = farmers::own_standing(visit.app(), &farmer, one.season)?;
        let Some(standing) = found else { continue };
        if let Some((number, payable)) = standing.proposed {
            let of = (orchard.orchard, one.season, number);
            blocks.push(proposal(visit, of, &names::money(payable), said));
        }
        let mut statement = farms::statement(visit, &standing.statement);
        statement.id = format!("statement-{}", one.season);
        statement.title = format!("{} · {}", statement.title, one.season);
        let name = visit.lang.word("block", "exposure");
        blocks.push(Block::Table(statement));
        blocks.push(Block::Bars(Bars {
            id: format!("exposure-{}", one.season),
            title: visit.lang.word("block", "advance"),
            bars: vec![farms::exposure(visit, name, &standing)],
            empty: String::new(),
        }));
    }
    if !blocks.is_empty() {
        blocks.push(Block::Table(farms::transfers(visit, orchard.farm)?));
    }
    Ok(blocks)
}

/// A settlement that waits for the farm's answer.
fn proposal(
    visit: &Visit,
    (orchard, season, number): (OrchardId, Season, u32),
    payable: &str,
    said: Option<&Said>,
) -> Block {
    let at = |what: &str| format!("{HERE}/{orchard}/{season}/{number}/{what}");
    let why = vec![draw::line(visit, "reason")];
    let id = format!("{season}-{number}");
    let item = Item {
        title: visit.text_with("settlement-proposed", "amount", payable),
        href: String::new(),
        mark: None,
        facts: Vec::new(),
        when: None,
        acts: vec![
            draw::button(visit, "agree", &id, at("agree"), said),
            draw::form(visit, "refuse-settlement", &id, at("refuse"), why, said),
        ],
    };
    let mut block = draw::items(visit, "proposal", vec![item]);
    if let Block::Items(items) = &mut block {
        items.id = format!("proposal-{season}");
        items.title = format!("{} · {season}", items.title);
    }
    block
}

/// An orchard, a season, a settlement.
type Of = Path<(OrchardId, u16, u32)>;

fn season(year: u16) -> Result<Season, Problem> {
    Season::new(year).map_err(|_| Problem::not_found())
}

/// `POST /farm/money/{orchard}/{season}/{number}/agree`
pub(in crate::web) async fn agree(sent: Sent, of: Of) -> Result<HttpResponse, Problem> {
    let (orchard, year, number) = of.into_inner();
    let farmer = sent.who.farmer(orchard)?;
    let season = season(year)?;
    let app = sent.visit.app();
    let wish = farmers::agree_settlement(app, &farmer, &sent.intent, season, number).await;
    let wish: Result<Done, Problem> = wish.map(|(_, done)| done).map_err(Problem::from);
    told(&sent, orchard, format!("agree-{season}-{number}"), wish)
}

/// `POST /farm/money/{orchard}/{season}/{number}/refuse`
pub(in crate::web) async fn refuse(sent: Sent, of: Of) -> Result<HttpResponse, Problem> {
    let (orchard, year, number) = of.into_inner();
    let farmer = sent.who.farmer(orchard)?;
    let season = season(year)?;
    let app = sent.visit.app();
    let why = (number, sent.fields.text("reason").to_owned());
    let wish = farmers::dispute_settlement(app, &farmer, &sent.intent, season, why).await;
    let act = format!("refuse-settlement-{season}-{number}");
    told(&sent, orchard, act, wish.map_err(Problem::from))
}

fn told(
    sent: &Sent,
    orchard: OrchardId,
    act: String,
    wish: Result<Done, Problem>,
) -> Result<HttpResponse, Problem> {
    let to = format!("{HERE}?orchard={orchard}");
    answer(sent, wish, &to, act, |said| {
        drawn(&sent.visit, Some(orchard), said)
    })
}
