//! The promises, each by its name, kept by every engine.

use std::collections::BTreeSet;

use eventlog::{
    AppendError, Appended, Commit, Condition, ExpectedVersion, GlobalPosition, Log, RecordedEvent,
    StreamVersion,
};

use crate::given::{Home, commit, event, id, name, simple, write};
use ExpectedVersion::{Any, Exactly, Exists, NoStream};

fn append(log: &Log, commit: Commit) -> Result<Appended, AppendError> {
    log.append(commit).wait()
}

fn everything(log: &Log) -> Vec<RecordedEvent> {
    log.read_all(GlobalPosition::START, usize::MAX).unwrap()
}

/// What a test compares of a conflict.
fn conflict(result: Result<Appended, AppendError>) -> (String, ExpectedVersion, Option<u64>) {
    match result {
        Err(AppendError::Conflict {
            stream,
            expected,
            actual,
        }) => (
            stream.to_string(),
            expected,
            actual.map(|version| version.0),
        ),
        other => panic!("not a conflict: {other:?}"),
    }
}

#[test]
fn l1_a_commit_over_several_streams_is_written_whole() {
    for home in Home::all() {
        let log = home.open();
        let writes = vec![write("tree-1", NoStream, 2), write("payment-1", Any, 3)];
        let appended = append(&log, commit(1, writes)).unwrap();
        assert_eq!(
            (appended.first_position.0, appended.last_position.0),
            (1, 5)
        );
        assert!(!appended.repeated);
        assert_eq!(appended.version_of(&name("tree-1")), Some(StreamVersion(2)));
        assert_eq!(
            appended.version_of(&name("payment-1")),
            Some(StreamVersion(3))
        );
        assert_eq!(appended.version_of(&name("tree-2")), None);
        assert_eq!(everything(&log).len(), 5);
    }
}

#[test]
fn l1_a_commit_of_which_one_stream_conflicts_writes_nothing() {
    for home in Home::all() {
        let log = home.open();
        let writes = vec![write("tree-1", NoStream, 1), write("payment-1", Exists, 1)];
        let refused = conflict(append(&log, commit(1, writes)));
        assert_eq!(refused, ("payment-1".into(), Exists, None));
        assert_eq!(log.head(&name("tree-1")), None);
        assert_eq!(everything(&log), []);
        assert!(log.find_commit(id(1)).unwrap().is_none());
    }
}

#[test]
fn l1_a_stream_may_be_named_as_a_condition_only() {
    for home in Home::all() {
        let log = home.open();
        let with_condition = |number, expected| {
            let condition = Condition {
                stream: name("campaign-1"),
                expected,
            };
            Commit {
                conditions: vec![condition],
                ..simple(number, "tree-1", 1)
            }
        };
        let refused = conflict(append(&log, with_condition(1, Exactly(StreamVersion(1)))));
        assert_eq!(
            refused,
            ("campaign-1".into(), Exactly(StreamVersion(1)), None)
        );
        append(&log, with_condition(2, NoStream)).unwrap();
        append(&log, simple(3, "campaign-1", 1)).unwrap();
        append(&log, with_condition(4, Exactly(StreamVersion(1)))).unwrap();
        assert_eq!(log.head(&name("campaign-1")), Some(StreamVersion(1)));
        assert_eq!(log.head(&name("tree-1")), Some(StreamVersion(2)));
    }
}

#[test]
fn l2_what_was_acknowledged_is_there_after_opening_again() {
    for home in Home::all() {
        let log = home.open();
        for number in 0..50 {
            append(
                &log,
                simple(number, "tree-1", 1 + usize::try_from(number % 3).unwrap()),
            )
            .unwrap();
        }
        let before = (everything(&log), log.verify(|_, _| ()).unwrap());
        drop(log);
        let log = home.open();
        assert_eq!((everything(&log), log.verify(|_, _| ()).unwrap()), before);
        assert_eq!(log.durable_position().0, 99);
        assert_eq!(log.head(&name("tree-1")), Some(StreamVersion(99)));
    }
}

