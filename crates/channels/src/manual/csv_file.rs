//! Bank statements as CSV. Every bank has its own columns, so the layout is data. It must not know payments.

use encoding_rs::GB18030;
use kernel::Money;

use super::{
    AmountColumns, BankLine, BankStatement, Columns, CsvLayout, DecimalMark, Direction,
    FILE_BYTES_MAX, LINES_MAX, LineProblem, Names, SkippedLine, TextEncoding, bank_text, hash_of,
};
use crate::amount;

/// Most lines before the header.
const PREAMBLE_LINES_MAX: usize = 100;

/// Why a file was not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// Larger than any bank statement.
    #[error("the file has more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: usize,
    },
    /// More lines than any bank statement.
    #[error("the file has more than {limit} lines")]
    TooManyLines {
        /// The limit.
        limit: usize,
    },
    /// The layout cannot be used.
    #[error("the layout's {field} cannot be used")]
    Layout {
        /// Which part.
        field: &'static str,
    },
    /// Not text in the layout's encoding.
    #[error("the file is not text in the layout's encoding")]
    Encoding,
    /// A column that the layout names is not in the header.
    #[error("column {column} is missing")]
    ColumnMissing {
        /// Its name.
        column: String,
    },
}

/// Reads a CSV file of a bank. Rows that cannot be read are listed, the others are kept.
///
/// # Errors
/// The file as a whole cannot be read with this layout.
pub fn read(file: &[u8], layout: &CsvLayout) -> Result<BankStatement, CsvError> {
    let text = decoded(file, layout.encoding)?;
    let body = after_preamble(&text, layout.preamble_lines)?;
    let delimiter =
        u8::try_from(layout.delimiter).map_err(|_| CsvError::Layout { field: "delimiter" })?;
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(body.as_bytes());
    let header = rows.headers().map_err(|_| CsvError::Encoding)?.clone();
    let places = Places::of(&layout.columns, &header)?;
    let mut statement = BankStatement {
        file: hash_of(file),
        lines: Vec::new(),
        skipped: Vec::new(),
    };
    let mut names = Names::new(&layout.account);
    for (index, record) in rows.records().enumerate() {
        if index == LINES_MAX {
            return Err(CsvError::TooManyLines { limit: LINES_MAX });
        }
        let record = record.map_err(|_| CsvError::Encoding)?;
        let row = row_of(&record, layout.preamble_lines);
        if record.iter().all(str::is_empty) {
            continue;
        }
        let read = if record.len() == header.len() {
            places.line(row, layout, &record)
        } else {
            Err(LineProblem::Cells)
        };
        match read {
            Ok(mut line) => {
                line.transaction = names.name(&line, places.bank_reference(&record));
                statement.lines.push(line);
            }
            Err(problem) => statement.skipped.push(SkippedLine { row, problem }),
        }
    }
    Ok(statement)
}

/// The line of the file, as an editor counts it.
fn row_of(record: &csv::StringRecord, preamble_lines: usize) -> usize {
    let line = record.position().map_or(0, csv::Position::line);
    usize::try_from(line).unwrap_or_default() + preamble_lines
}

fn decoded(file: &[u8], encoding: TextEncoding) -> Result<String, CsvError> {
    if file.len() > FILE_BYTES_MAX {
        let limit_bytes = FILE_BYTES_MAX;
        return Err(CsvError::TooLarge { limit_bytes });
    }
    let text = match encoding {
        TextEncoding::Utf8 => std::str::from_utf8(file).ok().map(ToOwned::to_owned),
        TextEncoding::Gb18030 => GB18030
            .decode_without_bom_handling_and_without_replacement(file)
            .map(std::borrow::Cow::into_owned),
    };
    let text = text.ok_or(CsvError::Encoding)?;
    // With two characters at a line's end the reader counts lines one short.
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

fn after_preamble(text: &str, lines: usize) -> Result<&str, CsvError> {
    if lines > PREAMBLE_LINES_MAX {
        return Err(CsvError::Layout {
            field: "preamble-lines",
        });
    }
    let mut rest = text;
    for _ in 0..lines {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    Ok(rest)
}

/// Where an amount stands.
enum AmountPlace<'a> {
    Signed(usize),
    Split(usize, usize),
    Marked(usize, usize, &'a str, &'a str),
}

/// Where everything stands in this file.
struct Places<'a> {
    booked: usize,
    value: Option<usize>,
    amount: AmountPlace<'a>,
    text: Vec<usize>,
    counterparty: Option<usize>,
    bank_reference: Option<usize>,
}

