//! Backing up: everything that is needed to bring a farm back, save the master key, into a folder that every run brings
//! up to date. Consistent while the server runs, because of the order: what proves the log first, then the log, then
//! the keys and photos its events speak of. A run that is cut off leaves the backup of the run before.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use eventlog::{
    GlobalPosition,
    transfer::{Header, LogPoint},
};

use super::{
    files::{self, Content, FileError, Hashing, at},
    last::LastBackup,
    manifest::{
        BLOBS, EARLIER_PROOFS, FILES_FOLDER, Kept, LOG_FOLDER, Manifest, ManifestError, PROOFS,
        Stretch, VAULT, kept_path,
    },
    source::{Source, SourceError},
};

/// Held while a backup is brought up to date.
const LOCK: &str = "LOCK";
/// Longest first line of a stretch, in bytes.
const HEADER_BYTES_MAX: usize = 1024;

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
    let mut run = Run {
        source,
        to,
        look,
        now: Manifest {
            taken_at: taken_at.to_owned(),
            // A log that had none may have been given one since.
            epoch: stat.epoch,
            files: Vec::new(),
            ..before.clone()
        },
        before,
        report: Report {
            events: 0,
            end: LogPoint::default(),
            files: 0,
            bytes: 0,
        },
    };
    run.stretches()?;
    let proofs = run.proofs()?;
    run.log(stat.end.position.0, progress)?;
    run.keep_proofs(proofs)?;
    run.vault()?;
    run.photos()?;
    run.finish()
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

struct Run<'a> {
    source: &'a Source,
    to: &'a Path,
    look: Look,
    before: Manifest,
    now: Manifest,
    report: Report,
}

