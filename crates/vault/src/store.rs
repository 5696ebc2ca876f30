//! The open vault: one connection behind a lock, keys in memory, and how a person's key is had.
//! What is done with the key stands in `seal`, `erase` and the files on sign-in.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use parking_lot::{Mutex, MutexGuard};
use quick_cache::sync::Cache;
use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use crate::lately::Lately;
use crate::{MasterKey, Session, Subject, Token, VaultError, lock, master, schema};

/// Most unwrapped keys kept in memory (about 10,000 persons, 2 MiB).
const CACHED_KEYS_MAX: usize = 10_000;
/// Length of an XChaCha20 nonce in bytes.
pub(crate) const NONCE_BYTES: usize = 24;

/// One person's key, wiped when the last user lets go.
pub(crate) type PersonKey = Arc<Zeroizing<[u8; 32]>>;

/// Keys derived from the master key, one per purpose.
pub(crate) struct Purposes {
    /// Wraps persons' keys.
    wrap: Zeroizing<[u8; 32]>,
    /// Hashes logins and client keys.
    pub(crate) lookup: Zeroizing<[u8; 32]>,
    /// Makes the form token of a session.
    pub(crate) form: Zeroizing<[u8; 32]>,
    /// Signs links that are sent to people.
    pub(crate) link: Zeroizing<[u8; 32]>,
}

/// The vault. Clones share one connection; every call blocks.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    connection: Mutex<Connection>,
    purposes: Purposes,
    cache: Cache<Subject, PersonKey>,
    sessions: Lately<Session>,
    tokens: Lately<Token>,
    erasures: AtomicU64,
    /// Held for as long as the vault is open; `None` for a vault in memory.
    _lock: Option<File>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Vault")
    }
}

impl Vault {
    /// Opens the vault file, creating it (mode 0600) where there is none.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::WrongMasterKey`], [`VaultError::SchemaTooNew`],
    /// [`VaultError::Io`], [`VaultError::Database`].
    pub fn open(path: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        let lock = lock::take(path)?;
        create_private(path).map_err(|source| VaultError::Io {
            action: "create",
            path: path.to_owned(),
            source,
        })?;
        Self::with(Connection::open(path)?, master, Some(lock))
    }

