//! The stored events of this crate, as they were kept for ever.

#[path = "../../../kernel/tests/shared/golden.rs"]
mod kept;

use std::{fs, path::PathBuf};

use kept::{check, every_file_belongs, read};
use kernel::{
    Decider,
    codec::{StoredEvent, decode},
};
use traceability::tree::{self, Tree};

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
fn stored_care_is_still_understood() {
    check::<traceability::care::Care>();
}

#[test]
fn stored_silence_is_still_understood() {
    check::<traceability::silence::Silence>();
}

#[test]
fn stored_wordings_are_still_understood() {
    check::<traceability::certificate_form::CertificateForm>();
}

#[test]
fn stored_events_of_others_are_still_understood() {
    check::<traceability::foreign_event::ForeignEvent>();
    check::<traceability::capture::Capture>();
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
    let types = traceability::event_types();
    every_file_belongs(types.into_iter().map(|(_, name, current)| (name, current)));
}
