//! The prover's folder: what a crash may leave, what is derived, what must not be lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use eventlog::proof::{KeyName, NoteError, ProofRefused, Prover, ProverError};
use tempfile::TempDir;

use super::{append, log_of, open};
use crate::given::Dice;

fn refused(opened: Result<Prover, ProverError>) -> ProverError {
    match opened {
        Ok(_) => panic!("opened"),
        Err(refusal) => refusal,
    }
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn key_and_checkpoint_are_found_again() {
    let dir = TempDir::new().unwrap();
    let log = log_of(700);
    let prover = open(&log, dir.path()).unwrap();
    assert_eq!(prover.checkpoint(), None);
    let (signed, vkey) = (prover.publish().unwrap(), prover.vkey().clone());
    let in_use = refused(open(&log, dir.path()));
    assert!(matches!(in_use, ProverError::InUse { .. }), "{in_use}");
    drop(prover);
    let prover = open(&log, dir.path()).unwrap();
    assert_eq!(
        (prover.checkpoint(), prover.vkey()),
        (Some(signed.clone()), &vkey)
    );
    assert_eq!(prover.publish().unwrap(), signed);
    let key = fs::metadata(dir.path().join("signing-key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    assert!(fs::exists(dir.path().join("tile-roots")).unwrap());
}

/// Whatever the file of tile roots contains, opening ends with the right tree.
#[test]
fn tile_roots_are_believed_only_when_they_fit() {
    let dir = TempDir::new().unwrap();
    let log = log_of(1_300);
    let signed = open(&log, dir.path()).unwrap().publish().unwrap();
    let path = dir.path().join("tile-roots");
    let whole = fs::read(&path).unwrap();
    assert_eq!(whole.len(), 5 * 32);
    let mut dice = Dice(7);
    let mut states = vec![Vec::new(), vec![0; 1_000], [&whole[..], &[1; 64]].concat()];
    states.extend(
        (0..whole.len())
            .step_by(13)
            .map(|end| whole[..end].to_vec()),
    );
    for _flip in 0..20 {
        let mut flipped = whole.clone();
        flipped[dice.below(whole.len())] ^= 1 << dice.below(8);
        states.push(flipped);
    }
    for state in states {
        fs::write(&path, &state).unwrap();
        let prover = open(&log, dir.path()).unwrap();
        assert_eq!(prover.checkpoint(), Some(signed.clone()));
        prover.prove_event(eventlog::GlobalPosition(3)).unwrap();
        drop(prover);
        assert_eq!(
            fs::read(&path).unwrap()[..whole.len()],
            whole,
            "it is mended"
        );
    }
    append(&log, 1_000, "apple");
    let prover = open(&log, dir.path()).unwrap();
    prover.publish().unwrap();
    prover
        .prove_growth(1_300)
        .unwrap()
        .verify(signed.checkpoint(), prover.vkey())
        .unwrap();
}

#[test]
fn what_a_crash_leaves_half_written_is_not_used() {
    let dir = TempDir::new().unwrap();
    let log = log_of(10);
    fs::write(dir.path().join("signing-key.draft"), "half").unwrap();
    chmod(&dir.path().join("signing-key.draft"), 0o644);
    let prover = open(&log, dir.path()).unwrap();
    let signed = prover.publish().unwrap();
    drop(prover);
    fs::write(dir.path().join("checkpoint.draft"), &signed.note()[..20]).unwrap();
    append(&log, 10, "apple");
    let prover = open(&log, dir.path()).unwrap();
    assert_eq!(prover.checkpoint(), Some(signed));
    assert_eq!(prover.publish().unwrap().checkpoint().size, 20);
    let mode = fs::metadata(dir.path().join("signing-key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// A checkpoint that could not be stored was never shown, and no other one follows.
#[test]
fn signing_stops_when_a_checkpoint_cannot_be_stored() {
    let dir = TempDir::new().unwrap();
    let log = log_of(10);
    let prover = open(&log, dir.path()).unwrap();
    let signed = prover.publish().unwrap();
    let draft = dir.path().join("checkpoint.draft");
    fs::create_dir(&draft).unwrap();
    append(&log, 10, "apple");
    let refusal = prover.publish();
    assert!(
        matches!(refusal, Err(ProverError::Io { .. })),
        "{refusal:?}"
    );
    fs::remove_dir(&draft).unwrap();
    assert!(matches!(prover.publish(), Err(ProverError::Stopped)));
    assert_eq!(prover.checkpoint(), Some(signed));
    assert_eq!(
        prover.tile("tile/0/000.p/11").unwrap(),
        None,
        "it was not shown"
    );
    assert!(
        prover.tile("tile/0/000.p/10").unwrap().is_some(),
        "answers go on"
    );
    drop(prover);
    assert_eq!(
        open(&log, dir.path())
            .unwrap()
            .publish()
            .unwrap()
            .checkpoint()
            .size,
        20
    );
}

#[test]
fn a_key_that_is_lost_broken_or_open_to_others_is_refused() {
    let dir = TempDir::new().unwrap();
    let log = log_of(10);
    open(&log, dir.path()).unwrap().publish().unwrap();
    let key = dir.path().join("signing-key");
    let seed = fs::read(&key).unwrap();
    chmod(&key, 0o640);
    let exposed = refused(open(&log, dir.path()));
    assert!(
        matches!(exposed, ProverError::KeyExposed { mode: 0o640, .. }),
        "{exposed}"
    );
    chmod(&key, 0o600);
    for text in ["", "beef\n", &"zz".repeat(32), &"ab".repeat(33)] {
        fs::write(&key, text).unwrap();
        let malformed = refused(open(&log, dir.path()));
        assert!(
            matches!(malformed, ProverError::KeyMalformed { .. }),
            "{malformed}"
        );
    }
    fs::write(&key, "ab".repeat(32)).unwrap();
    let other = refused(open(&log, dir.path()));
    let not_signed = ProofRefused::Note(NoteError::NotSigned);
    let by_another =
        matches!(other, ProverError::StoredCheckpoint { cause, .. } if cause == not_signed);
    assert!(by_another);
    fs::remove_file(&key).unwrap();
    let missing = refused(open(&log, dir.path()));
    assert!(
        matches!(missing, ProverError::KeyMissing { .. }),
        "{missing}"
    );
    assert!(!fs::exists(&key).unwrap(), "no new key is made");
    fs::write(&key, seed).unwrap();
    chmod(&key, 0o600);
    open(&log, dir.path()).unwrap();
}

#[test]
fn a_damaged_checkpoint_or_another_origin_is_refused() {
    let dir = TempDir::new().unwrap();
    let log = log_of(10);
    open(&log, dir.path()).unwrap().publish().unwrap();
    let renamed = KeyName::parse("other.example/log").unwrap();
    let other = refused(Prover::open(log.clone(), dir.path(), renamed));
    assert!(
        matches!(other, ProverError::StoredCheckpoint { .. }),
        "{other}"
    );
    let path = dir.path().join("checkpoint");
    let note = fs::read(&path).unwrap();
    for at in (0..note.len()).step_by(3) {
        let mut bytes = note.clone();
        bytes[at] ^= 0x81;
        fs::write(&path, &bytes).unwrap();
        let damaged = refused(open(&log, dir.path()));
        assert!(
            matches!(damaged, ProverError::StoredCheckpoint { .. }),
            "byte {at}: {damaged}"
        );
        fs::write(&path, &note[..at]).unwrap();
        let cut = refused(open(&log, dir.path()));
        assert!(
            matches!(cut, ProverError::StoredCheckpoint { .. }),
            "cut at {at}: {cut}"
        );
    }
    fs::write(&path, &note).unwrap();
    open(&log, dir.path()).unwrap();
}
