//! Engines that wait or fail on command: what callers see while a batch is synced, and promise L8.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, sync};

use eventlog::{
    AppendError, Engine, EngineError, Entry, ExpectedVersion, GlobalPosition, Key, Log, LowSpace,
    MemoryEngine, Options, ReadError, Space, StreamVersion, Visit,
};

use crate::given::{IDLE, commit, id, name, noise, simple, write};

mod behind;

/// A memory engine whose syncs wait at a gate, and of which one fails.
#[derive(Default)]
pub(crate) struct Gated {
    inner: MemoryEngine,
    gate: sync::Mutex<Gate>,
    moved: sync::Condvar,
    fails_at: Option<usize>,
    free_bytes: sync::Mutex<Option<u64>>,
}

#[derive(Default)]
struct Gate {
    begun: usize,
    allowed: usize,
}

impl Gated {
    pub(crate) fn failing_at(sync: usize) -> Arc<Self> {
        let gate = sync::Mutex::new(Gate {
            begun: 0,
            allowed: usize::MAX,
        });
        Arc::new(Self {
            gate,
            fails_at: Some(sync),
            ..Self::default()
        })
    }

    fn allow(&self, syncs: usize) {
        self.gate.lock().unwrap().allowed = syncs;
        self.moved.notify_all();
    }

    fn wait_for_sync(&self, number: usize) {
        let gate = self.gate.lock().unwrap();
        drop(
            self.moved
                .wait_while(gate, |gate| gate.begun < number)
                .unwrap(),
        );
    }
}

impl Engine for Gated {
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError> {
        self.inner.write(entries)
    }

    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError> {
        self.inner.replace(removed, entries)
    }

    fn sync(&self) -> Result<(), EngineError> {
        let mut gate = self.gate.lock().unwrap();
        gate.begun += 1;
        self.moved.notify_all();
        let number = gate.begun;
        drop(
            self.moved
                .wait_while(gate, |gate| gate.allowed < number)
                .unwrap(),
        );
        if self.fails_at == Some(number) {
            return Err(io::Error::other("the disk is gone").into());
        }
        Ok(())
    }

    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError> {
        self.inner.scan(from, visit)
    }

    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError> {
        self.inner.floor(key)
    }

    fn space(&self) -> Result<Option<Space>, EngineError> {
        let free_bytes = *self.free_bytes.lock().unwrap();
        Ok(free_bytes.map(|free_bytes| Space {
            free_bytes,
            total_bytes: 1_000_000,
        }))
    }
}

static POISONED: AtomicUsize = AtomicUsize::new(0);

fn note_poison(cause: &EngineError) {
    assert!(cause.to_string().contains("the disk is gone"));
    POISONED.fetch_add(1, Ordering::SeqCst);
}

#[test]
fn l8_a_failed_sync_poisons_the_log_and_is_never_tried_again() {
    let engine = Gated::failing_at(3);
    let options = Options {
        on_poison: note_poison,
        ..Options::default()
    };
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), options).unwrap();
    for number in 1..=2 {
        log.append(simple(number, "tree-1", 1)).wait().unwrap();
    }
    for number in 3..=6 {
        let refused = log.append(simple(number, "tree-1", 1)).wait();
        assert!(matches!(refused, Err(AppendError::Poisoned)), "{refused:?}");
    }
    assert_eq!(POISONED.load(Ordering::SeqCst), 1);
    assert_eq!(engine.gate.lock().unwrap().begun, 3);
    assert_eq!(log.durable_position(), GlobalPosition(2));
    assert_eq!(log.read_all(GlobalPosition::START, 10).unwrap().len(), 2);
    assert_eq!(log.head(&name("tree-1")), Some(StreamVersion(2)));
    assert!(log.find_commit(id(3)).unwrap().is_none());
    let mut subscription = log.subscribe(GlobalPosition(2));
    assert!(
        subscription.next_batch_blocking(1, None).is_err(),
        "followers are told too"
    );
}

static MOVER_FAILED: AtomicUsize = AtomicUsize::new(0);

fn note_failed_mover(_: &EngineError) {
    MOVER_FAILED.fetch_add(1, Ordering::SeqCst);
}

#[test]
fn l8_a_failure_in_the_background_poisons_an_idle_log_at_once() {
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("log");
    let options = Options {
        on_poison: note_failed_mover,
        journal_bytes: 16 * 1024,
        free_floor_bytes: Some(0),
        ..IDLE()
    };
    let log = Log::open(&folder, options).unwrap();
    let mut large = simple(1, "tree-1", 1);
    large.writes[0].events[0].payload = noise(1, 10 * 1024).into();
    log.append(large).wait().unwrap();
    // Its open files stay, but no further journal can be made.
    std::fs::rename(&folder, dir.path().join("elsewhere")).unwrap();
    log.append(simple(2, "tree-1", 1)).wait().unwrap();
    let mut follower = log.subscribe(GlobalPosition(2));
    let told = follower.next_batch_blocking(1, None);
    assert!(matches!(told, Err(ReadError::Closed)), "{told:?}");
    assert_eq!(MOVER_FAILED.load(Ordering::SeqCst), 1);
    let refused = log.append(simple(3, "tree-1", 1)).wait();
    assert!(matches!(refused, Err(AppendError::Poisoned)), "{refused:?}");
}

