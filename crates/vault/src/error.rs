//! Everything that can go wrong in the vault, as facts. Knows no HTTP status and no human language.

use std::path::PathBuf;

use thiserror::Error;

/// A failure of the vault.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The person was erased: nothing is ever sealed, signed in or issued for them again.
    #[error("this person was erased")]
    Erased,
    /// Something sealed is opened for a person who never had a key here.
    #[error("this person has no key in the vault")]
    NoKey,
    /// The text is not of the form `s1.…`.
    #[error("the sealed text is malformed")]
    SealMalformed,
    /// The sealed text was changed, or belongs to another person or context.
    #[error("the sealed text does not fit its person and context")]
    SealBroken,
    /// The subject is empty, too long or not printable ASCII.
    #[error("a subject is 1 to {max} printable ASCII characters")]
    SubjectInvalid {
        /// Characters allowed.
        max: usize,
    },
    /// The login is empty, too long or holds control characters.
    #[error("a login is 1 to {max} bytes without control characters")]
    LoginInvalid {
        /// Bytes allowed.
        max: usize,
    },
    /// The login already belongs to somebody.
    #[error("this login is taken")]
    LoginTaken,
    /// The password does not pass the rules.
    #[error("the password is too weak: {0}")]
    WeakPassword(WeakPassword),
    /// No credential exists for the person.
    #[error("this person has no credential")]
    NoCredential,
    /// Too many failed sign-ins.
    #[error("too many failed sign-ins, try again in {retry_after_seconds} s")]
    Throttled {
        /// Whole seconds until the next attempt is looked at, at least 1.
        retry_after_seconds: u64,
    },
    /// A token's name is empty or too long.
    #[error("a token name is 1 to {max} characters")]
    TokenNameInvalid {
        /// Characters allowed.
        max: usize,
    },
    /// The person already has as many tokens as allowed.
    #[error("a person has at most {max} tokens")]
    TooManyTokens {
        /// Tokens allowed.
        max: u32,
    },
    /// The master key text is not 64 hex digits.
    #[error("a master key is 64 hex digits")]
    MasterKeyMalformed,
    /// The master key's file can be read by others.
    #[error("the master key file {} has mode {mode:o}, it must be 600", path.display())]
    MasterKeyExposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The vault was made with another master key.
    #[error("the vault belongs to master key {stored}, not to {given}")]
    WrongMasterKey {
        /// Id of the key the vault was made with.
        stored: String,
        /// Id of the key given.
        given: String,
    },
    /// Another process has the vault open.
    #[error("another process has the vault open ({})", path.display())]
    InUse {
        /// The lock file.
        path: PathBuf,
    },
    /// The file was written by a newer version of this program.
    #[error("the vault has schema {found}, this program knows up to {known}")]
    SchemaTooNew {
        /// Schema number in the file.
        found: i64,
        /// Highest schema number known here.
        known: i64,
    },
    /// A value in the file cannot be what this program wrote.
    #[error("the vault file is damaged at table {table}")]
    Damaged {
        /// The table.
        table: &'static str,
    },
    /// The operating system gave no randomness, or a cipher refused its input.
    #[error("a cryptographic primitive failed")]
    Crypto,
    /// A file could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// SQLite failed.
    #[error("the vault database failed")]
    Database(#[from] rusqlite::Error),
}

impl VaultError {
    /// The stable kebab-case code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Erased => "person-erased",
            Self::NoKey => "vault-no-key",
            Self::SealMalformed => "vault-seal-malformed",
            Self::SealBroken => "vault-seal-broken",
            Self::SubjectInvalid { .. } => "vault-subject-invalid",
            Self::LoginInvalid { .. } => "login-invalid",
            Self::LoginTaken => "login-taken",
            Self::WeakPassword(reason) => reason.code(),
            Self::NoCredential => "no-credential",
            Self::Throttled { .. } => "sign-in-throttled",
            Self::TokenNameInvalid { .. } => "token-name-invalid",
            Self::TooManyTokens { .. } => "too-many-tokens",
            Self::MasterKeyMalformed => "master-key-malformed",
            Self::MasterKeyExposed { .. } => "master-key-exposed",
            Self::WrongMasterKey { .. } => "wrong-master-key",
            Self::InUse { .. } => "vault-in-use",
            Self::SchemaTooNew { .. } => "vault-schema-too-new",
            Self::Damaged { .. } => "vault-damaged",
            Self::Crypto => "vault-crypto",
            Self::Io { .. } => "vault-io",
            Self::Database(_) => "vault-database",
        }
    }
}

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WeakPassword {
    /// Fewer characters than the least.
    #[error("at least {min} characters")]
    TooShort {
        /// Characters needed.
        min: usize,
    },
    /// More bytes than the most.
    #[error("at most {max} bytes")]
    TooLong {
        /// Bytes allowed.
        max: usize,
    },
    /// Too few different characters.
    #[error("at least {min} different characters")]
    TooUniform {
        /// Different characters needed.
        min: usize,
    },
    /// The login, or a part of it, is most of the password.
    #[error("must not contain the login")]
    ContainsLogin,
}

impl WeakPassword {
    /// The stable kebab-case code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password-too-short",
            Self::TooLong { .. } => "password-too-long",
            Self::TooUniform { .. } => "password-too-uniform",
            Self::ContainsLogin => "password-contains-login",
        }
    }
}
