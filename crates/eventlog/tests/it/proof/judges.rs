//! Programs of other people that judge proofs: the Go project's tlog and note packages, and the PyPI
//! package aics-tlog. Where one is not installed its verdict is missing and the test says so; with
//! `EVENTLOG_JUDGES=required` that is a failure. The end-to-end suite uses this file too.
//!
//! Go: `apt-get install golang-1.19-go golang-golang-x-mod-dev`; another toolchain by `GO`, other
//! sources by `EVENTLOG_GOPATH`. aics-tlog: a Python 3.12 that has it, by `EVENTLOG_AICS_PYTHON`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Runs a judge: accepted when it ends well and says how many entries it has seen.
pub(crate) fn verdict(mut judge: Command, entries: u64) -> bool {
    let output = judge.output().expect("the judge runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let why = String::from_utf8_lossy(&output.stderr);
    let accepted = said == format!("accepted {entries}\n");
    assert_eq!(output.status.success(), accepted, "{said}{why}");
    if !accepted {
        assert!(why.contains("refused") || why.contains("Error"), "{why}");
    }
    accepted
}

/// The judges of logs that are laid out as files; they stand in this crate.
pub(crate) fn tlog() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/tlog")
}

fn missing<T>(judge: &str, why: &str) -> Option<T> {
    let required = std::env::var_os("EVENTLOG_JUDGES").is_some_and(|value| value == "required");
    assert!(!required, "{judge} is required and not there: {why}");
    eprintln!("NOT JUDGED by {judge}: {why}");
    None
}

/// The Go judge, built once.
pub(crate) fn go() -> Option<&'static Path> {
    static JUDGE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let build = || {
        let go = std::env::var_os("GO").unwrap_or("/usr/lib/go-1.19/bin/go".into());
        let gopath = std::env::var_os("EVENTLOG_GOPATH").unwrap_or("/usr/share/gocode".into());
        let out = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let judge = out.join("tlog-judge");
        let built = Command::new(&go)
            .env("GO111MODULE", "off")
            .env("GOPATH", gopath)
            .env("GOCACHE", out.join("go-cache"))
            .args(["build", "-o"])
            .arg(&judge)
            .arg(tlog().join("main.go"))
            .output();
        match built {
            Ok(built) if built.status.success() => Some(judge),
            Ok(built) => missing("Go", &String::from_utf8_lossy(&built.stderr)),
            Err(cause) => missing("Go", &cause.to_string()),
        }
    };
    JUDGE.get_or_init(build).as_deref()
}

/// A Python that has aics-tlog.
pub(crate) fn python() -> Option<&'static OsString> {
    static PYTHON: OnceLock<Option<OsString>> = OnceLock::new();
    let find = || {
        let python = std::env::var_os("EVENTLOG_AICS_PYTHON").unwrap_or("python3".into());
        let found = Command::new(&python)
            .args(["-c", "import aics_tlog"])
            .output();
        match found {
            Ok(found) if found.status.success() => Some(python),
            Ok(_) => missing("aics-tlog", "this Python does not have it"),
            Err(cause) => missing("aics-tlog", &cause.to_string()),
        }
    };
    PYTHON.get_or_init(find).as_ref()
}
