//! The doors as a client sees them: a real server on a port of its own, a real data folder, a clock that is set.

// The server as one future is deeper than the compiler looks by default.
#![recursion_limit = "256"]

// The files that the photos' own tests judge.
#[path = "../../../photos/tests/it/build.rs"]
mod build;
#[path = "../../../photos/tests/it/corpus.rs"]
mod corpus;

mod bad_input;
mod caller;
mod capturing;
mod cashier;
mod commands;
mod corrections;
mod crowdfunding;
mod csv;
mod field;
mod files;
mod fuzz;
mod grams;
mod harness;
mod hostile;
mod orchard_year;
mod proofs;
mod roles;
mod sessions;
mod shutdown;
mod standards;
mod throttling;
mod watching;
mod web;

/// Every file beside this one is part of this binary.
#[test]
fn no_file_is_forgotten() {
    let listed = include_str!("main.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.trim_end_matches(".rs");
        assert!(
            module == "main" || listed.contains(&format!("mod {module};")),
            "{name}"
        );
    }
}
