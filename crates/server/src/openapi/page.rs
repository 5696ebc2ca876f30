//! The API's description for people: the same document, drawn as a page.

use actix_web::HttpResponse;
use serde_json::Value;

use super::{CONVENTIONS, DOCUMENT};
use crate::web::{
    Visit,
    page::page,
    view::api_docs::{Answer, ApiDocsPage, Field, Group, Operation},
};

/// `GET /api/docs`
pub(crate) async fn docs(visit: Visit) -> HttpResponse {
    page(&ApiDocsPage {
        shell: visit.shell(),
        version: text(&DOCUMENT["info"]["version"]),
        conventions: CONVENTIONS.map(str::to_owned).to_vec(),
        groups: groups(&DOCUMENT),
    })
}

/// Operations by noun, in the order of the route table where it is kept, else by path.
fn groups(document: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in entries(methods) {
            let name = text(&operation["tags"][0]);
            let index = groups
                .iter()
                .position(|group| group.name == name)
                .unwrap_or_else(|| {
                    groups.push(Group {
                        anchor: name.clone(),
                        name,
                        operations: Vec::new(),
                    });
                    groups.len() - 1
                });
            groups[index]
                .operations
                .push(described(document, path, method, operation));
        }
    }
    groups
}

fn described(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let body = &operation["requestBody"]["content"];
    let answers: Vec<_> = entries(&operation["responses"])
        .map(|(status, answer)| Answer {
            status: status.clone(),
            text: text(&answer["description"]),
        })
        .collect();
    let good = entries(&operation["responses"]).find(|(status, _)| status.starts_with('2'));
    let response = good
        .map(|(_, answer)| fields_of(document, &answer["content"]))
        .unwrap_or_default();
    Operation {
        anchor: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        role: text(&operation["x-role"]),
        parameters: list(&operation["parameters"]).map(parameter).collect(),
        request: fields_of(document, body),
        answers,
        response,
        example: example(path, method, operation),
    }
}

fn parameter(parameter: &Value) -> Field {
    Field {
        name: text(&parameter["name"]),
        kind: text(&parameter["in"]),
        required: parameter["required"] == true,
        text: text(&parameter["description"]),
    }
}

/// The fields of a JSON body: an object's, or those of a list's items.
fn fields_of(document: &Value, content: &Value) -> Vec<Field> {
    let schema = resolved(document, &content["application/json"]["schema"]);
    let schema = if schema["type"] == "array" {
        resolved(document, &schema["items"])
    } else {
        schema
    };
    let parts = list(&schema["allOf"]).map(|part| resolved(document, part));
    let objects: Vec<_> = parts.chain([schema]).collect();
    let required = |object: &Value, name: &str| list(&object["required"]).any(|one| one == name);
    let fields = objects.iter().flat_map(|object| {
        entries(&object["properties"]).map(move |(name, property)| Field {
            name: name.clone(),
            kind: kind(property),
            required: required(object, name),
            text: text(&property["description"]),
        })
    });
    fields.collect()
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    name.map_or(schema, |name| &document["components"]["schemas"][name])
}

/// `string`, `integer (int64)`, `list of TreeView`
fn kind(property: &Value) -> String {
    if let Some(path) = property["$ref"].as_str() {
        return path.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for choices in ["oneOf", "allOf"] {
        let some = list(&property[choices])
            .map(kind)
            .find(|kind| kind != "null");
        if let Some(kind) = some {
            return kind;
        }
    }
    let types = list(&property["type"])
        .map(text)
        .find(|kind| kind != "null");
    let word = types.unwrap_or_else(|| text(&property["type"]));
    match word.as_str() {
        "array" => format!("list of {}", kind(&property["items"])),
        _ => word,
    }
}

/// A command line that works once the shell knows `$POMONA`, `$TOKEN` and the ids.
fn example(path: &str, method: &str, operation: &Value) -> String {
    let method = method.to_uppercase();
    let mut line = format!(
        "curl -X {method} \"$POMONA{}\"",
        path.replace('{', "$").replace('}', "")
    );
    if operation["security"].is_array() {
        line.push_str(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    }
    if list(&operation["parameters"]).any(|one| one["name"] == "Idempotency-Key") {
        line.push_str(" \\\n  -H \"Idempotency-Key: $(uuidgen)\"");
    }
    if let Some((content_type, _)) = entries(&operation["requestBody"]["content"]).next() {
        line.push_str(&match content_type.as_str() {
            "multipart/form-data" => " \\\n  -F observation='{…}' -F photo=@tree.jpg".to_owned(),
            "text/csv" => {
                " \\\n  -H \"Content-Type: text/csv\" --data-binary @trees.csv".to_owned()
            }
            other => format!(" \\\n  -H \"Content-Type: {other}\" -d '{{…}}'"),
        });
    }
    line
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
