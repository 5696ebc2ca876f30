//! Backing up: everything that is needed to bring a farm back, save the master key, into a folder that every run brings
//! up to date. Consistent while the server runs, because of the order: what proves the log first, then the log, then
//! the keys and photos its events speak of. A run that is cut off leaves the backup of the run before.

mod run;

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use eventlog::{GlobalPosition, transfer::LogPoint};

use self::run::Run;
use super::{
    files::{self, FileError, at},
    manifest::{FILES_FOLDER, LOG_FOLDER, Manifest, ManifestError},
    source::{Source, SourceError},
};

/// Held while a backup is brought up to date.
const LOCK: &str = "LOCK";

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Events added to the backup.
    pub events: u64,
    /// Where the log ends in it now.
    pub end: LogPoint,
    /// Files added to the backup, stretches of the log aside.
    pub files: u64,
    /// Bytes written.
    pub bytes: u64,
}

/// Why a backup was not brought up to date. It is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The data folder cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The manifest cannot be used.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The folder holds something else.
    #[error("{} holds something that is no backup", .folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
    },
    /// Another run is under way.
    #[error("another backup is being written to {}", .folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The backup is of another life of this log.
    #[error("the backup is of an earlier life of this log: it was restored since")]
    OtherEpoch,
    /// The backup is of another log, or the log was changed.
    #[error("the backup is of another log: up to position {position} they differ")]
    OtherLog {
        /// Where the backup ends.
        position: GlobalPosition,
    },
    /// The log ends before the backup does.
    #[error("the log ends at position {end}, the backup already holds {kept}")]
    LogShorter {
        /// Where the log ends.
        end: u64,
        /// Where the backup ends.
        kept: GlobalPosition,
    },
    /// What an earlier run wrote is gone or changed, and cannot be written anew.
    #[error("{} is missing in the backup or was changed", .path.display())]
    Changed {
        /// The file of the backup.
        path: PathBuf,
    },
    /// A photo is not what its name says.
    #[error("{} was changed: its content does not fit its name", .path.display())]
    ChangedPhoto {
        /// The file.
        path: PathBuf,
    },
}

/// How closely a run looks at what the runs before it wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Everything is there, and as long as it was: costs nothing.
    Lengths,
    /// Everything has the hash it had: the whole backup is read.
    Hashes,
}

/// Brings the backup in `to` up to date; `taken_at` is now, RFC 3339. Reports `(done, total)` events. A photo that the
/// backup lost is copied anew; a stretch of the log that it lost makes the run fail.
///
/// # Errors
/// [`BackupError`]; the backup is then as it was.
pub fn back_up(
    source: &Source,
    to: &Path,
    taken_at: &str,
    look: Look,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, BackupError> {
    let (_lock, before) = enter(to)?;
    let stat = source.stat(false, &mut |_, _| ())?;
    if before
        .as_ref()
        .is_some_and(|before| before.epoch.is_some() && before.epoch != stat.epoch)
    {
        return Err(BackupError::OtherEpoch);
    }
    let before = before.unwrap_or_else(|| Manifest::new(taken_at.to_owned(), stat.epoch.clone()));
    let now = Manifest {
        taken_at: taken_at.to_owned(),
        // A log that had none may have been given one since.
        epoch: stat.epoch,
        files: Vec::new(),
        ..before.clone()
    };
    let run = Run::new(source, to, look, before, now);
    run.go(stat.end.position.0, progress)
}

/// Takes the folder and reads what it holds.
fn enter(to: &Path) -> Result<(File, Option<Manifest>), BackupError> {
    let folder = || to.to_owned();
    if let Some(above) = to.parent().filter(|above| !above.as_os_str().is_empty()) {
        files::make_folder_durably(above)?;
    }
    files::make_folder(to)?;
    if let Some(above) = std::path::absolute(to)
        .ok()
        .as_deref()
        .and_then(Path::parent)
    {
        files::sync_folder(above)?;
    }
    let before = Manifest::read(to)?;
    if before.is_none() {
        let ours = [
            LOCK,
            LOG_FOLDER,
            FILES_FOLDER,
            "MANIFEST.json.part",
            "lost+found",
        ];
        let foreign = files::entries(to)?;
        if foreign
            .iter()
            .any(|(name, _)| !ours.contains(&name.as_str()))
        {
            return Err(BackupError::Foreign { folder: folder() });
        }
    }
    let path = to.join(LOCK);
    let lock = File::create(&path).map_err(at(&path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(BackupError::InUse { folder: folder() }),
        Err(TryLockError::Error(cause)) => return Err(at(&path)(cause).into()),
    }
    files::make_folder(&to.join(LOG_FOLDER))?;
    files::make_folder(&to.join(FILES_FOLDER))?;
    Ok((lock, before))
}
