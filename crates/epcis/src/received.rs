//! Events of others, read as strictly as EPCIS 2.0 and its JSON schema want them, and in places more strictly (an
//! aggregation that begins or ends has a parent, one that begins or goes on has children). Of an event is kept what the
//! standard itself defines of who, what, when and where; extensions, master data, sensors, sources and destinations are
//! left behind: names and addresses hide there, and none of them is a fact of ours (D 45).
//!
//! It must not know which things are ours, nor where events are kept.

mod flaw;
mod value;

use kernel::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

pub use flaw::{DocumentFlaw, Flaw};

use self::value::{Fields, is_uri, moment};
use crate::{CONTEXT, Role};

/// Most events of one document.
pub const EVENTS_MAX: usize = 100;
/// Most things that one event names.
pub const THINGS_MAX: usize = 500;
/// Longest address, in bytes.
pub const ADDRESS_BYTES_MAX: usize = 500;
/// Largest event that is kept, in bytes of JSON: what the log takes, with room for its frame.
pub const EVENT_BYTES_MAX: usize = 48 * 1024;

/// Ids for events that came without one are made within this space; the number was drawn once, and stays.
const NAMELESS: Uuid = Uuid::from_u128(0x2d7c_51f0_8e14_4b6b_a94e_0c1f_77d3_5e88);

/// Keys of a document beside extensions.
const DOCUMENT_KEYS: [&str; 10] = [
    "@context",
    "type",
    "id",
    "schemaVersion",
    "creationDate",
    "epcisBody",
    "epcisHeader",
    "sender",
    "receiver",
    "instanceIdentifier",
];

/// An event of somebody else, as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Its id: its own, or one made of what it says.
    pub id: String,
    /// What is kept of it, as JSON.
    pub event: Value,
    /// Its kind, such as `ObjectEvent`.
    pub kind: String,
    /// The step of business, if it tells one.
    pub biz_step: Option<String>,
    /// When it happened.
    pub at: Timestamp,
    /// Whether it declares an earlier telling of itself wrong.
    pub is_error: bool,
    /// The addresses of the things it names.
    pub things: Vec<(Role, String)>,
}

/// Reads a document: each of its events, or what is wrong with it.
///
/// # Errors
/// [`DocumentFlaw`] when it is no document of EPCIS 2.0, or has no event or too many.
pub fn received(document: &Value) -> Result<Vec<Result<Received, Flaw>>, DocumentFlaw> {
    let fields = document.as_object().ok_or(DocumentFlaw::NotADocument)?;
    let known = |key: &String| DOCUMENT_KEYS.contains(&key.as_str()) || key.contains(':');
    if !fields.keys().all(known) || fields.get("type") != Some(&"EPCISDocument".into()) {
        return Err(DocumentFlaw::NotADocument);
    }
    if fields.get("schemaVersion") != Some(&"2.0".into()) {
        return Err(DocumentFlaw::Version);
    }
    if !has_context(fields.get("@context")) {
        return Err(DocumentFlaw::Context);
    }
    let created = fields.get("creationDate").and_then(Value::as_str);
    if created.and_then(moment).is_none() {
        return Err(DocumentFlaw::CreationDate);
    }
    let list = fields
        .get("epcisBody")
        .and_then(|body| body.get("eventList"));
    let list = list
        .and_then(Value::as_array)
        .ok_or(DocumentFlaw::NoEvents)?;
    if list.is_empty() {
        return Err(DocumentFlaw::NoEvents);
    }
    if list.len() > EVENTS_MAX {
        return Err(DocumentFlaw::TooManyEvents { max: EVENTS_MAX });
    }
    Ok(list.iter().map(read).collect())
}

/// EPCIS's own terms must be named; those of others may stand beside.
fn has_context(context: Option<&Value>) -> bool {
    match context {
        Some(Value::String(one)) => one == CONTEXT,
        Some(Value::Array(all)) => all.iter().any(|one| one == CONTEXT),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    }
}

/// Reads one event, or tells the field that is wrong.
fn read(event: &Value) -> Result<Received, Flaw> {
    let given = event.as_object().ok_or(Flaw::NotAnEvent)?;
    let mut fields = Fields::new(given);
    let kind = fields.kind()?;
    let at = fields
        .time("eventTime")?
        .ok_or(Flaw::Missing { field: "eventTime" })?;
    fields.offset()?;
    fields.time("recordTime")?;
    let own_id = fields.address("eventID")?;
    let biz_step = fields.biz_step()?;
    fields.disposition()?;
    fields.place("readPoint")?;
    fields.place("bizLocation")?;
    let is_error = fields.error()?;
    let action = fields.action(&kind)?;
    fields.master_data(&kind, action.as_deref())?;
    fields.what(&kind, action.as_deref())?;
    let (kept, things) = fields.finish()?;
    let id = own_id.unwrap_or_else(|| named(&kept));
    let mut kept = kept;
    kept.insert("eventID".to_owned(), id.clone().into());
    let event = Value::Object(kept);
    if event.to_string().len() > EVENT_BYTES_MAX {
        return Err(Flaw::TooLarge {
            max: EVENT_BYTES_MAX,
        });
    }
    if !is_uri(&id) {
        return Err(Flaw::Malformed { field: "eventID" });
    }
    Ok(Received {
        id,
        event,
        kind,
        biz_step,
        at,
        is_error,
        things,
    })
}

/// The same event without an id always gets the same one; a declaration of error that of what it declares wrong.
fn named(kept: &Map<String, Value>) -> String {
    let mut said = kept.clone();
    said.remove("errorDeclaration");
    let id = Uuid::new_v5(&NAMELESS, Value::Object(said).to_string().as_bytes());
    format!("urn:uuid:{id}")
}

#[cfg(test)]
mod tests;
