//! What open lines may be, judged anew whenever somebody looks: payments come and go. It changes nothing.

use channels::manual::{BankLine as Told, Direction, Verdict, match_lines};
use readmodels::bank::LineRow;

use super::{Words, unpaid};
use crate::{
    App, Error,
    permission::{Auditor, Signed},
};

/// An open line with its words, and what it may be.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The line.
    pub row: LineRow,
    /// What the payer wrote; empty once the statement's names are erased.
    pub text: String,
    /// Who paid, if the bank says so.
    pub counterparty: Option<String>,
    /// What it may be.
    pub verdict: Verdict,
}

/// Judges open lines.
///
/// # Errors
/// The read models or the vault failed.
pub fn judge_open(
    app: &App,
    _who: &Signed<Auditor>,
    rows: Vec<LineRow>,
) -> Result<Vec<Judged>, Error> {
    let lines: Vec<Told> = rows
        .iter()
        .map(|row| told(app, row))
        .collect::<Result<_, _>>()?;
    let unpaid = unpaid(app)?;
    let verdicts = match_lines(&lines, &unpaid)
        .into_iter()
        .map(|matched| matched.verdict);
    let verdicts: Vec<Verdict> = verdicts.collect();
    Ok(rows
        .into_iter()
        .zip(lines)
        .zip(verdicts)
        .map(|((row, told), verdict)| Judged {
            row,
            text: told.text,
            counterparty: told.counterparty,
            verdict,
        })
        .collect())
}

fn told(app: &App, row: &LineRow) -> Result<Told, Error> {
    let recorded = &row.recorded;
    let words = app.open_line(recorded.statement, recorded.line, &recorded.text)?;
    let words: Option<Words> = words.and_then(|json| serde_json::from_str(&json).ok());
    let (text, counterparty) = words.map_or((String::new(), None), |words| {
        (words.text, words.counterparty)
    });
    Ok(Told {
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
        text,
        counterparty,
    })
}