impl Run<'_> {
    /// Whether a file of the backup is what the manifest says, as far as this run looks.
    fn is_sound(&self, path: &Path, bytes: u64, sha256: &str) -> Result<bool, BackupError> {
        let same_length = fs::metadata(path).is_ok_and(|about| about.len() == bytes);
        Ok(
            same_length
                && (self.look == Look::Lengths || files::content_of(path)?.sha256 == sha256),
        )
    }

    /// The stretches of the log that earlier runs wrote; they cannot be written anew one by one.
    fn stretches(&self) -> Result<(), BackupError> {
        for stretch in &self.before.log {
            let path = stretch.path(self.to);
            if !self.is_sound(&path, stretch.bytes, &stretch.sha256)? {
                return Err(BackupError::Changed { path });
            }
        }
        Ok(())
    }

    /// The signing key and the newest checkpoint, and those of earlier lives of the log: what was proven with them can
    /// be checked only as long as their public keys are known. Read first, so that the checkpoint is never ahead of the
    /// log; kept once the log has turned out to be the backup's own.
    fn proofs(&self) -> Result<Vec<(String, Vec<u8>)>, BackupError> {
        let mut proofs = Vec::new();
        for (folder, about) in files::entries(self.source.data())? {
            let of_a_life = folder == PROOFS || folder.starts_with(EARLIER_PROOFS);
            if !about.is_dir() || !of_a_life {
                continue;
            }
            for (name, about) in files::entries(&self.source.data().join(&folder))? {
                let derived = name == "LOCK" || name == "tile-roots" || name.ends_with(".draft");
                if about.is_file() && !derived {
                    let path = self.source.data().join(&folder).join(&name);
                    let bytes = fs::read(&path).map_err(at(&path))?;
                    proofs.push((format!("{folder}/{name}"), bytes));
                }
            }
        }
        Ok(proofs)
    }

    fn keep_proofs(&mut self, proofs: Vec<(String, Vec<u8>)>) -> Result<(), BackupError> {
        for (path, bytes) in proofs {
            let draft = self.to.join(FILES_FOLDER).join("new.part");
            files::replace(&draft, &bytes, 0o600)?;
            let content = files::content_of(&draft)?;
            self.shelve(&draft, path, content)?;
        }
        Ok(())
    }

    /// The events since the last run.
    fn log(&mut self, until: u64, progress: &mut dyn FnMut(u64, u64)) -> Result<(), BackupError> {
        let after = self.before.end;
        let draft = self.to.join(LOG_FOLDER).join("new.part");
        let mut lines = Lines {
            out: Hashing::over(BufWriter::new(files::create(&draft, 0o600)?)),
            head: Vec::new(),
            events: 0,
            total: until.saturating_sub(after.position.0),
            progress,
        };
        match self.source.export(after.position.0, &mut lines) {
            Ok(()) => {}
            Err(SourceError::BeyondEnd { end }) => {
                let kept = after.position;
                return Err(BackupError::LogShorter { end, kept });
            }
            Err(SourceError::Output(cause)) => return Err(at(&draft)(cause).into()),
            Err(error) => return Err(error.into()),
        }
        let header = serde_json::from_slice::<Header>(&lines.head).ok();
        let (out, content) = lines.out.content();
        let file = out.into_inner().map_err(io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all()).map_err(at(&draft))?;
        let header = header.filter(|header| header.after == after);
        let Some(header) = header else {
            let position = after.position;
            return Err(BackupError::OtherLog { position });
        };
        if header.until == header.after {
            files::remove_if_there(&draft)?;
        } else {
            let stretch = Stretch {
                first: after.position.0 + 1,
                last: header.until.position.0,
                bytes: content.bytes,
                sha256: content.sha256,
            };
            files::move_durably(&draft, &stretch.path(self.to))?;
            self.report.events = stretch.last - after.position.0;
            self.report.bytes += stretch.bytes;
            self.now.log.push(stretch);
        }
        self.now.end = header.until;
        Ok(())
    }

    fn vault(&mut self) -> Result<(), BackupError> {
        if !self.source.data().join(VAULT).exists() {
            return Ok(());
        }
        let draft = self.to.join(FILES_FOLDER).join("vault.part");
        files::remove_if_there(&draft)?;
        self.source.copy_vault(&draft)?;
        let content = files::content_of(&draft)?;
        self.shelve(&draft, VAULT.to_owned(), content)
    }

    /// Photos never change once they are there: those of the last run are not read again, not even if they are gone,
    /// unless the backup lost them.
    fn photos(&mut self) -> Result<(), BackupError> {
        let earlier = self.before.files.clone();
        for file in earlier {
            if !file.path.starts_with(BLOBS) {
                continue;
            }
            let place = file.path(self.to);
            if self.is_sound(&place, file.bytes, &file.sha256)? {
                self.now.files.push(file);
            } else if !self.source.data().join(&file.path).exists() {
                return Err(BackupError::Changed { path: place });
            }
        }
        let known: BTreeSet<String> = self
            .now
            .files
            .iter()
            .map(|file| file.path.clone())
            .collect();
        let folder = self.source.data().join(BLOBS);
        for (shelf, about) in files::entries(&folder)? {
            if !about.is_dir() {
                continue;
            }
            for (name, about) in files::entries(&folder.join(&shelf))? {
                let path = format!("{BLOBS}/{shelf}/{name}");
                if !about.is_file() || name.starts_with("draft-") || known.contains(&path) {
                    continue;
                }
                let from = folder.join(&shelf).join(&name);
                let sha256 = self.keep(&from, path)?;
                let original = name.strip_suffix(".original");
                if original.is_some_and(|hash| hash != sha256) {
                    return Err(BackupError::ChangedPhoto { path: from });
                }
            }
        }
        Ok(())
    }

    /// Copies a file into the backup, if its content is not there yet, and returns its hash.
    fn keep(&mut self, from: &Path, path: String) -> Result<String, BackupError> {
        let draft = self.to.join(FILES_FOLDER).join("new.part");
        let content = files::copy(from, &draft, 0o600)?;
        let sha256 = content.sha256.clone();
        self.shelve(&draft, path, content)?;
        Ok(sha256)
    }

    /// Gives a synced file in the backup its place by content.
    fn shelve(&mut self, draft: &Path, path: String, content: Content) -> Result<(), BackupError> {
        let Content { bytes, sha256 } = content;
        let place = kept_path(self.to, &sha256);
        let same_length = fs::metadata(&place).is_ok_and(|about| about.len() == bytes);
        let there = same_length && files::content_of(&place)?.sha256 == sha256;
        if there {
            files::remove_if_there(draft)?;
        } else {
            if let Some(shelf) = place.parent() {
                files::make_folder(shelf)?;
            }
            files::move_durably(draft, &place)?;
            self.report.files += 1;
            self.report.bytes += bytes;
        }
        self.now.files.push(Kept {
            path,
            bytes,
            sha256,
        });
        Ok(())
    }

    /// Makes the run count, then throws away what only the run before needed: above all its copy of the vault.
    fn finish(mut self) -> Result<Report, BackupError> {
        for folder in [LOG_FOLDER, FILES_FOLDER, ""] {
            files::sync_folder(&self.to.join(folder))?;
        }
        self.now.write(self.to)?;
        let needed: BTreeSet<&str> = self
            .now
            .files
            .iter()
            .map(|one| one.sha256.as_str())
            .collect();
        for file in &self.before.files {
            if !needed.contains(file.sha256.as_str()) {
                files::remove_if_there(&file.path(self.to))?;
            }
        }
        let last = LastBackup {
            taken_at: self.now.taken_at,
            folder: std::path::absolute(self.to).map_err(at(self.to))?,
            position: self.now.end.position.0,
        };
        last.keep(self.source.data());
        self.report.end = self.now.end;
        Ok(self.report)
    }
}

/// Lines on their way into a stretch: counted, hashed, the first one kept.
struct Lines<'a> {
    out: Hashing<BufWriter<File>>,
    head: Vec<u8>,
    events: u64,
    total: u64,
    progress: &'a mut dyn FnMut(u64, u64),
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.head.last() != Some(&b'\n') {
            let line = bytes.split_inclusive(|byte| *byte == b'\n').next();
            self.head.extend_from_slice(line.unwrap_or_default());
            if self.head.len() > HEADER_BYTES_MAX {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        self.out.write_all(bytes)?;
        let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
        self.events += ends as u64;
        let done = self.events.saturating_sub(1);
        (self.progress)(done.min(self.total), self.total);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
