//! Copies of the vault file for backups, and erasing again in one that was restored. Neither needs the master key:
//! keys are copied and deleted as they lie there, wrapped. Knows SQLite's `VACUUM INTO`; nothing of where copies go.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::erase::erase;
use crate::master::sync_folder_of;
use crate::{Subject, Vault, VaultError, lock, schema};

impl Vault {
    /// Writes a copy of all that is there now to a file that must not exist yet: mode 0600, on the disk once this
    /// returns. Others wait for it; a vault of ten thousand persons takes milliseconds. Pages that once held
    /// something deleted are not copied.
    ///
    /// # Errors
    /// [`VaultError::Io`], [`VaultError::Database`]; then the file is of no use.
    pub fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        copy(&self.connection(), path)
    }
}

/// As [`Vault::copy_to`], of a vault file that no process has open.
///
/// # Errors
/// [`VaultError::InUse`], and as [`Vault::copy_to`].
pub fn copy_closed(from: &Path, to: &Path) -> Result<(), VaultError> {
    let _lock = lock::take(from)?;
    copy(&open(from)?, to)
}

/// Erases persons in a vault file that no process has open, as [`Vault::erase`] does, and returns how many of them
/// still had a key: what must be done to a restored vault before anything is served from it.
///
/// # Errors
/// [`VaultError::InUse`], [`VaultError::SchemaTooNew`], [`VaultError::Database`]; doing it again finishes the job.
pub fn erase_closed(path: &Path, persons: &[Subject]) -> Result<usize, VaultError> {
    let _lock = lock::take(path)?;
    let mut connection = open(path)?;
    let mut had_key = 0;
    for person in persons {
        had_key += usize::from(erase(&mut connection, person)?.key_destroyed);
    }
    Ok(had_key)
}

fn open(path: &Path) -> Result<Connection, VaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    match schema::protect(&connection)? {
        0 => Err(VaultError::Damaged { table: "meta" }),
        _ => Ok(connection),
    }
}

fn copy(connection: &Connection, path: &Path) -> Result<(), VaultError> {
    let failed = |action| {
        move |source| VaultError::Io {
            action,
            path: path.to_owned(),
            source,
        }
    };
    // SQLite fills an empty file and leaves its permissions alone.
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    drop(file.map_err(failed("create"))?);
    let name = path.to_str().ok_or(std::io::ErrorKind::InvalidFilename);
    let name = name.map_err(|kind| failed("name")(kind.into()))?;
    connection.execute("VACUUM INTO ?1", [name])?;
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced
        .and_then(|()| sync_folder_of(path))
        .map_err(failed("sync"))
}
