//! The API's description (OpenAPI 3.1), made from the route table and the schemas of forms and views, and the same
//! drawn for people. Nothing here is written twice: a route that is installed is described.

mod page;

use std::sync::LazyLock;

use actix_web::{HttpResponse, http::header};
use serde_json::{Map, Value, json};

use crate::{
    endpoint::{Doc, Shape, Who},
    routes,
};

pub(crate) use page::docs;

/// What holds for all operations; also the head of `docs/api.md`.
const CONVENTIONS: [&str; 7] = [
    "Sign in with POST /api/v1/sessions (a session cookie, and X-CSRF-Token with every command) or send an API token as Authorization: Bearer pom_….",
    "Every command needs an Idempotency-Key of 1 to 128 printable characters, such as a UUID. The same key with the same content gets the first answer again (Idempotent-Replayed: true); with other content 422 idempotency-key-reused.",
    "What can be edited comes with an ETag; send it back as If-Match and get 412 if somebody was faster.",
    "Commands answer with Pomona-Position; send it with a later GET (or ?at=) to be sure to read your own write.",
    "Lists that may be long come in pages: limit (at most 100), cursor, and a Link to the next page.",
    "What goes wrong is application/problem+json (RFC 9457) with a stable code, facts, the fields at fault and, for rules, a sentence in both languages. 400 malformed, 401 not signed in, 403 not allowed, 404 not there or not yours, 409 the state of the world says no, 412 changed meanwhile, 413 too large, 415 wrong content type, 422 a rule says no, 429 too many (Retry-After), 503 not now (Retry-After).",
    "Money is {minor, currency} in integer minor units; mass is integer grams; times are RFC 3339 in UTC; days are YYYY-MM-DD; ids are texts with a prefix.",
];

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let endpoints = routes::api();
    document(
        &endpoints
            .iter()
            .map(|endpoint| &endpoint.doc)
            .collect::<Vec<_>>(),
    )
});

/// `GET /api/openapi.json`
pub(crate) async fn json() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .json(&*DOCUMENT)
}

fn document(docs: &[&Doc]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    schemas.insert("Problem".into(), problem_schema());
    for doc in docs {
        for shape in shapes_of(doc) {
            add_schemas(&mut schemas, shape);
        }
        let entry = paths.entry(doc.shown_path()).or_insert_with(|| json!({}));
        entry[doc.method.as_str().to_lowercase()] = operation(doc);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Pomona",
            "version": "1",
            "summary": "Adopt a named fruit tree, follow it, eat its fruit",
            "description": CONVENTIONS.join("\n\n"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "pomona_session" },
                "token": { "type": "http", "scheme": "bearer" }
            }
        }
    })
}

fn shapes_of(doc: &Doc) -> impl Iterator<Item = &Shape> {
    let takes = doc.takes.as_ref().and_then(|(_, shape)| shape.as_ref());
    takes.into_iter().chain(doc.gives.as_ref())
}

fn add_schemas(schemas: &mut Map<String, Value>, shape: &Shape) {
    let named = shape
        .parts
        .iter()
        .map(|(name, schema)| (name.clone(), schema));
    let own = (!is_list(shape)).then(|| (shape.name.clone(), &shape.schema));
    for (name, schema) in named.chain(own) {
        schemas
            .entry(name)
            .or_insert_with(|| serde_json::to_value(schema).unwrap_or_default());
    }
}

fn is_list(shape: &Shape) -> bool {
    schema_value(shape)["type"] == "array"
}

fn schema_value(shape: &Shape) -> Value {
    serde_json::to_value(&shape.schema).unwrap_or_default()
}

fn reference(shape: &Shape) -> Value {
    if is_list(shape) {
        return schema_value(shape);
    }
    json!({ "$ref": format!("#/components/schemas/{}", shape.name) })
}

fn operation(doc: &Doc) -> Value {
    let mut operation = json!({
        "operationId": operation_id(doc),
        "tags": [group_of(doc.path)],
        "summary": doc.summary,
        "parameters": parameters(doc),
        "responses": responses(doc),
    });
    if doc.who != Who::Everyone {
        operation["security"] = json!([{ "session": [] }, { "token": [] }]);
        operation["x-role"] = json!(doc.who.word());
    }
    if let Some((content_type, shape)) = &doc.takes {
        let schema = match shape {
            Some(shape) => reference(shape),
            None => json!({ "type": "string", "contentMediaType": content_type }),
        };
        operation["requestBody"] =
            json!({ "required": true, "content": { *content_type: { "schema": schema } } });
    }
    operation
}

