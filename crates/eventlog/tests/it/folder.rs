//! The folder on disk: formats, owners, leftovers of crashes, what a person may see.

use std::fs;
use std::path::Path;

use eventlog::{
    DamageKind, Damaged, GlobalPosition, Log, OpenError, Options, ReadError, RecordedEvent,
};
use tempfile::TempDir;

use crate::given::{BUSY, Dice, IDLE, name, simple};

fn refusal(dir: &Path) -> OpenError {
    match Log::open(dir, Options::default()) {
        Ok(_) => panic!("opened"),
        Err(refusal) => refusal,
    }
}

fn made() -> TempDir {
    let dir = TempDir::new().unwrap();
    let log = Log::open(dir.path(), Options::default()).unwrap();
    log.append(simple(1, "tree-1", 3)).wait().unwrap();
    dir
}

fn events(dir: &Path) -> u64 {
    Log::open(dir, Options::default())
        .unwrap()
        .durable_position()
        .0
}

#[test]
fn a_newer_format_is_refused_by_its_number_and_nothing_is_touched() {
    let dir = made();
    fs::write(dir.path().join("FORMAT"), "pomona-log 7\n").unwrap();
    let refused = refusal(dir.path());
    assert!(
        matches!(refused, OpenError::NewerFormat { found: 7, known: 2 }),
        "{refused:?}"
    );
    fs::write(dir.path().join("FORMAT"), "pomona-log 2\n").unwrap();
    assert_eq!(events(dir.path()), 3);
}

#[test]
fn a_folder_with_other_things_in_it_is_not_a_log() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("holiday.jpg"), "x").unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::NotALog { .. }));
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing was added"
    );
    let dir = made();
    fs::write(dir.path().join("FORMAT"), "something else").unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::NotALog { .. }));
}

#[test]
fn a_database_with_content_but_without_our_mark_is_not_a_log() {
    let dir = made();
    fs::remove_file(dir.path().join("FORMAT")).unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::NotALog { .. }));
}

#[test]
fn a_creation_that_was_cut_short_is_finished() {
    let dir = TempDir::new().unwrap();
    drop(Log::open(dir.path(), Options::default()).unwrap());
    fs::remove_file(dir.path().join("FORMAT")).unwrap();
    fs::write(dir.path().join("FORMAT.new"), "pomona").unwrap();
    assert_eq!(events(dir.path()), 0);
    let mark = fs::read_to_string(dir.path().join("FORMAT")).unwrap();
    assert_eq!(mark, "pomona-log 2\n");
}

/// sled makes its files in steps, and does not open what a power cut left of them.
#[test]
fn a_creation_that_was_cut_short_within_sled_begins_anew() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("CREATING"), "").unwrap();
    fs::write(dir.path().join("conf"), "").unwrap();
    fs::write(dir.path().join("db"), [0; 4_096]).unwrap();
    assert_eq!(events(dir.path()), 0);
    assert!(!dir.path().join("CREATING").exists());
}

#[test]
fn what_is_a_log_already_is_never_cleared_away() {
    let dir = made();
    fs::write(dir.path().join("CREATING"), "").unwrap();
    assert_eq!(events(dir.path()), 3);
    assert!(!dir.path().join("CREATING").exists());
    fs::remove_file(dir.path().join("FORMAT")).unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::NotALog { .. }));
    fs::write(dir.path().join("FORMAT"), "pomona-log 1\n").unwrap();
    assert_eq!(events(dir.path()), 3);
}

#[test]
fn one_folder_has_one_owner() {
    let dir = made();
    let log = Log::open(dir.path(), Options::default()).unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::InUse { .. }));
    drop(log);
    assert_eq!(events(dir.path()), 3);
}

#[test]
fn unfinished_snapshots_are_set_aside() {
    let dir = made();
    fs::write(dir.path().join("snap.00000000000001C8.generating"), "half").unwrap();
    fs::write(dir.path().join("snap.00000000000001C9"), "").unwrap();
    assert_eq!(events(dir.path()), 3);
    let aside = dir
        .path()
        .join("set-aside.snap.00000000000001C8.generating");
    assert_eq!(fs::read_to_string(aside).unwrap(), "half");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    let below = file.join("log");
    assert!(matches!(refusal(&below), OpenError::Io { path, .. } if path == below));
}

/// The files of a folder, of an open log too: what a crash would leave.
pub(crate) fn copy_files(from: &Path) -> TempDir {
    let copy = TempDir::new().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    copy
}

