//! Histories to take away: EPCIS documents of a tree, a lot or a parcel for everybody who has its code, and of a whole
//! season for auditors, which is streamed. `?harvest=transformation` tells harvests as transformations.

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
    web::{Bytes, Data, Path, Query},
};
use app::Error;
use epcis::{Harvest, document};
use futures_util::stream;
use kernel::{LotId, Season, ShortCode};
use readmodels::{
    QueryError,
    provenance::{EXPORT_EVENTS_MAX, Export},
};
use serde::Deserialize;

use super::epcis::{JSON_LD, refused, versioned};
use crate::{
    api::Answer,
    auth::SignedIn,
    history::{Pages, frame},
    problem::Problem,
    state::State,
};

/// How harvests are told.
#[derive(Debug, Deserialize)]
pub(crate) struct ExportQuery {
    harvest: Option<HarvestWord>,
}

impl ExportQuery {
    const fn harvest(&self) -> Harvest {
        match self.harvest {
            None | Some(HarvestWord::Object) => Harvest::Object,
            Some(HarvestWord::Transformation) => Harvest::Transformation,
        }
    }
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
    let (head, tail) = frame(&state.names, state.app.now());
    let told = Told {
        state,
        pages: Pages::of_season(season),
        harvest: query.harvest(),
        next: Some(head),
        tail: Some(tail),
        is_first: true,
    };
    Ok(file(&format!("season-{season}")).streaming(stream::unfold(told, Told::next)))
}

/// A season's document on its way out, a page of events at a time.
struct Told {
    state: Data<State>,
    pages: Pages,
    harvest: Harvest,
    /// What is sent before any event.
    next: Option<String>,
    /// What is sent behind the last one.
    tail: Option<String>,
    is_first: bool,
}

impl Told {
    /// The next piece. One that fails ends the answer before its end, which every reader of JSON notices.
    async fn next(mut self) -> Option<(Result<Bytes, QueryError>, Self)> {
        if let Some(head) = self.next.take() {
            return Some((Ok(head.into()), self));
        }
        let read = self.state.app.read();
        match self.pages.next(read, &self.state.names, self.harvest) {
            Ok(Some(events)) => {
                let comma = if self.is_first { "" } else { "," };
                self.is_first = false;
                Some((Ok(format!("{comma}{}", events.join(",")).into()), self))
            }
            Ok(None) => {
                let tail = self.tail.take()?;
                Some((Ok(tail.into()), self))
            }
            Err(error) => {
                self.tail = None;
                Some((Err(error), self))
            }
        }
    }
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
    let harvest = query.harvest();
    let events = records
        .iter()
        .map(|record| state.names.event(record, harvest))
        .collect();
    let body = document(&state.names, events, state.app.now());
    Ok(file(name).body(body.to_string()))
}

/// A file to take away.
fn file(name: &str) -> HttpResponseBuilder {
    let disposition = format!("attachment; filename=\"pomona-{name}.jsonld\"");
    let mut answer = versioned(HttpResponse::Ok());
    answer
        .content_type(JSON_LD)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, disposition));
    answer
}
