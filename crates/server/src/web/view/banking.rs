//! What an operator sees of the bank and of channels: statements and open lines; compared days, exceptions, refunds that
//! failed.

use super::form::{Choice, Form};
use super::parts::{Fact, Mark, When};
use super::shell::Shell;
use askama::Template;

/// A payment that a line may pay, as a button.
#[derive(Clone, Debug)]
pub(crate) struct Likely {
    /// The payment's id.
    pub(crate) payment: String,
    /// Its reference, amount and what speaks for it.
    pub(crate) label: String,
    /// Why.
    pub(crate) reasons: Vec<String>,
}

/// An open movement.
#[derive(Clone, Debug)]
pub(crate) struct OpenLine {
    /// The line's id.
    pub(crate) id: String,
    /// The value date.
    pub(crate) value: When,
    /// How much, with a sign when it went.
    pub(crate) amount: String,
    /// What the payer wrote.
    pub(crate) text: String,
    /// Who paid.
    pub(crate) counterparty: String,
    /// What it may be.
    pub(crate) verdict: Mark,
    /// What it may pay, the likeliest first.
    pub(crate) likely: Vec<Likely>,
}

/// What became of a line of the file that was just brought in.
#[derive(Clone, Debug)]
pub(crate) struct LineVerdict {
    /// Where it stands, from 1.
    pub(crate) row: i64,
    /// How much.
    pub(crate) amount: String,
    /// What the payer wrote, or why the row could not be read.
    pub(crate) text: String,
    /// What became of it.
    pub(crate) verdict: Mark,
}

/// A statement that was brought in.
#[derive(Clone, Debug)]
pub(crate) struct StatementLine {
    /// When.
    pub(crate) at: When,
    /// How it was read.
    pub(crate) form: String,
    /// What became of its lines, in one sentence.
    pub(crate) summary: String,
}

/// `GET|POST /operator/statements`; multipart fields `form`, `file`.
#[derive(Debug, Template)]
#[template(path = "operator/statements.html")]
pub(crate) struct StatementsPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Forms to choose from.
    pub(crate) forms: Vec<Choice>,
    /// The upload.
    pub(crate) form: Form,
    /// What became of the file; empty before an import.
    pub(crate) verdicts: Vec<LineVerdict>,
    /// Movements that wait.
    pub(crate) lines: Vec<OpenLine>,
    /// How many.
    pub(crate) line_count: i64,
    /// Statements, newest first.
    pub(crate) statements: Vec<StatementLine>,
}

/// Something that needs a person.
#[derive(Clone, Debug)]
pub(crate) struct ExceptionCard {
    /// The exception's id.
    pub(crate) id: String,
    /// Who said it.
    pub(crate) channel: String,
    /// What is wrong, as a sentence.
    pub(crate) cause: String,
    /// What to do next, as a sentence.
    pub(crate) next: String,
    /// What was said.
    pub(crate) facts: Vec<Fact>,
    /// When.
    pub(crate) at: When,
    /// Whether money of it can be sent back.
    pub(crate) returnable: bool,
    /// Whether money of it is in the books as nobody's.
    pub(crate) is_kept: bool,
    /// What was typed about it, and what is wrong with that.
    pub(crate) form: Form,
}

/// A refund that failed.
#[derive(Clone, Debug)]
pub(crate) struct FailedRefund {
    /// How much.
    pub(crate) amount: String,
    /// By which channel.
    pub(crate) channel: String,
    /// The channel's words.
    pub(crate) reason: String,
    /// When.
    pub(crate) at: When,
}

/// A compared day.
#[derive(Clone, Debug)]
pub(crate) struct ComparedDay {
    /// Where its differences are.
    pub(crate) href: String,
    /// The day.
    pub(crate) day: String,
    /// Whose statement.
    pub(crate) channel: String,
    /// Alike, or how many differences.
    pub(crate) mark: Mark,
    /// By the channel.
    pub(crate) theirs: String,
    /// By us.
    pub(crate) ours: String,
}

/// `GET|POST /operator/reconciliation`; multipart fields `channel`, `day`, `file`.
#[derive(Debug, Template)]
#[template(path = "operator/reconciliation.html")]
pub(crate) struct ReconciliationPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Channels to choose from; none when all are off.
    pub(crate) channels: Vec<Choice>,
    /// The upload.
    pub(crate) form: Form,
    /// What needs a person.
    pub(crate) exceptions: Vec<ExceptionCard>,
    /// How many.
    pub(crate) exception_count: i64,
    /// Refunds that failed, newest first.
    pub(crate) failed: Vec<FailedRefund>,
    /// Compared days, newest first.
    pub(crate) days: Vec<ComparedDay>,
}

/// One difference.
#[derive(Clone, Debug)]
pub(crate) struct DifferenceLine {
    /// In which way.
    pub(crate) kind: Mark,
    /// Payment or refund.
    pub(crate) movement: String,
    /// The channel's own id.
    pub(crate) transaction: String,
    /// Our number.
    pub(crate) number: String,
    /// By the channel.
    pub(crate) theirs: String,
    /// By us.
    pub(crate) ours: String,
    /// What they disagree about.
    pub(crate) about: String,
}

/// `GET /operator/reconciliation/{channel}/{day}`
#[derive(Debug, Template)]
#[template(path = "operator/compared_day.html")]
pub(crate) struct ComparedDayPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Whose statement of which day.
    pub(crate) title: String,
    /// Sums and counts.
    pub(crate) facts: Vec<Fact>,
    /// Every difference.
    pub(crate) differences: Vec<DifferenceLine>,
    /// The same as a file.
    pub(crate) csv_href: String,
}
