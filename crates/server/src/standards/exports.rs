//! Histories to take away: EPCIS documents of a tree, a lot or a parcel for everybody who has its code, and of a whole
//! season for auditors. `?harvest=transformation` tells harvests as transformations.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use app::Error;
use epcis::{Harvest, document};
use kernel::{LotId, Season, ShortCode};
use readmodels::provenance::{EXPORT_EVENTS_MAX, Export};
use serde::Deserialize;

use super::epcis::{JSON_LD, refused, versioned};
use crate::{api::Answer, auth::SignedIn, problem::Problem, state::State};

/// How harvests are told.
#[derive(Debug, Deserialize)]
pub(crate) struct ExportQuery {
    harvest: Option<HarvestWord>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum HarvestWord {
    Object,
    Transformation,
}

/// `GET /epcis/exports/trees/{code}`
pub(crate) async fn tree(
    state: Data<State>,
    code: Path<ShortCode>,
    query: Query<ExportQuery>,
) -> Answer {
    let tree = state
        .app
        .read()
        .tree_by_code(*code)?
        .ok_or(Error::NotFound)?;
    export(&state, Export::Tree(tree), &format!("tree-{code}"), &query)
}

/// `GET /epcis/exports/lots/{lot}`
pub(crate) async fn lot(state: Data<State>, lot: Path<LotId>, query: Query<ExportQuery>) -> Answer {
    state.app.read().lot(*lot)?.ok_or(Error::NotFound)?;
    export(&state, Export::Lot(*lot), &lot.to_string(), &query)
}

/// `GET /epcis/exports/parcels/{code}`
pub(crate) async fn parcel(
    state: Data<State>,
    code: Path<ShortCode>,
    query: Query<ExportQuery>,
) -> Answer {
    let found = state
        .app
        .read()
        .parcel_by_code(*code)?
        .ok_or(Error::NotFound)?;
    export(
        &state,
        Export::Parcel(found.parcel),
        &format!("parcel-{code}"),
        &query,
    )
}

/// `GET /epcis/exports/seasons/{season}`
pub(crate) async fn season(
    state: Data<State>,
    who: SignedIn,
    season: Path<u16>,
    query: Query<ExportQuery>,
) -> Answer {
    who.identity.auditor()?;
    let season = Season::new(*season).map_err(|_| Problem::not_found())?;
    export(
        &state,
        Export::Season(season),
        &format!("season-{season}"),
        &query,
    )
}

fn export(state: &State, what: Export, name: &str, query: &ExportQuery) -> Answer {
    let records = state.app.read().epcis_export(what)?;
    if records.len() > EXPORT_EVENTS_MAX {
        let way = "ask /epcis/events page by page";
        return Ok(refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "QueryTooLargeException",
            way,
        ));
    }
    let harvest = match query.harvest {
        None | Some(HarvestWord::Object) => Harvest::Object,
        Some(HarvestWord::Transformation) => Harvest::Transformation,
    };
    let events = records
        .iter()
        .map(|record| state.names.event(record, harvest))
        .collect();
    let body = document(&state.names, events, state.app.now());
    let disposition = format!("attachment; filename=\"pomona-{name}.jsonld\"");
    Ok(versioned(HttpResponse::Ok())
        .content_type(JSON_LD)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(body.to_string()))
}
