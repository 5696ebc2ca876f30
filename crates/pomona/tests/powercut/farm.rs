//! A small farm in a folder, the program on it, and the images of a recording.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use eventlog::proof::{KeyName, Prover};
use eventlog::{Epoch, Log, Options};
use server::operations::restore::{RestoreError, Wish, restore};
use tempfile::TempDir;

use crate::disk::Disk;
use crate::given::simple;
use crate::image::Image;
use crate::moments::{cuts, seed};
use crate::recorder::{self, Calls, Fault, Recording};

/// Images of each recording when nothing else is asked for.
const IMAGES: usize = 48;
/// Most calls of one run that a kill is tried in.
const CALLS_MAX: usize = 4_000;
/// A kill in every so manieth call; another seed tries others.
const EVERY: usize = 9;

pub(crate) fn data(root: &Path) -> PathBuf {
    root.join("data")
}

pub(crate) fn backup(root: &Path) -> PathBuf {
    root.join("backups/farm")
}

/// The program with these arguments, told nothing by the environment of the test.
pub(crate) fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pomona"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("POMONA_") {
            command.env_remove(name);
        }
    }
    command.arg("--data").arg(data).args(arguments);
    command.stdin(Stdio::null());
    command
}

pub(crate) fn backing_up(root: &Path) -> Command {
    program(
        &data(root),
        &["backup", "--to", backup(root).to_str().unwrap()],
    )
}

/// Exit code and everything that was said.
pub(crate) fn ran(mut command: Command) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8(said).unwrap())
}

/// A log of as many commits, its proofs, and a photo for each ten.
pub(crate) fn grow(root: &Path, numbers: std::ops::Range<u128>) {
    let options = Options {
        new_epoch: Some(Epoch([7; 16])),
        ..Options::default()
    };
    let log = Log::open(&data(root).join("log"), options).unwrap();
    for number in numbers.clone() {
        let stream = format!("tree-{}", number % 7);
        log.append(simple(number, &stream, 1)).wait().unwrap();
    }
    let proofs = data(root).join("proofs");
    let name = KeyName::parse("farm.example/log").unwrap();
    let prover = Prover::open(log.clone(), &proofs, name.clone()).unwrap();
    prover.publish().unwrap();
    fs::write(proofs.join("origin"), format!("{name}\n")).unwrap();
    drop(prover);
    log.close();
    let shelf = data(root).join("blobs/ab");
    fs::create_dir_all(&shelf).unwrap();
    for number in numbers.step_by(10) {
        let photo = shelf.join(format!("{number}.small"));
        fs::write(photo, vec![b'p'; 3_000 + usize::try_from(number).unwrap()]).unwrap();
    }
}

/// Restores the backup in `root` here and now: how many events it holds, none where there is no backup.
pub(crate) fn held(root: &Path) -> Result<Option<u64>, String> {
    let to = TempDir::new().unwrap();
    let wish = Wish {
        epoch: Epoch([9; 16]),
        same_signer: false,
    };
    match restore(&backup(root), to.path(), wish, &mut |_, _| ()) {
        Ok(report) => Ok(Some(report.end.position.0)),
        Err(RestoreError::NoBackup { .. }) => Ok(None),
        Err(error) => Err(format!("the backup cannot be restored: {error}")),
    }
}

/// Shows an image of every cut; `look` is told whether the run had ended by then.
pub(crate) fn try_images(
    what: &str,
    recording: &Recording,
    look: impl Fn(&Path, bool) -> Result<(), String>,
) {
    let images = std::env::var("POWERCUT_IMAGES");
    let images = images.map_or(IMAGES, |text| text.parse().unwrap());
    let seed = seed();
    let all = recording.steps.len();
    let mut disk: Disk = recording.before.clone();
    let (mut wrong, mut done) = (Vec::new(), 0);
    let mut cuts = cuts(&recording.steps, images, seed);
    // Right after the end, when all was promised and nothing more was synced.
    cuts.iter_mut()
        .rev()
        .take(images / 8)
        .for_each(|cut| cut.steps = all);
    for mut cut in cuts {
        for (number, step) in recording
            .steps
            .iter()
            .enumerate()
            .take(cut.steps)
            .skip(done)
        {
            disk.apply(number, step);
        }
        done = done.max(cut.steps);
        let root = recorder::folder();
        Image::of(&disk, &mut cut.keep).write_to(root.path());
        if let Err(cause) = look(root.path(), cut.steps == all) {
            wrong.push(format!(
                "cut after step {}, {}: {cause}",
                cut.steps, cut.name
            ));
        }
    }
    eprintln!("{what}: {images} images, {} wrong", wrong.len());
    assert!(
        wrong.is_empty(),
        "{what}, seed {seed}:\n{}",
        wrong.join("\n")
    );
}

/// Ends a run in the middle of one of its calls, then of one a little later, and so on until it comes to its end; each
/// time in a copy of `before`, at which `look` is let afterwards. Returns how often.
pub(crate) fn kill_in_calls(
    before: &Path,
    run: impl Fn(&Path) -> Command,
    look: impl Fn(&Path),
) -> usize {
    let offset = usize::try_from(seed()).unwrap() % EVERY;
    for (kills, first) in (1 + offset..=CALLS_MAX).step_by(EVERY).enumerate() {
        let root = recorder::folder();
        copy(before, root.path());
        let fault = Fault {
            calls: Calls::All,
            of: "",
            errno: 0,
            first,
            count: 1,
        };
        let command = run(root.path());
        let recording = recorder::record_child(command, root, Some(fault));
        if recording.status.success() {
            return kills;
        }
        look(recording.root.path());
    }
    panic!("it does not come to an end in {CALLS_MAX} calls");
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
