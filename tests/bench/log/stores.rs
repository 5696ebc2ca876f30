//! What others take for logs of several sizes: to open, to scan, and of the disk. They are filled as quickly as they can
//! be, many events at once, and hold payload and metadata under the position; ours holds much more.

use std::{path::Path, time::Instant};

use fjall::{Database, KeyspaceCreateOptions, PersistMode};
use redb::{ReadableDatabase, ReadableTable, TableDefinition};

use super::{
    Dice, Sample,
    sizes::{cpu_seconds, disk_bytes},
};
use crate::Report;

/// Events written at once.
const AT_ONCE: usize = 4_096;
const TABLE: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("event");

/// What one of them takes.
struct Figures {
    open_seconds: f64,
    scan: f64,
    disk: f64,
}

/// Fills a store in a folder with so many events and measures it.
type Measure = fn(&Path, usize) -> anyhow::Result<Figures>;

pub(super) fn run(out: &mut Report, sizes: &[usize]) -> anyhow::Result<()> {
    out.line("The same events in other stores, filled 4,096 at once:\n");
    out.line("| events | store | scan /s | open | disk B/event |\n|---:|---|---:|---:|---:|");
    let stores: [(&str, Measure); 4] = [
        ("sled, key per event", sled),
        ("SQLite", sqlite),
        ("redb", redb),
        ("fjall", fjall),
    ];
    for events in sizes {
        for (name, measure) in stores {
            let folder = tempfile::tempdir_in(".")?;
            let Figures {
                open_seconds,
                scan,
                disk,
            } = measure(folder.path(), *events)?;
            out.line(&format!(
                "| {events} | {name} | {scan:.0} | {open_seconds:.2} s | {disk:.0} |"
            ));
        }
    }
    out.line("");
    Ok(())
}

/// The events in chunks, each event with its position.
fn chunks(events: usize) -> impl Iterator<Item = Vec<(u64, Vec<u8>)>> {
    let mut dice = Dice(events as u64);
    (0..events).step_by(AT_ONCE).map(move |first| {
        let some = first..events.min(first + AT_ONCE);
        some.map(|n| (n as u64 + 1, Sample::roll(&mut dice).stored()))
            .collect()
    })
}

/// Times opening, then reading everything; `open` gives what `scan` counts the bytes of.
fn figures<S>(
    folder: &Path,
    events: usize,
    open: impl FnOnce() -> anyhow::Result<S>,
    scan: impl FnOnce(&S) -> anyhow::Result<usize>,
) -> anyhow::Result<Figures> {
    let disk = disk_bytes(folder)? as f64 / events as f64;
    let started = Instant::now();
    let store = open()?;
    let open_seconds = started.elapsed().as_secs_f64();
    let started = cpu_seconds()?;
    anyhow::ensure!(scan(&store)? > events, "something is missing");
    Ok(Figures {
        open_seconds,
        scan: events as f64 / (cpu_seconds()? - started),
        disk,
    })
}

fn sled(folder: &Path, events: usize) -> anyhow::Result<Figures> {
    let open = || Ok(sled::Config::new().path(folder.join("sled")).open()?);
    let db: sled::Db = open()?;
    for chunk in chunks(events) {
        let mut batch = sled::Batch::default();
        for (key, value) in chunk {
            batch.insert(&key.to_be_bytes(), value);
        }
        db.apply_batch(batch)?;
    }
    db.flush()?;
    drop(db);
    figures(folder, events, open, |db: &sled::Db| {
        db.iter().try_fold(0, |sum, entry| Ok(sum + entry?.1.len()))
    })
}

fn sqlite(folder: &Path, events: usize) -> anyhow::Result<Figures> {
    let open = || Ok(rusqlite::Connection::open(folder.join("sqlite.db"))?);
    let mut db: rusqlite::Connection = open()?;
    db.execute_batch(
        "PRAGMA journal_mode=WAL; CREATE TABLE event (position INTEGER PRIMARY KEY, value BLOB);",
    )?;
    for chunk in chunks(events) {
        let change = db.transaction()?;
        for (key, value) in chunk {
            change
                .prepare_cached("INSERT INTO event VALUES (?1, ?2)")?
                .execute((i64::try_from(key)?, value))?;
        }
        change.commit()?;
    }
    drop(db);
    figures(folder, events, open, |db: &rusqlite::Connection| {
        let mut ask = db.prepare("SELECT value FROM event ORDER BY position")?;
        let mut rows = ask.query([])?;
        let mut sum = 0;
        while let Some(row) = rows.next()? {
            sum += row.get_ref(0)?.as_blob()?.len();
        }
        Ok(sum)
    })
}

fn redb(folder: &Path, events: usize) -> anyhow::Result<Figures> {
    let open = || Ok(redb::Database::create(folder.join("redb"))?);
    let db: redb::Database = open()?;
    for chunk in chunks(events) {
        let change = db.begin_write()?;
        {
            let mut table = change.open_table(TABLE)?;
            for (key, value) in chunk {
                table.insert(key, value.as_slice())?;
            }
        }
        change.commit()?;
    }
    drop(db);
    figures(folder, events, open, |db: &redb::Database| {
        let table = db.begin_read()?.open_table(TABLE)?;
        let mut sum = 0;
        for entry in table.iter()? {
            sum += entry?.1.value().len();
        }
        Ok(sum)
    })
}

fn fjall(folder: &Path, events: usize) -> anyhow::Result<Figures> {
    let open = || {
        let db = Database::builder(folder.join("fjall")).open()?;
        let events = db.keyspace("events", KeyspaceCreateOptions::default)?;
        Ok((db, events))
    };
    let (db, keyspace) = open()?;
    for chunk in chunks(events) {
        let mut batch = db.batch();
        for (key, value) in chunk {
            batch.insert(&keyspace, key.to_be_bytes(), value);
        }
        batch.commit()?;
    }
    db.persist(PersistMode::SyncAll)?;
    drop((keyspace, db));
    figures(folder, events, open, |(_, events)| {
        let mut sum = 0;
        for entry in events.iter() {
            sum += entry.value()?.len();
        }
        Ok(sum)
    })
}
