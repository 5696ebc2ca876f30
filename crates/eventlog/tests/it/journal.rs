//! The journals on disk: what a crash leaves in them is read back, what is missing or wrong in them
//! is found with its place, and older folders, which have none, are taken over.
//! A copy of an open log's folder is what `kill -9` at that moment would leave.

use std::fs;
use std::path::{Path, PathBuf};

use eventlog::{
    DamageKind, Damaged, GlobalPosition, Log, OpenError, Options, ReadError, RecordedEvent,
};
use tempfile::TempDir;

use crate::folder::copy_files;
use crate::given::{BUSY, IDLE, name, simple};

/// Nothing is merged; journals are moved after a few commits.
const MOVING: fn() -> Options = || Options {
    journal_bytes: 8 * 1024,
    ..IDLE()
};

fn journals(dir: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_journal = |path: &PathBuf| path.to_string_lossy().contains("JOURNAL.");
    let mut found: Vec<PathBuf> = names.filter(is_journal).collect();
    found.sort();
    found
}

fn append(log: &Log, commits: std::ops::Range<u128>) {
    for number in commits {
        let stream = format!("tree-{}", number % 7);
        log.append(simple(number, &stream, 2)).wait().unwrap();
    }
}

fn everything(log: &Log) -> Vec<RecordedEvent> {
    log.read_all(GlobalPosition::START, usize::MAX).unwrap()
}

fn damage(dir: &Path) -> Damaged {
    match Log::open(dir, IDLE()) {
        Err(OpenError::Read(ReadError::Damaged(damaged))) => damaged,
        Err(other) => panic!("another error: {other}"),
        Ok(log) => panic!("opened with {} events", log.durable_position()),
    }
}

/// A folder as a crash leaves it after these commits, and what was in the log.
fn crashed(options: fn() -> Options, commits: u128) -> (TempDir, Vec<RecordedEvent>) {
    let dir = TempDir::new().unwrap();
    let log = Log::open(dir.path(), options()).unwrap();
    append(&log, 0..commits);
    (copy_files(dir.path()), everything(&log))
}

#[test]
fn l2_a_crash_leaves_all_that_was_acknowledged() {
    for options in [IDLE, BUSY, MOVING] {
        for commits in [1, 2, 60, 300] {
            let (copy, events) = crashed(options, commits);
            let log = Log::open(copy.path(), options()).unwrap();
            assert_eq!(everything(&log), events);
            let stream = log.read_stream(&name("tree-0"), eventlog::StreamVersion::FIRST);
            assert!(stream.unwrap().len() >= 2);
        }
    }
}

#[test]
fn l2_crash_after_crash_loses_nothing_whether_or_not_something_was_appended_between() {
    for options in [IDLE, BUSY, MOVING] {
        let mut dir = TempDir::new().unwrap();
        let mut expected = Vec::new();
        for round in 0..12 {
            let log = Log::open(dir.path(), options()).unwrap();
            assert_eq!(everything(&log), expected, "round {round}");
            // Every third opening only reads.
            let commits = if round % 3 == 2 { 0 } else { 15 + round };
            append(&log, round * 1_000..round * 1_000 + commits);
            expected = everything(&log);
            let copy = copy_files(dir.path());
            drop(log);
            dir = copy;
        }
        assert!(expected.len() > 100);
    }
}

#[test]
fn a_closed_log_needs_no_journal() {
    let dir = TempDir::new().unwrap();
    for round in 0..3 {
        let log = Log::open(dir.path(), MOVING()).unwrap();
        append(&log, round * 100..round * 100 + 100);
        assert!(!journals(dir.path()).is_empty());
        if round > 0 {
            assert!(log.stats().engine.journal_bytes > 0);
        }
        drop(log);
        assert_eq!(journals(dir.path()), Vec::<PathBuf>::new());
    }
    let log = Log::open(dir.path(), IDLE()).unwrap();
    assert_eq!(log.verify(|_, _| ()).unwrap().events, 600);
    assert_eq!(journals(dir.path()), Vec::<PathBuf>::new());
}

#[test]
fn full_journals_are_moved_while_the_log_is_open() {
    let dir = TempDir::new().unwrap();
    let log = Log::open(dir.path(), MOVING()).unwrap();
    // With more than four journals' worth, appending waits until one was moved.
    let mut number = 0;
    while log.stats().engine.journal_moves < 3 {
        append(&log, number..number + 10);
        number += 10;
    }
    let stats = log.stats().engine;
    assert!(stats.last_move_bytes > 0 && stats.last_move_micros > 0);
    assert!(journals(dir.path()).len() <= 3, "files are used again");
    assert_eq!(everything(&log).len() as u128, number * 2);
}

