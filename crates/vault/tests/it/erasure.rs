//! Erasing: at once, for good, on the disk too, and for this person only.

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use vault::{Opened, Subject, Vault};

use crate::{HOUR, NOW, PASSWORD, login, master, person, place, vault};

/// A person with everything a person can have here.
fn settle(vault: &Vault, who: &Subject, name: &str) -> (String, String, String) {
    let sealed = vault
        .seal(who, &place("name"), b"Li Wei")
        .unwrap()
        .into_string();
    vault.add_credential(&login(name), who, PASSWORD).unwrap();
    let session = vault
        .start_session(who, NOW, NOW + HOUR)
        .unwrap()
        .expose()
        .to_owned();
    let token = vault
        .issue_token(who, "laptop", NOW, None)
        .unwrap()
        .secret
        .expose()
        .to_owned();
    (sealed, session, token)
}

#[test]
fn erasing_takes_the_key_and_every_way_in() {
    let vault = vault();
    let who = person("per_1");
    let (sealed, session, token) = settle(&vault, &who, "li@example.cn");
    let receipt = vault.erase(&who).unwrap();
    assert!(receipt.key_destroyed && !receipt.already);
    assert_eq!(
        (receipt.credentials, receipt.sessions, receipt.tokens),
        (1, 1, 1)
    );

    assert!(vault.is_erased(&who).unwrap());
    assert_eq!(
        vault.open_sealed(&who, &place("name"), &sealed).unwrap(),
        Opened::Erased
    );
    assert_eq!(vault.find_session(&session, NOW).unwrap(), None);
    assert_eq!(vault.find_token(&token, NOW).unwrap(), None);
    assert_eq!(
        vault
            .check_password(&login("li@example.cn"), PASSWORD)
            .unwrap(),
        None
    );
    assert_eq!(vault.person_of(&login("li@example.cn")).unwrap(), None);
}

#[test]
fn an_erased_person_never_comes_back() {
    let vault = vault();
    let who = person("per_1");
    vault.seal(&who, &place("name"), b"Li Wei").unwrap();
    vault.erase(&who).unwrap();
    let refusals = [
        vault
            .seal(&who, &place("name"), b"Li Wei")
            .map(|_| ())
            .unwrap_err(),
        vault
            .add_credential(&login("li@example.cn"), &who, PASSWORD)
            .unwrap_err(),
        vault.set_password(&who, PASSWORD).unwrap_err(),
        vault
            .start_session(&who, NOW, NOW + HOUR)
            .map(|_| ())
            .unwrap_err(),
        vault
            .issue_token(&who, "laptop", NOW, None)
            .map(|_| ())
            .unwrap_err(),
    ];
    for refused in refusals {
        assert_eq!(refused.code(), "person-erased");
    }
}

#[test]
fn erasing_twice_or_a_stranger_is_quiet() {
    let vault = vault();
    let stranger = person("per_9");
    let first = vault.erase(&stranger).unwrap();
    assert!(!first.already && !first.key_destroyed);
    assert!(vault.erase(&stranger).unwrap().already);
    assert_eq!(
        vault
            .seal(&stranger, &place("name"), b"x")
            .unwrap_err()
            .code(),
        "person-erased"
    );
}

#[test]
fn a_freed_login_can_be_taken_by_somebody_else() {
    let vault = vault();
    settle(&vault, &person("per_1"), "li@example.cn");
    vault.erase(&person("per_1")).unwrap();
    vault
        .add_credential(&login("li@example.cn"), &person("per_2"), PASSWORD)
        .unwrap();
    let found = vault
        .check_password(&login("li@example.cn"), PASSWORD)
        .unwrap();
    assert_eq!(found, Some(person("per_2")));
}

fn wrapped_keys(path: &Path) -> Vec<(String, Vec<u8>)> {
    let connection = Connection::open(path).unwrap();
    let mut query = connection
        .prepare("SELECT subject, wrapped FROM person_key")
        .unwrap();
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

/// All bytes of all files in a folder.
fn disk(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

fn holds(disk: &[u8], bytes: &[u8]) -> bool {
    disk.windows(bytes.len()).any(|part| part == bytes)
}

/// Every run of sixteen bytes, to look up many keys at once.
fn sixteens(disk: &[u8]) -> HashSet<&[u8]> {
    disk.windows(16).collect()
}

#[test]
fn the_key_is_gone_from_the_disk_and_stays_gone() {
    const PERSONS: usize = 400;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &master()).unwrap();
    let mut sealed = Vec::new();
    for number in 0..PERSONS {
        // Ids of random order and length, as real ones are: rows land all over the indexes.
        let who = person(&format!("per_{:x}", (number * 7_919) % 104_729));
        sealed.push((
            who.clone(),
            vault.seal(&who, &place("name"), b"Li Wei").unwrap(),
        ));
    }
    drop(vault);
    let keys = wrapped_keys(&path);
    let before = disk(folder.path());
    assert!(
        keys.iter()
            .all(|(_, wrapped)| holds(&before, &wrapped[24..]))
    );

    let vault = Vault::open(&path, &master()).unwrap();
    let is_erased = |number: usize| !number.is_multiple_of(3);
    for (number, (who, _)) in sealed.iter().enumerate() {
        if is_erased(number) {
            assert!(vault.erase(who).unwrap().key_destroyed);
        }
    }
    let after = disk(folder.path());
    let after = sixteens(&after);
    for (subject, wrapped) in &keys {
        let number = sealed
            .iter()
            .position(|(who, _)| who.as_str() == subject)
            .unwrap();
        for piece in [&wrapped[..16], &wrapped[24..40], &wrapped[56..72]] {
            assert_eq!(after.contains(piece), !is_erased(number), "{subject}");
        }
    }

    drop(vault);
    let vault = Vault::open(&path, &master()).unwrap();
    for (number, (who, text)) in sealed.iter().enumerate() {
        let opened = vault
            .open_sealed(who, &place("name"), text.as_str())
            .unwrap();
        assert_eq!(opened == Opened::Erased, is_erased(number));
    }
}

#[test]
fn nothing_personal_stands_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &master()).unwrap();
    let who = person("per_1");
    let (_, session, token) = settle(&vault, &who, "liwei@example.cn");
    vault
        .sign_in(
            &login("liwei@example.cn"),
            "wrong password",
            "203.0.113.7",
            NOW,
        )
        .unwrap();
    let disk = disk(folder.path());
    for text in [
        "liwei",
        "example.cn",
        PASSWORD,
        "Li Wei",
        "203.0.113.7",
        &session,
        &token,
    ] {
        assert!(!holds(&disk, text.as_bytes()), "{text}");
    }
    assert!(
        holds(&disk, b"per_1") && holds(&disk, b"$argon2id$"),
        "the search itself works"
    );
    vault.erase(&who).unwrap();
    assert!(!holds(&self::disk(folder.path()), b"$argon2id$"));
}

#[test]
fn an_erasure_wins_against_readers_at_the_same_moment() {
    let vault = vault();
    let who = person("per_1");
    let sealed = vault.seal(&who, &place("name"), b"Li Wei").unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    vault
                        .open_sealed(&who, &place("name"), sealed.as_str())
                        .unwrap();
                }
            });
        }
        vault.erase(&who).unwrap();
        let opened = vault.open_sealed(&who, &place("name"), sealed.as_str());
        done.store(true, Ordering::Relaxed);
        assert_eq!(opened.unwrap(), Opened::Erased);
    });
    assert_eq!(
        vault.seal(&who, &place("name"), b"x").unwrap_err().code(),
        "person-erased"
    );
}
