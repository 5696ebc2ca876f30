//! Golden events: one file per stored type and version, kept for ever. Each must still be read, folded and written
//! back as it stands. For the tests of every crate that has events, which take this file in by its path; the kernel
//! itself reads no file. It must not know what the events mean.

use std::{collections::BTreeSet, fs, path::PathBuf};

use kernel::{
    Decider,
    codec::{StoredEvent, decode, encode},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(crate) struct Golden {
    #[serde(rename = "type")]
    type_name: String,
    version: u16,
    pub(crate) payload: Value,
}

/// The files of the crate whose test this is.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

pub(crate) fn read(type_name: &str, version: u16) -> Golden {
    let path = folder().join(file_name(type_name, version));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn file_name(type_name: &str, version: u16) -> String {
    format!("{type_name}.v{version}.json")
}

/// Every kept event of an aggregate is still understood.
pub(crate) fn check<D: Decider>()
where
    D::Event: StoredEvent,
{
    let mut state = D::State::default();
    for (name, current) in D::Event::TYPES {
        for version in 1..=*current {
            let golden = read(name, version);
            assert_eq!(
                (golden.type_name.as_str(), golden.version),
                (*name, version)
            );
            let event: D::Event = decode(name, version, &golden.payload.to_string())
                .unwrap_or_else(|e| panic!("{name} v{version}: {e}"));
            D::evolve(&mut state, &event);
            let written = encode(&event).unwrap();
            assert_eq!(written.type_name, *name);
            // The files of a type tell the same facts, so an old one is lifted to what the newest says.
            let payload: Value = serde_json::from_str(&written.payload).unwrap();
            assert_eq!(payload, read(name, *current).payload, "{name} v{version}");
        }
    }
}

/// No file is there that no type asks for, and none is missing.
pub(crate) fn every_file_belongs(types: impl IntoIterator<Item = (&'static str, u16)>) {
    let expected: BTreeSet<String> = types
        .into_iter()
        .flat_map(|(name, current)| (1..=current).map(move |version| file_name(name, version)))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}
