//! `pomona backup` and `pomona restore`, end to end: what is lost comes back, who was erased does not.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::folder::seeded;
use crate::pomona::{Serving, run};
use crate::serving::get;

pub(crate) fn back_up(data: &Path, to: &Path) -> String {
    run(data, &["backup", "--to", to.to_str().unwrap()]).good()
}

fn refused(data: &Path, to: &Path, code: i32) -> String {
    run(data, &["backup", "--to", to.to_str().unwrap()]).bad(code)
}

pub(crate) fn restore(data: &Path, from: &Path) -> String {
    run(data, &["restore", "--from", from.to_str().unwrap()]).good()
}

fn not_restored(from: &Path, code: i32) -> String {
    let data = tempfile::tempdir().unwrap();
    let told = run(data.path(), &["restore", "--from", from.to_str().unwrap()]).bad(code);
    assert!(!data.path().join("log").exists(), "{told}");
    told
}

fn stat(data: &Path) -> Value {
    serde_json::from_str(&run(data, &["log", "stat", "--json", "--check"]).good()).unwrap()
}

/// The log's name and its public key.
fn signer(address: &str) -> (String, String) {
    let answer = get(address, "/log/vkey");
    let (_, vkey) = answer.split_once("\r\n\r\n").unwrap();
    let mut parts = vkey.trim().splitn(3, '+');
    let name = parts.next().unwrap().to_owned();
    (name, parts.nth(1).unwrap().to_owned())
}

fn manifest(backup: &Path) -> Value {
    serde_json::from_slice(&fs::read(backup.join("MANIFEST.json")).unwrap()).unwrap()
}

/// Where the backup keeps what belongs at `path`.
fn kept(backup: &Path, path: &str) -> PathBuf {
    let manifest = manifest(backup);
    let files = manifest["files"].as_array().unwrap();
    let file = files
        .iter()
        .find(|file| file["path"].as_str().unwrap().starts_with(path));
    let hash = file.unwrap()["sha256"].as_str().unwrap().to_owned();
    backup.join("files").join(&hash[..2]).join(hash)
}

/// All files below a folder with their contents.
pub(crate) fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn a_farm_comes_back_from_a_backup_taken_while_it_was_served() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    let backup = to.path().join("backup");
    let serving = Serving::start(data.path(), &["serve"]);
    get(&serving.address, "/healthz");
    let told = back_up(data.path(), &backup);
    assert!(told.contains("master key is not in it"), "{told}");
    let told = back_up(data.path(), &backup);
    assert!(told.contains(": 0 events added"), "{told}");
    let signer = signer(&serving.address);
    let last = stat(data.path())["last_backup"].take();
    assert_eq!(last["folder"], backup.to_str().unwrap());
    assert_eq!(serving.stop("TERM").0, Some(0));
    let named = contents(&backup);
    let secret = fs::read(data.path().join("master.key")).unwrap();
    assert!(named.iter().all(|(_, bytes)| *bytes != secret));

    let restored = tempfile::tempdir().unwrap();
    fs::copy(
        data.path().join("master.key"),
        restored.path().join("master.key"),
    )
    .unwrap();
    restore(restored.path(), &backup);
    let (before, after) = (stat(data.path()), stat(restored.path()));
    for same in ["events", "commits", "streams", "link", "root"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_ne!(after["epoch"], before["epoch"]);
    let blobs = |data: &Path| {
        let blobs = contents(&data.join("blobs")).into_iter();
        let relative =
            blobs.map(|(path, bytes)| (path.strip_prefix(data).unwrap().to_owned(), bytes));
        relative.collect::<Vec<_>>()
    };
    assert!(
        blobs(data.path()) == blobs(restored.path()),
        "photos differ"
    );
    let people = run(data.path(), &["user", "list"]).good();
    assert!(people.contains("林晓满"), "{people}");
    assert_eq!(run(restored.path(), &["user", "list"]).good(), people);
    assert!(
        run(restored.path(), &["readmodel", "dump"]).good()
            == run(data.path(), &["readmodel", "dump"]).good(),
        "read models differ"
    );
    let serving = Serving::start(restored.path(), &["serve"]);
    // What was lost may have been signed: neither name nor key say that they are those of before.
    let (name, key) = self::signer(&serving.address);
    let epoch = after["epoch"].as_str().unwrap();
    assert_eq!(name, format!("{}/{}", signer.0, &epoch[..8]));
    assert_ne!(key, signer.1);
    assert_eq!(serving.stop("TERM").0, Some(0));
}

