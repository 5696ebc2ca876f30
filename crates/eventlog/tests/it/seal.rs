//! Sealing: small values become few, and nobody can tell from what they read.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eventlog::{
    DamageKind, Engine, Entry, GlobalPosition, Key, Log, MemoryEngine, Options, ReadError,
    RecordedEvent, STORED_VALUE_BYTES_MAX, StreamVersion,
};

use crate::given::{BUSY, Home, IDLE, event, id, name, noise, simple};

fn entries(engine: &MemoryEngine) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut take = |key, value| {
        entries.push(Entry { key, value });
        ControlFlow::Continue(())
    };
    let start = Key::first(GlobalPosition::START);
    engine.scan(start, &mut take).unwrap();
    entries
}

fn everything(log: &Log) -> Vec<RecordedEvent> {
    log.read_all(GlobalPosition::START, usize::MAX).unwrap()
}

/// A trickle: each commit is durable, and a value of its own, before the next comes.
fn trickle(log: &Log, commits: std::ops::Range<u128>) {
    for number in commits {
        let mut commit = simple(number, &format!("tree-{}", number % 11), 2);
        if number % 90 == 17 {
            // Too large for one value, and not to be compressed.
            commit.writes[0].events.push(event(noise(1, 9_000)));
        }
        log.append(commit).wait().unwrap();
    }
}

#[test]
fn a_trickle_becomes_few_values_and_reads_as_before() {
    let plain = Home::Memory(Arc::default());
    let log = plain.open_with(IDLE);
    trickle(&log, 0..400);
    let expected = (everything(&log), log.verify(|_, _| ()).unwrap());
    for home in Home::all() {
        let log = home.open_with(BUSY);
        trickle(&log, 0..400);
        log.clone().close();
        assert!(log.stats().sealed_values > 300, "{:?}", log.stats());
        assert_eq!((everything(&log), log.verify(|_, _| ()).unwrap()), expected);
        drop(log);
        let log = home.open_with(BUSY);
        assert_eq!((everything(&log), log.verify(|_, _| ()).unwrap()), expected);
        let stream = log.read_stream(&name("tree-3"), StreamVersion(20)).unwrap();
        let of_stream = |event: &&RecordedEvent| event.stream == name("tree-3");
        let of_stream = expected.0.iter().filter(of_stream).skip(19);
        assert!(stream.iter().eq(of_stream));
        for number in [0, 17, 200, 399] {
            let found = log.find_commit(id(number)).unwrap().unwrap();
            let first = expected.0.iter().find(|e| e.commit_id == id(number));
            assert_eq!(found.first_position, first.unwrap().position);
        }
        trickle(&log, 400..500);
        assert_eq!(log.durable_position().0, 1_000 + 6);
    }
}

#[test]
fn no_sealed_value_is_too_large_and_few_are_small() {
    let engine = Arc::new(MemoryEngine::default());
    let log = Log::with_engine(Arc::<MemoryEngine>::clone(&engine), BUSY()).unwrap();
    for number in 0..1_000 {
        log.append(simple(number, "tree-1", 1)).wait().unwrap();
    }
    log.close();
    let sizes: Vec<usize> = entries(&engine).iter().map(|e| e.value.len()).collect();
    assert!(sizes.iter().all(|size| *size <= STORED_VALUE_BYTES_MAX));
    assert!(sizes.len() < 40, "{sizes:?}");
}

#[test]
fn values_merged_under_a_reader_are_never_taken_for_damage() {
    for home in Home::all() {
        let log = home.open_with(BUSY);
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let (log, done) = (&log, &done);
            let readers = [1, 300].map(|page| scope.spawn(move || read_until(log, done, page)));
            trickle(log, 0..600);
            done.store(true, Ordering::Release);
            for rounds in readers {
                assert!(rounds.join().unwrap() > 0);
            }
        });
        assert!(log.stats().sealed_values > 0);
    }
}

/// Reads pages, a stream and the whole again and again; returns how often.
fn read_until(log: &Log, done: &AtomicBool, page: usize) -> usize {
    let mut rounds = 0;
    while !done.load(Ordering::Acquire) || rounds == 0 {
        let mut last = 0;
        for _ in 0..200 {
            let events = log.read_all(GlobalPosition(last), page).unwrap();
            for event in events {
                assert_eq!(event.position.0, last + 1);
                last += 1;
            }
        }
        let stream = log.read_stream(&name("tree-1"), StreamVersion::FIRST);
        let versions = stream.unwrap().into_iter().map(|event| event.version.0);
        assert!((1..).zip(versions).all(|(dense, version)| dense == version));
        log.verify(|_, _| ()).unwrap();
        rounds += 1;
    }
    rounds
}

#[test]
fn l7_damage_is_never_sealed_in() {
    let engine = Arc::new(MemoryEngine::default());
    let options = Options {
        seal_values: 60,
        ..Options::default()
    };
    let log = Log::with_engine(Arc::<MemoryEngine>::clone(&engine), options).unwrap();
    for number in 0..50 {
        log.append(simple(number, "tree-1", 1)).wait().unwrap();
    }
    let mut wrong = entries(&engine)[20].clone();
    let mut bytes = wrong.value.to_vec();
    bytes[70] ^= 1;
    wrong.value = bytes.into();
    engine.write(vec![wrong]).unwrap();
    for number in 50..80 {
        log.append(simple(number, "tree-1", 1)).wait().unwrap();
    }
    log.clone().close();
    assert_eq!(entries(&engine).len(), 80, "nothing was merged");
    let found = log.read_all(GlobalPosition::START, 80).unwrap_err();
    assert!(
        matches!(found, ReadError::Damaged(d) if d.position.0 == 21 && d.what == DamageKind::Checksum),
        "{found}"
    );
}
