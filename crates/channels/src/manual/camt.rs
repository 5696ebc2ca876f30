//! Bank statements as ISO 20022 camt.053, versions .02 to .08. It must not know payments.
//!
//! An entry with several transactions (a batch) becomes one line for each, if their amounts add up to the entry's.
//! Entries that are not booked yet are listed and not read, since the bank may still change them.

use kernel::{Day, Money};

use super::{
    BankLine, BankStatement, Direction, LINES_MAX, LineProblem, Names, SkippedLine, bank_text,
    hash_of,
    xml::{self, Element},
};
use crate::amount;

pub use super::xml::XmlError;

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
const VERSIONS: [&str; 7] = ["02", "03", "04", "05", "06", "07", "08"];

/// Why a file was not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CamtError {
    /// Not XML, or XML that means harm.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// XML of something else, or of a version before .02 or after .08.
    #[error("not a camt.053 statement of version .02 to .08")]
    NotCamt053,
    /// More lines than any bank statement.
    #[error("the file has more than {limit} lines")]
    TooManyLines {
        /// The limit.
        limit: usize,
    },
}

/// Reads all statements of a camt.053 file. Entries that cannot be read are listed, the others are kept.
///
/// # Errors
/// The file as a whole is not such a statement.
pub fn read(file: &[u8]) -> Result<BankStatement, CamtError> {
    let (namespace, root) = xml::parse(file)?;
    let version = namespace.strip_prefix(NAMESPACE).unwrap_or_default();
    let report = root.child("BkToCstmrStmt");
    let Some(report) = report.filter(|_| root.name == "Document" && VERSIONS.contains(&version))
    else {
        return Err(CamtError::NotCamt053);
    };
    let mut read = BankStatement {
        file: hash_of(file),
        lines: Vec::new(),
        skipped: Vec::new(),
    };
    let mut row = 0;
    for statement in report.all("Stmt") {
        let mut names = Names::new(account(statement));
        for entry in statement.all("Ntry") {
            row += 1;
            match lines(row, entry) {
                Ok(lines) => {
                    for (mut line, reference) in lines {
                        line.transaction = names.name(&line, &reference);
                        read.lines.push(line);
                    }
                }
                Err(problem) => read.skipped.push(SkippedLine { row, problem }),
            }
            if read.lines.len() > LINES_MAX {
                return Err(CamtError::TooManyLines { limit: LINES_MAX });
            }
        }
    }
    Ok(read)
}

fn account(statement: &Element) -> &str {
    let id = statement.down(&["Acct", "Id"]);
    let text = |path| id.and_then(|id| id.text_at(path));
    text(&["IBAN"])
        .or_else(|| text(&["Othr", "Id"]))
        .unwrap_or_default()
}

/// The lines of an entry, each with the bank's reference.
fn lines(row: usize, entry: &Element) -> Result<Vec<(BankLine, String)>, LineProblem> {
    // A code of its own since version .04; plain text before.
    let status = entry
        .text_at(&["Sts", "Cd"])
        .or_else(|| entry.text_at(&["Sts"]));
    if status != Some("BOOK") {
        return Err(LineProblem::NotBooked);
    }
    let booked = day(entry, "BookgDt")?;
    let value = day(entry, "ValDt")?.or(booked).ok_or(LineProblem::Day)?;
    let whole = Entry {
        row,
        booked: booked.unwrap_or(value),
        value,
        amount: money(entry.child("Amt").ok_or(LineProblem::Amount)?)?,
        direction: direction(entry)?.ok_or(LineProblem::Direction)?,
        reversal: matches!(entry.text_at(&["RvslInd"]), Some("true" | "1")),
        reference: entry.text_at(&["AcctSvcrRef"]).unwrap_or_default(),
        info: entry.text_at(&["AddtlNtryInf"]).unwrap_or_default(),
    };
    let details: Vec<&Element> = entry
        .all("NtryDtls")
        .flat_map(|all| all.all("TxDtls"))
        .collect();
    if details.len() < 2 {
        let line = whole.line(whole.amount, whole.direction, details.first().copied());
        return Ok(vec![line]);
    }
    whole.parts(&details)
}

/// What all lines of an entry share.
struct Entry<'a> {
    row: usize,
    booked: Day,
    value: Day,
    amount: Money,
    direction: Direction,
    reversal: bool,
    reference: &'a str,
    info: &'a str,
}

