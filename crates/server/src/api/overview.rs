//! The operator's morning and the auditor's books.

use actix_web::{
    HttpRequest,
    web::{Data, Query},
};
use adoption::campaign::Bilingual;
use app::App;
use readmodels::{
    books::{POSTINGS_PAGE_MAX, PostingRow},
    overview::{Exception, ExceptionKind},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    Answer,
    shapes::{BilingualShape, MoneyView},
};
use crate::{
    answer::{self, PageQuery},
    auth::SignedIn,
    limits::EXPORT_ROWS_MAX,
};

/// Most days of money shown.
const DAYS_SHOWN_MAX: usize = 60;

/// The operator's morning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewView {
    /// How many adoptions are in which state.
    pub(crate) adoptions: CountsView,
    /// Money that came in by day, newest first.
    pub(crate) captured_per_day: Vec<DayView>,
    /// Every account; each currency sums to zero.
    pub(crate) trial_balance: Vec<BalanceView>,
    /// Promise and harvest of every campaign.
    pub(crate) promises: Vec<PromiseView>,
    /// What needs a decision or a look.
    pub(crate) exceptions: Vec<ExceptionView>,
}

/// How many adoptions are in which state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsView {
    /// Held, not paid.
    pub(crate) started: u32,
    /// Paid.
    pub(crate) confirmed: u32,
    /// Cancelled.
    pub(crate) cancelled: u32,
    /// All boxes delivered.
    pub(crate) completed: u32,
}

/// Money that came in on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayView {
    /// The day, in the books' time (UTC+8).
    pub(crate) day: String,
    /// What came in, gross.
    pub(crate) amount: MoneyView,
    /// In how many payments.
    pub(crate) payments: u32,
}

/// A line of the trial balance, in minor units.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BalanceView {
    /// The account.
    #[schema(example = "assets:channel:manual")]
    pub(crate) account: String,
    /// ISO 4217.
    pub(crate) currency: &'static str,
    /// Debits less credits.
    pub(crate) balance_minor: i64,
    /// Sum of debits.
    pub(crate) debits_minor: i64,
    /// Sum of credits.
    pub(crate) credits_minor: i64,
}

/// Promise and harvest of a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromiseView {
    /// The campaign.
    pub(crate) campaign: String,
    /// Its title.
    #[schema(value_type = BilingualShape)]
    pub(crate) title: Bilingual,
    /// Its season.
    pub(crate) season: u16,
    /// Grams promised to paid adoptions.
    pub(crate) promised_grams: u64,
    /// Grams picked from its trees.
    pub(crate) harvested_grams: u64,
    /// How many adoptions are paid.
    pub(crate) adoptions: u32,
}

/// Something that needs a decision or a look.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionView {
    /// `late-payment`, `refund-to-settle`, `nameplate-to-approve`, `observation-flagged`,
    /// `lot-without-certificate`, `lot-not-allocated` or `payment-awaited`.
    pub(crate) kind: &'static str,
    /// Since when.
    pub(crate) since: String,
    /// What it is about: ids, amounts, codes.
    #[schema(value_type = Object)]
    pub(crate) about: Value,
}

impl From<Exception> for ExceptionView {
    fn from(exception: Exception) -> Self {
        let (kind, about) = match exception.kind {
            ExceptionKind::LatePayment {
                payment,
                adoption,
                amount,
            } => (
                "late-payment",
                json!({ "payment": payment, "adoption": adoption, "amount": amount }),
            ),
            ExceptionKind::RefundToSettle {
                refund,
                adoption,
                amount,
            } => (
                "refund-to-settle",
                json!({ "refund": refund, "adoption": adoption, "amount": amount }),
            ),
            ExceptionKind::NameplateToApprove { adoption, tree, .. } => (
                "nameplate-to-approve",
                json!({ "adoption": adoption, "tree": tree }),
            ),
            ExceptionKind::ObservationFlagged { observation, tree } => (
                "observation-flagged",
                json!({ "observation": observation, "tree": tree }),
            ),
            ExceptionKind::LotWithoutCertificate { lot, code, orchard } => (
                "lot-without-certificate",
                json!({ "lot": lot, "code": code, "orchard": orchard }),
            ),
            ExceptionKind::LotNotAllocated { lot, code, orchard } => (
                "lot-not-allocated",
                json!({ "lot": lot, "code": code, "orchard": orchard }),
            ),
            ExceptionKind::PaymentAwaited {
                payment,
                adoption,
                amount,
                expires_at,
            } => (
                "payment-awaited",
                json!({ "payment": payment, "adoption": adoption, "amount": amount, "expires_at": expires_at }),
            ),
        };
        Self {
            kind,
            since: exception.since.to_string(),
            about,
        }
    }
}

