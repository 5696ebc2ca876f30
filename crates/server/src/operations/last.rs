//! When the data folder was backed up last, kept in it for people who ask. Only helps to remember: nothing rests on it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::files;

/// Name of the file in the data folder.
const FILE: &str = "backup.last";

/// What the last run did, as it is kept in the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When it began, RFC 3339.
    pub taken_at: String,
    /// Where the backup is.
    pub folder: PathBuf,
    /// Where the log ends in it.
    pub position: u64,
}

impl LastBackup {
    /// What is known in this data folder; nothing when it cannot be read.
    #[must_use]
    pub fn of(data: &Path) -> Option<Self> {
        let bytes = fs::read(data.join(FILE)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Keeps it. It only helps people to remember: that it cannot be kept is no failure of the backup.
    pub(crate) fn keep(&self, data: &Path) {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        if let Err(error) = files::replace(&data.join(FILE), &bytes, 0o600) {
            tracing::warn!(%error, "when the last backup was taken is not noted");
        }
    }
}
