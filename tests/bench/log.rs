//! Durable appends: a plain file with the same batches (the limit), our log, and SQLite in WAL mode with full sync.

use std::{
    fs::File,
    io::Write,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent, Options,
    StreamName, StreamWrite,
};
use uuid::Uuid;

use crate::{Report, ratio};

/// How long each contender runs.
const SPAN: Duration = Duration::from_secs(4);
/// Size of one event's payload in bytes.
const EVENT_BYTES: usize = 300;
/// Concurrent writers of our log; also the events per batch of the peers.
const WRITERS: usize = 64;

pub(crate) fn run(out: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(".")?;
    let limit = plain_file(&folder.path().join("plain"))?;
    let (ours, batch, scan) = our_log(&folder.path().join("log"))?;
    let sqlite = sqlite(&folder.path().join("sqlite.db"))?;
    out.line(&format!("## Durable appends, {EVENT_BYTES}-byte events\n"));
    out.line("| what | events/s | of the limit |\n|---|---:|---:|");
    let mut row = |name: &str, rate: f64| {
        out.line(&format!("| {name} | {rate:.0} | {} |", ratio(rate, limit)));
    };
    row(
        &format!("plain file, {WRITERS} events a batch, fdatasync (the limit)"),
        limit,
    );
    row(
        &format!("our log, {WRITERS} writers, one event a commit (mean batch {batch:.0})"),
        ours,
    );
    row(
        &format!("SQLite WAL, synchronous=FULL, {WRITERS} events a transaction"),
        sqlite,
    );
    out.line(&format!(
        "\nScan of our log, decoded and checked: {scan:.0} events/s on one core.\n"
    ));
    Ok(())
}

fn plain_file(path: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(path)?;
    let batch = vec![b'x'; EVENT_BYTES * WRITERS];
    let started = Instant::now();
    let mut events = 0;
    while started.elapsed() < SPAN {
        file.write_all(&batch)?;
        file.sync_data()?;
        events += WRITERS;
    }
    Ok(rate(events, started))
}

fn our_log(path: &Path) -> anyhow::Result<(f64, f64, f64)> {
    let log = Log::open(path, Options::default())?;
    let started = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = log.clone();
            thread::spawn(move || append_until_done(&log, writer, started))
        })
        .collect();
    let mut events = 0;
    for writer in writers {
        events += writer.join().expect("a writer ends")?;
    }
    let appended = rate(events, started);
    let stats = log.stats();
    let batch = stats.events as f64 / stats.batches.max(1) as f64;
    let started = Instant::now();
    let (mut after, mut seen) = (GlobalPosition::START, 0);
    loop {
        let events = log.read_all(after, 10_000)?;
        let Some(last) = events.last() else { break };
        after = last.position;
        seen += events.len();
    }
    Ok((appended, batch, rate(seen, started)))
}

fn append_until_done(log: &Log, writer: usize, started: Instant) -> anyhow::Result<usize> {
    let stream = StreamName::parse(&format!("bench-{writer}"))?;
    let payload = format!("{{\"data\":\"{}\"}}", "x".repeat(EVENT_BYTES - 11));
    let mut events = 0;
    while started.elapsed() < SPAN {
        let commit = Commit {
            id: CommitId(Uuid::new_v4()),
            fingerprint: None,
            recorded_at_ms: 0,
            writes: vec![StreamWrite {
                stream: stream.clone(),
                expected: ExpectedVersion::Any,
                events: vec![NewEvent {
                    type_name: EventType::parse("bench.event-recorded")?,
                    schema_version: 1,
                    payload: payload.clone().into(),
                    metadata: Vec::new().into(),
                }],
            }],
            conditions: Vec::new(),
        };
        log.append(commit).wait()?;
        events += 1;
    }
    Ok(events)
}

fn sqlite(path: &Path) -> anyhow::Result<f64> {
    let mut db = rusqlite::Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
         CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT, payload TEXT);",
    )?;
    let payload = "x".repeat(EVENT_BYTES);
    let started = Instant::now();
    let mut events = 0;
    while started.elapsed() < SPAN {
        let change = db.transaction()?;
        for writer in 0..WRITERS {
            change
                .prepare_cached("INSERT INTO event (stream, payload) VALUES (?1, ?2)")?
                .execute((format!("bench-{writer}"), &payload))?;
        }
        change.commit()?;
        events += WRITERS;
    }
    Ok(rate(events, started))
}

fn rate(count: usize, started: Instant) -> f64 {
    count as f64 / started.elapsed().as_secs_f64()
}
