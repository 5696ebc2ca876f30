//! Random commits, repeats, conflicts, reads and reopenings, against a model that is too simple to
//! be wrong. A failure prints its seed; `EVENTLOG_SEED` runs another one.

use std::collections::BTreeMap;

use eventlog::{
    AppendError, Appended, Commit, Condition, ExpectedVersion, GlobalPosition, Log, Pending,
    RecordedEvent, StreamName, StreamVersion, StreamWrite,
};

use crate::given::{Dice, Home, commit, event, name};

const STREAMS: [&str; 6] = ["tree-1", "tree-2", "tree-3", "payment-1", "hot-1", "rare-1"];
const STEPS: usize = 150;

/// The log as a list.
#[derive(Default)]
struct Model {
    events: Vec<RecordedEvent>,
    receipts: BTreeMap<eventlog::CommitId, (Commit, Appended)>,
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Written(Appended),
    Reused,
    Conflict(StreamName, ExpectedVersion, Option<StreamVersion>),
}

impl Model {
    fn head(&self, stream: &StreamName) -> Option<StreamVersion> {
        self.events
            .iter()
            .rev()
            .find(|e| e.stream == *stream)
            .map(|e| e.version)
    }

    fn append(&mut self, commit: &Commit) -> Outcome {
        if let Some((first, receipt)) = self.receipts.get(&commit.id) {
            let same = format!("{:?}{:?}", first.writes, first.conditions)
                == format!("{:?}{:?}", commit.writes, commit.conditions);
            let repeated = Appended {
                repeated: true,
                ..receipt.clone()
            };
            return if same {
                Outcome::Written(repeated)
            } else {
                Outcome::Reused
            };
        }
        let written = commit.writes.iter().map(|w| (&w.stream, w.expected));
        let named = commit.conditions.iter().map(|c| (&c.stream, c.expected));
        for (stream, expected) in written.chain(named) {
            let actual = self.head(stream);
            if !admits(expected, actual) {
                return Outcome::Conflict(stream.clone(), expected, actual);
            }
        }
        let first = self.events.len() as u64 + 1;
        for write in &commit.writes {
            self.write(commit, write);
        }
        let versions = commit
            .writes
            .iter()
            .map(|w| (w.stream.clone(), self.head(&w.stream)));
        let receipt = Appended {
            commit_id: commit.id,
            first_position: GlobalPosition(first),
            last_position: GlobalPosition(self.events.len() as u64),
            repeated: false,
            versions: versions
                .map(|(stream, head)| (stream, head.unwrap()))
                .collect(),
        };
        self.receipts
            .insert(commit.id, (commit.clone(), receipt.clone()));
        Outcome::Written(receipt)
    }

    fn write(&mut self, commit: &Commit, write: &StreamWrite) {
        for new in write.events.clone() {
            let last = self.events.iter().rev().find(|e| e.stream == write.stream);
            let version = last.map_or(StreamVersion::FIRST, |e| e.version.next());
            let previous = last.map_or(GlobalPosition::START, |e| e.position);
            self.events.push(RecordedEvent {
                stream: write.stream.clone(),
                version,
                position: GlobalPosition(self.events.len() as u64 + 1),
                previous,
                commit_id: commit.id,
                recorded_at_ms: commit.recorded_at_ms,
                type_name: new.type_name,
                schema_version: new.schema_version,
                payload: new.payload,
                metadata: new.metadata,
            });
        }
    }
}

fn admits(expected: ExpectedVersion, actual: Option<StreamVersion>) -> bool {
    match (expected, actual) {
        (ExpectedVersion::Any, _)
        | (ExpectedVersion::NoStream, None)
        | (ExpectedVersion::Exists, Some(_)) => true,
        (ExpectedVersion::Exactly(wanted), Some(version)) => wanted == version,
        (ExpectedVersion::NoStream, Some(_))
        | (ExpectedVersion::Exists | ExpectedVersion::Exactly(_), None) => false,
    }
}

fn outcome(result: Result<Appended, AppendError>) -> Outcome {
    match result {
        Ok(appended) => Outcome::Written(appended),
        Err(AppendError::CommitIdReused { .. }) => Outcome::Reused,
        Err(AppendError::Conflict {
            stream,
            expected,
            actual,
        }) => Outcome::Conflict(stream, expected, actual),
        Err(other) => panic!("{other}"),
    }
}

