//! The folder around sled's files and the journals: whose it is, which format it has, what a crash left behind, and
//! that its files are durable themselves. Knows file names, nothing of what is in them.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Space;
use super::mark::MARK_FILE;
use crate::epoch::{EPOCH_DRAFT, EPOCH_FILE};
use crate::error::OpenError;
use crate::index::{CHECKPOINT_DRAFT, CHECKPOINT_FILE};

/// Newest folder format this program knows.
pub(crate) const FORMAT_KNOWN: u32 = 2;
/// The first format with journals beside sled's files.
const FORMAT_JOURNALS: u32 = 2;
const FORMAT_FILE: &str = "FORMAT";
const FORMAT_WORD: &str = "pomona-log";
const LOCK_FILE: &str = "LOCK";
/// There from before anything is made until the folder is a log: as long as it is, nothing in the
/// folder was ever acknowledged.
const CREATING_FILE: &str = "CREATING";
/// What an unfinished creation of ours may leave besides `snap.*` and set-aside files.
const OWN_FILES: [&str; 12] = [
    LOCK_FILE,
    CREATING_FILE,
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
    /// `None` in a folder that was not a log before.
    format: Option<u32>,
    lock: File,
}

impl Folder {
    /// Creates the folder if need be, takes it, checks its format and clears what a crash left.
    pub(crate) fn enter(dir: &Path) -> Result<Self, OpenError> {
        make_folder(dir)?;
        let format = read_format(dir)?;
        if format.is_none() {
            refuse_foreign(dir)?;
        }
        let lock = lock(dir)?;
        wait_for_sled(dir)?;
        if format.is_none() {
            begin_creation(dir)?;
        } else {
            end_creation(dir)?;
        }
        set_aside_unfinished_snapshots(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            format,
            lock,
        })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether the folder was a log before.
    pub(crate) fn has_format(&self) -> bool {
        self.format.is_some()
    }

    /// Whether it may have had journals.
    pub(crate) fn has_journals(&self) -> bool {
        self.format >= Some(FORMAT_JOURNALS)
    }

    /// Marks the folder as one with journals, so that no older program overlooks them.
    pub(crate) fn raise_format(&self) -> io::Result<()> {
        if !self.has_journals() {
            write_format(&self.dir)?;
        }
        self.sync()
    }

    /// Makes the names of all files survive a power cut.
    pub(crate) fn sync(&self) -> io::Result<()> {
        File::open(&self.dir).and_then(|dir| dir.sync_all())
    }

    /// What is free on the disk the folder is on.
    pub(crate) fn space(&self) -> io::Result<Space> {
        let disk = rustix::fs::statvfs(&self.dir)?;
        Ok(Space {
            free_bytes: disk.f_bavail.saturating_mul(disk.f_frsize),
            total_bytes: disk.f_blocks.saturating_mul(disk.f_frsize),
        })
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
        // A name may be lost though a later one is not: first those of the files, then the word
        // that they are a log.
        sync_path(&self.dir)?;
        if self.format.is_none() {
            // The names before the word that they are there.
            sync_path(&self.dir)?;
            write_format(&self.dir).map_err(at(&self.dir))?;
        }
        sync_path(&self.dir)?;
        end_creation(&self.dir)
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

/// Makes the folder and those above it that are missing, so that none of them is lost again.
fn make_folder(dir: &Path) -> Result<(), OpenError> {
    let absolute = std::path::absolute(dir).map_err(at(dir))?;
    let missing = absolute.ancestors().take_while(|path| !path.exists());
    let missing: Vec<&Path> = missing.collect();
    fs::create_dir_all(dir).map_err(at(dir))?;
    // The folder itself may be there since a start that was cut short.
    let made = missing.into_iter().chain([absolute.as_path()]);
    made.filter_map(Path::parent).try_for_each(sync_path)
}

/// Says that the folder is not a log yet, and clears what an earlier beginning left: sled makes
/// its files in steps and cannot open them in between. A folder with sled's files but without our
/// word that we were making it is left alone.
fn begin_creation(dir: &Path) -> Result<(), OpenError> {
    let creating = dir.join(CREATING_FILE);
    let begun_before = creating.exists();
    let mut strangers = false;
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let entry = entry.map_err(at(dir))?;
        let (name, path) = (entry.file_name(), entry.path());
        if [LOCK_FILE, CREATING_FILE, "lost+found"].contains(&&*name.to_string_lossy()) {
            continue;
        }
        if !begun_before {
            strangers = true;
        } else if path.is_dir() {
            fs::remove_dir_all(&path).map_err(at(&path))?;
        } else {
            fs::remove_file(&path).map_err(at(&path))?;
        }
    }
    if strangers {
        return Ok(());
    }
    let file = File::create(&creating).map_err(at(&creating))?;
    file.sync_all().map_err(at(&creating))?;
    sync_path(dir)
}

/// The folder is a log: its files must never be cleared away again.
fn end_creation(dir: &Path) -> Result<(), OpenError> {
    let creating = dir.join(CREATING_FILE);
    match fs::remove_file(&creating) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(at(&creating)).and_then(|()| sync_path(dir)),
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
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
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

fn write_format(dir: &Path) -> io::Result<()> {
    let draft = dir.join("FORMAT.new");
    let mut file = File::create(&draft)?;
    writeln!(file, "{FORMAT_WORD} {FORMAT_KNOWN}")?;
    file.sync_all()?;
    fs::rename(&draft, dir.join(FORMAT_FILE))
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