/// sled takes a wrong byte for the place where a crash cut it off, and forgets what follows.
#[test]
fn l7_a_wrong_byte_in_the_file_never_shortens_the_log_in_silence() {
    for options in [IDLE, BUSY] {
        let dir = TempDir::new().unwrap();
        let log = Log::open(dir.path(), options()).unwrap();
        for number in 0..200 {
            log.append(simple(number, &format!("tree-{}", number % 9), 5))
                .wait()
                .unwrap();
        }
        drop(log);
        let stored = fs::read(dir.path().join("db")).unwrap();
        let (mut dice, mut found) = (Dice(7), 0);
        for _ in 0..40 {
            let copy = copy_files(dir.path());
            let mut bytes = stored.clone();
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
            fs::write(copy.path().join("db"), bytes).unwrap();
            found += usize::from(damage(copy.path(), at).is_some());
        }
        assert!(found > 2, "{found} of 40 wrong bytes hit what is in use");
    }
}

/// The log of 1,000 events in `dir` is there, or is known not to be: on opening, or, where a
/// checkpoint spares opening from reading all, on reading.
fn damage(dir: &Path, at: usize) -> Option<Damaged> {
    let read = Log::open(dir, BUSY()).and_then(|log| {
        log.verify(|_, _| ())?;
        Ok(log.read_all(GlobalPosition::START, usize::MAX)?)
    });
    match read {
        Ok(whole) => {
            assert_eq!(whole.len(), 1_000, "byte {at}");
            None
        }
        Err(OpenError::Read(ReadError::Damaged(damaged))) => {
            let known = [DamageKind::MissingEvent, DamageKind::Engine];
            assert!(known.contains(&damaged.what), "byte {at}: {damaged}");
            assert!((1..=1_001).contains(&damaged.position.0), "byte {at}");
            Some(damaged)
        }
        Err(other) => panic!("byte {at}: {other:?}"),
    }
}

#[test]
fn a_lost_mark_is_not_damage() {
    let dir = made();
    fs::remove_file(dir.path().join("MARK")).unwrap();
    assert_eq!(events(dir.path()), 3);
}

fn grown(dir: &Path, commits: std::ops::Range<u128>) -> Vec<RecordedEvent> {
    let log = Log::open(dir, BUSY()).unwrap();
    for number in commits {
        let stream = format!("tree-{}", number % 7);
        log.append(simple(number, &stream, 3)).wait().unwrap();
    }
    log.read_all(GlobalPosition::START, usize::MAX).unwrap()
}

/// Opened with and without its checkpoint, a log is the same.
fn opens_as(dir: &Path, events: &[RecordedEvent]) {
    for checkpoint in ["as found", "removed"] {
        let log = Log::open(dir, BUSY()).unwrap();
        let read = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        assert_eq!(read, events, "checkpoint {checkpoint}");
        for number in 0..7 {
            let stream = format!("tree-{number}");
            let last = events.iter().rfind(|event| event.stream.as_str() == stream);
            assert_eq!(log.head(&name(&stream)), last.map(|event| event.version));
        }
        let found = log.find_commit(events[0].commit_id).unwrap().unwrap();
        assert_eq!(found.first_position.0, 1);
        assert!(log.append(simple(0, "tree-0", 3)).wait().unwrap().repeated);
        log.close();
        fs::remove_file(dir.join("INDEX")).unwrap_or(());
    }
}

#[test]
fn a_checkpoint_shortens_opening_and_changes_nothing() {
    let dir = TempDir::new().unwrap();
    for round in 0..4 {
        let events = grown(dir.path(), round * 100..round * 100 + 100);
        assert!(dir.path().join("INDEX").exists());
        opens_as(dir.path(), &events);
    }
}

#[test]
fn a_checkpoint_of_another_or_a_longer_log_is_not_believed() {
    let longer = TempDir::new().unwrap();
    grown(longer.path(), 0..50);
    let before = copy_files(longer.path());
    let events = grown(before.path(), 0..0);
    grown(longer.path(), 50..90);
    let other = TempDir::new().unwrap();
    grown(other.path(), 10..60);
    for foreign in [&longer, &other] {
        let foreign = foreign.path().join("INDEX");
        fs::copy(foreign, before.path().join("INDEX")).unwrap();
        opens_as(before.path(), &events);
    }
}

#[test]
fn an_unreadable_checkpoint_is_left_aside() {
    let dir = TempDir::new().unwrap();
    let events = grown(dir.path(), 0..60);
    for content in [&b""[..], b"POMOIDX1", b"POMOIDX2 of a later program"] {
        fs::write(dir.path().join("INDEX"), content).unwrap();
        opens_as(dir.path(), &events);
    }
    fs::write(dir.path().join("INDEX.new"), "half").unwrap();
    opens_as(dir.path(), &events);
}
