//! Following the log: batches, waiting, stopping, and what happens to events that cannot be applied.

use std::time::Duration;

use eventlog::{GlobalPosition, StreamName};
use kernel::codec::{StoredEvent, encode};
use readmodels::{FactError, Failure, ReadModels};
use traceability::orchard::Event as Orchard;

use crate::pen::{Pen, new_event};
use crate::season::{WAIT, block, catch_up, orchard, season, tell};

#[test]
fn live_events_show_once_the_position_is_reached() {
    let mut pen = Pen::new();
    let reads = ReadModels::temporary(&pen.log).unwrap();
    assert_eq!((reads.reached(), reads.lag()), (GlobalPosition::START, 0));
    tell(&mut pen);
    catch_up(&pen, &reads);
    assert_eq!(reads.reached(), pen.log.durable_position());
    assert_eq!(reads.campaigns(true).unwrap().len(), 2);
    assert!(reads.failure().is_none());
}

#[test]
fn a_task_or_thread_that_waits_gives_up_in_time() {
    let (pen, reads) = season();
    let end = pen.log.durable_position();
    let tick = Duration::from_millis(1);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(reads.wait_until(end, WAIT)).unwrap();
    let behind = runtime
        .block_on(reads.wait_until(end.next(), tick))
        .unwrap_err();
    assert_eq!((behind.wanted, behind.reached), (end.next(), end));
    assert!(behind.failure.is_none());
    let behind = reads.wait_until_blocking(end.next(), tick).unwrap_err();
    assert_eq!((behind.wanted, behind.reached), (end.next(), end));
}

#[test]
fn an_unknown_category_stops_at_its_checkpoint_and_is_reported() {
    let (mut pen, reads) = season();
    let good = pen.log.durable_position();
    let strange = pen.write_raw("riddle-1", "riddle.asked", "{}");
    let after = pen.write(
        &orchard().to_string(),
        &Orchard::BlockAdded {
            block: block(3),
            name: "丙".into(),
        },
    );
    let behind = reads.wait_until_blocking(after, WAIT).unwrap_err();
    assert_eq!(behind.reached, good, "never past it, never skipped");
    let failure = reads.failure().unwrap();
    let Failure::Fact {
        position, cause, ..
    } = failure.as_ref()
    else {
        panic!("{failure:?}");
    };
    assert_eq!(*position, strange);
    assert!(matches!(cause, FactError::UnknownCategory { category } if category == "riddle"));
    assert_eq!(
        reads.blocks(orchard()).unwrap().len(),
        2,
        "questions are still answered"
    );
    assert_eq!(reads.lag(), 2);
}

#[test]
fn an_unknown_type_stops_too_and_what_came_before_it_in_the_batch_is_kept() {
    let mut pen = Pen::new();
    tell(&mut pen);
    let reads = ReadModels::temporary(&pen.log).unwrap();
    let stream = StreamName::new(Orchard::CATEGORY, &orchard().to_string()).unwrap();
    let good = Orchard::BlockAdded {
        block: block(3),
        name: "丙".into(),
    };
    let mut bad = new_event(encode(&good).unwrap());
    bad.schema_version = u16::MAX;
    let end = pen.append(stream, vec![new_event(encode(&good).unwrap()), bad]);
    let behind = reads.wait_until_blocking(end, WAIT).unwrap_err();
    assert_eq!(behind.reached.next(), end);
    assert!(matches!(
        behind.failure.unwrap().as_ref(),
        Failure::Fact {
            cause: FactError::Codec(_),
            ..
        }
    ));
    assert_eq!(reads.blocks(orchard()).unwrap().len(), 3);
}

#[test]
fn an_event_that_the_tables_refuse_leaves_no_trace() {
    let (mut pen, reads) = season();
    let before = pen.log.durable_position();
    let again = Orchard::BlockAdded {
        block: block(1),
        name: "again".into(),
    };
    let twice = pen.write(&orchard().to_string(), &again);
    let behind = reads.wait_until_blocking(twice, WAIT).unwrap_err();
    assert_eq!(behind.reached, before);
    assert!(matches!(
        behind.failure.unwrap().as_ref(),
        Failure::Apply { position, .. } if *position == twice
    ));
    assert_eq!(reads.blocks(orchard()).unwrap().len(), 2);
}

#[test]
fn a_stopped_reader_answers_but_follows_no_more() {
    let (mut pen, reads) = season();
    let end = reads.reached();
    reads.stop();
    pen.write(
        &orchard().to_string(),
        &Orchard::BlockAdded {
            block: block(3),
            name: "丙".into(),
        },
    );
    assert_eq!((reads.reached(), reads.lag()), (end, 1));
    assert_eq!(reads.blocks(orchard()).unwrap().len(), 2);
    let unmoved = reads.clone();
    drop(reads);
    assert_eq!(unmoved.reached(), end);
}
