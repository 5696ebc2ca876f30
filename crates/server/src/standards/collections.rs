//! The top-level resources of EPCIS 2.0: which kinds, steps, dispositions and places there are events of. Each leads to its
//! events.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path},
};
use epcis::CONTEXT;
use readmodels::provenance::Facet;
use serde_json::json;

use super::epcis::{JSON_LD, refused, versioned};
use crate::{api::Answer, auth::SignedIn, problem::Problem, state::State};

/// A collection by its name in an address.
fn facet_of(name: &str) -> Option<Facet> {
    Some(match name {
        "eventTypes" => Facet::Kind,
        "bizSteps" => Facet::BizStep,
        "dispositions" => Facet::Disposition,
        "bizLocations" | "readPoints" => Facet::Place,
        _ => return None,
    })
}

/// `GET /epcis/{collection}`: its members.
pub(crate) async fn members(state: Data<State>, who: SignedIn, name: Path<String>) -> Answer {
    who.identity.auditor()?;
    let Some(facet) = facet_of(&name) else {
        return Ok(unknown(&name));
    };
    Ok(collection(&values(&state, facet)?))
}

/// `GET /epcis/{collection}/{member}`: what there is of it.
pub(crate) async fn member(
    state: Data<State>,
    who: SignedIn,
    path: Path<(String, String)>,
) -> Answer {
    who.identity.auditor()?;
    let (name, value) = path.into_inner();
    let known = match facet_of(&name) {
        Some(facet) => values(&state, facet)?.contains(&value),
        None => false,
    };
    if known {
        Ok(collection(&["events".to_owned()]))
    } else {
        Ok(unknown(&value))
    }
}

fn values(state: &State, facet: Facet) -> Result<Vec<String>, Problem> {
    let values = state.app.read().epcis_values(facet)?;
    Ok(match facet {
        Facet::Place => {
            let places = values.iter().map(|id| state.names.place_by_id(id));
            places.collect()
        }
        Facet::Kind | Facet::BizStep | Facet::Disposition => values,
    })
}

fn collection(members: &[String]) -> HttpResponse {
    let body = json!({ "@context": CONTEXT, "type": "Collection", "member": members });
    versioned(HttpResponse::Ok())
        .content_type(JSON_LD)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body.to_string())
}

fn unknown(name: &str) -> HttpResponse {
    refused(StatusCode::NOT_FOUND, "NoSuchResourceException", name)
}
