//! What a prover answers: the same for ever, and nothing beyond its newest checkpoint.

use eventlog::proof::{Commitment, Prover, ProverError, TreeHash};
use eventlog::{Bytes, GlobalPosition, Log};
use tempfile::TempDir;

use super::{append, log_of, open};

fn tile(prover: &Prover, path: &str) -> Option<Bytes> {
    prover.tile(path).unwrap()
}

fn commitments(log: &Log) -> Vec<Commitment> {
    let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
    events.iter().map(Commitment::of).collect()
}

#[test]
fn events_are_proven_whatever_the_size() {
    for size in [1usize, 2, 3, 40, 255, 256, 257, 511, 513] {
        let dir = TempDir::new().unwrap();
        let log = log_of(size);
        let prover = open(&log, dir.path()).unwrap();
        let commitments = commitments(&log);
        let some = (0..size).step_by(1 + size / 40);
        for index in some.chain([size - 1]) {
            let position = GlobalPosition(index as u64 + 1);
            let proof = prover.prove_event(position).unwrap();
            let signed = proof.verify(commitments[index], prover.vkey()).unwrap();
            assert_eq!(signed.checkpoint().size, size as u64);
        }
        for nowhere in [0, size as u64 + 1, u64::MAX] {
            let refused = prover.prove_event(GlobalPosition(nowhere));
            assert!(
                matches!(refused, Err(ProverError::OutsideTree { .. })),
                "{refused:?}"
            );
        }
    }
}

#[test]
fn growth_is_proven_from_every_former_size() {
    let dir = TempDir::new().unwrap();
    let log = Log::in_memory();
    let prover = open(&log, dir.path()).unwrap();
    let mut kept = vec![prover.publish().unwrap()];
    assert_eq!(kept[0].checkpoint().root, TreeHash::EMPTY);
    for size in [1usize, 2, 7, 100, 255, 256, 257, 512, 700] {
        append(
            &log,
            size - usize::try_from(log.durable_position().0).unwrap(),
            "pear",
        );
        kept.push(prover.publish().unwrap());
        assert_eq!(
            prover.publish().unwrap(),
            *kept.last().unwrap(),
            "nothing new, nothing signed"
        );
    }
    for old in &kept {
        let proof = prover.prove_growth(old.checkpoint().size).unwrap();
        let newest = proof.verify(old.checkpoint(), prover.vkey()).unwrap();
        assert_eq!(newest.checkpoint().size, 700);
    }
    for pair in kept.windows(2) {
        let [old, new] = [&pair[0], &pair[1]];
        let (from, to) = (old.checkpoint().size, new.checkpoint().size);
        let mut proof = prover.prove_growth_between(from, to).unwrap();
        assert_eq!(proof.checkpoint_note, "", "whoever checks has it");
        new.note().clone_into(&mut proof.checkpoint_note);
        assert_eq!(proof.verify(old.checkpoint(), prover.vkey()).unwrap(), *new);
    }
    for (from, to) in [(0, 701), (2, 1)] {
        let refused = prover.prove_growth_between(from, to);
        assert!(
            matches!(refused, Err(ProverError::OutsideTree { .. })),
            "{refused:?}"
        );
    }
    let refused = prover.prove_growth(701);
    assert!(
        matches!(refused, Err(ProverError::OutsideTree { .. })),
        "{refused:?}"
    );
}

#[test]
fn tiles_and_bundles_hold_what_the_specification_says() {
    let dir = TempDir::new().unwrap();
    let log = log_of(600);
    let prover = open(&log, dir.path()).unwrap();
    assert_eq!(
        tile(&prover, "tile/0/000"),
        None,
        "nothing is published yet"
    );
    prover.publish().unwrap();
    let leaves: Vec<TreeHash> = commitments(&log)
        .into_iter()
        .map(Commitment::leaf)
        .collect();
    let bytes = |hashes: &[TreeHash]| Some(hashes.iter().flat_map(|hash| hash.0).collect());
    assert_eq!(tile(&prover, "tile/0/000"), bytes(&leaves[..256]));
    assert_eq!(tile(&prover, "tile/0/001"), bytes(&leaves[256..512]));
    assert_eq!(tile(&prover, "tile/0/002.p/88"), bytes(&leaves[512..]));
    let roots = [&leaves[..256], &leaves[256..512]].map(TreeHash::root_of);
    assert_eq!(tile(&prover, "tile/1/000.p/2"), bytes(&roots));
    let mut bundle = Vec::new();
    for commitment in &commitments(&log)[512..] {
        bundle.extend_from_slice(&[0, 32]);
        bundle.extend_from_slice(&commitment.0);
    }
    assert_eq!(tile(&prover, "tile/entries/002.p/88").unwrap(), bundle);
    assert_eq!(tile(&prover, "tile/entries/000").unwrap().len(), 256 * 34);
    for absent in [
        "tile/0/002",
        "tile/0/002.p/89",
        "tile/1/000",
        "tile/2/000.p/1",
        "tile/entries/003",
    ] {
        assert_eq!(tile(&prover, absent), None, "{absent}");
    }
    for other in [
        "checkpoint",
        "tile/0/2",
        "tile/0/000.p/256",
        "tile/../secret",
    ] {
        assert!(
            matches!(prover.tile(other), Err(ProverError::Path(_))),
            "{other}"
        );
    }
}

#[test]
fn a_tile_once_served_never_changes_and_none_is_ahead_of_its_checkpoint() {
    let dir = TempDir::new().unwrap();
    let log = log_of(300);
    let prover = open(&log, dir.path()).unwrap();
    prover.publish().unwrap();
    let paths = [
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/001.p/44",
        "tile/0/001.p/7",
    ];
    let before = paths.map(|path| tile(&prover, path).unwrap());
    append(&log, 1, "apple");
    assert_eq!(tile(&prover, "tile/0/001.p/45"), None, "not published yet");
    append(&log, 400, "apple");
    prover.publish().unwrap();
    assert_eq!(paths.map(|path| tile(&prover, path).unwrap()), before);
    assert_eq!(tile(&prover, "tile/0/001").unwrap()[..44 * 32], before[0]);
}
