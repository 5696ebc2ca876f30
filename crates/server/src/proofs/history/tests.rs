//! A history file is believed only as far as a key and hashes reach: every change is noticed, each by its name.

use data_encoding::{BASE64, HEXLOWER};
use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent, StreamName,
    StreamWrite,
    proof::{KeyName, Prover, event_record},
};

use super::*;

const EVENTS: usize = 300;

fn prover(folder: &std::path::Path, word: &str) -> (Log, Prover) {
    let log = Log::in_memory();
    let event = |n: usize| NewEvent {
        type_name: EventType::parse("tree.seen").unwrap(),
        schema_version: 1,
        payload: format!("\"{word} {n}\"").into_bytes().into(),
        metadata: b"{}".to_vec().into(),
    };
    let write = StreamWrite {
        stream: StreamName::new("tree", "1").unwrap(),
        expected: ExpectedVersion::Any,
        events: (0..EVENTS).map(event).collect(),
    };
    let commit = Commit {
        id: CommitId::from_bytes([1; 16]),
        recorded_at_ms: 0,
        fingerprint: None,
        writes: vec![write],
        conditions: Vec::new(),
    };
    log.append(commit).wait().unwrap();
    let origin = KeyName::parse("farm.example/log").unwrap();
    let prover = Prover::open(log.clone(), folder, origin).unwrap();
    prover.publish().unwrap();
    (log, prover)
}

/// Events 1, 2, 256 and 300; the second is closed.
fn file(log: &Log, prover: &Prover) -> HistoryFile {
    let proven = |position: u64| {
        let event = &log.read_all(GlobalPosition(position - 1), 1).unwrap()[0];
        let record = event_record(event);
        ProvenEvent {
            position,
            commitment: HEXLOWER.encode(&Commitment::of_record(&record).0),
            record: (position != 2).then(|| BASE64.encode(&record)),
            proof: prover
                .prove_event(GlobalPosition(position))
                .unwrap()
                .to_string(),
        }
    };
    HistoryFile {
        format: FORMAT.to_owned(),
        read_me: vec!["for people".to_owned()],
        tree: Subject {
            code: "7F3K9Q2M".to_owned(),
            id: "tre_1".to_owned(),
            name: "小满".to_owned(),
            variety: "脐橙".to_owned(),
        },
        vkey: prover.vkey().to_string(),
        checkpoint: prover.checkpoint().unwrap().note().to_owned(),
        events: [1, 2, 256, 300].map(proven).to_vec(),
        left_out: 0,
    }
}

fn made() -> (HistoryFile, Vkey) {
    let folder = tempfile::tempdir().unwrap();
    let (log, prover) = prover(folder.path(), "pear");
    (file(&log, &prover), prover.vkey().clone())
}

#[test]
fn what_was_written_is_read_and_holds() {
    let (file, vkey) = made();
    let text = serde_json::to_string_pretty(&file).unwrap();
    let read = HistoryFile::parse(&text).unwrap();
    assert_eq!(read, file);
    let checked = read.check(&vkey).unwrap();
    assert_eq!(checked.checkpoint.size, EVENTS as u64);
    assert_eq!(checked.closed, [2]);
    let records: Vec<_> = checked
        .open
        .iter()
        .map(|record| EventRecord::parse(record).unwrap())
        .collect();
    let payloads: Vec<_> = records.iter().map(|record| record.payload).collect();
    assert_eq!(
        payloads,
        [b"\"pear 0\"".as_slice(), b"\"pear 255\"", b"\"pear 299\""]
    );
}

/// A change by its name.
type Change<'a> = (&'a str, &'a dyn Fn(&mut HistoryFile));

#[test]
fn every_change_is_noticed() {
    let (file, vkey) = made();
    let other_record = file.events[2].record.clone();
    let changes: [Change<'_>; 10] = [
        ("key", &|file| file.vkey = file.vkey.replace("farm", "barn")),
        ("checkpoint", &|file| {
            file.checkpoint = file.checkpoint.replace("300", "301");
        }),
        ("another record", &|file| {
            file.events[0].record.clone_from(&other_record);
        }),
        ("a record that is none", &|file| {
            file.events[0].record = Some("%".to_owned());
        }),
        ("a record for a closed one", &|file| {
            file.events[1].record.clone_from(&other_record);
        }),
        ("a commitment", &|file| {
            file.events[1].commitment = "00".repeat(32);
        }),
        ("half a commitment", &|file| {
            file.events[1].commitment.truncate(32);
        }),
        ("a position", &|file| file.events[1].position = 3),
        ("the order", &|file| file.events.swap(0, 1)),
        ("a proof", &|file| {
            file.events[3].proof = file.events[2].proof.clone();
        }),
    ];
    for (what, change) in changes {
        let mut changed = file.clone();
        change(&mut changed);
        assert_ne!(changed, file, "{what}");
        assert!(
            changed.check(&vkey).is_err(),
            "{what} was changed and nobody noticed"
        );
    }
    assert!(file.check(&vkey).is_ok());
}

#[test]
fn one_changed_byte_of_a_record_is_named() {
    let (mut file, vkey) = made();
    let mut record = BASE64
        .decode(file.events[2].record.as_ref().unwrap().as_bytes())
        .unwrap();
    *record.last_mut().unwrap() ^= 1;
    file.events[2].record = Some(BASE64.encode(&record));
    assert_eq!(
        file.check(&vkey),
        Err(HistoryRefused::RecordChanged { position: 256 })
    );
}

#[test]
fn a_proof_from_another_checkpoint_does_not_mix_in() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (log, ours) = prover(folders[0].path(), "pear");
    let (other_log, others) = prover(folders[1].path(), "apple");
    let mut mixed = file(&log, &ours);
    assert_eq!(mixed.check(others.vkey()), Err(HistoryRefused::OtherKey));
    mixed.events[3] = file(&other_log, &others).events[3].clone();
    assert_eq!(
        mixed.check(ours.vkey()),
        Err(HistoryRefused::EventMalformed { position: 300 })
    );
}

#[test]
fn what_is_no_history_is_refused() {
    let (file, _) = made();
    let text = serde_json::to_string(&file).unwrap();
    for other in [
        "",
        "{}",
        "[]",
        &text[..text.len() / 2],
        &text.replace("/v1", "/v2"),
        &text.replacen('{', "{\"x\":1,", 1),
    ] {
        assert_eq!(HistoryFile::parse(other), Err(HistoryRefused::Malformed));
    }
}