impl Entry<'_> {
    fn parts(&self, details: &[&Element]) -> Result<Vec<(BankLine, String)>, LineProblem> {
        let mut lines = Vec::with_capacity(details.len());
        let mut left = self.signed(self.amount, self.direction)?;
        for detail in details {
            // `Amt` since version .03; within the amount details before.
            let amount = detail
                .child("Amt")
                .or_else(|| detail.down(&["AmtDtls", "TxAmt", "Amt"]));
            let amount = money(amount.ok_or(LineProblem::PartsDiffer)?)?;
            let direction = direction(detail)?.unwrap_or(self.direction);
            left = left
                .minus(self.signed(amount, direction)?)
                .map_err(|_| LineProblem::PartsDiffer)?;
            lines.push(self.line(amount, direction, Some(detail)));
        }
        if left.minor != 0 {
            return Err(LineProblem::PartsDiffer);
        }
        Ok(lines)
    }

    fn signed(&self, amount: Money, direction: Direction) -> Result<Money, LineProblem> {
        match direction {
            Direction::In => Ok(amount),
            Direction::Out => amount.negated().map_err(|_| LineProblem::Amount),
        }
    }

    fn line(
        &self,
        amount: Money,
        direction: Direction,
        detail: Option<&Element>,
    ) -> (BankLine, String) {
        let text = |path| detail.and_then(|detail| detail.text_at(path));
        let mut texts: Vec<&str> = Vec::new();
        for about in detail.iter().flat_map(|detail| detail.all("RmtInf")) {
            texts.extend(about.all("Ustrd").map(|said| said.text.as_str()));
            let structured = about.all("Strd");
            texts.extend(structured.filter_map(|part| part.text_at(&["CdtrRefInf", "Ref"])));
        }
        let end_to_end = text(&["Refs", "EndToEndId"]);
        texts.extend(end_to_end.filter(|id| *id != "NOTPROVIDED"));
        texts.extend(text(&["AddtlTxInf"]));
        if !self.info.is_empty() {
            texts.push(self.info);
        }
        let role = match direction {
            Direction::In => "Dbtr",
            Direction::Out => "Cdtr",
        };
        // A party of its own since version .05; the name alone before.
        let party = detail.and_then(|detail| detail.down(&["RltdPties", role]));
        let name = party.and_then(|party| {
            party
                .text_at(&["Pty", "Nm"])
                .or_else(|| party.text_at(&["Nm"]))
        });
        let own = text(&["Refs", "AcctSvcrRef"]).or_else(|| text(&["Refs", "TxId"]));
        let line = BankLine {
            transaction: String::new(),
            row: self.row,
            booked: self.booked,
            value: self.value,
            amount,
            direction,
            reversal: self.reversal,
            text: bank_text(&texts),
            counterparty: name.map(|name| bank_text(&[name])),
        };
        (
            line,
            format!("{} {}", self.reference, own.unwrap_or_default())
                .trim()
                .to_owned(),
        )
    }
}

/// A day, or the day of a moment as the bank's clock had it; `None` if there is none.
fn day(entry: &Element, name: &str) -> Result<Option<Day>, LineProblem> {
    let said = entry
        .text_at(&[name, "Dt"])
        .or_else(|| entry.text_at(&[name, "DtTm"]));
    let Some(said) = said else {
        return Ok(None);
    };
    let day = said.get(..10).and_then(|day| day.parse().ok());
    day.map(Some).ok_or(LineProblem::Day)
}

fn money(element: &Element) -> Result<Money, LineProblem> {
    let currency = element.currency.as_deref().and_then(amount::currency);
    let currency = currency.ok_or(LineProblem::Currency)?;
    let sum = amount::decimal(element.text.trim(), currency).ok_or(LineProblem::Amount)?;
    if sum.minor == 0 {
        return Err(LineProblem::Zero);
    }
    Ok(sum)
}

fn direction(element: &Element) -> Result<Option<Direction>, LineProblem> {
    match element.text_at(&["CdtDbtInd"]) {
        Some("CRDT") => Ok(Some(Direction::In)),
        Some("DBIT") => Ok(Some(Direction::Out)),
        Some(_) => Err(LineProblem::Direction),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
