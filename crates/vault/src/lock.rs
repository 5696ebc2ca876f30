//! One process per vault: a second one would go on using keys from memory that the first erased.
//! Knows only a lock file beside the vault.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::VaultError;

/// Takes the lock; it falls with the returned file, or with the process.
///
/// # Errors
/// [`VaultError::InUse`] where another holds it, [`VaultError::Io`].
pub(crate) fn take(vault: &Path) -> Result<File, VaultError> {
    let mut name = vault.as_os_str().to_owned();
    name.push(".lock");
    let path = Path::new(&name);
    let io = |source| VaultError::Io {
        action: "lock",
        path: path.to_owned(),
        source,
    };
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(VaultError::InUse {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}
