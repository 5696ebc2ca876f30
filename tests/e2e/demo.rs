//! The demo: seeded by one command into an empty folder, served by the next, and whole for everybody it names.

use season::Folder;
use serde_json::{Value, json};

use super::browser;

/// Trees of the demo here: the fewest there can be.
const TREES: &str = "30";
/// What the program prints before the addresses of pages.
const PUBLIC_URL: &str = "https://pomona.example";

#[test]
fn everybody_whom_the_demo_names_finds_their_page() {
    let folder = Folder::with_real_clock();
    let seeded = folder.done(&["demo", "--seed-only", "--trees", TREES], "");
    assert!(seeded.starts_with("Seeded"), "{seeded}");
    let serving = folder.start(&["demo"]);
    let told = serving.told_with("Ctrl-C");
    assert!(
        told.contains("nothing is seeded"),
        "a second demo keeps what is there: {told}"
    );
    let (sign_ins, password) = sign_ins(&told);
    assert_eq!(sign_ins.len(), 5, "{told}");
    let tree = told
        .lines()
        .find_map(|line| path_after(line, "A tree"))
        .expect("a tree is named");
    let settings = json!({ "signIns": sign_ins, "password": password, "tree": tree });
    browser::drive("demo.mjs", &serving.base, settings.clone());
    browser::drive("life.mjs", &serving.base, settings);
    serving.stop();
    let verdict = folder.done(&["log", "verify"], "");
    assert!(verdict.starts_with("The log is whole"), "{verdict}");
}

/// The sign-ins as printed, each with the page it begins at; and the password of all.
fn sign_ins(told: &str) -> (Vec<Value>, String) {
    let (_, password) = told.split_once("password ").expect("a password is told");
    let sign_ins = told.lines().filter_map(|line| {
        let (login, _) = line.trim().split_once(" ")?;
        let page = path_after(line, " then ")?;
        Some(json!({ "login": login, "page": page }))
    });
    (
        sign_ins.collect(),
        password.lines().next().unwrap_or_default().to_owned(),
    )
}

/// The path of the address that stands in a line behind some words.
fn path_after(line: &str, words: &str) -> Option<String> {
    let (_, rest) = line.split_once(words)?;
    rest.trim().strip_prefix(PUBLIC_URL).map(str::to_owned)
}
