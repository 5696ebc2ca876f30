//! API tokens: long-lived secrets of a person's programs. Knows no HTTP, no rights and no clock.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use rusqlite::{OptionalExtension, Row};

use crate::credentials::stored_subject;
use crate::lately::SecretHash;
use crate::secret::hash_of;
use crate::store::refuse_erased;
use crate::{Secret, Subject, Vault, VaultError};

/// What every token starts with, so that scanners and people know one when they see it.
pub const TOKEN_PREFIX: &str = "pom_";
/// Most characters of a token's name.
pub const TOKEN_NAME_CHARS_MAX: usize = 80;
/// Most tokens of one person, expired ones included.
pub const TOKENS_PER_PERSON_MAX: u32 = 50;

/// The public id of a token, 16 hex digits; used to list and revoke it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenId(String);

impl TokenId {
    /// An id as somebody sends it; a wrong one simply names no token.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A token just issued.
#[derive(Debug, Clone)]
pub struct IssuedToken {
    /// Its public id.
    pub id: TokenId,
    /// The token itself, shown this once.
    pub secret: Secret,
}

/// What is known of a token; never the token itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its public id.
    pub id: TokenId,
    /// Whose it is.
    pub subject: Subject,
    /// What its owner called it.
    pub name: String,
    /// When it was issued, in milliseconds since 1970 UTC.
    pub created_ms: i64,
    /// When it was last used, in milliseconds since 1970 UTC, up to [`crate::SEEN_STEP_MS`] behind.
    pub used_ms: Option<i64>,
    /// When it ends by itself, in milliseconds since 1970 UTC.
    pub expires_ms: Option<i64>,
}

const COLUMNS: &str = "id, subject, name, created_ms, used_ms, expires_ms";

impl Vault {
    /// Issues a token.
    ///
    /// # Errors
    /// [`VaultError::TokenNameInvalid`], [`VaultError::TooManyTokens`], [`VaultError::Erased`],
    /// [`VaultError::Database`], [`VaultError::Crypto`].
    pub fn issue_token(
        &self,
        subject: &Subject,
        name: &str,
        now_ms: i64,
        expires_ms: Option<i64>,
    ) -> Result<IssuedToken, VaultError> {
        let name = name.trim();
        let fits = (1..=TOKEN_NAME_CHARS_MAX).contains(&name.chars().count());
        if !fits || name.chars().any(char::is_control) {
            return Err(VaultError::TokenNameInvalid {
                max: TOKEN_NAME_CHARS_MAX,
            });
        }
        let secret = Secret::random(TOKEN_PREFIX)?;
        let mut id = [0; 8];
        getrandom::fill(&mut id).map_err(|_| VaultError::Crypto)?;
        let id = HEXLOWER.encode(&id);
        let mut connection = self.connection();
        let change = connection.transaction()?;
        refuse_erased(&change, subject)?;
        let who = [subject.as_str()];
        let held: u32 = change.query_row(
            "SELECT count(*) FROM token WHERE subject = ?1",
            who,
            |row| row.get(0),
        )?;
        if held >= TOKENS_PER_PERSON_MAX {
            return Err(VaultError::TooManyTokens {
                max: TOKENS_PER_PERSON_MAX,
            });
        }
        change.execute(
            "INSERT INTO token (secret_hash, id, subject, name, created_ms, expires_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                secret.hash(),
                &id,
                subject.as_str(),
                name,
                now_ms,
                expires_ms,
            ),
        )?;
        change.commit()?;
        Ok(IssuedToken {
            id: TokenId(id),
            secret,
        })
    }

    /// The live token that is shown; an unknown, revoked or expired one is `None`.
    ///
    /// # Errors
    /// [`VaultError::Database`], [`VaultError::Damaged`].
    pub fn find_token(&self, shown: &str, now_ms: i64) -> Result<Option<Token>, VaultError> {
        let Some(hash) = hash_of(shown).filter(|_| shown.starts_with(TOKEN_PREFIX)) else {
            return Ok(None);
        };
        let kept = match self.lately_tokens().get(&hash) {
            Some(kept) => kept,
            None => match self.stored_token(hash)? {
                Some(stored) => stored,
                None => return Ok(None),
            },
        };
        if kept.expires_ms.is_some_and(|expires| expires <= now_ms) {
            return Ok(None);
        }
        let used_ms = self.lately_tokens().seen(hash, kept.used_ms, now_ms);
        Ok(Some(Token {
            used_ms: Some(used_ms),
            ..Token::clone(&kept)
        }))
    }

    /// Reads a token and keeps it in memory.
    fn stored_token(&self, hash: SecretHash) -> Result<Option<Arc<Token>>, VaultError> {
        let connection = self.connection();
        let parts = connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM token WHERE secret_hash = ?1"
            ))?
            .query_row([hash], token_parts)
            .optional()?;
        let found = parts.map(token).transpose()?;
        Ok(found.map(|token| self.lately_tokens().keep(hash, token)))
    }

    /// All tokens of a person, the newest first, expired ones included.
    ///
    /// # Errors
    /// [`VaultError::Database`], [`VaultError::Damaged`].
    pub fn list_tokens(&self, subject: &Subject) -> Result<Vec<Token>, VaultError> {
        self.write_seen()?;
        let connection = self.connection();
        let mut query = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM token WHERE subject = ?1 ORDER BY created_ms DESC, rowid DESC"
        ))?;
        let rows = query.query_map([subject.as_str()], token_parts)?;
        rows.map(|parts| token(parts?)).collect()
    }

    /// Revokes one of a person's tokens; whether they had it.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn revoke_token(&self, subject: &Subject, id: &TokenId) -> Result<bool, VaultError> {
        let connection = self.connection();
        let removed = connection.execute(
            "DELETE FROM token WHERE subject = ?1 AND id = ?2",
            (subject.as_str(), id.as_str()),
        )?;
        self.lately_tokens().forget();
        Ok(removed > 0)
    }
}

type TokenParts = (String, String, String, i64, Option<i64>, Option<i64>);

fn token_parts(row: &Row<'_>) -> rusqlite::Result<TokenParts> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
    ))
}

fn token(
    (id, subject, name, created_ms, used_ms, expires_ms): TokenParts,
) -> Result<Token, VaultError> {
    let subject = stored_subject(&subject, "token")?;
    Ok(Token {
        id: TokenId(id),
        subject,
        name,
        created_ms,
        used_ms,
        expires_ms,
    })
}