/// The noun an operation belongs to: the first part of its path.
fn group_of(path: &str) -> &str {
    path.trim_start_matches("/api/v1")
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
}

/// `post-campaigns-adoptions`
fn operation_id(doc: &Doc) -> String {
    let path = doc.shown_path();
    let path = path.trim_start_matches("/api/v1").trim_start_matches('/');
    let words = path.split('/').map(|part| part.trim_matches(['{', '}']));
    let words: Vec<_> = words.collect();
    format!("{}-{}", doc.method.as_str().to_lowercase(), words.join("-"))
}

fn parameters(doc: &Doc) -> Vec<Value> {
    let parameter = |name: &str, place: &str, required: bool, text: &str| {
        json!({
            "name": name, "in": place, "required": required, "description": text,
            "schema": { "type": "string" }
        })
    };
    let path = doc.shown_path();
    let mut parameters: Vec<_> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| parameter(name, "path", true, ""))
        .collect();
    parameters.extend(
        doc.query
            .iter()
            .map(|(name, text)| parameter(name, "query", false, text)),
    );
    if doc.is_command {
        let text = "Names this wish: repeating it does nothing twice";
        parameters.push(parameter("Idempotency-Key", "header", true, text));
        if doc.is_versioned {
            let text = "The ETag of what was read; 412 if it has changed";
            parameters.push(parameter("If-Match", "header", false, text));
        }
    } else if doc.method == actix_web::http::Method::GET {
        let text = "What a command answered: wait until its writes can be read";
        parameters.push(parameter("Pomona-Position", "header", false, text));
    }
    parameters
}

/// The statuses an operation may answer with, and when.
fn failures(doc: &Doc) -> Vec<(u16, &'static str)> {
    let mut failures = Vec::new();
    if doc.takes.is_some() || doc.is_command || !doc.query.is_empty() {
        failures.push((400, "Malformed"));
    }
    if doc.who != Who::Everyone {
        failures.push((401, "Not signed in"));
        failures.push((403, "Not allowed"));
    }
    if doc.path.contains('{') {
        failures.push((404, "Not there, or not yours"));
    }
    if doc.is_command {
        failures.push((409, "The state of the world says no"));
        if doc.is_versioned {
            failures.push((412, "It has changed meanwhile, or the log was restored"));
        }
        failures.push((
            422,
            "A rule says no, or the key was used for something else",
        ));
    }
    if doc.takes.is_some() {
        failures.push((413, "Too large"));
        failures.push((415, "Content type not taken"));
    }
    if doc.method == actix_web::http::Method::GET {
        failures.push((412, "The position is of before the log was restored"));
    }
    failures.push((429, "Too many requests"));
    failures.push((503, "Not now"));
    failures
}

fn responses(doc: &Doc) -> Value {
    let mut responses = Map::new();
    let mut content = Map::new();
    if let Some(shape) = &doc.gives {
        content.insert(
            "application/json".into(),
            json!({ "schema": reference(shape) }),
        );
    }
    if let Some(content_type) = doc.also_gives {
        content.insert(
            content_type.into(),
            json!({ "schema": { "type": "string" } }),
        );
    }
    let mut good = json!({ "description": "Done" });
    if !content.is_empty() {
        good["content"] = Value::Object(content);
    }
    responses.insert(doc.status.to_string(), good);
    for (status, when) in failures(doc) {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let content = json!({ "application/problem+json": { "schema": schema } });
        responses.insert(
            status.to_string(),
            json!({ "description": when, "content": content }),
        );
    }
    Value::Object(responses)
}

fn problem_schema() -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457)",
        "required": ["type", "title", "status", "detail", "code", "instance"],
        "properties": {
            "type": text("/problems/{code}"),
            "title": text("The kind of failure"),
            "status": { "type": "integer", "description": "The HTTP status" },
            "detail": text("One sentence for a developer"),
            "code": text("Stable kebab-case code"),
            "instance": text("The request's id"),
            "facts": { "type": "object", "description": "Facts that explain it" },
            "errors": {
                "type": "array",
                "description": "The fields at fault",
                "items": {
                    "type": "object",
                    "required": ["field", "code"],
                    "properties": { "field": text("Path of the field"), "code": text("What is wrong with it") }
                }
            },
            "messages": { "type": "object", "description": "A sentence by language, where a rule said no" }
        }
    })
}

#[cfg(test)]
mod tests;