    /// A vault that lives in memory, for tests and rehearsals.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn in_memory(master: &MasterKey) -> Result<Self, VaultError> {
        Self::with(Connection::open_in_memory()?, master, None)
    }

    fn with(
        mut connection: Connection,
        master: &MasterKey,
        lock: Option<File>,
    ) -> Result<Self, VaultError> {
        schema::prepare(&mut connection, &master.id())?;
        let purposes = Purposes {
            wrap: master.derive("wrap"),
            lookup: master.derive("lookup"),
            form: master.derive("form"),
            link: master.derive("link"),
        };
        let inner = Inner {
            connection: Mutex::new(connection),
            purposes,
            cache: Cache::new(CACHED_KEYS_MAX),
            sessions: Lately::default(),
            tokens: Lately::default(),
            erasures: AtomicU64::new(0),
            _lock: lock,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.inner.connection.lock()
    }

    pub(crate) fn purposes(&self) -> &Purposes {
        &self.inner.purposes
    }

    pub(crate) fn lately_sessions(&self) -> &Lately<Session> {
        &self.inner.sessions
    }

    pub(crate) fn lately_tokens(&self) -> &Lately<Token> {
        &self.inner.tokens
    }

    /// Notes in the file when sessions and tokens were last seen. Whoever serves calls it now and then: until then
    /// a crash forgets it.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn write_seen(&self) -> Result<(), VaultError> {
        let (sessions, tokens) = (self.lately_sessions(), self.lately_tokens());
        let (seen, used) = (sessions.take_seen(), tokens.take_seen());
        if seen.is_empty() && used.is_empty() {
            return Ok(());
        }
        let mut connection = self.connection();
        let change = connection.transaction()?;
        for (hash, at) in seen {
            change
                .prepare_cached("UPDATE session SET seen_ms = ?2 WHERE secret_hash = ?1")?
                .execute((hash, at))?;
        }
        for (hash, at) in used {
            change
                .prepare_cached("UPDATE token SET used_ms = ?2 WHERE secret_hash = ?1")?
                .execute((hash, at))?;
        }
        change.commit()?;
        sessions.forget();
        tokens.forget();
        Ok(())
    }

    /// Whether the person was erased.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn is_erased(&self, subject: &Subject) -> Result<bool, VaultError> {
        is_erased(&self.connection(), subject)
    }

    /// The person's key where there is one; an erased person is [`VaultError::Erased`].
    pub(crate) fn key_of(&self, subject: &Subject) -> Result<Option<PersonKey>, VaultError> {
        if let Some(key) = self.inner.cache.get(subject) {
            return Ok(Some(key));
        }
        self.stored_key(&self.connection(), subject)
    }

    /// The person's key, made and stored on first use.
    pub(crate) fn key_for(&self, subject: &Subject) -> Result<PersonKey, VaultError> {
        if let Some(key) = self.inner.cache.get(subject) {
            return Ok(key);
        }
        let connection = self.connection();
        if let Some(key) = self.stored_key(&connection, subject)? {
            return Ok(key);
        }
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::Crypto)?;
        let wrapped = encrypt(
            &self.inner.purposes.wrap,
            &wrap_data(subject),
            bytes.as_slice(),
        )?;
        connection
            .prepare_cached("INSERT INTO person_key (subject, wrapped) VALUES (?1, ?2)")?
            .execute((subject.as_str(), wrapped))?;
        let key = Arc::new(bytes);
        self.inner.cache.insert(subject.clone(), Arc::clone(&key));
        Ok(key)
    }

    /// Reads and remembers a key. The connection is locked while the cache is filled: an erasure
    /// on another thread empties it under the same lock, so a destroyed key never comes back.
    fn stored_key(
        &self,
        connection: &Connection,
        subject: &Subject,
    ) -> Result<Option<PersonKey>, VaultError> {
        let wrapped: Option<Vec<u8>> = connection
            .prepare_cached("SELECT wrapped FROM person_key WHERE subject = ?1")?
            .query_row([subject.as_str()], |row| row.get(0))
            .optional()?;
        let Some(wrapped) = wrapped else {
            return if is_erased(connection, subject)? {
                Err(VaultError::Erased)
            } else {
                Ok(None)
            };
        };
        let damaged = VaultError::Damaged {
            table: "person_key",
        };
        let plain = decrypt(&self.inner.purposes.wrap, &wrap_data(subject), &wrapped);
        let Some(plain) = plain else {
            return Err(damaged);
        };
        let bytes = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| damaged)?;
        let key = Arc::new(Zeroizing::new(bytes));
        self.inner.cache.insert(subject.clone(), Arc::clone(&key));
        Ok(Some(key))
    }

    /// Forgets all that memory holds of an erased person; call it with the connection locked.
    pub(crate) fn forget_person(&self, subject: &Subject) {
        self.inner.cache.remove(subject);
        self.inner.sessions.forget();
        self.inner.tokens.forget();
        self.inner.erasures.fetch_add(1, Ordering::Release);
    }

    /// How many times somebody was erased since the vault was opened. Whoever keeps what was opened lets go of it
    /// when this moves.
    pub fn erasures(&self) -> u64 {
        self.inner.erasures.load(Ordering::Acquire)
    }
}

/// Whether a tombstone stands for the person.
pub(crate) fn is_erased(connection: &Connection, subject: &Subject) -> Result<bool, VaultError> {
    let found = connection
        .prepare_cached("SELECT 1 FROM erased WHERE subject = ?1")?
        .exists([subject.as_str()])?;
    Ok(found)
}

/// Refuses an erased person.
pub(crate) fn refuse_erased(connection: &Connection, subject: &Subject) -> Result<(), VaultError> {
    if is_erased(connection, subject)? {
        Err(VaultError::Erased)
    } else {
        Ok(())
    }
}

/// XChaCha20-Poly1305 with a random nonce; the nonce comes first, the tag last.
pub(crate) fn encrypt(
    key: &[u8; 32],
    associated: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| VaultError::Crypto)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plain,
                aad: associated,
            },
        )
        .map_err(|_| VaultError::Crypto)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// The reverse of [`encrypt`]; `None` where anything does not fit.
pub(crate) fn decrypt(
    key: &[u8; 32],
    associated: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload {
        msg: body,
        aad: associated,
    };
    cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .ok()
        .map(Zeroizing::new)
}

fn wrap_data(subject: &Subject) -> Vec<u8> {
    [
        b"pomona.vault.person-key.v1:".as_slice(),
        subject.as_str().as_bytes(),
    ]
    .concat()
}

pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    file.sync_all()?;
    master::sync_folder_of(path)
}
