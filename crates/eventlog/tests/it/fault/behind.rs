//! What is gathered while the batch before is on its way: it builds on that batch, and falls with it.

use std::sync::Arc;

use eventlog::{AppendError, ExpectedVersion, GlobalPosition, Log, Options, StreamVersion};

use super::Gated;
use crate::given::{commit, simple, write};

/// So many that they are gathered while the batch before is still being synced.
const MANY: u128 = 1_000;

#[test]
fn l4_l5_what_is_gathered_behind_a_batch_on_its_way_knows_that_batch() {
    let engine = Arc::new(Gated::default());
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), Options::default()).unwrap();
    let on_top = |number: u128| {
        let seen = u64::try_from(number).unwrap() - 1;
        let expected = match seen {
            0 => ExpectedVersion::NoStream,
            seen => ExpectedVersion::Exactly(StreamVersion(seen)),
        };
        log.append(commit(number, vec![write("tree-1", expected, 1)]))
    };
    let first = on_top(1);
    engine.wait_for_sync(1);
    let many: Vec<_> = (2..=MANY).map(on_top).collect();
    let again: Vec<_> = [1, MANY].map(on_top).into();
    engine.allow(usize::MAX);
    first.wait().unwrap();
    for (version, pending) in (2..).zip(many) {
        let appended = pending.wait().unwrap();
        assert_eq!(appended.versions[0].1, StreamVersion(version));
    }
    for (position, pending) in [1, MANY].into_iter().zip(again) {
        let repeated = pending.wait().unwrap();
        assert!(repeated.repeated);
        assert_eq!(u128::from(repeated.last_position.0), position);
    }
    assert_eq!(u128::from(log.verify(|_, _| ()).unwrap().events), MANY);
}

#[test]
fn l8_what_is_gathered_behind_a_failing_sync_is_refused_and_never_written() {
    let engine = Arc::new(Gated {
        fails_at: Some(2),
        ..Gated::default()
    });
    let options = Options {
        on_poison: |_| (),
        ..Options::default()
    };
    let log = Log::with_engine(Arc::<Gated>::clone(&engine), options).unwrap();
    engine.allow(1);
    log.append(simple(1, "tree-1", 1)).wait().unwrap();
    let second = log.append(simple(2, "tree-1", 1));
    engine.wait_for_sync(2);
    let behind: Vec<_> = (3..MANY)
        .map(|number| log.append(simple(number, "tree-1", 1)))
        .collect();
    engine.allow(usize::MAX);
    for pending in [second].into_iter().chain(behind) {
        let refused = pending.wait();
        assert!(matches!(refused, Err(AppendError::Poisoned)), "{refused:?}");
    }
    log.close();
    assert_eq!(engine.gate.lock().unwrap().begun, 2);
    let log = Log::with_engine(engine, Options::default()).unwrap();
    let left = log.durable_position();
    assert!(left <= GlobalPosition(2), "{left:?}");
}
