//! What a server gave out, checked by commands: a tree's history, a kept checkpoint, and logs that are not the ones they
//! were.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use crate::folder::{copied, seeded};
use crate::pomona::{Serving, run};

/// The body of an answer that must be good.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(" 200 "), "{path}: {head}");
    body.to_owned()
}

/// What a visitor keeps: files beside the data folder.
struct Visit {
    vkey: String,
    kept: PathBuf,
    history: PathBuf,
    growth: String,
    events: u64,
}

/// Serves a folder until everything is signed, and keeps what a visitor would.
fn visit(data: &Path, name: &str, since: u64) -> Visit {
    let serving = Serving::start(data, &["serve"]);
    let ready = get(&serving.address, "/readyz");
    let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
    let position = ready["log_position"].as_u64().unwrap();
    get(&serving.address, &format!("/readyz?checkpoint={position}"));
    let keep = |file: &str, text: &str| {
        let path = data.join(format!("{name}-{file}"));
        fs::write(&path, text).unwrap();
        path
    };
    let note = get(&serving.address, "/log/checkpoint");
    let code = a_tree(&serving.address);
    let visit = Visit {
        vkey: get(&serving.address, "/log/vkey").trim_end().to_owned(),
        kept: keep("checkpoint.txt", &note),
        history: keep(
            "history.json",
            &get(&serving.address, &format!("/t/{code}/proof.json")),
        ),
        growth: get(&serving.address, &format!("/log/consistency?from={since}")),
        events: note.lines().nth(1).unwrap().parse().unwrap(),
    };
    assert_eq!(serving.stop("TERM").0, Some(0));
    visit
}

/// The code of an offered tree.
fn a_tree(address: &str) -> String {
    let json = |path: &str| serde_json::from_str::<serde_json::Value>(&get(address, path)).unwrap();
    let campaigns = json("/api/v1/campaigns");
    let campaign = campaigns[0]["campaign"].as_str().unwrap();
    let trees = json(&format!("/api/v1/campaigns/{campaign}/trees"));
    trees[0]["tree"]["code"].as_str().unwrap().to_owned()
}

/// One more event.
fn add_person(data: &Path, login: &str) {
    run(
        data,
        &[
            "user", "add", "--login", login, "--name", "某人", "--role", "auditor",
        ],
    )
    .good();
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_kept_checkpoint_tells_the_same_log_from_a_shorter_and_another() {
    let data = seeded();
    let first = visit(data.path(), "first", 0);
    let before = copied(data.path());
    add_person(data.path(), "later");
    let second = visit(data.path(), "second", first.events);
    assert!(first.events < second.events);
    let (old, new) = (text(&first.kept), text(&second.kept));
    let told = run(
        data.path(),
        &["log", "verify", "--checkpoint", new, "--checkpoint", old],
    )
    .good();
    let since = second.events - first.events;
    assert!(
        told.contains(&format!(
            "all {} events of the kept checkpoint are as they were, {since} came since",
            first.events
        )),
        "{told}"
    );
    assert!(
        told.contains(&format!("all {} events", second.events)),
        "{told}"
    );

    let shorter = run(before.path(), &["log", "verify", "--checkpoint", new]).bad(1);
    assert!(
        shorter.contains(&format!(
            "SHORTER: the checkpoint promises {} events",
            second.events
        )),
        "{shorter}"
    );
    for n in 0..3 {
        add_person(before.path(), &format!("other-{n}"));
    }
    let other = run(
        before.path(),
        &["log", "verify", "--checkpoint", new, "--checkpoint", old],
    )
    .bad(1);
    assert!(
        other.contains("DIFFERENT")
            && other.contains(&format!("The first {} events are the same", first.events)),
        "{other}"
    );
    assert!(
        other.contains(&format!(
            "between {} and {} on",
            first.events + 1,
            second.events
        )),
        "{other}"
    );

    let grown = data.path().join("growth");
    fs::write(&grown, &second.growth).unwrap();
    let nowhere = tempfile::tempdir().unwrap();
    let check = [
        "proof",
        "grown",
        text(&grown),
        "--checkpoint",
        old,
        "--vkey",
        &second.vkey,
    ];
    let told = run(nowhere.path(), &check).good();
    assert!(told.contains("The same history"), "{told}");
    fs::write(&grown, second.growth.replacen("old ", "old 1", 1)).unwrap();
    run(nowhere.path(), &check).bad(1);
}

#[test]
fn a_history_is_checked_without_any_folder_and_refused_once_changed() {
    let data = seeded();
    let first = visit(data.path(), "first", 0);
    add_person(data.path(), "later");
    let second = visit(data.path(), "second", first.events);
    let nowhere = tempfile::tempdir().unwrap();
    let check = |more: &[&str]| {
        let file = [&["proof", "check", text(&first.history)], more].concat();
        run(nowhere.path(), &file)
    };
    let told = check(&["--vkey", &first.vkey]).good();
    assert!(
        told.starts_with("Proven: ") && told.contains("traceability.tree-registered"),
        "{told}"
    );
    assert!(told.contains("Not proven: "), "{told}");
    assert!(!told.contains("The key is the file's own"), "{told}");
    assert!(check(&[]).good().contains("The key is the file's own"));
    let key = data.path().join("key");
    fs::write(&key, format!("{}\n", first.vkey)).unwrap();
    let kept = check(&["--vkey", text(&key), "--checkpoint", text(&first.kept)]).good();
    assert!(
        kept.contains("of the same history as the kept checkpoint"),
        "{kept}"
    );

    let apart = ["--vkey", &first.vkey, "--checkpoint", text(&second.kept)];
    let needed = check(&apart).bad(4);
    assert!(needed.contains("--growth"), "{needed}");
    let growth = data.path().join("growth");
    fs::write(&growth, &second.growth).unwrap();
    check(&[&apart[..], &["--growth", text(&growth)]].concat()).good();

    check(&["--vkey", "nonsense"]).bad(4);
    let other = first.vkey.replacen("127", "128", 1);
    check(&["--vkey", &other]).bad(4);
    assert!(fs::read_dir(nowhere.path()).unwrap().next().is_none());

    let whole = fs::read_to_string(&first.history).unwrap();
    let record = whole.split("\"record\": \"").nth(1).unwrap();
    let record = record.split('"').next().unwrap();
    let place = whole.find(record).unwrap() + record.len() / 2;
    let mut changed = whole.clone().into_bytes();
    changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
    fs::write(&first.history, changed).unwrap();
    let refused = check(&["--vkey", &first.vkey]).bad(1);
    assert!(refused.contains("was changed"), "{refused}");
    fs::write(&first.history, "{}").unwrap();
    check(&[]).bad(1);
    fs::remove_file(&first.history).unwrap();
    check(&[]).bad(5);
}
