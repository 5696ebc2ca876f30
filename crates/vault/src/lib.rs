//! The vault: what must be forgettable, and what must never be readable.
//!
//! The event log is append-only, so personal data goes into it sealed, with one key per person.
//! Those keys live here, in one SQLite file, each wrapped by a master key that is kept elsewhere.
//! Erasing a person destroys the key: every copy of the sealed text, in the log, in backups of the
//! log and in feeds, is then noise. A tombstone stays, so that no new key is ever made for them.
//!
//! The same file holds who may sign in: credentials (argon2id), sessions, API tokens and the count
//! of failed attempts. Logins are stored only as keyed hashes, secrets only as hashes.
//!
//! ```
//! use vault::{Context, MasterKey, Opened, Subject, Vault};
//!
//! # fn main() -> Result<(), vault::VaultError> {
//! let vault = Vault::in_memory(&MasterKey::random()?)?;
//! let person = Subject::parse("per_1")?;
//! let place = Context::new("adoption-ado_1", "nameplate");
//! let sealed = vault.seal(&person, &place, "一树一家".as_bytes())?;
//! assert_eq!(vault.open_sealed(&person, &place, sealed.as_str())?.text(), Some("一树一家"));
//! vault.erase(&person)?;
//! assert_eq!(vault.open_sealed(&person, &place, sealed.as_str())?, Opened::Erased);
//! # Ok(())
//! # }
//! ```
//!
//! This crate knows no event log, no domain word but a person's id, no HTTP and no clock: times
//! come in as milliseconds since 1970 UTC. Every call blocks on the disk or on argon2; call it off
//! the async threads. One process holds a vault at a time.
//!
//! Copies for backups are taken while it is open ([`Vault::copy_to`]); neither copying nor erasing
//! again after a restore ([`erase_closed`]) needs the master key.
//!
//! Known limits. A backup of the vault file still holds the keys it held then, so backups of it
//! must be kept for a short, stated time. SQLite's rollback journal is unlinked, not overwritten:
//! its blocks hold only wrapped keys, useless without the master key.

mod attempts;
mod copy;
mod credentials;
mod erase;
mod error;
mod lately;
mod link;
mod lock;
mod login;
mod mac;
mod master;
mod password;
mod schema;
mod seal;
mod secret;
mod sessions;
mod store;
mod subject;
mod tokens;

pub use attempts::{ATTEMPT_WINDOW_MS, CLIENT_FAILURES_MAX, LOGIN_FAILURES_MAX};
pub use copy::{copy_closed, erase_closed};
pub use erase::ErasedReceipt;
pub use error::{VaultError, WeakPassword};
pub use login::{LOGIN_BYTES_MAX, Login};
pub use master::MasterKey;
pub use password::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, PASSWORD_DISTINCT_MIN};
pub use seal::{Opened, Sealed};
pub use secret::Secret;
pub use sessions::{SEEN_STEP_MS, SESSIONS_PER_PERSON_MAX, Session};
pub use store::Vault;
pub use subject::{Context, SUBJECT_CHARS_MAX, Subject};
pub use tokens::{
    IssuedToken, TOKEN_NAME_CHARS_MAX, TOKEN_PREFIX, TOKENS_PER_PERSON_MAX, Token, TokenId,
};