#[test]
fn l3_positions_and_versions_are_dense_whoever_writes() {
    for home in Home::all() {
        let log = home.open();
        let acknowledged: BTreeSet<u64> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..16)
                .map(|writer| {
                    let log = log.clone();
                    scope.spawn(move || -> Vec<u64> {
                        let own = format!("tree-{writer}");
                        let commits = (0..20).map(|n| {
                            let writes = vec![write(&own, Any, 1), write("hot-1", Any, 1)];
                            append(&log, commit(writer * 1_000 + n, writes)).unwrap()
                        });
                        commits
                            .flat_map(|a| a.first_position.0..=a.last_position.0)
                            .collect()
                    })
                })
                .collect();
            writers
                .into_iter()
                .flat_map(|writer| writer.join().unwrap())
                .collect()
        });
        assert!(
            acknowledged.into_iter().eq(1..=640),
            "each position is given out once"
        );
        assert!(everything(&log).iter().map(|e| e.position.0).eq(1..=640));
        let hot = log
            .read_stream(&name("hot-1"), StreamVersion::FIRST)
            .unwrap();
        assert!(hot.iter().map(|e| e.version.0).eq(1..=320));
        let report = log.verify(|_, _| ()).unwrap();
        assert_eq!(
            (report.events, report.commits, report.streams),
            (640, 320, 17)
        );
    }
}

#[test]
fn l3_reading_pages_through_without_gap_or_overlap() {
    for home in Home::all() {
        let log = home.open();
        for number in 0..40 {
            append(&log, simple(number, &format!("tree-{}", number % 3), 5)).unwrap();
        }
        let whole = everything(&log);
        for page in [1, 7, 200, 1_000] {
            let mut read = Vec::new();
            loop {
                let after = GlobalPosition(read.len() as u64);
                let events = log.read_all(after, page).unwrap();
                assert!(events.len() <= page);
                if events.is_empty() {
                    break;
                }
                read.extend(events);
            }
            assert_eq!(read, whole, "page of {page}");
        }
        assert_eq!(log.read_all(GlobalPosition(200), 10).unwrap(), []);
        assert_eq!(log.read_all(GlobalPosition(u64::MAX), 10).unwrap(), []);
    }
}

