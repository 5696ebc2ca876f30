//! The bytes written by hand are those the generated code writes, and are read the same.

use prost::Message;

use super::*;
use crate::wire;

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn bytes(&mut self, below: u64) -> Vec<u8> {
        let length = self.roll() % below;
        (0..length).map(|n| (n % 251) as u8).collect()
    }

    /// Numbers of every length, zero too.
    fn number(&mut self) -> u64 {
        let shift = self.roll() % 65;
        self.roll().checked_shr(shift as u32).unwrap_or(0)
    }
}

fn some_batch(dice: &mut Dice) -> wire::Batch {
    let mut commits = Vec::new();
    for _ in 0..1 + dice.roll() % 3 {
        let events = (0..1 + dice.roll() % 4).map(|_| wire::Event {
            stream: format!("tree-{}", dice.number()),
            version: dice.number(),
            previous_position: dice.number(),
            type_name: "orchard.tree-counted".into(),
            schema_version: (dice.number() >> 32) as u32,
            payload: dice.bytes(400).into(),
            metadata: dice.bytes(3).into(),
        });
        let events = events.collect();
        commits.push(wire::CommitPart {
            commit_id: dice.roll().to_be_bytes().repeat(2),
            fingerprint: vec![7; if dice.roll().is_multiple_of(2) { 32 } else { 0 }],
            recorded_at_ms: dice.number().cast_signed(),
            first_index: (dice.number() >> 33) as u32,
            event_total: (dice.number() >> 32) as u32,
            events,
        });
    }
    wire::Batch {
        first_position: dice.number(),
        commits,
    }
}

fn encode(batch: &Batch<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    encode_start(&mut out, batch.first_position);
    for (number, part) in batch.parts.iter().enumerate() {
        let mut events = Vec::new();
        for event in batch.events.iter().filter(|event| event.part == number) {
            encode_event(&mut events, event);
        }
        encode_part(&mut out, part, &events);
    }
    out
}

#[test]
fn what_is_written_by_hand_is_what_generated_code_writes_and_reads() {
    for seed in 0..300 {
        let given = some_batch(&mut Dice(seed));
        let bytes = given.encode_to_vec();
        let read = decode(&bytes).unwrap();
        assert_eq!(read.first_position, given.first_position, "seed {seed}");
        let parts = given.commits.iter().zip(&read.parts);
        for (given, part) in parts {
            assert_eq!(part.commit_id.as_bytes()[..], given.commit_id);
            assert_eq!(part.fingerprint, given.fingerprint);
            assert_eq!(part.recorded_at_ms, given.recorded_at_ms, "seed {seed}");
            assert_eq!(
                (part.first_index, part.event_total),
                (given.first_index, given.event_total)
            );
        }
        let events = given.commits.iter().flat_map(|part| &part.events);
        for (given, event) in events.zip(&read.events) {
            assert_eq!(
                (event.stream, event.type_name),
                (given.stream.as_bytes(), given.type_name.as_bytes())
            );
            assert_eq!(
                (event.version, event.previous_position),
                (given.version, given.previous_position)
            );
            assert_eq!(event.schema_version, given.schema_version);
            assert_eq!(
                (event.payload, event.metadata),
                (&given.payload[..], &given.metadata[..])
            );
        }
        assert_eq!(encode(&read), bytes, "seed {seed}");
    }
}

#[test]
fn cut_off_or_wrong_bytes_are_refused_or_read_but_never_panic() {
    let bytes = some_batch(&mut Dice(9)).encode_to_vec();
    for length in 1..bytes.len() {
        let cut = decode(&bytes[..length]);
        assert!(
            cut.is_none_or(|batch| batch.events.len() < 12),
            "cut to {length}"
        );
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1 << bit;
            let ours = decode(&wrong).map(|batch| batch.events.len());
            let generated = wire::Batch::decode(&wrong[..]);
            // Ours refuses more: ids of another length, parts without events, numbers too large.
            if let (Some(_), Err(refused)) = (ours, generated) {
                let is_text = refused.to_string().contains("UTF-8");
                assert!(
                    is_text,
                    "byte {at}, bit {bit}: texts are checked as names, later"
                );
            }
        }
    }
}

#[test]
fn fields_of_a_later_version_are_skipped() {
    let given = some_batch(&mut Dice(4));
    let mut bytes = given.encode_to_vec();
    // Field 15: a number, eight bytes, a text, four bytes.
    bytes.extend_from_slice(&[0x78, 0x96, 0x01]);
    bytes.extend_from_slice(&[0x79, 1, 2, 3, 4, 5, 6, 7, 8]);
    bytes.extend_from_slice(&[0x7a, 2, b'h', b'i']);
    bytes.extend_from_slice(&[0x7d, 1, 2, 3, 4]);
    let read = decode(&bytes).unwrap();
    assert_eq!(read.parts.len(), given.commits.len());
    bytes.push(0x7b);
    assert!(decode(&bytes).is_none(), "a group is no field of ours");
}
