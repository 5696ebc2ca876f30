//! Closing and failing: every caller and follower is told, nobody waits for ever, and what was
//! acknowledged stays.

use std::sync::Arc;

use eventlog::{AppendError, CommitId, ExpectedVersion, GlobalPosition, Log, ReadError};
use shuttle::rand::{Rng, thread_rng};
use shuttle::thread;

use crate::engine::Disk;
use crate::explore::{assert_dense, commit, explore, open};

/// Appends until the log says no; the acknowledged commits, and the first refusal.
fn append_until_refused(log: &Log, writer: u128) -> (Vec<CommitId>, Option<AppendError>) {
    let mut acknowledged = Vec::new();
    for number in 1..=3 {
        let commit = commit(writer * 10 + number, "hot-1", ExpectedVersion::Any);
        match log.append(commit).wait() {
            Ok(appended) => acknowledged.push(appended.commit_id),
            Err(refusal) => return (acknowledged, Some(refusal)),
        }
    }
    (acknowledged, None)
}

fn follow_to_the_end(log: &Log) -> thread::JoinHandle<u64> {
    let mut subscription = log.subscribe(GlobalPosition::START);
    thread::spawn(move || {
        loop {
            match subscription.next_batch_blocking(2, None) {
                Ok(batch) => assert!(!batch.is_empty()),
                Err(ReadError::Closed) => return subscription.position().0,
                Err(other) => panic!("{other}"),
            }
        }
    })
}

#[test]
fn a_closed_log_leaves_nobody_waiting() {
    explore(|| {
        let disk = Arc::new(Disk::default());
        let values = Arc::clone(&disk.values);
        let log = open(disk, 2);
        let follower = follow_to_the_end(&log);
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let log = log.clone();
                thread::spawn(move || append_until_refused(&log, writer))
            })
            .collect();
        log.close();
        let mut acknowledged = Vec::new();
        for writer in writers {
            let (commits, refusal) = writer.join().unwrap();
            assert!(
                matches!(refusal, None | Some(AppendError::Closed)),
                "{refusal:?}"
            );
            acknowledged.extend(commits);
        }
        let seen = follower.join().unwrap();
        let log = open(values, 2);
        let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        assert_dense(&events);
        assert_eq!(
            (seen, acknowledged.len()),
            (events.len() as u64, events.len())
        );
        assert!(
            acknowledged
                .iter()
                .all(|id| log.find_commit(*id).unwrap().is_some())
        );
    });
}

#[test]
fn a_failed_sync_leaves_nobody_waiting_and_loses_nothing_acknowledged() {
    explore(|| {
        let disk = Arc::new(Disk::failing_at(thread_rng().gen_range(1..6)));
        let values = Arc::clone(&disk.values);
        let log = open(Arc::<Disk>::clone(&disk), 2);
        let follower = follow_to_the_end(&log);
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let log = log.clone();
                thread::spawn(move || append_until_refused(&log, writer))
            })
            .collect();
        let mut acknowledged = Vec::new();
        for writer in writers {
            let (commits, refusal) = writer.join().unwrap();
            assert!(
                matches!(refusal, None | Some(AppendError::Poisoned)),
                "{refusal:?}"
            );
            acknowledged.extend(commits);
        }
        let readable = log.durable_position();
        assert_eq!(readable.0, acknowledged.len() as u64);
        log.close();
        assert_eq!(follower.join().unwrap(), readable.0);
        let log = open(values, 2);
        assert!(
            acknowledged
                .iter()
                .all(|id| log.find_commit(*id).unwrap().is_some())
        );
    });
}
