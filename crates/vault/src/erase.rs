//! Erasing a person for good. Knows the tables; nothing of the events that stay behind.

use rusqlite::Connection;

use crate::{Subject, Vault, VaultError};

/// What an erasure removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasedReceipt {
    /// The person had been erased before; nothing was left to do.
    pub already: bool,
    /// A key existed and was destroyed.
    pub key_destroyed: bool,
    /// Credentials removed.
    pub credentials: usize,
    /// Sessions ended.
    pub sessions: usize,
    /// API tokens revoked.
    pub tokens: usize,
}

impl Vault {
    /// Destroys a person's key and every way to sign in as them, in one transaction, and leaves a
    /// tombstone so that no key is ever made for them again. Erasing twice is quiet; a person the
    /// vault never heard of is erased too.
    ///
    /// # Errors
    /// [`VaultError::Database`]; then nothing was changed.
    pub fn erase(&self, subject: &Subject) -> Result<ErasedReceipt, VaultError> {
        let mut connection = self.connection();
        let receipt = erase(&mut connection, subject)?;
        self.forget_person(subject);
        Ok(receipt)
    }
}

/// The erasure itself; deleting needs no key.
pub(crate) fn erase(
    connection: &mut Connection,
    subject: &Subject,
) -> Result<ErasedReceipt, VaultError> {
    let who = [subject.as_str()];
    let change = connection.transaction()?;
    change.execute(
        "DELETE FROM attempt WHERE who IN (SELECT lookup FROM credential WHERE subject = ?1)",
        who,
    )?;
    let keys = change.execute("DELETE FROM person_key WHERE subject = ?1", who)?;
    let credentials = change.execute("DELETE FROM credential WHERE subject = ?1", who)?;
    let sessions = change.execute("DELETE FROM session WHERE subject = ?1", who)?;
    let tokens = change.execute("DELETE FROM token WHERE subject = ?1", who)?;
    let tombs = change.execute("INSERT OR IGNORE INTO erased (subject) VALUES (?1)", who)?;
    change.commit()?;
    Ok(ErasedReceipt {
        already: tombs == 0,
        key_destroyed: keys > 0,
        credentials,
        sessions,
        tokens,
    })
}
