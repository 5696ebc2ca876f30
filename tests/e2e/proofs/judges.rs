//! Programs of other people that judge what the server gives out: the Go project's tlog packages and the PyPI package
//! aics-tlog. Where one is not installed its verdict is missing and the test says so; with `EVENTLOG_JUDGES=required`
//! that is a failure. `tests/run` installs them; their settings are those of eventlog's own tests.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// A judge that audits whole logs: key, folder of the served files, an older checkpoint, a proof file and its index.
pub(crate) struct Served<'a> {
    pub(crate) vkey: &'a str,
    pub(crate) folder: &'a Path,
    pub(crate) old: &'a Path,
    pub(crate) proof: &'a Path,
    pub(crate) index: u64,
}

impl Served<'_> {
    /// Whether the files are accepted; the judges that are there must say the same. `None` without any judge.
    pub(crate) fn accepted(&self) -> Option<bool> {
        let go = go().map(|judge| {
            let mut go = Command::new(judge);
            go.arg(self.vkey)
                .args([self.folder, self.old, self.proof])
                .arg(self.index.to_string());
            verdict(&go.output().expect("the judge runs"))
        });
        let aics = python().map(|python| {
            let mut aics = Command::new(python);
            let audit = tlog().join("audit.py");
            aics.arg(audit).arg(self.vkey).args([self.folder, self.old]);
            verdict(&aics.output().expect("the judge runs"))
        });
        if let (Some(go), Some(aics)) = (go, aics) {
            assert_eq!(go, aics, "Go and aics-tlog disagree");
        }
        go.or(aics)
    }
}

/// Whether a script of `tests/judges` accepts something under a key; `None` when it cannot run.
pub(crate) fn accepted_by(script: &str, vkey: &str, what: &str) -> Option<bool> {
    let mut judge = Command::new(python()?);
    let script = super::super::workspace().join("tests/judges").join(script);
    judge.arg(script).args([vkey, what]);
    Some(verdict(&judge.output().expect("the judge runs")))
}

fn verdict(output: &Output) -> bool {
    let (said, why) = (&output.stdout, String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        output.status.success(),
        said.starts_with(b"accepted "),
        "{why}"
    );
    if !output.status.success() {
        assert!(why.contains("refused") || why.contains("Error"), "{why}");
    }
    output.status.success()
}

fn tlog() -> PathBuf {
    super::super::workspace().join("crates/eventlog/tests/judges/tlog")
}

fn missing<T>(judge: &str, why: &str) -> Option<T> {
    let required = std::env::var_os("EVENTLOG_JUDGES").is_some_and(|value| value == "required");
    assert!(!required, "{judge} is required and not there: {why}");
    eprintln!("NOT JUDGED by {judge}: {why}");
    None
}

/// The Go judge, built once.
fn go() -> Option<&'static Path> {
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
fn python() -> Option<&'static OsString> {
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
