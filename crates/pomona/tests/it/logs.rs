//! `pomona log` and `pomona readmodel` on a seeded folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;

use crate::folder::seeded;
use crate::pomona::{Serving, run};
use crate::serving::get;

/// The number of events that `log verify` tells.
fn events(told: &str) -> usize {
    told.split(' ').nth(4).unwrap().parse().unwrap()
}

fn values(lines: &str) -> Vec<serde_json::Value> {
    let lines = lines.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_position_is_exported_once_and_in_order() {
    let data = seeded();
    let count = events(&run(data.path(), &["log", "verify"]).good());
    let exported = run(data.path(), &["log", "export"]).good();
    let lines = values(&exported);
    assert_eq!(lines[0]["until"]["position"], count);
    let lines = &lines[1..];
    assert_eq!(lines.len(), count);
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(line["position"], n + 1);
        assert!(
            line["payload"].is_object() && line["metadata"].is_object(),
            "{line}"
        );
    }
    assert_eq!(lines[0]["type"], "community.member-registered");
    assert_eq!(lines[0]["schema_version"], 1);

    let after = (count - 3).to_string();
    let tail = run(data.path(), &["log", "export", "--after", &after]).good();
    assert_eq!(
        tail.lines().skip(1).collect::<Vec<_>>(),
        exported.lines().skip(count - 2).collect::<Vec<_>>()
    );
    let beyond = (count + 1).to_string();
    run(data.path(), &["log", "export", "--after", &beyond]).bad(4);

    let file = data.path().join("export.jsonl");
    run(
        data.path(),
        &["log", "export", "--out", file.to_str().unwrap()],
    )
    .good();
    assert_eq!(fs::read_to_string(file).unwrap(), exported);
    assert!(!data.path().join("export.jsonl.part").exists());
}

/// What `log stat --json` tells.
fn stat(data: &Path) -> serde_json::Value {
    serde_json::from_str(&run(data, &["log", "stat", "--json", "--check"]).good()).unwrap()
}

#[test]
fn an_exported_log_is_imported_as_the_same_log_or_not_at_all() {
    let data = seeded();
    let file = data.path().join("export.jsonl");
    let path = file.to_str().unwrap();
    run(data.path(), &["log", "export", "--out", path]).good();
    let other = tempfile::tempdir().unwrap();
    let import = ["log", "import", "--from", path];
    let told = run(other.path(), &import).good();
    assert!(told.contains("every hash fits"), "{told}");
    let (before, after) = (stat(data.path()), stat(other.path()));
    for same in ["events", "commits", "streams", "link", "root"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_ne!(after["epoch"], before["epoch"]);
    let told = run(other.path(), &import).bad(4);
    assert!(told.contains("holds a log already"), "{told}");

    let exported = fs::read_to_string(&file).unwrap();
    let mut later = exported.lines().zip(1..).skip(499);
    let (line, number) = later.find(|(line, _)| line.contains("per_")).unwrap();
    fs::write(
        &file,
        exported.replace(line, &line.replacen("per_", "per_X", 1)),
    )
    .unwrap();
    let third = tempfile::tempdir().unwrap();
    let told = run(third.path(), &import).bad(1);
    let refusal = format!("line {number}: its hash does not fit");
    assert!(told.contains(&refusal), "{told}");
    let told = run(third.path(), &["log", "verify"]).bad(4);
    assert!(told.contains("holds no log"), "{told}");
    let told = run(third.path(), &["log", "import", "--from", "nowhere"]).bad(5);
    assert!(told.contains("nowhere cannot be read"), "{told}");
}

#[test]
fn a_folder_that_this_program_cannot_open_is_refused_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let log = data.path().join("log");
    fs::create_dir(&log).unwrap();
    for (format, found, advice) in [
        ("pomona-log 99\n", "has format 99", "use the newer program"),
        ("99\n", "is not a log", "restore the last backup"),
    ] {
        fs::write(log.join("FORMAT"), format).unwrap();
        let told = run(data.path(), &["log", "verify"]).bad(5);
        assert!(told.contains(found) && told.contains(advice), "{told}");
    }
}