/// `GET /api/v1/overview`
pub(crate) async fn show(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let counts = app.read().adoption_counts()?;
    Ok(answer::json(&OverviewView {
        adoptions: CountsView {
            started: counts.started,
            confirmed: counts.confirmed,
            cancelled: counts.cancelled,
            completed: counts.completed,
        },
        captured_per_day: app
            .read()
            .captured_per_day(DAYS_SHOWN_MAX)?
            .into_iter()
            .map(day)
            .collect(),
        trial_balance: app
            .read()
            .trial_balance()?
            .into_iter()
            .map(balance)
            .collect(),
        promises: app
            .read()
            .promised_vs_harvested()?
            .into_iter()
            .map(promise)
            .collect(),
        exceptions: app
            .read()
            .exceptions()?
            .into_iter()
            .map(ExceptionView::from)
            .collect(),
    }))
}

fn day(row: readmodels::books::CapturedDay) -> DayView {
    DayView {
        day: row.day.to_string(),
        amount: row.amount.into(),
        payments: row.payments,
    }
}

fn balance(row: readmodels::books::AccountBalance) -> BalanceView {
    BalanceView {
        account: row.account,
        currency: row.currency.code(),
        balance_minor: row.balance,
        debits_minor: row.debits,
        credits_minor: row.credits,
    }
}

fn promise(row: readmodels::overview::Promise) -> PromiseView {
    PromiseView {
        campaign: row.campaign.to_string(),
        title: row.title,
        season: row.season.year(),
        promised_grams: row.promised.0,
        harvested_grams: row.harvested.0,
        adoptions: row.adoptions,
    }
}

/// A posting in the books.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostingView {
    /// Position of the fact it comes from.
    pub(crate) position: u64,
    /// Its number within the entry, from 0.
    pub(crate) nth: u32,
    /// When the fact was recorded.
    pub(crate) at: String,
    /// The account.
    pub(crate) account: String,
    /// The adoption it is for, if for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) adoption: Option<String>,
    /// The farm it is for, if for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) farm: Option<String>,
    /// Positive debits, negative credits.
    pub(crate) amount: MoneyView,
}

impl From<PostingRow> for PostingView {
    fn from(row: PostingRow) -> Self {
        Self {
            position: row.position,
            nth: row.nth,
            at: row.at.to_string(),
            account: row.account,
            adoption: row.adoption.map(|adoption| adoption.to_string()),
            farm: row.farm.map(|farm| farm.to_string()),
            amount: row.amount.into(),
        }
    }
}

/// `GET /api/v1/postings`
pub(crate) async fn postings(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    page: Query<PageQuery>,
) -> Answer {
    who.identity.auditor()?;
    if answer::wants_csv(&req) {
        return export(&app);
    }
    let limit = page.limit()?;
    let rows = app.read().postings(page.cursor(read_cursor)?, limit)?;
    let full = rows.last().filter(|_| rows.len() == limit);
    let next = full.map(|last| format!("{}.{}", last.position, last.nth));
    Ok(answer::page::<PostingView>(
        &req,
        rows.into_iter().map(PostingView::from).collect(),
        next,
    ))
}

fn read_cursor(text: &str) -> Option<(u64, u32)> {
    let (position, nth) = text.split_once('.')?;
    Some((position.parse().ok()?, nth.parse().ok()?))
}

fn export(app: &App) -> Answer {
    let (mut rows, mut after) = (Vec::new(), None);
    while rows.len() < EXPORT_ROWS_MAX {
        let page = app.read().postings(after, POSTINGS_PAGE_MAX)?;
        let Some(last) = page.last() else { break };
        after = Some((last.position, last.nth));
        rows.extend(page);
    }
    let headings = [
        "position",
        "nth",
        "at",
        "account",
        "adoption",
        "farm",
        "amount_minor",
        "currency",
    ];
    let lines = rows.into_iter().map(|row| {
        [
            row.position.to_string(),
            row.nth.to_string(),
            row.at.to_string(),
            row.account,
            row.adoption.map_or_else(String::new, |id| id.to_string()),
            row.farm.map_or_else(String::new, |id| id.to_string()),
            row.amount.minor.to_string(),
            row.amount.currency.code().to_owned(),
        ]
    });
    Ok(answer::csv("postings.csv", headings, lines))
}
