//! Events in the two documents of EPCIS 2.0: one to hand over, one that answers a query.

use kernel::Timestamp;
use serde_json::{Value, json};

use crate::Names;

/// Where the terms of EPCIS are defined.
pub const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";
/// The one query there is (EPCIS 2.0, 8.2.7.1).
pub const QUERY_NAME: &str = "SimpleEventQuery";
/// The version of the schema.
const SCHEMA_VERSION: &str = "2.0";

/// Events to hand over.
#[must_use]
pub fn document(names: &Names, events: Vec<Value>, created: Timestamp) -> Value {
    json!({
        "@context": context(names),
        "type": "EPCISDocument",
        "schemaVersion": SCHEMA_VERSION,
        "creationDate": created.to_string(),
        "epcisBody": { "eventList": Value::Array(events) },
    })
}

/// Events that answer a query.
#[must_use]
pub fn query_document(names: &Names, events: Vec<Value>, created: Timestamp) -> Value {
    json!({
        "@context": context(names),
        "type": "EPCISQueryDocument",
        "schemaVersion": SCHEMA_VERSION,
        "creationDate": created.to_string(),
        "epcisBody": {
            "queryResults": {
                "queryName": QUERY_NAME,
                "resultsBody": { "eventList": Value::Array(events) },
            },
        },
    })
}

/// The terms: those of EPCIS, and ours under a prefix of our own.
fn context(names: &Names) -> Value {
    json!([CONTEXT, { "pomona": format!("{}/voc/", names.base) }])
}
