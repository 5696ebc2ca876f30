//! Building the file from zero, beside the live one, and switching to it when it is whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use eventlog::{GlobalPosition, Log};
use rusqlite::Connection;

use crate::error::{Failure, OpenError};
use crate::fact::Fact;
use crate::runner::{apply_fact, read_fact};
use crate::store::{add_indexes, checkpoint, open_builder, open_writer, set_checkpoint};
use crate::tables::versions;

/// Events read and decoded at a time.
const BUILD_EVENTS_MAX: usize = 4_000;
/// Decoded batches that wait to be applied.
const BUILD_BATCHES_MAX: usize = 4;

/// Builds the read models from zero up to the log's end and puts them in the place of the file at `path`.
/// `progress` hears how many events are done and how many there are. No other process may have the file open.
///
/// # Errors
/// [`OpenError`] when a file cannot be written or an event cannot be applied; the file at `path` is then as
/// it was.
pub fn rebuild(
    path: &Path,
    log: &Log,
    mut progress: impl FnMut(u64, u64),
) -> Result<GlobalPosition, OpenError> {
    let fresh = with_suffix(path, ".new");
    remove(&fresh)?;
    let reached = build(&fresh, log, &mut progress).inspect_err(|_| {
        if let Err(cause) = remove(&fresh) {
            tracing::warn!(%cause, "an unfinished read model file stays behind");
        }
    })?;
    sync(&fresh)?;
    remove(path)?;
    fs::rename(&fresh, path).map_err(|cause| io_error(path, cause))?;
    Ok(reached)
}

/// The file at `path`, open for the runner, and how far it is; built first when it must be.
pub(crate) fn ready(path: &Path, log: &Log) -> Result<(Connection, GlobalPosition), OpenError> {
    if let Some((db, reached)) = usable(path, log)? {
        return Ok((db, reached));
    }
    let reached = rebuild(path, log, |_, _| {})?;
    tracing::info!(%reached, "built the read models from the log");
    Ok((open_writer(path)?, reached))
}

/// The file when it has our tables and is not ahead of the log (which a restored backup may be behind of).
fn usable(path: &Path, log: &Log) -> Result<Option<(Connection, GlobalPosition)>, OpenError> {
    if !fs::exists(path).map_err(|cause| io_error(path, cause))? {
        return Ok(None);
    }
    let opened = open_writer(path).and_then(|db| Ok((checkpoint(&db)?, db)));
    Ok(match opened {
        Ok((Some((reached, kept)), db))
            if kept == versions() && reached <= log.durable_position() =>
        {
            Some((db, reached))
        }
        Ok(_) => None,
        Err(cause) => {
            tracing::warn!(%cause, "the read model file cannot be used; it is built again");
            None
        }
    })
}

/// One thread reads and decodes, this one applies, all in one transaction.
fn build(
    path: &Path,
    log: &Log,
    progress: &mut impl FnMut(u64, u64),
) -> Result<GlobalPosition, OpenError> {
    let db = open_builder(path)?;
    let end = log.durable_position();
    let (sender, facts) = sync_channel(BUILD_BATCHES_MAX);
    let reached = thread::scope(|scope| {
        scope.spawn(move || decode(log, end, &sender));
        apply(&db, &facts, end, progress)
    })?;
    db.close().map_err(|(_, cause)| cause)?;
    Ok(reached)
}

type Batch = Result<Vec<Fact>, Failure>;

/// Sends facts up to `end`; ends early when nobody listens any more.
fn decode(log: &Log, end: GlobalPosition, sender: &SyncSender<Batch>) {
    let mut after = GlobalPosition::START;
    while after < end {
        let batch: Batch = log
            .read_all(after, BUILD_EVENTS_MAX)
            .map_err(Failure::from)
            .and_then(|events| {
                events
                    .iter()
                    .take_while(|event| event.position <= end)
                    .map(read_fact)
                    .collect()
            });
        let last = match &batch {
            Ok(facts) => facts.last().map(|fact: &Fact| fact.position),
            Err(_) => None,
        };
        if sender.send(batch).is_err() {
            return;
        }
        match last {
            Some(last) => after = last,
            None => return,
        }
    }
}

fn apply(
    db: &Connection,
    batches: &Receiver<Batch>,
    end: GlobalPosition,
    progress: &mut impl FnMut(u64, u64),
) -> Result<GlobalPosition, Failure> {
    let transaction = db.unchecked_transaction()?;
    let mut reached = GlobalPosition::START;
    progress(reached.0, end.0);
    for batch in batches {
        for fact in batch? {
            reached = apply_fact(&transaction, &fact, reached)?;
        }
        progress(reached.0, end.0);
    }
    if reached != end {
        return Err(Failure::Gap {
            expected: end,
            found: reached,
        });
    }
    add_indexes(&transaction)?;
    set_checkpoint(&transaction, reached)?;
    transaction.commit()?;
    Ok(reached)
}

/// Removes a database file with what SQLite keeps beside it.
pub(crate) fn remove(path: &Path) -> Result<(), OpenError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let file = with_suffix(path, suffix);
        match fs::remove_file(&file) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => {
                return Err(io_error(&file, cause));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), OpenError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|cause| io_error(path, cause))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn io_error(path: &Path, cause: io::Error) -> OpenError {
    OpenError::Io {
        path: path.to_owned(),
        cause,
    }
}