#[test]
fn a_further_run_adds_what_is_new_and_keeps_no_old_vault() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    back_up(data.path(), to.path());
    let first_stretch = fs::read_dir(to.path().join("log")).unwrap().next().unwrap();
    let first_stretch = fs::read(first_stretch.unwrap().path()).unwrap();
    let old_vault = kept(to.path(), "vault.sqlite");
    let erased = run(
        data.path(),
        &["person", "erase", "--login", "buyer", "--yes"],
    )
    .good();
    let person = erased.split(' ').next().unwrap().to_owned();
    let told = back_up(data.path(), to.path());
    assert!(told.contains(": 1 events added"), "{told}");
    assert!(
        !old_vault.exists(),
        "the erased person's key is still in the backup"
    );
    assert!(
        contents(&to.path().join("log"))
            .iter()
            .any(|(_, bytes)| *bytes == first_stretch)
    );
    assert_eq!(manifest(to.path())["log"].as_array().unwrap().len(), 2);

    let restored = tempfile::tempdir().unwrap();
    let told = restore(restored.path(), to.path());
    assert!(
        told.contains("1 in the log, 0 of them still had a key"),
        "{told}"
    );
    assert!(
        run(restored.path(), &["log", "export"])
            .good()
            .contains(&person)
    );
}

#[test]
fn who_was_erased_after_the_vault_was_copied_stays_erased() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    back_up(data.path(), to.path());
    let old_vault = kept(to.path(), "vault.sqlite");
    let old_manifest = manifest(to.path());
    let old_bytes = fs::read(&old_vault).unwrap();
    run(
        data.path(),
        &["person", "erase", "--login", "buyer", "--yes"],
    )
    .good();
    back_up(data.path(), to.path());
    // As if the vault's copy had failed for days: the new log beside the old vault.
    let vault_of = |manifest: &Value| {
        let files = manifest["files"].as_array().unwrap();
        files
            .iter()
            .position(|file| file["path"] == "vault.sqlite")
            .unwrap()
    };
    let mut mixed = manifest(to.path());
    let place = vault_of(&mixed);
    mixed["files"][place] = old_manifest["files"][vault_of(&old_manifest)].clone();
    fs::create_dir_all(old_vault.parent().unwrap()).unwrap();
    fs::write(&old_vault, old_bytes).unwrap();
    fs::write(to.path().join("MANIFEST.json"), mixed.to_string()).unwrap();

    let restored = tempfile::tempdir().unwrap();
    fs::copy(
        data.path().join("master.key"),
        restored.path().join("master.key"),
    )
    .unwrap();
    let told = restore(restored.path(), to.path());
    assert!(
        told.contains("1 in the log, 1 of them still had a key"),
        "{told}"
    );
    let people = run(restored.path(), &["user", "list"]).good();
    assert!(
        !people.contains("林晓满") && people.contains("(erased)"),
        "{people}"
    );
}

#[test]
fn a_backup_is_never_mixed_with_another_log() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    let backup = to.path().join("backup");
    back_up(data.path(), &backup);
    let before = contents(&backup);

    let restored = tempfile::tempdir().unwrap();
    restore(restored.path(), &backup);
    let told = refused(restored.path(), &backup, 4);
    assert!(told.contains("an earlier life of this log"), "{told}");

    let other = tempfile::tempdir().unwrap();
    let add = [
        "user", "add", "--login", "zhou", "--name", "周敏", "--role", "operator",
    ];
    run(other.path(), &add).good();
    let epoch = fs::read(data.path().join("log/EPOCH")).unwrap();
    fs::write(other.path().join("log/EPOCH"), epoch).unwrap();
    let told = refused(other.path(), &backup, 4);
    assert!(told.contains("the log ends at position"), "{told}");
    assert!(
        contents(&backup)
            .into_iter()
            .filter(|(path, _)| !path.ends_with("new.part"))
            .eq(before),
        "it is as it was"
    );

    let small = to.path().join("small");
    back_up(other.path(), &small);
    let mut manifest = manifest(&small);
    manifest["end"]["link"] = "ab".repeat(32).into();
    fs::write(small.join("MANIFEST.json"), manifest.to_string()).unwrap();
    let told = refused(other.path(), &small, 4);
    assert!(told.contains("of another log"), "{told}");

    let told = refused(data.path(), data.path(), 4);
    assert!(told.contains("something that is no backup"), "{told}");
}

