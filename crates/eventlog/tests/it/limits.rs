//! What is refused at the door, and that the largest allowed things go through whole.

use eventlog::{
    AppendError, COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX, COMMIT_STREAMS_MAX, Commit, Condition,
    EVENT_BYTES_MAX, Engine, ExpectedVersion, GlobalPosition, Key, STORED_VALUE_BYTES_MAX,
};
use std::ops::ControlFlow;

use crate::given::{Home, commit, event, name, noise, simple, write};

fn of_sizes(number: u128, sizes: &[usize]) -> Commit {
    let mut commit = simple(number, "tree-1", 0);
    for size in sizes {
        let mut event = event(noise(*size as u64, *size));
        event.metadata.clear();
        commit.writes[0].events.push(event);
    }
    commit
}

#[test]
fn limits_are_kept_at_the_door() {
    let log = eventlog::Log::in_memory();
    let refusal = |commit| log.append(commit).wait().unwrap_err();
    let too_large = refusal(of_sizes(1, &[EVENT_BYTES_MAX + 1]));
    assert!(matches!(
        too_large,
        AppendError::EventTooLarge {
            size_bytes: 65_537,
            ..
        }
    ));
    let mut with_metadata = of_sizes(1, &[EVENT_BYTES_MAX]);
    with_metadata.writes[0].events[0].metadata = b"{}".as_slice().into();
    let too_large = refusal(with_metadata);
    assert!(matches!(
        too_large,
        AppendError::EventTooLarge {
            size_bytes: 65_538,
            ..
        }
    ));

    let whole = COMMIT_BYTES_MAX / EVENT_BYTES_MAX;
    let mut sizes = vec![EVENT_BYTES_MAX; whole];
    sizes.push(1);
    assert!(matches!(
        refusal(of_sizes(1, &sizes)),
        AppendError::CommitTooLarge { .. }
    ));

    let many = refusal(simple(1, "tree-1", COMMIT_EVENTS_MAX + 1));
    assert!(matches!(
        many,
        AppendError::TooManyEvents {
            count: 5_001,
            limit: 5_000
        }
    ));

    let mut wide = simple(1, "tree-1", 1);
    wide.conditions = (0..COMMIT_STREAMS_MAX)
        .map(|n| Condition {
            stream: name(&format!("plot-{n}")),
            expected: ExpectedVersion::Any,
        })
        .collect();
    assert!(matches!(
        refusal(wide),
        AppendError::TooManyStreams { count: 5_001, .. }
    ));

    assert!(matches!(
        refusal(commit(1, Vec::new())),
        AppendError::EmptyCommit
    ));
    assert!(matches!(
        refusal(simple(1, "tree-1", 0)),
        AppendError::EmptyCommit
    ));
    assert_eq!(log.durable_position(), GlobalPosition::START);
}

#[test]
fn a_stream_is_named_at_most_once() {
    let log = eventlog::Log::in_memory();
    let any = ExpectedVersion::Any;
    let written_twice = commit(1, vec![write("tree-1", any, 1), write("tree-1", any, 1)]);
    let mut conditioned = simple(2, "tree-1", 1);
    conditioned.conditions.push(Condition {
        stream: name("tree-1"),
        expected: any,
    });
    for twice in [written_twice, conditioned] {
        let refused = log.append(twice).wait();
        let one = name("tree-1");
        assert!(matches!(refused, Err(AppendError::DuplicateStream { stream }) if stream == one));
    }
}

#[test]
fn the_largest_commits_are_split_into_small_values_and_come_back_whole() {
    for home in Home::all() {
        let log = home.open();
        let around = STORED_VALUE_BYTES_MAX;
        let mixed = [
            1,
            EVENT_BYTES_MAX,
            0,
            around - 200,
            around - 40,
            around,
            around + 1,
            9,
        ];
        let largest = vec![EVENT_BYTES_MAX; COMMIT_BYTES_MAX / EVENT_BYTES_MAX];
        let sizes = [&mixed[..], &largest].concat();
        log.append(of_sizes(1, &mixed)).wait().unwrap();
        log.append(of_sizes(2, &largest)).wait().unwrap();
        log.append(simple(3, "tree-2", COMMIT_EVENTS_MAX))
            .wait()
            .unwrap();
        let repeated = log
            .append(simple(3, "tree-2", COMMIT_EVENTS_MAX))
            .wait()
            .unwrap();
        assert!(repeated.repeated);
        drop(log);
        let log = home.open();
        let mut read = Vec::new();
        while read.len() < sizes.len() {
            let after = GlobalPosition(read.len() as u64);
            let events = log.read_all(after, sizes.len() - read.len()).unwrap();
            assert!(
                !events.is_empty(),
                "{} of {} events",
                read.len(),
                sizes.len()
            );
            read.extend(events.into_iter().map(|event| event.payload.len()));
        }
        assert_eq!(read, sizes);
        assert_eq!(log.head(&name("tree-2")).unwrap().0, 5_000);
        let report = log.verify(|_, _| ()).unwrap();
        assert_eq!(report.events, sizes.len() as u64 + 5_000);
        drop(log);
        no_value_is_too_large(&home);
    }
}

fn no_value_is_too_large(home: &Home) {
    match home {
        Home::Memory(engine) => {
            let mut largest = 0;
            let mut look = |_, value: eventlog::Bytes| {
                largest = largest.max(value.len());
                ControlFlow::Continue(())
            };
            engine
                .scan(Key::first(GlobalPosition::START), &mut look)
                .unwrap();
            assert_eq!(
                largest, STORED_VALUE_BYTES_MAX,
                "a split value fills its parts"
            );
        }
        Home::Sled(dir) => {
            let blobs = std::fs::read_dir(dir.path().join("blobs")).unwrap();
            assert_eq!(blobs.count(), 0, "sled never syncs blobs");
        }
    }
}
