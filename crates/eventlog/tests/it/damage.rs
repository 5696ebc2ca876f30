//! Promise L7: a wrong byte, a missing value, a replaced value; each is named, none is skipped.

use std::ops::ControlFlow;
use std::sync::Arc;

use eventlog::{
    AppendError, Bytes, DamageKind, Damaged, Engine, Entry, GlobalPosition, Key, Log, MemoryEngine,
    OpenError, Options, ReadError, StreamVersion,
};

use crate::given::{event, name, noise, simple};

/// Five commits of two events, each its own stored value.
fn engine_with_values(payload: impl Into<Bytes>) -> Arc<MemoryEngine> {
    let payload = payload.into();
    let engine = Arc::new(MemoryEngine::default());
    let log = open(&engine).unwrap();
    for number in 0..5 {
        let mut commit = simple(number, "tree-1", 1);
        commit.writes[0].events.push(event(payload.clone()));
        log.append(commit).wait().unwrap();
    }
    engine
}

fn open(engine: &Arc<MemoryEngine>) -> Result<Log, OpenError> {
    Log::with_engine(Arc::<MemoryEngine>::clone(engine), Options::default())
}

fn entries(engine: &MemoryEngine) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut take = |key, value| {
        entries.push(Entry { key, value });
        ControlFlow::Continue(())
    };
    engine
        .scan(Key::first(GlobalPosition::START), &mut take)
        .unwrap();
    entries
}

fn damage_on_opening(entries: Vec<Entry>) -> Damaged {
    let engine = Arc::new(MemoryEngine::default());
    engine.write(entries).unwrap();
    match open(&engine).err() {
        Some(OpenError::Read(ReadError::Damaged(damaged))) => damaged,
        other => panic!("not found to be damaged: {other:?}"),
    }
}

fn flipped(value: &Bytes, byte: usize, bit: u8) -> Bytes {
    let mut bytes = value.to_vec();
    bytes[byte] ^= 1 << bit;
    bytes.into()
}

#[test]
fn l7_every_single_wrong_bit_is_found_where_it_is() {
    let whole = entries(&engine_with_values("{}"));
    let third = &whole[2];
    assert_eq!(third.key, Key::first(GlobalPosition(5)));
    for byte in 0..third.value.len() {
        for bit in 0..8 {
            let mut entries = whole.clone();
            entries[2].value = flipped(&third.value, byte, bit);
            let damaged = damage_on_opening(entries);
            // The last bit of the codec makes a known one of it.
            let kind = if byte == 0 || (byte == 1 && bit > 0) {
                DamageKind::UnknownFormat
            } else {
                DamageKind::Checksum
            };
            assert_eq!(
                (damaged.position.0, damaged.what),
                (5, kind),
                "byte {byte}, bit {bit}"
            );
            assert_eq!(damaged.run, "pomona log verify");
        }
    }
}

#[test]
fn l7_a_value_cut_off_anywhere_is_found() {
    let whole = entries(&engine_with_values("{}"));
    for length in 0..whole[2].value.len() {
        let mut entries = whole.clone();
        entries[2].value.truncate(length);
        assert_eq!(
            damage_on_opening(entries).position.0,
            5,
            "cut to {length} bytes"
        );
    }
}

#[test]
fn l7_damage_in_an_open_log_stops_every_reader_at_it() {
    let engine = engine_with_values("{}");
    let log = open(&engine).unwrap();
    let third = entries(&engine).remove(2);
    let value = flipped(&third.value, 60, 0);
    engine
        .write(vec![Entry {
            key: third.key,
            value,
        }])
        .unwrap();
    let is_third =
        |cause: &ReadError| matches!(cause, ReadError::Damaged(damaged) if damaged.position.0 == 5);
    assert_eq!(
        log.read_all(GlobalPosition::START, 4).unwrap().len(),
        4,
        "before it is sound"
    );
    assert!(is_third(
        &log.read_all(GlobalPosition::START, 10).unwrap_err()
    ));
    assert!(is_third(&log.read_all(GlobalPosition(5), 1).unwrap_err()));
    assert_eq!(
        log.read_all(GlobalPosition(6), 10).unwrap().len(),
        4,
        "after it is sound"
    );
    assert!(is_third(&log.verify(|_, _| ()).unwrap_err()));
    assert!(is_third(
        &log.read_stream(&name("tree-1"), StreamVersion(5))
            .unwrap_err()
    ));
    assert_eq!(
        log.read_stream(&name("tree-1"), StreamVersion(7))
            .unwrap()
            .len(),
        4
    );
    let repeat = log.append(simple(2, "tree-1", 1)).wait();
    assert!(matches!(repeat, Err(AppendError::Read(cause)) if is_third(&cause)));
    let mut subscription = log.subscribe(GlobalPosition(4));
    assert!(is_third(
        &subscription.next_batch_blocking(1, None).unwrap_err()
    ));
    assert_eq!(subscription.position().0, 4, "a follower stays where it is");
}

