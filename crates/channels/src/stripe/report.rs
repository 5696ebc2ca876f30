//! Stripe's itemised report of balance changes from activity (CSV, times in UTC). It must not know what we recorded.

use chrono::NaiveDateTime;
use kernel::Timestamp;

use crate::{
    LineKind, LineStatus, RowProblem, SkippedRow, Statement, StatementError, StatementLine, amount,
    statement::{ROWS_MAX, hash_of},
    text,
};

const CREATED: &str = "created_utc";
const CURRENCY: &str = "currency";
const GROSS: &str = "gross";
const FEE: &str = "fee";
const CATEGORY: &str = "reporting_category";
const SOURCE: &str = "source_id";
const INTENT: &str = "payment_intent_id";
/// Columns that are there if the report was made with our metadata.
const PAYMENT: &str = "payment_metadata[payment]";
const REFUND: &str = "refund_metadata[refund]";

pub(super) fn read(file: &[u8]) -> Result<Statement, StatementError> {
    let hash = hash_of(file)?;
    let text = std::str::from_utf8(file).map_err(|_| StatementError::Encoding)?;
    // With two characters at a line's end the reader counts lines one short.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = rows
        .headers()
        .map_err(|_| StatementError::Encoding)?
        .clone();
    let needed = [CREATED, CURRENCY, GROSS, FEE, CATEGORY, SOURCE, INTENT];
    let missing = needed
        .iter()
        .find(|name| !header.iter().any(|other| other == **name));
    if let Some(name) = missing {
        return Err(StatementError::ColumnMissing {
            column: (*name).to_owned(),
        });
    }
    let (mut lines, mut skipped) = (Vec::new(), Vec::new());
    for (index, record) in rows.records().enumerate() {
        if index == ROWS_MAX {
            return Err(StatementError::TooManyRows { limit: ROWS_MAX });
        }
        let record = record.map_err(|_| StatementError::Encoding)?;
        let row = record.position().map_or(0, csv::Position::line);
        let row = usize::try_from(row).unwrap_or_default();
        match line(row, &header, &record) {
            Ok(line) => lines.push(line),
            Err(problem) => skipped.push(SkippedRow { row, problem }),
        }
    }
    Ok(Statement {
        file: hash,
        lines,
        skipped,
    })
}

fn line(
    row: usize,
    header: &csv::StringRecord,
    record: &csv::StringRecord,
) -> Result<StatementLine, RowProblem> {
    if record.len() != header.len() {
        return Err(RowProblem::Cells);
    }
    let cell = |name: &str| {
        let place = header.iter().position(|other| other == name);
        place
            .and_then(|place| record.get(place))
            .unwrap_or_default()
    };
    let wrong = |column| RowProblem::Cell { column };
    // A payment is known by its intent, a refund by itself: the same ids that callbacks and replies bring.
    let (kind, number, transaction) = match cell(CATEGORY) {
        "charge" => (LineKind::Payment, PAYMENT, INTENT),
        "refund" => (LineKind::Refund, REFUND, SOURCE),
        _ => return Err(RowProblem::OtherMovement),
    };
    let currency = amount::currency(cell(CURRENCY)).ok_or(wrong(CURRENCY))?;
    let gross = amount::signed_decimal(cell(GROSS), currency).ok_or(wrong(GROSS))?;
    let gross = match kind {
        LineKind::Payment => gross,
        LineKind::Refund => gross.negated().map_err(|_| wrong(GROSS))?,
    };
    let id = Some(cell(transaction)).filter(|id| text::is_id(id));
    Ok(StatementLine {
        row,
        kind,
        number: text::code(cell(number)),
        transaction: id.ok_or(wrong(transaction))?.to_owned(),
        amount: (gross.minor >= 0).then_some(gross).ok_or(wrong(GROSS))?,
        fee: amount::signed_decimal(cell(FEE), currency).ok_or(wrong(FEE))?,
        at: moment(cell(CREATED)).ok_or(wrong(CREATED))?,
        status: LineStatus::Settled,
    })
}

fn moment(text: &str) -> Option<Timestamp> {
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    Timestamp::from_millis(at.and_utc().timestamp_millis())
}
