//! The description is whole, and pinned: a change of the API shows as a change of the golden file.

use std::path::Path;

use super::*;

const GOLDEN: &str = "tests/golden/openapi.json";

#[test]
fn the_description_is_the_golden_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GOLDEN);
    if std::env::var_os("POMONA_WRITE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&*DOCUMENT).unwrap();
        std::fs::write(&path, text + "\n").unwrap();
    }
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let hint =
        "the API changed; if that is meant: POMONA_WRITE_GOLDEN=1 cargo test -p server openapi";
    assert!(golden == *DOCUMENT, "{hint}");
}

#[test]
fn every_reference_leads_somewhere_and_every_operation_has_its_own_name() {
    let mut references = Vec::new();
    collect_references(&DOCUMENT, &mut references);
    assert!(references.len() > 100);
    for name in references {
        assert!(
            DOCUMENT["components"]["schemas"][&name].is_object(),
            "{name}"
        );
    }
    let endpoints = routes::api();
    let mut ids: Vec<_> = endpoints
        .iter()
        .map(|endpoint| operation_id(&endpoint.doc))
        .collect();
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match (key.as_str(), field.as_str()) {
                    ("$ref", Some(path)) => found.push(path.rsplit('/').next().unwrap().to_owned()),
                    _ => collect_references(field, found),
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_guide_names_every_operation() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    for endpoint in routes::api() {
        let line = format!(
            "| `{} {}` |",
            endpoint.doc.method,
            endpoint.doc.shown_path()
        );
        assert!(guide.contains(&line), "docs/api.md lacks {line}");
    }
}
