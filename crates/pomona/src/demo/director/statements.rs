//! Statements: a day of a channel compared with the books, and a bank statement with what nobody recognised.

use app::{
    Intent,
    commands::{
        bank::{self, Form},
        harvest::local_day,
        reconciling,
    },
};
use channels::{
    LineKind, LineStatus, Statement, StatementLine,
    manual::{AmountColumns, Columns, CsvLayout, DateForm, DecimalMark, TextEncoding},
};
use kernel::{ContentHash, Currency, Money, Timestamp};
use readmodels::money::PaymentState;
use settlement::payment::Channel;

use super::{Director, SeedError};
use crate::demo::calendar::at_hour;

/// What came by WeChat Pay and belongs to nothing.
const STRAY_FEN: i64 = 26_800;

impl Director<'_> {
    /// The channel tells of everything that is recorded of the day, and of one payment that is not.
    pub(super) async fn reconcile(&self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let (begin, channel) = (at_hour(intent.now(), -1, 0, 0), Channel::WechatPay);
        let read = self.settled().await?;
        let captured = read.captured_within(channel, begin, begin.plus_days(1))?;
        let known = captured.into_iter().filter_map(|row| {
            let (PaymentState::Captured(capture) | PaymentState::Late(capture)) = row.state else {
                return None;
            };
            let number = row.payment.to_string();
            let money = (capture.amount, capture.fee);
            Some((number, capture.transaction, money, capture.value_at))
        });
        let stray = (
            String::new(),
            format!("420000289900{k:016}"),
            (Money::fen(STRAY_FEN), Money::fen(STRAY_FEN * 6 / 1_000)),
            begin.plus_seconds(15 * 3_600 + 22 * 60),
        );
        let told = known.chain([stray]).enumerate();
        let statement = Statement {
            file: file_of(intent),
            lines: told.map(|(row, told)| told_line(row + 2, told)).collect(),
            skipped: vec![],
        };
        let day = (channel, local_day(begin));
        reconciling::run(&self.app, &self.operator()?, intent, day, statement).await?;
        Ok(())
    }

    /// Somebody forgot the reference, and somebody pays for something else.
    pub(super) async fn import_statement(
        &self,
        intent: &Intent,
        waiting: usize,
    ) -> Result<(), SeedError> {
        let price = self.price_of(waiting).await?;
        let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        let today = local_day(intent.now());
        let file = format!(
            "交易日期,收入金额,支出金额,对方户名,摘要,流水号\n\
             {today},{},,王女士,认养果树,BOC-L-0001\n\
             {today},88.00,,何先生,水果款,BOC-L-0002\n",
            yuan(price.minor)
        );
        let form = Form::Csv("boc".to_owned(), Box::new(layout()));
        let operator = self.operator()?;
        bank::import(&self.app, &operator, intent, form, file.into_bytes()).await?;
        Ok(())
    }
}

/// Stands for the file that was compared.
fn file_of(intent: &Intent) -> ContentHash {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&intent.bytes("file"));
    bytes[16..].copy_from_slice(&intent.bytes("of-a-channel"));
    ContentHash::from_bytes(bytes)
}

fn told_line(
    row: usize,
    (number, transaction, (amount, fee), at): (String, String, (Money, Money), Timestamp),
) -> StatementLine {
    StatementLine {
        row,
        kind: LineKind::Payment,
        number,
        transaction,
        amount,
        fee,
        at,
        status: LineStatus::Settled,
    }
}

fn layout() -> CsvLayout {
    CsvLayout {
        account: "6217000000000000000".to_owned(),
        encoding: TextEncoding::Utf8,
        delimiter: ',',
        preamble_lines: 0,
        columns: Columns {
            booked: "交易日期".to_owned(),
            value: None,
            amount: AmountColumns::Split {
                credit: "收入金额".to_owned(),
                debit: "支出金额".to_owned(),
            },
            text: vec!["摘要".to_owned()],
            counterparty: Some("对方户名".to_owned()),
            bank_reference: Some("流水号".to_owned()),
        },
        dates: DateForm::YearMonthDay,
        decimals: DecimalMark::Point,
        currency: Currency::CNY,
    }
}
