//! Bank statements for programs: brought in, with what became of every line; open lines confirmed or set aside.

use actix_web::{
    http::StatusCode,
    web::{Data, Path, Query},
};
use app::{
    App,
    commands::bank::{self, Import, Outcome},
};
use channels::manual::{BankLine, Direction, Reason, Unmatched, Verdict};
use kernel::{BankLineId, PaymentId};
use readmodels::bank::BANK_PAGE_MAX;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, exceptions::NoteForm, shapes::MoneyView};
use crate::{
    answer,
    auth::{FileWish, SignedIn, Wish},
    problem::Problem,
    state::State,
};

/// A payment that a line may pay.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionView {
    /// The payment.
    payment: String,
    /// `reference`, `reference-mistyped`, `amount`, `payer-name`, `time`: all that speaks for it.
    reasons: Vec<&'static str>,
}

/// A line, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineView {
    /// The line; not told for a line of a file that was only looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    /// Where it stands in the file, from 1.
    row: usize,
    /// What it is called as a transaction.
    transaction: String,
    /// From when the money counts.
    value: String,
    /// How much.
    amount: MoneyView,
    /// Whether it came to us.
    incoming: bool,
    /// What the payer wrote.
    text: String,
    /// Who paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    counterparty: Option<String>,
    /// `matched`, `known`, `suggested`, `outgoing`, `reversal` or `nothing-like`.
    verdict: &'static str,
    /// The payment it pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<String>,
    /// What it may pay, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<SuggestionView>,
}

/// A row that could not be read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SkippedView {
    /// Where it stands in the file, from 1.
    row: usize,
    /// Why, in English.
    why: String,
}

/// What an import came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportView {
    /// The statement.
    statement: String,
    /// The file was brought in before, and nothing was done now.
    again: bool,
    /// Every line.
    lines: Vec<LineView>,
    /// Every row that could not be read.
    skipped: Vec<SkippedView>,
    /// Send it back as `Pomona-Position` to read what this command wrote.
    position: String,
}

/// The word for a reason.
pub(crate) const fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Reference => "reference",
        Reason::ReferenceMistyped => "reference-mistyped",
        Reason::Amount => "amount",
        Reason::PayerName => "payer-name",
        Reason::Time => "time",
    }
}

/// The word for what a line may be.
pub(crate) const fn verdict_word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Match(_) | Verdict::Suggest(_) => "suggested",
        Verdict::Unmatched(Unmatched::Outgoing) => "outgoing",
        Verdict::Unmatched(Unmatched::Reversal) => "reversal",
        Verdict::Unmatched(Unmatched::NothingLike) => "nothing-like",
    }
}

/// What a line may pay, whether it is certain or only likely.
pub(crate) fn suggestions(verdict: &Verdict) -> Vec<(PaymentId, Vec<Reason>)> {
    match verdict {
        Verdict::Match(payment) => vec![(*payment, vec![Reason::Reference, Reason::Amount])],
        Verdict::Suggest(likely) => likely
            .iter()
            .map(|one| (one.payment, one.reasons.clone()))
            .collect(),
        Verdict::Unmatched(_) => vec![],
    }
}

fn line_view(told: &BankLine, verdict: Option<&Verdict>) -> LineView {
    let likely = verdict.map(suggestions).unwrap_or_default();
    LineView {
        line: None,
        row: told.row,
        transaction: told.transaction.clone(),
        value: told.value.to_string(),
        amount: told.amount.into(),
        incoming: told.direction == Direction::In,
        text: told.text.clone(),
        counterparty: told.counterparty.clone(),
        verdict: verdict.map_or("known", verdict_word),
        payment: None,
        suggestions: likely
            .into_iter()
            .map(|(payment, reasons)| SuggestionView {
                payment: payment.to_string(),
                reasons: reasons.into_iter().map(reason_word).collect(),
            })
            .collect(),
    }
}

