//! No two checkpoints disagree, whenever the process is killed: a child appends and publishes, is
//! killed in the middle of it, starts again on the same folders, and everything it ever showed must
//! be the beginning of what is signed last.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use eventlog::proof::{Prover, SignedCheckpoint, verify_against};
use eventlog::{Log, Options};
use tempfile::TempDir;

use super::open;
use crate::given::simple;

const DIR: &str = "EVENTLOG_PROOF_KILL_DIR";
const ROUNDS: usize = 4;

#[test]
fn l6_no_two_checkpoints_disagree_across_kill_9() {
    if let Some(dir) = std::env::var_os(DIR) {
        publish_until_killed(Path::new(&dir));
    }
    let dir = TempDir::new().unwrap();
    let mut shown = Vec::new();
    for round in 0..ROUNDS {
        run_and_kill(dir.path(), 20 + 7 * round, &mut shown);
    }
    let (log, prover) = both(dir.path());
    let sizes = shown.iter().map(|note| {
        let old = SignedCheckpoint::open(note, prover.vkey()).unwrap();
        let size = old.checkpoint().size;
        let proof = prover.prove_growth(size).unwrap();
        proof.verify(old.checkpoint(), prover.vkey()).unwrap();
        size
    });
    assert!(sizes.is_sorted(), "it never goes back");
    let last = prover.publish().unwrap();
    verify_against(last.note(), prover.vkey(), &log, |_, _| ()).unwrap();
}

fn both(dir: &Path) -> (Log, Prover) {
    let log = Log::open(&dir.join("log"), Options::default()).unwrap();
    let prover = open(&log, &dir.join("proof")).unwrap();
    (log, prover)
}

fn publish_until_killed(dir: &Path) {
    let (log, prover) = both(dir);
    let mut said = std::io::stdout();
    loop {
        let number = u128::from(log.durable_position().0);
        log.append(simple(number, "tree-1", 1 + (number % 9) as usize))
            .wait()
            .unwrap();
        let signed = prover.publish().unwrap();
        // One line a note, so that a note cut short is seen to be.
        let line = signed.note().replace('\n', "|");
        writeln!(said, "shown {line}").unwrap();
    }
}

fn run_and_kill(dir: &Path, notes: usize, shown: &mut Vec<String>) {
    let this_test = "proof::kill::l6_no_two_checkpoints_disagree_across_kill_9";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([this_test, "--exact", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let (mut seen, mut line) = (0, String::new());
    loop {
        if seen == notes {
            child.kill().unwrap();
        }
        line.clear();
        if said.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            break;
        }
        if let Some(note) = line.trim_end().strip_prefix("shown ") {
            shown.push(note.replace('|', "\n"));
            seen += 1;
        }
    }
    assert!(
        !child.wait().unwrap().success(),
        "it only ends by being killed"
    );
    assert!(seen >= notes, "it was killed after {seen} of {notes} notes");
}
