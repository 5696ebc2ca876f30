//! What an operator does with a log of a million events: verify, back up, restore, export, import.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::Path,
    time::Instant,
};

use eventlog::{Epoch, GlobalPosition, Log, Options, transfer};
use server::operations::{
    backup::{Look, back_up},
    restore::{Wish, restore},
    source::Source,
};

use crate::{
    Report,
    log::{disk_bytes, fill},
    report::Budget,
};

const EVENTS: usize = 1_000_000;
const MIB: f64 = 1024.0 * 1024.0;
const MB: f64 = 1e6;

pub(crate) fn run(out: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(".")?;
    let path = |name: &str| folder.path().join(name);
    let log_folder = path("data/log");
    fs::create_dir_all(&log_folder)?;
    let payloads = fill(&log_folder, EVENTS)? as f64;
    let stored = disk_bytes(&log_folder)? as f64;
    out.line(&format!(
        "## Operations on a log of {EVENTS} events, {:.0} MiB of payload and metadata, {:.0} MiB on disk\n",
        payloads / MIB,
        stored / MIB
    ));
    out.line("| what | seconds | events /s | MiB/s of payload | MiB/s of what is read |\n|---|---:|---:|---:|---:|");
    let log = Log::open(&log_folder, Options::default())?;
    let mut tell = |what: &str, started: Instant, read: f64| {
        let seconds = started.elapsed().as_secs_f64();
        let (events, payload, read) = (
            EVENTS as f64 / seconds,
            payloads / MIB / seconds,
            read / MIB / seconds,
        );
        out.line(&format!(
            "| {what} | {seconds:.2} | {events:.0} | {payload:.0} | {read:.0} |"
        ));
    };
    let started = Instant::now();
    log.verify(|_, _| ())?;
    tell("verify", started, stored);
    let verify = stored / started.elapsed().as_secs_f64();
    // Nothing of the log was in sled's cache before; now what fits is.
    let started = Instant::now();
    log.verify(|_, _| ())?;
    tell("verify again", started, stored);
    let again = stored / started.elapsed().as_secs_f64();
    let started = Instant::now();
    let lines = export(&log, &path("lines"))?;
    tell("export", started, stored);
    let source = Source::opened(&path("data"), log);
    let started = Instant::now();
    back_up(
        &source,
        &path("backup"),
        "2026-01-01T00:00:00Z",
        Look::Lengths,
        &mut |_, _| (),
    )?;
    tell("backup", started, stored);
    let wish = Wish {
        epoch: Epoch([7; 16]),
        same_signer: false,
    };
    let started = Instant::now();
    restore(&path("backup"), &path("restored"), wish, &mut |_, _| ())?;
    tell("restore", started, lines);
    let started = Instant::now();
    let fresh = Log::open(&path("imported"), Options::default())?;
    let mut input = BufReader::new(File::open(path("lines"))?);
    transfer::import(&mut input, &fresh, &mut |_, _| ())?;
    tell("import", started, lines);
    anyhow::ensure!(
        fresh.durable_position() == GlobalPosition(EVENTS as u64),
        "not all came"
    );
    out.line("\nWall time, with everything that is made durable on the way.\n");
    let read = read_all(&log_folder)?;
    out.budget(Budget {
        what: "`log verify`",
        promised: "≥ 500 MB/s of what is read",
        seen: format!("{:.0} MB/s, again {:.0} MB/s", verify / MB, again / MB),
        peer: format!("reading the same files alone: {:.0} MB/s", read / MB),
        met: Some(verify >= 500.0 * MB),
    });
    Ok(())
}

/// Reads every file of a folder from end to end; bytes a second.
fn read_all(folder: &Path) -> anyhow::Result<f64> {
    let (started, mut bytes) = (Instant::now(), 0);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                bytes += io::copy(&mut File::open(entry.path())?, &mut Hole)?;
            }
        }
    }
    Ok(bytes as f64 / started.elapsed().as_secs_f64())
}

/// Takes bytes and forgets them. Not `io::sink`: a copy into that reads nothing.
struct Hole;

impl Write for Hole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(std::hint::black_box(bytes).len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the log as lines; how many bytes they are.
fn export(log: &Log, to: &Path) -> anyhow::Result<f64> {
    let mut file = BufWriter::new(File::create(to)?);
    transfer::export(log, GlobalPosition::START, &mut file, &mut |_, _| ())?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(file.get_ref().metadata()?.len() as f64)
}
