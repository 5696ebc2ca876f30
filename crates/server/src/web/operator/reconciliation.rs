//! `GET|POST /operator/reconciliation`: channels' statements compared with our records, what channels said that needs a
//! person, and refunds that failed.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    commands::{
        exceptions,
        surplus::{self, surplus_of},
    },
};
use kernel::{Currency, Day, ExceptionId, Money};
use readmodels::{
    cashier::ExceptionRow,
    money::{RefundRow, RefundState},
    reconciled::RunRow,
};
use settlement::{
    exception::{Cause, Raised},
    reconciliation::Difference,
};

use crate::{
    api::reconciling::{channel_named, csv},
    auth::Uploaded,
    cashier::Cashier,
    problem::Problem,
    web::{
        harvest::fields_invalid,
        money::account,
        names,
        page::page,
        view::{
            banking::{
                ComparedDay, ComparedDayPage, DifferenceLine, ExceptionCard, FailedRefund,
                ReconciliationPage,
            },
            form::{Choice, Form},
            parts::{Fact, Mark, Tone},
        },
        visit::{Carried, Sent, Visit, outcome, typed},
    },
};

/// Most exceptions, failed refunds and days on the page; the API lists more.
const SHOWN: usize = 100;

/// `GET /operator/reconciliation`. Auditors see it without the forms.
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&draw(&visit, Form::empty(), None)?))
}

/// `POST /operator/reconciliation`. Without a file the statement is fetched, where the channel offers that.
pub(in crate::web) async fn run(carried: Carried) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let operator = who.operator()?;
    let (form, wish) = match upload {
        Ok(upload) => (
            typed(&upload.fields),
            compare(&visit, &operator, &upload).await,
        ),
        Err(problem) => (Form::empty(), Err(problem)),
    };
    match outcome(visit.lang, form, wish, str::to_owned)? {
        Ok((path, done)) => Ok(visit.done(&path, "day-compared", done)),
        Err(refused) => Ok(refused.page(&draw(&visit, refused.form.clone(), None)?)),
    }
}

async fn compare(
    visit: &Visit,
    operator: &app::permission::Signed<app::permission::Operator>,
    upload: &Uploaded,
) -> Result<(String, Done), Problem> {
    let channel = channel_named(upload.fields.text("channel"));
    let channel = channel.map_err(|_| fields_invalid().at_field("channel", "choice"))?;
    let day = upload.fields.text("day").parse::<Day>();
    let day = day.map_err(|_| fields_invalid().at_field("day", "date"))?;
    let cashier = &visit.state().cashier;
    let file = match upload.files.first() {
        Some(file) => file.clone(),
        None if Cashier::fetches(channel) => cashier.fetch(channel, day).await?,
        None => return Err(fields_invalid().at_field("file", "required")),
    };
    let done = cashier
        .compare(channel, day, &upload.intent, (operator, &file))
        .await?;
    Ok((href(channel.as_str(), day), done))
}

fn href(channel: &str, day: Day) -> String {
    format!("/operator/reconciliation/{channel}/{day}")
}

/// What was typed about an exception, when it was refused.
type Said<'a> = Option<(ExceptionId, &'a Form)>;

fn draw(visit: &Visit, form: Form, said: Said<'_>) -> Result<ReconciliationPage, Problem> {
    let (read, lang) = (visit.app().read(), visit.lang);
    let exceptions = read.exceptions_open(SHOWN)?;
    let cashier = &visit.state().cashier;
    Ok(ReconciliationPage {
        shell: visit.shell(),
        channels: cashier
            .channels()
            .map(|channel| Choice::new(channel.as_str(), lang.word("way", channel.as_str())))
            .collect(),
        form,
        exception_count: i64::try_from(exceptions.len()).unwrap_or(i64::MAX),
        exceptions: exceptions
            .iter()
            .map(|row| exception(visit, row, said))
            .collect(),
        failed: read
            .refunds_failed(SHOWN)?
            .iter()
            .filter_map(|row| failed(visit, row))
            .collect(),
        days: read
            .reconciliations(SHOWN)?
            .iter()
            .map(|row| compared(visit, row))
            .collect(),
    })
}

