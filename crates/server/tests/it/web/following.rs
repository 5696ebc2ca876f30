//! Feeds and calendars, read by other people's readers: feedparser, jsonschema and icalendar, installed once into a
//! folder under cargo's target. Without Python or the network the test says so, and fails only where
//! `FEEDS_JUDGES=required`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{adopting::adopt, site::Site};

/// Exactly these: a judge that changes under us is none.
const PACKAGES: [&str; 3] = [
    "feedparser==6.0.14",
    "icalendar==7.3.0",
    "jsonschema==4.26.0",
];

fn missing<T>(why: &str) -> Option<T> {
    let required = std::env::var_os("FEEDS_JUDGES").is_some_and(|value| value == "required");
    assert!(!required, "the judges are required and not there: {why}");
    eprintln!("NOT JUDGED by other readers: {why}");
    None
}

/// The folder with the libraries, installed if need be. Two test runs at once install twice and rename once.
fn libraries() -> Option<PathBuf> {
    let name = format!("judges-{}", PACKAGES.join("-").replace("==", "-"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let fresh = folder.with_extension(std::process::id().to_string());
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--target"]);
    match pip.arg(&fresh).args(PACKAGES).output() {
        Ok(installed) if installed.status.success() => {
            if std::fs::rename(&fresh, &folder).is_err() {
                std::fs::remove_dir_all(&fresh).ok();
            }
            folder.is_dir().then_some(folder)
        }
        Ok(installed) => missing(&String::from_utf8_lossy(&installed.stderr)),
        Err(cause) => missing(&format!("python3: {cause}")),
    }
}

/// What a reader makes of a file: `atom`, `json` or `ics`.
fn read(libraries: &Path, kind: &str, raw: &[u8]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(kind);
    std::fs::write(&file, raw).expect("a file");
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/feeds.py");
    let said = Command::new("python3")
        .arg(judge)
        .arg(kind)
        .arg(&file)
        .env("PYTHONPATH", libraries)
        .output()
        .expect("python3 ran a moment ago");
    let told = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{kind}: {told}");
    serde_json::from_slice(&said.stdout).expect("a line of JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn other_peoples_readers_take_our_feeds_and_calendars() {
    let Some(libraries) = libraries() else {
        return;
    };
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    adopt(&site, &buyer, 0).await;
    let garden = buyer.get("/garden").await;
    let token = garden.html.split("/garden/feed.atom?t=").nth(1);
    let token = token.and_then(|rest| rest.split('"').next());
    let token = token.expect("an address of one's own");
    let code = site.code(0);
    for (kind, path, least) in [
        ("atom", format!("/t/{code}/feed.atom"), 2),
        ("json", format!("/t/{code}/feed.json"), 2),
        ("ics", format!("/t/{code}/days.ics"), 2),
        ("atom", format!("/garden/feed.atom?t={token}"), 2),
        ("json", format!("/garden/feed.json?t={token}"), 2),
        ("ics", format!("/garden/days.ics?t={token}"), 2),
    ] {
        let raw = site.visitor().file(&path).await;
        let said = read(&libraries, kind, &raw);
        let count = said["count"].as_u64().unwrap_or_default();
        assert!(count >= least, "{path}: {said}");
    }
    site.close().await;
}
