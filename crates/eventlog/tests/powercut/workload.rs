//! What children do to a log, and what their commits look like: all of a commit follows from its
//! number, so whoever finds it again can tell whether it is the one that was handed in.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use eventlog::proof::{KeyName, Prover};
use eventlog::{AppendError, Commit, ExpectedVersion, Log, Options, Pending};

use tempfile::TempDir;

use crate::given::{BUSY, Dice, IDLE, commit, event, noise, write};
use crate::listener::Listener;
use crate::recorder::{Fault, Recording};
use crate::trace::Mark;
use crate::{cuts, plain, recorder};

/// The test a child is started as.
const CHILD: &str = "workload::every_change_of_the_files_is_recorded";
/// Says to a child which workload it runs.
const WORKLOAD: &str = "POWERCUT_WORKLOAD";
/// Numbers of the commits of one writer lie together.
const WRITER_COMMITS: u128 = 1 << 32;
/// A commit whose number has this bit has events of up to 64 KiB.
const LARGE: u128 = 1 << 64;
/// A commit whose number has this bit is made while an image is checked.
pub(crate) const AFTER: u128 = 1 << 65;

/// The commit of this number.
pub(crate) fn made(number: u128) -> Commit {
    let seed = u64::try_from(number % LARGE).unwrap();
    let mut dice = Dice(seed);
    let any = ExpectedVersion::Any;
    let mut own = write(&format!("tree-{}", dice.below(9)), any, 1 + dice.below(3));
    if number & LARGE != 0 {
        let length = dice.below(60 * 1024);
        own.events.push(event(noise(seed, length)));
    }
    own.events.push(event(format!("{{\"commit\":{number}}}")));
    let mut commit = commit(number, vec![own]);
    if dice.below(3) == 0 {
        commit.writes.push(write("hot-1", any, 1));
    }
    // Clocks go forwards, backwards and wrong; the log does not look.
    commit.recorded_at_ms = dice.roll().cast_signed();
    commit
}

/// Lets a child do `workload` in an empty folder.
pub(crate) fn record(workload: &str) -> Recording {
    record_in(recorder::folder(), workload, None)
}

/// Lets a child do `workload` in `root`, whose content counts as durable.
pub(crate) fn record_in(root: TempDir, workload: &str, fault: Option<Fault>) -> Recording {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args([CHILD, "--exact", "--nocapture"])
        .env(WORKLOAD, workload);
    recorder::record_child(child, root, fault)
}

/// Where the prover keeps its files, in a child's root or an image's.
pub(crate) fn proofs_in(root: &Path) -> PathBuf {
    root.join("data/proofs")
}

/// The log's name.
pub(crate) fn origin() -> KeyName {
    KeyName::parse("powercut.example/log").unwrap()
}

/// Where the log is, in a child's root or an image's; it has to make both folders.
pub(crate) fn log_in(root: &Path) -> PathBuf {
    root.join("data/log")
}

/// Says something into the recording.
pub(crate) fn say(mark: Mark) {
    static MARKS: OnceLock<File> = OnceLock::new();
    let marks = MARKS.get_or_init(|| {
        let path = std::env::var_os(recorder::MARKS).unwrap();
        let mut options = OpenOptions::new();
        options.create(true).append(true).open(path).unwrap()
    });
    // One write call per mark, so that marks of different threads never mix.
    let mut marks = marks;
    marks.write_all(mark.line().as_bytes()).unwrap();
}

fn submit(log: &Log, number: u128) -> (u128, Pending) {
    say(Mark::Submitted { commit: number });
    (number, log.append(made(number)))
}

fn await_answer((number, pending): (u128, Pending)) -> Result<(), AppendError> {
    let appended = pending.wait()?;
    say(Mark::Acknowledged {
        commit: number,
        first: appended.first_position.0,
        last: appended.last_position.0,
    });
    Ok(())
}

fn append(log: &Log, numbers: std::ops::Range<u128>) {
    for number in numbers {
        await_answer(submit(log, number)).unwrap();
    }
}

