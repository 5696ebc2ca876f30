//! One run: what is read from the source, in which order, and where it goes in the backup.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use eventlog::transfer::{Header, LogPoint};

use super::{BackupError, Look, Report};
use crate::operations::{
    files::{self, Content, Hashing, at},
    last::LastBackup,
    manifest::{
        BLOBS, EARLIER_PROOFS, FILES_FOLDER, Kept, LOG_FOLDER, Manifest, PROOFS, Stretch, VAULT,
        kept_path,
    },
    source::{Source, SourceError},
};

/// Longest first line of a stretch, in bytes.
const HEADER_BYTES_MAX: usize = 1024;

pub(super) struct Run<'a> {
    source: &'a Source,
    to: &'a Path,
    look: Look,
    before: Manifest,
    now: Manifest,
    report: Report,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        source: &'a Source,
        to: &'a Path,
        look: Look,
        before: Manifest,
        now: Manifest,
    ) -> Self {
        let report = Report {
            events: 0,
            end: LogPoint::default(),
            files: 0,
            bytes: 0,
        };
        Self {
            source,
            to,
            look,
            before,
            now,
            report,
        }
    }

    /// Everything, in the order that makes the backup consistent.
    pub(super) fn go(
        mut self,
        until: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Report, BackupError> {
        self.stretches()?;
        let proofs = self.proofs()?;
        self.log(until, progress)?;
        self.keep_proofs(proofs)?;
        self.vault()?;
        self.photos()?;
        self.finish()
    }

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
