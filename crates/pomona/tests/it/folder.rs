//! A seeded data folder, made once for all tests and copied for each; how it is made is tested on the way.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::pomona::{command, run};

const SEED: [&str; 4] = ["demo", "--seed-only", "--trees", "30"];

/// A copy of the seeded folder.
pub(crate) fn seeded() -> TempDir {
    copied(original())
}

/// A copy of a folder that nobody uses.
pub(crate) fn copied(from: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_all(from, copy.path());
    copy
}

fn original() -> &'static Path {
    static SEEDED: OnceLock<TempDir> = OnceLock::new();
    let folder = SEEDED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        kill_while_seeding(folder.path());
        let told = run(folder.path(), &SEED).good();
        assert!(told.contains("Seeded "), "{told}");
        folder
    });
    folder.path()
}

/// Ends a first seeding in its midst: what is left must not look like a demo.
fn kill_while_seeding(data: &Path) {
    let mut killed = command(data, &SEED).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(killed.stderr.take().unwrap()).lines();
    let begun = lines
        .map(Result::unwrap)
        .find(|line| line.starts_with("seeding 10 %"));
    assert!(begun.is_some(), "it told no progress");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(data.join("seeding").exists());
    let told = run(data, &["log", "verify"]).bad(4);
    assert!(told.contains("holds no log"), "{told}");
}

fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_seeded_folder_is_whole_and_is_not_seeded_again() {
    let data = seeded();
    assert!(!data.path().join("seeding").exists());
    let before = run(data.path(), &["log", "verify"]).good();
    assert!(before.starts_with("The log is whole: "), "{before}");
    let told = run(data.path(), &SEED).good();
    assert!(told.contains("holds a log already"), "{told}");
    assert_eq!(run(data.path(), &["log", "verify"]).good(), before);
}

#[test]
fn what_is_no_seeded_folder_is_left_alone() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("vault.sqlite"), "keys of somebody").unwrap();
    let told = run(data.path(), &SEED).bad(4);
    assert!(told.contains("holds vault.sqlite but no log"), "{told}");
    assert_eq!(
        fs::read(data.path().join("vault.sqlite")).unwrap(),
        b"keys of somebody"
    );
}

#[test]
fn too_few_trees_for_the_story_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let ended = run(data.path(), &["demo", "--seed-only", "--trees", "29"]);
    assert_eq!(ended.code, Some(2));
    assert!(fs::read_dir(data.path()).unwrap().next().is_none());
}
