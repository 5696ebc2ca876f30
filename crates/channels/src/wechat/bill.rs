//! The trade bill of WeChat Pay (`bill_type=ALL`): UTF-8, every value after a backquote, a summary at the end.
//! It must not know what we recorded.

use kernel::Currency;

use crate::{
    LineKind, LineStatus, RowProblem, SkippedRow, Statement, StatementError, StatementLine, amount,
    shanghai,
    statement::{ROWS_MAX, hash_of},
    text,
};

const TIME: &str = "交易时间";
const TRANSACTION: &str = "微信订单号";
const NUMBER: &str = "商户订单号";
const STATE: &str = "交易状态";
const CURRENCY: &str = "货币种类";
const AMOUNT: &str = "订单金额";
const REFUND_TRANSACTION: &str = "微信退款单号";
const REFUND_NUMBER: &str = "商户退款单号";
const REFUND_AMOUNT: &str = "申请退款金额";
const REFUND_STATE: &str = "退款状态";
const FEE: &str = "手续费";
/// The first cell of the summary's header.
const SUMMARY: &str = "总交易单数";

pub(super) fn read(file: &[u8]) -> Result<Statement, StatementError> {
    let hash = hash_of(file)?;
    let text = std::str::from_utf8(file).map_err(|_| StatementError::Encoding)?;
    let mut rows = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = rows.next().unwrap_or_default().split(',').collect();
    let columns = Columns::of(&header)?;
    let (mut lines, mut skipped) = (Vec::new(), Vec::new());
    for (index, content) in rows.enumerate() {
        if index == ROWS_MAX {
            return Err(StatementError::TooManyRows { limit: ROWS_MAX });
        }
        if content.starts_with(SUMMARY) {
            break;
        }
        if content.trim().is_empty() {
            continue;
        }
        let row = index + 2;
        match columns.line(row, content) {
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

/// Where the columns are; the channel adds some now and then.
struct Columns<'a>(&'a [&'a str]);

impl<'a> Columns<'a> {
    fn of(header: &'a [&'a str]) -> Result<Self, StatementError> {
        let needed = [
            TIME,
            TRANSACTION,
            NUMBER,
            STATE,
            CURRENCY,
            AMOUNT,
            REFUND_TRANSACTION,
            REFUND_NUMBER,
            REFUND_AMOUNT,
            REFUND_STATE,
            FEE,
        ];
        match needed.iter().find(|name| !header.contains(*name)) {
            Some(name) => Err(StatementError::ColumnMissing {
                column: (*name).to_owned(),
            }),
            None => Ok(Self(header)),
        }
    }

    fn line(&self, row: usize, content: &str) -> Result<StatementLine, RowProblem> {
        // A value may hold commas, but only a new one begins with a backquote.
        let content = content
            .trim_end()
            .strip_prefix('`')
            .ok_or(RowProblem::Cells)?;
        let cells: Vec<&str> = content.split(",`").collect();
        if cells.len() != self.0.len() {
            return Err(RowProblem::Cells);
        }
        let cell = |name: &'static str| {
            let place = self.0.iter().position(|other| *other == name);
            place
                .and_then(|place| cells.get(place))
                .map_or("", |cell| cell.trim())
        };
        let (kind, number, transaction, sum) = match cell(STATE) {
            "SUCCESS" => (LineKind::Payment, NUMBER, TRANSACTION, AMOUNT),
            "REFUND" => (
                LineKind::Refund,
                REFUND_NUMBER,
                REFUND_TRANSACTION,
                REFUND_AMOUNT,
            ),
            _ => return Err(RowProblem::OtherMovement),
        };
        let wrong = |column| RowProblem::Cell { column };
        let currency = amount::currency(cell(CURRENCY)).ok_or(wrong(CURRENCY))?;
        if currency != Currency::CNY {
            return Err(wrong(CURRENCY));
        }
        if !text::is_id(cell(transaction)) {
            return Err(wrong(transaction));
        }
        Ok(StatementLine {
            row,
            kind,
            number: text::code(cell(number)),
            transaction: cell(transaction).to_owned(),
            amount: amount::decimal(cell(sum), currency).ok_or(wrong(sum))?,
            fee: amount::signed_decimal(cell(FEE), currency).ok_or(wrong(FEE))?,
            at: shanghai::read(cell(TIME)).ok_or(wrong(TIME))?,
            status: status(kind, cell(REFUND_STATE)).ok_or(wrong(REFUND_STATE))?,
        })
    }
}

fn status(kind: LineKind, refund_state: &str) -> Option<LineStatus> {
    match (kind, refund_state) {
        (LineKind::Payment, _) | (LineKind::Refund, "SUCCESS") => Some(LineStatus::Settled),
        (LineKind::Refund, "PROCESSING") => Some(LineStatus::Pending),
        (LineKind::Refund, "FAIL" | "CHANGE" | "CLOSED" | "REFUNDCLOSE") => {
            Some(LineStatus::Failed)
        }
        (LineKind::Refund, _) => None,
    }
}
