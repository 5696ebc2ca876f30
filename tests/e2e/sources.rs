//! Rules about the source text that no lint holds: module docs, lengths, forbidden shortcuts.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Longest source file, in lines (house style).
const FILE_LINES_MAX: usize = 800;

/// Every Rust file below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn all() -> Vec<(PathBuf, String)> {
    let mut files = rust_files(&super::workspace().join("crates"));
    files.extend(rust_files(&super::workspace().join("tests")));
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file reads");
            (path, text)
        })
        .collect()
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in all() {
        assert!(
            text.starts_with("//!"),
            "{} does not open with //!",
            path.display()
        );
        let lines = text.lines().count();
        assert!(
            lines <= FILE_LINES_MAX,
            "{} has {lines} lines",
            path.display()
        );
        let name = path.file_name().unwrap_or_default();
        assert!(
            name != "mod.rs" && name != "utils.rs" && name != "helpers.rs" && name != "common.rs",
            "{}",
            path.display()
        );
    }
}

#[test]
fn nothing_sleeps_retries_or_is_left_for_later() {
    // Split so that this list does not find itself.
    let forbidden = [
        concat!("thread::", "sleep"),
        concat!("time::", "sleep"),
        concat!("#[", "ignore"),
        concat!("should", "_panic"),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("unimplemented", "!("),
        concat!("#[", "allow("),
    ];
    for (path, text) in all() {
        for word in forbidden {
            assert!(!text.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn templates_have_no_inline_script_or_style() {
    let folder = super::workspace().join("crates/server/templates");
    let mut pending = vec![folder];
    let mut seen = 0;
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).expect("templates").flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            seen += 1;
            let text = fs::read_to_string(&path).expect("a template reads");
            assert!(
                !text.contains(" style=\""),
                "{} has an inline style",
                path.display()
            );
            assert!(
                !text.contains("<script>"),
                "{} has an inline script",
                path.display()
            );
            assert!(
                !text.contains("onclick="),
                "{} has an inline handler",
                path.display()
            );
        }
    }
    assert!(seen > 10, "only {seen} templates were found");
}
