//! Photos in a folder: content-addressed, written whole or not at all, durable before `put` returns.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use app::ports::{BlobError, BlobKey, Blobs};
use kernel::ContentHash;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Photos in a folder. Two hex digits make a subfolder, so that none grows too long.
#[derive(Debug, Clone)]
pub struct FolderBlobs {
    folder: PathBuf,
}

impl FolderBlobs {
    /// Opens the folder, making it where there is none.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(folder: PathBuf) -> std::io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    fn path(&self, key: BlobKey) -> PathBuf {
        let (hash, ending) = match key {
            BlobKey::Original(hash) => (hash, "original".to_owned()),
            BlobKey::Derivative(hash, size) => (hash, format!("{}.jpg", size.name())),
        };
        let hex = hash.to_string();
        self.folder.join(&hex[..2]).join(format!("{hex}.{ending}"))
    }
}

impl Blobs for FolderBlobs {
    fn put(&self, key: BlobKey, bytes: &[u8]) -> Result<(), BlobError> {
        let path = self.path(key);
        if path.try_exists()? {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        if !folder.try_exists()? {
            fs::create_dir_all(folder)?;
            sync_folder(&self.folder)?;
        }
        let draft = folder.join(format!("draft-{}", Uuid::new_v4()));
        let mut file = File::create_new(&draft)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if let Err(error) = written.and_then(|()| fs::rename(&draft, &path)) {
            // What is left of a failed draft is of no use; that it stays behind is no further failure.
            drop(fs::remove_file(&draft));
            return Err(error.into());
        }
        Ok(sync_folder(folder)?)
    }

    fn get(&self, key: BlobKey) -> Result<Vec<u8>, BlobError> {
        let bytes = match fs::read(self.path(key)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(BlobError::Missing),
            Err(error) => return Err(error.into()),
        };
        match key {
            BlobKey::Original(hash) if hash_of(&bytes) != hash => Err(BlobError::Damaged),
            BlobKey::Original(_) | BlobKey::Derivative(..) => Ok(bytes),
        }
    }
}

fn hash_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::ports::PhotoSize;

    #[test]
    fn what_is_put_is_given_back_and_put_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = FolderBlobs::open(folder.path().join("blobs")).unwrap();
        let hash = hash_of(b"photo");
        let thumb = BlobKey::Derivative(hash, PhotoSize::Thumb);
        assert!(matches!(
            blobs.get(BlobKey::Original(hash)),
            Err(BlobError::Missing)
        ));
        for _ in 0..2 {
            blobs.put(BlobKey::Original(hash), b"photo").unwrap();
            blobs.put(thumb, b"small").unwrap();
        }
        assert_eq!(blobs.get(BlobKey::Original(hash)).unwrap(), b"photo");
        assert_eq!(blobs.get(thumb).unwrap(), b"small");
        let shelf = blobs.path(thumb).parent().unwrap().to_owned();
        assert_eq!(
            fs::read_dir(shelf).unwrap().count(),
            2,
            "no draft is left behind"
        );
    }

    #[test]
    fn a_changed_original_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = FolderBlobs::open(folder.path().to_owned()).unwrap();
        let key = BlobKey::Original(hash_of(b"photo"));
        blobs.put(key, b"photo").unwrap();
        fs::write(blobs.path(key), b"Photo").unwrap();
        assert!(matches!(blobs.get(key), Err(BlobError::Damaged)));
    }
}
