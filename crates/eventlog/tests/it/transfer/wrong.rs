//! Every kind of wrong line is refused with its number.

use eventlog::transfer::{ImportError, LINE_BYTES_MAX, LineFault};
use eventlog::{AppendError, Log};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{START, exported, imported};
use crate::given::simple;

/// A log of three commits of two events, as lines: 1 is the first line, 2 to 7 are the events.
fn lines() -> Vec<String> {
    let log = Log::in_memory();
    for number in 1..=3 {
        log.append(simple(number, "tree-1", 2)).wait().unwrap();
    }
    let text = String::from_utf8(exported(&log, START)).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn read_in(lines: &[String]) -> Result<(), ImportError> {
    let text = lines.iter().flat_map(|line| [line.as_str(), "\n"]);
    let text: String = text.collect();
    imported(text.as_bytes(), &Log::in_memory()).map(|_| ())
}

#[track_caller]
fn fault(lines: &[String], expected_number: u64) -> LineFault {
    match read_in(lines) {
        Err(ImportError::Line { number, fault }) => {
            assert_eq!(number, expected_number, "{fault}");
            fault
        }
        other => panic!("not refused at a line: {other:?}"),
    }
}

fn changed(line: &str, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut line: Map<String, Value> = serde_json::from_str(line).unwrap();
    change(&mut line);
    serde_json::to_string(&line).unwrap()
}

/// Makes all links fit again, as a forger would: the chain as it is documented, made a second time.
fn relinked(lines: &[String]) -> Vec<String> {
    let mut link = vec![0; 32];
    let mut relinked = Vec::new();
    for line in &lines[1..] {
        relinked.push(changed(line, |line| {
            let number = |name: &str| line[name].as_u64().unwrap();
            let narrow = |name: &str| u32::try_from(number(name)).unwrap();
            let text = |name: &str| line[name].as_str().unwrap().as_bytes().to_vec();
            let hex = |name: &str| data_encoding::HEXLOWER.decode(&text(name)).unwrap();
            let mut record = link.clone();
            for name in ["position", "version", "previous", "recorded_at_ms"] {
                record.extend(number(name).to_be_bytes());
            }
            for name in ["index", "of", "schema_version"] {
                record.extend(narrow(name).to_be_bytes());
            }
            let commit = text("commit").into_iter().filter(|byte| *byte != b'-');
            let commit: Vec<u8> = commit.collect();
            let fingerprint = if line.contains_key("fingerprint") {
                hex("fingerprint")
            } else {
                Vec::new()
            };
            for bytes in [
                data_encoding::HEXLOWER.decode(&commit).unwrap(),
                fingerprint,
                text("stream"),
                text("type"),
                line["payload"].to_string().into_bytes(),
                line["metadata"].to_string().into_bytes(),
            ] {
                record.extend((bytes.len() as u64).to_be_bytes());
                record.extend(bytes);
            }
            link = Sha256::digest(&record).to_vec();
            line["link"] = data_encoding::HEXLOWER.encode(&link).into();
        }));
    }
    let header = changed(&lines[0], |header| {
        header["until"]["position"] = relinked.len().into();
        header["until"]["link"] = data_encoding::HEXLOWER.encode(&link).into();
    });
    relinked.insert(0, header);
    relinked
}

#[test]
fn what_was_not_changed_is_read_in_and_the_chain_is_as_documented() {
    let lines = lines();
    read_in(&lines).unwrap();
    read_in(&relinked(&lines)).unwrap();
    let links = |lines: &[String]| -> Vec<Value> {
        let lines = lines.iter().skip(1);
        lines
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["link"].take())
            .collect()
    };
    assert_eq!(links(&relinked(&lines)), links(&lines));
}

#[test]
fn a_change_of_any_field_is_found_at_its_line() {
    let lines = lines();
    let fields: Map<String, Value> = serde_json::from_str(&lines[4]).unwrap();
    assert_eq!(fields["index"], 1);
    let mut with_first = serde_json::from_str::<Map<String, Value>>(&lines[3]).unwrap();
    with_first.extend(fields);
    for (field, value) in with_first {
        for number in [4, 5] {
            let mut wrong = lines.clone();
            wrong[number - 1] = changed(&lines[number - 1], |line| {
                let wrong = match &value {
                    Value::Number(number) => json!(number.as_u64().unwrap() + 7),
                    Value::String(text) if text.ends_with('1') => {
                        json!(format!("{}2", &text[..text.len() - 1]))
                    }
                    Value::String(text) => json!(format!("{}1", &text[..text.len() - 1])),
                    Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                        json!({"n": 77})
                    }
                };
                line.insert(field.clone(), wrong);
            });
            let told = fault(&wrong, number as u64).to_string();
            eprintln!("{field} of line {number}: {told}");
        }
    }
}

