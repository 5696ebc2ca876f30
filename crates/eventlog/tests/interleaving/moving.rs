//! The journals in front of the store, on disk: full ones are moved while others write and read.
//! What sled and the files do counts as one step; who may go on in between is what is tried.

use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::{ExpectedVersion, GlobalPosition, Log, Options, StreamVersion};
use shuttle::thread;
use tempfile::TempDir;

use crate::explore::{assert_dense, assert_readable, commit, explore_some, name};

/// So small that every few commits fill a journal.
const JOURNAL_BYTES: u64 = 2 * 1024;
/// A part of the usual schedules: each opens files.
const SHARE: usize = 40;

static MOVES: AtomicU64 = AtomicU64::new(0);

fn open(dir: &TempDir) -> Log {
    let options = Options {
        journal_bytes: JOURNAL_BYTES,
        seal_values: 4,
        on_poison: |_| (),
        ..Options::default()
    };
    Log::open(dir.path(), options).unwrap()
}

#[test]
fn journals_are_moved_under_writers_and_readers_without_a_trace() {
    explore_some(SHARE, || {
        let dir = TempDir::new().unwrap();
        let log = open(&dir);
        let writers: Vec<_> = (0..2u128)
            .map(|writer| {
                let log = log.clone();
                thread::spawn(move || {
                    for number in 1..=8 {
                        let number = writer * 10 + number;
                        let commit = commit(number, "hot-1", ExpectedVersion::Any);
                        let appended = log.append(commit).wait().unwrap();
                        assert_readable(&log, &appended);
                    }
                })
            })
            .collect();
        let reader = {
            let log = log.clone();
            thread::spawn(move || {
                for _ in 0..3 {
                    let durable = log.durable_position();
                    let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
                    assert!(events.len() as u64 >= durable.0);
                    assert_dense(&events);
                    let stream = log.read_stream(&name("hot-1"), StreamVersion::FIRST);
                    assert!(stream.unwrap().len() as u64 >= durable.0);
                }
            })
        };
        writers
            .into_iter()
            .for_each(|writer| writer.join().unwrap());
        reader.join().unwrap();
        let before = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        MOVES.fetch_add(log.stats().engine.journal_moves, Ordering::SeqCst);
        drop(log);
        let log = open(&dir);
        let after = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        assert_eq!(after, before);
        assert_eq!(after.len(), 16);
        assert_eq!(log.verify(|_, _| ()).unwrap().commits, 16);
    });
    let moves = MOVES.load(Ordering::SeqCst);
    assert!(moves > 50, "{moves} journals were moved over all schedules");
}
