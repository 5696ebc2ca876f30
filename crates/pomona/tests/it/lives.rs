//! A log over several lives: restored, imported, rebuilt. What was done stays done, and an `EPOCH` file that was harmed is
//! told with what to do.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use crate::backup::{back_up, contents, restore};
use crate::folder::{copied, seeded};
use crate::pomona::{Serving, run};
use crate::serving::get;

/// A sign-up under a key; status, whether it was a repeat, and the id.
fn sign_up(data: &Path, key: &str, name: &str) -> (String, bool, String) {
    let serving = Serving::start(data, &["serve"]);
    let body = format!(
        r#"{{"login":"{key}@example.cn","password":"correct horse battery","name":"{name}","locale":"en"}}"#
    );
    let mut stream = TcpStream::connect(&serving.address).unwrap();
    write!(
        stream,
        "POST /api/v1/members HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
        serving.address,
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(serving.stop("TERM").0, Some(0));
    let status = answer.split(' ').nth(1).unwrap().to_owned();
    let (_, json) = answer.split_once("\r\n\r\n").unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let id = json["id"].as_str().or(json["code"].as_str());
    let repeated = answer.to_lowercase().contains("idempotent-replayed: true");
    (status, repeated, id.unwrap_or_default().to_owned())
}

#[test]
fn a_wish_repeated_in_a_later_life_is_answered_by_the_first_result() {
    let (data, apart) = (seeded(), tempfile::tempdir().unwrap());
    let (backup, lines) = (apart.path().join("backup"), apart.path().join("log.jsonl"));
    let (status, repeated, person) = sign_up(data.path(), "first", "Zhou Min");
    assert_eq!((status.as_str(), repeated), ("201", false));
    run(data.path(), &["backup", "--to", backup.to_str().unwrap()]).good();
    run(
        data.path(),
        &["log", "export", "--out", lines.to_str().unwrap()],
    )
    .good();

    let restored = tempfile::tempdir().unwrap();
    run(
        restored.path(),
        &["restore", "--from", backup.to_str().unwrap()],
    )
    .good();
    fs::copy(
        data.path().join("master.key"),
        restored.path().join("master.key"),
    )
    .unwrap();
    let imported = copied(data.path());
    for derived in ["log", "proofs", "snapshots"] {
        fs::remove_dir_all(imported.path().join(derived)).unwrap_or_default();
    }
    for derived in ["readmodels.sqlite", "policies.position", "backup.last"] {
        fs::remove_file(imported.path().join(derived)).unwrap_or_default();
    }
    for journal in ["readmodels.sqlite-wal", "readmodels.sqlite-shm"] {
        fs::remove_file(imported.path().join(journal)).unwrap_or_default();
    }
    run(
        imported.path(),
        &["log", "import", "--from", lines.to_str().unwrap()],
    )
    .good();
    let rebuilt = copied(data.path());
    run(rebuilt.path(), &["readmodel", "rebuild"]).good();
    for (life, folder) in [
        ("restored", restored),
        ("imported", imported),
        ("rebuilt", rebuilt),
    ] {
        let again = sign_up(folder.path(), "first", "Zhou Min");
        assert_eq!(again, ("201".to_owned(), true, person.clone()), "{life}");
        let other = sign_up(folder.path(), "first", "Somebody else");
        let reused = "idempotency-key-reused".to_owned();
        assert_eq!(other, ("422".to_owned(), false, reused), "{life}");
    }
}

#[test]
fn a_harmed_epoch_is_told_with_the_command_to_run() {
    let data = seeded();
    let path = data.path().join("log/EPOCH");
    let sound = fs::read(&path).unwrap();
    let mut harmed: Vec<Vec<u8>> = (0..sound.len() - 1)
        .flat_map(|at| {
            // Not a digit, a capital, a control character, no text at all; and cut off here.
            let each = [b'g', b'A', 0, b'\n', 0xff].map(|byte| {
                let mut wrong = sound.clone();
                wrong[at] = byte;
                wrong
            });
            each.into_iter().chain([sound[..at].to_vec()])
        })
        .collect();
    harmed.push([&sound[..], b"0"].concat());
    harmed.push([b" ", &sound[..]].concat());
    // Each by the library, some by the program: a process for each of two hundred would only take time.
    let open = || eventlog::Log::open(&data.path().join("log"), eventlog::Options::default());
    for wrong in &harmed {
        fs::write(&path, wrong).unwrap();
        let refused = open().unwrap_err();
        assert!(
            matches!(refused, eventlog::OpenError::Epoch { .. }),
            "{wrong:?}"
        );
        assert_eq!(fs::read(&path).unwrap(), *wrong, "it stays as evidence");
    }
    for question in [["log", "verify"], ["user", "list"]] {
        let told = run(data.path(), &question).bad(5);
        assert!(
            told.contains("EPOCH") && told.contains("pomona backup --to"),
            "{told}"
        );
    }
    // The advice: without the file the log begins a new life, and every event is there.
    fs::remove_file(&path).unwrap();
    run(data.path(), &["user", "list"]).good();
    run(data.path(), &["log", "verify"]).good();
    assert_ne!(fs::read(&path).unwrap(), sound);
}

#[test]
fn an_epoch_with_another_digit_is_another_life() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    let backup = ["backup", "--to", to.path().to_str().unwrap()];
    run(data.path(), &backup).good();
    let path = data.path().join("log/EPOCH");
    let mut digits = fs::read(&path).unwrap();
    digits[0] = if digits[0] == b'0' { b'1' } else { b'0' };
    fs::write(&path, digits).unwrap();
    // Nobody can tell that it was harmed; what is of the life before it is refused, and nothing is lost.
    let told = run(data.path(), &backup).bad(4);
    assert!(told.contains("an earlier life of this log"), "{told}");
    run(data.path(), &["log", "verify"]).good();
}

