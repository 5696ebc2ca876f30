//! A batch is applied once, whatever is handed in again, and never over a gap.

use eventlog::{Bytes, CommitId, EventType, StreamName, StreamVersion};
use kernel::codec::{StoredEvent, encode};
use kernel::{BlockId, OrchardId};
use rusqlite::Connection;
use tempfile::TempDir;
use traceability::orchard::Event;

use super::*;
use crate::store::{checkpoint, open_builder};

/// The block with this number is added at the position of the same number.
fn block_added(position: u64, number: u8) -> RecordedEvent {
    let event = Event::BlockAdded {
        block: BlockId::from_bytes([number; 16]),
        name: "甲".into(),
    };
    let encoded = encode(&event).unwrap();
    let orchard = OrchardId::from_bytes([1; 16]).to_string();
    RecordedEvent {
        stream: StreamName::new(Event::CATEGORY, &orchard).unwrap(),
        version: StreamVersion(position),
        position: GlobalPosition(position),
        previous: GlobalPosition(position - 1),
        commit_id: CommitId::from_bytes([number; 16]),
        recorded_at_ms: 0,
        type_name: EventType::parse(encoded.type_name).unwrap(),
        schema_version: encoded.schema_version,
        payload: Bytes::from(encoded.payload.into_bytes()),
        metadata: Bytes::new(),
    }
}

fn database() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let db = open_builder(&folder.path().join("reads.sqlite")).unwrap();
    db.pragma_update(None, "journal_mode", "MEMORY").unwrap();
    (folder, db)
}

fn blocks(db: &Connection) -> i64 {
    db.query_row("SELECT count(*) FROM block", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn events_that_were_seen_do_nothing() {
    let (_folder, mut db) = database();
    let events = [block_added(1, 1), block_added(2, 2)];
    let (reached, failure) = apply_batch(&mut db, &events, GlobalPosition::START);
    assert_eq!(
        (reached, failure.is_none(), blocks(&db)),
        (GlobalPosition(2), true, 2)
    );
    let again = [block_added(1, 1), block_added(2, 2), block_added(3, 3)];
    let (reached, failure) = apply_batch(&mut db, &again, reached);
    assert_eq!(
        (reached, failure.is_none(), blocks(&db)),
        (GlobalPosition(3), true, 3)
    );
    assert_eq!(checkpoint(&db).unwrap().unwrap().0, reached);
}

#[test]
fn a_gap_stops_before_it() {
    let (_folder, mut db) = database();
    let events = [block_added(1, 1), block_added(3, 3)];
    let (reached, failure) = apply_batch(&mut db, &events, GlobalPosition::START);
    assert_eq!((reached, blocks(&db)), (GlobalPosition(1), 1));
    let expected = GlobalPosition(2);
    assert!(
        matches!(failure, Some(Failure::Gap { expected: at, found: GlobalPosition(3) }) if at == expected)
    );
}

#[test]
fn a_refused_event_takes_nothing_before_it_along() {
    let (_folder, mut db) = database();
    let events = [block_added(1, 1), block_added(2, 1), block_added(3, 3)];
    let (reached, failure) = apply_batch(&mut db, &events, GlobalPosition::START);
    assert_eq!((reached, blocks(&db)), (GlobalPosition(1), 1));
    assert!(
        matches!(
            failure,
            Some(Failure::Apply {
                position: GlobalPosition(2),
                ..
            })
        ),
        "{failure:?}"
    );
    assert_eq!(checkpoint(&db).unwrap().unwrap().0, reached);
}
