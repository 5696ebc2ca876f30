//! Counting failed sign-ins, so that guessing is slow. Knows hashes of logins and clients only.

use rusqlite::{Connection, OptionalExtension};

use crate::mac::hmac_sha256;
use crate::{Login, Vault, VaultError};

/// How long a failed attempt counts, in milliseconds (15 minutes).
pub const ATTEMPT_WINDOW_MS: i64 = 15 * 60 * 1_000;
/// Failed attempts on one login within the window before the next is refused unseen.
pub const LOGIN_FAILURES_MAX: u32 = 5;
/// Failed attempts from one client within the window before the next is refused unseen. Higher
/// than for a login: an orchard's pickers share one address.
pub const CLIENT_FAILURES_MAX: u32 = 20;

impl Vault {
    /// Counts an attempt as failed until [`Vault::forgive_attempts`] says otherwise. Checking and
    /// counting are one transaction: attempts made at the same moment cannot slip through.
    ///
    /// # Errors
    /// [`VaultError::Throttled`] (then nothing is counted), [`VaultError::Database`].
    pub fn begin_attempt(
        &self,
        login: &Login,
        client: &str,
        now_ms: i64,
    ) -> Result<(), VaultError> {
        let keys = [self.login_hash(login), self.client_hash(client)];
        let mut connection = self.connection();
        let change = connection.transaction()?;
        let waits = [
            wait_ms(&change, &keys[0], LOGIN_FAILURES_MAX, now_ms)?,
            wait_ms(&change, &keys[1], CLIENT_FAILURES_MAX, now_ms)?,
        ];
        if let Some(wait) = waits.into_iter().flatten().max() {
            let retry_after_seconds = wait.unsigned_abs().div_ceil(1_000).max(1);
            return Err(VaultError::Throttled {
                retry_after_seconds,
            });
        }
        change
            .prepare_cached("DELETE FROM attempt WHERE at_ms <= ?1")?
            .execute([now_ms.saturating_sub(ATTEMPT_WINDOW_MS)])?;
        for key in &keys {
            change
                .prepare_cached("INSERT INTO attempt (who, at_ms) VALUES (?1, ?2)")?
                .execute((key.as_slice(), now_ms))?;
        }
        Ok(change.commit()?)
    }

    /// After a successful sign-in: clears the login's failures, and of the client's only the one
    /// just counted, so that one good account does not buy its owner guesses at others.
    ///
    /// # Errors
    /// [`VaultError::Database`].
    pub fn forgive_attempts(
        &self,
        login: &Login,
        client: &str,
        now_ms: i64,
    ) -> Result<(), VaultError> {
        let mut connection = self.connection();
        let change = connection.transaction()?;
        change.execute(
            "DELETE FROM attempt WHERE who = ?1",
            [self.login_hash(login)],
        )?;
        change.execute(
            "DELETE FROM attempt WHERE rowid =
                 (SELECT rowid FROM attempt WHERE who = ?1 AND at_ms = ?2 LIMIT 1)",
            (self.client_hash(client), now_ms),
        )?;
        Ok(change.commit()?)
    }

    fn client_hash(&self, client: &str) -> [u8; 32] {
        hmac_sha256(&self.purposes().lookup, &[b"client:", client.as_bytes()])
    }
}

/// How long until one more attempt fits: the time until the `limit`-th latest failure leaves the
/// window; `None` where it fits now.
fn wait_ms(
    connection: &Connection,
    who: &[u8; 32],
    limit: u32,
    now_ms: i64,
) -> Result<Option<i64>, VaultError> {
    let since = now_ms.saturating_sub(ATTEMPT_WINDOW_MS);
    let decisive: Option<i64> = connection
        .prepare_cached(
            "SELECT at_ms FROM attempt WHERE who = ?1 AND at_ms > ?2
             ORDER BY at_ms DESC LIMIT 1 OFFSET ?3",
        )?
        .query_row((who.as_slice(), since, limit - 1), |row| row.get(0))
        .optional()?;
    // A clock set back must not lock anybody out for longer than one window.
    Ok(decisive.map(|at| at.saturating_sub(since).min(ATTEMPT_WINDOW_MS)))
}
