//! Files that are there whole or not at all, and their hashes. Knows folders and bytes, nothing of what they mean.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Bytes copied at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// A file or folder could not be made, read, synced or moved.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", .path.display())]
pub struct FileError {
    /// The file or folder in question.
    pub path: PathBuf,
    /// What the system said.
    pub cause: io::Error,
}

/// Names the path of an error.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> FileError {
    move |cause| FileError {
        path: path.to_owned(),
        cause,
    }
}

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) bytes: u64,
    /// SHA-256 in hex.
    pub(crate) sha256: String,
}

/// Counts and hashes what goes through it, in either direction.
pub(crate) struct Hashing<T> {
    inner: T,
    hash: Sha256,
    bytes: u64,
}

impl<T> Hashing<T> {
    pub(crate) fn over(inner: T) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    /// What went through.
    pub(crate) fn content(self) -> (T, Content) {
        let sha256 = HEXLOWER.encode(&self.hash.finalize());
        let bytes = self.bytes;
        (self.inner, Content { bytes, sha256 })
    }

    fn note(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.note(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.note(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Reads a file for its hash alone.
pub(crate) fn content_of(path: &Path) -> Result<Content, FileError> {
    let mut file = Hashing::over(File::open(path).map_err(at(path))?);
    let mut buffer = vec![0; BUFFER_BYTES];
    while file.read(&mut buffer).map_err(at(path))? > 0 {}
    Ok(file.content().1)
}

/// Copies a file to a new one of this mode and syncs it; the folder is the caller's affair.
pub(crate) fn copy(from: &Path, to: &Path, mode: u32) -> Result<Content, FileError> {
    let mut source = File::open(from).map_err(at(from))?;
    let mut target = Hashing::over(create(to, mode)?);
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let count = source.read(&mut buffer).map_err(at(from))?;
        let Some(part) = buffer.get(..count).filter(|part| !part.is_empty()) else {
            break;
        };
        target.write_all(part).map_err(at(to))?;
    }
    let (file, content) = target.content();
    file.sync_all().map_err(at(to))?;
    Ok(content)
}

/// A new file of this mode; what a crash left under its name is thrown away.
pub(crate) fn create(path: &Path, mode: u32) -> Result<File, FileError> {
    remove_if_there(path)?;
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(mode).open(path);
    file.map_err(at(path))
}

/// Writes a file beside its place and moves it there; durable once this returns.
pub(crate) fn replace(path: &Path, bytes: &[u8], mode: u32) -> Result<(), FileError> {
    let draft = draft_of(path);
    let mut file = create(&draft, mode)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(at(&draft))?;
    move_durably(&draft, path)
}

/// Gives a synced file its name; durable once this returns.
pub(crate) fn move_durably(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::rename(from, to).map_err(at(to))?;
    to.parent().map_or(Ok(()), sync_folder)
}

/// Where a file is written before it is whole.
pub(crate) fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), FileError> {
    File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(at(folder))
}

/// Makes a folder and those above it, for the owner alone.
pub(crate) fn make_folder(folder: &Path) -> Result<(), FileError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder).map_err(at(folder))
}

/// Makes a folder and those above it, if they are not there; their names are on the disk once this returns. Whoever
/// may reach them is what the process's mask says.
///
/// # Errors
/// [`FileError`] naming the folder that cannot be made or synced.
pub fn make_folder_durably(folder: &Path) -> Result<(), FileError> {
    let made = missing(folder);
    fs::create_dir_all(folder).map_err(at(folder))?;
    made.iter()
        .filter_map(|path| path.parent())
        .try_for_each(sync_folder)
}

/// Those of a folder and the folders above it that are not there, as absolute paths.
fn missing(folder: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let above = absolute.ancestors().take_while(|path| !path.exists());
    above.map(Path::to_owned).collect()
}

/// Removes a file; that it is not there is fine.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(at(path)),
    }
}

/// The entries of a folder by name; none where there is no such folder.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(String, fs::Metadata)>, FileError> {
    let read = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(at(folder))?,
    };
    let mut entries = Vec::new();
    for entry in read {
        let entry = entry.map_err(at(folder))?;
        let about = entry.metadata().map_err(at(&entry.path()))?;
        // Ours are all plain; others are not ours to touch.
        if let Ok(name) = entry.file_name().into_string() {
            entries.push((name, about));
        }
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_hashed_on_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&from, b"abc").unwrap();
        fs::write(&to, b"left by a crash").unwrap();
        let copied = copy(&from, &to, 0o600).unwrap();
        assert_eq!(copied.bytes, 3);
        assert!(copied.sha256.starts_with("ba7816bf"), "{copied:?}");
        assert_eq!(content_of(&to).unwrap(), copied);
        assert_eq!(fs::read(&to).unwrap(), b"abc");
    }

    #[test]
    fn a_folder_is_made_with_those_above_it_whose_names_are_synced() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        assert_eq!(missing(&deep), [deep.clone(), folder.path().join("a")]);
        make_folder_durably(&deep).unwrap();
        assert!(deep.is_dir() && missing(&deep).is_empty());
        make_folder_durably(&deep).unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(make_folder_durably(&folder.path().join("file/x")).is_err());
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        replace(&path, b"one", 0o600).unwrap();
        replace(&path, b"two", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(entries(folder.path()).unwrap().len(), 1);
    }
}