impl<'a> Places<'a> {
    fn of(columns: &'a Columns, header: &csv::StringRecord) -> Result<Self, CsvError> {
        let place = |column: &String| {
            let missing = || CsvError::ColumnMissing {
                column: column.clone(),
            };
            header
                .iter()
                .position(|name| name == column)
                .ok_or_else(missing)
        };
        let amount = match &columns.amount {
            AmountColumns::Signed { column } => AmountPlace::Signed(place(column)?),
            AmountColumns::Split { credit, debit } => {
                AmountPlace::Split(place(credit)?, place(debit)?)
            }
            AmountColumns::Marked {
                column,
                marker,
                credit,
                debit,
            } => AmountPlace::Marked(place(column)?, place(marker)?, credit, debit),
        };
        Ok(Self {
            booked: place(&columns.booked)?,
            value: columns.value.as_ref().map(place).transpose()?,
            amount,
            text: columns.text.iter().map(place).collect::<Result<_, _>>()?,
            counterparty: columns.counterparty.as_ref().map(place).transpose()?,
            bank_reference: columns.bank_reference.as_ref().map(place).transpose()?,
        })
    }

    fn bank_reference<'r>(&self, record: &'r csv::StringRecord) -> &'r str {
        self.bank_reference
            .and_then(|place| record.get(place))
            .unwrap_or_default()
    }

    fn line(
        &self,
        row: usize,
        layout: &CsvLayout,
        record: &csv::StringRecord,
    ) -> Result<BankLine, LineProblem> {
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let day = |place| layout.dates.read(cell(place)).ok_or(LineProblem::Day);
        let booked = day(self.booked)?;
        let value = match self.value {
            Some(place) if !cell(place).is_empty() => day(place)?,
            Some(_) | None => booked,
        };
        let signed = self.signed(layout, cell)?;
        let direction = if signed.minor < 0 {
            Direction::Out
        } else {
            Direction::In
        };
        let texts: Vec<&str> = self.text.iter().map(|place| cell(*place)).collect();
        let who = self.counterparty.map(cell).filter(|who| !who.is_empty());
        Ok(BankLine {
            transaction: String::new(),
            row,
            booked,
            value,
            amount: Money::new(signed.minor.saturating_abs(), signed.currency),
            direction,
            reversal: false,
            text: bank_text(&texts),
            counterparty: who.map(|who| bank_text(&[who])),
        })
    }

    /// The amount, below zero if it went; never zero.
    fn signed<'r>(
        &self,
        layout: &CsvLayout,
        cell: impl Fn(usize) -> &'r str,
    ) -> Result<Money, LineProblem> {
        let read = |place| sum(cell(place), layout);
        let taken = |place: Money| place.negated().map_err(|_| LineProblem::Amount);
        let signed = match self.amount {
            AmountPlace::Signed(column) => read(column)?,
            AmountPlace::Split(credit, debit) => {
                let empty = |place| matches!(cell(place), "" | "-");
                let part = |place| {
                    if empty(place) {
                        Ok(Money::new(0, layout.currency))
                    } else {
                        read(place)
                    }
                };
                let (came, went) = (part(credit)?, part(debit)?);
                match (came.minor, went.minor) {
                    (_, 0) => came,
                    // Some banks write what went below zero in its own column.
                    (0, _) => taken(Money::new(went.minor.saturating_abs(), went.currency))?,
                    _ => return Err(LineProblem::Direction),
                }
            }
            AmountPlace::Marked(column, marker, credit, debit) => match cell(marker) {
                said if said == credit => read(column)?,
                said if said == debit => taken(read(column)?)?,
                _ => return Err(LineProblem::Direction),
            },
        };
        if signed.minor == 0 {
            return Err(LineProblem::Zero);
        }
        Ok(signed)
    }
}

/// An amount as banks write it: thousands separated by the other mark, a space or an apostrophe; a sign or a
/// currency sign before it.
fn sum(text: &str, layout: &CsvLayout) -> Result<Money, LineProblem> {
    let (mark, other) = match layout.decimals {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches(['¥', '￥', '€', '$', ' ']);
    let (whole, decimals) = digits.split_once(mark).unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split([other, ' ', '\u{a0}', '\'']).collect();
    // A mark in the wrong place means that the layout is of another bank, and every amount may be wrong.
    let grouped = groups.len() == 1
        || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|part| part.len() == 3));
    if !grouped {
        return Err(LineProblem::Amount);
    }
    let point = if decimals.is_empty() { "" } else { "." };
    let plain = format!("{sign}{}{point}{decimals}", groups.concat());
    amount::signed_decimal(&plain, layout.currency).ok_or(LineProblem::Amount)
}

#[cfg(test)]
mod tests;