#[test]
fn a_running_server_answers_for_its_folder() {
    let data = seeded();
    let questions: [&[&str]; 3] = [&["log", "verify"], &["log", "stat"], &["log", "export"]];
    let serving = Serving::start(data.path(), &["serve"]);
    get(&serving.address, "/healthz");
    let socket = data.path().join("control.sock");
    let mode = fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let there: Vec<String> = questions
        .iter()
        .map(|question| run(data.path(), question).good())
        .collect();
    run(data.path(), &["log", "export", "--after", "99999"]).bad(4);
    assert_eq!(serving.stop("TERM").0, Some(0));
    assert!(!socket.exists());
    for (question, there) in questions.iter().zip(there) {
        let here = run(data.path(), question).good();
        let there = there.replace("open in a server", "not served");
        let without_size = |told: &str| {
            let lines = told.lines().filter(|line| !line.starts_with("on disk"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(without_size(&here) == without_size(&there), "{question:?}");
    }
}

#[test]
fn a_socket_that_a_crash_left_is_nobody() {
    let data = seeded();
    drop(UnixListener::bind(data.path().join("control.sock")).unwrap());
    run(data.path(), &["log", "verify"]).good();
    let serving = Serving::start(data.path(), &["serve"]);
    get(&serving.address, "/healthz");
    run(data.path(), &["log", "stat"]).good();
    assert_eq!(serving.stop("KILL").0, None);
    run(data.path(), &["log", "verify"]).good();
}

#[test]
fn personal_data_is_sealed_in_the_export() {
    let data = seeded();
    let exported = run(data.path(), &["log", "export"]).good();
    // Where an orchard, its blocks and trees stand is no secret of a person; where a phone was is.
    let of_land = ["orchard-registered", "block-outlined", "tree-surveyed"];
    for personal in ["林晓满", "林家的小满", "文三路", "100 0000", "249832"] {
        let found = exported.lines().find(|line| {
            line.contains(personal) && !of_land.iter().any(|told| line.contains(told))
        });
        assert_eq!(found, None, "{personal}");
    }
}

#[test]
fn read_models_built_anew_are_the_same_to_the_byte() {
    let data = seeded();
    let live = run(data.path(), &["readmodel", "dump"]).good();
    assert!(
        live.lines().count() > 1_000,
        "{} lines",
        live.lines().count()
    );
    run(data.path(), &["readmodel", "rebuild"]).good();
    assert!(
        run(data.path(), &["readmodel", "dump"]).good() == live,
        "rebuilt and live differ"
    );
    let file = data.path().join("dump.txt");
    run(
        data.path(),
        &["readmodel", "dump", "--out", file.to_str().unwrap()],
    )
    .good();
    assert!(
        fs::read_to_string(file).unwrap() == live,
        "dump to a file differs"
    );
}

/// Changes one byte of the log's file at every place.
fn damage(data: &Path, places: impl FnOnce(&[u8]) -> Vec<usize>) {
    let file = data.join("log/db");
    let mut bytes = fs::read(&file).unwrap();
    let places = places(&bytes);
    assert!(!places.is_empty());
    for place in places {
        bytes[place] ^= 1;
    }
    fs::write(&file, bytes).unwrap();
}

/// Names of streams that begin in the middle of the log: random, so most stand in compressed values as they are.
fn some_streams(data: &Path) -> Vec<Vec<u8>> {
    let exported = run(data, &["log", "export", "--after", "500"]).good();
    let events = exported.lines().skip(1);
    events
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|event| event["version"] == 1)
        .filter_map(|event| {
            let (_, name) = event["stream"].as_str()?.split_once('_')?;
            Some(name.as_bytes().to_vec())
        })
        .collect()
}

#[test]
fn a_changed_byte_is_found_and_told_with_its_position() {
    let data = seeded();
    let names = some_streams(data.path());
    // The storage engine keeps outdated copies too; which one counts is its affair.
    damage(data.path(), |bytes| {
        let places = |name: &[u8]| -> Vec<usize> {
            (0..bytes.len() - name.len())
                .filter(|place| bytes[*place..].starts_with(name))
                .collect()
        };
        let found = names.iter().map(|name| places(name));
        found.into_iter().find(|places| !places.is_empty()).unwrap()
    });
    let told = run(data.path(), &["log", "verify"]).bad(1);
    let (_, rest) = told.split_once("damaged at position ").unwrap();
    let position: u64 = rest.split(':').next().unwrap().parse().unwrap();
    assert!(position > 0, "{told}");
    assert!(told.contains("restore the last backup"), "{told}");
}

#[test]
fn a_file_that_the_storage_engine_cannot_read_is_damage_too() {
    let data = seeded();
    damage(data.path(), |bytes| (0..bytes.len()).step_by(512).collect());
    for command in [["log", "verify"].as_slice(), &["serve"]] {
        let told = run(data.path(), command).bad(1);
        assert!(told.contains("the event log is damaged"), "{told}");
    }
}

#[test]
fn a_folder_without_a_log_is_told_and_left_empty() {
    let data = tempfile::tempdir().unwrap();
    for arguments in [
        ["log", "verify"],
        ["log", "export"],
        ["readmodel", "rebuild"],
        ["user", "list"],
    ] {
        let told = run(data.path(), &arguments).bad(4);
        assert!(told.contains("holds no log"), "{told}");
    }
    assert!(fs::read_dir(data.path()).unwrap().next().is_none());
}
