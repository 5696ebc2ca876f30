//! Runs a scenario under many schedules, and what all scenarios are made of.

use std::sync::Arc;

use eventlog::{
    AppendError, Appended, Bytes, Commit, CommitId, Engine, EventType, ExpectedVersion,
    GlobalPosition, Log, NewEvent, Options, RecordedEvent, StreamName, StreamVersion, StreamWrite,
};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, Runner};

/// Schedules of each kind and scenario.
const SCHEDULES: usize = 1_000;
const SEED: u64 = 20_260_607;
/// How often a PCT schedule prefers another thread: most faults need two or three such moments.
const PCT_DEPTH: usize = 3;
/// Stack of one thread of a scenario, in bytes; builds without optimisation need much.
const STACK_BYTES: usize = 512 * 1024;

/// Runs `scenario` under random schedules and under ones that are good at finding rare orders.
pub(crate) fn explore(scenario: impl Fn() + Send + Sync + 'static) {
    explore_some(1, scenario);
}

/// As [`explore`], under one of so many schedules.
pub(crate) fn explore_some(share: usize, scenario: impl Fn() + Send + Sync + 'static) {
    let seed = number("INTERLEAVING_SEED", SEED);
    let schedules = number("INTERLEAVING_SCHEDULES", SCHEDULES as u64);
    let schedules = usize::try_from(schedules).unwrap().div_ceil(share);
    eprintln!("{schedules} random and {schedules} PCT schedules, seed {seed}");
    let scenario = Arc::new(scenario);
    run(RandomScheduler::new_from_seed(seed, schedules), &scenario);
    run(
        PctScheduler::new_from_seed(seed, PCT_DEPTH, schedules),
        &scenario,
    );
}

fn number(variable: &str, otherwise: u64) -> u64 {
    let given = std::env::var(variable).ok();
    given.map_or(otherwise, |text| text.parse().unwrap())
}

fn run(scheduler: impl Scheduler + 'static, scenario: &Arc<impl Fn() + Send + Sync + 'static>) {
    let mut config = Config::new();
    config.stack_size = STACK_BYTES;
    let scenario = Arc::clone(scenario);
    Runner::new(scheduler, config).run(move || scenario());
}

/// A log over this engine that merges values after `seal_values` of them.
pub(crate) fn open(engine: Arc<dyn Engine>, seal_values: usize) -> Log {
    let options = Options {
        seal_values,
        on_poison: |_| (),
        ..Options::default()
    };
    Log::with_engine(engine, options).unwrap()
}

pub(crate) fn name(text: &str) -> StreamName {
    StreamName::parse(text).unwrap()
}

pub(crate) fn commit(number: u128, stream: &str, expected: ExpectedVersion) -> Commit {
    let event = NewEvent {
        type_name: EventType::parse("orchard.tree-counted").unwrap(),
        schema_version: 1,
        payload: Bytes::from(format!("{{\"n\":{number}}}")),
        metadata: Bytes::new(),
    };
    Commit {
        id: CommitId::from_bytes(number.to_be_bytes()),
        fingerprint: None,
        recorded_at_ms: 1_700_000_000_000,
        writes: vec![StreamWrite {
            stream: name(stream),
            expected,
            events: vec![event],
        }],
        conditions: Vec::new(),
    }
}

/// Appends on top of what the stream is seen to have, until it works; checks each refusal.
pub(crate) fn append_on_top(log: &Log, number: u128, stream: &str) -> Appended {
    let stream_name = name(stream);
    loop {
        let seen = log.head(&stream_name);
        let on_top = seen.map_or(ExpectedVersion::NoStream, ExpectedVersion::Exactly);
        match log.append(commit(number, stream, on_top)).wait() {
            Ok(appended) => return appended,
            Err(AppendError::Conflict {
                expected, actual, ..
            }) => {
                assert_eq!(expected, on_top);
                assert!(
                    actual > seen,
                    "seen {seen:?}, refused because of {actual:?}"
                );
                // What a refusal rests on is there for whoever is told.
                assert!(log.head(&stream_name) >= actual);
            }
            Err(other) => panic!("{other}"),
        }
    }
}

/// An acknowledged commit of one event is readable in every way, at once.
pub(crate) fn assert_readable(log: &Log, appended: &Appended) {
    let position = appended.last_position;
    let (stream, version) = &appended.versions[0];
    assert!(log.durable_position() >= position);
    assert!(log.head(stream) >= Some(*version));
    let found = log.find_commit(appended.commit_id).unwrap().unwrap();
    assert_eq!(found.last_position, position);
    let before = GlobalPosition(position.0 - 1);
    let read = log.read_all(before, 1).unwrap();
    assert_eq!(
        (read[0].commit_id, read[0].version),
        (appended.commit_id, *version)
    );
    let stream = log.read_stream(stream, *version).unwrap();
    assert_eq!(stream[0].position, position);
}

/// Positions and versions count up without a gap.
pub(crate) fn assert_dense(events: &[RecordedEvent]) {
    let mut heads = std::collections::HashMap::new();
    for (position, event) in (1..).zip(events) {
        let head = heads.entry(&event.stream).or_insert(StreamVersion(0));
        assert_eq!((event.position.0, event.version), (position, head.next()));
        *head = event.version;
    }
}
