//! Photos on their way in pieces: what phones have sent so far, in plain files outside the log until an observation
//! takes them. It knows no HTTP and no photo.
//!
//! ```text
//! <data>/uploads/<person>/<upload>.<bytes announced>.<SHA-256 announced>
//! ```
//!
//! The name says what was announced and the length says how far it is: there is no second record that could disagree
//! after a crash. A piece is on the disk before it is acknowledged. What was announced is checked when the last byte is
//! there and again when it is taken. Whatever is here may be deleted: the phone sends it again. All calls block.

mod error;
mod name;

use std::{
    fs::{self, File, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use kernel::{ContentHash, PersonId, Timestamp, UploadId};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

pub(crate) use error::UploadError;
pub(crate) use name::Announced;

use crate::{
    limits::{PHOTO_BYTES_MAX, UPLOAD_HOURS_MAX, UPLOADS_BYTES_MAX, UPLOADS_OPEN_MAX},
    operations::files::{at, entries, make_folder_durably, remove_if_there, sync_folder},
};

/// Locks that uploads share by their id; a writer holds one for the length of one small write.
const LOCKS: usize = 16;

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    /// What was announced.
    pub(crate) announced: Announced,
    /// Bytes that are here for good.
    pub(crate) offset: u64,
    /// When it was last added to, in milliseconds since 1970.
    pub(crate) touched_ms: i64,
}

impl Progress {
    /// Whether all that was announced is here.
    pub(crate) const fn is_whole(&self) -> bool {
        self.offset == self.announced.bytes
    }
}

/// The uploads of a data folder.
pub(crate) struct Uploads {
    folder: PathBuf,
    /// Held while an upload is announced, so that the limits are counted one after the other.
    announcing: Mutex<()>,
    writing: [Mutex<()>; LOCKS],
}

impl Uploads {
    /// Uploads in this folder, which is made when the first one comes.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            announcing: Mutex::default(),
            writing: Default::default(),
        }
    }

    /// Begins an upload, or says how far it is if the same was announced before.
    ///
    /// # Errors
    /// Too large or empty, the id was used for other content, too many are open, no room.
    pub(crate) fn announce(
        &self,
        person: PersonId,
        announced: &Announced,
        now: Timestamp,
    ) -> Result<Progress, UploadError> {
        let bytes_max = PHOTO_BYTES_MAX as u64;
        if !(1..=bytes_max).contains(&announced.bytes) {
            return Err(UploadError::Size { bytes_max });
        }
        let _one_at_a_time = self.announcing.lock();
        let own = self.of(person)?;
        if let Some(there) = own.iter().find(|one| one.is(announced.upload)) {
            let same = there.announced == *announced;
            return same.then(|| there.clone()).ok_or(UploadError::Differs);
        }
        if own.len() >= UPLOADS_OPEN_MAX {
            return Err(UploadError::TooMany {
                max: UPLOADS_OPEN_MAX,
            });
        }
        if self.announced_bytes()? + announced.bytes > UPLOADS_BYTES_MAX {
            return Err(UploadError::NoRoom);
        }
        let folder = self.folder_of(person);
        make_folder_durably(&folder)?;
        let path = folder.join(announced.file_name());
        let file = File::create_new(&path).map_err(at(&path))?;
        touch(&file, &path, now)?;
        file.sync_all().map_err(at(&path))?;
        sync_folder(&folder)?;
        Ok(Progress {
            announced: announced.clone(),
            offset: 0,
            touched_ms: now.millis(),
        })
    }

    /// How far an upload is.
    ///
    /// # Errors
    /// This person has none under this id.
    pub(crate) fn progress(
        &self,
        person: PersonId,
        upload: UploadId,
    ) -> Result<Progress, UploadError> {
        let mut own = self.of(person)?.into_iter();
        own.find(|one| one.is(upload)).ok_or(UploadError::Unknown)
    }

    /// Adds a piece where the upload ends; it is durable once this returns.
    ///
    /// # Errors
    /// The piece belongs elsewhere or goes beyond what was announced: nothing was added. Or the whole is not what was
    /// announced: it is thrown away, to be announced anew.
    pub(crate) fn append(
        &self,
        person: PersonId,
        upload: UploadId,
        offset: u64,
        piece: &[u8],
        now: Timestamp,
    ) -> Result<Progress, UploadError> {
        let _alone = self.lock(upload);
        let there = self.progress(person, upload)?;
        if offset != there.offset {
            return Err(UploadError::Misplaced {
                offset: there.offset,
            });
        }
        let offset = there.offset + piece.len() as u64;
        if offset > there.announced.bytes {
            return Err(UploadError::TooLong {
                bytes: there.announced.bytes,
            });
        }
        let path = self.path(person, &there.announced);
        write_at(&path, there.offset, piece, now)?;
        let grown = Progress {
            offset,
            touched_ms: now.millis(),
            ..there
        };
        if grown.is_whole() {
            checked(&path, &grown.announced)?;
        }
        Ok(grown)
    }

    /// The bytes of a whole upload.
    ///
    /// # Errors
    /// Unknown, announced with another hash, not whole, or damaged: then it is thrown away.
    pub(crate) fn read(
        &self,
        person: PersonId,
        upload: UploadId,
        sha256: ContentHash,
    ) -> Result<Vec<u8>, UploadError> {
        let _alone = self.lock(upload);
        let there = self.progress(person, upload)?;
        if there.announced.sha256 != sha256 {
            return Err(UploadError::Differs);
        }
        if !there.is_whole() {
            return Err(UploadError::Unfinished {
                upload,
                offset: there.offset,
            });
        }
        checked(&self.path(person, &there.announced), &there.announced)
    }

    /// Forgets an upload; that there is none is fine.
    ///
    /// # Errors
    /// The disk failed.
    pub(crate) fn remove(&self, person: PersonId, upload: UploadId) -> Result<(), UploadError> {
        let _alone = self.lock(upload);
        match self.progress(person, upload) {
            Ok(there) => Ok(remove_if_there(&self.path(person, &there.announced))?),
            Err(UploadError::Unknown) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes uploads that nothing was added to for [`UPLOAD_HOURS_MAX`]; tells how many.
    ///
    /// # Errors
    /// The disk failed.
    pub(crate) fn sweep(&self, now: Timestamp) -> Result<usize, UploadError> {
        let mut removed = 0;
        for person in self.people()? {
            for one in self.of(person)? {
                if one.touched_ms + HOUR_MS * UPLOAD_HOURS_MAX < now.millis() {
                    self.remove(person, one.announced.upload)?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    fn lock(&self, upload: UploadId) -> parking_lot::MutexGuard<'_, ()> {
        let [.., last] = *upload.as_bytes();
        self.writing[usize::from(last) % LOCKS].lock()
    }

    fn folder_of(&self, person: PersonId) -> PathBuf {
        self.folder.join(person.to_string())
    }

    fn path(&self, person: PersonId, announced: &Announced) -> PathBuf {
        self.folder_of(person).join(announced.file_name())
    }

    fn people(&self) -> Result<Vec<PersonId>, UploadError> {
        let names = entries(&self.folder)?.into_iter();
        Ok(names.filter_map(|(name, _)| name.parse().ok()).collect())
    }

    fn of(&self, person: PersonId) -> Result<Vec<Progress>, UploadError> {
        let files = entries(&self.folder_of(person))?.into_iter();
        let found = files.filter_map(|(name, about)| {
            Some(Progress {
                announced: Announced::of_file_name(&name)?,
                offset: about.len(),
                touched_ms: millis(about.modified().ok()?),
            })
        });
        Ok(found.collect())
    }

    fn announced_bytes(&self) -> Result<u64, UploadError> {
        let mut bytes = 0;
        for person in self.people()? {
            let own = self.of(person)?;
            bytes += own.iter().map(|one| one.announced.bytes).sum::<u64>();
        }
        Ok(bytes)
    }
}

impl Progress {
    fn is(&self, upload: UploadId) -> bool {
        self.announced.upload == upload
    }
}

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// A moment of the file system in milliseconds since 1970.
fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// A file is as old as the product's clock says, so that a sandbox whose clock was moved is not swept at once.
fn touch(file: &File, path: &Path, now: Timestamp) -> Result<(), UploadError> {
    let since = Duration::from_millis(u64::try_from(now.millis()).unwrap_or_default());
    let time = SystemTime::UNIX_EPOCH + since;
    Ok(file.set_modified(time).map_err(at(path))?)
}

/// Writes a piece; of one that cannot be written whole nothing stays.
fn write_at(path: &Path, offset: u64, piece: &[u8], now: Timestamp) -> Result<(), UploadError> {
    let mut options = OpenOptions::new();
    let mut file = options.write(true).open(path).map_err(at(path))?;
    let written = file
        .seek(SeekFrom::Start(offset))
        .and_then(|_| file.write_all(piece))
        .and_then(|()| file.sync_data());
    if let Err(cause) = written {
        // If that fails as well, the rest is found by the hash.
        drop(file.set_len(offset));
        return Err(at(path)(cause).into());
    }
    touch(&file, path, now)
}

/// The file's bytes if they are what was announced; else the file is thrown away.
fn checked(path: &Path, announced: &Announced) -> Result<Vec<u8>, UploadError> {
    let bytes = fs::read(path).map_err(at(path))?;
    if Sha256::digest(&bytes)[..] == announced.sha256.as_bytes()[..] {
        return Ok(bytes);
    }
    remove_if_there(path)?;
    Err(UploadError::HashDiffers)
}

#[cfg(test)]
mod tests;
