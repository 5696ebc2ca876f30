//! Snapshots seen through the cache that uses them: quicker, and never different.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use eventlog::{Commit, CommitId, EventType, ExpectedVersion, NewEvent, StreamWrite};
use kernel::{Decider, ObservationId, Timestamp, TreeId};
use tempfile::TempDir;
use traceability::observation::Stage;
use traceability::tree::{Event, FOLD_VERSION, State, Tree};

use super::*;

const MANY: u64 = 10_000;

fn tree(number: u8) -> StreamName {
    let id = TreeId::from_bytes([number; 16]);
    crate::work::stream_of::<Tree>(&id.to_string()).unwrap()
}

fn observed(number: u64) -> NewEvent {
    let mut id = [7; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let event = Event::TreeObserved {
        observation: ObservationId::from_bytes(id),
        stage: Stage::FruitSet,
        photos: 1,
        taken_at: Timestamp::from_millis(1_700_000_000_000 + i64::try_from(number).unwrap())
            .unwrap(),
    };
    let stored = codec::encode(&event).unwrap();
    NewEvent {
        type_name: EventType::parse(stored.type_name).unwrap(),
        schema_version: stored.schema_version,
        payload: stored.payload.into(),
        metadata: "{}".into(),
    }
}

/// Appends observations of a tree, numbered from `first`, a hundred a commit.
fn observe(log: &Log, stream: &StreamName, first: u64, count: u64) {
    let numbers: Vec<u64> = (first..first + count).collect();
    for numbers in numbers.chunks(100) {
        let mut id = *b"snapshots-------";
        id[8..].copy_from_slice(&(log.durable_position().0 + 1).to_be_bytes());
        let commit = Commit {
            id: CommitId::from_bytes(id),
            fingerprint: None,
            recorded_at_ms: 0,
            writes: vec![StreamWrite {
                stream: stream.clone(),
                expected: ExpectedVersion::Any,
                events: numbers.iter().map(|number| observed(*number)).collect(),
            }],
            conditions: Vec::new(),
        };
        log.append(commit).wait().unwrap();
    }
}

fn load(log: &Log, snapshots: Option<&Path>, stream: &StreamName) -> Loaded<State> {
    let cache = StateCache::new(log.clone(), snapshots.map(Path::to_owned));
    cache.load::<Tree>(stream).unwrap()
}

/// Whatever is in the folder, loading gives what folding gives.
#[track_caller]
fn assert_true(log: &Log, folder: &Path, stream: &StreamName) {
    let (kept, folded) = (load(log, Some(folder), stream), load(log, None, stream));
    assert_eq!(kept.version, folded.version);
    assert!(*kept.state == *folded.state);
}

/// Where snapshots of trees as they are folded now lie.
fn of_trees(folder: &Path) -> PathBuf {
    folder.join(format!("traceability.tree.f{FOLD_VERSION}"))
}

fn file(folder: &Path, stream: &StreamName) -> PathBuf {
    of_trees(folder).join(stream.as_str())
}

/// A file that says something else than the log, to see whether it is used.
fn forge(log: &Log, folder: &Path, stream: &StreamName, at: u64) {
    let last = log.read_stream(stream, StreamVersion(at)).unwrap();
    let kind = Tree::SNAPSHOT.unwrap();
    Snapshots::in_folder(folder.to_owned()).keep(&last[0], &State::default(), &kind);
}

#[test]
fn a_long_stream_is_folded_from_its_snapshot_on() {
    let (data, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let log = Log::open(data.path(), eventlog::Options::default()).unwrap();
    let stream = tree(1);
    observe(&log, &stream, 0, MANY);
    let started = Instant::now();
    let first = load(&log, Some(folder.path()), &stream);
    let folding = started.elapsed();
    assert_eq!(first.state.observations.len() as u64, MANY);
    observe(&log, &stream, MANY, 10);
    let started = Instant::now();
    let again = load(&log, Some(folder.path()), &stream);
    eprintln!(
        "{MANY} events: {folding:?} folded, {:?} from a snapshot",
        started.elapsed()
    );
    assert_eq!(again.version, Some(StreamVersion(MANY + 10)));
    assert_true(&log, folder.path(), &stream);
    // What comes from the file is used, or the next test shows nothing.
    forge(&log, folder.path(), &stream, MANY);
    assert_eq!(
        load(&log, Some(folder.path()), &stream)
            .state
            .observations
            .len(),
        10
    );
}

#[test]
fn a_snapshot_is_written_anew_as_the_stream_grows_and_short_streams_have_none() {
    let folder = TempDir::new().unwrap();
    let log = Log::in_memory();
    let stream = tree(1);
    let cache = StateCache::new(log.clone(), Some(folder.path().to_owned()));
    let mut written = Vec::new();
    for number in 0..3 * SNAPSHOT_EVENTS {
        let before = cache.load::<Tree>(&stream).unwrap();
        observe(&log, &stream, number, 1);
        if number % 2 == 0 {
            // As the use cases do: what a commit made of the state is kept without reading it back.
            let mut state = State::clone(&before.state);
            let event = log.read_stream(&stream, StreamVersion(number + 1)).unwrap();
            Tree::evolve(&mut state, &decode::<Tree>(&event[0]).unwrap());
            cache.keep(stream.clone(), event[0].version, Arc::new(state));
        }
        cache.load::<Tree>(&stream).unwrap();
        if let Ok(bytes) = fs::read(file(folder.path(), &stream)) {
            written.push(u64::from_be_bytes(bytes[40..48].try_into().unwrap()));
        }
    }
    written.dedup();
    assert_eq!(written, [1, 2, 3].map(|times| times * SNAPSHOT_EVENTS));
    assert_true(&log, folder.path(), &stream);
    let short = tree(2);
    observe(&log, &short, 0, SNAPSHOT_EVENTS - 1);
    assert_true(&log, folder.path(), &short);
    assert!(!file(folder.path(), &short).exists());
    let left = fs::read_dir(of_trees(folder.path())).unwrap();
    assert_eq!(left.count(), 1, "no drafts stay behind");
}

#[test]
fn a_damaged_or_missing_snapshot_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let log = Log::in_memory();
    let stream = tree(1);
    observe(&log, &stream, 0, SNAPSHOT_EVENTS);
    assert_true(&log, folder.path(), &stream);
    let path = file(folder.path(), &stream);
    let sound = fs::read(&path).unwrap();
    for at in (0..200).chain((200..sound.len()).step_by(997)) {
        let mut wrong = sound.clone();
        wrong[at] ^= 0x20;
        fs::write(&path, wrong).unwrap();
        assert_true(&log, folder.path(), &stream);
        assert_eq!(fs::read(&path).unwrap(), sound, "byte {at}: written anew");
    }
    for length in [0, 7, 60, sound.len() - 1] {
        fs::write(&path, &sound[..length]).unwrap();
        assert_true(&log, folder.path(), &stream);
    }
    fs::remove_dir_all(folder.path()).unwrap();
    assert_true(&log, folder.path(), &stream);
    fs::remove_dir_all(folder.path()).unwrap();
    fs::write(folder.path(), "a file where the folder should be").unwrap();
    assert_true(&log, folder.path(), &stream);
    fs::remove_file(folder.path()).unwrap();
    fs::create_dir(folder.path()).unwrap();
}

#[test]
fn a_snapshot_of_another_stream_or_another_history_is_not_used() {
    let folder = TempDir::new().unwrap();
    let log = Log::in_memory();
    let (one, two) = (tree(1), tree(2));
    observe(&log, &one, 0, SNAPSHOT_EVENTS);
    observe(&log, &two, SNAPSHOT_EVENTS, SNAPSHOT_EVENTS);
    forge(&log, folder.path(), &one, SNAPSHOT_EVENTS);
    assert_eq!(
        load(&log, Some(folder.path()), &one)
            .state
            .observations
            .len(),
        0,
        "it is used"
    );
    fs::copy(file(folder.path(), &one), file(folder.path(), &two)).unwrap();
    assert_true(&log, folder.path(), &two);
    // The same stream, with other events, as after a restore of an older backup.
    let other = Log::in_memory();
    observe(&other, &one, 1, SNAPSHOT_EVENTS);
    assert_true(&other, folder.path(), &one);
    forge(&log, folder.path(), &one, SNAPSHOT_EVENTS);
    let shorter = Log::in_memory();
    observe(&shorter, &one, 0, SNAPSHOT_EVENTS - 1);
    assert_true(&shorter, folder.path(), &one);
}
