//! The books as people keep them: closing days, corrections by entries and reversals, invoices, balances of a day.

use actix_web::{
    HttpRequest,
    web::{Data, Path, Query},
};
use adoption::campaign::Bilingual;
use app::{
    App,
    commands::{
        books::{self, Correction},
        clocks,
    },
};
use kernel::{AdoptionId, Currency, Day, FarmId, InvoiceId, Money};
use readmodels::{coverage::Coverage, invoices::InvoiceRow};
use serde::{Deserialize, Serialize};
use settlement::{
    entry::Original,
    invoice::InvoiceNumber,
    postings::{Account, Posting},
};
use utoipa::ToSchema;

use super::{
    Answer,
    books::ClockView,
    shapes::{BilingualShape, MoneyView},
};
use crate::{
    answer::{self, PageQuery},
    auth::{SignedIn, Wish},
    problem::Problem,
};

/// Months ahead that clocks are told of.
const AHEAD_DAYS: i64 = 120;

/// A day to close.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosingForm {
    /// The day, in the books' time (UTC+8); it must be over.
    #[schema(value_type = String, example = "2026-11-27")]
    pub(crate) day: Day,
}

/// `POST /api/v1/closed-days`
pub(crate) async fn close(app: Data<App>, wish: Wish<ClosingForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = books::close_day(&app, &operator, &wish.intent, wish.form.day).await?;
    Ok(answer::done(done))
}

/// One line of an entry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineForm {
    /// The account.
    #[schema(value_type = String, example = "expenses:channel-fees")]
    pub(crate) account: Account,
    /// On behalf of which adoption.
    #[schema(value_type = Option<String>)]
    pub(crate) adoption: Option<AdoptionId>,
    /// On behalf of which farm.
    #[schema(value_type = Option<String>)]
    pub(crate) farm: Option<FarmId>,
    /// Positive debits, negative credits.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
}

/// What a person writes into the books.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntryForm {
    /// The day it is booked on; an open one.
    #[schema(value_type = String, example = "2026-11-28")]
    pub(crate) day: Day,
    /// Its lines; they sum to zero.
    pub(crate) lines: Vec<LineForm>,
    /// Why, up to 200 characters.
    pub(crate) memo: String,
}

impl EntryForm {
    fn into_correction(self) -> Correction {
        let lines = self.lines.into_iter().map(|line| Posting {
            account: line.account,
            adoption: line.adoption,
            farm: line.farm,
            amount: line.amount,
        });
        Correction {
            day: self.day,
            lines: lines.collect(),
            memo: self.memo,
        }
    }
}

/// `POST /api/v1/entries`
pub(crate) async fn write(app: Data<App>, wish: Wish<EntryForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let correction = wish.form.into_correction();
    let (entry, done) = books::post_entry(&app, &operator, &wish.intent, correction).await?;
    Ok(answer::made(entry, "/api/v1/entries", done))
}

/// What is taken back, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReversalForm {
    /// `{"kind":"entry","id":"ent_…"}`, or `{"kind":"fact","id":4711}` for what the fact at that position posted.
    #[schema(value_type = Object)]
    pub(crate) original: Original,
    /// What the reversal says: lines of the opposite sign, at most what was posted.
    pub(crate) entry: EntryForm,
}

/// `POST /api/v1/reversals`
pub(crate) async fn reverse(app: Data<App>, wish: Wish<ReversalForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (original, correction) = (wish.form.original, wish.form.entry.into_correction());
    let (entry, done) =
        books::reverse_entry(&app, &operator, &wish.intent, original, correction).await?;
    Ok(answer::made(entry, "/api/v1/entries", done))
}

/// A line of the trial balance at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayBalanceView {
    /// The account.
    #[schema(value_type = String, example = "assets:channel:manual")]
    pub(crate) account: Account,
    /// Debits less credits.
    pub(crate) balance: MoneyView,
}

/// The trial balance at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrialBalanceView {
    /// The day.
    pub(crate) day: String,
    /// The last closed day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed_through: Option<String>,
    /// Every account; each currency sums to zero.
    pub(crate) accounts: Vec<DayBalanceView>,
}

/// Of which day.
#[derive(Debug, Deserialize)]
pub(crate) struct DayQuery {
    day: Option<Day>,
}

/// `GET /api/v1/trial-balance`
pub(crate) async fn trial_balance(app: Data<App>, who: SignedIn, query: Query<DayQuery>) -> Answer {
    who.identity.auditor()?;
    let day = query.day.unwrap_or_else(|| books::today(app.now()));
    let accounts = app.read().balances_through(day)?.into_iter();
    Ok(answer::json(&TrialBalanceView {
        day: day.to_string(),
        closed_through: app.read().closed_through()?.map(|day| day.to_string()),
        accounts: accounts
            .map(|one| DayBalanceView {
                account: one.account,
                balance: one.amount.into(),
            })
            .collect(),
    }))
}

/// What was owed as fruit at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UndeliveredView {
    /// The day.
    pub(crate) day: String,
    /// Paid for and not delivered.
    pub(crate) amount: MoneyView,
}

