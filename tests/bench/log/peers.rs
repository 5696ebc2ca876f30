//! What others do with the same events: a plain file, which is the limit, and four stores.
//! Each makes every batch durable before it counts.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::Mutex,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use fjall::{Database, KeyspaceCreateOptions, PersistMode};
use redb::TableDefinition;

use super::{
    events::{Dice, Sample},
    race::{Load, Outcome, SPAN, race, rate},
};

/// The limit: one thread, the events of all writers in one write, one fdatasync.
pub(super) fn plain_file(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    plain_file_of(folder, load.writers * load.batch)
}

/// The same with so many events in each write.
pub(super) fn plain_file_of(folder: &Path, events: usize) -> anyhow::Result<Outcome> {
    let mut file = File::create(folder.join("plain"))?;
    let mut dice = Dice(1);
    let samples: Vec<Sample> = (0..events).map(|_| Sample::roll(&mut dice)).collect();
    let bytes = vec![b'x'; samples.iter().map(Sample::bytes).sum()];
    let started = Instant::now();
    let mut done = 0;
    while started.elapsed() < SPAN {
        file.write_all(&bytes)?;
        file.sync_data()?;
        done += events;
    }
    Ok(Outcome::of(rate(done, started), events))
}

/// The next so many numbers.
fn numbers(next: &AtomicU64, samples: &[Sample]) -> u64 {
    next.fetch_add(samples.len() as u64, Ordering::Relaxed)
}

pub(super) fn sled(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    let db = sled::Config::new().path(folder.join("sled")).open()?;
    let file = File::open(folder.join("sled/db"))?;
    let next = AtomicU64::new(1);
    race(load, |_, samples| {
        let mut batch = sled::Batch::default();
        for (number, sample) in (numbers(&next, samples)..).zip(samples) {
            batch.insert(&number.to_be_bytes(), sample.payload.as_str());
        }
        db.apply_batch(batch)?;
        db.flush()?;
        Ok(file.sync_data()?)
    })
}

pub(super) fn sqlite(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    let db = rusqlite::Connection::open(folder.join("sqlite.db"))?;
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
         CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT, payload TEXT);",
    )?;
    let db = Mutex::new(db);
    race(load, |writer, samples| {
        let mut db = db
            .lock()
            .map_err(|_poisoned| anyhow::anyhow!("a writer panicked"))?;
        let change = db.transaction()?;
        for sample in samples {
            change
                .prepare_cached("INSERT INTO event (stream, payload) VALUES (?1, ?2)")?
                .execute((format!("bench-{writer}"), &sample.payload))?;
        }
        Ok(change.commit()?)
    })
}

pub(super) fn redb(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    const EVENTS: TableDefinition<'_, u64, &str> = TableDefinition::new("event");
    let db = redb::Database::create(folder.join("redb"))?;
    let next = AtomicU64::new(1);
    race(load, |_, samples| {
        let change = db.begin_write()?;
        {
            let mut table = change.open_table(EVENTS)?;
            for (number, sample) in (numbers(&next, samples)..).zip(samples) {
                table.insert(number, sample.payload.as_str())?;
            }
        }
        Ok(change.commit()?)
    })
}

pub(super) fn fjall(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    let db = Database::builder(folder.join("fjall")).open()?;
    let events = db.keyspace("events", KeyspaceCreateOptions::default)?;
    let next = AtomicU64::new(1);
    race(load, |_, samples| {
        let mut batch = db.batch().durability(Some(PersistMode::SyncData));
        for (number, sample) in (numbers(&next, samples)..).zip(samples) {
            batch.insert(&events, number.to_be_bytes(), sample.payload.as_str());
        }
        Ok(batch.commit()?)
    })
}
