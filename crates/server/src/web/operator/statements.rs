//! `GET|POST /operator/statements`: bank statements brought in, with what became of every line; open lines confirmed or set
//! aside.

use actix_web::{HttpResponse, web::Path};
use app::commands::bank::{self, Import, Judged, Outcome};
use channels::manual::{BankLine, Direction};
use kernel::{BankLineId, Money, PaymentId};
use readmodels::bank::StatementRow;

use crate::{
    api::bank::{reason_word, suggestions, verdict_word},
    auth::Uploaded,
    problem::Problem,
    web::{
        harvest::fields_invalid,
        names,
        page::{page, page_with},
        sentence,
        view::{
            banking::{Likely, LineVerdict, OpenLine, StatementLine, StatementsPage},
            form::{Choice, Form},
            parts::{Mark, Tone, When},
        },
        visit::{Carried, Sent, Visit, outcome, typed},
    },
};

/// Most open lines on the page; the API lists more.
const LINES_SHOWN: usize = 50;
/// Most statements on the page.
const STATEMENTS_SHOWN: usize = 20;
/// Most rows of a file that are shown.
const VERDICTS_SHOWN: usize = 500;

/// `GET /operator/statements`. Auditors see it without the forms.
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&draw(&visit, Form::empty(), vec![])?))
}

/// `POST /operator/statements`. The answer is the page with the verdicts: the same file again changes nothing.
pub(in crate::web) async fn import(carried: Carried) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let operator = who.operator()?;
    let (form, wish) = match upload {
        Ok(upload) => (
            typed(&upload.fields),
            bring_in(&visit, &operator, &upload).await,
        ),
        Err(problem) => (Form::empty(), Err(problem)),
    };
    match outcome(visit.lang, form.clone(), wish, str::to_owned)? {
        Ok(import) => {
            let verdicts = verdicts(&visit, &import);
            Ok(page(&draw(&visit, form, verdicts)?))
        }
        Err(refused) => Ok(refused.page(&draw(&visit, refused.form.clone(), vec![])?)),
    }
}

async fn bring_in(
    visit: &Visit,
    operator: &app::permission::Signed<app::permission::Operator>,
    upload: &Uploaded,
) -> Result<Import, Problem> {
    let form = visit.state().cashier.form(upload.fields.text("form"));
    let form = form.ok_or_else(|| fields_invalid().at_field("form", "choice"))?;
    let file = upload.files.first();
    let file = file.ok_or_else(|| fields_invalid().at_field("file", "required"))?;
    let app = visit.app();
    let import = bank::import(app, operator, &upload.intent, form, file.clone()).await?;
    app.caught_up(import.done.position.position()).await?;
    Ok(import)
}

fn verdicts(visit: &Visit, import: &Import) -> Vec<LineVerdict> {
    let lang = visit.lang;
    let mark = |word: &str, tone| Mark::new(lang.word("line", word), tone);
    if import.again {
        return vec![LineVerdict {
            row: 0,
            amount: String::new(),
            text: lang.text("statements-known"),
            verdict: mark("known", Tone::Quiet),
        }];
    }
    let lines = import.lines.iter().map(|(told, outcome)| LineVerdict {
        row: i64::try_from(told.row).unwrap_or(i64::MAX),
        amount: amount(told),
        text: told.text.clone(),
        verdict: match outcome {
            Outcome::Matched(_) => mark("matched", Tone::Good),
            Outcome::Known => mark("known", Tone::Quiet),
            Outcome::Open(verdict) => mark(verdict_word(verdict), Tone::Warn),
        },
    });
    let skipped = import.skipped.iter().map(|row| LineVerdict {
        row: i64::try_from(row.row).unwrap_or(i64::MAX),
        amount: String::new(),
        text: lang.word("unread", problem_word(row.problem)),
        verdict: mark("unread", Tone::Bad),
    });
    lines.chain(skipped).take(VERDICTS_SHOWN).collect()
}

/// The word for why a row could not be read.
const fn problem_word(problem: channels::manual::LineProblem) -> &'static str {
    use channels::manual::LineProblem;
    match problem {
        LineProblem::Cells => "cells",
        LineProblem::Day => "day",
        LineProblem::Amount => "amount",
        LineProblem::Zero => "zero",
        LineProblem::Currency => "currency",
        LineProblem::Direction => "direction",
        LineProblem::NotBooked => "not-booked",
        LineProblem::PartsDiffer => "parts-differ",
    }
}

fn amount(told: &BankLine) -> String {
    signed(told.amount, told.direction == Direction::In)
}

