//! A history as lines of text: one when a call is made, one when it returns. Each is one write, so
//! whatever was said before a process is killed is there to be read.

use std::collections::BTreeMap;

use eventlog::{AppendError, Appended, StreamVersion};

use super::{Call, History, Moment, Outcome, Receipt, Spec};

pub(crate) fn asked_line(asked: Moment, spec: &Spec) -> String {
    format!("asked {asked} {}\n", spec.to_word())
}

pub(crate) fn told_line(asked: Moment, told: Moment, outcome: &Outcome) -> String {
    let words = match outcome {
        Outcome::Acknowledged(receipt) => {
            let versions: Vec<_> = receipt.versions.iter().map(u64::to_string).collect();
            let (first, last, repeated) = (receipt.first, receipt.last, receipt.repeated);
            format!(
                "acknowledged {first} {last} {repeated} {}",
                versions.join(",")
            )
        }
        Outcome::Conflict(stream, actual) => {
            format!(
                "conflict {stream} {}",
                actual.map_or(0, |version| version.0)
            )
        }
        Outcome::Reused => "reused".to_owned(),
        Outcome::Unknown => "unknown".to_owned(),
        Outcome::Refused => "refused".to_owned(),
    };
    format!("told {asked} {told} {words}\n")
}

/// What an answer of the log means for whoever asked.
pub(crate) fn outcome(answer: Result<Appended, AppendError>) -> Outcome {
    match answer {
        Ok(appended) => Outcome::Acknowledged(Receipt::from(&appended)),
        Err(AppendError::Conflict { stream, actual, .. }) => {
            Outcome::Conflict(stream.to_string(), actual)
        }
        Err(AppendError::CommitIdReused { .. }) => Outcome::Reused,
        Err(AppendError::Poisoned) => Outcome::Unknown,
        Err(AppendError::Closed | AppendError::Busy { .. }) => Outcome::Refused,
        Err(other) => panic!("{other}"),
    }
}

impl History {
    /// Adds what was said while the log was open once; all of it is later than what is there.
    pub(crate) fn add_lines<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        let earlier = self.end();
        let mut calls = BTreeMap::new();
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            let moment = |word: usize| earlier + words[word].parse::<Moment>().unwrap();
            match words[0] {
                "asked" => {
                    let spec = Spec::from_word(words[2]);
                    let (asked, answer) = (moment(1), None);
                    calls.insert(
                        asked,
                        Call {
                            asked,
                            spec,
                            answer,
                        },
                    );
                }
                "told" => {
                    let call = calls.get_mut(&moment(1)).unwrap();
                    call.answer = Some((moment(2), read_outcome(&words[3..])));
                }
                // What else a test program says.
                _ => {}
            }
        }
        self.calls.extend(calls.into_values());
    }

    /// A moment after all of them, reads too: the last to be asked may well be one.
    pub(crate) fn end(&self) -> Moment {
        let told = |call: &Call| call.answer.as_ref().map_or(0, |(told, _)| *told);
        let calls = self.calls.iter().map(|call| call.asked.max(told(call)));
        let reads = self.reads.iter().map(|read| read.asked);
        1 + calls.chain(reads).max().unwrap_or(0)
    }
}

fn read_outcome(words: &[&str]) -> Outcome {
    let number = |word: usize| words[word].parse().unwrap();
    match words[0] {
        "acknowledged" => Outcome::Acknowledged(Receipt {
            first: number(1),
            last: number(2),
            repeated: words[3] == "true",
            versions: words[4]
                .split(',')
                .map(|version| version.parse().unwrap())
                .collect(),
        }),
        "conflict" => {
            let actual = Some(StreamVersion(number(2))).filter(|version| version.0 > 0);
            Outcome::Conflict(words[1].to_owned(), actual)
        }
        "reused" => Outcome::Reused,
        "unknown" => Outcome::Unknown,
        "refused" => Outcome::Refused,
        other => panic!("{other}"),
    }
}
