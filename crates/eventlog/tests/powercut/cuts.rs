//! The power is cut at any moment of each workload; our log opens with everything acknowledged.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::check::{Promised, check, check_proofs};
use crate::disk::Disk;
use crate::image::Image;
use crate::moments::{Cut, cuts, seed};
use crate::recorder::{self, Recording};
use crate::workload;

/// Images per workload when nothing else is asked for.
const IMAGES: usize = 300;
/// Recordings they are made from.
const RECORDINGS: usize = 3;

/// Images to try, over all workloads, as asked for by hand.
fn asked(workloads: usize) -> Option<usize> {
    let images = std::env::var("EVENTLOG_POWERCUT_IMAGES").ok()?;
    Some(images.parse::<usize>().unwrap().div_ceil(workloads))
}

/// Makes the image of every cut and shows it; returns what was found wrong.
pub(crate) fn try_all(
    recording: &Recording,
    mut promised: Promised,
    cuts: Vec<Cut>,
    look: impl Fn(&Path, &Promised) -> Result<(), String>,
) -> Vec<String> {
    let mut disk: Disk = recording.before.clone();
    let (mut wrong, mut done) = (Vec::new(), 0);
    for mut cut in cuts {
        for (number, step) in recording
            .steps
            .iter()
            .enumerate()
            .take(cut.steps)
            .skip(done)
        {
            disk.apply(number, step);
            promised.note(step);
        }
        done = done.max(cut.steps);
        let root = recorder::folder();
        Image::of(&disk, &mut cut.keep).write_to(root.path());
        let _alone = recorder::no_child_begins();
        if let Err(cause) = look(root.path(), &promised) {
            wrong.push(format!(
                "cut after step {}, {}: {cause}",
                cut.steps, cut.name
            ));
        }
    }
    wrong
}

/// What is looked for in the image of a cut.
type Look = fn(&Path, &Promised) -> Result<(), String>;

/// Every image of the workload holds what was promised.
fn survives(workload: &str, workloads: usize) {
    survives_as(workload, workloads, check);
}

fn survives_as(workload: &str, workloads: usize, look: Look) {
    let images = asked(workloads).unwrap_or(IMAGES);
    let mut wrong = Vec::new();
    // Threads run differently each time.
    for round in 0..RECORDINGS {
        let recording = workload::record(workload);
        recording.assert_complete();
        let cuts = cuts(&recording.steps, images / RECORDINGS, seed() + round as u64);
        wrong.extend(try_all(&recording, Promised::default(), cuts, look));
    }
    eprintln!("{workload}: {images} images, {} wrong", wrong.len());
    assert!(
        wrong.is_empty(),
        "{workload}, seed {}: {} of {images} images are wrong\n{}",
        seed(),
        wrong.len(),
        wrong.join("\n")
    );
}

const WORKLOADS: usize = 10;
/// Places of the first cut, where there are two.
const SECOND_CUTS: usize = 16;

#[test]
fn l2_a_power_cut_in_a_trickle_of_commits() {
    survives("trickle", WORKLOADS);
}

#[test]
fn l2_a_power_cut_under_many_writers() {
    survives("rush", WORKLOADS);
}

#[test]
fn l2_a_power_cut_while_journals_are_moved_into_the_store() {
    survives("moving", WORKLOADS);
}

#[test]
fn l2_a_power_cut_while_values_are_merged() {
    survives("sealing", WORKLOADS);
}

#[test]
fn l2_a_power_cut_while_checkpoints_are_written() {
    survives("checkpoints", WORKLOADS);
}

#[test]
fn l2_a_power_cut_around_closing_and_opening() {
    survives("reopening", WORKLOADS);
}

#[test]
fn l2_a_power_cut_in_the_first_seconds_of_a_folder() {
    survives("first seconds", WORKLOADS);
}

#[test]
fn l2_a_power_cut_with_large_events() {
    survives("large events", WORKLOADS);
}

#[test]
fn l6_a_power_cut_while_checkpoints_are_signed() {
    survives_as("proofs", WORKLOADS, check_proofs);
}

/// The power is cut, the log is opened and goes on, and the power is cut again.
#[test]
fn l2_a_second_power_cut_while_recovering_from_the_first() {
    let images = asked(WORKLOADS).unwrap_or(IMAGES);
    let first = workload::record("reopening");
    let mut wrong = Vec::new();
    for mut cut in cuts(&first.steps, SECOND_CUTS, seed()) {
        let mut disk = first.before.clone();
        for (number, step) in first.steps.iter().enumerate().take(cut.steps) {
            disk.apply(number, step);
        }
        let root = recorder::folder();
        Image::of(&disk, &mut cut.keep).write_to(root.path());
        let second = workload::record_in(root, "going on", None);
        second.assert_complete();
        let promised = Promised::in_steps(&first.steps[..cut.steps]);
        let seed = seed() + cut.steps as u64;
        let cuts = cuts(&second.steps, images.div_ceil(SECOND_CUTS), seed);
        let found = try_all(&second, promised, cuts, check);
        let after = |cause| format!("{}, {}, then {cause}", cut.steps, cut.name);
        wrong.extend(found.into_iter().map(after));
    }
    eprintln!("recovering: {images} images, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "seed {}:\n{}", seed(), wrong.join("\n"));
}

/// A child's work that uses every call the recorder knows.
pub(crate) fn work(root: &Path) {
    let path = |name: &str| root.join(name);
    fs::create_dir_all(path("a/b")).unwrap();
    fs::write(path("a/one"), [1; 3_000]).unwrap();
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).open(path("a/one")).unwrap();
    file.seek(SeekFrom::Start(2_990)).unwrap();
    file.write_all(&[2; 50]).unwrap();
    let mut copy = file.try_clone().unwrap();
    drop(file);
    let parts = [
        std::io::IoSlice::new(b"three"),
        std::io::IoSlice::new(b"four"),
    ];
    assert_eq!(copy.write_vectored(&parts).unwrap(), 9);
    copy.write_all_at(&[5; 700], 9_000).unwrap();
    copy.set_len(9_100).unwrap();
    copy.set_len(12_000).unwrap();
    copy.sync_data().unwrap();
    let mut end = OpenOptions::new().append(true).open(path("a/one")).unwrap();
    end.write_all(b"the end").unwrap();
    File::create(path("a/two")).unwrap().sync_all().unwrap();
    fs::write(path("a/two"), "to be cut").unwrap();
    File::create(path("a/two")).unwrap();
    fs::rename(path("a/two"), path("a/three")).unwrap();
    File::open(path("a")).unwrap().sync_all().unwrap();
    fs::write(path("a/b/four"), "gone").unwrap();
    fs::remove_file(path("a/b/four")).unwrap();
    fs::write(path("a/b/five"), "gone with its folder").unwrap();
    fs::remove_dir_all(path("a/b")).unwrap();
}