#[test]
fn l3_nothing_is_seen_before_it_is_durable() {
    let engine = Arc::new(Gated::default());
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), Options::default()).unwrap();
    let pending = log.append(simple(1, "tree-1", 1));
    engine.wait_for_sync(1);
    assert_eq!(log.durable_position(), GlobalPosition::START);
    assert_eq!(log.read_all(GlobalPosition::START, 10).unwrap(), []);
    assert_eq!(
        log.read_stream(&name("tree-1"), StreamVersion::FIRST)
            .unwrap(),
        []
    );
    assert_eq!(log.head(&name("tree-1")), None);
    assert!(log.find_commit(id(1)).unwrap().is_none());
    assert_eq!(log.verify(|_, _| ()).unwrap().events, 0);
    engine.allow(1);
    pending.wait().unwrap();
    assert_eq!(log.head(&name("tree-1")), Some(StreamVersion::FIRST));
    assert_eq!(log.read_all(GlobalPosition::START, 10).unwrap().len(), 1);
}

#[test]
fn all_that_waits_while_one_batch_syncs_becomes_the_next_batch() {
    let engine = Arc::new(Gated::default());
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), Options::default()).unwrap();
    let first = log.append(simple(0, "tree-1", 1));
    engine.wait_for_sync(1);
    let waiting: Vec<_> = (1..=64)
        .map(|n| log.append(simple(n, "tree-1", 1)))
        .collect();
    engine.allow(usize::MAX);
    first.wait().unwrap();
    for (version, pending) in (2..).zip(waiting) {
        let appended = pending.wait().unwrap();
        assert_eq!(
            appended.version_of(&name("tree-1")),
            Some(StreamVersion(version))
        );
    }
    assert_eq!(engine.gate.lock().unwrap().begun, 2);
    assert_eq!(log.stats().batch_events.sum, 65);
}

#[test]
fn l5_accepted_commits_count_before_they_are_durable() {
    let engine = Arc::new(Gated::default());
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), Options::default()).unwrap();
    let exactly = |version| ExpectedVersion::Exactly(StreamVersion(version));
    let on_top =
        |number, version| log.append(commit(number, vec![write("tree-1", exactly(version), 1)]));
    let first = log.append(simple(1, "tree-1", 1));
    engine.wait_for_sync(1);
    let (second, third, late) = (on_top(2, 1), on_top(3, 2), on_top(4, 2));
    engine.allow(usize::MAX);
    for pending in [first, second, third] {
        pending.wait().unwrap();
    }
    let refused = late.wait();
    let three = Some(StreamVersion(3));
    assert!(
        matches!(refused, Err(AppendError::Conflict { actual, .. }) if actual == three),
        "{refused:?}"
    );
}

#[test]
fn l4_a_repeat_on_the_way_is_answered_once_the_first_is_durable() {
    let engine = Arc::new(Gated::default());
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), Options::default()).unwrap();
    let ahead = log.append(simple(1, "tree-1", 1));
    engine.wait_for_sync(1);
    let of_ahead = log.append(simple(1, "tree-1", 1));
    let first = log.append(simple(2, "tree-2", 1));
    let again = log.append(simple(2, "tree-2", 1));
    let other = log.append(simple(2, "tree-2", 2));
    engine.allow(usize::MAX);
    let (ahead, of_ahead) = (ahead.wait().unwrap(), of_ahead.wait().unwrap());
    assert_eq!(
        (of_ahead.last_position, of_ahead.repeated),
        (ahead.last_position, true)
    );
    let (first, again) = (first.wait().unwrap(), again.wait().unwrap());
    assert_eq!((first.repeated, again.repeated), (false, true));
    assert_eq!(again.versions, first.versions);
    assert!(matches!(
        other.wait(),
        Err(AppendError::CommitIdReused { .. })
    ));
    assert_eq!(log.durable_position(), GlobalPosition(2));
}

