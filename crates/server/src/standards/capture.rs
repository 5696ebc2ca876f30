//! The capture interface of EPCIS 2.0: events of others about things of ours. An operator, or a program with an operator's
//! token, brings them; they are kept apart as claims of others and never become facts of ours. What is left behind of an
//! event is said in [`epcis::received`].

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use app::commands::captures::{self, Brought};
use epcis::{DocumentFlaw, Flaw, Received, received};
use kernel::CaptureId;
use readmodels::{
    captures::{CaptureRow, FOREIGN_EVENTS_MAX, ForeignRow},
    provenance::EventQuery,
};
use serde::Deserialize;
use serde_json::{Value, json};
use traceability::{
    capture::{Failure, OnError},
    foreign_event::Told,
};

use super::{
    epcis::{JSON_LD, problem_body, refused, versioned},
    target::known,
};
use crate::{
    api::{Answer, fresh},
    auth::{CaptureWish, SignedIn},
    limits::CAPTURE_BYTES_MAX,
    problem::Problem,
    state::State,
};

/// What a wrong document or event is, in the words of EPCIS.
const INVALID: &str = "ValidationException";
/// Deliveries on one page.
const PER_PAGE: usize = 30;

/// `POST /epcis/capture`
pub(crate) async fn capture(req: HttpRequest, state: Data<State>, wish: CaptureWish) -> Answer {
    let operator = wish.who.identity.operator()?;
    let Some(on_error) = asked_on_error(&req) else {
        let wrong = "GS1-Capture-Error-Behaviour";
        return Ok(refused(StatusCode::BAD_REQUEST, INVALID, wrong));
    };
    let events = match read(&wish.body) {
        Ok(events) => events,
        Err(flaw) => return Ok(unread(flaw)),
    };
    fresh(&state.app).await?;
    let brought = brought(&state, events)?;
    let (id, done) =
        captures::capture(&state.app, &operator, &wish.intent, on_error, &brought).await?;
    Ok(limited(HttpResponse::Accepted())
        .insert_header((header::LOCATION, format!("/epcis/capture/{id}")))
        .insert_header(("Pomona-Position", done.position.to_string()))
        .finish())
}

/// `GET /epcis/capture/{id}`: how a delivery ended. All are worked through before they are answered.
pub(crate) async fn job(state: Data<State>, who: SignedIn, id: Path<CaptureId>) -> Answer {
    who.identity.auditor()?;
    fresh(&state.app).await?;
    let row = state
        .app
        .read()
        .capture(*id)?
        .ok_or_else(Problem::not_found)?;
    Ok(limited(HttpResponse::Ok()).json(view(&row)))
}

/// Which deliveries.
#[derive(Debug, Deserialize)]
pub(crate) struct JobsQuery {
    #[serde(rename = "nextPageToken")]
    next: Option<u64>,
    #[serde(rename = "perPage")]
    per_page: Option<usize>,
}

/// `GET /epcis/capture`: all deliveries, the newest first.
pub(crate) async fn jobs(state: Data<State>, who: SignedIn, query: Query<JobsQuery>) -> Answer {
    who.identity.auditor()?;
    let size = query
        .per_page
        .unwrap_or(PER_PAGE)
        .clamp(1, FOREIGN_EVENTS_MAX - 1);
    let mut rows = state.app.read().captures(query.next, size + 1)?;
    let more = rows.len() > size;
    rows.truncate(size);
    let mut answer = limited(HttpResponse::Ok());
    if let Some(last) = rows.last().filter(|_| more) {
        let next = format!(
            "/epcis/capture?perPage={size}&nextPageToken={}",
            last.position
        );
        answer.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
    }
    Ok(answer.json(rows.iter().map(view).collect::<Vec<_>>()))
}

/// `GET /epcis/capture/{id}/events`: what was kept of a delivery, as a document.
pub(crate) async fn events(state: Data<State>, who: SignedIn, id: Path<CaptureId>) -> Answer {
    who.identity.auditor()?;
    fresh(&state.app).await?;
    let read = state.app.read();
    read.capture(*id)?.ok_or_else(Problem::not_found)?;
    let rows = read.foreign_events_of_capture(*id)?;
    let events = rows.iter().map(told).collect();
    let body = epcis::document(&state.names, events, state.app.now());
    Ok(versioned(HttpResponse::Ok())
        .content_type(JSON_LD)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body.to_string()))
}

/// `OPTIONS` of all of them.
pub(crate) async fn options() -> HttpResponse {
    limited(HttpResponse::NoContent())
        .insert_header((header::ALLOW, "GET, HEAD, POST, OPTIONS"))
        .finish()
}

/// The event as it was told, with when it was taken in.
fn told(row: &ForeignRow) -> Value {
    let mut event: Value = serde_json::from_str(&row.told.event).unwrap_or_default();
    event["recordTime"] = row.at.to_string().into();
    event
}

