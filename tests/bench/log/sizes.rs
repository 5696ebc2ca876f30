//! Logs of several sizes: how quickly they are read and opened, what they take of memory and disk.

use std::{fs, path::Path, process::Command, time::Instant};

use eventlog::{GlobalPosition, Log, Options, StreamName, StreamVersion};

use super::{
    events::{self, Dice, Sample},
    stores,
};
use crate::{Report, median, report::Budget};

/// Events of the logs that are always measured.
const SIZES: [usize; 2] = [100_000, 1_000_000];
/// Adds a log of so many events.
const MORE: &str = "POMONA_BENCH_EVENTS";
/// Streams are a fifth of the events.
const EVENTS_A_STREAM: usize = 5;
/// Commits that are handed in before the first of them is waited for.
const AHEAD: usize = 4_096;
/// Commits of the trickle, one event each, each durable before the next.
const TRICKLE: usize = 20_000;
/// Events of one page of a scan: few enough that they stay in the processor's cache.
const PAGE: usize = 1_024;
/// Streams that are read one by one.
const STREAMS_READ: usize = 2_000;
/// Events whose length as JSON is taken.
const JSON_SAMPLES: usize = 20_000;

/// How often reading is measured; the one in the middle counts.
const READ_ROUNDS: usize = 3;
/// Events that may be scanned in a second, at least.
const SCAN_WANTED: f64 = 2e6;
/// Events of the log that the promises of opening speak of.
const OPENED_EVENTS: usize = 10_000_000;
/// How long it may take to open, in seconds, and what it may take of memory and, as a share of its events as
/// lines of JSON, of the disk.
const OPEN_SECONDS_MAX: f64 = 5.0;
const OPEN_MIB_MAX: f64 = 1024.0;
const DISK_SHARE_MAX: f64 = 0.7;

pub(crate) fn run(out: &mut Report) -> anyhow::Result<()> {
    out.line("## Logs of several sizes, one event a commit, a fifth as many streams\n");
    out.line(
        "| events | filled by | scan /s | verify /s | stream read | open | open, no checkpoint | memory | disk B/event | of the JSON lines | of payload + metadata |",
    );
    out.line("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let more = std::env::var(MORE).ok().map(|count| count.parse());
    let more = more.transpose()?;
    one(out, TRICKLE, 1)?;
    let mut largest = None;
    for events in SIZES.into_iter().chain(more) {
        largest = Some((events, one(out, events, AHEAD)?));
    }
    out.line(
        "\nScan: decoded and checksums checked; verify: hash chain, order and commits too; both per second of one core's time. \
         Opening and memory are those of a fresh process. Disk: all files of the closed log, the checkpoint of its index included.\n",
    );
    if let Some((events, found)) = largest {
        judge(out, events, &found);
    }
    stores::run(out, &SIZES)
}

fn judge(out: &mut Report, events: usize, found: &Found) {
    out.budget(Budget {
        what: "scan of the log, decoded and checked",
        promised: "≥ 2 M events/s on one core",
        seen: format!("{:.2} M events/s", found.read.scan / 1e6),
        peer: "other stores: below".into(),
        met: Some(found.read.scan >= SCAN_WANTED),
    });
    let full_size = events >= OPENED_EVENTS;
    let within =
        found.opened.seconds <= OPEN_SECONDS_MAX && found.opened.memory_mib <= OPEN_MIB_MAX;
    let of = format!(
        "{} M events in {} streams",
        events as f64 / 1e6,
        events / EVENTS_A_STREAM
    );
    out.budget(Budget {
        what: "opening 10 M events, 2 M streams",
        promised: "≤ 5 s, ≤ 1 GiB resident",
        seen: format!(
            "{:.2} s, {:.0} MiB",
            found.opened.seconds, found.opened.memory_mib
        ),
        peer: format!("of {of}"),
        met: full_size.then_some(within),
    });
    out.budget(Budget {
        what: "disk",
        promised: "≤ 0.7 × the events' JSON",
        seen: format!("{:.2} ×", found.disk_share),
        peer: format!("of {of}"),
        met: Some(found.disk_share <= DISK_SHARE_MAX),
    });
}

/// What a log of one size takes.
struct Found {
    read: Readings,
    opened: Opened,
    disk_share: f64,
}

fn one(out: &mut Report, events: usize, ahead: usize) -> anyhow::Result<Found> {
    let folder = tempfile::tempdir_in(".")?;
    let payloads = fill_ahead(folder.path(), events, ahead)?;
    let disk = disk_bytes(folder.path())? as f64;
    let opened = tell(folder.path())?;
    let read = read(folder.path())?;
    fs::remove_file(folder.path().join("INDEX")).or_else(|cause| {
        let none = cause.kind() == std::io::ErrorKind::NotFound;
        if none { Ok(()) } else { Err(cause) }
    })?;
    let rebuilt = tell(folder.path())?;
    let filled = if ahead == 1 { "trickle" } else { "rush" };
    let disk_share = disk / (read.json_line * events as f64);
    out.line(&format!(
        "| {events} | {filled} | {:.0} | {:.0} | {:.0} µs | {:.2} s | {:.2} s | {:.0} MiB | {:.0} | {disk_share:.2} | {:.2} |",
        read.scan,
        read.verify,
        read.stream_micros,
        opened.seconds,
        rebuilt.seconds,
        opened.memory_mib,
        disk / events as f64,
        disk / payloads as f64,
    ));
    Ok(Found {
        read,
        opened,
        disk_share,
    })
}

/// Fills a log with so many events; returns the bytes of all payloads and metadata.
pub(crate) fn fill(folder: &Path, events: usize) -> anyhow::Result<usize> {
    fill_ahead(folder, events, AHEAD)
}

/// Writes the log; returns the bytes of all payloads and metadata.
fn fill_ahead(folder: &Path, events: usize, ahead: usize) -> anyhow::Result<usize> {
    let log = Log::open(folder, Options::default())?;
    let mut dice = Dice(events as u64);
    let (mut bytes, mut left) = (0, events);
    while left > 0 {
        let count = ahead.min(left);
        let mut pending = Vec::with_capacity(count);
        for _ in 0..count {
            let sample = Sample::roll(&mut dice);
            bytes += sample.bytes();
            let stream = stream(dice.roll(), events);
            pending.push(log.append(events::commit(&stream, &[sample])?));
        }
        for answer in pending {
            answer.wait()?;
        }
        left -= count;
    }
    log.close();
    Ok(bytes)
}

fn stream(number: u64, events: usize) -> String {
    format!(
        "tree-share-ts_{:08}",
        number % (events / EVENTS_A_STREAM) as u64
    )
}

/// What all files of a folder take of the disk, those of its folders included.
pub(crate) fn disk_bytes(folder: &Path) -> anyhow::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.metadata()?;
        bytes += if file.is_dir() {
            disk_bytes(&entry.path())?
        } else {
            file.blocks() * 512
        };
    }
    Ok(bytes)
}

