//! Promise L6 towards outsiders: checkpoints, tiles, proofs, and what happens when the log or the
//! prover's folder is not what it was.

mod answers;
mod folder;
mod history;
mod judges;
mod kill;
mod outside;
mod text;

use std::path::Path;

use eventlog::Log;
use eventlog::proof::{KeyName, Prover, ProverError};

use crate::given::{commit, event, write};

const ORIGIN: &str = "farm.example/log";

fn open(log: &Log, dir: &Path) -> Result<Prover, ProverError> {
    Prover::open(log.clone(), dir, KeyName::parse(ORIGIN).unwrap())
}

/// Appends `events` events in commits of up to 5,000; their payloads contain `word`.
fn append(log: &Log, events: usize, word: &str) {
    let first = u128::from(log.durable_position().0);
    let commits = events.div_ceil(5_000);
    for number in 0..commits {
        let count = 5_000.min(events - number * 5_000);
        let mut stream = write(&format!("tree-{number}"), eventlog::ExpectedVersion::Any, 0);
        stream.events = (0..count)
            .map(|n| event(format!("\"{word} {n}\"")))
            .collect();
        let id = (first << 64) + number as u128;
        log.append(commit(id, vec![stream])).wait().unwrap();
    }
}

fn log_of(events: usize) -> Log {
    let log = Log::in_memory();
    append(&log, events, "pear");
    log
}
