//! Deliveries to a folder and to an address that answers by script, and what is said of them.

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    thread::JoinHandle,
};

use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, Log, NewEvent, StreamName, StreamWrite,
    proof::GrowthProof,
};

use super::*;
use crate::{Config, proofs::Signing};

mod cosigning;

fn append(log: &Log, id: u128) {
    let event = NewEvent {
        type_name: EventType::parse("pear.picked").unwrap(),
        schema_version: 1,
        payload: b"{}".to_vec().into(),
        metadata: b"{}".to_vec().into(),
    };
    let write = StreamWrite {
        stream: StreamName::new("tree", &id.to_string()).unwrap(),
        expected: ExpectedVersion::Any,
        events: vec![event],
    };
    let commit = Commit {
        id: CommitId::from_bytes(id.to_be_bytes()),
        recorded_at_ms: 0,
        fingerprint: None,
        writes: vec![write],
        conditions: Vec::new(),
    };
    log.append(commit).wait().unwrap();
}

fn open(folder: &Path, log: &Log, adjust: impl FnOnce(&mut config::Proofs)) -> (Proofs, Config) {
    let mut config = Config {
        data: folder.join("data"),
        ..Config::default()
    };
    adjust(&mut config.proofs);
    (Proofs::open(log, &config).unwrap(), config)
}

fn log_of(events: u128) -> Log {
    let log = Log::in_memory();
    (1..=events).for_each(|id| append(&log, id));
    log
}

/// Answers one request and gives back what was sent.
fn answer_one(listener: &TcpListener, answer: impl FnOnce(&str) -> String) -> String {
    let mut stream = BufReader::new(listener.accept().unwrap().0);
    let (mut line, mut length) = (String::new(), 0);
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line).unwrap();
        if let Some(bytes) = line.strip_prefix("Content-Length: ") {
            length = bytes.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    stream
        .get_mut()
        .write_all(answer(&body).as_bytes())
        .unwrap();
    body
}

/// Answers as many requests as there are answers, and gives back what was sent.
fn witness(answers: &'static [&'static str]) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/add-checkpoint", listener.local_addr().unwrap());
    let answering = thread::spawn(move || {
        let one = |answer: &&str| answer_one(&listener, |_| (*answer).to_owned());
        answers.iter().map(one).collect()
    });
    (url, answering)
}

#[test]
fn a_folder_keeps_each_checkpoint_and_the_newest_of_ours_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (log, kept) = (log_of(3), folder.path().join("kept"));
    fs::create_dir(&kept).unwrap();
    let (proofs, config) = open(folder.path(), &log, |proofs| {
        proofs.witness_folder = kept.clone();
    });
    for id in [4, 5] {
        proofs.publish();
        deliver(&proofs, &config.proofs);
        append(&log, id);
    }
    let names = || fs::read_dir(&kept).unwrap().count();
    assert_eq!(names(), 2);
    for (name, text) in [
        ("checkpoint-9.txt", "junk"),
        ("checkpoint-99999999999999999999.txt.draft", ""),
    ] {
        fs::write(kept.join(name), text).unwrap();
    }
    let newest = newest_in(&kept, proofs.vkey()).unwrap().unwrap();
    let vkey = proofs.vkey().to_string();
    let id = vkey.split('+').nth(1).unwrap();
    let name = format!("checkpoint-{:020}-{id}.txt", 4);
    assert!(id.len() == 8 && kept.join(name).exists());
    assert_eq!(newest.checkpoint().size, 4);
    assert_eq!(proofs.status().borrow().witness_folder.unwrap().events, 4);
    deliver(&proofs, &config.proofs);
    assert_eq!(names(), 4, "what is there already is not written again");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let (log, kept) = (log_of(1), folder.path().join("kept"));
    fs::create_dir(&kept).unwrap();
    let (proofs, config) = open(folder.path(), &log, |proofs| {
        proofs.witness_folder = kept.clone();
    });
    proofs.publish();
    fs::remove_dir(&kept).unwrap();
    deliver(&proofs, &config.proofs);
    let told = || proofs.status().borrow().witness_folder.unwrap();
    assert!(told().failing && told().failures == 1);
    assert!(!kept.exists(), "a mount that is away is not written under");
    fs::create_dir(&kept).unwrap();
    deliver(&proofs, &config.proofs);
    assert!(!told().failing && told().failures == 1 && told().events == 1);
}

#[test]
fn a_witness_gets_the_proof_from_the_size_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let (url, answering) = witness(&[
        "HTTP/1.1 409 Conflict\r\n\r\n2\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
    ]);
    let log = log_of(5);
    let (proofs, config) = open(folder.path(), &log, |proofs| proofs.witness_url = url);
    proofs.publish();
    deliver(&proofs, &config.proofs);
    append(&log, 6);
    proofs.publish();
    deliver(&proofs, &config.proofs);
    let bodies = answering.join().unwrap();
    let sent: Vec<_> = bodies
        .iter()
        .map(|body| GrowthProof::parse(body).unwrap())
        .collect();
    let olds: Vec<_> = sent.iter().map(|proof| proof.old_size).collect();
    assert_eq!(olds, [0, 2, 5], "then from what it took");
    let five = SignedCheckpoint::open(&sent[1].checkpoint_note, proofs.vkey()).unwrap();
    assert_eq!(
        sent[2]
            .verify(five.checkpoint(), proofs.vkey())
            .unwrap()
            .checkpoint()
            .size,
        6
    );
}

