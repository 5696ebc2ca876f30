//! `docs/events.md` is generated from the stored event types and their golden files, and must be fresh.
//!
//! Write it anew with `POMONA_UPDATE=1 cargo test -p season --test e2e events`.

use std::{fmt::Write, fs, path::PathBuf};

/// What one crate stores.
struct Context {
    name: &'static str,
    what: &'static str,
    types: Vec<(&'static str, &'static str, u16)>,
}

fn contexts() -> Vec<Context> {
    let context = |name, what, types| Context { name, what, types };
    vec![
        context(
            "adoption",
            "selling a harvest that does not exist yet",
            adoption::event_types(),
        ),
        context(
            "community",
            "people and their roles",
            community::event_types(),
        ),
        context("fulfilment", "from lot to door", fulfilment::event_types()),
        context("settlement", "money", settlement::event_types()),
        context(
            "traceability",
            "orchard, trees, harvest",
            traceability::event_types(),
        ),
    ]
}

#[test]
fn the_list_of_stored_events_is_fresh() {
    let expected = document();
    let path = super::workspace().join("docs/events.md");
    if std::env::var_os("POMONA_UPDATE").is_some() {
        fs::write(&path, &expected).expect("docs/events.md is written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/events.md is stale; POMONA_UPDATE=1 writes it anew"
    );
}

#[test]
fn no_two_crates_store_under_one_name() {
    let mut names: Vec<_> = contexts()
        .into_iter()
        .flat_map(|context| context.types)
        .map(|(_, name, _)| name)
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

fn document() -> String {
    let mut text = String::from(
        "# Stored events\n\n\
         Generated from the code and the golden files; do not edit (`tests/e2e/events.rs`).\n\n\
         An event is stored under a literal type name with a schema version. Golden files are kept for ever: every version that was ever \
         written must still be read. Beside every event stand who, when it happened, when it was recorded, device, source and cause \
         (`kernel::Metadata`). `s1.…` is personal data, sealed for one person.\n",
    );
    for context in contexts() {
        let _ = write!(text, "\n## {}: {}\n", context.name, context.what);
        let mut category = "";
        for (of, name, version) in context.types {
            if of != category {
                let _ = write!(text, "\n### Streams `{of}-…`\n");
                category = of;
            }
            let payload = golden(context.name, name, version);
            let _ = write!(
                text,
                "\n`{name}` version {version}\n\n```json\n{payload}\n```\n"
            );
        }
    }
    text
}

fn golden(context: &str, name: &str, version: u16) -> String {
    let path: PathBuf = super::workspace()
        .join("crates")
        .join(context)
        .join("tests/golden")
        .join(format!("{name}.v{version}.json"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let value: serde_json::Value = serde_json::from_str(&text).expect("a golden file is JSON");
    serde_json::to_string_pretty(&value["payload"]).expect("JSON prints")
}
