//! The tables of the vault file and how the file is opened so that what is deleted is gone.
//! Knows SQL and pragmas; nothing of keys' meaning.

use rusqlite::{Connection, OptionalExtension};

use crate::VaultError;

/// The schema this program writes, kept in `user_version`.
const SCHEMA: i64 = 1;

/// `person_key` is an ordinary rowid table filled in rising order: its rows never move between
/// pages, so no stale copy of a key stays behind in a page's free space.
const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE person_key (
    number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL UNIQUE, wrapped BLOB NOT NULL
) STRICT;
CREATE TABLE erased (subject TEXT PRIMARY KEY) STRICT;
CREATE TABLE credential (
    lookup BLOB PRIMARY KEY, subject TEXT NOT NULL, password_hash TEXT NOT NULL
) STRICT;
CREATE INDEX credential_subject ON credential (subject);
CREATE TABLE session (
    secret_hash BLOB PRIMARY KEY, subject TEXT NOT NULL,
    created_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX session_subject ON session (subject, created_ms);
CREATE INDEX session_expires ON session (expires_ms);
CREATE TABLE token (
    secret_hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
    name TEXT NOT NULL, created_ms INTEGER NOT NULL, used_ms INTEGER, expires_ms INTEGER
) STRICT;
CREATE INDEX token_subject ON token (subject, created_ms);
CREATE TABLE attempt (who BLOB NOT NULL, at_ms INTEGER NOT NULL) STRICT;
CREATE INDEX attempt_who ON attempt (who, at_ms);
CREATE INDEX attempt_at ON attempt (at_ms);
";

/// Sets the connection up and creates the tables in a new file.
///
/// # Errors
/// [`VaultError::WrongMasterKey`], [`VaultError::SchemaTooNew`], [`VaultError::Damaged`] where a
/// setting cannot be had, [`VaultError::Database`].
pub(crate) fn prepare(connection: &mut Connection, key_id: &str) -> Result<(), VaultError> {
    if protect(connection)? == 0 {
        let creation = connection.transaction()?;
        creation.execute_batch(TABLES)?;
        creation.execute("INSERT INTO meta VALUES ('master-key-id', ?1)", [key_id])?;
        creation.pragma_update(None, "user_version", SCHEMA)?;
        creation.commit()?;
    }
    check_master(connection, key_id)
}

/// Sets the connection up so that what is deleted is gone, and returns the file's schema: 0 for a
/// file without tables. Needs no master key.
///
/// # Errors
/// [`VaultError::SchemaTooNew`], [`VaultError::Damaged`] where a setting cannot be had,
/// [`VaultError::Database`].
pub(crate) fn protect(connection: &Connection) -> Result<i64, VaultError> {
    // No write-ahead log: it would keep erased pages until some later checkpoint.
    connection.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
    )?;
    let secure: i64 = connection.query_row("PRAGMA secure_delete", [], |row| row.get(0))?;
    let journal: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if secure != 1 || journal == "wal" {
        return Err(VaultError::Damaged { table: "pragma" });
    }
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > SCHEMA {
        return Err(VaultError::SchemaTooNew {
            found,
            known: SCHEMA,
        });
    }
    Ok(found)
}

fn check_master(connection: &Connection, given: &str) -> Result<(), VaultError> {
    let stored: Option<String> = connection
        .query_row(
            "SELECT value FROM meta WHERE name = 'master-key-id'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    let stored = stored.ok_or(VaultError::Damaged { table: "meta" })?;
    if stored != given {
        return Err(VaultError::WrongMasterKey {
            stored,
            given: given.to_owned(),
        });
    }
    Ok(())
}
