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

/// Words for money that grows by itself, or is bought back; none may name a field anywhere (D 9).
const PROMISES: [&str; 11] = [
    "interest",
    "dividend",
    "buyback",
    "repurchase",
    "roi",
    "apr",
    "apy",
    "annualised",
    "annualized",
    "payback",
    "cashback",
];
fn promises(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    // What trees gave, in grams, is the only yield that may be told.
    let fruit = lower == "yields" || lower.contains("grams");
    let bought_back = lower.contains("buy_back") || lower.contains("guaranteed_return");
    let words = || lower.split('_');
    bought_back
        || words().any(|word| PROMISES.contains(&word))
        || (words().any(|word| word.starts_with("yield")) && !fruit)
}

fn collect_keys(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                found.push(key.clone());
                collect_keys(field, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn d09_no_event_and_no_field_promises_yield_interest_or_buy_back() {
    let mut names = Vec::new();
    let schemas = &DOCUMENT["components"]["schemas"];
    for schema in schemas.as_object().unwrap().values() {
        if let Some(fields) = schema["properties"].as_object() {
            names.extend(fields.keys().cloned());
        }
    }
    let of_the_api = names.len();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for rules in [
        "adoption",
        "settlement",
        "community",
        "fulfilment",
        "traceability",
    ] {
        for entry in std::fs::read_dir(crates.join(rules).join("tests/golden")).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let event: Value = serde_json::from_str(&text).unwrap();
            names.extend(event["type"].as_str().map(|name| name.replace('.', "_")));
            collect_keys(&event["payload"], &mut names);
        }
    }
    assert!(
        of_the_api > 200 && names.len() > of_the_api + 400,
        "both are read: {}",
        names.len()
    );
    let found: Vec<_> = names.iter().filter(|name| promises(name)).collect();
    assert!(found.is_empty(), "{found:?}");
    for forbidden in [
        "interest_rate",
        "cash_yield",
        "buy_back_price",
        "annualised_return",
        "adoption_dividend-paid",
    ] {
        assert!(promises(forbidden), "{forbidden} would be found");
    }
}
