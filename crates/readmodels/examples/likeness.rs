//! How long it takes to find what a photo looks like among 100,000: writes them into a log in memory, lets the read
//! models follow, and asks. Prints the figures that docs/photos.md names.
//!
//! `cargo run -p readmodels --example likeness`

use std::error::Error;
use std::io::Write as _;
use std::time::{Duration, Instant};

use eventlog::{
    Bytes, Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent, StreamName,
    StreamWrite,
};
use kernel::codec::{StoredEvent, encode};
use kernel::{ContentHash, ObservationId, PersonId, Timestamp, TreeId};
use readmodels::ReadModels;
use traceability::observation::{Event, Fingerprint, NEAR_BITS, PhotoFacts, Stage};

/// Photos of one observation.
const PHOTOS: u64 = 8;
/// Observations.
const OBSERVATIONS: u64 = 12_500;
/// Questions asked.
const ASKED: u64 = 200;

/// Bits that follow from a number and look like nothing (SplitMix64).
fn bits(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (nth, part) in (1_u64..).zip(bytes.chunks_exact_mut(8)) {
        let mut z = seed
            .wrapping_mul(4)
            .wrapping_add(nth)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        part.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes());
    }
    bytes
}

fn id(kind: u8, number: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[0] = kind;
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn captured(number: u64, at: Timestamp) -> Event {
    let photo = |nth: u64| {
        let seed = number * PHOTOS + nth;
        PhotoFacts {
            sha256: ContentHash::from_bytes(bits(seed | 1 << 60)),
            width: 4_000,
            height: 3_000,
            bytes: 5_000_000,
            dhash: "00ff00ff00ff00ff".to_owned(),
            fingerprint: Some(Fingerprint::from_bytes(bits(seed))),
            taken_at: None,
            exif: None,
        }
    };
    Event::ObservationCaptured {
        observation: ObservationId::from_bytes(id(1, number)),
        tree: TreeId::from_bytes(id(2, number / 10)),
        by: PersonId::from_bytes([3; 16]),
        stage: Stage::Growing,
        note: None,
        photos: (0..PHOTOS).map(photo).collect(),
        captured_at: at,
        received_at: at,
    }
}

fn append(log: &Log, number: u64, event: &Event) -> Result<(), Box<dyn Error>> {
    let encoded = encode(event)?;
    let stream = ObservationId::from_bytes(id(1, number)).to_string();
    let commit = Commit {
        id: CommitId::from_bytes(id(4, number)),
        fingerprint: None,
        recorded_at_ms: 1_772_323_200_000,
        writes: vec![StreamWrite {
            stream: StreamName::new(Event::CATEGORY, &stream)?,
            expected: ExpectedVersion::Any,
            events: vec![NewEvent {
                type_name: EventType::parse(encoded.type_name)?,
                schema_version: encoded.schema_version,
                payload: Bytes::from(encoded.payload.into_bytes()),
                metadata: Bytes::new(),
            }],
        }],
        conditions: Vec::new(),
    };
    log.append(commit).wait()?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let at = Timestamp::from_millis(1_772_323_200_000).ok_or("a moment")?;
    let log = Log::in_memory();
    for number in 0..OBSERVATIONS {
        append(&log, number, &captured(number, at))?;
    }
    let folder = tempfile::tempdir()?;
    let reads = ReadModels::open(&folder.path().join("readmodels.sqlite"), &log)?;
    reads.wait_until_blocking(log.durable_position(), Duration::from_secs(600))?;
    let mut times = Vec::new();
    let mut found = 0;
    for nth in 0..ASKED {
        // A copy: a few bits differ from the photo it was made of.
        let mut copy = bits(nth * 311);
        copy[5] ^= 0b1011;
        let (copy, begun) = (Fingerprint::from_bytes(copy), Instant::now());
        found += reads
            .photos_like(&copy, GlobalPosition(u64::MAX / 32), NEAR_BITS)?
            .len();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get((times.len() - 1) * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} photos; {ASKED} questions, {found} found; median {:?}, 99 % {:?}",
        OBSERVATIONS * PHOTOS,
        at(50),
        at(99)
    )?;
    Ok(())
}
