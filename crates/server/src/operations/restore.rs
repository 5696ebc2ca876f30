//! Restoring: a backup into a folder that nobody serves yet. Every byte is checked against the manifest, every event
//! against its hash. The log begins a new life, and who was erased by its end is erased in the restored vault before
//! anything can be served from it.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use eventlog::{
    Epoch, GlobalPosition, Log, OpenError, Options, ReadError,
    transfer::{self, ImportError, LogPoint},
};
use vault::{Subject, VaultError};

use super::{
    files::{self, FileError, Hashing, at},
    manifest::{BLOBS, EARLIER_PROOFS, Kept, Manifest, ManifestError, PROOFS, Stretch, VAULT},
};
use crate::proofs::{self, ProofsError};

/// The fact that somebody was erased; it stands in the stream of that person.
const PERSON_ERASED: &str = "community.person-erased";
/// Events read at a time.
const READ_EVENTS: usize = 4_096;
/// Bytes read ahead of a stretch.
const BUFFER_BYTES: usize = 256 * 1024;

/// How to restore.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The new life's epoch, drawn at random.
    pub epoch: Epoch,
    /// Go on signing checkpoints with the old key. Only where nothing was signed after the backup: two checkpoints
    /// that disagree would make the key worthless.
    pub same_signer: bool,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where the log ends.
    pub end: LogPoint,
    /// Files other than the log.
    pub files: u64,
    /// Persons erased by the end of the log.
    pub erased: u64,
    /// Those of them whose keys the vault still had.
    pub keys_destroyed: u64,
    /// When the backup was taken.
    pub taken_at: String,
}

/// Why a backup was not restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is no backup.
    #[error("{} holds no backup", .folder.display())]
    NoBackup {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest cannot be used.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file of the backup is not what the manifest says.
    #[error("{} was changed: its content does not fit the manifest", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A stretch of the log cannot be read in.
    #[error("{}: {cause}", .path.display())]
    Stretch {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: ImportError,
    },
    /// The stretches lead elsewhere than the manifest says.
    #[error("the log ends at {found}, the manifest says {promised}")]
    OtherEnd {
        /// What the manifest says.
        promised: LogPoint,
        /// Where the log ends.
        found: LogPoint,
    },
    /// The new log cannot be opened.
    #[error("the new log cannot be opened: {0}")]
    Open(#[from] OpenError),
    /// The new log cannot be read.
    #[error("the new log cannot be read: {0}")]
    Read(#[from] ReadError),
    /// The erasures cannot be repeated.
    #[error("erasing again in the restored vault failed: {0}")]
    Vault(#[from] VaultError),
    /// The log cannot be given its new name.
    #[error("the restored log cannot be named: {0}")]
    Name(#[from] ProofsError),
}

/// Restores the backup in `from` into the empty folder `to`; reports `(done, total)` events. Nothing may be served from
/// the folder before this returns well.
///
/// # Errors
/// [`RestoreError`]; throw the folder away.
pub fn restore(
    from: &Path,
    to: &Path,
    wish: Wish,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, RestoreError> {
    let Some(manifest) = Manifest::read(from)? else {
        let folder = from.to_owned();
        return Err(RestoreError::NoBackup { folder });
    };
    let options = Options {
        new_epoch: Some(wish.epoch),
        ..Options::default()
    };
    let log = Log::open(&to.join("log"), options)?;
    let total = manifest.end.position.0;
    for stretch in &manifest.log {
        let before = stretch.first - 1;
        read_in(from, stretch, &log, &mut |done, _| {
            progress(before + done, total);
        })?;
    }
    if log.end() != manifest.end {
        return Err(RestoreError::OtherEnd {
            promised: manifest.end,
            found: log.end(),
        });
    }
    let aside = aside(&manifest);
    for file in &manifest.files {
        put_back(from, file, to, &aside, wish.same_signer)?;
    }
    if !wish.same_signer {
        let proofs = to.join(proofs::FOLDER);
        proofs::renew(&to.join(&aside), &proofs, &wish.epoch.to_string())?;
    }
    let erased = erased(&log)?;
    log.close();
    let keys_destroyed = if manifest.file(VAULT).is_some() {
        vault::erase_closed(&to.join(VAULT), &erased)?
    } else {
        0
    };
    files::sync_folder(to)?;
    Ok(Report {
        end: manifest.end,
        files: manifest.files.len() as u64,
        erased: erased.len() as u64,
        keys_destroyed: keys_destroyed as u64,
        taken_at: manifest.taken_at,
    })
}

fn read_in(
    from: &Path,
    stretch: &Stretch,
    log: &Log,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), RestoreError> {
    let path = stretch.path(from);
    let file = File::open(&path).map_err(at(&path))?;
    let mut input = BufReader::with_capacity(BUFFER_BYTES, Hashing::over(file));
    if let Err(cause) = transfer::import(&mut input, log, progress) {
        return Err(RestoreError::Stretch { path, cause });
    }
    // To the end, should anything stand behind the last line.
    let rest = input.read_to_end(&mut Vec::new()).map_err(at(&path))?;
    let (_, content) = input.into_inner().content();
    if rest == 0 && content.bytes == stretch.bytes && content.sha256 == stretch.sha256 {
        Ok(())
    } else {
        Err(RestoreError::Changed { path })
    }
}

/// Where the proofs of the earlier life are kept.
fn aside(manifest: &Manifest) -> String {
    let epoch = manifest.epoch.as_deref().unwrap_or("unnamed");
    format!("{EARLIER_PROOFS}{}", epoch.get(..8).unwrap_or(epoch))
}

fn put_back(
    from: &Path,
    file: &Kept,
    to: &Path,
    aside: &str,
    same_signer: bool,
) -> Result<(), RestoreError> {
    let source = file.path(from);
    let proof = file.path.strip_prefix(PROOFS);
    let path = match proof.and_then(|name| name.strip_prefix('/')) {
        Some(name) if !same_signer => to.join(aside).join(name),
        Some(_) | None => to.join(&file.path),
    };
    if let Some(folder) = path.parent() {
        files::make_folder(folder)?;
    }
    let mode = if file.path.starts_with(BLOBS) {
        0o644
    } else {
        0o600
    };
    let content = files::copy(&source, &path, mode)?;
    if content.sha256 != file.sha256 {
        return Err(RestoreError::Changed { path: source });
    }
    for folder in path.ancestors().skip(1) {
        files::sync_folder(folder)?;
        if folder == to {
            break;
        }
    }
    Ok(())
}

/// Everybody the log says was erased.
fn erased(log: &Log) -> Result<Vec<Subject>, RestoreError> {
    let mut persons = Vec::new();
    let mut after = GlobalPosition::START;
    loop {
        let events = log.read_all(after, READ_EVENTS)?;
        let Some(last) = events.last() else {
            return Ok(persons);
        };
        after = last.position;
        for event in &events {
            if event.type_name.as_str() == PERSON_ERASED {
                persons.push(Subject::parse(event.stream.id())?);
            }
        }
    }
}
