//! One journal, written and read back, whole and with every kind of harm.

use std::fs;
use std::path::Path;

use prost::bytes::Bytes;
use tempfile::TempDir;

use super::super::{Entry, Key};
use super::*;
use crate::position::GlobalPosition;

const OURS: Identity = Identity {
    log: [7; 16],
    number: 3,
};

fn key(position: u64) -> Key {
    Key::first(GlobalPosition(position))
}

fn change(position: u64, value: Option<usize>) -> Change {
    let fill = u8::try_from(position % 250).unwrap();
    Change {
        key: key(position),
        value: value.map(|length| Bytes::from(vec![fill; length])),
    }
}

fn append(journal: &mut Journal, changes: &[Change], last: bool) {
    let mut record = Record::default();
    for change in changes {
        match change.value.clone() {
            Some(value) => record.put(Entry {
                key: change.key,
                value,
            }),
            None => record.remove(change.key),
        }
    }
    journal.append(&mut record, last).unwrap();
    journal.sync().unwrap();
    assert_eq!(record.take(), changes);
    assert!(record.is_empty());
}

/// Five records: small ones, an empty value, one that makes the file grow, one that removes.
fn records() -> [Vec<Change>; 5] {
    [
        vec![change(1, Some(100))],
        vec![change(2, Some(0)), change(3, Some(600))],
        (4..40).map(|n| change(n, Some(3_000))).collect(),
        vec![change(1, None), change(3, None), change(1, Some(700))],
        vec![change(40, Some(20))],
    ]
}

fn written(dir: &Path, identity: Identity, last: bool) -> PathBuf {
    let path = dir.join("JOURNAL.0");
    let mut journal = Journal::begin(path.clone(), identity, JOURNAL_BYTES_MIN).unwrap();
    let records = records();
    for (number, changes) in records.iter().enumerate() {
        append(&mut journal, changes, last && number + 1 == records.len());
    }
    path
}

fn read(dir: &Path) -> (Option<Identity>, Vec<Vec<Change>>, End) {
    let found = find(dir).unwrap().remove(0);
    let mut records = Vec::new();
    let end = found.replay(|changes| records.push(changes));
    (found.identity, records, end)
}

#[test]
fn records_come_back_in_order_and_the_end_is_known() {
    for (last, end) in [(false, End::Open), (true, End::Continued)] {
        let dir = TempDir::new().unwrap();
        written(dir.path(), OURS, last);
        assert_eq!(read(dir.path()), (Some(OURS), records().to_vec(), end));
    }
}

#[test]
fn a_file_used_again_shows_nothing_of_what_it_held() {
    let dir = TempDir::new().unwrap();
    let path = written(dir.path(), OURS, false);
    let later = Identity { number: 5, ..OURS };
    let mut journal = Journal::begin(path.clone(), later, JOURNAL_BYTES_MIN).unwrap();
    assert_eq!(read(dir.path()), (Some(later), vec![], End::Open));
    let first = vec![change(50, Some(100))];
    append(&mut journal, &first, false);
    assert_eq!(read(dir.path()), (Some(later), vec![first], End::Open));
    assert_eq!(fs::metadata(path).unwrap().len(), JOURNAL_BYTES_MIN);
}

/// Where each record begins, and where the last one ends.
fn places() -> Vec<usize> {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("JOURNAL.0");
    let mut journal = Journal::begin(path, OURS, JOURNAL_BYTES_MIN).unwrap();
    let mut places = vec![BLOCK_BYTES];
    for changes in records() {
        append(&mut journal, &changes, false);
        places.push(BLOCK_BYTES + usize::try_from(journal.bytes()).unwrap());
    }
    places
}

#[test]
fn a_wrong_byte_before_a_whole_record_is_damage_and_in_the_last_one_an_end() {
    let dir = TempDir::new().unwrap();
    let path = written(dir.path(), OURS, false);
    let sound = fs::read(&path).unwrap();
    let places = places();
    let ends = records().map(|changes| {
        let values = changes.iter().map(|change| match &change.value {
            Some(value) => 13 + value.len(),
            None => 11,
        });
        32 + values.sum::<usize>()
    });
    for (number, place) in places.iter().take(5).enumerate() {
        let end = place + ends[number];
        for at in (*place..end).step_by(if end - place > 2_000 { 997 } else { 7 }) {
            let mut wrong = sound.clone();
            wrong[at] ^= 0x40;
            fs::write(&path, wrong).unwrap();
            let (_, records_read, end) = read(dir.path());
            assert_eq!(records_read, records()[..number], "byte {at}");
            let expected = if number < 4 {
                End::Broken { at: *place }
            } else {
                End::Open
            };
            assert_eq!(end, expected, "byte {at}");
        }
    }
}

#[test]
fn a_journal_cut_off_anywhere_holds_the_records_before() {
    let dir = TempDir::new().unwrap();
    let path = written(dir.path(), OURS, true);
    let sound = fs::read(&path).unwrap();
    let places = places();
    for length in (HEADER_BYTES..sound.len()).step_by(313) {
        fs::write(&path, &sound[..length]).unwrap();
        let (identity, read, _) = read(dir.path());
        assert_eq!(identity, Some(OURS));
        let whole = places.iter().skip(1).filter(|end| **end <= length).count();
        assert!(read.len() >= whole, "cut to {length}");
        assert_eq!(read, records()[..read.len()], "cut to {length}");
    }
}

#[test]
fn a_wrong_byte_in_the_header_leaves_no_journal() {
    let dir = TempDir::new().unwrap();
    let path = written(dir.path(), OURS, false);
    let sound = fs::read(&path).unwrap();
    for at in 0..HEADER_BYTES {
        let mut wrong = sound.clone();
        wrong[at] ^= 1;
        fs::write(&path, wrong).unwrap();
        assert_eq!(read(dir.path()), (None, vec![], End::Open), "byte {at}");
    }
    for length in 0..HEADER_BYTES {
        fs::write(&path, &sound[..length]).unwrap();
        assert_eq!(read(dir.path()).0, None, "cut to {length}");
    }
}

#[test]
fn a_record_of_another_log_or_journal_is_none_of_ours() {
    let dir = TempDir::new().unwrap();
    let path = written(dir.path(), OURS, false);
    let mut foreign = fs::read(&path).unwrap();
    for other in [
        Identity { number: 4, ..OURS },
        Identity {
            log: [8; 16],
            ..OURS
        },
    ] {
        foreign[..HEADER_BYTES].copy_from_slice(&header(other));
        fs::write(&path, &foreign).unwrap();
        assert_eq!(read(dir.path()), (Some(other), vec![], End::Open));
    }
}