#[test]
fn l7_every_wrong_byte_in_a_journal_is_found_with_its_place() {
    let (copy, events) = crashed(IDLE, 12);
    let path = journals(copy.path()).remove(0);
    let sound = fs::read(&path).unwrap();
    let used = sound.iter().rposition(|byte| *byte != 0).unwrap();
    let mut places = std::collections::BTreeSet::new();
    for at in (0..=used).step_by(37) {
        let mut wrong = sound.clone();
        wrong[at] ^= 0x20;
        let dir = copy_files(copy.path());
        fs::write(journals(dir.path()).remove(0), &wrong).unwrap();
        match Log::open(dir.path(), IDLE()) {
            // What fills a block up, or the header's, says nothing.
            Ok(log) => {
                assert_eq!(sound[at], 0, "byte {at}");
                assert_eq!(everything(&log), events, "byte {at}");
            }
            Err(OpenError::Read(ReadError::Damaged(damaged))) => {
                assert_eq!(damaged.what, DamageKind::MissingEvent, "byte {at}");
                places.insert(damaged.position.0);
            }
            Err(other) => panic!("byte {at}: {other}"),
        }
        assert_eq!(fs::read(journals(dir.path()).remove(0)).unwrap(), wrong);
    }
    let commits = (0..12).map(|commit| 1 + 2 * commit);
    assert!(places.into_iter().eq(commits), "each at its own commit");
}

#[test]
fn a_last_record_cut_short_was_never_acknowledged() {
    let (copy, events) = crashed(IDLE, 12);
    // A power cut may leave an older mark, or none.
    fs::remove_file(copy.path().join("MARK")).unwrap();
    let path = journals(copy.path()).remove(0);
    let mut bytes = fs::read(&path).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[used] ^= 1;
    fs::write(&path, bytes).unwrap();
    let log = Log::open(copy.path(), IDLE()).unwrap();
    assert_eq!(everything(&log), events[..22]);
    append(&log, 11..13);
    let again = copy_files(copy.path());
    assert_eq!(
        everything(&log),
        everything(&Log::open(again.path(), IDLE()).unwrap())
    );
}

#[test]
fn l7_a_journal_that_is_cut_off_removed_or_of_another_log_is_found() {
    let (copy, _) = crashed(IDLE, 12);
    let (other, _) = crashed(IDLE, 20);
    let foreign = fs::read(journals(other.path()).remove(0)).unwrap();
    let open = |harm: &dyn Fn(&Path)| {
        let dir = copy_files(copy.path());
        harm(&journals(dir.path()).remove(0));
        damage(dir.path()).position.0
    };
    assert_eq!(open(&|path| fs::remove_file(path).unwrap()), 1);
    assert_eq!(open(&|path| fs::write(path, "").unwrap()), 1);
    assert_eq!(open(&|path| fs::write(path, &foreign).unwrap()), 1);
    let file = |path: &Path| fs::OpenOptions::new().write(true).open(path).unwrap();
    // Header and, a block each, six commits of two events.
    assert_eq!(open(&|path| file(path).set_len(7 * 512).unwrap()), 13);
    let twice = |path: &Path| {
        fs::copy(path, path.with_file_name("JOURNAL.9")).unwrap();
    };
    assert_eq!(open(&twice), 25, "two that claim to be the same");
}

#[test]
fn l7_a_store_older_than_its_journals_is_found() {
    let dir = TempDir::new().unwrap();
    let log = Log::open(dir.path(), MOVING()).unwrap();
    append(&log, 0..20);
    drop(log);
    let older = copy_files(dir.path());
    let log = Log::open(dir.path(), MOVING()).unwrap();
    append(&log, 20..300);
    let newer = copy_files(dir.path());
    drop(log);
    for path in journals(newer.path()) {
        fs::copy(&path, older.path().join(path.file_name().unwrap())).unwrap();
    }
    assert_eq!(damage(older.path()).position.0, 41);
}

#[test]
fn only_reading_changes_no_journal() {
    let (copy, events) = crashed(MOVING, 50);
    let content = |dir: &Path| {
        journals(dir)
            .iter()
            .map(|path| fs::read(path).unwrap())
            .collect()
    };
    let before: Vec<Vec<u8>> = content(copy.path());
    for _ in 0..2 {
        let log = Log::open(copy.path(), MOVING()).unwrap();
        assert_eq!(everything(&log), events);
        drop(log);
        assert_eq!(content(copy.path()), before);
    }
}

fn of_format_1() -> TempDir {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/folder-format-1");
    copy_files(&kept)
}

/// Forty commits of three events, written by the program before there were journals.
#[test]
fn a_folder_of_format_1_is_read_and_becomes_one_with_journals_when_it_is_written_to() {
    let dir = of_format_1();
    let format = |dir: &TempDir| fs::read_to_string(dir.path().join("FORMAT")).unwrap();
    let log = Log::open(dir.path(), BUSY()).unwrap();
    let report = log.verify(|_, _| ()).unwrap();
    assert_eq!(
        (report.events, report.commits, report.streams),
        (120, 40, 7)
    );
    assert_eq!(report.chain[..4], [96, 42, 150, 155]);
    assert_eq!(format(&dir), "pomona-log 1\n");
    append(&log, 1_000..1_001);
    assert_eq!(format(&dir), "pomona-log 2\n");
    let crashed = copy_files(dir.path());
    drop(log);
    for dir in [dir, crashed] {
        let log = Log::open(dir.path(), BUSY()).unwrap();
        assert_eq!(log.verify(|_, _| ()).unwrap().events, 122);
    }
}

#[test]
fn l7_a_folder_with_journals_whose_store_does_not_know_them_is_found() {
    let dir = of_format_1();
    fs::write(dir.path().join("FORMAT"), "pomona-log 2\n").unwrap();
    assert_eq!(damage(dir.path()).position.0, 121);
}
