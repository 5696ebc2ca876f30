//! Rebuilding from zero equals following live, byte for byte (D 46); other tables or a foreign file are
//! rebuilt at the next start.

use std::path::Path;

use eventlog::GlobalPosition;
use readmodels::{OpenError, ReadModels, canonical_dump, rebuild};
use rusqlite::Connection;

use crate::pen::Pen;
use crate::season::{catch_up, parcel_arrives, refund_is_settled, tell};

fn dump(path: &Path) -> String {
    let mut text = Vec::new();
    canonical_dump(path, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_rebuilt_file_equals_the_live_one() {
    let folder = tempfile::tempdir().unwrap();
    let (live, fresh) = (
        folder.path().join("live.sqlite"),
        folder.path().join("fresh.sqlite"),
    );
    let mut pen = Pen::new();
    let reads = ReadModels::open(&live, &pen.log).unwrap();
    tell(&mut pen);
    refund_is_settled(&mut pen);
    parcel_arrives(&mut pen);
    catch_up(&pen, &reads);
    let mut heard = Vec::new();
    let reached = rebuild(&fresh, &pen.log, |done, total| heard.push((done, total))).unwrap();
    assert_eq!(reached, pen.log.durable_position());
    assert_eq!(heard.first(), Some(&(0, reached.0)));
    assert_eq!(heard.last(), Some(&(reached.0, reached.0)));
    let text = dump(&fresh);
    assert_eq!(dump(&live), text);
    for line in ["# adoption", "# posting", "# tree_entry"] {
        assert!(text.contains(line), "the dump has {line}");
    }
    assert!(text.lines().count() > 100, "the season leaves rows in it");
}

#[test]
fn a_start_goes_on_where_the_last_one_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reads.sqlite");
    let mut pen = Pen::new();
    tell(&mut pen);
    drop(ReadModels::open(&path, &pen.log).unwrap());
    mark(&path);
    parcel_arrives(&mut pen);
    let reads = ReadModels::open(&path, &pen.log).unwrap();
    catch_up(&pen, &reads);
    drop(reads);
    assert!(is_marked(&path), "the file was not built again");
    let fresh = folder.path().join("fresh.sqlite");
    rebuild(&fresh, &pen.log, |_, _| {}).unwrap();
    mark(&fresh);
    assert_eq!(dump(&path), dump(&fresh));
}

/// Leaves a trace that only the very same file has.
fn mark(path: &Path) {
    Connection::open(path)
        .unwrap()
        .execute_batch("CREATE TABLE mark (id INTEGER PRIMARY KEY)")
        .unwrap();
}

fn is_marked(path: &Path) -> bool {
    let db = Connection::open(path).unwrap();
    db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'mark')",
        [],
        |row| row.get(0),
    )
    .unwrap()
}

#[test]
fn other_table_versions_are_rebuilt_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reads.sqlite");
    let mut pen = Pen::new();
    tell(&mut pen);
    drop(ReadModels::open(&path, &pen.log).unwrap());
    let before = dump(&path);
    mark(&path);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("UPDATE checkpoint SET versions = 'catalogue/0'; DELETE FROM adoption")
        .unwrap();
    drop(db);
    drop(ReadModels::open(&path, &pen.log).unwrap());
    assert!(!is_marked(&path));
    assert_eq!(dump(&path), before);
}

#[test]
fn a_file_that_is_ahead_of_the_log_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reads.sqlite");
    let mut pen = Pen::new();
    tell(&mut pen);
    drop(ReadModels::open(&path, &pen.log).unwrap());
    let restored = Pen::new();
    let reads = ReadModels::open(&path, &restored.log).unwrap();
    assert_eq!(reads.reached(), GlobalPosition::START);
    assert_eq!(reads.orchards().unwrap(), []);
}

#[test]
fn a_file_that_is_no_database_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reads.sqlite");
    std::fs::write(
        &path,
        "not a database, but long enough to be read as the header of one",
    )
    .unwrap();
    let mut pen = Pen::new();
    tell(&mut pen);
    let reads = ReadModels::open(&path, &pen.log).unwrap();
    assert_eq!(
        (reads.reached(), reads.lag()),
        (pen.log.durable_position(), 0)
    );
}

#[test]
fn a_rebuild_that_fails_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reads.sqlite");
    let mut pen = Pen::new();
    tell(&mut pen);
    rebuild(&path, &pen.log, |_, _| {}).unwrap();
    let before = dump(&path);
    pen.write_raw("riddle-1", "riddle.asked", "{}");
    let failed = rebuild(&path, &pen.log, |_, _| {});
    assert!(matches!(failed, Err(OpenError::Build(_))), "{failed:?}");
    assert_eq!(dump(&path), before);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing stays beside it"
    );
}