/// A random commit; expectations mostly hold, so that the log grows.
fn some_commit(dice: &mut Dice, model: &Model) -> Commit {
    if dice.below(6) == 0
        && let Some((first, _)) = model.receipts.values().nth(dice.below(20))
    {
        let mut repeat = first.clone();
        repeat.recorded_at_ms += 1;
        if dice.below(3) == 0 {
            repeat.writes[0].events.push(event("{}"));
        }
        return repeat;
    }
    let mut names: Vec<&str> = STREAMS.to_vec();
    let mut pick = |dice: &mut Dice| {
        let stream = name(names.swap_remove(dice.below(names.len())));
        let head = model.head(&stream);
        let expected = match (dice.below(8), head) {
            (0, _) => ExpectedVersion::NoStream,
            (1, _) => ExpectedVersion::Exists,
            (2..5, Some(version)) => ExpectedVersion::Exactly(version),
            (5, _) => ExpectedVersion::Exactly(StreamVersion(1 + dice.roll() % 4)),
            _ => ExpectedVersion::Any,
        };
        (stream, expected)
    };
    let mut made = commit(u128::from(dice.roll()), Vec::new());
    for _ in 0..=dice.below(3) {
        let (stream, expected) = pick(dice);
        let events = (0..=dice.below(4)).map(|_| {
            let size = if dice.below(20) == 0 {
                dice.below(40_000)
            } else {
                dice.below(300)
            };
            event(vec![b'a' + u8::try_from(dice.below(26)).unwrap(); size])
        });
        made.writes.push(StreamWrite {
            stream,
            expected,
            events: events.collect(),
        });
    }
    if dice.below(3) == 0 {
        let (stream, expected) = pick(dice);
        made.conditions.push(Condition { stream, expected });
    }
    made
}

/// Hands in a few commits at once; the line is first come, first served, so the model knows.
fn append_some(log: &Log, model: &mut Model, dice: &mut Dice) {
    let mut sent: Vec<(Pending, Outcome)> = Vec::new();
    for _ in 0..=dice.below(6) {
        let commit = some_commit(dice, model);
        sent.push((log.append(commit.clone()), model.append(&commit)));
    }
    for (pending, expected) in sent {
        assert_eq!(outcome(pending.wait()), expected);
    }
}

fn read_some(log: &Log, model: &Model, dice: &mut Dice) {
    let after = dice.below(model.events.len() + 3);
    let count = dice.below(40);
    let expected: Vec<_> = model
        .events
        .iter()
        .skip(after)
        .take(count)
        .cloned()
        .collect();
    assert_eq!(
        log.read_all(GlobalPosition(after as u64), count).unwrap(),
        expected
    );

    let stream = name(STREAMS[dice.below(STREAMS.len())]);
    let from = StreamVersion(dice.roll() % 10);
    let of_stream = |e: &&RecordedEvent| e.stream == stream && e.version >= from;
    let expected: Vec<_> = model.events.iter().filter(of_stream).cloned().collect();
    assert_eq!(log.read_stream(&stream, from).unwrap(), expected);
    assert_eq!(log.head(&stream), model.head(&stream));
    assert_eq!(log.durable_position().0, model.events.len() as u64);

    if let Some((_, receipt)) = model.receipts.values().nth(dice.below(30)) {
        let repeated = Appended {
            repeated: true,
            ..receipt.clone()
        };
        assert_eq!(log.find_commit(receipt.commit_id).unwrap(), Some(repeated));
    }
}

fn check_whole(log: &Log, model: &Model) {
    assert_eq!(
        log.read_all(GlobalPosition::START, usize::MAX).unwrap(),
        model.events
    );
    let report = log.verify(|_, _| ()).unwrap();
    assert_eq!(report.events, model.events.len() as u64);
    assert_eq!(report.commits, model.receipts.len() as u64);
}

/// Says which seed it was, when a run fails.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("failed with EVENTLOG_SEED={}", self.0);
        }
    }
}

#[test]
fn a_log_does_what_a_list_does() {
    let given = std::env::var("EVENTLOG_SEED")
        .ok()
        .map(|seed| seed.parse().unwrap());
    let seeds = given.map_or(1..=4, |seed: u64| seed..=seed);
    for seed in seeds {
        let seed = Seed(seed);
        for home in Home::all() {
            let (mut dice, mut model, mut log) = (Dice(seed.0), Model::default(), home.open());
            for _ in 0..STEPS {
                match dice.below(20) {
                    0 => {
                        drop(log);
                        log = home.open();
                        check_whole(&log, &model);
                    }
                    1..12 => append_some(&log, &mut model, &mut dice),
                    _ => read_some(&log, &model, &mut dice),
                }
            }
            check_whole(&log, &model);
            assert!(model.receipts.len() > STEPS / 2, "the run did something");
        }
    }
}