#[test]
fn a_full_queue_refuses_instead_of_growing() {
    let engine = Arc::new(Gated::default());
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), Options::default()).unwrap();
    let mut pending = vec![log.append(simple(0, "tree-1", 1))];
    engine.wait_for_sync(1);
    let limit = eventlog::QUEUE_COMMITS_MAX;
    pending.extend((1..=limit as u128).map(|n| log.append(simple(n, "tree-1", 1))));
    let refused = log.append(simple(u128::MAX, "tree-1", 1)).wait();
    assert!(
        matches!(
            refused,
            Err(AppendError::Busy {
                commits: 65_536,
                ..
            })
        ),
        "{refused:?}"
    );
    engine.allow(usize::MAX);
    for pending in pending {
        pending.wait().unwrap();
    }
    assert_eq!(log.durable_position().0, limit as u64 + 1);
}

/// Eight small values, of which the ninth sync makes one.
fn about_to_seal(engine: &Arc<Gated>) -> Log {
    let options = Options {
        seal_values: 8,
        on_poison: |_| (),
        ..Options::default()
    };
    let log = Log::with_engine(Arc::<Gated>::clone(engine), options).unwrap();
    for number in 1..=8 {
        log.append(simple(number, "tree-1", 1)).wait().unwrap();
    }
    engine.wait_for_sync(9);
    log
}

#[test]
fn sealing_delays_an_answer_by_no_more_than_one_sync() {
    let engine = Arc::new(Gated::default());
    engine.allow(8);
    let log = about_to_seal(&engine);
    let pending = log.append(simple(9, "tree-1", 1));
    let events = log.read_all(GlobalPosition::START, 10).unwrap();
    assert_eq!(events.len(), 8, "reading does not wait");
    engine.allow(10);
    assert_eq!(pending.wait().unwrap().last_position.0, 9);
    assert_eq!(log.stats().sealed_values, 8);
    assert_eq!(log.verify(|_, _| ()).unwrap().events, 9);
}

#[test]
fn l8_a_failed_sync_of_a_sealing_poisons_the_log_too() {
    let engine = Gated::failing_at(9);
    let log = about_to_seal(&engine);
    let refused = log.append(simple(9, "tree-1", 1)).wait();
    assert!(matches!(refused, Err(AppendError::Poisoned)), "{refused:?}");
    assert_eq!(log.read_all(GlobalPosition::START, 10).unwrap().len(), 8);
    log.close();
    assert_eq!(engine.gate.lock().unwrap().begun, 9);
}

#[test]
fn l9_below_the_floor_nothing_is_appended_until_there_is_room_and_reading_goes_on() {
    for (floor, floor_bytes) in [(None, 50_000), (Some(7_000), 7_000)] {
        let engine = Arc::new(Gated::default());
        engine.allow(usize::MAX);
        let options = Options {
            free_floor_bytes: floor,
            ..Options::default()
        };
        let log = Log::with_engine(Arc::<Gated>::clone(&engine), options).unwrap();
        let free = |bytes| *engine.free_bytes.lock().unwrap() = Some(bytes);
        free(floor_bytes);
        let first = log.append(simple(1, "tree-1", 1)).wait().unwrap();
        free(floor_bytes - 1);
        let low = LowSpace {
            free_bytes: floor_bytes - 1,
            floor_bytes,
        };
        let refused = log.append(simple(2, "tree-1", 1)).wait();
        assert!(
            matches!(refused, Err(AppendError::LowSpace(found)) if found == low),
            "{refused:?}"
        );
        assert_eq!(log.low_space(), Some(low));
        let repeat = log.append(simple(1, "tree-1", 1)).wait().unwrap();
        assert_eq!((repeat.repeated, repeat.versions), (true, first.versions));
        let none = ExpectedVersion::NoStream;
        let conflict = log.append(commit(3, vec![write("tree-1", none, 1)])).wait();
        assert!(
            matches!(conflict, Err(AppendError::Conflict { .. })),
            "{conflict:?}"
        );
        assert_eq!(log.read_all(GlobalPosition::START, 10).unwrap().len(), 1);
        free(floor_bytes);
        assert_eq!(log.low_space(), None);
        let after = log.append(simple(2, "tree-1", 1)).wait().unwrap();
        assert_eq!(after.last_position, GlobalPosition(2));
        assert_eq!(log.verify(|_, _| ()).unwrap().events, 2);
    }
}

#[test]
fn l9_the_floor_is_that_of_the_disk_the_folder_is_on() {
    let dir = tempfile::TempDir::new().unwrap();
    let options = |floor| Options {
        free_floor_bytes: Some(floor),
        ..Options::default()
    };
    let log = Log::open(dir.path(), options(u64::MAX)).unwrap();
    let refused = log.append(simple(1, "tree-1", 1)).wait();
    let is_low = |low: LowSpace| low.free_bytes > 0 && low.floor_bytes == u64::MAX;
    assert!(
        matches!(refused, Err(AppendError::LowSpace(low)) if is_low(low)),
        "{refused:?}"
    );
    drop(log);
    let log = Log::open(dir.path(), options(0)).unwrap();
    log.append(simple(1, "tree-1", 1)).wait().unwrap();
}
