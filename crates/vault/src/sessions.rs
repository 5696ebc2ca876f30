//! Signed-in sessions: start, find, rotate, end. Knows no cookie, no HTTP and no clock.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use rusqlite::{Connection, OptionalExtension, Transaction};
use subtle::ConstantTimeEq;

use crate::credentials::stored_subject;
use crate::lately::SecretHash;
use crate::mac::hmac_sha256;
use crate::secret::hash_of;
use crate::store::refuse_erased;
use crate::{Secret, Subject, Vault, VaultError};

/// How stale the last-seen time may get before it is noted again, in milliseconds (5 minutes).
pub const SEEN_STEP_MS: i64 = 5 * 60 * 1_000;
/// Most sessions of one person at a time; starting one more ends the oldest.
pub const SESSIONS_PER_PERSON_MAX: u32 = 20;

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub subject: Subject,
    /// When it was started, in milliseconds since 1970 UTC.
    pub created_ms: i64,
    /// When it was last used, in milliseconds since 1970 UTC, up to [`SEEN_STEP_MS`] behind.
    pub seen_ms: i64,
    /// When it ends by itself, in milliseconds since 1970 UTC.
    pub expires_ms: i64,
    /// The token every form of this session carries against forged requests; bound to the session
    /// secret, of no use without it.
    pub form_token: String,
}

impl Session {
    /// Whether a form carries this session's token; takes the same time whatever differs.
    pub fn form_token_matches(&self, shown: &str) -> bool {
        self.form_token.as_bytes().ct_eq(shown.as_bytes()).into()
    }
}

impl Vault {
    /// Starts a session. The secret is shown this once; expired sessions are swept up on the way.
    ///
    /// # Errors
    /// [`VaultError::Erased`], [`VaultError::Database`], [`VaultError::Crypto`].
    pub fn start_session(
        &self,
        subject: &Subject,
        now_ms: i64,
        expires_ms: i64,
    ) -> Result<Secret, VaultError> {
        let secret = Secret::random("")?;
        let mut connection = self.connection();
        let change = connection.transaction()?;
        refuse_erased(&change, subject)?;
        change.execute("DELETE FROM session WHERE expires_ms <= ?1", [now_ms])?;
        insert(&change, &secret, subject, (now_ms, now_ms, expires_ms))?;
        let crowded_out = change.execute(
            "DELETE FROM session WHERE rowid IN (
                 SELECT rowid FROM session WHERE subject = ?1
                 ORDER BY created_ms DESC, rowid DESC LIMIT -1 OFFSET ?2)",
            (subject.as_str(), SESSIONS_PER_PERSON_MAX),
        )?;
        change.commit()?;
        if crowded_out > 0 {
            self.lately_sessions().forget();
        }
        Ok(secret)
    }

    /// The live session a secret belongs to; an unknown, ended or expired one is `None`.
    ///
    /// # Errors
    /// [`VaultError::Database`], [`VaultError::Damaged`].
    pub fn find_session(&self, shown: &str, now_ms: i64) -> Result<Option<Session>, VaultError> {
        let Some(hash) = hash_of(shown) else {
            return Ok(None);
        };
        let kept = match self.lately_sessions().get(&hash) {
            Some(kept) => kept,
            None => match self.stored_session(shown, hash, now_ms)? {
                Some(stored) => stored,
                None => return Ok(None),
            },
        };
        if kept.expires_ms <= now_ms {
            return Ok(None);
        }
        let seen_ms = self
            .lately_sessions()
            .seen(hash, Some(kept.seen_ms), now_ms);
        Ok(Some(Session {
            seen_ms,
            ..Session::clone(&kept)
        }))
    }

    /// Reads a live session and keeps it in memory.
    fn stored_session(
        &self,
        shown: &str,
        hash: SecretHash,
        now_ms: i64,
    ) -> Result<Option<Arc<Session>>, VaultError> {
        let connection = self.connection();
        let Some((subject, created_ms, seen_ms, expires_ms)) = live(&connection, &hash, now_ms)?
        else {
            return Ok(None);
        };
        let form = hmac_sha256(&self.purposes().form, &[shown.as_bytes()]);
        let session = Session {
            subject,
            created_ms,
            seen_ms,
            expires_ms,
            form_token: BASE64URL_NOPAD.encode(&form),
        };
        Ok(Some(self.lately_sessions().keep(hash, session)))
    }

    /// Gives a live session a new secret; the old one is dead. For every change of rights.
    ///
    /// # Errors
    /// [`VaultError::Database`], [`VaultError::Damaged`], [`VaultError::Crypto`].
    pub fn rotate_session(&self, shown: &str, now_ms: i64) -> Result<Option<Secret>, VaultError> {
        let Some(hash) = hash_of(shown) else {
            return Ok(None);
        };
        let secret = Secret::random("")?;
        let mut connection = self.connection();
        let change = connection.transaction()?;
        let Some((subject, created_ms, _, expires_ms)) = live(&change, &hash, now_ms)? else {
            return Ok(None);
        };
        change.execute("DELETE FROM session WHERE secret_hash = ?1", [hash])?;
        insert(&change, &secret, &subject, (created_ms, now_ms, expires_ms))?;
        change.commit()?;
        self.lately_sessions().forget();
        Ok(Some(secret))
    }

    /// Ends one session; whether there was one.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn end_session(&self, shown: &str) -> Result<bool, VaultError> {
        let Some(hash) = hash_of(shown) else {
            return Ok(false);
        };
        let connection = self.connection();
        let ended = connection.execute("DELETE FROM session WHERE secret_hash = ?1", [hash])?;
        self.lately_sessions().forget();
        Ok(ended > 0)
    }

    /// Ends all sessions of a person; how many there were.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn end_sessions(&self, subject: &Subject) -> Result<usize, VaultError> {
        let connection = self.connection();
        let who = [subject.as_str()];
        let ended = connection.execute("DELETE FROM session WHERE subject = ?1", who)?;
        self.lately_sessions().forget();
        Ok(ended)
    }
}

/// Whose session, when created, last seen and expiring.
type SessionRow = (Subject, i64, i64, i64);

fn live(
    connection: &Connection,
    hash: &[u8; 32],
    now_ms: i64,
) -> Result<Option<SessionRow>, VaultError> {
    let row: Option<(String, i64, i64, i64)> = connection
        .prepare_cached(
            "SELECT subject, created_ms, seen_ms, expires_ms FROM session
             WHERE secret_hash = ?1 AND expires_ms > ?2",
        )?
        .query_row((hash, now_ms), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    row.map(|(subject, created, seen, expires)| {
        Ok((stored_subject(&subject, "session")?, created, seen, expires))
    })
    .transpose()
}

fn insert(
    change: &Transaction<'_>,
    secret: &Secret,
    subject: &Subject,
    (created_ms, seen_ms, expires_ms): (i64, i64, i64),
) -> Result<(), VaultError> {
    change.execute(
        "INSERT INTO session (secret_hash, subject, created_ms, seen_ms, expires_ms)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            secret.hash(),
            subject.as_str(),
            created_ms,
            seen_ms,
            expires_ms,
        ),
    )?;
    Ok(())
}
