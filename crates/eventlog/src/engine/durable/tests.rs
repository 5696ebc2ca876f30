//! A mover that fails or panics is told of: at once, and if nobody asks then at closing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::*;
use crate::engine::mover::Ending;
use crate::position::GlobalPosition;

const JOURNAL_BYTES: u64 = 16 * 1024;

fn put(engine: &DurableEngine, position: u64, length: usize) -> Result<(), EngineError> {
    let key = Key::first(GlobalPosition(position));
    let value = vec![7; length].into();
    engine.write(vec![Entry { key, value }])?;
    engine.sync()
}

/// An engine that goes on in files whose folder is gone, so that no further journal can be made;
/// with how often it woke somebody.
fn with_a_mover_that_failed(dir: &Path) -> (DurableEngine, Arc<AtomicUsize>) {
    let log = dir.join("log");
    let engine = DurableEngine::open(&log, 1024 * 1024, JOURNAL_BYTES).unwrap();
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    engine.on_failure(Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
    }));
    put(&engine, 1, 10 * 1024).unwrap();
    fs::rename(&log, dir.join("elsewhere")).unwrap();
    put(&engine, 2, 1).unwrap();
    let mut desk = engine.shared.desk.lock();
    while desk.failed.is_none() {
        engine.shared.changed.wait(&mut desk);
    }
    drop(desk);
    (engine, woken)
}

fn is_not_found(told: Result<(), EngineError>) -> bool {
    matches!(told, Err(EngineError::Io(cause)) if cause.kind() == std::io::ErrorKind::NotFound)
}

/// Something that is asked of an engine.
type Ask = fn(&DurableEngine) -> Result<(), EngineError>;

#[test]
fn what_the_mover_failed_at_is_said_once_by_whoever_asks_first() {
    let asks: [Ask; 3] = [
        DurableEngine::close,
        |engine| engine.check(),
        |engine| put(engine, 3, 1),
    ];
    for ask in asks {
        let dir = TempDir::new().unwrap();
        let (engine, woken) = with_a_mover_that_failed(dir.path());
        assert!(is_not_found(ask(&engine)));
        engine.check().unwrap();
        engine.close().unwrap();
        assert_eq!(woken.load(Ordering::SeqCst), 1);
        drop(engine);
        let moved = dir.path().join("elsewhere");
        let engine = DurableEngine::open(&moved, 1024 * 1024, JOURNAL_BYTES).unwrap();
        let last = engine.floor(Key::last(GlobalPosition(2))).unwrap();
        assert_eq!(last, Some(Key::first(GlobalPosition(2))));
    }
}

#[test]
fn nobody_waits_for_a_mover_that_panicked() {
    let dir = TempDir::new().unwrap();
    let engine = DurableEngine::open(dir.path(), 1024 * 1024, JOURNAL_BYTES).unwrap();
    let shared = Arc::clone(&engine.shared);
    let panicked = thread::spawn(move || {
        let _ending = Ending(&shared);
        panic!("as sled might");
    });
    assert!(panicked.join().is_err());
    assert!(matches!(
        put(&engine, 1, 1),
        Err(EngineError::MoverPanicked)
    ));
}
