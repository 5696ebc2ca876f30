//! Opening a vault file: the right key, one process, the right version, safe settings.

use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;
use vault::{MasterKey, Vault, VaultError};

use crate::{master, person, place};

#[test]
fn another_master_key_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    drop(Vault::open(&path, &master()).unwrap());
    let other = MasterKey::random().unwrap();
    let refused = Vault::open(&path, &other).unwrap_err();
    let VaultError::WrongMasterKey { stored, given } = refused else {
        panic!("{refused}")
    };
    assert_eq!((stored, given), (master().id(), other.id()));
    assert!(
        Vault::open(&path, &master()).is_ok(),
        "the refusal changed nothing"
    );
}

#[test]
fn one_vault_is_open_once_and_clones_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &master()).unwrap();
    assert_eq!(
        Vault::open(&path, &master()).unwrap_err().code(),
        "vault-in-use"
    );
    let clone = vault.clone();
    drop(vault);
    assert_eq!(
        Vault::open(&path, &master()).unwrap_err().code(),
        "vault-in-use"
    );
    drop(clone);
    assert!(Vault::open(&path, &master()).is_ok());
}

#[test]
fn the_files_are_private_and_no_journal_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &master()).unwrap();
    vault.seal(&person("per_1"), &place("name"), b"x").unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o077,
            0,
            "{file:?}"
        );
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["vault.sqlite", "vault.sqlite.lock"]);
}

#[test]
fn a_newer_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    drop(Vault::open(&path, &master()).unwrap());
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let refused = Vault::open(&path, &master()).unwrap_err();
    assert!(matches!(
        refused,
        VaultError::SchemaTooNew {
            found: 99,
            known: 1
        }
    ));
}

#[test]
fn a_file_that_is_no_vault_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    std::fs::write(
        &path,
        "this is no database, it only has the name of one".repeat(100),
    )
    .unwrap();
    assert_eq!(
        Vault::open(&path, &master()).unwrap_err().code(),
        "vault-database"
    );
    let missing = folder.path().join("missing").join("vault.sqlite");
    assert_eq!(
        Vault::open(&missing, &master()).unwrap_err().code(),
        "vault-io"
    );
}

#[test]
fn a_swapped_or_damaged_key_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &master()).unwrap();
    let sealed = vault.seal(&person("per_1"), &place("name"), b"x").unwrap();
    vault.seal(&person("per_2"), &place("name"), b"y").unwrap();
    drop(vault);
    let swap = "UPDATE person_key SET wrapped =
        (SELECT wrapped FROM person_key WHERE subject = 'per_2') WHERE subject = 'per_1'";
    Connection::open(&path).unwrap().execute(swap, []).unwrap();
    let vault = Vault::open(&path, &master()).unwrap();
    let refused = vault
        .open_sealed(&person("per_1"), &place("name"), sealed.as_str())
        .unwrap_err();
    assert!(matches!(
        refused,
        VaultError::Damaged {
            table: "person_key"
        }
    ));
}
