//! A bank statement is brought in: its lines are kept, those that leave no doubt pay their payment at once, the others
//! wait for a person (C U6, D 14, D 16). The same file twice is one import, the same movement in two files one line.

use channels::manual::{
    self, BankLine as Told, BankStatement as File, CamtError, CsvError, CsvLayout, Direction,
    OpenPayment, SkippedLine, Verdict, camt, csv_file, match_lines,
};
use kernel::{BankLineId, ContentHash, Day, PaymentId, StatementId, Timestamp};
use serde::{Deserialize, Serialize};
use settlement::{
    bank_line::{self, BankLine, Fate, Recorded},
    bank_statement::{self, BankStatement, Imported},
    payment::Channel,
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::payments::{self, Capture},
    error::Fault,
    permission::{Operator, Signed},
    work::Work,
};

mod judging;

pub use judging::{Judged, judge_open};

/// Namespace of the ids of statements and lines (UUID version 5); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.bank-file");
/// Lines of one commit.
const LINES_PER_COMMIT: usize = 100;
/// Most payments that lines are compared with, the newest.
const UNPAID_MAX: usize = 50_000;
/// Seconds by which Shanghai, where banks here count their days, is ahead of UTC.
const SHANGHAI_SECONDS: i64 = 8 * 3600;

/// How a file is to be read.
#[derive(Debug, Clone)]
pub enum Form {
    /// ISO 20022 camt.053.
    Camt053,
    /// CSV as a bank writes it, and what the layout is called.
    Csv(String, Box<CsvLayout>),
}

/// Why a file was not read at all. Nothing was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not a camt.053 statement.
    #[error(transparent)]
    Camt(#[from] CamtError),
    /// Not such a CSV file.
    #[error(transparent)]
    Csv(#[from] CsvError),
}

/// Why an import did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] Error),
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It pays this payment.
    Matched(PaymentId),
    /// An earlier statement told it.
    Known,
    /// It waits for a person, with what it may be.
    Open(Verdict),
}

/// What an import came to.
#[derive(Debug)]
pub struct Import {
    /// The statement.
    pub statement: StatementId,
    /// The file was brought in before, and nothing was done now.
    pub again: bool,
    /// Every line in the file's order, and what became of it; empty for a file that was brought in before.
    pub lines: Vec<(Told, Outcome)>,
    /// Every row that could not be read.
    pub skipped: Vec<SkippedLine>,
    /// How far the log is durable.
    pub done: Done,
}

/// What is sealed of a line.
#[derive(Serialize, Deserialize)]
struct Words {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counterparty: Option<String>,
}

fn statement_of(file: &ContentHash) -> StatementId {
    StatementId::from_bytes(Uuid::new_v5(&NAMESPACE, file.to_string().as_bytes()).into_bytes())
}

fn line_of(told: &Told) -> BankLineId {
    BankLineId::from_bytes(Uuid::new_v5(&NAMESPACE, told.transaction.as_bytes()).into_bytes())
}

/// The day in Shanghai.
pub(crate) fn day_of(at: Timestamp) -> Day {
    Day::from(at.plus_seconds(SHANGHAI_SECONDS).utc().date_naive())
}

/// When a day begins in Shanghai.
pub fn begins(day: Day) -> Option<Timestamp> {
    format!("{day}T00:00:00+08:00").parse().ok()
}

/// Brings a statement in.
///
/// # Errors
/// The file cannot be read as a whole, or the log failed; sent again it goes on where it stopped.
pub async fn import(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    form: Form,
    file: Vec<u8>,
) -> Result<Import, ImportError> {
    let name = match &form {
        Form::Camt053 => "camt.053".to_owned(),
        Form::Csv(name, _) => name.clone(),
    };
    let read = tokio::task::spawn_blocking(move || read(&form, &file)).await;
    let file = read.map_err(|_| Error::from(Fault::Task))??;
    let statement = statement_of(&file.file);
    let id = bank_statement::stream_id(statement);
    if app.load::<BankStatement>(&id)?.imported.is_some() {
        return Ok(Import {
            statement,
            again: true,
            lines: vec![],
            skipped: file.skipped,
            done: app.done_already(),
        });
    }
    let outcomes = keep_lines(app, intent, statement, &file.lines).await?;
    let count = |test: fn(&Outcome) -> bool| {
        u32::try_from(outcomes.iter().filter(|one| test(one)).count()).unwrap_or(u32::MAX)
    };
    let imported = Imported {
        statement,
        file: file.file,
        form: name,
        recorded: count(|one| !matches!(one, Outcome::Known)),
        matched: count(|one| matches!(one, Outcome::Matched(_))),
        known: count(|one| matches!(one, Outcome::Known)),
        skipped: u32::try_from(file.skipped.len()).unwrap_or(u32::MAX),
        by: who.person(),
    };
    let done = app
        .perform(&intent.step("statement"), |work| {
            let (imported, at) = (imported.clone(), intent.now());
            let import = bank_statement::Command::ImportStatement { imported, at };
            work.decide::<BankStatement>(&id, import)?;
            Ok(())
        })
        .await?;
    Ok(Import {
        statement,
        again: false,
        lines: file.lines.into_iter().zip(outcomes).collect(),
        skipped: file.skipped,
        done,
    })
}

fn read(form: &Form, file: &[u8]) -> Result<File, FileError> {
    Ok(match form {
        Form::Camt053 => camt::read(file)?,
        Form::Csv(_, layout) => csv_file::read(file, layout)?,
    })
}