#[test]
fn missing_doubled_and_swapped_lines_are_found() {
    let lines = lines();
    let mut missing = lines.clone();
    missing.remove(3);
    assert!(
        matches!(fault(&missing, 4), LineFault::Position { expected, found } if (expected.0, found.0) == (3, 4))
    );
    let mut doubled = lines.clone();
    doubled.insert(3, lines[2].clone());
    assert!(matches!(fault(&doubled, 4), LineFault::Position { .. }));
    let mut swapped = lines.clone();
    swapped.swap(2, 3);
    assert!(matches!(fault(&swapped, 3), LineFault::Position { .. }));
    let mut longer = lines.clone();
    longer[0] = changed(&lines[0], |header| header["until"]["position"] = 4.into());
    assert!(matches!(fault(&longer, 6), LineFault::AfterEnd));
}

#[test]
fn a_log_cut_off_anywhere_is_not_taken_for_whole() {
    let lines = lines();
    for count in 1..lines.len() {
        match read_in(&lines[..count]) {
            Err(ImportError::EndsEarly {
                lines, promised, ..
            }) => {
                assert_eq!((lines, promised.0), (count as u64, 6));
            }
            other => panic!("{count} lines: {other:?}"),
        }
    }
    let mut torn = lines.clone();
    torn[6].truncate(40);
    assert!(matches!(fault(&torn, 7), LineFault::Malformed));
    assert!(matches!(read_in(&[]), Err(ImportError::NoHeader)));
    assert!(matches!(read_in(&lines[1..]), Err(ImportError::NoHeader)));
    let mut newer = lines;
    newer[0] = newer[0].replace("\"pomona_log\":1", "\"pomona_log\":2");
    assert!(matches!(
        read_in(&newer),
        Err(ImportError::NewerForm { found: 2, known: 1 })
    ));
}

#[test]
fn lines_whose_hashes_were_made_to_fit_are_still_looked_at() {
    let lines = lines();
    let forged = |number: usize, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut forged = lines.clone();
        forged[number - 1] = changed(&lines[number - 1], change);
        relinked(&forged)
    };
    let fault_of = |number: usize, change: &dyn Fn(&mut Map<String, Value>)| {
        fault(&forged(number, change), number as u64)
    };
    let order = [("version", 4), ("previous", 0)];
    for (field, wrong) in order {
        let found = fault_of(4, &|line| line[field] = wrong.into());
        assert!(matches!(found, LineFault::StreamOrder), "{field}: {found}");
    }
    let name = fault_of(4, &|line| line["stream"] = "Tree-1".into());
    assert!(matches!(name, LineFault::Name));
    let name = fault_of(4, &|line| line["type"] = "counted".into());
    assert!(matches!(name, LineFault::Name));
    // The next line is the first that cannot go on with it.
    let torn = fault(&forged(4, &|line| line["of"] = 3.into()), 5);
    assert!(matches!(torn, LineFault::TornCommit));
    // Told at its first line: nothing is gathered of a commit no log takes.
    let large = fault_of(4, &|line| line["of"] = 5_001.into());
    assert!(
        matches!(
            large,
            LineFault::Refused(AppendError::TooManyEvents { count: 5_001, .. })
        ),
        "{large}"
    );
    let torn = fault_of(5, &|line| line["recorded_at_ms"] = 1.into());
    assert!(matches!(torn, LineFault::TornCommit));
    let first: Value = serde_json::from_str(&lines[1]).unwrap();
    let mut again = lines.clone();
    for number in [3, 4] {
        again[number] = changed(&lines[number], |line| {
            line["commit"] = first["commit"].clone();
        });
    }
    assert!(matches!(
        fault(&relinked(&again), 4),
        LineFault::RepeatedCommit
    ));
    let long = format!("{}{}", lines[3], " ".repeat(LINE_BYTES_MAX));
    let mut with_long = lines.clone();
    with_long[3] = long;
    assert!(matches!(fault(&with_long, 4), LineFault::TooLong { .. }));
    let mut other_end = relinked(&lines);
    other_end[0] = changed(&other_end[0], |header| {
        header["until"]["link"] = "ab".repeat(32).into();
    });
    assert!(matches!(
        read_in(&other_end),
        Err(ImportError::Differs { .. })
    ));
}
