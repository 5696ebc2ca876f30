//! Why a use case did not happen: a closed list that the doors map to HTTP, page and CLI in one place.

use eventlog::{AppendError, ReadError};
use kernel::codec::CodecError;
use photos::PhotoError;
use vault::VaultError;

use crate::{ports::BlobError, rejection::Rejection};

/// One field that cannot be taken as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field in what was sent, such as `boxes[0].address.phone`.
    pub field: String,
    /// Stable kebab-case code of what is wrong.
    pub code: &'static str,
}

impl Violation {
    /// Names a field and what is wrong with it.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self {
            field: field.into(),
            code,
        }
    }
}

/// Why nothing happened. What each means to a person is said at the doors.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error(transparent)]
    Rejected(Rejection),
    /// What was typed does not fit its field.
    #[error("{} field(s) cannot be taken", .0.len())]
    Invalid(Vec<Violation>),
    /// There is no such thing, or it belongs to somebody else: the asker is not told which.
    #[error("not found")]
    NotFound,
    /// The person may not do this.
    #[error("not allowed")]
    Forbidden,
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    NotSignedIn,
    /// Login and password do not belong together.
    #[error("login or password is wrong")]
    WrongCredentials,
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany {
        /// When it makes sense to try again.
        retry_after_seconds: u64,
    },
    /// What is edited has changed since it was read (HTTP 412).
    #[error("it has changed meanwhile; it now has version {actual}")]
    Stale {
        /// The version it has now; 0 if it does not exist.
        actual: u64,
    },
    /// The idempotency key was used for something else.
    #[error("this idempotency key was used for something else")]
    KeyReused,
    /// A picture cannot be taken.
    #[error("picture {index}: {source}")]
    Photo {
        /// Which of the pictures, from 0.
        index: usize,
        /// What is wrong with it.
        source: PhotoError,
    },
    /// More was sent than one fact or one commit may hold.
    #[error("more than one commit may hold")]
    TooLarge,
    /// Others changed the same thing again and again; nothing was done.
    #[error("busy: others are changing the same thing")]
    Busy,
    /// The log takes no commits now (disk low, closing).
    #[error("the log takes no commits now")]
    Unavailable(#[source] AppendError),
    /// The read models are behind and did not catch up in time.
    #[error("the read models are behind")]
    Behind,
    /// Something is broken; a person gets no detail, the operator does.
    #[error("internal fault")]
    Fault(#[from] Fault),
}

/// What is broken, for the operator's log only.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The log refused a commit that the program should not have made.
    #[error("commit refused: {0}")]
    Append(AppendError),
    /// The log could not be read.
    #[error("log: {0}")]
    Read(#[from] ReadError),
    /// A stored event could not be understood, or a new one not written.
    #[error("event codec: {0}")]
    Codec(#[from] CodecError),
    /// JSON that the program made itself failed.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// A name that the program made itself is no stream name.
    #[error("stream name: {0}")]
    Name(String),
    /// The vault failed.
    #[error("vault: {0}")]
    Vault(VaultError),
    /// Blob storage failed.
    #[error("blobs: {0}")]
    Blob(#[from] BlobError),
    /// A read model query failed.
    #[error("read models: {0}")]
    ReadModel(#[from] readmodels::QueryError),
    /// A background task ended early.
    #[error("a background task ended early")]
    Task,
    /// A checkpoint could not be kept.
    #[error("checkpoint: {0}")]
    Checkpoint(std::io::Error),
    /// Letters to an erased person could not be removed.
    #[error("letters to erased people: {0}")]
    Post(std::io::Error),
}

impl<R: Into<Rejection>> From<R> for Error {
    fn from(rejection: R) -> Self {
        Self::Rejected(rejection.into())
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Fault::from(error).into()
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        let field = match &error {
            VaultError::Throttled {
                retry_after_seconds,
            } => {
                return Self::TooMany {
                    retry_after_seconds: *retry_after_seconds,
                };
            }
            VaultError::Erased => return Self::NotFound,
            VaultError::LoginInvalid { .. } | VaultError::LoginTaken => "login",
            VaultError::WeakPassword(_) | VaultError::NoCredential => "password",
            VaultError::TokenNameInvalid { .. } | VaultError::TooManyTokens { .. } => "name",
            VaultError::NoKey
            | VaultError::SealMalformed
            | VaultError::SealBroken
            | VaultError::SubjectInvalid { .. }
            | VaultError::MasterKeyMalformed
            | VaultError::MasterKeyExposed { .. }
            | VaultError::WrongMasterKey { .. }
            | VaultError::InUse { .. }
            | VaultError::SchemaTooNew { .. }
            | VaultError::Damaged { .. }
            | VaultError::Crypto
            | VaultError::Io { .. }
            | VaultError::Database(_) => return Fault::Vault(error).into(),
        };
        Self::Invalid(vec![Violation::new(field, error.code())])
    }
}
