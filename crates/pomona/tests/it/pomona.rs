//! Runs the built binary. Knows its output and exit codes, not what it does.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// The output of a command that did its job.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, Some(0), "out: {}\nerr: {}", self.out, self.err);
        self.out
    }

    /// The complaint of a command that ended with this code.
    #[track_caller]
    pub(crate) fn bad(self, code: i32) -> String {
        assert_eq!(
            self.code,
            Some(code),
            "out: {}\nerr: {}",
            self.out,
            self.err
        );
        assert!(
            self.err.contains("Still true: ") && self.err.contains("Next: "),
            "{}",
            self.err
        );
        self.err
    }
}

/// A command on a data folder that no setting of the caller's environment reaches.
pub(crate) fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pomona"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("POMONA_") {
            command.env_remove(name);
        }
    }
    command
        .arg("--data")
        .arg(data)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Ended {
    ended(command(data, arguments))
}

pub(crate) fn ended(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs with lines typed into standard input.
pub(crate) fn typing(data: &Path, arguments: &[&str], typed: &str) -> Ended {
    let mut command = command(data, arguments);
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(typed.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A server that runs until it is told to stop, or the test ends.
pub(crate) struct Serving {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// Where it listens, such as `127.0.0.1:40123`.
    pub(crate) address: String,
}

impl Serving {
    /// Starts a command that serves and waits for the line that says where.
    pub(crate) fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut command = command(data, arguments);
        let command = command.env("POMONA_BIND", "127.0.0.1:0");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert_ne!(
                lines.read_line(&mut line).unwrap(),
                0,
                "it ended before it listened"
            );
            if let Some(rest) = line.strip_prefix("pomona listens on http://") {
                break rest.trim_end().trim_end_matches('/').to_owned();
            }
        };
        Self {
            child,
            lines,
            address,
        }
    }

    /// Sends a signal, such as `TERM`, and waits for the end.
    pub(crate) fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &pid])
            .status()
            .unwrap();
        assert!(sent.success());
        let mut rest = String::new();
        while self.lines.read_line(&mut rest).unwrap() > 0 {}
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // A test that failed leaves it running; one that stopped it has waited already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
