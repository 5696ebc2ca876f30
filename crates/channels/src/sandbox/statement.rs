//! The sandbox's statement: a small CSV whose first line says what it is. It must not know how it was signed for.

use kernel::{Day, Money};

use super::ID_PREFIX;
use crate::{
    LineKind, LineStatus, RowProblem, SkippedRow, Statement, StatementError, StatementLine, amount,
    shanghai,
    statement::{ROWS_MAX, hash_of},
    text,
};

const HEADER: &str = "sandbox_transaction,kind,number,amount,fee,currency,at";

pub(super) fn write(rows: &[(&str, String, Money, kernel::Timestamp)], day: Day) -> Vec<u8> {
    let mut file = format!("{HEADER}\n");
    for (kind, number, sum, at) in rows.iter().filter(|row| shanghai::day(row.3) == day) {
        let (sum, code) = (amount::to_decimal(*sum), sum.currency.code());
        file.push_str(&format!(
            "{ID_PREFIX}{number},{kind},{number},{sum},0.00,{code},{at}\n"
        ));
    }
    file.into_bytes()
}

pub(super) fn read(file: &[u8]) -> Result<Statement, StatementError> {
    let hash = hash_of(file)?;
    let text = std::str::from_utf8(file).map_err(|_| StatementError::Encoding)?;
    let mut rows = text.lines();
    if rows.next() != Some(HEADER) {
        return Err(StatementError::ColumnMissing {
            column: "sandbox_transaction".to_owned(),
        });
    }
    let (mut lines, mut skipped) = (Vec::new(), Vec::new());
    for (index, content) in rows.enumerate() {
        if index == ROWS_MAX {
            return Err(StatementError::TooManyRows { limit: ROWS_MAX });
        }
        let row = index + 2;
        match line(row, content) {
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

fn line(row: usize, content: &str) -> Result<StatementLine, RowProblem> {
    let cells: Vec<&str> = content.split(',').collect();
    let [transaction, kind, number, sum, fee, code, at] = cells[..] else {
        return Err(RowProblem::Cells);
    };
    let wrong = |column| RowProblem::Cell { column };
    let currency = amount::currency(code).ok_or(wrong("currency"))?;
    let id = Some(transaction).filter(|id| text::is_id(id) && id.starts_with(ID_PREFIX));
    Ok(StatementLine {
        row,
        kind: match kind {
            "payment" => LineKind::Payment,
            "refund" => LineKind::Refund,
            _ => return Err(RowProblem::OtherMovement),
        },
        number: text::code(number),
        transaction: id.ok_or(wrong("sandbox_transaction"))?.to_owned(),
        amount: amount::decimal(sum, currency).ok_or(wrong("amount"))?,
        fee: amount::signed_decimal(fee, currency).ok_or(wrong("fee"))?,
        at: at.parse().map_err(|_| wrong("at"))?,
        status: LineStatus::Settled,
    })
}