impl From<Import> for ImportView {
    fn from(import: Import) -> Self {
        let line = |(told, outcome): &(BankLine, Outcome)| match outcome {
            Outcome::Matched(payment) => LineView {
                verdict: "matched",
                payment: Some(payment.to_string()),
                ..line_view(told, None)
            },
            Outcome::Known => line_view(told, None),
            Outcome::Open(verdict) => line_view(told, Some(verdict)),
        };
        Self {
            statement: import.statement.to_string(),
            again: import.again,
            lines: import.lines.iter().map(line).collect(),
            skipped: import
                .skipped
                .iter()
                .map(|row| SkippedView {
                    row: row.row,
                    why: row.problem.to_string(),
                })
                .collect(),
            position: import.done.position.to_string(),
        }
    }
}

/// How the file is written.
#[derive(Debug, Deserialize)]
pub(crate) struct FormQuery {
    form: String,
}

/// `POST /api/v1/bank/statements?form=…`
pub(crate) async fn import(state: Data<State>, query: Query<FormQuery>, wish: FileWish) -> Answer {
    let operator = wish.who.identity.operator()?;
    let form = state.cashier.form(&query.form);
    let form = form.ok_or_else(|| Problem::query("form", "unknown"))?;
    let file = wish.body.to_vec();
    let import = bank::import(&state.app, &operator, &wish.intent, form, file).await?;
    let done = import.done;
    Ok(answer::told(
        StatusCode::OK,
        done,
        &ImportView::from(import),
    ))
}

/// A statement that was brought in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementView {
    /// The statement.
    statement: String,
    /// SHA-256 of the file.
    file: String,
    /// How it was read.
    form: String,
    /// Lines that were new.
    recorded: u32,
    /// Of those, lines that paid at once.
    matched: u32,
    /// Lines that an earlier statement had told.
    known: u32,
    /// Rows that could not be read.
    skipped: u32,
    /// When it was brought in.
    at: String,
}

/// `GET /api/v1/bank/statements`: newest first.
pub(crate) async fn statements(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let rows = app.read().bank_statements(BANK_PAGE_MAX)?;
    let views: Vec<_> = rows
        .into_iter()
        .map(|row| StatementView {
            statement: row.imported.statement.to_string(),
            file: row.imported.file.to_string(),
            form: row.imported.form,
            recorded: row.imported.recorded,
            matched: row.imported.matched,
            known: row.imported.known,
            skipped: row.imported.skipped,
            at: row.at.to_string(),
        })
        .collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/bank/lines`: those that wait, oldest first, with what they may pay.
pub(crate) async fn lines(app: Data<App>, who: SignedIn) -> Answer {
    let auditor = who.identity.auditor()?;
    let rows = app.read().bank_lines_open(0, BANK_PAGE_MAX)?;
    let judged = bank::judge_open(&app, &auditor, rows)?;
    let views: Vec<_> = judged
        .into_iter()
        .map(|one| {
            let recorded = &one.row.recorded;
            let told = BankLine {
                transaction: recorded.transaction.clone(),
                row: usize::try_from(recorded.row).unwrap_or(usize::MAX),
                booked: recorded.booked,
                value: recorded.value,
                amount: recorded.amount,
                direction: if recorded.incoming {
                    Direction::In
                } else {
                    Direction::Out
                },
                reversal: recorded.reversal,
                text: one.text.clone(),
                counterparty: one.counterparty.clone(),
            };
            LineView {
                line: Some(recorded.line.to_string()),
                ..line_view(&told, Some(&one.verdict))
            }
        })
        .collect();
    Ok(answer::json(&views))
}

/// Which payment a line pays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchForm {
    /// The payment.
    #[schema(value_type = String)]
    payment: PaymentId,
}

/// `POST /api/v1/bank/lines/{line}/match`
pub(crate) async fn confirm(
    app: Data<App>,
    line: Path<BankLineId>,
    wish: Wish<MatchForm>,
) -> Answer {
    let (operator, payment) = (wish.who.identity.operator()?, wish.form.payment);
    let done = bank::confirm(&app, &operator, &wish.intent, *line, payment).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/bank/lines/{line}/set-aside`
pub(crate) async fn set_aside(
    app: Data<App>,
    line: Path<BankLineId>,
    wish: Wish<NoteForm>,
) -> Answer {
    let (operator, note) = (wish.who.identity.operator()?, &wish.form.note);
    let done = bank::set_aside(&app, &operator, &wish.intent, *line, note).await?;
    Ok(answer::done(done))
}