#[test]
fn l3_a_stream_reads_as_its_part_of_the_log() {
    for home in Home::all() {
        let log = home.open();
        for number in 0..30 {
            append(&log, simple(number, &format!("tree-{}", number % 4), 3)).unwrap();
        }
        for stream in ["tree-0", "tree-3", "tree-9"] {
            let of_stream = |e: &RecordedEvent| e.stream == name(stream);
            let part: Vec<_> = everything(&log).into_iter().filter(of_stream).collect();
            for from in [0, 1, 2, 20, 100] {
                let read = log.read_stream(&name(stream), StreamVersion(from)).unwrap();
                let skipped = usize::try_from(from.saturating_sub(1)).unwrap();
                assert_eq!(read, part.iter().skip(skipped).cloned().collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn an_event_comes_back_as_it_was_given() {
    for home in Home::all() {
        let log = home.open();
        append(&log, simple(1, "tree-1", 1)).unwrap();
        let given = event("{\"name\":\"老梨树\"}");
        let mut second = simple(2, "tree-1", 0);
        second.writes[0].events.push(given.clone());
        second.recorded_at_ms = -5;
        append(&log, second).unwrap();
        let read = log.read_all(GlobalPosition(1), 1).unwrap().remove(0);
        assert_eq!(
            (read.position.0, read.version.0, read.previous.0),
            (2, 2, 1)
        );
        assert_eq!((read.commit_id, read.recorded_at_ms), (id(2), -5));
        assert_eq!((read.type_name, read.schema_version), (given.type_name, 1));
        assert_eq!(
            (read.payload, read.metadata),
            (given.payload, given.metadata)
        );
    }
}

#[test]
fn l4_a_repeat_answers_with_the_first_result_for_ever() {
    for home in Home::all() {
        let log = home.open();
        let writes = || {
            vec![
                write("tree-1", NoStream, 2),
                write("payment-1", NoStream, 1),
            ]
        };
        let first = append(&log, commit(1, writes())).unwrap();
        append(&log, simple(2, "tree-1", 1)).unwrap();
        let repeated = Appended {
            repeated: true,
            ..first
        };
        let later = Commit {
            recorded_at_ms: 9,
            ..commit(1, writes())
        };
        assert_eq!(append(&log, later.clone()).unwrap(), repeated);
        assert_eq!(log.find_commit(id(1)).unwrap().as_ref(), Some(&repeated));
        drop(log);
        let log = home.open();
        assert_eq!(append(&log, later).unwrap(), repeated);
        assert_eq!(log.durable_position().0, 4);
        assert_eq!(log.stats().repeats, 1);
    }
}

#[test]
fn l4_an_id_used_for_other_content_is_refused() {
    for home in Home::all() {
        let log = home.open();
        append(&log, simple(1, "tree-1", 1)).unwrap();
        let mut other_type = simple(1, "tree-1", 1);
        other_type.writes[0].events[0].schema_version = 2;
        let mut with_condition = simple(1, "tree-1", 1);
        with_condition.conditions.push(Condition {
            stream: name("tree-2"),
            expected: Any,
        });
        let others = [
            simple(1, "tree-2", 1),
            simple(1, "tree-1", 2),
            commit(1, vec![write("tree-1", NoStream, 1)]),
            other_type,
            with_condition,
        ];
        for other in others {
            let refused = append(&log, other);
            let expected = id(1);
            assert!(
                matches!(refused, Err(AppendError::CommitIdReused { commit_id }) if commit_id == expected),
                "{refused:?}"
            );
        }
        assert_eq!(log.durable_position().0, 1);
    }
}

#[test]
fn l4_a_given_fingerprint_decides_what_the_same_content_is() {
    for home in Home::all() {
        let log = home.open();
        let with = |fingerprint, events| Commit {
            fingerprint: Some([fingerprint; 32]),
            ..simple(1, "tree-1", events)
        };
        append(&log, with(7, 1)).unwrap();
        assert!(append(&log, with(7, 2)).unwrap().repeated);
        assert!(matches!(
            append(&log, with(8, 1)),
            Err(AppendError::CommitIdReused { .. })
        ));
    }
}

#[test]
fn l5_a_conflict_names_what_was_expected_and_what_is() {
    for home in Home::all() {
        let log = home.open();
        let at = |version| Exactly(StreamVersion(version));
        append(&log, simple(1, "tree-1", 2)).unwrap();
        for (number, (stream, expected, actual)) in (2..).zip([
            ("tree-1", NoStream, Some(2)),
            ("tree-1", at(1), Some(2)),
            ("tree-1", at(3), Some(2)),
            ("tree-2", Exists, None),
            ("tree-2", at(1), None),
        ]) {
            let refused = conflict(append(
                &log,
                commit(number, vec![write(stream, expected, 1)]),
            ));
            assert_eq!(refused, (stream.into(), expected, actual));
        }
        assert_eq!(log.stats().conflicts, 5);
        for (number, (stream, expected)) in (10..).zip([
            ("tree-1", at(2)),
            ("tree-1", Exists),
            ("tree-1", Any),
            ("tree-2", NoStream),
        ]) {
            append(&log, commit(number, vec![write(stream, expected, 1)])).unwrap();
        }
        assert_eq!(log.head(&name("tree-1")), Some(StreamVersion(5)));
    }
}

#[test]
fn a_closed_log_takes_nothing_and_still_reads() {
    for home in Home::all() {
        let log = home.open();
        let pending = log.append(simple(1, "tree-1", 1));
        log.clone().close();
        assert_eq!(
            pending.wait().unwrap().last_position.0,
            1,
            "what was accepted is written"
        );
        assert!(matches!(
            append(&log, simple(2, "tree-1", 1)),
            Err(AppendError::Closed)
        ));
        assert_eq!(everything(&log).len(), 1);
    }
}

#[test]
fn stats_count_what_was_done() {
    for home in Home::all() {
        let log = home.open();
        append(&log, simple(1, "tree-1", 3)).unwrap();
        append(&log, simple(2, "tree-1", 1)).unwrap();
        let stats = log.stats();
        assert_eq!((stats.appends, stats.events, stats.batches), (2, 4, 2));
        assert_eq!((stats.batch_events.sum, stats.sync_micros.count), (4, 2));
    }
}

#[test]
fn l3_a_clock_that_goes_backwards_changes_no_order() {
    for home in Home::all() {
        let log = home.open();
        let times = [1_700_000_000_000, 5, i64::MIN, i64::MAX, 0, -1];
        for (number, at_ms) in (1..).zip(times) {
            let mut commit = simple(number, "tree-1", 1);
            commit.recorded_at_ms = at_ms;
            append(&log, commit).unwrap();
        }
        drop(log);
        let log = home.open();
        let events = everything(&log);
        assert!(events.iter().map(|e| e.recorded_at_ms).eq(times));
        assert!(events.iter().map(|e| e.position.0).eq(1..=6));
        assert!(events.iter().map(|e| e.version.0).eq(1..=6));
        log.verify(|_, _| ()).unwrap();
    }
}
