//! How fast proofs are: a log of 300-byte events in memory, its first checkpoint, opening again
//! with and without kept tile roots, proofs and tiles. Run with `--release`; the number of events
//! is the only argument.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use eventlog::proof::{KeyName, Prover, verify_against};
use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent, StreamName,
    StreamWrite,
};

const EVENTS_DEFAULT: u64 = 1_000_000;
const COMMIT_EVENTS: u64 = 1_000;
const PAYLOAD_BYTES: usize = 300;
const ASKED: u64 = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let events = std::env::args()
        .nth(1)
        .map_or(Ok(EVENTS_DEFAULT), |text| text.parse())?;
    let dir = std::env::temp_dir().join(format!("proof-rate-{}", std::process::id()));
    let log = filled(events)?;
    let measured = measure(&log, &dir, events);
    std::fs::remove_dir_all(&dir)?;
    measured
}

fn filled(events: u64) -> Result<Log, Box<dyn Error>> {
    let log = Log::in_memory();
    let event = NewEvent {
        type_name: EventType::parse("orchard.tree-counted")?,
        schema_version: 1,
        payload: vec![b'x'; PAYLOAD_BYTES].into(),
        metadata: Vec::new().into(),
    };
    for number in 0..events.div_ceil(COMMIT_EVENTS) {
        let count = COMMIT_EVENTS.min(events - number * COMMIT_EVENTS);
        let write = StreamWrite {
            stream: StreamName::parse(&format!("tree-{number}"))?,
            expected: ExpectedVersion::NoStream,
            events: (0..count).map(|_| event.clone()).collect(),
        };
        let commit = Commit {
            id: CommitId::from_bytes(u128::from(number).to_be_bytes()),
            fingerprint: None,
            recorded_at_ms: 0,
            writes: vec![write],
            conditions: Vec::new(),
        };
        log.append(commit).wait()?;
    }
    Ok(log)
}

fn measure(log: &Log, dir: &Path, events: u64) -> Result<(), Box<dyn Error>> {
    let open = || {
        Prover::open(log.clone(), dir, KeyName::parse("rate.example/log")?)
            .map_err(Box::<dyn Error>::from)
    };
    let before = resident_kib();
    let (prover, _) = timed(open);
    let prover = prover?;
    let (signed, took) = timed(|| prover.publish());
    let signed = signed?;
    rate("first checkpoint: the whole tree", events, took)?;
    writeln!(
        std::io::stdout(),
        "resident: {before} KiB with the log in memory, {} KiB with the prover",
        resident_kib()
    )?;

    let (last, took) =
        timed(|| (0..ASKED).try_for_each(|n| prover.prove_event(place(n, events)).map(drop)));
    last?;
    rate("proofs of events", ASKED, took)?;
    let near = (1..=ASKED.min(events)).map(GlobalPosition);
    let (shared, took) = timed(|| prover.prove_events_in(near, &signed));
    rate(
        "proofs of neighbours, leaves shared",
        shared?.len() as u64,
        took,
    )?;
    let (served, took) = timed(|| {
        (0..ASKED.min(events / 256))
            .try_for_each(|n| prover.tile(&format!("tile/0/{:03}", n % 1_000)).map(drop))
    });
    served?;
    rate("tiles of level 0", ASKED.min(events / 256), took)?;

    drop(prover);
    let (prover, took) = timed(open);
    drop(prover?);
    rate("opening with tile roots", events, took)?;
    std::fs::remove_file(dir.join("tile-roots"))?;
    let (prover, took) = timed(open);
    let prover = prover?;
    rate("opening without", events, took)?;
    let (kept, took) = timed(|| verify_against(signed.note(), prover.vkey(), log, |_, _| ()));
    kept?;
    rate("verifying against a kept checkpoint", events, took)
}

/// Memory of this process; 0 where the system does not tell.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    kib.unwrap_or_default()
}

/// Positions all over the log.
fn place(number: u64, events: u64) -> GlobalPosition {
    GlobalPosition(1 + number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % events)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let done = work();
    (done, started.elapsed())
}

fn rate(what: &str, count: u64, took: Duration) -> Result<(), Box<dyn Error>> {
    let micros = took.as_micros().max(1);
    let per_second = u128::from(count) * 1_000_000 / micros;
    writeln!(
        std::io::stdout(),
        "{what}: {count} in {took:.3?}, {per_second}/s"
    )?;
    Ok(())
}
