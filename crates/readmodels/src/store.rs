//! SQLite connections: one that writes, several that only read, and the checkpoint they agree on.
//! It knows no question.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eventlog::GlobalPosition;
use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Result, params};

use crate::tables::{OWNERS, versions};

/// Read-only connections that are kept for the next question; more are opened when all are busy.
const READERS_KEPT_MAX: usize = 8;
/// Prepared statements kept per connection: more than there are questions.
const STATEMENTS_KEPT: usize = 256;
/// Page size of the file, in bytes; twice the default makes a rebuild a tenth cheaper.
const PAGE_BYTES: i64 = 8_192;
/// Page cache of the writing connection, in KiB.
const WRITER_CACHE_KIB: i64 = 64 * 1024;
/// Page cache of each reading connection, in KiB; most pages come from the mapped file.
const READER_CACHE_KIB: i64 = 8 * 1024;
/// How much of the file readers map into memory, in bytes.
const READER_MAP_BYTES: i64 = 256 * 1024 * 1024;
/// Pages of the journal after which they are written back to the file (32 MiB). Ids are random, so the same pages change
/// again and again: a longer journal writes each of them less often.
const CHECKPOINT_AFTER_PAGES: i64 = 4_096;
/// How long a connection waits for a lock, which in WAL mode only recovery takes.
const LOCK_WAIT: Duration = Duration::from_secs(5);

const CHECKPOINT: &str = "CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY CHECK (id = 0),
    position INTEGER NOT NULL,
    versions TEXT NOT NULL
) STRICT;";

/// A position as SQLite keeps it.
pub(crate) fn kept_position(position: GlobalPosition) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

/// Opens the file for the runner: readers go on while it writes; a power cut may take the last batches, and the
/// checkpoint with them, never one without the other.
pub(crate) fn open_writer(path: &Path) -> Result<Connection> {
    let db = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_AFTER_PAGES)?;
    db.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    Ok(db)
}

/// Opens a new file for building: nobody else sees it and a failed build is thrown away, so it keeps no
/// journal.
pub(crate) fn open_builder(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let db = open(path, flags)?;
    db.pragma_update(None, "page_size", PAGE_BYTES)?;
    db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    db.pragma_update(None, "journal_mode", "OFF")?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    db.execute_batch(CHECKPOINT)?;
    for owner in &OWNERS {
        db.execute_batch(owner.tables)?;
    }
    db.execute(
        "INSERT INTO checkpoint (id, position, versions) VALUES (0, 0, ?1)",
        [versions()],
    )?;
    Ok(db)
}

/// Makes the indexes that questions need; a file without them is not finished.
pub(crate) fn add_indexes(db: &Connection) -> Result<()> {
    OWNERS
        .iter()
        .try_for_each(|owner| db.execute_batch(owner.indexes))
}

/// Opens the file for questions.
pub(crate) fn open_reader(path: &Path) -> Result<Connection> {
    let db = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    db.pragma_update(None, "mmap_size", READER_MAP_BYTES)?;
    Ok(db)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(LOCK_WAIT)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Plans must not depend on bound values, or SQLite prepares statements again at every new value: that was a
    // quarter of the time of a rebuild.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(db)
}

/// The checkpoint and the table versions of a file; `None` when it is not one of ours.
pub(crate) fn checkpoint(db: &Connection) -> Result<Option<(GlobalPosition, String)>> {
    let ours: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint')",
        [],
        |row| row.get(0),
    )?;
    if !ours {
        return Ok(None);
    }
    db.query_row("SELECT position, versions FROM checkpoint", [], |row| {
        let position: i64 = row.get(0)?;
        Ok((
            GlobalPosition(u64::try_from(position).unwrap_or_default()),
            row.get(1)?,
        ))
    })
    .optional()
}

/// Notes how far the tables are, in the transaction that brings them there.
pub(crate) fn set_checkpoint(db: &Connection, position: GlobalPosition) -> Result<()> {
    db.prepare_cached("UPDATE checkpoint SET position = ?1")?
        .execute(params![kept_position(position)])?;
    Ok(())
}

/// The connections that answer questions.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn of(path: &Path) -> Result<Self> {
        let first = open_reader(path)?;
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(vec![first]),
        })
    }

    /// Asks inside one read transaction, so that several selects see one state. A connection that failed is
    /// not kept.
    pub(crate) fn ask<T>(&self, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.idle.lock().pop();
        let db = match idle {
            Some(db) => db,
            None => open_reader(&self.path)?,
        };
        db.prepare_cached("BEGIN")?.execute([])?;
        let answer = ask(&db)?;
        db.prepare_cached("COMMIT")?.execute([])?;
        let mut idle = self.idle.lock();
        if idle.len() < READERS_KEPT_MAX {
            idle.push(db);
        }
        Ok(answer)
    }
}