/// The payments that a line may pay.
fn unpaid(app: &App) -> Result<Vec<OpenPayment>, Error> {
    let rows = app
        .read()
        .payments_unpaid(UNPAID_MAX)
        .map_err(Fault::from)?;
    Ok(rows
        .into_iter()
        .map(|row| OpenPayment {
            payment: row.payment,
            reference: row.reference,
            amount: row.amount,
            opened: day_of(row.opened_at),
            payer: None,
        })
        .collect())
}

async fn keep_lines(
    app: &App,
    intent: &Intent,
    statement: StatementId,
    lines: &[Told],
) -> Result<Vec<Outcome>, Error> {
    let unpaid = unpaid(app)?;
    let judged: Vec<(&Told, Verdict)> = match_lines(lines, &unpaid)
        .into_iter()
        .map(|matched| (matched.line, matched.verdict))
        .collect();
    let mut outcomes = Vec::with_capacity(lines.len());
    for (nth, chunk) in judged.chunks(LINES_PER_COMMIT).enumerate() {
        let known: Vec<bool> = chunk
            .iter()
            .map(|(told, _)| is_known(app, statement, told))
            .collect::<Result<_, _>>()?;
        let step = intent.step(&format!("{statement}/{nth}"));
        app.perform(&step, |work| {
            chunk
                .iter()
                .try_for_each(|(told, verdict)| keep(app, work, &step, statement, told, verdict))
        })
        .await?;
        for ((told, verdict), known) in chunk.iter().zip(known) {
            let state = app.load::<BankLine>(&bank_line::stream_id(line_of(told)))?;
            outcomes.push(match state.fate {
                _ if known => Outcome::Known,
                Some(Fate::Matched(payment)) => Outcome::Matched(payment),
                Some(Fate::SetAside) | None => Outcome::Open(verdict.clone()),
            });
        }
    }
    Ok(outcomes)
}

/// Whether another statement told the line. An import that was cut off and is sent again does not count as another.
fn is_known(app: &App, statement: StatementId, told: &Told) -> Result<bool, Error> {
    let state = app.load::<BankLine>(&bank_line::stream_id(line_of(told)))?;
    Ok(state
        .recorded
        .as_ref()
        .is_some_and(|recorded| recorded.statement != statement))
}

fn keep(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    statement: StatementId,
    told: &Told,
    verdict: &Verdict,
) -> Result<(), Error> {
    let (line, at) = (line_of(told), intent.now());
    let id = bank_line::stream_id(line);
    if work.state::<BankLine>(&id)?.recorded.is_some() {
        return Ok(());
    }
    let words = Words {
        text: told.text.clone(),
        counterparty: told.counterparty.clone(),
    };
    let words = serde_json::to_string(&words).map_err(Fault::from)?;
    let recorded = Recorded {
        line,
        statement,
        row: u32::try_from(told.row).unwrap_or(u32::MAX),
        transaction: told.transaction.clone(),
        booked: told.booked,
        value: told.value,
        amount: told.amount,
        incoming: told.direction == Direction::In,
        reversal: told.reversal,
        text: app.seal_line(statement, line, &words)?,
    };
    let record = bank_line::Command::RecordLine { recorded, at };
    work.decide::<BankLine>(&id, record)?;
    if let Verdict::Match(payment) = verdict {
        // A rule that says no leaves the line to a person.
        work.attempt(|work| pay(app, work, intent, line, (*payment, None)))?;
    }
    Ok(())
}

/// The line pays the payment: the bank's word is the channel's fact.
fn pay(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    line: BankLineId,
    (payment, by): (PaymentId, Option<kernel::PersonId>),
) -> Result<(), Error> {
    let id = bank_line::stream_id(line);
    let recorded = work.state::<BankLine>(&id)?.recorded()?.clone();
    let at = intent.now();
    let matched = bank_line::Command::MatchLine { payment, by, at };
    if !work.decide::<BankLine>(&id, matched)? {
        return Ok(());
    }
    let row = app.read().payment(payment).map_err(Fault::from)?;
    let opened_at = row.ok_or(Error::NotFound)?.opened_at;
    // The bank tells a day. What was sent on the day of the hold counts from the hold's beginning (B 4).
    let value_at = begins(recorded.value).unwrap_or(at).max(opened_at);
    let fact = Capture {
        channel: Channel::Manual,
        transaction: recorded.transaction,
        amount: recorded.amount,
        fee: kernel::Money::new(0, recorded.amount.currency),
        value_at,
    };
    payments::arrive(work, payment, &fact)
}

/// Confirms that a line pays a payment, on a person's word.
///
/// # Errors
/// No such line or payment, another amount, or either is taken.
pub async fn confirm(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    line: BankLineId,
    payment: PaymentId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        pay(app, work, intent, line, (payment, Some(who.person())))
    })
    .await
}

/// Notes that a line pays nothing, and why.
///
/// # Errors
/// No such line, one that pays a payment, or no word why.
pub async fn set_aside(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    line: BankLineId,
    note: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = bank_line::Command::SetLineAside {
            by: who.person(),
            note: note.to_owned(),
            at: intent.now(),
        };
        work.decide::<BankLine>(&bank_line::stream_id(line), command)?;
        Ok(())
    })
    .await
}

/// Most bytes of a bank statement.
pub const FILE_BYTES_MAX: usize = manual::FILE_BYTES_MAX;