/// The newest position as the server tells it.
fn position(address: &str) -> String {
    let answer = get(address, "/readyz");
    let mut headers = answer.lines();
    let told = headers.find_map(|line| line.strip_prefix("pomona-position: "));
    told.unwrap_or_else(|| panic!("{answer}")).trim().to_owned()
}

#[test]
fn a_position_from_before_a_restore_is_refused_and_not_taken_for_another() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    let serving = Serving::start(data.path(), &["serve"]);
    back_up(data.path(), to.path());
    let before = position(&serving.address);
    let asked = |address: &str| get(address, &format!("/api/v1/campaigns?at={before}"));
    let answer = asked(&serving.address);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(serving.stop("TERM").0, Some(0));

    let restored = tempfile::tempdir().unwrap();
    let key = "master.key";
    fs::copy(data.path().join(key), restored.path().join(key)).unwrap();
    restore(restored.path(), to.path());
    let serving = Serving::start(restored.path(), &["serve"]);
    let answer = asked(&serving.address);
    assert!(answer.starts_with("HTTP/1.1 412"), "{answer}");
    assert!(answer.contains("log-restored"), "{answer}");
    let now = position(&serving.address);
    let number = |position: &str| position.split('-').next().unwrap().to_owned();
    assert_eq!(
        number(&now),
        number(&before),
        "the same place in another life"
    );
    assert_ne!(now, before);
    assert_eq!(serving.stop("TERM").0, Some(0));
}

#[test]
fn what_an_earlier_life_signed_can_be_checked_after_a_second_restore() {
    let (data, to) = (seeded(), tempfile::tempdir().unwrap());
    let serving = Serving::start(data.path(), &["serve"]);
    get(&serving.address, "/readyz?checkpoint=1");
    assert_eq!(serving.stop("TERM").0, Some(0));
    let mut of_then = contents(&data.path().join("proofs"));
    of_then.retain(|(path, _)| !path.ends_with("tile-roots") && !path.ends_with("LOCK"));
    let mut data = data;
    for life in ["first", "second"] {
        let backup = to.path().join(life);
        back_up(data.path(), &backup);
        let restored = tempfile::tempdir().unwrap();
        let key = "master.key";
        fs::copy(data.path().join(key), restored.path().join(key)).unwrap();
        restore(restored.path(), &backup);
        let serving = Serving::start(restored.path(), &["serve"]);
        get(&serving.address, "/readyz?checkpoint=1");
        assert_eq!(serving.stop("TERM").0, Some(0));
        data = restored;
    }
    let earlier = fs::read_dir(data.path()).unwrap().map(|one| one.unwrap());
    let earlier = earlier.filter(|one| one.file_name().to_str().unwrap().starts_with("proofs-of-"));
    let folders: Vec<_> = earlier.map(|one| contents(&one.path())).collect();
    assert_eq!(folders.len(), 2, "of both lives before this one");
    let names = |files: &[(PathBuf, Vec<u8>)]| {
        let named = files
            .iter()
            .map(|(path, bytes)| (path.file_name().unwrap().to_owned(), bytes.clone()));
        named.collect::<Vec<_>>()
    };
    assert!(folders.iter().any(|files| names(files) == names(&of_then)));
}
