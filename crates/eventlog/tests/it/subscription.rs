//! Promise L10: a subscription catches up, then follows, and holds no more than one batch.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use eventlog::{
    Engine, EngineError, Entry, ExpectedVersion, GlobalPosition, Key, Log, MemoryEngine,
    READ_BYTES_MAX, ReadError, Visit,
};

use crate::given::{Home, IDLE, commit, event, noise, simple, write};

#[test]
fn l10_it_catches_up_then_follows_without_gap() {
    for home in Home::all() {
        let log = home.open();
        for number in 0..20 {
            log.append(simple(number, "tree-1", 5)).wait().unwrap();
        }
        let mut subscription = log.subscribe(GlobalPosition(3));
        let writer = {
            let log = log.clone();
            std::thread::spawn(move || {
                for number in 20..40 {
                    log.append(simple(number, "tree-2", 5)).wait().unwrap();
                }
            })
        };
        let mut seen = Vec::new();
        while seen.len() < 197 {
            let batch = subscription.next_batch_blocking(7, None).unwrap();
            assert!((1..=7).contains(&batch.len()));
            seen.extend(batch.into_iter().map(|event| event.position.0));
            assert_eq!(subscription.position().0, 3 + seen.len() as u64);
        }
        assert!(seen.into_iter().eq(4..=200));
        writer.join().unwrap();
        let at_end = subscription
            .next_batch_blocking(7, Some(Duration::ZERO))
            .unwrap();
        assert_eq!(at_end, [], "nothing new within the timeout");
    }
}

#[test]
fn l10_a_closed_log_ends_a_subscription_after_its_last_event() {
    for home in Home::all() {
        let log = home.open();
        let mut subscription = log.subscribe(GlobalPosition::START);
        log.append(simple(1, "tree-1", 2)).wait().unwrap();
        log.close();
        assert_eq!(subscription.next_batch_blocking(10, None).unwrap().len(), 2);
        let ended = subscription.next_batch_blocking(10, None);
        assert!(matches!(ended, Err(ReadError::Closed)), "{ended:?}");
    }
}

#[tokio::test]
async fn l10_a_task_waits_for_the_next_batch() {
    let log = Log::in_memory();
    let mut subscription = log.subscribe(GlobalPosition::START);
    let follower = tokio::spawn(async move {
        let mut seen = Vec::new();
        loop {
            match subscription.next_batch(4).await {
                Ok(batch) => seen.extend(batch.into_iter().map(|event| event.position.0)),
                Err(ReadError::Closed) => return seen,
                Err(other) => panic!("{other}"),
            }
        }
    });
    for number in 0..10 {
        let appended = log.append(simple(number, "tree-1", 1)).await.unwrap();
        assert_eq!(u128::from(appended.last_position.0), number + 1);
    }
    log.close();
    assert!(follower.await.unwrap().into_iter().eq(1..=10));
}

/// A memory engine that counts the values it shows.
#[derive(Default)]
struct Counted {
    inner: MemoryEngine,
    shown: AtomicUsize,
}

impl Engine for Counted {
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError> {
        self.inner.write(entries)
    }

    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError> {
        self.inner.replace(removed, entries)
    }

    fn sync(&self) -> Result<(), EngineError> {
        self.inner.sync()
    }

    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError> {
        self.inner.scan(from, &mut |key, value| {
            self.shown.fetch_add(1, Ordering::SeqCst);
            visit(key, value)
        })
    }

    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError> {
        self.inner.floor(key)
    }
}

#[test]
fn l10_a_slow_reader_is_shown_one_batch_and_nothing_waits_for_it() {
    let engine = Arc::new(Counted::default());
    let log = Log::with_engine(Arc::<Counted>::clone(&engine), IDLE()).unwrap();
    let mut slow = log.subscribe(GlobalPosition::START);
    let mut bytes = 0;
    for number in 0..400 {
        let large = event(noise(number, 60_000));
        bytes += large.payload.len();
        let mut write = write("tree-1", ExpectedVersion::Any, 0);
        write.events.push(large);
        log.append(commit(number.into(), vec![write]))
            .wait()
            .unwrap();
    }
    assert!(bytes > READ_BYTES_MAX);
    assert_eq!(
        engine.shown.load(Ordering::SeqCst),
        0,
        "what is not asked for is not read"
    );
    // A batch of few reads few: an event of 60,000 bytes is ten values.
    assert_eq!(slow.next_batch_blocking(5, None).unwrap().len(), 5);
    let shown = engine.shown.swap(0, Ordering::SeqCst);
    assert!((50..=66).contains(&shown), "{shown} values for five events");
    // A batch of all is bounded by its bytes, whatever is asked for.
    let batch = slow.next_batch_blocking(usize::MAX, None).unwrap();
    let held: usize = batch.iter().map(|event| event.payload.len()).sum();
    assert!(
        held <= READ_BYTES_MAX && held > READ_BYTES_MAX / 2,
        "{held}"
    );
    let mut seen = 5 + batch.len();
    while seen < 400 {
        seen += slow.next_batch_blocking(usize::MAX, None).unwrap().len();
    }
    assert_eq!((seen, slow.position().0), (400, 400));
}
