//! The master key: the one secret that wraps all others and is not kept in the vault file.
//! Knows hex, its own file and the keys derived from it; nothing of the database.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::VaultError;
use crate::mac::hmac_sha256;

/// Longest master key file looked at, in bytes.
const FILE_BYTES_MAX: u64 = 128;

/// 256 bits that wrap every person's key. Never printed, wiped on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "MasterKey({})", self.id())
    }
}

impl MasterKey {
    /// A key from 64 hex digits, as found in a file or an environment variable; white space around
    /// it does not matter.
    ///
    /// # Errors
    /// [`VaultError::MasterKeyMalformed`].
    pub fn from_hex(text: &str) -> Result<Self, VaultError> {
        let bytes = HEXLOWER_PERMISSIVE
            .decode(text.trim().as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| VaultError::MasterKeyMalformed)?;
        let key = <[u8; 32]>::try_from(bytes.as_slice());
        key.map(Self).map_err(|_| VaultError::MasterKeyMalformed)
    }

    /// A new key from the operating system's randomness.
    ///
    /// # Errors
    /// [`VaultError::Crypto`] where there is none.
    pub fn random() -> Result<Self, VaultError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| VaultError::Crypto)?;
        Ok(Self(key))
    }

    /// Reads the key file, or makes one: 64 hex digits and a line feed, mode 0600, on the disk
    /// together with its folder entry before this returns.
    ///
    /// # Errors
    /// [`VaultError::MasterKeyMalformed`], [`VaultError::MasterKeyExposed`] where others can read
    /// the file, [`VaultError::Io`], [`VaultError::Crypto`].
    pub fn load_or_create(path: &Path) -> Result<Self, VaultError> {
        match Self::load(path) {
            Err(VaultError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                create(path)?;
                Self::load(path)
            }
            loaded => loaded,
        }
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// As [`MasterKey::load_or_create`], and [`VaultError::Io`] where there is no file.
    pub fn load(path: &Path) -> Result<Self, VaultError> {
        let file = File::open(path).map_err(|source| failed("open", path, source))?;
        let mode = file
            .metadata()
            .map_err(|source| failed("inspect", path, source))?
            .permissions()
            .mode()
            & 0o777;
        if mode & 0o077 != 0 {
            return Err(VaultError::MasterKeyExposed {
                path: path.to_owned(),
                mode,
            });
        }
        let mut text = Zeroizing::new(String::new());
        file.take(FILE_BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(|source| failed("read", path, source))?;
        Self::from_hex(&text)
    }

    /// A public name of the key, 16 hex digits; tells keys apart and reveals nothing of them.
    pub fn id(&self) -> String {
        HEXLOWER.encode(&self.derive("key-id")[..8])
    }

    /// A key for one purpose; purposes never share key material.
    pub(crate) fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(hmac_sha256(
            &self.0,
            &[b"pomona.vault.", purpose.as_bytes()],
        ))
    }
}

/// Writes a new key beside its final place and links it there, so that the final name never shows
/// half a key; a key that another process made first is kept.
fn create(path: &Path) -> Result<(), VaultError> {
    let key = MasterKey::random()?;
    let text = Zeroizing::new(HEXLOWER.encode(&key.0) + "\n");
    let draft = draft_beside(path);
    let written = write_private(&draft, text.as_bytes());
    let linked = written.and_then(|()| std::fs::hard_link(&draft, path));
    let cleared = std::fs::remove_file(&draft);
    match linked {
        Err(source) if source.kind() != ErrorKind::AlreadyExists => {
            return Err(failed("create", path, source));
        }
        Ok(()) | Err(_) => cleared.map_err(|source| failed("remove", &draft, source))?,
    }
    sync_folder_of(path).map_err(|source| failed("sync the folder of", path, source))
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn draft_beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.draft", std::process::id()));
    path.with_file_name(name)
}

/// Flushes the folder entry of a file.
pub(crate) fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn failed(action: &'static str, path: &Path, source: std::io::Error) -> VaultError {
    VaultError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_and_the_id_does_not_show_it() {
        let key = MasterKey::from_hex(&format!(" {}\n", "Ab".repeat(32))).unwrap();
        assert_eq!(key.0, [0xab; 32]);
        assert_eq!(key.id().len(), 16);
        assert!(!format!("{key:?}").to_lowercase().contains("abab"));
        assert_ne!(
            key.id(),
            MasterKey::from_hex(&"ac".repeat(32)).unwrap().id()
        );
        for bad in ["", "ab", &"zz".repeat(32), &"ab".repeat(33)] {
            assert_eq!(
                MasterKey::from_hex(bad).unwrap_err().code(),
                "master-key-malformed"
            );
        }
    }

    #[test]
    fn purposes_do_not_share_keys() {
        let key = MasterKey::from_hex(&"01".repeat(32)).unwrap();
        assert_ne!(key.derive("wrap"), key.derive("lookup"));
        assert_eq!(key.derive("wrap"), key.derive("wrap"));
    }

    #[test]
    fn a_file_is_made_once_private_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let made = MasterKey::load_or_create(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(MasterKey::load_or_create(&path).unwrap().id(), made.id());
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "no draft is left behind");
    }

    #[test]
    fn a_file_others_can_read_or_that_is_cut_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        MasterKey::load_or_create(&path).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        let refused = MasterKey::load_or_create(&path).unwrap_err();
        assert!(matches!(
            refused,
            VaultError::MasterKeyExposed { mode: 0o640, .. }
        ));
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        std::fs::write(&path, "abcd").unwrap();
        let refused = MasterKey::load_or_create(&path).unwrap_err();
        assert_eq!(refused.code(), "master-key-malformed");
    }

    #[test]
    fn a_missing_folder_is_an_io_error() {
        let refused = MasterKey::load_or_create(Path::new("/nonexistent/pomona/key")).unwrap_err();
        assert_eq!(refused.code(), "vault-io");
    }
}
