//! The log's proofs as strangers use them: fetched from the real server and judged by other people's programs; never two
//! checkpoints that disagree, whenever the process is killed; a log put back to before is not signed. That the judges
//! refuse what was changed, eventlog's own tests show on the same files.

#[path = "../../crates/eventlog/tests/it/proof/judges.rs"]
#[expect(
    dead_code,
    reason = "shared with the log's tests, which have a judge more"
)]
mod judges;
mod site;

use std::{fs, path::Path, process::Command};

use eventlog::{
    GlobalPosition, Log, Options,
    proof::{Commitment, EventProof, GrowthProof, SignedCheckpoint, Vkey},
};
use season::{Client, Folder, Orchard, Serving, number_of};

use self::site::{checkpoint, copy, fetch, grow, text};

fn folder() -> Folder {
    Folder::with_real_clock().set("POMONA_PROOFS__PUBLISH_SECONDS", "1")
}

/// Whether a script of `tests/judges` accepts so many entries under a key; `None` when it cannot run.
fn accepted_by(script: &str, vkey: &Vkey, what: &str, entries: u64) -> Option<bool> {
    let mut judge = Command::new(judges::python()?);
    let script = super::workspace().join("tests/judges").join(script);
    judge.arg(script).args([&vkey.to_string(), what]);
    Some(judges::verdict(judge, entries))
}

async fn vkey(serving: &Serving) -> Vkey {
    let text = text(serving, "/log/vkey").await;
    text.trim_end().parse().expect("a key")
}

