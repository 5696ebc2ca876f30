//! Prints durable appends per second beside the limit: a plain file, the same batches, fdatasync.
//! Usage: `cargo run --release -p eventlog --example append_rate -- DIR`. Not a test: no verdict.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent, Options,
    StreamName, StreamWrite,
};

const WRITERS: u64 = 64;
const COMMITS_PER_WRITER: u64 = 2_000;
const PAYLOAD_BYTES: usize = 300;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("which folder?")?;
    let mut out = io::stdout().lock();
    for events in [1, 64] {
        let log_dir = dir.join(format!("log-{events}"));
        let (rate, mean_batch) = appends(&log_dir, events)?;
        let limit = plain_file(&dir.join("plain"), mean_batch)?;
        let share = 100.0 * rate / limit;
        writeln!(
            out,
            "{events} events a commit: {rate:.0} events/s in batches of {mean_batch} \
             (plain file {limit:.0}/s, {share:.0} %)"
        )?;
        writeln!(out, "  {}", scan(&log_dir)?)?;
    }
    Ok(())
}

fn appends(dir: &Path, events: usize) -> Result<(f64, usize), Box<dyn std::error::Error>> {
    let log = Log::open(dir, Options::default())?;
    let type_name = EventType::parse("bench.event-appended")?;
    let payload = format!("{{\"filler\":\"{}\"}}", "x".repeat(PAYLOAD_BYTES - 13));
    let event = NewEvent {
        type_name,
        schema_version: 1,
        payload: payload.into(),
        metadata: "{}".into(),
    };
    let commits = COMMITS_PER_WRITER / (events as u64).min(8);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (log, event) = (log.clone(), event.clone());
            scope.spawn(move || {
                for number in 0..commits {
                    let id = u128::from(writer * commits + number + 1);
                    let stream = StreamName::parse(&format!("writer-{writer}")).ok()?;
                    let events = vec![event.clone(); events];
                    let write = StreamWrite {
                        stream,
                        expected: ExpectedVersion::Any,
                        events,
                    };
                    let commit = Commit {
                        id: CommitId::from_bytes(id.to_be_bytes()),
                        fingerprint: None,
                        recorded_at_ms: 0,
                        writes: vec![write],
                        conditions: Vec::new(),
                    };
                    log.append(commit).wait().ok()?;
                }
                Some(())
            });
        }
    });
    let seconds = started.elapsed().as_secs_f64();
    let stats = log.stats();
    let mean_batch = usize::try_from(stats.events / stats.batches.max(1))?;
    Ok((stats.events as f64 / seconds, mean_batch))
}

/// The limit of this disk: the same bytes in the same batches, nothing else done.
fn plain_file(path: &Path, events_per_batch: usize) -> io::Result<f64> {
    let mut file = File::create(path)?;
    let batch = vec![b'x'; events_per_batch.max(1) * PAYLOAD_BYTES];
    let batches = (100_000 / events_per_batch.max(1)).clamp(200, 3_000);
    let started = Instant::now();
    for _ in 0..batches {
        file.write_all(&batch)?;
        file.sync_data()?;
    }
    Ok((batches * events_per_batch) as f64 / started.elapsed().as_secs_f64())
}

fn scan(dir: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let started = Instant::now();
    let log = Log::open(dir, Options::default())?;
    let open = started.elapsed();
    let total = log.durable_position();
    let started = Instant::now();
    let mut after = GlobalPosition::START;
    while let Some(last) = log.read_all(after, 4_096)?.last() {
        after = last.position;
    }
    let rate = after.0 as f64 / started.elapsed().as_secs_f64();
    let started = Instant::now();
    log.verify(|_, _| ())?;
    let verify = after.0 as f64 / started.elapsed().as_secs_f64();
    Ok(format!(
        "open {open:?} for {total} events; read {rate:.0}/s; verify {verify:.0}/s"
    ))
}
