//! The same harness on sled alone, which acknowledges after `flush()`: it must find what is lost,
//! or it could not find anything in our log either.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::check::Promised;
use crate::cuts::try_all;
use crate::moments::{cuts, seed};
use crate::recorder;
use crate::trace::Mark;
use crate::workload::{self, log_in, say};

const KEYS: u32 = 150;
const IMAGES: usize = 60;

fn open(root: &Path) -> sled::Result<sled::Db> {
    sled::Config::new().path(log_in(root)).open()
}

fn value(key: u32) -> Vec<u8> {
    vec![u8::try_from(key % 251).unwrap(); 300]
}

/// A child's work: a key, a flush, an acknowledgement.
pub(crate) fn work(root: &Path) {
    let db = open(root).unwrap();
    for key in 0..KEYS {
        db.insert(key.to_be_bytes(), value(key)).unwrap();
        db.flush().unwrap();
        let commit = u128::from(key);
        let (first, last) = (u64::from(key), u64::from(key));
        say(Mark::Acknowledged {
            commit,
            first,
            last,
        });
    }
}

fn look(root: &Path, promised: &Promised) -> Result<(), String> {
    let read = || {
        let db = open(root).map_err(|cause| format!("not opened: {cause}"))?;
        let acknowledged = u32::try_from(promised.acknowledged()).unwrap();
        let there = |key: &u32| {
            let found = db.get(key.to_be_bytes());
            found.is_ok_and(|found| found.is_some_and(|found| *found == *value(*key)))
        };
        let there = (0..acknowledged).filter(there).count();
        if there == promised.acknowledged() {
            Ok(())
        } else {
            Err(format!("lost: {there} of {acknowledged} keys are there"))
        }
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("not opened: panicked".to_owned()))
}

#[test]
fn sled_alone_loses_what_it_acknowledged_after_flush() {
    let root = recorder::folder();
    // Made, closed and durable long ago: what is lost now is not for want of a durable folder.
    drop(open(root.path()).unwrap());
    let recording = workload::record_in(root, "sled alone", None);
    recording.assert_complete();
    let wrong = try_all(
        &recording,
        Promised::default(),
        cuts(&recording.steps, IMAGES, seed()),
        look,
    );
    let lost = wrong
        .iter()
        .filter(|found| found.contains("lost: "))
        .count();
    let (unopened, seed) = (wrong.len() - lost, seed());
    eprintln!("sled alone: {IMAGES} images of seed {seed}, {lost} lost keys, {unopened} unopened");
    assert!(
        lost > IMAGES / 4,
        "of {IMAGES} images of seed {seed} only {lost} lost keys"
    );
}