fn exception(visit: &Visit, row: &ExceptionRow, said: Said<'_>) -> ExceptionCard {
    let (raised, lang) = (&row.raised, visit.lang);
    let typed = said.filter(|(exception, _)| *exception == raised.exception);
    let kept = visit.app().read().unknown_money(raised.exception);
    let facts = [
        ("told-amount", raised.amount.map(names::money)),
        ("told-expected", raised.expected.map(names::money)),
        (
            "told-transaction",
            Some(raised.transaction.clone()).filter(|id| !id.is_empty()),
        ),
        ("told-payment", raised.payment.map(|id| id.to_string())),
        ("told-refund", raised.refund.map(|id| id.to_string())),
    ];
    ExceptionCard {
        id: raised.exception.to_string(),
        channel: lang.word("way", raised.channel.as_str()),
        cause: lang.word("told-cause", raised.cause.as_str()),
        next: lang.word("told-next", raised.cause.as_str()),
        facts: facts
            .into_iter()
            .filter_map(|(key, value)| Some(Fact::new(lang.text(key), value?)))
            .collect(),
        at: names::when(lang, row.raised_at),
        returnable: returnable(visit, raised),
        is_kept: matches!(kept, Ok(Some(_))),
        form: typed.map(|(_, form)| form.clone()).unwrap_or_default(),
    }
}

/// Whether money came and was taken in, so that it can go back in one step.
fn returnable(visit: &Visit, raised: &Raised) -> bool {
    let money = surplus_of(raised.channel, &raised.transaction);
    let asked = matches!(raised.cause, Cause::AmountDiffers | Cause::PaidTwice);
    asked && matches!(visit.app().read().payment(money), Ok(Some(_)))
}

fn failed(visit: &Visit, row: &RefundRow) -> Option<FailedRefund> {
    let RefundState::Failed { reason, at } = &row.state else {
        return None;
    };
    Some(FailedRefund {
        amount: names::money(row.amount),
        channel: visit.lang.word("way", row.channel.as_str()),
        reason: reason.clone(),
        at: names::when(visit.lang, *at),
    })
}

fn compared(visit: &Visit, row: &RunRow) -> ComparedDay {
    let run = &row.run;
    ComparedDay {
        href: href(run.channel.as_str(), run.day),
        day: run.day.to_string(),
        channel: visit.lang.word("way", run.channel.as_str()),
        mark: mark(visit, row.differences),
        theirs: sums(row, |total| total.theirs),
        ours: sums(row, |total| total.ours),
    }
}

fn mark(visit: &Visit, differences: u32) -> Mark {
    let tone = if differences == 0 {
        Tone::Good
    } else {
        Tone::Bad
    };
    let count = [("count", differences.into())];
    Mark::new(visit.lang.text_with("difference-count", &count), tone)
}

fn sums(row: &RunRow, of: fn(&settlement::reconciliation::Total) -> i64) -> String {
    let totals = row.run.totals.iter();
    let money = |currency: Currency, minor| names::money(Money::new(minor, currency));
    let sums: Vec<String> = totals
        .map(|total| money(total.currency, of(total)))
        .collect();
    sums.join(" · ")
}

/// `GET /operator/reconciliation/{channel}/{day}`
pub(in crate::web) async fn day(
    visit: Visit,
    path: Path<(String, Day)>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let (name, day) = path.into_inner();
    let (channel, lang) = (channel_named(&name)?, visit.lang);
    let found = visit.app().read().reconciliation(channel, day)?;
    let (row, differences) = found.ok_or_else(Problem::not_found)?;
    let number = |count: u32| count.to_string();
    let facts = [
        ("reconciliation-theirs", sums(&row, |total| total.theirs)),
        ("reconciliation-ours", sums(&row, |total| total.ours)),
        ("reconciliation-fees", sums(&row, |total| total.fees)),
        (
            "reconciliation-our-fees",
            sums(&row, |total| total.our_fees.unwrap_or_default()),
        ),
        ("reconciliation-agreed", number(row.run.agreed)),
        ("reconciliation-differences", number(row.differences)),
        ("reconciliation-skipped", number(row.run.skipped)),
    ];
    Ok(page(&ComparedDayPage {
        shell: visit.shell(),
        title: format!("{} · {day}", lang.word("way", channel.as_str())),
        facts: facts
            .map(|(key, value)| Fact::new(lang.text(key), value))
            .into(),
        differences: differences
            .iter()
            .map(|found| difference(&visit, found))
            .collect(),
        csv_href: format!("{}/differences.csv", href(&name, day)),
    }))
}

