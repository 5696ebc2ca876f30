//! Sealing under the eyes of readers: values are replaced while they are read, nothing changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::{ExpectedVersion, GlobalPosition, StreamVersion};
use shuttle::thread;

use crate::engine::Disk;
use crate::explore::{assert_dense, assert_readable, commit, explore, name, open};

static SEALED: AtomicU64 = AtomicU64::new(0);

#[test]
fn readers_see_the_same_events_while_values_are_merged() {
    explore(|| {
        let disk = Arc::new(Disk::default());
        let values = Arc::clone(&disk.values);
        let log = open(disk, 2);
        let writer = {
            let log = log.clone();
            thread::spawn(move || {
                for number in 1..=6 {
                    let any = ExpectedVersion::Any;
                    let stream = if number % 2 == 0 { "tree-1" } else { "tree-2" };
                    let appended = log.append(commit(number, stream, any)).wait().unwrap();
                    assert_readable(&log, &appended);
                }
            })
        };
        let reader = {
            let log = log.clone();
            thread::spawn(move || {
                for _ in 0..3 {
                    let durable = log.durable_position();
                    let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
                    assert!(events.len() as u64 >= durable.0);
                    assert_dense(&events);
                    let stream = log
                        .read_stream(&name("tree-1"), StreamVersion::FIRST)
                        .unwrap();
                    assert!(
                        (1..)
                            .zip(&stream)
                            .all(|(version, event)| event.version.0 == version)
                    );
                    let checked = log.verify(|_, _| ()).unwrap();
                    assert!(checked.events >= durable.0);
                }
            })
        };
        writer.join().unwrap();
        reader.join().unwrap();
        let before = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        SEALED.fetch_add(log.stats().sealed_values, Ordering::SeqCst);
        log.close();
        let log = open(values, usize::MAX);
        let after = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        assert_eq!(after, before);
        assert_eq!(after.len(), 6);
    });
    let sealed = SEALED.load(Ordering::SeqCst);
    assert!(
        sealed > 1_000,
        "{sealed} values were merged over all schedules"
    );
}
