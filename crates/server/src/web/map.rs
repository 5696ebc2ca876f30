//! `GET /campaigns/{id}/map` and `GET /register/map`: an orchard as its trees stand on the ground. The public one is of a
//! campaign's trees and tells whether they can be had, never who has them; places are metres from the middle of the
//! map, not coordinates (D 45).

mod drawer;
mod drawing;
mod page;
mod projection;

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use kernel::{CampaignId, OrchardId, Season, TreeId};
use readmodels::map::Standing;
use serde::Deserialize;

use super::{
    campaign, names,
    page::page,
    today::{chosen, farmed, orchard_choice},
    view::{form::Choice, map::Filter},
    visit::Visit,
};
use crate::problem::Problem;
use page::{Frame, Land, Place, draw};

/// Where and what to look at.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Looking {
    zoom: Option<u8>,
    x: Option<i32>,
    y: Option<i32>,
    #[serde(default)]
    state: String,
    #[serde(default)]
    variety: String,
    /// The tree to begin at.
    tree: Option<TreeId>,
}

/// Which orchard's register map.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    orchard: Option<OrchardId>,
    season: Option<Season>,
}

/// `GET /campaigns/{id}/map?zoom={n}&x={m}&y={m}&state={state}&variety={variety}`
pub(super) async fn of_campaign(
    visit: Visit,
    id: Path<CampaignId>,
    looking: Query<Looking>,
) -> Result<HttpResponse, Problem> {
    let card = campaign::find(&visit, *id)?.card;
    let read = visit.app().read();
    let here = campaign::href(*id);
    let land = Land {
        trees: read.map_of_campaign(*id)?,
        blocks: read.map_blocks(card.orchard)?,
    };
    let frame = Frame {
        title: names::spoken(visit.lang, &card.title),
        place: names::farm_place(&card.farm_name, &card.place),
        back: (here.clone(), visit.lang.text("map-back-campaign")),
        action: format!("{here}/map"),
        keep: Vec::new(),
        filters: Vec::new(),
        standings: &[Standing::Free, Standing::Held, Standing::Taken],
        unplaced_href: None,
        leads_to: Place::Offer(here),
    };
    Ok(page(&draw(&visit, &land, frame, &looking)))
}

/// `GET /register/map?orchard={id}&season={year}&tree={id}` and what the public map is asked.
pub(super) async fn of_orchard(
    visit: Visit,
    asked: Query<Asked>,
    looking: Query<Looking>,
) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    let orchard = chosen(&orchards, asked.orchard)?.ok_or_else(Problem::not_found)?;
    let read = visit.app().read();
    let seasons = read.seasons_offered(orchard.orchard)?;
    let this_year = visit.app().now().utc().date_naive();
    let season = asked.season.or(seasons.first().copied());
    let season = season.map_or_else(|| this_season(this_year), Ok)?;
    let id = orchard.orchard;
    let land = Land {
        trees: read.map_of_orchard(id, season)?,
        blocks: read.map_blocks(id)?,
    };
    let frame = Frame {
        title: orchard.name.clone(),
        place: names::farm_place(&orchard.farm_name, &orchard.place),
        back: (
            format!("/register?orchard={id}"),
            visit.lang.text("register-title"),
        ),
        action: "/register/map".to_owned(),
        keep: vec![("orchard", id.to_string()), ("season", season.to_string())],
        filters: vec![
            Filter {
                name: "orchard",
                label: visit.lang.text("orchard"),
                choices: orchards.iter().map(orchard_choice).collect(),
            },
            Filter {
                name: "season",
                label: visit.lang.text("map-season"),
                choices: with_chosen(&seasons, season),
            },
        ],
        standings: &drawing::STANDINGS,
        unplaced_href: Some(format!("/register?orchard={id}&lack=spot")),
        leads_to: Place::Record,
    };
    Ok(page(&draw(&visit, &land, frame, &looking)))
}

fn this_season(today: chrono::NaiveDate) -> Result<Season, Problem> {
    use chrono::Datelike;
    let year = u16::try_from(today.year()).unwrap_or_default();
    Season::new(year).map_err(|_| Problem::not_found())
}

fn with_chosen(seasons: &[Season], chosen: Season) -> Vec<Choice> {
    let missing = (!seasons.contains(&chosen)).then_some(chosen);
    let all = seasons.iter().copied().chain(missing);
    all.map(|season| Choice::new(season.to_string(), season.to_string()))
        .collect()
}
