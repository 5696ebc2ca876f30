//! Golden events: one file per stored type and version, kept for ever. Each must still be read, folded and written
//! back as it stands. It must not know what the events mean.

use std::{collections::BTreeSet, fs, path::PathBuf};

use kernel::{
    Decider,
    codec::{StoredEvent, decode, encode},
};
use serde::Deserialize;
use serde_json::Value;
use traceability::tree::{self, Tree};

#[derive(Deserialize)]
struct Golden {
    #[serde(rename = "type")]
    type_name: String,
    version: u16,
    payload: Value,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn read(type_name: &str, version: u16) -> Golden {
    let path = folder().join(file_name(type_name, version));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn file_name(type_name: &str, version: u16) -> String {
    format!("{type_name}.v{version}.json")
}

fn check<D: Decider>()
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

#[test]
fn stored_orchards_are_still_understood() {
    check::<traceability::orchard::Orchard>();
}

#[test]
fn stored_trees_are_still_understood() {
    check::<Tree>();
}

#[test]
fn stored_tags_are_still_understood() {
    check::<traceability::tag::Tag>();
}

#[test]
fn stored_observations_are_still_understood() {
    check::<traceability::observation::Observation>();
}

#[test]
fn stored_lots_are_still_understood() {
    check::<traceability::lot::Lot>();
}

#[test]
fn stored_losses_are_still_understood() {
    check::<traceability::loss::Loss>();
}

/// A snapshot that an older program wrote is read as long as its version is known, so what it says must stay what the
/// fold says today.
#[test]
fn a_snapshot_of_this_fold_version_is_what_folding_gives() {
    let kind = Tree::SNAPSHOT.unwrap();
    let mut state = <Tree as Decider>::State::default();
    for (name, current) in tree::Event::TYPES {
        let payload = read(name, *current).payload.to_string();
        Tree::evolve(&mut state, &decode(name, *current, &payload).unwrap());
    }
    let file = format!("tests/snapshots/{}.f{}.json", kind.name, kind.fold_version);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(&file);
    let written = (kind.write)(&state).unwrap();
    if std::env::var_os("POMONA_WRITE_GOLDEN").is_some() && !path.exists() {
        fs::write(&path, &written).unwrap();
    }
    let kept = fs::read(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert!(
        written == kept,
        "the state or its fold changed: raise FOLD_VERSION and write {file}'s successor"
    );
    assert_eq!((kind.read)(&kept).unwrap(), state);
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let expected: BTreeSet<String> = traceability::event_types()
        .into_iter()
        .flat_map(|(_, name, current)| (1..=current).map(move |version| file_name(name, version)))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}
