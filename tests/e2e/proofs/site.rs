//! A log as strangers get it: the server's answers fetched over HTTP and laid out as files, and changed on purpose.

use std::{
    fs,
    path::{Path, PathBuf},
};

use eventlog::{
    Commit, CommitId, EventType, ExpectedVersion, Log, NewEvent, Options, StreamName, StreamWrite,
    proof::{Tile, TilePath},
};
use kernel::{BlockId, OrchardId};
use season::{Folder, Serving};
use tempfile::TempDir;

use super::judges::Served;

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

/// What was fetched.
pub(crate) struct Site {
    pub(crate) dir: TempDir,
    vkey: String,
    proven: u64,
}

impl Site {
    /// Fetches everything of a log of `size` events, and the proof of one of them.
    pub(crate) async fn fetched(serving: &Serving, size: u64, old: &str, proven: u64) -> Self {
        let site = Self {
            dir: TempDir::new().expect("a folder"),
            vkey: text(serving, "/log/vkey").await.trim_end().to_owned(),
            proven,
        };
        site.keep(
            "site/checkpoint",
            checkpoint(serving, size).await.as_bytes(),
        );
        site.keep("old", old.as_bytes());
        let proof = fetch(serving, &format!("/log/proof/{}", proven + 1)).await;
        site.keep("event.tlog-proof", &proof);
        let level = |level| Tile::Hashes { level };
        for (tile, span) in [
            (Tile::Entries, 1),
            (level(0), 1),
            (level(1), 256),
            (level(2), 65_536),
        ] {
            let hashes = size / span;
            for number in 0..hashes.div_ceil(256) {
                let width = u8::try_from(hashes - number * 256).ok();
                let path = TilePath {
                    tile,
                    number,
                    width,
                };
                site.keep(
                    &format!("site/{path}"),
                    &fetch(serving, &format!("/log/{path}")).await,
                );
            }
        }
        site
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        let file = self.file(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, bytes).expect("written");
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn accepted(&self) -> Option<bool> {
        let file = |name: &str| self.file(name);
        Served {
            vkey: &self.vkey,
            folder: &file("site"),
            old: &file("old"),
            proof: &file("event.tlog-proof"),
            index: self.proven,
        }
        .accepted()
    }

    /// Changes one byte, asks the judges, puts it back.
    pub(crate) fn refused_after(&self, name: &str, place: usize) {
        let file = self.file(name);
        let whole = fs::read(&file).expect("fetched");
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&file, changed).expect("written");
        assert_ne!(
            self.accepted(),
            Some(true),
            "byte {place} of {name} was changed and nobody noticed"
        );
        fs::write(&file, whole).expect("written");
    }
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