struct Readings {
    scan: f64,
    verify: f64,
    stream_micros: f64,
    json_line: f64,
}

fn read(folder: &Path) -> anyhow::Result<Readings> {
    let log = Log::open(folder, Options::default())?;
    let events = usize::try_from(log.durable_position().0)?;
    let samples = log.read_all(GlobalPosition::START, JSON_SAMPLES)?;
    let lines: usize = samples.iter().map(events::json_line_bytes).sum();
    let json_line = lines as f64 / samples.len() as f64;
    let (mut scans, mut verifies) = (Vec::new(), Vec::new());
    for _ in 0..READ_ROUNDS {
        let started = cpu_seconds()?;
        let mut after = GlobalPosition::START;
        while let Some(last) = log.read_all(after, PAGE)?.last() {
            after = last.position;
        }
        scans.push(events as f64 / (cpu_seconds()? - started));
        let started = cpu_seconds()?;
        log.verify(|_, _| ())?;
        verifies.push(events as f64 / (cpu_seconds()? - started));
    }
    let mut dice = Dice(3);
    let started = Instant::now();
    for _ in 0..STREAMS_READ {
        let name = StreamName::parse(&stream(dice.roll(), events))?;
        log.read_stream(&name, StreamVersion::FIRST)?;
    }
    let stream_micros = started.elapsed().as_secs_f64() * 1e6 / STREAMS_READ as f64;
    Ok(Readings {
        scan: median(scans),
        verify: median(verifies),
        stream_micros,
        json_line,
    })
}

/// Time this thread was on a core, in seconds: what one core does, whoever else wants it.
pub(crate) fn cpu_seconds() -> anyhow::Result<f64> {
    let spent = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos: u64 = spent.split(' ').next().unwrap_or("").parse()?;
    Ok(nanos as f64 / 1e9)
}

struct Opened {
    seconds: f64,
    memory_mib: f64,
}

/// Opens the log in a fresh process.
fn tell(folder: &Path) -> anyhow::Result<Opened> {
    let told = Command::new(std::env::current_exe()?)
        .arg("open-log")
        .arg(folder)
        .output()?;
    anyhow::ensure!(told.status.success(), "the log did not open");
    let told = String::from_utf8(told.stdout)?;
    let mut words = told.split_whitespace().map(str::parse::<f64>);
    let mut word = || anyhow::Context::context(words.next(), "nothing was told");
    Ok(Opened {
        seconds: word()??,
        memory_mib: word()??,
    })
}

/// What the fresh process does: opens, then prints seconds and resident MiB.
#[expect(clippy::print_stdout, reason = "it tells its parent by printing")]
pub(crate) fn open_and_tell(folder: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let log = Log::open(folder, Options::default())?;
    let seconds = started.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status")?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = resident.and_then(|text| text.split_whitespace().next());
    let mib = kib.and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0;
    println!("{seconds} {mib}");
    drop(log);
    Ok(())
}