/// Money that went is below zero.
fn signed(amount: Money, incoming: bool) -> String {
    let signed = if incoming {
        Ok(amount)
    } else {
        amount.negated()
    };
    names::money(signed.unwrap_or(amount))
}

fn draw(visit: &Visit, form: Form, verdicts: Vec<LineVerdict>) -> Result<StatementsPage, Problem> {
    let (app, lang) = (visit.app(), visit.lang);
    let auditor = visit.signed_in()?.auditor()?;
    let rows = app.read().bank_lines_open(0, LINES_SHOWN)?;
    let judged = bank::judge_open(app, &auditor, rows)?;
    let lines: Vec<OpenLine> = judged
        .iter()
        .map(|one| open_line(visit, one))
        .collect::<Result<_, Problem>>()?;
    let forms = visit.state().cashier.forms();
    let statements = app.read().bank_statements(STATEMENTS_SHOWN)?;
    Ok(StatementsPage {
        shell: visit.shell(),
        forms: forms
            .map(|name| {
                let label = lang.known_word("bank-form", name);
                Choice::new(name, label.unwrap_or_else(|| name.to_owned()))
            })
            .collect(),
        form,
        verdicts,
        line_count: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        lines,
        statements: statements.iter().map(|row| statement(visit, row)).collect(),
    })
}

fn open_line(visit: &Visit, one: &Judged) -> Result<OpenLine, Problem> {
    let (recorded, lang) = (&one.row.recorded, visit.lang);
    let likely: Vec<Likely> = suggestions(&one.verdict)
        .into_iter()
        .map(|(payment, reasons)| {
            Ok(Likely {
                label: label(visit, payment)?,
                payment: payment.to_string(),
                reasons: reasons
                    .into_iter()
                    .map(|reason| lang.word("likely", reason_word(reason)))
                    .collect(),
            })
        })
        .collect::<Result<_, Problem>>()?;
    Ok(OpenLine {
        id: recorded.line.to_string(),
        value: When::on(lang, recorded.value.date()),
        amount: signed(recorded.amount, recorded.incoming),
        text: one.text.clone(),
        counterparty: one.counterparty.clone().unwrap_or_default(),
        verdict: Mark::new(lang.word("line", verdict_word(&one.verdict)), Tone::Warn),
        likely,
    })
}

/// A payment by its reference and amount.
fn label(visit: &Visit, payment: PaymentId) -> Result<String, Problem> {
    let row = visit.app().read().payment(payment)?;
    Ok(row.map_or_else(String::new, |row| {
        format!("{} · {}", row.reference.grouped(), names::money(row.amount))
    }))
}

fn statement(visit: &Visit, row: &StatementRow) -> StatementLine {
    let imported = &row.imported;
    let counts = [
        ("recorded", imported.recorded.into()),
        ("matched", imported.matched.into()),
        ("known", imported.known.into()),
        ("skipped", imported.skipped.into()),
    ];
    StatementLine {
        at: names::when(visit.lang, row.at),
        form: imported.form.clone(),
        summary: visit.lang.text_with("statements-summary", &counts),
    }
}

/// `POST /operator/statements/lines/{line}/match`, field `payment`
pub(in crate::web) async fn confirm(
    sent: Sent,
    line: Path<BankLineId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let payment = sent.fields.text("payment").parse::<PaymentId>();
    let payment = payment.map_err(|_| fields_invalid().at_field("payment", "choice"))?;
    let wish = bank::confirm(sent.visit.app(), &operator, &sent.intent, *line, payment).await;
    answer(&sent, wish, "line-matched")
}

/// `POST /operator/statements/lines/{line}/aside`, field `note`
pub(in crate::web) async fn set_aside(
    sent: Sent,
    line: Path<BankLineId>,
) -> Result<HttpResponse, Problem> {
    let (operator, note) = (sent.who.operator()?, sent.fields.text("note"));
    let wish = bank::set_aside(sent.visit.app(), &operator, &sent.intent, *line, note).await;
    answer(&sent, wish, "line-set-aside")
}

fn answer(
    sent: &Sent,
    wish: Result<app::Done, app::Error>,
    flash: &str,
) -> Result<HttpResponse, Problem> {
    match wish.map_err(Problem::from) {
        Ok(done) => Ok(sent.visit.done("/operator/statements", flash, done)),
        Err(problem) => {
            let status = problem.kind.status();
            let form = sentence::redrawn(sent.visit.lang, Form::empty(), problem, str::to_owned)?;
            Ok(page_with(status, &draw(&sent.visit, form, vec![])?))
        }
    }
}
