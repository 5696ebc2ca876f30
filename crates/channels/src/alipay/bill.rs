//! The trade bill of Alipay, the file of single movements (业务明细): GB 18030, comments after `#`, a tab behind many
//! values. It comes in a ZIP archive, beside a summary (汇总) that is passed over; unpacked files are read as well. Which
//! file is which its header says, not its name. It must not know what we recorded.

use encoding_rs::GB18030;
use kernel::Currency;

use super::reply::refund_transaction;
use crate::{
    LineKind, LineStatus, RowProblem, SkippedRow, Statement, StatementError, StatementLine, amount,
    shanghai,
    statement::{FILE_BYTES_MAX, ROWS_MAX, hash_of},
    text,
    unzip::{files, is_archive},
};

const TRADE: &str = "支付宝交易号";
const NUMBER: &str = "商户订单号";
const KIND: &str = "业务类型";
const TIME: &str = "完成时间";
const AMOUNT: &str = "订单金额（元）";
const REQUEST: &str = "退款批次号/请求号";
const FEE: &str = "服务费（元）";

pub(super) fn read(file: &[u8]) -> Result<Statement, StatementError> {
    let mut statement = Statement {
        file: hash_of(file)?,
        lines: Vec::new(),
        skipped: Vec::new(),
    };
    if !is_archive(file) {
        detailed(file, &mut statement)?;
        return Ok(statement);
    }
    let mut passed_over = Some(no_header());
    for one in files(file, FILE_BYTES_MAX)? {
        match detailed(&one, &mut statement) {
            Ok(()) => passed_over = None,
            // The summary, or something else than a bill.
            Err(StatementError::ColumnMissing { .. } | StatementError::Encoding) => {}
            Err(error) => return Err(error),
        }
    }
    passed_over.map_or(Ok(statement), Err)
}

/// The rows of one file of single movements. Nothing of any other file is kept.
fn detailed(file: &[u8], statement: &mut Statement) -> Result<(), StatementError> {
    let text = match std::str::from_utf8(file) {
        Ok(text) => text.into(),
        Err(_) => GB18030
            .decode_without_bom_handling_and_without_replacement(file)
            .ok_or(StatementError::Encoding)?,
    };
    // With two characters at a line's end the reader counts lines one short.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut rows = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let (mut header, before) = (None, statement.lines.len() + statement.skipped.len());
    for (index, record) in rows.records().enumerate() {
        if before + index >= ROWS_MAX {
            return Err(StatementError::TooManyRows { limit: ROWS_MAX });
        }
        let record = record.map_err(|_| StatementError::Encoding)?;
        let row = record.position().map_or(0, |place| place.line());
        let row = usize::try_from(row).unwrap_or_default();
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        let Some(header) = &header else {
            header = Some(check(&cells)?);
            continue;
        };
        match line(row, header, &cells) {
            Ok(line) => statement.lines.push(line),
            Err(problem) => statement.skipped.push(SkippedRow { row, problem }),
        }
    }
    header.map_or_else(|| Err(no_header()), |_| Ok(()))
}

fn no_header() -> StatementError {
    StatementError::ColumnMissing {
        column: TRADE.to_owned(),
    }
}

fn check(header: &[&str]) -> Result<Vec<String>, StatementError> {
    let needed = [TRADE, NUMBER, KIND, TIME, AMOUNT, REQUEST, FEE];
    match needed.iter().find(|name| !header.contains(*name)) {
        Some(name) => Err(StatementError::ColumnMissing {
            column: (*name).to_owned(),
        }),
        None => Ok(header.iter().map(|name| (*name).to_owned()).collect()),
    }
}

fn line(row: usize, header: &[String], cells: &[&str]) -> Result<StatementLine, RowProblem> {
    if cells.len() != header.len() {
        return Err(RowProblem::Cells);
    }
    let cell = |name: &str| {
        let place = header.iter().position(|other| other == name);
        place
            .and_then(|place| cells.get(place))
            .copied()
            .unwrap_or_default()
    };
    let wrong = |column| RowProblem::Cell { column };
    let trade = cell(TRADE);
    let (kind, number, transaction) = match cell(KIND) {
        "交易" => (LineKind::Payment, cell(NUMBER), Some(trade.to_owned())),
        "退款" => {
            let number = cell(REQUEST);
            (LineKind::Refund, number, refund_transaction(trade, number))
        }
        _ => return Err(RowProblem::OtherMovement),
    };
    let sum = amount::signed_decimal(cell(AMOUNT), Currency::CNY).ok_or(wrong(AMOUNT))?;
    // Money that goes back is written below zero.
    let sum = match kind {
        LineKind::Payment => sum,
        LineKind::Refund => sum.negated().map_err(|_| wrong(AMOUNT))?,
    };
    let fee = amount::signed_decimal(cell(FEE), Currency::CNY).ok_or(wrong(FEE))?;
    Ok(StatementLine {
        row,
        kind,
        number: text::code(number),
        transaction: transaction
            .filter(|id| text::is_id(id))
            .ok_or(wrong(TRADE))?,
        amount: (sum.minor >= 0).then_some(sum).ok_or(wrong(AMOUNT))?,
        // What the channel keeps is written below zero as well.
        fee: fee.negated().map_err(|_| wrong(FEE))?,
        at: shanghai::read(cell(TIME)).ok_or(wrong(TIME))?,
        status: LineStatus::Settled,
    })
}
