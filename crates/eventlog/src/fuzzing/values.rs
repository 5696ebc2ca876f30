//! Stored bytes of any content: values, whole logs, checkpoints of the index. Checksums are made
//! right where the fuzzer could not, or it would never get past them.

use std::ops::ControlFlow;
use std::sync::Arc;

use prost::Message;
use prost::bytes::Bytes;

use crate::batch::{self, Batch};
use crate::chain::Link;
use crate::engine::{Engine, Entry, Key, MemoryEngine};
use crate::index::{Index, read_checkpoint};
use crate::position::GlobalPosition;
use crate::read;
use crate::squeeze::{self, Codec, Squeeze};
use crate::value::{self, Assembler};
use crate::walk::Walk;
use crate::wire;

/// Most bytes an unpacked batch may have, whatever a value says.
const UNPACKED_MAX: usize = 1024 * 1024;

/// The body of a value, raw or compressed by its first byte: reading it ends without a panic and
/// within bounds, and agrees with the generated protobuf code.
pub fn stored_value(data: &[u8]) {
    let Some((codec, body)) = data.split_first() else {
        return;
    };
    let codec = if codec % 2 == 0 {
        Codec::Raw
    } else {
        Codec::Lz4
    };
    if let Some(unpacked) = squeeze::unpack(codec, Bytes::copy_from_slice(body)) {
        assert!(unpacked.len() <= UNPACKED_MAX.max(body.len()));
        agrees_with_protobuf(&unpacked);
    }
    let mut squeeze = Squeeze::default();
    let (codec, packed) = squeeze.pack(body);
    let packed = Bytes::copy_from_slice(packed);
    let back = squeeze::unpack(codec, packed).filter(|_| body.len() <= UNPACKED_MAX);
    assert!(body.len() > UNPACKED_MAX || back.is_some_and(|back| back == body));
    // As bytes from the disk, header and all.
    let key = Key::first(GlobalPosition(1));
    let mut assembler = Assembler::starting_at(key.position);
    if let Ok(Some(whole)) = assembler.push(key, &Bytes::copy_from_slice(data)) {
        drop(whole.decode(key.position));
    }
}

fn agrees_with_protobuf(bytes: &[u8]) {
    let (ours, theirs) = (batch::decode(bytes), wire::Batch::decode(bytes));
    let (Some(ours), Ok(theirs)) = (ours, theirs) else {
        return;
    };
    assert_eq!(ours.first_position, theirs.first_position);
    assert_eq!(ours.parts.len(), theirs.commits.len());
    let all = theirs.commits.iter().enumerate();
    let all = all.flat_map(|(number, part)| part.events.iter().map(move |event| (number, event)));
    assert_eq!(ours.events.len(), all.clone().count());
    for (ours, theirs) in ours.parts.iter().zip(&theirs.commits) {
        assert_eq!(ours.commit_id.as_bytes(), &*theirs.commit_id);
        assert_eq!(ours.fingerprint, theirs.fingerprint);
        assert_eq!(ours.recorded_at_ms, theirs.recorded_at_ms);
        assert_eq!(ours.first_index, theirs.first_index);
        assert_eq!(ours.event_total, theirs.event_total);
    }
    for (ours, (number, theirs)) in ours.events.iter().zip(all) {
        assert_eq!(ours.part, number);
        assert_eq!(ours.stream, theirs.stream.as_bytes());
        assert_eq!(ours.version, theirs.version);
        assert_eq!(ours.previous_position, theirs.previous_position);
        assert_eq!(ours.type_name, theirs.type_name.as_bytes());
        assert_eq!(ours.schema_version, theirs.schema_version);
        assert_eq!(
            (ours.payload, ours.metadata),
            (&*theirs.payload, &*theirs.metadata)
        );
    }
    written_again_is_the_same(&ours);
}

