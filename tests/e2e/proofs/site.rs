//! A log of so many events, and what strangers get of it over HTTP.

use std::{fs, path::Path};

use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, Log, NewEvent, Options, StreamName, StreamWrite,
};
use kernel::{BlockId, OrchardId};
use season::{Folder, Serving};

/// Events of one commit.
const COMMIT_EVENTS: u64 = 2_000;

/// Appends events of a real kind, blocks of one orchard, until the log holds `until`.
pub(crate) fn grow(folder: &Folder, until: u64) {
    let log = Log::open(&folder.path().join("log"), Options::default()).expect("a log");
    let orchard = OrchardId::from_bytes([7; 16]);
    let mut position = log.durable_position().0;
    while position < until {
        let last = until.min(position + COMMIT_EVENTS);
        let commit = Commit {
            id: CommitId::from_bytes(u128::from(position).to_be_bytes()),
            recorded_at_ms: 1_790_000_000_000,
            fingerprint: None,
            writes: vec![StreamWrite {
                stream: StreamName::new("orchard", &orchard.to_string()).expect("a name"),
                expected: ExpectedVersion::Any,
                events: (position..last).map(block).collect(),
            }],
            conditions: Vec::new(),
        };
        // Waiting is for threads that may: the test's own belongs to the runtime.
        tokio::task::block_in_place(|| log.append(commit).wait()).expect("durable");
        position = last;
    }
    log.close();
}

fn block(number: u64) -> NewEvent {
    let id = BlockId::from_bytes(u128::from(number).to_be_bytes());
    NewEvent {
        type_name: EventType::parse("traceability.block-added").expect("a type"),
        schema_version: 1,
        payload: format!("{{\"block\":\"{id}\",\"name\":\"{number} 区\"}}")
            .into_bytes()
            .into(),
        metadata: b"{\"actor\":\"system\",\"occurred_at\":\"2026-03-01T00:00:00.000Z\"}"
            .to_vec()
            .into(),
    }
}

/// An answer that must be good.
pub(crate) async fn fetch(serving: &Serving, path: &str) -> Vec<u8> {
    let answer = reqwest::get(format!("{}{path}", serving.base))
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().await.expect("a body").to_vec()
}

/// The same as text.
pub(crate) async fn text(serving: &Serving, path: &str) -> String {
    String::from_utf8(fetch(serving, path).await).expect("text")
}

/// The checkpoint that counts `events`.
pub(crate) async fn checkpoint(serving: &Serving, events: u64) -> String {
    let asked = format!("{}/readyz?checkpoint={events}", serving.base);
    let told = reqwest::get(asked).await.expect("an answer");
    // Read models that are still behind are none of our business here.
    let told: serde_json::Value = told.json().await.expect("JSON");
    let counted = told["proofs"]["checkpoint_events"].as_u64();
    assert!(counted >= Some(events), "{told}");
    text(serving, "/log/checkpoint").await
}

/// Copies a folder of files.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}
