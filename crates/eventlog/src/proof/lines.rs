//! The line forms that C2SP texts are made of: decimals, lines of hashes, an empty line. Strict:
//! every text that is accepted is written back byte by byte the same.

use std::fmt::Write;

use super::error::ProofRefused;
use super::hash::TreeHash;

/// Most hashes a proof may have: the height of the largest tree.
pub const PROOF_HASHES_MAX: usize = 64;

/// A number in decimal digits without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = plain && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

/// Takes lines off the front of a text, and counts them for error messages.
pub(crate) struct Lines<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self {
            rest: text,
            line: 0,
        }
    }

    /// The next line, which must end in a line feed.
    pub(crate) fn next(&mut self) -> Result<&'a str, ProofRefused> {
        self.line += 1;
        let (line, rest) = self.rest.split_once('\n').ok_or(self.malformed())?;
        self.rest = rest;
        Ok(line)
    }

    /// That the line taken last is not what it must be.
    pub(crate) fn malformed(&self) -> ProofRefused {
        ProofRefused::Malformed { line: self.line }
    }

    /// The number after `word` and a space in the next line.
    pub(crate) fn numbered(&mut self, word: &str) -> Result<u64, ProofRefused> {
        let rest = self.next()?.strip_prefix(word);
        let digits = rest.and_then(|rest| rest.strip_prefix(' '));
        digits.and_then(decimal).ok_or(self.malformed())
    }

    /// All hashes up to the next empty line, which is taken too.
    pub(crate) fn hashes(&mut self) -> Result<Vec<TreeHash>, ProofRefused> {
        let mut hashes = Vec::new();
        loop {
            let line = self.next()?;
            if line.is_empty() {
                return Ok(hashes);
            }
            if hashes.len() == PROOF_HASHES_MAX {
                return Err(self.malformed());
            }
            hashes.push(TreeHash::parse(line).ok_or(self.malformed())?);
        }
    }

    /// The next line unless it does not start with `word` and a space.
    pub(crate) fn optional(&mut self, word: &str) -> Result<Option<&'a str>, ProofRefused> {
        let there = self.rest.strip_prefix(word);
        if there.is_some_and(|rest| rest.starts_with(' ')) {
            let line = self.next()?;
            Ok(line.get(word.len() + 1..))
        } else {
            Ok(None)
        }
    }

    /// Everything that is left.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }
}

/// Writes hashes, one per line, and the empty line after them.
pub(crate) fn put_hashes(text: &mut String, hashes: &[TreeHash]) {
    for hash in hashes {
        // Writing to a string cannot fail.
        let _always = writeln!(text, "{hash}");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_one_form() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for text in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            "1 ",
            "18446744073709551616",
            "١",
        ] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }
}
