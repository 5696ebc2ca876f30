//! The query interface of EPCIS 2.0: `/epcis/events` and its shorter ways. For auditors and operators, because whole
//! lists tell how business goes; the history of one thing is in [`exports`](super::exports), for everybody.

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use epcis::{Harvest, query_document};
use gs1::encode;
use serde_json::{Value, json};

use super::query::{Asked, Refusal, next_page, read};
use crate::{api::Answer, auth::SignedIn, state::State};

/// Versions of the standards, in headers of every answer.
const VERSIONS: [(&str, &str); 5] = [
    ("GS1-EPCIS-Version", "2.0"),
    ("GS1-EPCIS-Min", "2.0"),
    ("GS1-EPCIS-Max", "2.0"),
    ("GS1-CBV-Min", "2.0"),
    ("GS1-CBV-Max", "2.0"),
];
/// JSON-LD.
pub(super) const JSON_LD: &str = "application/ld+json";
/// A page's token holds for ever; the standard wants a date, so it is said anew with each page, in seconds (a day).
const TOKEN_SECONDS: i64 = 86_400;
/// How things may be named in answers: as web addresses alone.
const FORMATS: [&str; 3] = [
    "No_Preference",
    "Always_GS1_Digital_Link",
    "Never_Translates",
];

type Pairs = Query<Vec<(String, String)>>;

/// `GET /epcis/events`
pub(crate) async fn events(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    query: Pairs,
) -> Answer {
    answer(&req, &state, &who, &query)
}

/// `GET /epcis/events/{eventID}`: the event, and the declaration that it is wrong if there is one.
pub(crate) async fn event(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    id: Path<String>,
    query: Pairs,
) -> Answer {
    narrowed(&req, &state, &who, query, ("EQ_eventID", &id))
}

/// `GET /epcis/epcs/{epc}/events`
pub(crate) async fn of_thing(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    epc: Path<String>,
    query: Pairs,
) -> Answer {
    narrowed(&req, &state, &who, query, ("MATCH_anyEPC", &epc))
}

/// `GET /epcis/eventTypes/{type}/events`
pub(crate) async fn of_kind(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    kind: Path<String>,
    query: Pairs,
) -> Answer {
    narrowed(&req, &state, &who, query, ("eventType", &kind))
}

/// `GET /epcis/bizSteps/{step}/events`
pub(crate) async fn of_step(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    step: Path<String>,
    query: Pairs,
) -> Answer {
    narrowed(&req, &state, &who, query, ("EQ_bizStep", &step))
}

/// `GET /epcis/dispositions/{word}/events`
pub(crate) async fn of_disposition(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    word: Path<String>,
    query: Pairs,
) -> Answer {
    narrowed(&req, &state, &who, query, ("EQ_disposition", &word))
}

/// `GET /epcis/bizLocations/{place}/events` and `/epcis/readPoints/{place}/events`: ours are the same.
pub(crate) async fn of_place(
    req: HttpRequest,
    state: Data<State>,
    who: SignedIn,
    place: Path<String>,
    query: Pairs,
) -> Answer {
    narrowed(&req, &state, &who, query, ("EQ_bizLocation", &place))
}

/// `OPTIONS` of all of them.
pub(crate) async fn options() -> HttpResponse {
    versioned(HttpResponse::NoContent())
        .insert_header((header::ALLOW, "GET, HEAD, OPTIONS"))
        .finish()
}

fn narrowed(
    req: &HttpRequest,
    state: &State,
    who: &SignedIn,
    query: Pairs,
    by: (&str, &str),
) -> Answer {
    let mut pairs = query.into_inner();
    // Alternatives would widen what the path has narrowed.
    if pairs.iter().any(|(name, _)| name == by.0) {
        return Ok(refused(
            StatusCode::BAD_REQUEST,
            "QueryParameterException",
            by.0,
        ));
    }
    pairs.push((by.0.to_owned(), by.1.to_owned()));
    answer(req, state, who, &pairs)
}

fn answer(req: &HttpRequest, state: &State, who: &SignedIn, pairs: &[(String, String)]) -> Answer {
    who.identity.auditor()?;
    if !format_is_ours(req) {
        return Ok(refused(
            StatusCode::NOT_ACCEPTABLE,
            "NotAcceptableException",
            "GS1-EPC-Format",
        ));
    }
    let asked = match read(state, pairs) {
        Ok(asked) => asked,
        Err(Refusal::Parameter(name)) => {
            return Ok(refused(
                StatusCode::BAD_REQUEST,
                "QueryParameterException",
                &name,
            ));
        }
        Err(Refusal::Problem(problem)) => return Err(problem),
    };
    shown(req, state, asked)
}

fn format_is_ours(req: &HttpRequest) -> bool {
    let asked = req.headers().get("GS1-EPC-Format");
    asked.is_none_or(|asked| {
        FORMATS
            .iter()
            .any(|known| asked.as_bytes() == known.as_bytes())
    })
}

/// One page, and where the next begins.
fn shown(req: &HttpRequest, state: &State, mut asked: Asked) -> Answer {
    if let Some(max) = asked.count_max.filter(|_| asked.served == 0) {
        asked.query.limit = max.saturating_add(1);
        if state.app.read().epcis_events(&asked.query)?.len() > max {
            return Ok(refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "QueryTooLargeException",
                "maxEventCount",
            ));
        }
    }
    let left = asked
        .count_limit
        .map_or(usize::MAX, |limit| limit.saturating_sub(asked.served));
    let size = asked.per_page.min(left);
    asked.query.limit = size + 1;
    let mut found = state.app.read().epcis_events(&asked.query)?;
    let more = found.len() > size && size < left;
    found.truncate(size);
    let next = found
        .last()
        .filter(|_| more)
        .map(|(after, _)| next_page(*after, asked.served + found.len()));
    let events = found
        .iter()
        .map(|(_, record)| state.names.event(record, Harvest::Object))
        .collect();
    let now = state.app.now();
    let mut answer = versioned(HttpResponse::Ok());
    answer
        .content_type(JSON_LD)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("GS1-EPC-Format", "Never_Translates"));
    if let Some(token) = next {
        let until = now.plus_seconds(TOKEN_SECONDS);
        answer
            .insert_header((
                header::LINK,
                format!("<{}>; rel=\"next\"", next_address(req, &token)),
            ))
            .insert_header(("GS1-Next-Page-Token-Expires", until.to_string()));
    }
    Ok(answer.body(query_document(&state.names, events, now).to_string()))
}

/// The same address with another token.
fn next_address(req: &HttpRequest, token: &str) -> String {
    let kept = req.query_string().split('&');
    let kept = kept.filter(|pair| !pair.is_empty() && !pair.starts_with("nextPageToken="));
    let mut query: Vec<_> = kept.map(str::to_owned).collect();
    query.push(format!("nextPageToken={}", encode(token)));
    format!("{}?{}", req.uri().path(), query.join("&"))
}

pub(super) fn versioned(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    for header in VERSIONS {
        answer.insert_header(header);
    }
    answer
}

/// A refusal in the words of EPCIS: its exception, and what is at fault.
pub(super) fn refused(status: StatusCode, exception: &str, detail: &str) -> HttpResponse {
    versioned(HttpResponse::build(status))
        .content_type("application/problem+json")
        .body(problem_body(status, exception, detail).to_string())
}

/// Problem details in the words of EPCIS.
pub(super) fn problem_body(status: StatusCode, exception: &str, detail: &str) -> Value {
    json!({
        "type": format!("epcisException:{exception}"),
        "title": exception,
        "status": status.as_u16(),
        "detail": detail,
    })
}