fn difference(visit: &Visit, found: &Difference) -> DifferenceLine {
    let lang = visit.lang;
    let money = |amount: Option<Money>, fee: Option<Money>| {
        let fee = fee.map(|fee| {
            let fee = names::money(fee);
            lang.text_with("reconciliation-fee-of", &[("amount", fee.into())])
        });
        let told: Vec<String> = amount.map(names::money).into_iter().chain(fee).collect();
        told.join(" · ")
    };
    let about: Vec<String> = found
        .about
        .iter()
        .map(|aspect| lang.word("aspect", aspect.as_str()))
        .collect();
    DifferenceLine {
        kind: Mark::new(lang.word("difference", found.kind.as_str()), Tone::Bad),
        movement: lang.word("movement", found.movement.as_str()),
        transaction: found.transaction.clone(),
        number: found.number.clone(),
        theirs: money(found.theirs, found.fee_theirs),
        ours: money(found.ours, found.fee_ours),
        about: about.join(" · "),
    }
}

/// `GET /operator/reconciliation/{channel}/{day}/differences.csv`
pub(in crate::web) async fn file(
    visit: Visit,
    path: Path<(String, Day)>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let (name, day) = path.into_inner();
    let channel = channel_named(&name)?;
    let found = visit.app().read().reconciliation(channel, day)?;
    let (_, differences) = found.ok_or_else(Problem::not_found)?;
    Ok(csv(channel, day, differences))
}

/// `POST /operator/exceptions/{exception}/resolve`, field `note`
pub(in crate::web) async fn resolve(
    sent: Sent,
    exception: Path<ExceptionId>,
) -> Result<HttpResponse, Problem> {
    let (operator, note) = (sent.who.operator()?, sent.fields.text("note"));
    let app = sent.visit.app();
    let wish = exceptions::resolve(app, &operator, &sent.intent, *exception, note).await;
    dealt_with(&sent, *exception, wish.map_err(Problem::from))
}

/// `POST /operator/exceptions/{exception}/return`, fields `holder`, `bank`, `account_number`, `identity_checked` for a
/// payout where the channel no longer can
pub(in crate::web) async fn send_back(
    sent: Sent,
    exception: Path<ExceptionId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let checked = sent.fields.text("identity_checked") == "yes";
        let payout = (checked, account::typed(&sent.fields)?);
        let app = sent.visit.app();
        Ok(surplus::send_back(app, &operator, &sent.intent, *exception, payout).await?)
    };
    let wish: Result<Done, Problem> = wish.await;
    dealt_with(&sent, *exception, wish)
}

/// `POST /operator/exceptions/{exception}/returned`, field `transaction`
pub(in crate::web) async fn returned(
    sent: Sent,
    exception: Path<ExceptionId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let (app, transaction) = (sent.visit.app(), sent.fields.text("transaction").trim());
    let wish =
        exceptions::record_return(app, &operator, &sent.intent, *exception, transaction).await;
    dealt_with(&sent, *exception, wish.map_err(Problem::from))
}

fn dealt_with(
    sent: &Sent,
    exception: ExceptionId,
    wish: Result<Done, Problem>,
) -> Result<HttpResponse, Problem> {
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent
            .visit
            .done("/operator/reconciliation", "exception-resolved", done)),
        Err(refused) => {
            let said = Some((exception, &refused.form));
            Ok(refused.page(&draw(&sent.visit, Form::empty(), said)?))
        }
    }
}