#[test]
fn a_further_run_sees_what_the_backup_lost() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    back_up(data.path(), to.path());
    let check = || {
        let to = to.path().to_str().unwrap();
        run(data.path(), &["backup", "--check", "--to", to])
    };
    let told = check().good();
    assert!(told.contains("0 files added"), "{told}");
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    // As long as it was, with another content: what is copied in every run anyway is compared in every run.
    let (key, photo) = (kept(to.path(), "proofs/"), kept(to.path(), "blobs/"));
    flip(&key);
    let told = back_up(data.path(), to.path());
    assert!(told.contains("1 files added"), "{told}");
    flip(&photo);
    let told = back_up(data.path(), to.path());
    assert!(told.contains("0 files added"), "not read: {told}");
    let told = check().good();
    assert!(told.contains("1 files added"), "{told}");
    fs::remove_file(&photo).unwrap();
    let told = back_up(data.path(), to.path());
    assert!(told.contains("1 files added"), "{told}");
    let restored = tempfile::tempdir().unwrap();
    restore(restored.path(), to.path());

    let stretch = contents(&to.path().join("log")).remove(0).0;
    flip(&stretch);
    let told = check().bad(1);
    assert!(told.contains("was changed"), "{told}");
    flip(&stretch);
    fs::OpenOptions::new()
        .write(true)
        .open(&stretch)
        .unwrap()
        .set_len(7)
        .unwrap();
    let told = refused(data.path(), to.path(), 1);
    assert!(told.contains("was changed"), "{told}");
}

#[test]
fn a_backup_with_one_wrong_byte_is_not_restored() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    back_up(data.path(), to.path());
    let stretch = contents(&to.path().join("log")).remove(0).0;
    for path in [
        kept(to.path(), "vault.sqlite"),
        kept(to.path(), "blobs/"),
        stretch,
    ] {
        let sound = fs::read(&path).unwrap();
        let mut wrong = sound.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 1;
        fs::write(&path, &wrong).unwrap();
        let told = not_restored(to.path(), 1);
        assert!(
            told.contains(path.file_name().unwrap().to_str().unwrap()),
            "{told}"
        );
        fs::write(&path, &sound[..sound.len() - 1]).unwrap();
        not_restored(to.path(), 1);
        fs::remove_file(&path).unwrap();
        not_restored(to.path(), 5);
        fs::write(&path, sound).unwrap();
    }
    let restored = tempfile::tempdir().unwrap();
    restore(restored.path(), to.path());
    let told = run(
        restored.path(),
        &["restore", "--from", to.path().to_str().unwrap()],
    )
    .bad(4);
    assert!(told.contains("holds a log already"), "{told}");
    let told = not_restored(data.path(), 4);
    assert!(told.contains("holds no backup"), "{told}");
}

#[test]
fn a_restore_that_was_cut_off_is_not_served() {
    let data = tempfile::tempdir().unwrap();
    fs::create_dir(data.path().join("restoring")).unwrap();
    let told = run(data.path(), &["serve"]).bad(5);
    assert!(
        told.contains("was being restored and is not whole"),
        "{told}"
    );
    let (source, to) = (seeded(), tempfile::tempdir().unwrap());
    back_up(source.path(), to.path());
    restore(data.path(), to.path());
    run(data.path(), &["log", "verify"]).good();
    // Cut off when everything was moved.
    let stage = data.path().join("restoring");
    fs::create_dir(&stage).unwrap();
    fs::write(stage.join("COMPLETE"), "").unwrap();
    let told = restore(data.path(), to.path());
    assert!(told.contains("is finished"), "{told}");
    assert!(!stage.exists());
    let told = run(
        data.path(),
        &["restore", "--from", to.path().to_str().unwrap()],
    )
    .bad(4);
    assert!(told.contains("holds a log already"), "{told}");
}
