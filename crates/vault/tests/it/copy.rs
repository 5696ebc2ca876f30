//! Copies of a vault, and erasing again in a copy that was put back.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use vault::{
    Context, Login, MasterKey, Opened, Subject, Vault, VaultError, copy_closed, erase_closed,
};

fn person(id: &str) -> Subject {
    Subject::parse(id).unwrap()
}

const PASSWORD: &str = "eine lange Allee";

#[test]
fn a_copy_taken_while_it_is_open_holds_everything_and_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let master = MasterKey::random().unwrap();
    let vault = Vault::open(&folder.path().join("vault.sqlite"), &master).unwrap();
    let (place, who) = (Context::new("tree-1", "plate"), person("per_1"));
    let sealed = vault.seal(&who, &place, b"plum").unwrap();
    let login = Login::parse("lin").unwrap();
    vault.add_credential(&login, &who, PASSWORD).unwrap();
    vault.seal(&person("per_2"), &place, b"pear").unwrap();
    vault.erase(&person("per_2")).unwrap();

    let path = folder.path().join("copy.sqlite");
    vault.copy_to(&path).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        matches!(vault.copy_to(&path), Err(VaultError::Io { .. })),
        "nothing is overwritten"
    );

    let copy = Vault::open(&path, &master).unwrap();
    let opened = copy.open_sealed(&who, &place, sealed.as_str()).unwrap();
    assert_eq!(opened.text(), Some("plum"));
    assert_eq!(copy.person_of(&login).unwrap(), Some(who));
    assert!(copy.is_erased(&person("per_2")).unwrap());
}

#[test]
fn erasing_again_in_a_copy_needs_no_master_key_and_leaves_no_trace_of_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let master = MasterKey::random().unwrap();
    let (live, path) = (
        folder.path().join("live.sqlite"),
        folder.path().join("copy.sqlite"),
    );
    let vault = Vault::open(&live, &master).unwrap();
    let (place, who, stays) = (
        Context::new("tree-1", "plate"),
        person("per_1"),
        person("per_2"),
    );
    let sealed = vault.seal(&who, &place, b"plum").unwrap();
    let kept = vault.seal(&stays, &place, b"pear").unwrap();
    assert!(matches!(
        copy_closed(&live, &path),
        Err(VaultError::InUse { .. })
    ));
    drop(vault);
    copy_closed(&live, &path).unwrap();

    let never_there = person("per_3");
    let persons = [who.clone(), never_there.clone()];
    assert_eq!(erase_closed(&path, &persons).unwrap(), 1);
    assert_eq!(erase_closed(&path, &persons).unwrap(), 0, "again is quiet");
    let copy = Vault::open(&path, &master).unwrap();
    assert_eq!(
        copy.open_sealed(&who, &place, sealed.as_str()).unwrap(),
        Opened::Erased
    );
    assert_eq!(
        copy.open_sealed(&stays, &place, kept.as_str())
            .unwrap()
            .text(),
        Some("pear")
    );
    assert!(
        copy.is_erased(&never_there).unwrap(),
        "nor will a key be made for them"
    );
}

#[test]
fn what_is_no_vault_is_not_erased_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    assert!(erase_closed(&path, &[person("per_1")]).is_err());
    assert!(!path.exists(), "none is made");
    fs::write(&path, "").unwrap();
    let refused = erase_closed(&path, &[person("per_1")]);
    assert!(matches!(refused, Err(VaultError::Damaged { .. })));
}
