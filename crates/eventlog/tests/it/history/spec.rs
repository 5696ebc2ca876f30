//! What a call of a stress run asks for, in a form that can be written down as one word and read
//! back by another process.

use eventlog::{Commit, Condition, ExpectedVersion, StreamVersion, StreamWrite};

use crate::given::{commit, event, name};

/// A commit in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    pub(crate) id: u128,
    /// Two calls with the same id and other content are another commit.
    pub(crate) content: u64,
    /// Stream, what is expected of it, how many events it gets.
    pub(crate) writes: Vec<(String, ExpectedVersion, usize)>,
    pub(crate) conditions: Vec<(String, ExpectedVersion)>,
}

impl Spec {
    pub(crate) fn payload(&self) -> String {
        format!("{{\"content\":{}}}", self.content)
    }

    pub(crate) fn event_count(&self) -> usize {
        self.writes.iter().map(|(_, _, count)| count).sum()
    }

    /// Streams and what is expected of them.
    pub(crate) fn expectations(&self) -> impl Iterator<Item = (&str, ExpectedVersion)> {
        let writes = self
            .writes
            .iter()
            .map(|(stream, expected, _)| (&**stream, *expected));
        writes.chain(
            self.conditions
                .iter()
                .map(|(stream, expected)| (&**stream, *expected)),
        )
    }

    pub(crate) fn commit(&self) -> Commit {
        let write = |(stream, expected, count): &(String, ExpectedVersion, usize)| StreamWrite {
            stream: name(stream),
            expected: *expected,
            events: vec![event(self.payload()); *count],
        };
        let condition = |(stream, expected): &(String, ExpectedVersion)| Condition {
            stream: name(stream),
            expected: *expected,
        };
        Commit {
            conditions: self.conditions.iter().map(condition).collect(),
            ..commit(self.id, self.writes.iter().map(write).collect())
        }
    }

    /// `id/content/stream:expected:events,…/stream:expected,…`
    pub(crate) fn to_word(&self) -> String {
        let writes = self.writes.iter();
        let writes = writes.map(|(s, e, n)| format!("{s}:{}:{n}", expected_word(*e)));
        let conditions = self.conditions.iter();
        let conditions = conditions.map(|(s, e)| format!("{s}:{}", expected_word(*e)));
        let writes = writes.collect::<Vec<_>>().join(",");
        let conditions = conditions.collect::<Vec<_>>().join(",");
        format!("{}/{}/{writes}/{conditions}", self.id, self.content)
    }

    pub(crate) fn from_word(word: &str) -> Self {
        let parts: Vec<&str> = word.split('/').collect();
        let items = |text: &str| -> Vec<Vec<String>> {
            let items = text.split(',').filter(|item| !item.is_empty());
            items
                .map(|item| item.split(':').map(str::to_owned).collect())
                .collect()
        };
        let writes = items(parts[2]).into_iter();
        let conditions = items(parts[3]).into_iter();
        Self {
            id: parts[0].parse().unwrap(),
            content: parts[1].parse().unwrap(),
            writes: writes
                .map(|w| (w[0].clone(), expected(&w[1]), w[2].parse().unwrap()))
                .collect(),
            conditions: conditions
                .map(|c| (c[0].clone(), expected(&c[1])))
                .collect(),
        }
    }
}

fn expected_word(expected: ExpectedVersion) -> String {
    match expected {
        ExpectedVersion::Any => "any".to_owned(),
        ExpectedVersion::NoStream => "none".to_owned(),
        ExpectedVersion::Exists => "some".to_owned(),
        ExpectedVersion::Exactly(version) => version.to_string(),
    }
}

fn expected(word: &str) -> ExpectedVersion {
    match word {
        "any" => ExpectedVersion::Any,
        "none" => ExpectedVersion::NoStream,
        "some" => ExpectedVersion::Exists,
        version => ExpectedVersion::Exactly(StreamVersion(version.parse().unwrap())),
    }
}
