//! The GS1 resolver: `/01/…`, `/00/…`, `/8004/…`, and our own `/id/…`. People are sent on to the page (307, the query
//! kept), programs get the linkset when they ask for it.

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header,
    web::{Data, Query},
};
use epcis::Named;
use gs1::{GIAI_AI, GTIN_AI, Key, SSCC_AI, check_attribute};
use serde_json::json;

use super::{
    linkset::{CONTEXT, LINKSET, PREFIX, VOCABULARY, links, linkset, of_kind},
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
    let malformed = |error: gs1::KeyError| {
        Problem::new(Kind::Malformed, "gs1-key-malformed", error.to_string())
    };
    let key: Key = req.uri().path().parse().map_err(malformed)?;
    for (name, value) in query.iter() {
        check_attribute(name, value).map_err(malformed)?;
    }
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
            .insert_header((header::LINK, context_link()))
            .body(body.to_string()));
    }
    let page = match asked {
        None => &target.page,
        Some(kind) => &of_kind(&links, kind).ok_or_else(Problem::not_found)?.href,
    };
    Ok(send_on(req, page))
}

/// Where programs that read JSON-LD find what a linkset's words mean (RFC 9264, 7.2.2).
fn context_link() -> String {
    format!(
        "<{CONTEXT}>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\""
    )
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

/// Whether a linkset is liked better than a page (RFC 9110, 12.5.1). `application/json` stands for it, too.
fn wants_linkset(req: &HttpRequest) -> bool {
    let accept = req.headers().get(header::ACCEPT);
    let accept = accept
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let weight = |wanted: &[&str]| {
        let mine = accept.split(',').filter_map(|part| {
            let mut parts = part.split(';').map(str::trim);
            let kind = parts.next()?;
            wanted
                .iter()
                .any(|one| one.eq_ignore_ascii_case(kind))
                .then(|| weight_of(parts))
        });
        mine.max().unwrap_or_default()
    };
    weight(&[LINKSET, "application/json"]) > weight(&["text/html", "application/xhtml+xml"])
}

/// `q=0.8` in thousandths; 1 unless it is said.
fn weight_of<'a>(mut parameters: impl Iterator<Item = &'a str>) -> u16 {
    let told = parameters.find_map(|one| one.strip_prefix("q="));
    let Some(told) = told else { return 1_000 };
    let (whole, part) = told.split_once('.').unwrap_or((told, ""));
    let thousandths = format!("{part:0<3}");
    match (
        whole,
        thousandths.get(..3).and_then(|text| text.parse().ok()),
    ) {
        ("0", Some(thousandths)) => thousandths,
        ("1", Some(0)) => 1_000,
        _ => 0,
    }
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
        "jsonLdContextLocation": CONTEXT,
    });
    Ok(open(HttpResponse::Ok()).json(about))
}