/// Serves a log of half the events, then one of all: others accept every tile of it, it continues what was signed
/// before, and the event at `position` is proven.
async fn is_accepted(size: u64, position: u64) {
    let folder = folder();
    let half = size / 2 + 1;
    grow(&folder, half);
    let serving = folder.serve();
    let old = checkpoint(&serving, half).await;
    serving.stop();
    grow(&folder, size);
    let serving = folder.serve();
    checkpoint(&serving, size).await;
    let vkey = vkey(&serving).await;
    let log = format!("{}/log", serving.base);
    assert_ne!(accepted_by("served.py", &vkey, &log, size), Some(false));
    let grown = text(&serving, &format!("/log/consistency?from={half}")).await;
    let proof = text(&serving, &format!("/log/proof/{position}")).await;
    serving.stop();

    let old = SignedCheckpoint::open(&old, &vkey).expect("ours");
    let grown = GrowthProof::parse(&grown).expect("a proof");
    let signed = grown.verify(old.checkpoint(), &vkey).expect("the same");
    assert_eq!(signed.checkpoint().size, size);
    let log = Log::open(&folder.path().join("log"), Options::default()).expect("a log");
    let before = GlobalPosition(position - 1);
    let proven = log.read_all(before, 1).expect("an event");
    let proof = EventProof::parse(&proof).expect("a proof");
    assert_eq!(proof.index, position - 1);
    proof
        .verify(Commitment::of(&proven[0]), &vkey)
        .expect("proven");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_log_of_70_entries_is_accepted_by_others() {
    is_accepted(70, 70).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_log_of_300_entries_is_accepted_by_others() {
    is_accepted(300, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_log_of_70_000_entries_is_accepted_by_others() {
    is_accepted(70_000, 65_536).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trees_history_is_accepted_by_others_and_refused_after_one_byte() {
    let folder = folder();
    Orchard::add_operator(&folder);
    let serving = folder.serve();
    let mut orchard = Orchard::register(&Client::visitor(&serving.base)).await;
    orchard.import(&Orchard::csv(4)).await;
    orchard
        .photograph(&orchard.trees[0], "blossom", 1)
        .await
        .good();
    orchard.operator.let_policies_act().await;
    let ready: serde_json::Value =
        serde_json::from_str(&text(&serving, "/readyz").await).expect("JSON");
    checkpoint(
        &serving,
        ready["log_position"].as_u64().expect("a position"),
    )
    .await;
    let vkey = vkey(&serving).await;
    let whole = text(
        &serving,
        &format!("/t/{}/proof.json", orchard.trees[0].code),
    )
    .await;
    serving.stop();

    let kept = tempfile::tempdir().expect("a folder");
    let file = kept.path().join("history.json");
    let file = file.to_str().expect("a path");
    let told: serde_json::Value = serde_json::from_str(&whole).expect("JSON");
    let events = told["events"].as_array().expect("events").len() as u64;
    let judged = |text: &str| {
        fs::write(file, text).expect("written");
        let own = folder
            .run(&["proof", "check", file, "--vkey", &vkey.to_string()], "")
            .status
            .success();
        let others = accepted_by("history.py", &vkey, file, events);
        assert!(
            others.is_none_or(|others| others == own),
            "we and aics-tlog disagree"
        );
        own
    };
    assert!(judged(&whole));
    assert!(whole.contains("\"record\"") && events >= 4, "{whole}");
    for place in ["\"record\": \"", "\"commitment\": \"", "index "] {
        let at = whole.find(place).expect("there") + place.len();
        let mut changed = whole.clone().into_bytes();
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        assert!(
            !judged(&String::from_utf8(changed).expect("text")),
            "{place} was changed and nobody noticed"
        );
    }
}

/// Signs somebody up.
async fn sign_up(serving: &Serving, name: &str) -> reqwest::Result<reqwest::Response> {
    let body = serde_json::json!({ "login": name, "password": season::PASSWORD, "name": "某人" });
    let request = reqwest::Client::new().post(format!("{}/api/v1/members", serving.base));
    request
        .header("idempotency-key", name)
        .json(&body)
        .send()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_checkpoints_disagree_across_kill_9_of_the_server() {
    let folder = folder();
    let mut shown = Vec::new();
    for round in 0..4 {
        let serving = folder.serve();
        for wish in 0..2 {
            let made = sign_up(&serving, &format!("m{round}-{wish}@example.cn"))
                .await
                .expect("an answer");
            let position = made.headers()["pomona-position"].to_str().expect("text");
            let position = number_of(position);
            shown.push(checkpoint(&serving, position).await);
        }
        // Killed while commits and the next checkpoint are under way; whether they came through does not matter.
        let name = format!("late{round}@example.cn");
        tokio::select! {
            _ = sign_up(&serving, &name) => {}
            note = text(&serving, "/log/checkpoint") => shown.push(note),
        }
        serving.kill();
    }
    let serving = folder.serve();
    let vkey = vkey(&serving).await;
    let mut before = 0;
    for note in &shown {
        let old = SignedCheckpoint::open(note, &vkey).expect("ours");
        let size = old.checkpoint().size;
        assert!(size >= before, "it never goes back");
        before = size;
        let grown = text(&serving, &format!("/log/consistency?from={size}")).await;
        let grown = GrowthProof::parse(&grown).expect("a proof");
        grown
            .verify(old.checkpoint(), &vkey)
            .expect("the same history");
    }
    assert!(before >= 8);
    serving.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_put_back_to_before_a_checkpoint_is_not_signed() {
    let witness = tempfile::tempdir().expect("a folder");
    let kept = witness.path().to_str().expect("a path");
    let folder = folder()
        .set("POMONA_PROOFS__WITNESS_FOLDER", kept)
        .set("POMONA_PROOFS__WITNESS_SECONDS", "1");
    grow(&folder, 300);
    let serving = folder.serve();
    checkpoint(&serving, 300).await;
    serving.stop();
    let backup = tempfile::tempdir().expect("a folder");
    copy(folder.path(), backup.path());
    grow(&folder, 400);
    let serving = folder.serve();
    let signed = checkpoint(&serving, 400).await;
    serving.stop();
    fs::write(
        witness.path().join(format!("checkpoint-{:020}.txt", 400)),
        &signed,
    )
    .expect("written");

    put_back(backup.path(), folder.path(), &["log"]);
    refuses(&folder, "history-lost", Some(&signed)).await;
    // The whole folder, with the checkpoint of then: only the witness knows.
    put_back(backup.path(), folder.path(), &["log", "proofs"]);
    refuses(&folder, "history-lost", None).await;
    fs::remove_dir_all(witness.path()).expect("removed");
    refuses(&folder, "witness-unreadable", None).await;
    fs::create_dir(witness.path()).expect("made");
    let serving = folder.serve();
    checkpoint(&serving, 300).await;
    serving.stop();
}

fn put_back(backup: &Path, data: &Path, parts: &[&str]) {
    for part in parts {
        fs::remove_dir_all(data.join(part)).expect("removed");
        copy(&backup.join(part), &data.join(part));
    }
    // Derived, and further than the log now.
    for derived in ["readmodels.sqlite", "policies.position"] {
        fs::remove_file(data.join(derived)).unwrap_or_default();
    }
}

async fn refuses(folder: &Folder, found: &str, signed: Option<&str>) {
    let serving = folder.serve();
    let told = serving.told_with("NOTHING IS SIGNED");
    assert!(told.contains("ERROR"), "{told}");
    let status = |path: &str| reqwest::get(format!("{}{path}", serving.base));
    let ready = status("/readyz").await.expect("an answer");
    assert_eq!(ready.status(), 503);
    assert!(ready.text().await.expect("text").contains(found));
    assert_eq!(
        status("/log/checkpoint").await.expect("an answer").status(),
        503
    );
    fetch(&serving, "/").await;
    serving.stop();
    if let Some(signed) = signed {
        let kept = fs::read_to_string(folder.path().join("proofs/checkpoint")).expect("kept");
        assert_eq!(kept, signed, "the last good checkpoint stays");
    }
}