#[test]
fn a_witness_that_refuses_or_is_away_is_a_failure_and_nothing_more() {
    for (answers, away) in [
        (["HTTP/1.1 500 No\r\n\r\n"].as_slice(), false),
        (&["HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"], false),
        (&["nonsense"], false),
        (&[], true),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (url, answering) = witness(answers);
        if away {
            answering.join().unwrap();
        }
        let log = log_of(3);
        let (proofs, config) = open(folder.path(), &log, |proofs| proofs.witness_url = url);
        proofs.publish();
        deliver(&proofs, &config.proofs);
        let told = proofs.status().borrow().witness_url.unwrap();
        assert!(told.failing && told.events == 0, "{answers:?}");
        assert_eq!(proofs.status().borrow().signing, Signing::Going);
    }
}

#[test]
fn a_log_that_does_not_continue_a_witnessed_checkpoint_is_not_signed() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    fs::create_dir(&kept).unwrap();
    let witnessed = |proofs: &mut config::Proofs| proofs.witness_folder = kept.clone();
    let (proofs, config) = open(folder.path(), &log_of(5), witnessed);
    proofs.publish();
    deliver(&proofs, &config.proofs);
    drop(proofs);
    // As after restoring a backup of everything that is older than the checkpoint.
    fs::remove_file(config.data.join("proofs/checkpoint")).unwrap();
    let signing = |log: &Log| {
        open(folder.path(), log, witnessed)
            .0
            .status()
            .borrow()
            .signing
    };
    assert_eq!(signing(&log_of(4)), Signing::HistoryLost);
    let other = log_of(4);
    append(&other, 50);
    assert_eq!(signing(&other), Signing::HistoryDiffers);
    append(&other, 51);
    assert_eq!(signing(&other), Signing::HistoryDiffers);
    assert_eq!(signing(&log_of(7)), Signing::Going);
}

#[test]
fn a_witness_that_is_ahead_stops_signing() {
    let folder = tempfile::tempdir().unwrap();
    let (url, answering) = witness(&["HTTP/1.1 409 Conflict\r\n\r\n9\n"]);
    let log = log_of(3);
    let (proofs, config) = open(folder.path(), &log, |proofs| proofs.witness_url = url);
    proofs.publish();
    deliver(&proofs, &config.proofs);
    answering.join().unwrap();
    let status = *proofs.status().borrow();
    assert_eq!(status.signing, Signing::HistoryLost);
    assert!(status.witness_url.unwrap().failing);
    assert!(proofs.checkpoint().is_none() && proofs.prover().is_none());
    let stored = || fs::read_to_string(config.data.join("proofs/checkpoint")).unwrap();
    let before = stored();
    append(&log, 4);
    proofs.publish();
    assert_eq!(before, stored(), "nothing more is signed");
    assert_eq!(proofs.status().borrow().signing, Signing::HistoryLost);
    drop(proofs);
    // Not even after a restart, until somebody has looked and said so.
    let again = || open(folder.path(), &log, |_| ()).0;
    for _ in 0..2 {
        let proofs = again();
        assert_eq!(proofs.status().borrow().signing, Signing::HistoryLost);
        proofs.publish();
        assert_eq!(before, stored());
    }
    fs::remove_file(config.data.join("proofs/witness-ahead")).unwrap();
    let proofs = again();
    assert_eq!(proofs.status().borrow().signing, Signing::Going);
    proofs.publish();
    assert_ne!(before, stored());
}

#[test]
fn a_file_with_another_checkpoint_is_no_delivery_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (log, kept) = (log_of(2), folder.path().join("kept"));
    fs::create_dir(&kept).unwrap();
    let (proofs, config) = open(folder.path(), &log, |proofs| {
        proofs.witness_folder = kept.clone();
    });
    proofs.publish();
    let path = kept.join(file_name(2, proofs.vkey()));
    fs::write(&path, "something else").unwrap();
    deliver(&proofs, &config.proofs);
    let told = || proofs.status().borrow().witness_folder.unwrap();
    assert!(told().failing && told().events == 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), "something else");
    // The same checkpoint, signed a second time by somebody else too.
    let signed = proofs.checkpoint().unwrap();
    let cosigned = format!("{}\u{2014} other AAAAAAA=\n", signed.note());
    fs::write(&path, &cosigned).unwrap();
    deliver(&proofs, &config.proofs);
    assert!(!told().failing && told().events == 2);
    assert_eq!(fs::read_to_string(&path).unwrap(), cosigned);
}

#[test]
fn a_folder_that_is_away_or_cannot_be_read_leaves_the_prover_shut() {
    type Prepare = fn(&Path);
    let prepared: [Prepare; 3] = [
        |_| {},
        |kept| fs::write(kept, "a file stands there").unwrap(),
        |kept| fs::create_dir_all(kept.join("checkpoint-7.txt")).unwrap(),
    ];
    for (n, prepare) in prepared.into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        prepare(&kept);
        let (proofs, config) = open(folder.path(), &log_of(3), |proofs| {
            proofs.witness_folder = kept.clone();
        });
        let signing = proofs.status().borrow().signing;
        assert_eq!(signing, Signing::WitnessUnreadable, "{n}");
        assert!(!signing.goes_on() && signing.is_shut() && !signing.is_broken());
        proofs.publish();
        deliver(&proofs, &config.proofs);
        assert!(proofs.checkpoint().is_none(), "{n}");
        assert!(!config.data.join("proofs/checkpoint").exists(), "{n}");
        assert_eq!(kept.exists(), n > 0, "the folder is not made");
    }
}

#[tokio::test]
async fn a_delivery_that_hangs_does_not_hold_up_the_end() {
    let (stop, mut stopped) = watch::channel(false);
    let (hang, hanging) = std::sync::mpsc::channel::<()>();
    stop.send_replace(true);
    let until_the_end = move || {
        let _ = hanging.recv();
    };
    let turn = turn(until_the_end, &mut stopped);
    let ended = timeout(10 * END_MAX, turn).await;
    assert!(ended.is_ok());
    drop(hang);
}
