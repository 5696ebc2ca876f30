//! What a season came to, as Markdown. It must not know how it came about.

use std::{fmt, time::Duration};

/// What a season came to.
#[derive(Debug, Clone)]
pub struct Table {
    size: usize,
    happened: Vec<(String, usize, Option<i64>)>,
    accounts: Vec<(String, i64)>,
    chapters: Vec<(&'static str, Duration, u64)>,
    judged: Vec<String>,
}

impl Table {
    pub(super) fn new(size: usize) -> Self {
        Self {
            size,
            happened: vec![],
            accounts: vec![],
            chapters: vec![],
            judged: vec![],
        }
    }

    pub(super) fn count(&mut self, what: &str, count: usize) {
        self.happened.push((what.to_owned(), count, None));
    }

    pub(super) fn money(&mut self, what: String, count: usize, fen: i64) {
        self.happened.push((what, count, Some(fen)));
    }

    pub(super) fn account(&mut self, name: &str, fen: i64) {
        self.accounts.push((name.to_owned(), fen));
    }

    pub(super) fn chapter(&mut self, name: &'static str, took: Duration, requests: u64) {
        self.chapters.push((name, took, requests));
    }

    pub(super) fn judged(&mut self, verdict: String) {
        self.judged.push(verdict);
    }

    /// How often something happened; nothing if it was never told.
    #[must_use]
    pub fn times(&self, what: &str) -> usize {
        let found = self.happened.iter().find(|(name, ..)| name == what);
        found.map_or(0, |(_, count, _)| *count)
    }
}

/// Fen as yuan, thousands parted.
fn yuan(fen: i64) -> String {
    let digits = (fen.abs() / 100).to_string();
    let mut parted = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    let sign = if fen < 0 { "−" } else { "" };
    format!("{sign}{parted}.{:02}", fen.abs() % 100)
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## A season of {} adoptions\n", self.size)?;
        writeln!(f, "| what | how often | yuan |\n|---|---:|---:|")?;
        for (what, count, fen) in &self.happened {
            let sum = fen.map(yuan).unwrap_or_default();
            writeln!(f, "| {what} | {count} | {sum} |")?;
        }
        writeln!(f, "\n| account at the end | yuan |\n|---|---:|")?;
        for (name, fen) in &self.accounts {
            writeln!(f, "| `{name}` | {} |", yuan(*fen))?;
        }
        let total: i64 = self.accounts.iter().map(|(_, fen)| fen).sum();
        writeln!(f, "| **sum** | **{}** |", yuan(total))?;
        writeln!(
            f,
            "\n| chapter | seconds | requests | a second |\n|---|---:|---:|---:|"
        )?;
        for (name, took, requests) in &self.chapters {
            let seconds = took.as_secs_f64();
            let rate = Rate {
                requests: *requests,
                seconds,
            };
            writeln!(f, "| {name} | {seconds:.1} | {requests} | {rate} |")?;
        }
        writeln!(f)?;
        self.judged
            .iter()
            .try_for_each(|verdict| writeln!(f, "- {verdict}"))
    }
}

struct Rate {
    requests: u64,
    seconds: f64,
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let requests = u32::try_from(self.requests).unwrap_or(u32::MAX);
        write!(f, "{:.0}", f64::from(requests) / self.seconds.max(0.001))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_parted_by_thousands() {
        assert_eq!(yuan(123_456_789), "1,234,567.89");
        assert_eq!(yuan(-5), "−0.05");
        assert_eq!(yuan(100_000), "1,000.00");
    }
}
