//! A restore that is cut off leaves a folder that is refused, or one that is whole; running it again ends well.

use std::path::{Path, PathBuf};
use std::process::Command;

use eventlog::{Log, Options};

use crate::farm::{backing_up, backup, data, grow, kill_in_calls, program, ran, try_images};
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

/// Parts of a data folder that a server would take for its own.
const PARTS: [&str; 4] = ["log", "proofs", "blobs", "proofs-of-07070707"];

/// Before anybody runs it again: a server refuses what is not whole and says what to run; where nothing has begun to
/// be restored there is nothing at all.
fn refused_or_whole(root: &Path, ended: bool) -> Result<(), String> {
    let folder = restored(root);
    if folder.join("restoring").exists() {
        let mut serving = program(&folder, &["serve"]);
        serving.env("POMONA_BIND", "127.0.0.1:0");
        let (code, said) = ran(serving);
        let refused = code == Some(5) && said.contains("Run `pomona restore` again");
        return if refused && !ended {
            Ok(())
        } else {
            Err(format!("served with {code:?}, ended: {ended}: {said}"))
        };
    }
    let there = PARTS.iter().filter(|part| folder.join(part).exists());
    match there.count() {
        0 if !ended => Ok(()),
        count if count == PARTS.len() => Ok(()),
        count => Err(format!("{count} parts of a data folder are there, no more")),
    }
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
        refused_or_whole(root, false).unwrap();
        ends_well(root, false).unwrap();
    });
    assert!(kills >= 8, "{kills} kills");
}

#[test]
fn a_power_cut_in_the_midst_of_a_restore() {
    let root = with_backup();
    let command = restoring(root.path());
    let recording = recorder::record_child(command, root, None);
    recording.assert_complete();
    try_images("a restore", &recording, |root, ended| {
        refused_or_whole(root, ended)?;
        ends_well(root, ended)
    });
}