fn limited(answer: actix_web::HttpResponseBuilder) -> actix_web::HttpResponseBuilder {
    let mut answer = versioned(answer);
    answer
        .insert_header(("GS1-EPCIS-Capture-Limit", epcis::EVENTS_MAX.to_string()))
        .insert_header((
            "GS1-EPCIS-Capture-File-Size-Limit",
            CAPTURE_BYTES_MAX.to_string(),
        ))
        .insert_header(("GS1-Capture-Error-Behaviour", "rollback"));
    answer
}

/// What is asked for when an event is wrong; none for a word that is not known.
fn asked_on_error(req: &HttpRequest) -> Option<OnError> {
    match req.headers().get("GS1-Capture-Error-Behaviour") {
        None => Some(OnError::Rollback),
        Some(word) if word == "rollback" => Some(OnError::Rollback),
        Some(word) if word == "proceed" => Some(OnError::Proceed),
        Some(_) => None,
    }
}

fn read(body: &[u8]) -> Result<Vec<Result<Received, Flaw>>, DocumentFlaw> {
    let document: Value = serde_json::from_slice(body).map_err(|_| DocumentFlaw::NotADocument)?;
    received(&document)
}

fn unread(flaw: DocumentFlaw) -> HttpResponse {
    match flaw {
        DocumentFlaw::TooManyEvents { .. } => refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "CaptureLimitExceededException",
            &flaw.to_string(),
        ),
        DocumentFlaw::NotADocument
        | DocumentFlaw::Version
        | DocumentFlaw::Context
        | DocumentFlaw::CreationDate
        | DocumentFlaw::NoEvents => refused(StatusCode::BAD_REQUEST, INVALID, &flaw.to_string()),
    }
}

/// Each event with the things of ours that it names; one that names none is no business of ours, and nobody tells our
/// own events anew.
fn brought(
    state: &State,
    events: Vec<Result<Received, Flaw>>,
) -> Result<Vec<Result<Brought, Failure>>, Problem> {
    let mut brought = Vec::with_capacity(events.len());
    for (index, event) in (0..).zip(events) {
        let failed = |code: &str, field: Option<&str>| Failure {
            index,
            code: code.to_owned(),
            field: field.map(str::to_owned),
        };
        brought.push(match event {
            Err(flaw) => Err(failed(code_of(flaw), field_of(flaw))),
            Ok(event) if is_ours(state, &event.id)? => {
                Err(failed("event-is-ours", Some("eventID")))
            }
            Ok(event) => {
                let things = things(state, &event)?;
                if things.is_empty() {
                    Err(failed("nothing-of-ours", None))
                } else {
                    Ok(brought_of(event, things))
                }
            }
        });
    }
    Ok(brought)
}

fn brought_of(event: Received, things: Vec<String>) -> Brought {
    Brought {
        is_error: event.is_error,
        told: Told {
            id: event.id,
            kind: event.kind,
            biz_step: event.biz_step,
            happened_at: event.at,
            things,
            event: event.event.to_string(),
        },
    }
}

fn is_ours(state: &State, id: &str) -> Result<bool, Problem> {
    let query = EventQuery {
        ids: vec![id.to_owned()],
        limit: 1,
        ..EventQuery::default()
    };
    Ok(!state.app.read().epcis_events(&query)?.is_empty())
}

fn things(state: &State, event: &Received) -> Result<Vec<String>, Problem> {
    let mut things = Vec::new();
    for (_, address) in &event.things {
        things.extend(known(state, address)?);
    }
    things.sort();
    things.dedup();
    Ok(things)
}

const fn code_of(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::NotAnEvent => "not-an-event",
        Flaw::Missing { .. } => "missing",
        Flaw::Malformed { .. } => "malformed",
        Flaw::NotAllowed { .. } => "not-allowed",
        Flaw::UnknownField => "unknown-field",
        Flaw::TooManyThings { .. } => "too-many-things",
        Flaw::TooLarge { .. } => "too-large",
    }
}

const fn field_of(flaw: Flaw) -> Option<&'static str> {
    match flaw {
        Flaw::Missing { field } | Flaw::Malformed { field } | Flaw::NotAllowed { field } => {
            Some(field)
        }
        Flaw::NotAnEvent
        | Flaw::UnknownField
        | Flaw::TooManyThings { .. }
        | Flaw::TooLarge { .. } => None,
    }
}

/// A delivery in the words of EPCIS.
fn view(row: &CaptureRow) -> Value {
    let at = row.at.to_string();
    let errors: Vec<Value> = row.outcome.failures.iter().map(error).collect();
    json!({
        "captureID": row.capture.to_string(),
        "createdAt": at,
        "finishedAt": at,
        "running": false,
        "success": row.outcome.failures.is_empty(),
        "captureErrorBehaviour": match row.outcome.on_error {
            OnError::Rollback => "rollback",
            OnError::Proceed => "proceed",
        },
        "pomona:taken": row.outcome.taken,
        "pomona:known": row.outcome.known,
        "errors": errors,
    })
}

fn error(failure: &Failure) -> Value {
    let detail = match &failure.field {
        Some(field) => format!("event {}: {field}: {}", failure.index, failure.code),
        None => format!("event {}: {}", failure.index, failure.code),
    };
    problem_body(StatusCode::BAD_REQUEST, INVALID, &detail)
}
