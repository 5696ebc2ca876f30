//! Many write, many read: what is acknowledged is durable and readable, followers find the heads
//! of what they are shown, repeats get one answer.

use std::sync::Arc;

use eventlog::{ExpectedVersion, GlobalPosition, Log, ReadError, Subscription};
use shuttle::{future, thread};

use crate::engine::Disk;
use crate::explore::{append_on_top, assert_dense, assert_readable, commit, explore, open};

const NEVER: usize = usize::MAX;

#[test]
fn acknowledged_is_durable_and_readable_at_once() {
    explore(|| {
        let disk = Arc::new(Disk::default());
        let log = open(Arc::<Disk>::clone(&disk), NEVER);
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let (log, disk) = (log.clone(), Arc::clone(&disk));
                thread::spawn(move || {
                    let own = format!("tree-{writer}");
                    for (number, stream) in [(1, "hot-1"), (2, &own), (3, "hot-1")] {
                        let appended = append_on_top(&log, writer * 10 + number, stream);
                        assert!(disk.is_synced(appended.last_position));
                        assert_readable(&log, &appended);
                    }
                })
            })
            .collect();
        writers
            .into_iter()
            .for_each(|writer| writer.join().unwrap());
        let events = log.read_all(GlobalPosition::START, NEVER).unwrap();
        assert_eq!(events.len(), 9);
        assert_dense(&events);
        assert_eq!(log.verify(|_, _| ()).unwrap().commits, 9);
    });
}

/// Whoever is shown an event finds it synced, and its stream and its commit in the index.
fn follow(
    log: &Log,
    disk: &Disk,
    mut next: impl FnMut() -> Result<Vec<eventlog::RecordedEvent>, ReadError>,
) -> usize {
    let mut seen = Vec::new();
    loop {
        match next() {
            Ok(batch) => {
                assert!(!batch.is_empty());
                for event in &batch {
                    assert!(disk.is_synced(event.position));
                    assert!(log.head(&event.stream) >= Some(event.version));
                    assert!(log.find_commit(event.commit_id).unwrap().is_some());
                }
                seen.extend(batch);
            }
            Err(ReadError::Closed) => break,
            Err(other) => panic!("{other}"),
        }
    }
    assert_dense(&seen);
    seen.len()
}

fn blocking(
    mut subscription: Subscription,
) -> impl FnMut() -> Result<Vec<eventlog::RecordedEvent>, ReadError> {
    move || subscription.next_batch_blocking(2, None)
}

fn as_task(
    mut subscription: Subscription,
) -> impl FnMut() -> Result<Vec<eventlog::RecordedEvent>, ReadError> {
    move || future::block_on(subscription.next_batch(2))
}

#[test]
fn followers_miss_no_bell_and_find_what_they_are_shown() {
    explore(|| {
        let disk = Arc::new(Disk::default());
        let log = open(Arc::<Disk>::clone(&disk), NEVER);
        let (of_thread, of_task) = (
            blocking(log.subscribe(GlobalPosition::START)),
            as_task(log.subscribe(GlobalPosition::START)),
        );
        let followers = [
            {
                let (log, disk) = (log.clone(), Arc::clone(&disk));
                thread::spawn(move || follow(&log, &disk, of_thread))
            },
            {
                let (log, disk) = (log.clone(), Arc::clone(&disk));
                thread::spawn(move || follow(&log, &disk, of_task))
            },
        ];
        let writer = {
            let log = log.clone();
            thread::spawn(move || {
                for number in 1..=3 {
                    log.append(commit(number, "tree-1", ExpectedVersion::Any))
                        .wait()
                        .unwrap();
                }
            })
        };
        log.append(commit(4, "tree-2", ExpectedVersion::Any))
            .wait()
            .unwrap();
        writer.join().unwrap();
        log.close();
        for follower in followers {
            assert_eq!(follower.join().unwrap(), 4);
        }
    });
}

#[test]
fn of_equal_commits_one_is_written_and_all_get_its_answer() {
    explore(|| {
        let log = open(Arc::new(Disk::default()), NEVER);
        let askers: Vec<_> = (0..3)
            .map(|asker| {
                let log = log.clone();
                thread::spawn(move || {
                    let own = format!("tree-{asker}");
                    log.append(commit(10 + asker, &own, ExpectedVersion::NoStream))
                        .wait()
                        .unwrap();
                    log.append(commit(1, "hot-1", ExpectedVersion::NoStream))
                        .wait()
                        .unwrap()
                })
            })
            .collect();
        let answers: Vec<_> = askers
            .into_iter()
            .map(|asker| asker.join().unwrap())
            .collect();
        let repeated = answers.iter().filter(|answer| answer.repeated).count();
        assert_eq!(repeated, 2);
        assert!(
            answers
                .iter()
                .all(|answer| answer.versions == answers[0].versions)
        );
        assert!(
            answers
                .iter()
                .all(|answer| answer.last_position == answers[0].last_position)
        );
        assert_eq!(log.durable_position().0, 4);
    });
}
