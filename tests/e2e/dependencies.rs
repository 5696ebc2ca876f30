//! The dependency policy of `deny.toml`, checked without any tool: licences, bans, sources, duplicates.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

#[test]
fn every_licence_is_allowed() {
    let policy = policy();
    let allowed: BTreeSet<&str> = list(&policy, "allow = [").into_iter().collect();
    for package in packages() {
        let name = text(&package["name"]);
        let licence = text(&package["license"]).replace('/', " OR ");
        assert!(!licence.is_empty(), "{name} states no licence");
        let fits = licence.split(" AND ").all(|part| {
            let part = part.trim().trim_matches(['(', ')']);
            part.split(" OR ")
                .any(|choice| allowed.contains(choice.trim().trim_matches(['(', ')'])))
        });
        assert!(fits, "{name} is under {licence}");
    }
}

#[test]
fn nothing_banned_and_nothing_from_elsewhere() {
    let policy = policy();
    let banned = list(&policy, "deny = [");
    assert!(banned.len() >= 4, "the ban list was not read");
    for package in packages() {
        let name = text(&package["name"]);
        assert!(!banned.contains(&name.as_str()), "{name} is banned");
        let source = text(&package["source"]);
        assert!(
            source.starts_with("registry+"),
            "{name} comes from {source}"
        );
    }
}

#[test]
fn sled_is_pinned() {
    let versions: Vec<String> = packages()
        .iter()
        .filter(|package| package["name"] == "sled")
        .map(|package| text(&package["version"]))
        .collect();
    assert_eq!(versions, ["0.34.7"]);
}

#[test]
fn duplicates_are_known_and_can_only_shrink() {
    let policy = policy();
    let known: BTreeSet<&str> = list(&policy, "skip = [").into_iter().collect();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in shipped() {
        versions
            .entry(text(&package["name"]))
            .or_default()
            .insert(text(&package["version"]));
    }
    let twice: BTreeSet<&str> = versions
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        twice, known,
        "left: in the tree more than once; right: the skip list of deny.toml"
    );
}

fn policy() -> String {
    std::fs::read_to_string(super::workspace().join("deny.toml")).expect("deny.toml reads")
}

/// The quoted first words of the lines of a list.
fn list<'a>(policy: &'a str, opening: &str) -> Vec<&'a str> {
    let start = policy.find(opening).expect("the list is there") + opening.len();
    policy[start..]
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with(']'))
        .filter_map(|line| line.split('"').nth(1))
        .collect()
}

fn packages() -> Vec<Value> {
    let metadata = super::metadata();
    let all = metadata["packages"].as_array().expect("packages").clone();
    all.into_iter()
        .filter(|package| !package["source"].is_null())
        .collect()
}

/// What ends up in the binary on this platform: cargo's own tree of normal dependencies.
fn shipped() -> Vec<Value> {
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "-p",
            "pomona",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--locked",
            "--offline",
            "-f",
            "{p}",
        ])
        .current_dir(super::workspace())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).expect("UTF-8");
    let seen: BTreeSet<(String, String)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let name = words.next()?.to_owned();
            Some((name, words.next()?.trim_start_matches('v').to_owned()))
        })
        .collect();
    packages()
        .into_iter()
        .filter(|package| seen.contains(&(text(&package["name"]), text(&package["version"]))))
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
