//! Bank transfers. There is no protocol: a person brings a bank statement as a file, it is read into lines
//! ([`csv_file`], [`camt`]), lines are matched with open payments ([`matching`]), and a person confirms what is not
//! certain. It must not know who may do so, nor record anything.

use data_encoding::HEXLOWER;
use kernel::{ContentHash, Day, Money};
use sha2::{Digest, Sha256};

pub mod camt;
pub mod csv_file;
mod layout;
pub mod matching;
mod xml;

pub use camt::CamtError;
pub use csv_file::CsvError;
pub use layout::{AmountColumns, Columns, CsvLayout, DateForm, DecimalMark, TextEncoding};
pub use matching::{Matched, OpenPayment, Reason, Suggestion, Unmatched, Verdict, match_lines};

/// Most bytes of a bank statement.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most lines of a bank statement.
pub const LINES_MAX: usize = 100_000;
/// Longest text of a line that is kept, in characters.
const TEXT_CHARS_MAX: usize = 1_000;

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To us.
    In,
    /// From us.
    Out,
}

impl Direction {
    const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// One movement on our bank account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankLine {
    /// Fit to be a channel's transaction id: the same movement in two overlapping statements has the same one.
    pub transaction: String,
    /// Where it stands, from 1: the line of a CSV file, the entry of a camt.053 file.
    pub row: usize,
    /// When the bank wrote it down.
    pub booked: Day,
    /// From when the money counts (B 4).
    pub value: Day,
    /// How much, above zero.
    pub amount: Money,
    /// Which way.
    pub direction: Direction,
    /// Whether it takes back an earlier line.
    pub reversal: bool,
    /// What the payer wrote, all parts on one line.
    pub text: String,
    /// Who paid or was paid, if the bank says so.
    pub counterparty: Option<String>,
}

/// Why a row of a file did not become a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    /// Not as many cells as the header has.
    #[error("the row has another number of cells than the header")]
    Cells,
    /// A day that is none, or in another form than the layout says.
    #[error("the day is out of form")]
    Day,
    /// An amount that is none, or in another form than the layout says.
    #[error("the amount is out of form")]
    Amount,
    /// An amount of nothing.
    #[error("the amount is zero")]
    Zero,
    /// A currency that Pomona keeps no books in.
    #[error("the currency is unknown")]
    Currency,
    /// Neither credit nor debit.
    #[error("neither credit nor debit")]
    Direction,
    /// Not booked yet: the bank may still change it.
    #[error("not booked yet")]
    NotBooked,
    /// The parts of a batch do not add up to it.
    #[error("the parts of the entry do not add up to its amount")]
    PartsDiffer,
}

/// A row that did not become a line; nothing is dropped silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkippedLine {
    /// Where it stands, from 1: the line of a CSV file, the entry of a camt.053 file.
    pub row: usize,
    /// Why.
    pub problem: LineProblem,
}

/// A bank statement, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankStatement {
    /// SHA-256 of the file: the same file twice is one import.
    pub file: ContentHash,
    /// The movements.
    pub lines: Vec<BankLine>,
    /// What could not be read.
    pub skipped: Vec<SkippedLine>,
}

/// SHA-256 of a file.
pub(crate) fn hash_of(file: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(file).into())
}

/// A text of the bank on one line and of bounded length.
pub(crate) fn bank_text(parts: &[&str]) -> String {
    let line = kernel::one_line(&parts.join(" "));
    line.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(TEXT_CHARS_MAX)
        .collect()
}

/// Names each line by what it says, so that overlapping statements name a movement alike: by the bank's own
/// reference if there is one, else by day, amount, direction and text, and its number among equal ones of the file.
pub(crate) struct Names {
    account: String,
    seen: std::collections::BTreeMap<String, u64>,
}

impl Names {
    pub(crate) fn new(account: &str) -> Self {
        let account = account.to_owned();
        let seen = std::collections::BTreeMap::new();
        Self { account, seen }
    }

    pub(crate) fn name(&mut self, line: &BankLine, bank_reference: &str) -> String {
        let who = line.counterparty.as_deref().unwrap_or_default();
        let said = if bank_reference.is_empty() {
            format!("{}\n{who}\n{}", line.booked, line.text)
        } else {
            bank_reference.to_owned()
        };
        let (amount, direction) = (line.amount, line.direction.as_str());
        let account = &self.account;
        let what = format!("{account}\n{}\n{amount}\n{direction}\n{said}", line.value);
        let nth = self.seen.entry(what.clone()).or_default();
        *nth += 1;
        let digest = Sha256::digest(format!("{what}\n{nth}"));
        format!("bank-{}", HEXLOWER.encode(&digest[..20]))
    }
}
