//! The folder around sled's files: whose it is, which format it has, what a crash left behind, and
//! that its files are durable themselves. Knows file names, nothing of what is in them.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::mark::MARK_FILE;
use crate::epoch::{EPOCH_DRAFT, EPOCH_FILE};
use crate::error::OpenError;
use crate::index::{CHECKPOINT_DRAFT, CHECKPOINT_FILE};

/// Newest folder format this program knows.
pub(crate) const FORMAT_KNOWN: u32 = 1;
const FORMAT_FILE: &str = "FORMAT";
const FORMAT_WORD: &str = "pomona-log";
const LOCK_FILE: &str = "LOCK";
/// What an unfinished creation of ours may leave besides `snap.*` and set-aside files.
const OWN_FILES: [&str; 11] = [
    LOCK_FILE,
    EPOCH_FILE,
    EPOCH_DRAFT,
    MARK_FILE,
    CHECKPOINT_FILE,
    CHECKPOINT_DRAFT,
    "FORMAT.new",
    "conf",
    "db",
    "blobs",
    "lost+found",
];
const SET_ASIDE: &str = "set-aside.";

/// A log's folder that this process holds alone.
pub(crate) struct Folder {
    dir: PathBuf,
    has_format: bool,
    lock: File,
}

impl Folder {
    /// Creates the folder if need be, takes it, checks its format and clears what a crash left.
    pub(crate) fn enter(dir: &Path) -> Result<Self, OpenError> {
        fs::create_dir_all(dir).map_err(at(dir))?;
        let format = read_format(dir)?;
        if format.is_none() {
            refuse_foreign(dir)?;
        }
        let lock = lock(dir)?;
        wait_for_sled(dir)?;
        set_aside_unfinished_snapshots(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            has_format: format.is_some(),
            lock,
        })
    }

    /// Whether the folder was a log before.
    pub(crate) fn has_format(&self) -> bool {
        self.has_format
    }

    /// Syncs every file and the folder itself, which sled never does, and marks the folder as a
    /// log. Without this a power cut can leave files that exist in part.
    pub(crate) fn make_durable(&self) -> Result<(), OpenError> {
        for entry in fs::read_dir(&self.dir).map_err(at(&self.dir))? {
            let path = entry.map_err(at(&self.dir))?.path();
            match File::open(&path).and_then(|file| file.sync_all()) {
                // sled may remove an outdated snapshot meanwhile.
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                synced => synced.map_err(at(&path))?,
            }
        }
        if !self.has_format {
            write_format(&self.dir)?;
        }
        sync_path(&self.dir)?;
        let absolute = std::path::absolute(&self.dir).map_err(at(&self.dir))?;
        absolute.parent().map_or(Ok(()), sync_path)
    }
}

impl Drop for Folder {
    /// Closing the file alone would not free the folder while a process that was just being
    /// started still holds a copy of the handle.
    fn drop(&mut self) {
        if let Err(cause) = self.lock.unlock() {
            tracing::warn!(dir = %self.dir.display(), %cause, "could not free the log's folder");
        }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OpenError {
    move |cause| OpenError::Io {
        path: path.to_owned(),
        cause,
    }
}

fn sync_path(path: &Path) -> Result<(), OpenError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(at(path))
}

/// sled locks its file too, but only after it has read the snapshots we may have to set aside.
fn lock(dir: &Path) -> Result<File, OpenError> {
    let path = dir.join(LOCK_FILE);
    let mut options = OpenOptions::new();
    let file = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            folder: dir.to_owned(),
        }),
        Err(TryLockError::Error(cause)) => Err(at(&path)(cause)),
    }
}

/// A sled that was dropped may hold its own lock until its last background write has returned.
/// Ours is held already, so nobody else can be meant and the wait is short.
fn wait_for_sled(dir: &Path) -> Result<(), OpenError> {
    let path = dir.join("db");
    match File::open(&path).and_then(|file| file.lock()) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        freed => freed.map_err(at(&path)),
    }
}

fn read_format(dir: &Path) -> Result<Option<u32>, OpenError> {
    let path = dir.join(FORMAT_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(at(&path)(cause)),
    };
    let number = text
        .strip_prefix(FORMAT_WORD)
        .map(|rest| rest.trim().parse::<u32>());
    match number {
        Some(Ok(found)) if found > FORMAT_KNOWN => Err(OpenError::NewerFormat {
            found,
            known: FORMAT_KNOWN,
        }),
        Some(Ok(found)) => Ok(Some(found)),
        Some(Err(_)) | None => Err(OpenError::NotALog {
            folder: dir.to_owned(),
        }),
    }
}

fn write_format(dir: &Path) -> Result<(), OpenError> {
    let draft = dir.join("FORMAT.new");
    let mut file = File::create(&draft).map_err(at(&draft))?;
    let written = writeln!(file, "{FORMAT_WORD} {FORMAT_KNOWN}").and_then(|()| file.sync_all());
    written.map_err(at(&draft))?;
    fs::rename(&draft, dir.join(FORMAT_FILE)).map_err(at(&draft))
}

/// A folder without a format may be empty or half made; anything else is not ours to write to.
fn refuse_foreign(dir: &Path) -> Result<(), OpenError> {
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let name = entry.map_err(at(dir))?.file_name();
        let name = name.to_string_lossy();
        let own = OWN_FILES.contains(&&*name);
        if !own && !name.starts_with("snap.") && !name.starts_with(SET_ASIDE) {
            return Err(OpenError::NotALog {
                folder: dir.to_owned(),
            });
        }
    }
    Ok(())
}

/// sled takes a snapshot that a crash left unfinished or empty for corruption of the log.
fn set_aside_unfinished_snapshots(dir: &Path) -> Result<(), OpenError> {
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let entry = entry.map_err(at(dir))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = entry.path();
        let empty = entry.metadata().map_err(at(&path))?.len() == 0;
        if name.starts_with("snap.") && (name.ends_with(".generating") || empty) {
            tracing::warn!(file = %path.display(), "setting aside a snapshot a crash left unfinished");
            fs::rename(&path, dir.join(format!("{SET_ASIDE}{name}"))).map_err(at(&path))?;
        }
    }
    Ok(())
}
