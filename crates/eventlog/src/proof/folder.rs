//! The prover's folder: whose it is, the signing key, the newest checkpoint, the tile roots. Knows
//! file names and how a file is made durable, nothing of trees.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::error::ProverError;
use super::hash::TreeHash;
use super::note::NOTE_BYTES_MAX;

const LOCK_FILE: &str = "LOCK";
const KEY_FILE: &str = "signing-key";
const CHECKPOINT_FILE: &str = "checkpoint";
const ROOTS_FILE: &str = "tile-roots";
/// Longest key file looked at, in bytes.
const KEY_FILE_BYTES_MAX: u64 = 128;

/// A folder that this process holds alone.
pub(crate) struct Folder {
    dir: PathBuf,
    /// Freed when it is closed.
    _lock: File,
}

impl Folder {
    /// Creates the folder if need be and takes it.
    pub(crate) fn enter(dir: &Path) -> Result<Self, ProverError> {
        fs::create_dir_all(dir).map_err(at(dir))?;
        let path = dir.join(LOCK_FILE);
        let mut options = OpenOptions::new();
        let lock = options.create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(at(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ProverError::InUse {
                    folder: dir.to_owned(),
                });
            }
            Err(TryLockError::Error(cause)) => return Err(at(&path)(cause)),
        }
        let absolute = std::path::absolute(dir).map_err(at(dir))?;
        absolute.parent().map_or(Ok(()), sync)?;
        Ok(Self {
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    /// Where the checkpoint is kept.
    pub(crate) fn checkpoint_path(&self) -> PathBuf {
        self.dir.join(CHECKPOINT_FILE)
    }

    /// The stored checkpoint's note. Bytes that are not UTF-8 are shown as such and will not verify.
    pub(crate) fn checkpoint(&self) -> Result<Option<String>, ProverError> {
        let path = self.checkpoint_path();
        let bytes = read_if_there(&path, NOTE_BYTES_MAX as u64 + 1).map_err(at(&path))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Replaces the stored checkpoint; durable once this returns.
    pub(crate) fn store_checkpoint(&self, note: &str) -> Result<(), ProverError> {
        self.replace(CHECKPOINT_FILE, note.as_bytes(), 0o644)
    }

    /// The seed of the signing key; `None` when there is no key yet.
    pub(crate) fn seed(&self) -> Result<Option<Zeroizing<[u8; 32]>>, ProverError> {
        seed_in(&self.dir)
    }

    /// Makes a new signing key; its file is durable once this returns.
    pub(crate) fn make_seed(&self) -> Result<Zeroizing<[u8; 32]>, ProverError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(|_none| ProverError::NoRandomness)?;
        let text = Zeroizing::new(HEXLOWER.encode(&*seed) + "\n");
        self.replace(KEY_FILE, text.as_bytes(), 0o600)?;
        Ok(seed)
    }

    /// Where the signing key is kept.
    pub(crate) fn key_path(&self) -> PathBuf {
        self.dir.join(KEY_FILE)
    }

    /// Up to `count` of the tile roots kept. They may be wrong: nothing protects them.
    pub(crate) fn tile_roots(&self, count: u64) -> Result<Vec<TreeHash>, ProverError> {
        tile_roots_in(&self.dir, count)
    }

    /// Keeps these tile roots, which start with number `first`, for a faster opening. Not durable,
    /// and a failure costs nothing but time.
    pub(crate) fn keep_tile_roots(&self, first: usize, roots: &[TreeHash]) {
        let bytes: Vec<u8> = roots.iter().flat_map(|root| root.0).collect();
        let path = self.dir.join(ROOTS_FILE);
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let place = (first * TreeHash::BYTES) as u64;
        if let Err(cause) = file.and_then(|file| file.write_all_at(&bytes, place)) {
            tracing::warn!(file = %path.display(), %cause, "could not keep the roots of tiles");
        }
    }

    /// Writes a file beside its place and moves it there, so that it is there whole or not at all.
    fn replace(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), ProverError> {
        let draft = self.dir.join(format!("{name}.draft"));
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(mode)
            .open(&draft);
        file.and_then(|mut file| {
            // A draft that a crash left keeps its old mode.
            file.set_permissions(fs::Permissions::from_mode(mode))?;
            file.write_all(bytes)?;
            file.sync_all()
        })
        .map_err(at(&draft))?;
        let path = self.dir.join(name);
        fs::rename(&draft, &path).map_err(at(&path))?;
        sync(&self.dir)
    }
}

/// Up to `count` of the tile roots in a folder that need not be held.
pub(crate) fn tile_roots_in(dir: &Path, count: u64) -> Result<Vec<TreeHash>, ProverError> {
    let path = dir.join(ROOTS_FILE);
    let bytes = read_if_there(&path, count.saturating_mul(TreeHash::BYTES as u64));
    let bytes = bytes.map_err(at(&path))?.unwrap_or_default();
    let hashes = bytes.as_chunks().0.iter();
    Ok(hashes.map(|hash| TreeHash(*hash)).collect())
}

/// The seed of the signing key in a folder that need not be held; `None` when there is none.
pub(crate) fn seed_in(dir: &Path) -> Result<Option<Zeroizing<[u8; 32]>>, ProverError> {
    let path = dir.join(KEY_FILE);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(at(&path)(cause)),
    };
    let mode = file.metadata().map_err(at(&path))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(ProverError::KeyExposed { path, mode });
    }
    let mut text = Zeroizing::new(Vec::new());
    file.take(KEY_FILE_BYTES_MAX)
        .read_to_end(&mut text)
        .map_err(at(&path))?;
    let hex = text.strip_suffix(b"\n").unwrap_or(&text);
    let seed = HEXLOWER.decode(hex).map(Zeroizing::new).ok();
    let seed = seed.and_then(|seed| <[u8; 32]>::try_from(seed.as_slice()).ok());
    match seed {
        Some(seed) => Ok(Some(Zeroizing::new(seed))),
        None => Err(ProverError::KeyMalformed { path }),
    }
}

fn read_if_there(path: &Path, bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cause),
    };
    let mut bytes = Vec::new();
    file.take(bytes_max).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn sync(path: &Path) -> Result<(), ProverError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ProverError {
    move |cause| ProverError::Io {
        path: path.to_owned(),
        cause,
    }
}