/// `GET /api/v1/undelivered`
pub(crate) async fn undelivered(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let days = app.read().undelivered_by_day(Currency::CNY)?.into_iter();
    let views: Vec<_> = days
        .map(|(day, amount)| UndeliveredView {
            day: day.to_string(),
            amount: amount.into(),
        })
        .collect();
    Ok(answer::json(&views))
}

/// An invoice, or a red-letter invoice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvoiceView {
    /// Its number; a year's numbers have no gaps.
    #[schema(example = "2026-000042")]
    pub(crate) number: String,
    /// Its id.
    pub(crate) invoice: String,
    /// The number it takes back, for a red-letter one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) corrects: Option<String>,
    /// For which adoption.
    pub(crate) adoption: String,
    /// To whom.
    pub(crate) buyer: String,
    /// How much; negative for a red-letter one.
    pub(crate) amount: MoneyView,
    /// The day it carries.
    pub(crate) day: String,
}

impl From<InvoiceRow> for InvoiceView {
    fn from(row: InvoiceRow) -> Self {
        Self {
            number: row.number.to_string(),
            invoice: row.invoice.to_string(),
            corrects: row.corrects.map(|number| number.to_string()),
            adoption: row.adoption.to_string(),
            buyer: row.buyer.to_string(),
            amount: row.amount.into(),
            day: row.day.to_string(),
        }
    }
}

/// `GET /api/v1/invoices`
pub(crate) async fn invoices(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    page: Query<PageQuery>,
) -> Answer {
    who.identity.auditor()?;
    let limit = page.limit()?;
    let rows = app.read().invoices(page.cursor(number)?, limit)?;
    let full = rows.last().filter(|_| rows.len() == limit);
    let next = full.map(|last| last.number.to_string());
    let views = rows.into_iter().map(InvoiceView::from).collect();
    Ok(answer::page::<InvoiceView>(&req, views, next))
}

fn number(text: &str) -> Option<InvoiceNumber> {
    let (year, nth) = text.split_once('-')?;
    Some(InvoiceNumber {
        year: year.parse().ok()?,
        nth: nth.parse().ok()?,
    })
}

/// `POST /api/v1/adoptions/{adoption}/invoice`
pub(crate) async fn invoice(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<crate::auth::Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (invoice, done): (InvoiceId, _) =
        books::issue_invoice(&app, &operator, &wish.intent, *adoption).await?;
    Ok(answer::made(invoice, "/api/v1/invoices", done))
}

/// What a campaign promised and what may be expected.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoverageView {
    /// The campaign.
    pub(crate) campaign: String,
    /// Its title.
    #[schema(value_type = BilingualShape)]
    pub(crate) title: Bilingual,
    /// Its season.
    pub(crate) season: u16,
    /// Promised to paid adoptions.
    pub(crate) promised_grams: u64,
    /// What the offered trees are expected to bear.
    pub(crate) forecast_grams: u64,
    /// What may be promised of it.
    pub(crate) allowed_grams: u64,
    /// Picked so far.
    pub(crate) harvested_grams: u64,
    /// Whether more is promised than may be.
    pub(crate) short: bool,
}

impl From<Coverage> for CoverageView {
    fn from(row: Coverage) -> Self {
        Self {
            campaign: row.campaign.to_string(),
            season: row.season.year(),
            promised_grams: row.promised.0,
            forecast_grams: row.forecast.0,
            allowed_grams: row.allowed().0,
            harvested_grams: row.harvested.0,
            short: row.is_short(),
            title: row.title,
        }
    }
}

/// `GET /api/v1/coverage`
pub(crate) async fn coverage(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let rows = app.read().coverage()?.into_iter();
    let views: Vec<_> = rows.map(CoverageView::from).collect();
    Ok(answer::json(&views))
}

/// A clock of a payment that runs out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExpiringView {
    /// The payment.
    pub(crate) payment: String,
    /// What it is for.
    pub(crate) adoption: String,
    /// Its channel.
    pub(crate) channel: &'static str,
    /// The clock.
    pub(crate) clock: ClockView,
}

/// How far ahead.
#[derive(Debug, Deserialize)]
pub(crate) struct AheadQuery {
    days: Option<i64>,
}

/// `GET /api/v1/expiring`
pub(crate) async fn expiring(app: Data<App>, who: SignedIn, query: Query<AheadQuery>) -> Answer {
    let auditor = who.identity.auditor()?;
    let days = query.days.unwrap_or(AHEAD_DAYS);
    if !(0..=AHEAD_DAYS * 10).contains(&days) {
        return Err(Problem::query("days", "out-of-range"));
    }
    let found = clocks::expiring(&app, &auditor, app.now().plus_days(days))?;
    let views: Vec<_> = found
        .into_iter()
        .map(|one| ExpiringView {
            payment: one.payment.to_string(),
            adoption: one.adoption.to_string(),
            channel: one.channel.as_str(),
            clock: one.clock.into(),
        })
        .collect();
    Ok(answer::json(&views))
}
