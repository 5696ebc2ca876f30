//! A restore that is killed leaves no folder that counts, or one that is whole; running it again ends well.

use std::path::{Path, PathBuf};
use std::process::Command;

use eventlog::{Log, Options};

use crate::farm::{backing_up, backup, data, grow, kill_in_calls, program, ran};
use crate::recorder;

const EVENTS: u64 = 60;

fn restored(root: &Path) -> PathBuf {
    root.join("new/data")
}

fn restoring(root: &Path) -> Command {
    let from = backup(root);
    program(
        &restored(root),
        &["restore", "--from", from.to_str().unwrap()],
    )
}

/// Runs it again if the folder does not count yet, and demands that everything is there then.
fn ends_well(root: &Path, ended: bool) -> Result<(), String> {
    let (code, said) = ran(restoring(root));
    let counted = code == Some(4) && said.contains("holds a log already");
    if !counted && (ended || code != Some(0)) {
        return Err(format!("run again it ended with {code:?}: {said}"));
    }
    let folder = restored(root);
    let log = Log::open(&folder.join("log"), Options::default());
    let log = log.map_err(|cause| format!("counted: {counted}, and not opened: {cause}"))?;
    let report = log.verify(|_, _| ()).map_err(|cause| cause.to_string())?;
    let same = |path: &str, of: &str| {
        let read = |path: PathBuf| std::fs::read(path).ok();
        let there = read(folder.join(path));
        there.is_some() && there == read(data(root).join(of))
    };
    let earlier = "proofs-of-07070707";
    let whole = report.events == EVENTS
        && log.epoch().is_some()
        && same("blobs/ab/0.small", "blobs/ab/0.small")
        && same(&format!("{earlier}/signing-key"), "proofs/signing-key")
        && same(&format!("{earlier}/checkpoint"), "proofs/checkpoint")
        && folder.join("proofs/origin").exists()
        && !folder.join("restoring").exists();
    if whole {
        Ok(())
    } else {
        Err(format!("counted: {counted}, and not whole: {report:?}"))
    }
}

fn with_backup() -> tempfile::TempDir {
    let root = recorder::folder();
    grow(root.path(), 0..u128::from(EVENTS));
    assert_eq!(ran(backing_up(root.path())).0, Some(0));
    root
}

#[test]
fn a_kill_in_the_midst_of_a_restore() {
    let root = with_backup();
    let kills = kill_in_calls(root.path(), restoring, |root| {
        ends_well(root, false).unwrap();
    });
    assert!(kills >= 8, "{kills} kills");
}
