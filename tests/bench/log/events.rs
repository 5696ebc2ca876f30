//! Events like those of a season: JSON with ids nobody can compress, and words that repeat.

use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, NewEvent, RecordedEvent, StreamName, StreamWrite,
};
use uuid::Uuid;

/// Kinds of events that are mixed.
const TYPES: [&str; 3] = [
    "adoption.tree-share-held",
    "adoption.tree-share-paid",
    "adoption.tree-share-released",
];

/// SplitMix64: small, and the same numbers on every machine.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// One event before anybody stores it.
pub(super) struct Sample {
    type_name: &'static str,
    pub(super) payload: String,
    metadata: String,
}

impl Sample {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let n = dice.roll() % 1_000_000;
        let (share, adopter, by) = (dice.roll(), dice.roll() >> 16, dice.roll() >> 16);
        let (price, plate, day, minute) = (19_900 + n % 7 * 1_000, n % 977, n % 28 + 1, n % 60);
        let payload = format!(
            "{{\"share\":\"ts_{share:016x}\",\"campaign\":\"cmp_2026_{}\",\"tree\":\"t_{:05}\",\
             \"adopter\":\"acc_{adopter:012x}\",\"price_cents\":{price},\"seasons\":[2026,2027],\
             \"variety\":\"皇冠梨\",\"plate\":\"给{plate}的梨树\",\
             \"held_until\":\"2026-03-{day:02}T12:{minute:02}:00Z\"}}",
            n % 40,
            n % 10_000,
        );
        let metadata = format!(
            "{{\"by\":\"acc_{by:012x}\",\"via\":\"web\",\"use_case\":\"hold-tree-share\"}}"
        );
        Self {
            type_name: TYPES[usize::try_from(n % 3).unwrap_or(0)],
            payload,
            metadata,
        }
    }

    /// Payload and metadata as one value.
    pub(super) fn stored(&self) -> Vec<u8> {
        [self.payload.as_bytes(), self.metadata.as_bytes()].concat()
    }

    /// Payload and metadata, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.payload.len() + self.metadata.len()
    }
}

/// Bytes of a typical event.
pub(super) fn mean_bytes() -> usize {
    let mut dice = Dice(1);
    (0..1_000)
        .map(|_| Sample::roll(&mut dice).bytes())
        .sum::<usize>()
        / 1_000
}

pub(super) fn commit(stream: &str, samples: &[Sample]) -> anyhow::Result<Commit> {
    let mut events = Vec::with_capacity(samples.len());
    for sample in samples {
        events.push(NewEvent {
            type_name: EventType::parse(sample.type_name)?,
            schema_version: 1,
            payload: sample.payload.clone().into(),
            metadata: sample.metadata.clone().into(),
        });
    }
    let stream = StreamName::parse(stream)?;
    Ok(Commit {
        id: CommitId(Uuid::new_v4()),
        fingerprint: None,
        recorded_at_ms: 1_767_225_600_000,
        writes: vec![StreamWrite {
            stream,
            expected: ExpectedVersion::Any,
            events,
        }],
        conditions: Vec::new(),
    })
}

/// Length of an event as one line of JSON with everything an export needs to be imported again.
pub(super) fn json_line_bytes(event: &RecordedEvent) -> usize {
    let frame = serde_json::json!({
        "position": event.position.0,
        "stream": event.stream.as_str(),
        "version": event.version.0,
        "type": event.type_name.as_str(),
        "schema_version": event.schema_version,
        "commit": event.commit_id.0,
        "recorded_at_ms": event.recorded_at_ms,
        "payload": null,
        "metadata": null,
    });
    let nulls = 2 * "null".len();
    frame.to_string().len() - nulls + event.payload.len() + event.metadata.len() + 1
}