fn opened(root: &Path, options: Options) -> Log {
    Log::open(&log_in(root), options).unwrap_or_else(|cause| panic!("{cause}"))
}

/// One commit after the other.
fn trickle(root: &Path) {
    append(&opened(root, IDLE()), 0..120);
}

/// Many writers at once, each with a few commits on the way.
fn rush(root: &Path) {
    let log = opened(root, IDLE());
    std::thread::scope(|scope| {
        for writer in 0..16 {
            let log = &log;
            scope.spawn(move || {
                let first = writer * WRITER_COMMITS;
                for batch in 0..5 {
                    let sent = (0..4).map(|n| submit(log, first + 4 * batch + n));
                    for pending in sent.collect::<Vec<_>>() {
                        await_answer(pending).unwrap();
                    }
                }
            });
        }
    });
}

/// Small values are merged all the time.
fn sealing(root: &Path) {
    let options = Options {
        seal_values: 8,
        ..IDLE()
    };
    append(&opened(root, options), 0..150);
}

/// Checkpoints of the index are written all the time.
fn checkpoints(root: &Path) {
    let options = Options {
        checkpoint_events: 8,
        ..IDLE()
    };
    append(&opened(root, options), 0..100);
}

/// Journals so short that one is always being moved into the store.
const MOVING: fn() -> Options = || Options {
    journal_bytes: 4 * 1024,
    ..BUSY()
};

/// Journals are filled, moved and used again all the time.
fn moving(root: &Path) {
    let options = Options {
        seal_values: usize::MAX,
        ..MOVING()
    };
    append(&opened(root, options), 0..150);
}

fn reopening(root: &Path) {
    for round in 0..6 {
        let log = opened(root, BUSY());
        append(&log, 20 * round..20 * round + 20);
        if round % 2 == 0 {
            log.close();
        }
    }
}

/// Nothing but the creation and a handful of commits.
fn first_seconds(root: &Path) {
    append(&opened(root, Options::default()), 0..6);
}

fn large_events(root: &Path) {
    append(&opened(root, BUSY()), LARGE..LARGE + 25);
}

/// Checkpoints are signed between the commits, and the prover is opened again.
fn proofs(root: &Path) {
    for round in 0..3 {
        let log = opened(root, MOVING());
        let prover = Prover::open(log.clone(), &proofs_in(root), origin()).unwrap();
        for number in 15 * round..15 * round + 15 {
            append(&log, number..number + 1);
            let signed = prover.publish().unwrap();
            let promised = signed.checkpoint();
            let (size, root) = (promised.size, promised.root.0);
            say(Mark::Published { size, root });
        }
    }
}

/// Goes on where another child was cut off; its own numbers, whatever it finds.
fn going_on(root: &Path) {
    append(&opened(root, BUSY()), WRITER_COMMITS..WRITER_COMMITS + 12);
}

/// Opened, a few commits with everything that goes on beside them, closed.
fn once(root: &Path) {
    let log = opened(root, MOVING());
    append(&log, WRITER_COMMITS..WRITER_COMMITS + 30);
    log.close();
}

/// The work a child is told to do.
fn work(name: &str) -> fn(&Path) {
    match name {
        "trickle" => trickle,
        "rush" => rush,
        "moving" => moving,
        "sealing" => sealing,
        "checkpoints" => checkpoints,
        "reopening" => reopening,
        "first seconds" => first_seconds,
        "large events" => large_events,
        "going on" => going_on,
        "once" => once,
        "proofs" => proofs,
        "sled alone" => plain::work,
        "everything a file can suffer" => cuts::work,
        other => panic!("no workload {other}"),
    }
}

#[test]
fn every_change_of_the_files_is_recorded() {
    if let Some(name) = std::env::var_os(WORKLOAD) {
        let root = PathBuf::from(std::env::var_os(recorder::ROOT).unwrap());
        let telling = Listener(|line: &str| eprintln!("{line}"));
        tracing::subscriber::set_global_default(telling).unwrap();
        work(name.to_str().unwrap())(&root);
        return;
    }
    record("everything a file can suffer").assert_complete();
}