#[test]
fn l7_a_missing_value_is_found() {
    let mut entries = entries(&engine_with_values("{}"));
    entries.remove(2);
    let damaged = damage_on_opening(entries);
    assert_eq!(
        (damaged.position.0, damaged.what),
        (5, DamageKind::MissingEvent)
    );
}

#[test]
fn l7_a_missing_first_value_is_found() {
    let mut entries = entries(&engine_with_values("{}"));
    entries.remove(0);
    let damaged = damage_on_opening(entries);
    assert_eq!(
        (damaged.position.0, damaged.what),
        (1, DamageKind::MissingEvent)
    );
}

#[test]
fn l7_a_missing_part_of_a_split_value_is_found() {
    let whole = entries(&engine_with_values(noise(1, 20_000)));
    let parts: Vec<usize> = (0..whole.len())
        .filter(|n| whole[*n].key.part > 0)
        .collect();
    assert!(parts.len() >= 15, "{}", parts.len());
    for part in parts {
        let mut entries = whole.clone();
        let key = entries.remove(part).key;
        let damaged = damage_on_opening(entries);
        let expected = (key.position, DamageKind::Truncated);
        assert_eq!(
            (damaged.position, damaged.what),
            expected,
            "part {}",
            key.part
        );
    }
}

#[test]
fn l6_a_value_replaced_by_a_sound_one_breaks_the_chain() {
    let mut entries_ = entries(&engine_with_values("{}"));
    let forged = entries(&engine_with_values("[]"));
    entries_[2] = forged[2].clone();
    let damaged = damage_on_opening(entries_.clone());
    assert_eq!((damaged.position.0, damaged.what), (5, DamageKind::Chain));
    entries_[..2].clone_from_slice(&forged[..2]);
    let damaged = damage_on_opening(entries_);
    assert_eq!((damaged.position.0, damaged.what), (7, DamageKind::Chain));
}

#[test]
fn l7_of_several_damages_the_first_is_told_whichever_check_finds_it() {
    let whole = entries(&engine_with_values("{}"));
    let forged = entries(&engine_with_values("[]"));
    let flip = |entry: &Entry| flipped(&entry.value, 60, 0);
    // The chain breaks after forged values, and the value after that cannot be read.
    let mut both = whole.clone();
    both[..2].clone_from_slice(&forged[..2]);
    both[3].value = flip(&both[3]);
    let damaged = damage_on_opening(both);
    assert_eq!((damaged.position.0, damaged.what), (5, DamageKind::Chain));
    // The other way round.
    let mut both = whole.clone();
    both[1].value = flip(&both[1]);
    both[2] = forged[2].clone();
    let damaged = damage_on_opening(both);
    let checksum = DamageKind::Checksum;
    assert_eq!((damaged.position.0, damaged.what), (3, checksum));
    // Both in one value, of another log: its chain is another, and so are its streams.
    let engine = Arc::new(MemoryEngine::default());
    let log = open(&engine).unwrap();
    for number in 0..5 {
        log.append(simple(number, "tree-2", 2)).wait().unwrap();
    }
    let mut both = whole;
    both[3] = entries(&engine).swap_remove(3);
    let damaged = damage_on_opening(both);
    assert_eq!((damaged.position.0, damaged.what), (7, DamageKind::Chain));
}

#[test]
fn l6_a_broken_chain_is_found_in_the_middle_of_a_long_log() {
    const VALUES: u64 = 400;
    let engine = |first: u64| {
        let engine = Arc::new(MemoryEngine::default());
        let log = open(&engine).unwrap();
        for number in 0..VALUES {
            let mut commit = simple(number.into(), "tree-1", 1);
            let payload = noise(if number == 100 { first } else { number + 1 }, 4_000);
            commit.writes[0].events = vec![event(payload)];
            log.append(commit).wait().unwrap();
        }
        engine
    };
    let (whole, other) = (entries(&engine(101)), entries(&engine(7)));
    assert_eq!(whole.len() as u64, VALUES);
    let mut forged = whole;
    forged[100] = other[100].clone();
    let damaged = damage_on_opening(forged);
    assert_eq!((damaged.position.0, damaged.what), (102, DamageKind::Chain));
}

#[test]
fn l6_equal_logs_have_equal_chains_and_others_do_not() {
    let chain = |payload| {
        let log = open(&engine_with_values(payload)).unwrap();
        log.verify(|_, _| ()).unwrap().chain
    };
    assert_eq!(chain("{}"), chain("{}"));
    assert_ne!(chain("{}"), chain("[]"));
}

#[test]
fn l1_a_commit_of_which_only_the_beginning_is_there_is_found() {
    let engine = Arc::new(MemoryEngine::default());
    let log = open(&engine).unwrap();
    log.append(simple(1, "tree-1", 3)).wait().unwrap();
    log.append(simple(2, "tree-1", 500)).wait().unwrap();
    let mut entries = entries(&engine);
    assert!(entries.len() > 3);
    entries.pop();
    let damaged = damage_on_opening(entries);
    assert_eq!(
        (damaged.position.0, damaged.what),
        (4, DamageKind::TornCommit)
    );
}
