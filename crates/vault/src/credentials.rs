//! Who may sign in with what. Knows hashes of logins and passwords, never either in plain.

use rusqlite::{Connection, OptionalExtension};

use crate::store::refuse_erased;
use crate::{Login, Subject, Vault, VaultError, password};

impl Vault {
    /// Lets a person sign in with this login and password. A person may have several logins.
    ///
    /// # Errors
    /// [`VaultError::WeakPassword`], [`VaultError::LoginTaken`] (also where the same person has
    /// it), [`VaultError::Erased`], [`VaultError::Database`], [`VaultError::Crypto`].
    pub fn add_credential(
        &self,
        login: &Login,
        subject: &Subject,
        password: &str,
    ) -> Result<(), VaultError> {
        password::judge(Some(login), password).map_err(VaultError::WeakPassword)?;
        let hash = password::hash(password)?;
        let lookup = self.login_hash(login);
        let mut connection = self.connection();
        let change = connection.transaction()?;
        refuse_erased(&change, subject)?;
        let added = change.execute(
            "INSERT OR IGNORE INTO credential (lookup, subject, password_hash) VALUES (?1, ?2, ?3)",
            (lookup.as_slice(), subject.as_str(), hash),
        )?;
        if added == 0 {
            return Err(VaultError::LoginTaken);
        }
        Ok(change.commit()?)
    }

    /// Whether a password would be taken for this login, before anything else is done.
    ///
    /// # Errors
    /// [`VaultError::WeakPassword`].
    pub fn judge_password(login: &Login, password: &str) -> Result<(), VaultError> {
        password::judge(Some(login), password).map_err(VaultError::WeakPassword)
    }

    /// The person a login belongs to.
    ///
    /// # Errors
    /// [`VaultError::Database`], [`VaultError::Damaged`].
    pub fn person_of(&self, login: &Login) -> Result<Option<Subject>, VaultError> {
        let row = credential(&self.connection(), &self.login_hash(login))?;
        Ok(row.map(|(subject, _)| subject))
    }

    /// The person, where login and password belong together. An unknown login costs the same
    /// argon2 work as a known one. Counts no attempts: doors use [`Vault::sign_in`].
    ///
    /// # Errors
    /// [`VaultError::Database`], [`VaultError::Damaged`].
    pub fn check_password(
        &self,
        login: &Login,
        password: &str,
    ) -> Result<Option<Subject>, VaultError> {
        let row = credential(&self.connection(), &self.login_hash(login))?;
        let stored = row.as_ref().map(|(_, hash)| hash.as_str());
        let fits = password::fits(password, stored)?;
        Ok(row.filter(|_| fits).map(|(subject, _)| subject))
    }

    /// Gives all logins of a person a new password and ends all their sessions: whoever knew the
    /// old one is out. Tokens stay.
    ///
    /// # Errors
    /// [`VaultError::WeakPassword`], [`VaultError::NoCredential`], [`VaultError::Erased`],
    /// [`VaultError::Database`], [`VaultError::Crypto`].
    pub fn set_password(&self, subject: &Subject, password: &str) -> Result<(), VaultError> {
        password::judge(None, password).map_err(VaultError::WeakPassword)?;
        let hash = password::hash(password)?;
        let mut connection = self.connection();
        let change = connection.transaction()?;
        refuse_erased(&change, subject)?;
        let changed = change.execute(
            "UPDATE credential SET password_hash = ?2 WHERE subject = ?1",
            (subject.as_str(), hash),
        )?;
        if changed == 0 {
            return Err(VaultError::NoCredential);
        }
        change.execute("DELETE FROM session WHERE subject = ?1", [subject.as_str()])?;
        change.commit()?;
        self.lately_sessions().forget();
        Ok(())
    }

    /// One attempt to sign in from one client (an address or another stable key): refused unseen
    /// where too many failed, counted before the password is looked at, forgiven when it fits.
    ///
    /// # Errors
    /// [`VaultError::Throttled`], [`VaultError::Database`], [`VaultError::Damaged`].
    pub fn sign_in(
        &self,
        login: &Login,
        password: &str,
        client: &str,
        now_ms: i64,
    ) -> Result<Option<Subject>, VaultError> {
        self.begin_attempt(login, client, now_ms)?;
        let person = self.check_password(login, password)?;
        if person.is_some() {
            self.forgive_attempts(login, client, now_ms)?;
        }
        Ok(person)
    }
}

fn credential(
    connection: &Connection,
    lookup: &[u8; 32],
) -> Result<Option<(Subject, String)>, VaultError> {
    let row: Option<(String, String)> = connection
        .prepare_cached("SELECT subject, password_hash FROM credential WHERE lookup = ?1")?
        .query_row([lookup.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(subject, hash)| Ok((stored_subject(&subject, "credential")?, hash)))
        .transpose()
}

/// A subject read back from a table.
pub(crate) fn stored_subject(text: &str, table: &'static str) -> Result<Subject, VaultError> {
    Subject::parse(text).map_err(|_| VaultError::Damaged { table })
}
