//! The verdict on every file of the corpus, and the table in docs/photos.md that shows them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use photos::{PhotoError, develop};

use crate::corpus::{Case, cases, harmless::personal_block};

const BEGIN: &str = "<!-- verdicts: written by a test -->\n";
const END: &str = "<!-- end of verdicts -->";

fn verdict(case: &Case) -> String {
    match develop(&case.bytes) {
        Ok(developed) => format!("taken {} × {}", developed.width, developed.height),
        Err(refused) => refused.code().to_owned(),
    }
}

#[test]
fn every_file_of_the_corpus_gets_its_verdict() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter(|case| verdict(case) != case.verdict)
        .map(|case| format!("{}: {} and not {}", case.name, verdict(case), case.verdict))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a derivative says of who made the original, and where: nothing.
#[test]
fn no_derivative_of_the_corpus_carries_what_the_file_carried() {
    let told: [&[u8]; 4] = [b"Exif", b"SECRETMAKE", b"ICC_PROFILE", b"2026:05"];
    assert!(
        personal_block()
            .windows(10)
            .any(|part| part == b"SECRETMAKE"),
        "the corpus has something to hide"
    );
    for case in cases() {
        let Ok(developed) = develop(&case.bytes) else {
            continue;
        };
        for derivative in [developed.thumb, developed.card, developed.full] {
            for word in told {
                let found = derivative.jpeg.windows(word.len()).any(|part| part == word);
                assert!(!found, "{}", case.name);
            }
        }
    }
}

/// `POMONA_UPDATE=1` writes the table.
#[test]
fn the_documented_verdicts_are_these() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/photos.md");
    let page = fs::read_to_string(&path).expect("docs/photos.md");
    let (before, rest) = page.split_once(BEGIN).expect("where the table begins");
    let (written, after) = rest.split_once(END).expect("where the table ends");
    let mut table = String::from("| file | what it is | verdict |\n|---|---|---|\n");
    for case in cases() {
        let Case { name, what, .. } = case;
        let verdict = verdict(&case);
        writeln!(table, "| `{name}` | {what} | {verdict} |").expect("written to memory");
    }
    if std::env::var_os("POMONA_UPDATE").is_some() {
        let page = format!("{before}{BEGIN}{table}{END}{after}");
        fs::write(&path, page).expect("docs/photos.md is written");
        return;
    }
    assert_eq!(written, table, "POMONA_UPDATE=1 writes it anew");
}

/// Nothing in the corpus is refused for a reason that is nobody's: a person can act on each.
#[test]
fn refusals_are_named() {
    for case in cases() {
        if let Err(refused) = develop(&case.bytes) {
            assert_ne!(refused, PhotoError::NotEncoded, "{}", case.name);
        }
    }
}
