//! The runbook's recipes, done from top to bottom in a fresh folder with the commands and the output as they stand there.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::seeded;
use crate::pomona::Serving;

const RUNBOOK: &str = include_str!("../../../../deploy/runbook.md");
/// Stands for anything.
const ANYTHING: char = '…';

/// A command and the lines it must print, in this order, others between them.
struct Step {
    line: usize,
    command: String,
    expected: Vec<String>,
}

fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut console = false;
    for (number, text) in (1..).zip(RUNBOOK.lines()) {
        if text.starts_with("```") {
            console = text == "```console";
        } else if console && let Some(command) = text.strip_prefix("$ ") {
            steps.push(Step {
                line: number,
                command: command.to_owned(),
                expected: Vec::new(),
            });
        } else if console {
            let step = steps.last_mut().unwrap();
            step.expected.push(text.to_owned());
        }
    }
    steps
}

/// The machine of the runbook, inside a folder.
struct Machine {
    root: PathBuf,
    serving: Option<Serving>,
}

impl Machine {
    fn data(&self) -> PathBuf {
        self.root.join("var/lib/pomona")
    }

    fn run(&mut self, command: &str) -> String {
        if let Some(service) = command.strip_prefix("systemctl ") {
            self.service(service);
            return String::new();
        }
        if let Some(url) = command.strip_prefix("curl -fsS http://127.0.0.1:8080") {
            return self.get(url);
        }
        let root = self.root.to_str().unwrap();
        let command = command.replace("/var/", &format!("{root}/var/"));
        let binary = Path::new(env!("CARGO_BIN_EXE_pomona")).parent().unwrap();
        let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("POMONA_") {
                shell.env_remove(name);
            }
        }
        let shell = shell.args(["-ec", &command]).current_dir(&self.root);
        let shell = shell.env("PATH", path).env("POMONA_DATA", self.data());
        let output = shell.output().unwrap();
        let (out, err) = (output.stdout, output.stderr);
        let out = String::from_utf8(out).unwrap();
        let err = String::from_utf8(err).unwrap();
        assert!(output.status.success(), "{command}\n{out}{err}");
        out
    }

    fn service(&mut self, order: &str) {
        match (order, self.serving.take()) {
            ("start pomona", None) => {
                self.serving = Some(Serving::start(&self.data(), &["serve"]));
                // It listens from the first line on, and answers a moment later.
                self.get("/healthz");
            }
            // As systemctl does.
            ("start pomona", running) => self.serving = running,
            ("stop pomona", Some(serving)) => assert_eq!(serving.stop("TERM").0, Some(0)),
            (order, _) => panic!("systemctl {order}"),
        }
    }

    /// As curl does: the body of a good answer.
    fn get(&self, path: &str) -> String {
        let address = &self.serving.as_ref().unwrap().address;
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        body.to_owned()
    }
}

/// Whether a line is as expected.
fn fits(line: &str, expected: &str) -> bool {
    let Some((first, rest)) = expected.split_once(ANYTHING) else {
        return line == expected;
    };
    let (middle, last) = rest.rsplit_once(ANYTHING).unwrap_or(("", rest));
    let Some(mut line) = line
        .strip_prefix(first)
        .and_then(|line| line.strip_suffix(last))
    else {
        return false;
    };
    middle.split(ANYTHING).all(|part| {
        let found = line.split_once(part);
        line = found.map_or("", |(_, after)| after);
        found.is_some()
    })
}

#[test]
fn the_runbook_is_true() {
    let seeded = seeded();
    let root = tempfile::tempdir().unwrap();
    let mut machine = Machine {
        root: root.path().to_owned(),
        serving: None,
    };
    for folder in ["var/lib", "var/backups/elsewhere"] {
        std::fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    std::fs::rename(seeded.path(), machine.data()).unwrap();
    std::fs::create_dir(seeded.path()).unwrap();
    let steps = steps();
    assert!(steps.len() > 40, "only {} commands were found", steps.len());
    let mut done = String::new();
    for step in steps {
        let told = machine.run(&step.command);
        let mut lines = told.lines();
        for expected in &step.expected {
            assert!(
                lines.any(|line| fits(line, expected)),
                "deploy/runbook.md:{}: `{}` does not print `{expected}`, but:\n{told}\nBefore it:\n{done}",
                step.line,
                step.command
            );
        }
        writeln!(done, "$ {}", step.command).unwrap();
    }
    assert!(
        machine.serving.is_none(),
        "the last recipe stops the server"
    );
}

#[test]
fn every_recipe_says_what_it_is_for_and_has_its_number() {
    let headings = RUNBOOK.lines().filter(|line| line.starts_with("## "));
    for (number, heading) in (1..).zip(headings) {
        assert!(heading.starts_with(&format!("## {number}. ")), "{heading}");
        let (_, recipe) = RUNBOOK.split_once(heading).unwrap();
        let recipe = recipe.split("\n## ").next().unwrap();
        assert!(recipe.contains("**For** "), "{heading}");
        assert!(recipe.contains("```console"), "{heading}");
    }
}

#[test]
fn anything_stands_for_anything_and_nothing_else_does() {
    assert!(fits("12 events in 3 commits.", "… events in … commits."));
    assert!(fits("any line", "…"));
    assert!(fits("a b", "a …"));
    assert!(fits("put it into a.b/c.", "put … into …."));
    for wrong in [
        "12 events in 3 commits!",
        "events",
        "12 events in 3 commits. And",
    ] {
        assert!(!fits(wrong, "… events in … commits."), "{wrong}");
    }
}

/// Asks systemd whether it understands the units, where it is there to be asked.
#[test]
fn the_units_are_understood() {
    let units = tempfile::tempdir().unwrap();
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
    let mut paths = Vec::new();
    for name in [
        "pomona.service",
        "pomona-backup.service",
        "pomona-backup.timer",
    ] {
        let text = std::fs::read_to_string(deploy.join(name)).unwrap();
        // The program is not installed where tests run.
        let text = text.replace("/usr/local/bin/pomona", "/bin/true");
        paths.push(units.path().join(name));
        std::fs::write(units.path().join(name), text).unwrap();
    }
    let mut judge = Command::new("systemd-analyze");
    let judged = judge.args(["verify", "--man=no"]).args(&paths).output();
    let Ok(judged) = judged else {
        eprintln!("systemd-analyze is not here: the units were not judged");
        return;
    };
    let said = String::from_utf8_lossy(&judged.stderr);
    let about_ours: Vec<_> = said
        .lines()
        .filter(|line| line.contains("pomona"))
        .collect();
    assert!(about_ours.is_empty(), "{said}");
}
