//! What a phone announced, and the file name that says it. It touches no disk.

use kernel::{ContentHash, UploadId};

/// A photo that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announced {
    /// The client's name for it.
    pub(crate) upload: UploadId,
    /// How many bytes it has.
    pub(crate) bytes: u64,
    /// What they hash to.
    pub(crate) sha256: ContentHash,
}

impl Announced {
    /// The name of its file.
    pub(super) fn file_name(&self) -> String {
        format!("{}.{}.{}", self.upload, self.bytes, self.sha256)
    }

    /// What a file's name says; nothing if it is none of ours.
    pub(super) fn of_file_name(name: &str) -> Option<Self> {
        let mut parts = name.split('.');
        let announced = Self {
            upload: parts.next()?.parse().ok()?,
            bytes: parts.next()?.parse().ok()?,
            sha256: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(announced)
    }
}
