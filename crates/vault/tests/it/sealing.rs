//! Sealing and opening: whole, bound to person and place, never the same twice.

use std::collections::BTreeSet;
use std::sync::Barrier;

use vault::{Opened, Vault};

use crate::{master, person, place, vault};

#[test]
fn what_is_sealed_opens_again() {
    let vault = vault();
    let who = person("per_1");
    for plain in [
        b"".as_slice(),
        "李伟，山东省栖霞市".as_bytes(),
        &[0xff; 100_000],
    ] {
        let sealed = vault.seal(&who, &place("name"), plain).unwrap();
        assert!(sealed.as_str().starts_with("s1."));
        assert!(
            sealed
                .as_str()
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'"')
        );
        match vault
            .open_sealed(&who, &place("name"), sealed.as_str())
            .unwrap()
        {
            Opened::Plain(opened) => assert_eq!(opened.as_slice(), plain),
            Opened::Erased => panic!("nobody was erased"),
        }
    }
}

#[test]
fn the_same_words_never_look_the_same() {
    let vault = vault();
    let who = person("per_1");
    let seal = || {
        vault
            .seal(&who, &place("name"), b"Li Wei")
            .unwrap()
            .into_string()
    };
    let texts: BTreeSet<String> = (0..100).map(|_| seal()).collect();
    assert_eq!(texts.len(), 100);
}

#[test]
fn a_seal_belongs_to_its_person_and_place() {
    let vault = vault();
    let (one, other) = (person("per_1"), person("per_2"));
    let sealed = vault.seal(&one, &place("name"), b"Li Wei").unwrap();
    vault.seal(&other, &place("name"), b"Wang Fang").unwrap();
    let wrong = [(&other, place("name")), (&one, place("phone"))];
    for (who, place) in wrong {
        let refused = vault.open_sealed(who, &place, sealed.as_str()).unwrap_err();
        assert_eq!(refused.code(), "vault-seal-broken");
    }
    let stranger = vault.open_sealed(&person("per_3"), &place("name"), sealed.as_str());
    assert_eq!(stranger.unwrap_err().code(), "vault-no-key");
}

#[test]
fn any_changed_character_is_found() {
    let vault = vault();
    let who = person("per_1");
    let sealed = vault
        .seal(&who, &place("name"), b"Li Wei")
        .unwrap()
        .into_string();
    for at in 0..sealed.len() {
        let mut bytes = sealed.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        let refused = vault
            .open_sealed(&who, &place("name"), &changed)
            .unwrap_err();
        assert!(
            ["vault-seal-broken", "vault-seal-malformed"].contains(&refused.code()),
            "{at}"
        );
    }
    for cut in 0..sealed.len() {
        assert!(
            vault
                .open_sealed(&who, &place("name"), &sealed[..cut])
                .is_err(),
            "{cut}"
        );
    }
}

#[test]
fn plain_text_is_not_taken_for_a_seal() {
    let vault = vault();
    let who = person("per_1");
    for text in [
        "",
        "s1",
        "s2.AAAA",
        "Li Wei",
        "s1.not base64!",
        "s1.AAAA=",
        "s1.李",
    ] {
        let refused = vault.open_sealed(&who, &place("name"), text).unwrap_err();
        assert_eq!(refused.code(), "vault-seal-malformed", "{text}");
    }
}

#[test]
fn sixteen_threads_agree_on_one_key() {
    let vault = vault();
    let start = Barrier::new(16);
    let seal = |number: usize| {
        start.wait();
        let plain = format!("number {number}");
        vault
            .seal(&person("per_1"), &place("name"), plain.as_bytes())
            .unwrap()
    };
    let seal = &seal;
    let texts: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|number| scope.spawn(move || seal(number)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    for (number, text) in texts.iter().enumerate() {
        let opened = vault
            .open_sealed(&person("per_1"), &place("name"), text.as_str())
            .unwrap();
        assert_eq!(opened.text(), Some(format!("number {number}").as_str()));
    }
}

#[test]
fn seals_open_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &master()).unwrap();
    let sealed = vault
        .seal(&person("per_1"), &place("name"), b"Li Wei")
        .unwrap();
    drop(vault);
    let vault = Vault::open(&path, &master()).unwrap();
    let opened = vault
        .open_sealed(&person("per_1"), &place("name"), sealed.as_str())
        .unwrap();
    assert_eq!(opened.text(), Some("Li Wei"));
}

#[test]
fn debug_output_shows_nothing() {
    let vault = vault();
    let who = person("per_1");
    let sealed = vault.seal(&who, &place("name"), b"Li Wei").unwrap();
    let opened = vault
        .open_sealed(&who, &place("name"), sealed.as_str())
        .unwrap();
    assert_eq!(format!("{opened:?} {vault:?}"), "Plain(6 bytes) Vault");
}
