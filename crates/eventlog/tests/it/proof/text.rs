//! The texts others get: they read back as they were, and every other text is refused.

use eventlog::proof::{Commitment, EventProof, GrowthProof, ProofRefused, TreeHash, event_record};
use eventlog::{
    Bytes, CommitId, EventType, GlobalPosition, RecordedEvent, StreamName, StreamVersion,
};
use tempfile::TempDir;

use super::{log_of, open};

/// The hashes were computed by another program from the table in the documentation alone.
#[test]
fn the_commitment_of_an_event_never_changes() {
    let mut event = RecordedEvent {
        stream: StreamName::parse("tree-tre_1").unwrap(),
        version: StreamVersion(3),
        position: GlobalPosition(7),
        previous: GlobalPosition(5),
        commit_id: CommitId::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        recorded_at_ms: -1,
        type_name: EventType::parse("orchard.tree-counted").unwrap(),
        schema_version: 2,
        payload: Bytes::from_static("{\"name\":\"老梨树\"}".as_bytes()),
        metadata: Bytes::new(),
    };
    let hex = |bytes: [u8; 32]| data_encoding::HEXLOWER.encode(&bytes);
    let commitment = Commitment::of(&event);
    assert_eq!(
        hex(commitment.0),
        "3f7bf75f726dc0eed845f2c690d9b70cf6aa0d6cbea514745fc5ed58270e6a54"
    );
    assert_eq!(
        hex(commitment.leaf().0),
        "756a8699867bcde5797973d1d97b6907dc9f48e991d6f6858070968878cdf04d"
    );
    assert_eq!(Commitment::of_record(&event_record(&event)), commitment);
    // Moving bytes from one field to the next makes another event.
    event.metadata = event.payload.split_off(9);
    assert_ne!(Commitment::of(&event), commitment);
}

#[test]
fn an_event_proof_reads_back_and_no_line_of_it_may_change() {
    let dir = TempDir::new().unwrap();
    let log = log_of(300);
    let prover = open(&log, dir.path()).unwrap();
    let mut proof = prover.prove_event(GlobalPosition(300)).unwrap();
    let event = log.read_all(GlobalPosition(299), 1).unwrap().remove(0);
    for extra in [None, Some(event_record(&event))] {
        proof.extra = extra;
        let text = proof.to_string();
        assert_eq!(EventProof::parse(&text).as_ref(), Ok(&proof));
        proof.verify(Commitment::of(&event), prover.vkey()).unwrap();
        for (number, line) in text.lines().enumerate() {
            for other in [
                String::new(),
                format!("{line} "),
                format!(" {line}"),
                "x".into(),
            ] {
                let mut lines: Vec<&str> = text.lines().collect();
                lines[number] = &other;
                let mangled = lines.join("\n") + "\n";
                let believed = EventProof::parse(&mangled)
                    .and_then(|proof| proof.verify(Commitment::of(&event), prover.vkey()));
                assert!(mangled == text || believed.is_err(), "{mangled}");
            }
        }
    }
    let text = proof.to_string();
    let malformed = |text: &str| EventProof::parse(text).unwrap_err();
    assert_eq!(malformed(""), ProofRefused::Malformed { line: 1 });
    assert_eq!(
        malformed(&text.replace("@v1", "@v2")),
        ProofRefused::Malformed { line: 1 }
    );
    assert_eq!(
        malformed(&text.replace("index 2", "index 02")),
        ProofRefused::Malformed { line: 3 }
    );
    let hash = TreeHash::EMPTY.to_string() + "\n";
    let endless = format!("c2sp.org/tlog-proof@v1\nindex 0\n{}\n", hash.repeat(65));
    assert_eq!(malformed(&endless), ProofRefused::Malformed { line: 67 });
}

#[test]
fn an_event_proof_proves_one_event_of_one_log() {
    let (dir, other_dir) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let log = log_of(5);
    let prover = open(&log, dir.path()).unwrap();
    let other = open(&log, other_dir.path()).unwrap();
    let events = log.read_all(GlobalPosition::START, 5).unwrap();
    let [first, second, ..] = &events[..] else {
        panic!("five events")
    };
    let proof = prover.prove_event(first.position).unwrap();
    let first = Commitment::of(first);
    proof.verify(first, prover.vkey()).unwrap();
    assert_eq!(
        proof.verify(Commitment::of(second), prover.vkey()),
        Err(ProofRefused::RootDiffers)
    );
    assert!(matches!(
        proof.verify(first, other.vkey()),
        Err(ProofRefused::Note(_))
    ));
    let elsewhere = |index| EventProof {
        index,
        ..proof.clone()
    };
    assert_eq!(
        elsewhere(1).verify(first, prover.vkey()),
        Err(ProofRefused::RootDiffers)
    );
    let outside = ProofRefused::OutsideTree { index: 5, size: 5 };
    assert_eq!(elsewhere(5).verify(first, prover.vkey()), Err(outside));
}

#[test]
fn a_growth_proof_reads_back_and_proves_one_growth() {
    let dir = TempDir::new().unwrap();
    let log = log_of(100);
    let prover = open(&log, dir.path()).unwrap();
    let old = prover.publish().unwrap();
    super::append(&log, 500, "apple");
    let new = prover.publish().unwrap();
    let proof = prover.prove_growth(100).unwrap();
    assert_eq!(
        proof.verify(old.checkpoint(), prover.vkey()),
        Ok(new.clone())
    );
    let text = proof.to_string();
    assert!(text.starts_with("old 100\n") && text.ends_with(new.note()));
    assert_eq!(GrowthProof::parse(&text), Ok(proof.clone()));
    assert!(GrowthProof::parse(&text.replacen("100", "0100", 1)).is_err());
    let refused = |old| proof.verify(&old, prover.vkey()).unwrap_err();
    let mut other = old.checkpoint().clone();
    other.root = TreeHash::EMPTY;
    assert_eq!(refused(other), ProofRefused::RootDiffers);
    let mut other = old.checkpoint().clone();
    other.size = 99;
    let start = ProofRefused::OtherStart {
        found: 100,
        expected: 99,
    };
    assert_eq!(refused(other), start);
}
