//! Keys of kinds that no thing of an orchard has: places, parties, returnable crates, documents, shipments, pieces of a
//! product. They are read as strictly as ours, so that a mistyped one and one that is somebody else's can be told apart.

use std::fmt;

use crate::{KeyError, Part, digits::check_digit, percent::encode, text::check};

/// A key with the application identifier of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Elsewhere {
    ai: &'static str,
    value: String,
    qualifier: Option<(&'static str, Part)>,
}

/// What a kind of key is made of (General Specifications 3).
struct Kind {
    ai: &'static str,
    /// Digits it begins with.
    digits: usize,
    /// Behind how many of them, counted from the first, the check digit stands.
    checked: usize,
    /// Most characters of set 82 that follow.
    more: usize,
    /// Its one qualifier.
    qualifier: Option<&'static str>,
}

const fn kind(
    ai: &'static str,
    digits: usize,
    checked: usize,
    more: usize,
    qualifier: Option<&'static str>,
) -> Kind {
    Kind {
        ai,
        digits,
        checked,
        more,
        qualifier,
    }
}

/// GLN of a place with its extension, GLN of a party, GRAI, GDTI, GSIN, ITIP.
const KINDS: [Kind; 6] = [
    kind("414", 13, 13, 0, Some("254")),
    kind("417", 13, 13, 0, None),
    kind("8003", 14, 14, 16, None),
    kind("253", 13, 13, 17, None),
    kind("402", 17, 17, 0, None),
    kind("8006", 18, 14, 0, None),
];

impl Elsewhere {
    pub(crate) fn read(
        ai: &str,
        value: &str,
        qualifiers: &[(&str, String)],
    ) -> Result<Self, KeyError> {
        let kind = KINDS.iter().find(|kind| kind.ai == ai);
        let kind = kind.ok_or(KeyError::Path)?;
        kind.check(value)?;
        let qualifier = match (qualifiers, kind.qualifier) {
            ([], _) => None,
            ([(ai, value)], Some(known)) if *ai == known => Some((known, value.parse()?)),
            _ => return Err(KeyError::Path),
        };
        Ok(Self {
            ai: kind.ai,
            value: value.to_owned(),
            qualifier,
        })
    }
}

impl Kind {
    fn check(&self, value: &str) -> Result<(), KeyError> {
        let digits = KeyError::Digits {
            digits: self.digits,
        };
        let (head, tail) = value.split_at_checked(self.digits).ok_or(digits)?;
        if !head.bytes().all(|one| one.is_ascii_digit()) || self.more == 0 && !tail.is_empty() {
            return Err(digits);
        }
        let (body, rest) = head.as_bytes().split_at(self.checked - 1);
        if rest.first() != Some(&check_digit(body)) {
            return Err(KeyError::CheckDigit);
        }
        // A returnable asset begins with a digit that is always 0.
        if self.ai == "8003" && !head.starts_with('0') {
            return Err(KeyError::Path);
        }
        // The piece is one of the total, and both are counted from 1.
        if self.ai == "8006" {
            let (piece, total) = head[self.checked..].split_at(2);
            if piece == "00" || piece > total {
                return Err(KeyError::Path);
            }
        }
        if tail.is_empty() {
            Ok(())
        } else {
            check(tail, self.more)
        }
    }
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.ai, encode(&self.value))?;
        match &self.qualifier {
            Some((ai, part)) => write!(f, "/{ai}/{}", encode(part.as_str())),
            None => Ok(()),
        }
    }
}
