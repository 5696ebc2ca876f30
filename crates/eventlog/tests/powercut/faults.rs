//! Calls that fail, and a process that ends in the middle of one: nothing is acknowledged after
//! it, and the folder opens again with everything that was.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use eventlog::{Log, Options};
use tempfile::TempDir;

use crate::check::{Promised, check};
use crate::cuts::try_all;
use crate::image::{Chance, Keep};
use crate::moments::Cut;
use crate::recorder::{self, Calls, Fault, Recording};
use crate::trace::{Mark, Step};
use crate::workload::{self, log_in, made};

const EIO: i32 = 5;
const ENOSPC: i32 = 28;
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
/// Images of each folder that a fault left.
const IMAGES: u64 = 6;

/// A folder some child left, with what it was told.
struct Left {
    root: TempDir,
    promised: Promised,
}

fn left_by(workload: &str) -> Left {
    let recording = workload::record(workload);
    recording.assert_complete();
    Left {
        promised: Promised::in_steps(&recording.steps),
        root: recording.root,
    }
}

impl Left {
    fn copy(&self) -> TempDir {
        let copy = recorder::folder();
        copy_into(self.root.path(), copy.path());
        copy
    }
}

fn copy_into(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&to).unwrap();
            copy_into(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// As the process left it, and with the power cut too, the folder keeps its promises.
fn keeps_promises(recording: &Recording, before: &Promised, what: &str) {
    let steps = recording.steps.len();
    let mut cuts = vec![Cut {
        steps,
        name: "everything kept".to_owned(),
        keep: Keep::Everything,
    }];
    for seed in 0..IMAGES {
        let (name, keep) = (format!("chance {seed}"), Keep::Chance(Chance::of(seed)));
        cuts.push(Cut { steps, name, keep });
    }
    let wrong = try_all(recording, before.clone(), cuts, check);
    assert!(
        wrong.is_empty(),
        "{what}:\n{}\n{}",
        wrong.join("\n"),
        recording.said
    );
}

fn fault_at(recording: &Recording) -> Option<usize> {
    recording.steps.iter().position(|step| *step == Step::Fault)
}

fn acknowledged(steps: &[Step]) -> usize {
    let told = |step: &&Step| matches!(step, Step::Mark(Mark::Acknowledged { .. }));
    steps.iter().filter(told).count()
}

/// Fails the first of `calls`, then the second, and so on for the first `calls_max` of them;
/// shows what each came to.
fn one_after_the_other(
    left: Option<&Left>,
    workload: &str,
    fault: impl Fn(usize) -> Fault,
    calls: impl Iterator<Item = usize>,
    look: impl Fn(&Recording, &str),
) -> usize {
    let mut faults = 0;
    for first in calls {
        let root = left.map_or_else(recorder::folder, Left::copy);
        let fault = fault(first);
        let recording = workload::record_in(root, workload, Some(fault));
        if fault_at(&recording).is_none() {
            recording.assert_complete();
            break;
        }
        faults += 1;
        let what = format!("{workload}, {fault:?}");
        look(&recording, &what);
        let before = left.map(|left| left.promised.clone()).unwrap_or_default();
        keeps_promises(&recording, &before, &what);
    }
    faults
}

/// The process ended by itself, and said nothing after the fault.
fn ended_without_a_word(recording: &Recording, what: &str) {
    let after = &recording.steps[fault_at(recording).unwrap()..];
    assert_eq!(acknowledged(after), 0, "{what}: acknowledged afterwards");
    assert!(!recording.status.success(), "{what}: went on");
    let told_to_open = acknowledged(&recording.steps) == 0;
    let aborted = recording.status.signal() == Some(SIGABRT);
    assert!(aborted || told_to_open, "{what}: {}", recording.status);
}

#[test]
fn l8_a_sync_that_fails_ends_the_process_and_nothing_is_acknowledged_after() {
    let fault = |first| Fault {
        calls: Calls::Syncs,
        of: "JOURNAL",
        errno: EIO,
        first,
        count: 1,
    };
    let faults = one_after_the_other(None, "trickle", fault, 1..20, ended_without_a_word);
    assert_eq!(faults, 19);
}

/// The process ended by itself, or said that something failed.
fn told(recording: &Recording, what: &str) {
    let said = ["WARN", "ERROR"].map(|level| recording.said.contains(level));
    let told = !recording.status.success() || said.contains(&true);
    assert!(told, "{what}: not a word\n{}", recording.said);
}

/// What the store could not sync is in the journals still; it is told all the same.
#[test]
fn l8_a_sync_that_fails_anywhere_loses_nothing_and_is_told() {
    let fault = |first| Fault {
        calls: Calls::Syncs,
        of: "",
        errno: EIO,
        first,
        count: 1,
    };
    let faults = one_after_the_other(None, "moving", fault, (1..120).step_by(3), told);
    assert_eq!(faults, 40);
}

#[test]
fn l8_a_write_that_fails_ends_the_process_and_nothing_is_acknowledged_after() {
    for errno in [EIO, ENOSPC] {
        let fault = |first| Fault {
            calls: Calls::Writes,
            of: "JOURNAL",
            errno,
            first,
            count: u32::MAX,
        };
        let faults = one_after_the_other(None, "trickle", fault, 1..20, ended_without_a_word);
        assert_eq!(faults, 19);
    }
}

#[test]
fn a_disk_full_at_any_write_of_a_running_log_leaves_it_sound() {
    let left = left_by("reopening");
    let fault = |first| Fault {
        calls: Calls::Writes,
        of: "",
        errno: ENOSPC,
        first,
        count: u32::MAX,
    };
    let calls = (1..).step_by(5);
    let faults = one_after_the_other(Some(&left), "once", fault, calls, |_, _| ());
    assert!(faults > 10, "{faults}");
}

#[test]
fn killed_at_any_change_while_a_folder_is_made_opened_or_closed() {
    let left = left_by("reopening");
    let fault = |first| Fault {
        calls: Calls::All,
        of: "",
        errno: 0,
        first,
        count: 1,
    };
    let killed = |recording: &Recording, what: &str| {
        assert_eq!(recording.status.signal(), Some(SIGKILL), "{what}");
    };
    for (left, workload) in [(None, "once"), (Some(&left), "once")] {
        let faults = one_after_the_other(left, workload, fault, 1.., killed);
        assert!(faults > 40, "{faults}");
    }
}

#[test]
fn a_second_process_is_refused_and_changes_nothing() {
    let root = recorder::folder();
    let log = Log::open(&log_in(root.path()), Options::default()).unwrap();
    log.append(made(1)).wait().unwrap();
    let other = workload::record_in(root, "trickle", None);
    assert!(!other.status.success());
    assert!(
        other.said.contains("in use by another process"),
        "{}",
        other.said
    );
    let only_syncs = |step: &Step| matches!(step, Step::Sync { .. });
    assert!(other.steps.iter().all(only_syncs), "{:?}", other.steps);
    log.append(made(2)).wait().unwrap();
    assert_eq!(log.verify(|_, _| ()).unwrap().commits, 2);
}
