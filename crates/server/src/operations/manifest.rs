//! What a backup holds, as one file that is replaced at the end of each run: what it does not name does not count.
//!
//! ```text
//! <backup>/MANIFEST.json                          this
//! <backup>/log/<first>-<last>.jsonl               stretches of the log, as `eventlog::transfer` writes them
//! <backup>/files/<2 hex digits>/<SHA-256>         everything else, once per content
//! ```

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use eventlog::transfer::LogPoint;
use serde::{Deserialize, Serialize};

use super::files::{self, FileError, at};

/// Newest form of the manifest that this program knows.
const FORM: u32 = 1;
const FILE: &str = "MANIFEST.json";
/// Where stretches of the log are.
pub(crate) const LOG_FOLDER: &str = "log";
/// Where everything else is.
pub(crate) const FILES_FOLDER: &str = "files";
/// The vault, in a data folder.
pub(crate) const VAULT: &str = "vault.sqlite";
/// Photos, in a data folder.
pub(crate) const BLOBS: &str = "blobs";
/// What proves the log to others, in a data folder.
pub(crate) const PROOFS: &str = "proofs";
/// How the folders begin in which the proofs of earlier lives of the log are kept: key, name and last checkpoint.
pub(crate) const EARLIER_PROOFS: &str = "proofs-of-";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Form of the manifest, 1.
    pub pomona_backup: u32,
    /// When the last run began, RFC 3339.
    pub taken_at: String,
    /// Which life of the log it is of.
    pub epoch: Option<String>,
    /// Where the log ends in it.
    pub end: LogPoint,
    /// The stretches of the log, in order.
    pub log: Vec<Stretch>,
    /// All other files.
    pub files: Vec<Kept>,
}

/// A stretch of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// Position of its first event.
    pub first: u64,
    /// Position of its last event.
    pub last: u64,
    /// Length of its file.
    pub bytes: u64,
    /// Hash of its file, in hex.
    pub sha256: String,
}

/// A file that is no part of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Where it belongs in the data folder.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its hash, in hex, which is also its name in the backup.
    pub sha256: String,
}

/// Why a backup's manifest cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no manifest of ours, or was changed.
    #[error("{} is no manifest of a backup", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote it.
    #[error("the backup has form {found}, this program knows {known}; use a newer program")]
    Newer {
        /// Its form.
        found: u32,
        /// The newest form this program knows.
        known: u32,
    },
}

impl Manifest {
    /// The manifest of a backup that holds nothing yet.
    pub(crate) fn new(taken_at: String, epoch: Option<String>) -> Self {
        Self {
            pomona_backup: FORM,
            taken_at,
            epoch,
            end: LogPoint::default(),
            log: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Reads a backup's manifest; `None` where there is none.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn read(backup: &Path) -> Result<Option<Self>, ManifestError> {
        let path = backup.join(FILE);
        let bytes = match fs::read(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(at(&path))?,
        };
        Self::parse(&bytes, &path).map(Some)
    }

    /// Reads a manifest's bytes, which came from `path`.
    pub(crate) fn parse(bytes: &[u8], path: &Path) -> Result<Self, ManifestError> {
        let malformed = || ManifestError::Malformed {
            path: path.to_owned(),
        };
        let any: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|_no_json| malformed())?;
        let form = any["pomona_backup"].as_u64().ok_or_else(malformed)?;
        if form != u64::from(FORM) {
            return Err(ManifestError::Newer {
                found: u32::try_from(form).unwrap_or(u32::MAX),
                known: FORM,
            });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_other| malformed())?;
        if manifest.is_sound() {
            Ok(manifest)
        } else {
            Err(malformed())
        }
    }

    /// Replaces a backup's manifest: from here on it holds what this says.
    pub(crate) fn write(&self, backup: &Path) -> Result<(), ManifestError> {
        let path = backup.join(FILE);
        let bytes = self
            .to_bytes()
            .map_err(|_never| ManifestError::Malformed { path: path.clone() })?;
        Ok(files::replace(&path, &bytes, 0o600)?)
    }

    /// As it is written.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Stretches without a gap, and files that belong where backups put them.
    fn is_sound(&self) -> bool {
        let mut end = 0;
        let dense = self.log.iter().all(|stretch| {
            let after = stretch.first.checked_sub(1);
            let follows = after == Some(end) && stretch.last >= stretch.first;
            end = stretch.last;
            follows
        });
        let hex = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        dense
            && end == self.end.position.0
            && self.log.iter().all(|stretch| hex(&stretch.sha256))
            && self.files.iter().all(|file| hex(&file.sha256))
            && self.files.iter().all(|file| is_ours(Path::new(&file.path)))
    }

    /// The file that belongs at `path`.
    pub(crate) fn file(&self, path: &str) -> Option<&Kept> {
        self.files.iter().find(|file| file.path == path)
    }
}

fn is_ours(path: &Path) -> bool {
    let mut parts = path.components();
    let first = parts.next().and_then(|part| part.as_os_str().to_str());
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let known = |name: &str| {
        let earlier = name.strip_prefix(EARLIER_PROOFS);
        [VAULT, BLOBS, PROOFS].contains(&name) || earlier.is_some_and(|epoch| !epoch.is_empty())
    };
    plain && first.is_some_and(known)
}

impl Stretch {
    /// Where its file is in a backup.
    pub(crate) fn path(&self, backup: &Path) -> PathBuf {
        let name = format!("{:012}-{:012}.jsonl", self.first, self.last);
        backup.join(LOG_FOLDER).join(name)
    }
}

impl Kept {
    /// Where it is in a backup.
    pub(crate) fn path(&self, backup: &Path) -> PathBuf {
        kept_path(backup, &self.sha256)
    }
}

/// Where a file of this hash is in a backup.
pub(crate) fn kept_path(backup: &Path, sha256: &str) -> PathBuf {
    let shelf = sha256.get(..2).unwrap_or("00");
    backup.join(FILES_FOLDER).join(shelf).join(sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let mut manifest = Manifest::new("2026-11-22T08:00:00Z".to_owned(), None);
        let hash = "ab".repeat(32);
        manifest.files = vec![Kept {
            path: "blobs/ab/photo.original".to_owned(),
            bytes: 1,
            sha256: hash,
        }];
        manifest
    }

    #[test]
    fn a_manifest_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), None);
        manifest().write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), Some(manifest()));
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_no_path_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            "../x",
            "/etc/passwd",
            "blobs/../../x",
            "log/db",
            "master.key",
            "proofs-of-",
            "proofs-of-/../../x",
            "",
        ] {
            let mut wrong = manifest();
            wrong.files[0].path = path.to_owned();
            wrong.write(folder.path()).unwrap();
            let read = Manifest::read(folder.path());
            assert!(
                matches!(read, Err(ManifestError::Malformed { .. })),
                "{path}"
            );
        }
    }

    #[test]
    fn a_gap_in_the_log_or_a_newer_form_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut gap = manifest();
        gap.end.position.0 = 7;
        gap.write(folder.path()).unwrap();
        assert!(Manifest::read(folder.path()).is_err());
        let mut newer = manifest();
        newer.pomona_backup = 2;
        newer.write(folder.path()).unwrap();
        let read = Manifest::read(folder.path());
        assert!(matches!(
            read,
            Err(ManifestError::Newer { found: 2, known: 1 })
        ));
    }
}
