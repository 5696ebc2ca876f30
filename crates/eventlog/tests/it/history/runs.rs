//! Stress runs whose histories must hold: undisturbed, with a failing disk, and killed.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use eventlog::{Engine, GlobalPosition, Log, Options};
use tempfile::TempDir;

use super::check::check;
use super::work::Stage;
use super::{History, Outcome};
use crate::fault::Gated;
use crate::given::{BUSY, Home};

const WRITERS: u64 = 8;
const READERS: u64 = 2;
const DIR: &str = "EVENTLOG_HISTORY_DIR";

/// Lets writers, readers and a follower work on the log, closes it, and adds what they saw.
fn work(history: &mut History, log: &Log, seed: u64, calls: usize) {
    let lines = Mutex::new(String::new());
    let say = |line: &str| lines.lock().unwrap().push_str(line);
    let stage = &Stage::new(log, &say);
    let mut reads = std::thread::scope(|scope| {
        let follower = scope.spawn(move || stage.follow());
        let readers: Vec<_> = (0..READERS)
            .map(|reader| scope.spawn(move || stage.read(seed ^ reader, calls / 4)))
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || stage.write(writer, seed, calls)))
            .collect();
        writers
            .into_iter()
            .for_each(|writer| writer.join().unwrap());
        let reads = readers
            .into_iter()
            .flat_map(|reader| reader.join().unwrap());
        let mut reads: Vec<_> = reads.collect();
        // When nobody writes any more, and a log whose disk failed is poisoned.
        reads.extend(stage.read(!seed, calls / 8));
        log.clone().close();
        reads.push(follower.join().unwrap());
        reads
    });
    let earlier = history.end();
    reads.iter_mut().for_each(|read| read.asked += earlier);
    history.add_lines(lines.into_inner().unwrap().lines());
    history.reads.extend(reads);
}

/// Asks again for whatever nobody knows about.
fn ask_again(history: &mut History, log: &Log) -> usize {
    let lost = history.calls.iter();
    let lost = lost.filter(|call| matches!(call.answer, None | Some((_, Outcome::Unknown))));
    let specs: Vec<_> = lost.map(|call| call.spec.clone()).collect();
    let lines = Mutex::new(String::new());
    let say = |line: &str| lines.lock().unwrap().push_str(line);
    let stage = Stage::new(log, &say);
    for spec in &specs {
        stage.call(spec);
    }
    history.add_lines(lines.into_inner().unwrap().lines());
    specs.len()
}

fn must_hold(history: &History, log: &Log, what: &str) {
    let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
    assert_eq!(check(history, &events), Ok(()), "{what}");
    log.verify(|_, _| ()).unwrap();
}

/// All kinds of answers were given, or the run has shown nothing.
fn must_be_varied(history: &History) {
    let count = |kind: fn(&Outcome) -> bool| {
        let answers = history.calls.iter().filter_map(|call| call.answer.as_ref());
        answers.filter(|(_, outcome)| kind(outcome)).count()
    };
    let acknowledged = |o: &Outcome| matches!(o, Outcome::Acknowledged(r) if !r.repeated);
    let repeated = |o: &Outcome| matches!(o, Outcome::Acknowledged(r) if r.repeated);
    assert!(count(acknowledged) > history.calls.len() / 4);
    assert!(count(repeated) > 10);
    assert!(count(|o| matches!(o, Outcome::Conflict(..))) > 10);
    assert!(count(|o| matches!(o, Outcome::Reused)) > 3);
}

#[test]
fn histories_of_undisturbed_runs_hold() {
    for (seed, home) in (1..=3).flat_map(|seed| Home::all().map(|home| (seed, home))) {
        let mut history = History::default();
        for opening in 0..2 {
            work(&mut history, &home.open(), seed * 10 + opening, 120);
        }
        must_hold(&history, &home.open(), &format!("seed {seed}"));
        must_be_varied(&history);
    }
}

#[test]
fn histories_over_a_failing_disk_hold() {
    let mut asked_again = 0;
    for seed in 1..=12 {
        let engine = Gated::failing_at(usize::try_from(seed * 7).unwrap());
        let open = || {
            let options = Options {
                on_poison: |_| (),
                ..BUSY()
            };
            let engine: Arc<dyn Engine> = Arc::<Gated>::clone(&engine);
            Log::with_engine(engine, options).unwrap()
        };
        let mut history = History::default();
        work(&mut history, &open(), seed, 100);
        let log = open();
        must_hold(&history, &log, &format!("seed {seed}, after the failure"));
        asked_again += ask_again(&mut history, &log);
        must_hold(&history, &log, &format!("seed {seed}, asked again"));
    }
    assert!(asked_again > 12, "{asked_again} calls were left unknown");
}

#[test]
fn histories_of_killed_runs_hold() {
    if let Some(dir) = std::env::var_os(DIR) {
        write_until_killed(Path::new(&dir));
        return;
    }
    let dir = TempDir::new().unwrap();
    let (mut history, mut asked_again) = (History::default(), 0);
    for round in 0..8 {
        let lines = run_and_kill(
            dir.path(),
            round,
            100 + 250 * usize::try_from(round).unwrap(),
        );
        history.add_lines(lines.lines());
        let log = Log::open(dir.path(), BUSY()).unwrap();
        must_hold(&history, &log, &format!("round {round}"));
        if round % 2 == 1 {
            asked_again += ask_again(&mut history, &log);
            must_hold(&history, &log, &format!("round {round}, asked again"));
        }
    }
    assert!(asked_again > 4, "{asked_again} calls were left unknown");
    must_be_varied(&history);
}

/// What the child said before it was killed, after so many lines.
fn run_and_kill(dir: &Path, round: u64, lines: usize) -> String {
    let this_test = "history::runs::histories_of_killed_runs_hold";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([this_test, "--exact", "--nocapture"])
        .env(DIR, dir)
        .env("EVENTLOG_HISTORY_ROUND", round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let (mut record, mut seen) = (String::new(), 0);
    loop {
        if seen == lines {
            child.kill().unwrap();
        }
        let start = record.len();
        let length = said.read_line(&mut record).unwrap();
        if length == 0 || !record.ends_with('\n') {
            // The kill may cut the last line short.
            record.truncate(start);
            break;
        }
        if record[start..].starts_with("asked") || record[start..].starts_with("told") {
            seen += 1;
        } else {
            record.truncate(start);
        }
    }
    assert!(
        !child.wait().unwrap().success(),
        "it only ends by being killed"
    );
    assert!(seen >= lines, "it was killed after {seen} of {lines} lines");
    record
}

fn write_until_killed(dir: &Path) {
    let round: u64 = std::env::var("EVENTLOG_HISTORY_ROUND")
        .unwrap()
        .parse()
        .unwrap();
    let log = Log::open(dir, BUSY()).unwrap();
    // One write call per line, so that lines of different threads never mix.
    let say = |line: &str| std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
    let stage = &Stage::new(&log, &say);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || stage.write(writer, 1_000 + round, usize::MAX));
        }
    });
}
