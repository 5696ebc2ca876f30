//! The GS1 resolver: `/01/…`, `/00/…`, `/8004/…`, and our own `/id/…`. People are sent on to the page (307, the query
//! kept), programs get the linkset when they ask for it.

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header,
    web::{Data, Query},
};
use epcis::Named;
use gs1::{GIAI_AI, GTIN_AI, Key, SSCC_AI};
use serde_json::json;

use super::{
    linkset::{LINKSET, PREFIX, VOCABULARY, links, linkset, of_kind},
    target::target_of,
};
use crate::{
    api::Answer,
    problem::{Kind, Problem},
    state::State,
};

/// Everything that can be asked of the resolver, from any site.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// `GET /01/…`, `/00/…`, `/8004/…`
pub(crate) async fn key(
    req: HttpRequest,
    state: Data<State>,
    query: Query<Vec<(String, String)>>,
) -> Answer {
    let key: Key = req.uri().path().parse().map_err(|error: gs1::KeyError| {
        Problem::new(Kind::Malformed, "gs1-key-malformed", error.to_string())
    })?;
    resolve(&req, &state, &query, &Named::Key(key))
}

/// `GET /id/obj/…`, `/id/class/…`, `/id/loc/…`
pub(crate) async fn own(
    req: HttpRequest,
    state: Data<State>,
    query: Query<Vec<(String, String)>>,
) -> Answer {
    let named = state.names.read_path(req.uri().path());
    resolve(&req, &state, &query, &named.ok_or_else(Problem::not_found)?)
}

fn resolve(
    req: &HttpRequest,
    state: &Data<State>,
    query: &[(String, String)],
    named: &Named,
) -> Answer {
    let target = target_of(state, named)?.ok_or_else(Problem::not_found)?;
    let links = links(&target);
    let asked = query.iter().find(|(name, _)| name == "linkType");
    let asked = asked.map(|(_, kind)| kind.as_str());
    if matches!(asked, Some("linkset" | "all")) || asked.is_none() && wants_linkset(req) {
        let anchor = format!("{}{}", state.names.base, path_of(req, named));
        let body = linkset(&state.names.base, &anchor, &links);
        return Ok(open(HttpResponse::Ok())
            .content_type(LINKSET)
            .insert_header((header::VARY, "Accept"))
            .body(body.to_string()));
    }
    let page = match asked {
        None => &target.page,
        Some(kind) => &of_kind(&links, kind).ok_or_else(Problem::not_found)?.href,
    };
    Ok(send_on(req, page))
}

/// The address in its one spelling.
fn path_of(req: &HttpRequest, named: &Named) -> String {
    match named {
        Named::Key(key) => key.to_string(),
        Named::Tree(_)
        | Named::Tag(_)
        | Named::Lot(_)
        | Named::Parcel(_)
        | Named::Block(_)
        | Named::Orchard(_) => req.uri().path().to_owned(),
    }
}

fn wants_linkset(req: &HttpRequest) -> bool {
    let accept = req.headers().get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok());
    accept.is_some_and(|types| types.contains(LINKSET))
}

/// Temporary, because another page may tell of it one day; the query belongs to whoever scanned.
fn send_on(req: &HttpRequest, page: &str) -> HttpResponse {
    let location = match req.query_string() {
        "" => page.to_owned(),
        query => format!("{page}?{query}"),
    };
    let linkset = format!(
        "<{}?linkType=linkset>; rel=\"linkset\"; type=\"{LINKSET}\"",
        req.uri().path()
    );
    open(HttpResponse::TemporaryRedirect())
        .insert_header((header::LOCATION, location))
        .insert_header((header::LINK, linkset))
        .insert_header((header::VARY, "Accept"))
        .finish()
}

/// Any site may ask.
fn open(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer.insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    answer
}

/// `OPTIONS` of all of them.
pub(crate) async fn options() -> HttpResponse {
    open(HttpResponse::NoContent())
        .insert_header((header::ALLOW, METHODS))
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept"))
        .finish()
}

/// `GET /.well-known/gs1resolver`: not there without a GS1 key.
pub(crate) async fn description(state: Data<State>) -> Answer {
    let gs1 = &state.config.gs1;
    let mut keys = Vec::new();
    if gs1.tree().is_some() || gs1.fruit().is_some() {
        keys.push(GTIN_AI);
    }
    if gs1.company().is_some() {
        keys.extend([SSCC_AI, GIAI_AI]);
    }
    if keys.is_empty() {
        return Err(Problem::not_found());
    }
    let about = json!({
        "name": "Pomona",
        "resolverRoot": state.names.base,
        "supportedPrimaryKeys": keys,
        "supportedLinkType": [{ "namespace": VOCABULARY, "prefix": PREFIX }],
        "linkTypeDefaultCanBeLinkset": false,
    });
    Ok(open(HttpResponse::Ok()).json(about))
}
