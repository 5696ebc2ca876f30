//! `pomona log` and `pomona readmodel` on a seeded folder.

use std::fs;
use std::path::Path;

use crate::folder::seeded;
use crate::pomona::run;

/// The number of events that `log verify` tells.
fn events(told: &str) -> usize {
    told.split(' ').nth(4).unwrap().parse().unwrap()
}

#[test]
fn every_position_is_exported_once_and_in_order() {
    let data = seeded();
    let count = events(&run(data.path(), &["log", "verify"]).good());
    let exported = run(data.path(), &["log", "export"]).good();
    let lines: Vec<serde_json::Value> = exported
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
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
        tail.lines().collect::<Vec<_>>(),
        exported.lines().skip(count - 3).collect::<Vec<_>>()
    );

    let file = data.path().join("export.jsonl");
    run(
        data.path(),
        &["log", "export", "--out", file.to_str().unwrap()],
    )
    .good();
    assert_eq!(fs::read_to_string(file).unwrap(), exported);
    assert!(!data.path().join("export.jsonl.part").exists());
}

#[test]
fn personal_data_is_sealed_in_the_export() {
    let data = seeded();
    let exported = run(data.path(), &["log", "export"]).good();
    for personal in ["林晓满", "林家的小满", "文三路", "100 0000", "249832"] {
        let found = exported
            .lines()
            .find(|line| line.contains(personal) && !line.contains("orchard-registered"));
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

/// The name of a stream that begins in the middle of the log: random, so it stands in a compressed value as it is.
fn some_stream(data: &Path) -> Vec<u8> {
    let exported = run(data, &["log", "export", "--after", "500"]).good();
    let stream = exported
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|event| event["version"] == 1)
        .find_map(|event| Some(event["stream"].as_str()?.split_once('_')?.1.to_owned()));
    stream.unwrap().into_bytes()
}

#[test]
fn a_changed_byte_is_found_and_told_with_its_position() {
    let data = seeded();
    let name = some_stream(data.path());
    // The storage engine keeps outdated copies too; which one counts is its affair.
    damage(data.path(), |bytes| {
        (0..bytes.len() - name.len())
            .filter(|place| bytes[*place..].starts_with(&name))
            .collect()
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
