//! Stored bytes of every format ever written, kept for ever: they must load and mean the same.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use eventlog::{
    Engine, Entry, ExpectedVersion, GlobalPosition, Key, Log, MemoryEngine, Options, StreamVersion,
};

use crate::given::{commit, event, id, name, write};

const VALUE_V1: &str = include_str!("../golden/value-v1.hex");
const VALUE_V1_LZ4: &str = include_str!("../golden/value-v1-lz4.hex");

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(32) {
        for byte in line {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn golden_commit() -> eventlog::Commit {
    let mut tree = write("tree-1", ExpectedVersion::NoStream, 0);
    tree.events.push(event("{\"name\":\"老梨树\"}"));
    tree.events.push(event("{\"grams\":12500}"));
    let payment = write("payment-p_1", ExpectedVersion::Any, 1);
    commit(
        0x0123_4567_89ab_cdef_0123_4567_89ab_cdef,
        vec![tree, payment],
    )
}

#[test]
fn a_value_of_format_1_loads() {
    let engine = Arc::new(MemoryEngine::default());
    let key = Key::first(GlobalPosition(1));
    engine
        .write(vec![Entry {
            key,
            value: from_hex(VALUE_V1).into(),
        }])
        .unwrap();
    let log = Log::with_engine(engine, Options::default()).unwrap();
    let events = log.read_all(GlobalPosition::START, 10).unwrap();
    let places: Vec<_> = events
        .iter()
        .map(|e| (e.position.0, e.version.0, e.previous.0))
        .collect();
    assert_eq!(places, [(1, 1, 0), (2, 2, 1), (3, 1, 0)]);
    assert_eq!(events[0].payload, "{\"name\":\"老梨树\"}");
    assert_eq!(events[1].payload, "{\"grams\":12500}");
    assert_eq!(events[2].stream, name("payment-p_1"));
    for event in &events {
        assert_eq!(
            event.commit_id,
            id(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef)
        );
        assert_eq!(event.recorded_at_ms, 1_700_000_000_000);
        assert_eq!(event.type_name.as_str(), "orchard.tree-counted");
        assert_eq!(
            (event.schema_version, &event.metadata[..]),
            (1, &b"{\"by\":\"test\"}"[..])
        );
    }
    let report = log.verify(|_, _| ()).unwrap();
    // Computed by another program from the written description of a link.
    let chain = "130354c62c7ac07eb895609ab9e4279d1bbb15f6fa15385acb25f6ef5029a32d";
    assert_eq!(to_hex(&report.chain).trim(), chain);
    let repeat = log.append(golden_commit()).wait().unwrap();
    assert!(
        repeat.repeated,
        "what counts as the same content has not changed"
    );
    assert_eq!(log.head(&name("tree-1")), Some(StreamVersion(2)));
}

#[test]
fn what_is_written_today_is_format_1() {
    let engine = Arc::new(MemoryEngine::default());
    let log = Log::with_engine(Arc::<MemoryEngine>::clone(&engine), Options::default()).unwrap();
    log.append(golden_commit()).wait().unwrap();
    let mut written = String::new();
    let mut take = |_, value: eventlog::Bytes| {
        written.push_str(&to_hex(&value));
        ControlFlow::Continue(())
    };
    engine
        .scan(Key::first(GlobalPosition(1)), &mut take)
        .unwrap();
    assert_eq!(written, VALUE_V1);
}

/// Enough alike that compressing pays.
fn golden_harvest() -> eventlog::Commit {
    let mut tree = write("tree-1", ExpectedVersion::NoStream, 0);
    for number in 0..40 {
        let payload = format!(
            "{{\"tree\":\"t_1\",\"picker\":\"p_{number}\",\"grams\":{}}}",
            number * 125
        );
        tree.events.push(event(payload));
    }
    commit(0xfeed_0000_0000_0000_0000_0000_0000_0001, vec![tree])
}

#[test]
fn a_compressed_value_of_format_1_loads() {
    let engine = Arc::new(MemoryEngine::default());
    let value = from_hex(VALUE_V1_LZ4);
    assert_eq!(value[..2], [1, 1], "format 1, codec 1");
    let key = Key::first(GlobalPosition(1));
    let value = value.into();
    engine.write(vec![Entry { key, value }]).unwrap();
    let log = Log::with_engine(engine, Options::default()).unwrap();
    let events = log.read_all(GlobalPosition::START, 100).unwrap();
    let fresh = Log::in_memory();
    fresh.append(golden_harvest()).wait().unwrap();
    assert_eq!(events, fresh.read_all(GlobalPosition::START, 100).unwrap());
    assert_eq!(events.len(), 40);
    assert_eq!(
        events[39].payload,
        "{\"tree\":\"t_1\",\"picker\":\"p_39\",\"grams\":4875}"
    );
    let chain = to_hex(&log.verify(|_, _| ()).unwrap().chain);
    // Of the events, so it does not depend on how the value was compressed.
    assert_eq!(
        chain.trim(),
        "be5b968edb098ca1e78a5b516b8ff46e1cdcf574d996b51794b51c5bdfb75773"
    );
    assert!(log.append(golden_harvest()).wait().unwrap().repeated);
}
