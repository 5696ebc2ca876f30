//! The layer rules of ARCHITECTURE.md, as absences: who may not know whom. Checked over `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

/// What each crate of ours may depend on of ours; everything else is an arrow that must not exist.
const ALLOWED: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("eventlog", &[]),
    ("adoption", &["kernel"]),
    ("community", &["kernel"]),
    ("fulfilment", &["kernel"]),
    ("settlement", &["kernel"]),
    ("traceability", &["kernel"]),
    ("labels", &["papers"]),
    ("papers", &[]),
    ("photos", &[]),
    ("vault", &[]),
    ("channels", &["kernel"]),
    ("gs1", &[]),
    ("epcis", &["gs1", "kernel"]),
    (
        "readmodels",
        &[
            "kernel",
            "eventlog",
            "adoption",
            "community",
            "fulfilment",
            "settlement",
            "traceability",
            "epcis",
        ],
    ),
    (
        "app",
        &[
            "kernel",
            "eventlog",
            "adoption",
            "community",
            "fulfilment",
            "settlement",
            "traceability",
            "channels",
            "photos",
            "readmodels",
            "vault",
        ],
    ),
    (
        "server",
        &[
            "kernel",
            "eventlog",
            "adoption",
            "community",
            "fulfilment",
            "settlement",
            "traceability",
            "channels",
            "labels",
            "papers",
            "photos",
            "gs1",
            "epcis",
            "readmodels",
            "vault",
            "app",
        ],
    ),
    (
        "pomona",
        &[
            "kernel",
            "eventlog",
            "adoption",
            "community",
            "fulfilment",
            "settlement",
            "traceability",
            "channels",
            "labels",
            "papers",
            "photos",
            "readmodels",
            "vault",
            "app",
            "server",
        ],
    ),
];

/// The crates that hold rules: no clock, no randomness, no IO, no async, no logging.
const PURE: &[&str] = &[
    "kernel",
    "adoption",
    "community",
    "fulfilment",
    "settlement",
    "traceability",
    "gs1",
    "epcis",
];

/// All that a pure crate may use from outside: plain data.
const PLAIN_DATA: &[&str] = &[
    "serde",
    "serde_json",
    "thiserror",
    "uuid",
    "chrono",
    "data-encoding",
];

#[test]
fn no_crate_knows_what_is_above_it() {
    let allowed: BTreeMap<_, BTreeSet<_>> = ALLOWED
        .iter()
        .map(|(name, known)| (*name, known.iter().copied().collect::<BTreeSet<_>>()))
        .collect();
    let crates = ours();
    let known: BTreeSet<_> = crates
        .keys()
        .map(String::as_str)
        .filter(|name| *name != "season")
        .collect();
    assert_eq!(
        known,
        allowed.keys().copied().collect(),
        "every crate has its line here"
    );
    for (name, dependencies) in &crates {
        for dependency in dependencies
            .iter()
            .filter(|dependency| crates.contains_key(*dependency))
        {
            assert!(
                name == "season" || allowed[name.as_str()].contains(dependency.as_str()),
                "{name} must not know {dependency}"
            );
        }
    }
}

#[test]
fn rules_are_pure() {
    for (name, dependencies) in ours() {
        if !PURE.contains(&name.as_str()) {
            continue;
        }
        for dependency in &dependencies {
            assert!(
                PLAIN_DATA.contains(&dependency.as_str()) || PURE.contains(&dependency.as_str()),
                "{name} holds rules and must not use {dependency}"
            );
        }
    }
}

#[test]
fn rules_never_ask_for_the_time_or_the_world() {
    for name in PURE {
        for file in
            super::sources::rust_files(&super::workspace().join("crates").join(name).join("src"))
        {
            let text = std::fs::read_to_string(&file).expect("a source file reads");
            for word in [
                "::now(",
                "std::fs",
                "std::env",
                "std::net",
                "std::thread",
                "async fn",
                "tracing::",
                "println!",
            ] {
                assert!(!text.contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

/// Our crates with their normal dependencies (build and test dependencies do not ship).
fn ours() -> BTreeMap<String, Vec<String>> {
    let metadata = super::metadata();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .filter(|package| package["source"].is_null())
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            let normal = dependencies
                .iter()
                .filter(|dependency| dependency["kind"].is_null());
            (
                text(&package["name"]),
                normal.map(|dependency| text(&dependency["name"])).collect(),
            )
        })
        .collect()
}