/// What was read, written by our own code, is read as the same.
fn written_again_is_the_same(batch: &Batch<'_>) {
    let mut bytes = Vec::new();
    batch::encode_start(&mut bytes, batch.first_position);
    for (number, part) in batch.parts.iter().enumerate() {
        let mut frames = Vec::new();
        let events = batch.events.iter().filter(|event| event.part == number);
        events.for_each(|event| batch::encode_event(&mut frames, event));
        batch::encode_part(&mut bytes, part, &frames);
    }
    let again = batch::decode(&bytes);
    let same =
        again.is_some_and(|again| again.parts == batch.parts && again.events == batch.events);
    assert!(same, "a batch changed by being written again");
}

/// A log of up to four values, each with its length (two bytes) before it: a walk that finds
/// nothing wrong means that everything can be read, in every way.
pub fn whole_log(data: &[u8]) {
    let engine = MemoryEngine::default();
    let (mut rest, mut next, mut before) = (data, GlobalPosition(1), Link::default());
    for _ in 0..4 {
        let Some((length, bytes)) = rest.split_first_chunk::<2>() else {
            break;
        };
        let length = usize::from(u16::from_be_bytes(*length)).min(bytes.len());
        let (body, others) = bytes.split_at(length);
        let mut entries = Vec::new();
        value::encode(next, &before, Codec::Raw, body, &mut entries);
        put(&engine, entries);
        rest = others;
        // The link that must stand in the next value, if this one is sound.
        let Ok(walk) = Walk::until(
            &engine,
            GlobalPosition(u64::MAX),
            Index::default(),
            |_, _| ControlFlow::Continue(()),
        ) else {
            break;
        };
        let report = walk.report();
        (next, before) = (report.last_position.next(), report.chain);
    }
    let engine: Arc<dyn Engine> = Arc::new(engine);
    if let Ok(index) = Walk::whole(engine.as_ref(), None) {
        let end = index.tail.position;
        let events = read::all(engine.as_ref(), GlobalPosition::START, end, usize::MAX);
        let events = events.expect("what was checked can be read");
        assert_eq!(events.len() as u64, end.0);
        for event in &events {
            let head = index.head(crate::index::StreamKey::of(&event.stream));
            let head = head.expect("every stream has a head");
            let stream = read::stream(engine.as_ref(), &event.stream, head, event.version);
            assert_eq!(stream.expect("streams can be read").first(), Some(event));
            let first = index
                .commit(event.commit_id)
                .expect("every commit is known");
            let commit = read::commit(engine.as_ref(), event.commit_id, first);
            assert!(commit.is_ok_and(|commit| commit.appended.last_position >= event.position));
        }
    }
}

fn put(engine: &MemoryEngine, entries: Vec<Entry>) {
    engine.write(entries).expect("memory takes everything");
}

/// A checkpoint of the index, as it is or with right checksums: 56 bytes of header, then shards of
/// 1 + 8 + n bytes, the first of which says how long n is. It is believed or not, never a panic.
pub fn index_checkpoint(data: &[u8]) {
    drop(read_checkpoint(&mut &*data));
    let mut file = b"POMOIDX1".to_vec();
    let (header, mut shards) = data.split_at(data.len().min(56));
    file.extend_from_slice(header);
    file.resize(64, 0);
    put_checksum(&mut file, 0);
    for _ in 0..256 {
        let start = file.len();
        let (length, rest) = shards.split_first().unwrap_or((&0, &[]));
        let (shard, rest) = rest.split_at(rest.len().min(8 + usize::from(*length)));
        shards = rest;
        file.extend_from_slice(shard);
        let short = 8usize.saturating_sub(shard.len());
        file.extend_from_slice(&[0; 8][..short]);
        put_checksum(&mut file, start);
    }
    if let Ok(checkpoint) = read_checkpoint(&mut &*file) {
        let entries = checkpoint.index.stream_count() + checkpoint.index.commit_count();
        assert!(entries * 24 <= file.len(), "more entries than bytes");
    }
}

fn put_checksum(file: &mut Vec<u8>, start: usize) {
    let checksum = crc32c::crc32c(file.get(start..).unwrap_or_default());
    file.extend_from_slice(&checksum.to_be_bytes());
}
