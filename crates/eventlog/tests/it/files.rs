//! Promise L7 for the folder's files: any byte of any file wrong, any file cut, removed or taken
//! from another log. Either everything is there all the same, or a typed error says where and what
//! to run; never fewer events without a word, and not on the second opening either.

use std::fs;
use std::path::Path;

use eventlog::{Damaged, GlobalPosition, Log, OpenError, ReadError, RecordedEvent, VERIFY_COMMAND};
use tempfile::TempDir;

use crate::given::{BUSY, Dice, simple};

/// Wrong bytes tried in each file, besides its first ones.
const FLIPS: usize = 60;
/// Bytes at the beginning of each file of which every one is tried.
const HEAD_BYTES: usize = 40;

/// What a log left behind, closed or cut off, and what was acknowledged.
struct Left {
    dir: TempDir,
    events: Vec<RecordedEvent>,
}

fn memory() -> TempDir {
    TempDir::new_in("/dev/shm")
        .or_else(|_| TempDir::new())
        .unwrap()
}

/// `salt` makes different logs of the same shape.
fn left(salt: u128, closed: bool) -> Left {
    let dir = memory();
    let mut log = Log::open(dir.path(), BUSY()).unwrap();
    let append = |log: &Log, number: u128| {
        let stream = format!("tree-{}", number % 5);
        let commit = simple(1_000 * salt + number, &stream, 3);
        log.append(commit).wait().unwrap();
    };
    (0..150).for_each(|number| append(&log, number));
    drop(log);
    log = Log::open(dir.path(), BUSY()).unwrap();
    (150..200).for_each(|number| append(&log, number));
    let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
    let copy = copy_of(dir.path());
    drop(log);
    let dir = if closed { dir } else { copy };
    Left { dir, events }
}

fn copy_of(from: &Path) -> TempDir {
    let copy = memory();
    for name in files(from) {
        // What an open log removes meanwhile was not needed.
        if fs::copy(from.join(&name), copy.path().join(&name)).is_err() {
            assert!(!from.join(&name).exists(), "{name}");
        }
    }
    copy
}

fn files(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

fn open(dir: &Path) -> Result<Vec<RecordedEvent>, OpenError> {
    let log = Log::open(dir, BUSY())?;
    log.verify(|_, _| ())?;
    Ok(log.read_all(GlobalPosition::START, usize::MAX)?)
}

impl Left {
    /// Harms a copy and looks twice; tells whether the harm was found.
    fn harmed(&self, what: &str, harm: impl FnOnce(&Path)) -> bool {
        let copy = copy_of(self.dir.path());
        harm(copy.path());
        let looks = [(); 2].map(|()| self.look(copy.path(), what));
        looks[0] || looks[1]
    }

    fn look(&self, dir: &Path, what: &str) -> bool {
        match open(dir) {
            Ok(events) => {
                let found = events.len();
                assert!(events == self.events, "{what}: {found} events, no error");
                false
            }
            Err(OpenError::Read(ReadError::Damaged(damaged))) => {
                self.names_a_place(damaged, what);
                true
            }
            Err(OpenError::NotALog { .. } | OpenError::NewerFormat { .. })
                if what.starts_with("FORMAT") =>
            {
                true
            }
            Err(other) => panic!("{what}: {other:?}"),
        }
    }

    fn names_a_place(&self, damaged: Damaged, what: &str) {
        // Of a lost journal nobody knows what it held: that is missing after all that is there.
        let end = self.events.len() as u64 + 1;
        assert!((1..=end).contains(&damaged.position.0), "{what}: {damaged}");
        assert_eq!(damaged.run, VERIFY_COMMAND);
        assert!(damaged.to_string().contains(VERIFY_COMMAND), "{damaged}");
    }
}

/// The bytes of a file worth harming: its first ones, and others, mostly such as say something.
fn places(content: &[u8], dice: &mut Dice) -> Vec<usize> {
    let mut places: Vec<usize> = (0..content.len().min(HEAD_BYTES)).collect();
    let used: Vec<usize> = (0..content.len()).filter(|at| content[*at] != 0).collect();
    if !used.is_empty() {
        places.extend((0..FLIPS).map(|_| used[dice.below(used.len())]));
        places.push(content.len() - 1);
    }
    places.sort_unstable();
    places.dedup();
    places
}

#[test]
fn l7_a_wrong_byte_in_any_file_is_found_or_harmless() {
    for (closed, seed) in [(true, 11), (false, 12)] {
        let (left, mut dice) = (left(0, closed), Dice(seed));
        assert_eq!(open(copy_of(left.dir.path()).path()).unwrap(), left.events);
        for name in files(left.dir.path()) {
            let content = fs::read(left.dir.path().join(&name)).unwrap();
            let (places, mut found) = (places(&content, &mut dice), 0);
            for at in &places {
                let bit = 1 << dice.below(8);
                let what = format!("{name}, closed {closed}, byte {at} ^ {bit}");
                found += usize::from(left.harmed(&what, |dir| {
                    let mut wrong = content.clone();
                    wrong[*at] ^= bit;
                    fs::write(dir.join(&name), wrong).unwrap();
                }));
            }
            eprintln!(
                "{name}, closed {closed}: {found} of {} wrong bytes told",
                places.len()
            );
        }
    }
}

#[test]
fn l7_a_file_cut_off_emptied_or_removed_is_found_or_harmless() {
    for closed in [true, false] {
        let left = left(0, closed);
        for name in files(left.dir.path()) {
            let length = fs::metadata(left.dir.path().join(&name)).unwrap().len();
            for to in [0, 1, length / 3, length / 2, length.saturating_sub(1)] {
                let what = format!("{name}, closed {closed}, cut to {to} of {length}");
                left.harmed(&what, |dir| {
                    let file = fs::File::options().write(true).open(dir.join(&name));
                    file.unwrap().set_len(to).unwrap();
                });
            }
            let what = format!("{name}, closed {closed}, removed");
            let found = left.harmed(&what, |dir| fs::remove_file(dir.join(&name)).unwrap());
            eprintln!("{what}: told {found}");
        }
    }
}

#[test]
fn l7_a_file_of_another_log_is_found_or_harmless() {
    for closed in [true, false] {
        let (ours, theirs) = (left(0, closed), left(1, closed));
        for name in files(theirs.dir.path()) {
            let what = format!("{name}, closed {closed}, of another log");
            let found = ours.harmed(&what, |dir| {
                fs::copy(theirs.dir.path().join(&name), dir.join(&name)).unwrap();
            });
            eprintln!("{what}: told {found}");
        }
    }
}
