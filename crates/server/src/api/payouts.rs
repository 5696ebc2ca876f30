//! Payouts: approved by people, sent by the bank, settled or failed by the bank's word alone.

use actix_web::{
    HttpRequest,
    web::{Data, Path, Query},
};
use app::{
    App, Error,
    account::Account,
    commands::{payout_order, payouts},
};
use kernel::PayoutId;
use readmodels::payouts::{PayoutRow, PayoutState};
use serde::{Deserialize, Serialize};
use settlement::payout::{Payee, Purpose};
use utoipa::ToSchema;

use super::{
    Answer, adoptions::ReasonForm, payments::FactForm, refunds::AccountForm, shapes::MoneyView,
};
use crate::{
    answer::{self, PageQuery},
    auth::{Nothing, SignedIn, Wish},
    problem::Problem,
};

/// A part of a payment that can go to a farm.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// Of which payment.
    payment: String,
    /// How much.
    amount: MoneyView,
    /// Until when the channel takes it.
    until: String,
}

/// Which way a payout to a farm goes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PayoutWayView {
    /// The payout.
    payout: String,
    /// By dividing these payments, in this order: what the channel takes no longer soonest goes first.
    parts: Vec<PartView>,
    /// By bank.
    by_bank: MoneyView,
}

/// `GET /api/v1/payout-ways`
pub(crate) async fn ways(app: Data<App>, who: SignedIn) -> Answer {
    let auditor = who.identity.auditor()?;
    let ways = payout_order::ways(&app, &auditor)?;
    let views = ways.into_iter().map(|way| PayoutWayView {
        payout: way.payout.to_string(),
        parts: way
            .division
            .parts
            .into_iter()
            .map(|part| PartView {
                payment: part.payment.to_string(),
                amount: part.amount.into(),
                until: part.until.to_string(),
            })
            .collect(),
        by_bank: way.division.by_bank.into(),
    });
    Ok(answer::json(&views.collect::<Vec<_>>()))
}

/// A payout.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PayoutView {
    /// The payout.
    pub(crate) payout: String,
    /// Who is paid: `{"kind":"farm","id":"frm_…"}` or `{"kind":"person","id":"per_…"}`.
    #[schema(value_type = Object)]
    pub(crate) payee: Payee,
    /// What for: `{"kind":"advance","of":2026}`, `settlement`, `refund` or `credit`.
    #[schema(value_type = Object)]
    pub(crate) purpose: Purpose,
    /// How much.
    pub(crate) amount: MoneyView,
    /// When it was asked for.
    pub(crate) requested_at: String,
    /// `unapproved`, `requested`, `sent`, `settled` or `failed`.
    pub(crate) state: &'static str,
    /// The bank's transaction id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transaction: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<String>,
    /// The account it goes to; one payout alone shows it, to operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<AccountForm>,
}

/// The word for where a payout stands.
pub(crate) const fn state_word(state: &PayoutState) -> &'static str {
    match state {
        PayoutState::Unapproved => "unapproved",
        PayoutState::Requested => "requested",
        PayoutState::Sent { .. } => "sent",
        PayoutState::Settled { .. } => "settled",
        PayoutState::Failed { .. } => "failed",
    }
}

impl From<PayoutRow> for PayoutView {
    fn from(row: PayoutRow) -> Self {
        let state = state_word(&row.state);
        let (transaction, failure) = match row.state {
            PayoutState::Settled { transaction, .. } => (Some(transaction), None),
            PayoutState::Failed { reason, .. } => (None, Some(reason)),
            PayoutState::Unapproved | PayoutState::Requested | PayoutState::Sent { .. } => {
                (None, None)
            }
        };
        Self {
            payout: row.payout.to_string(),
            payee: row.payee,
            purpose: row.purpose,
            amount: row.amount.into(),
            requested_at: row.requested_at.to_string(),
            state,
            transaction,
            failure,
            account: None,
        }
    }
}

/// Which payouts or refunds.
#[derive(Debug, Deserialize)]
pub(crate) struct StateQuery {
    pub(crate) state: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

impl StateQuery {
    /// The page that is asked for; the state must be one of `known`.
    pub(crate) fn page(&self, known: &[&str]) -> Result<(usize, Option<u64>), Problem> {
        if let Some(state) = &self.state
            && !known.contains(&state.as_str())
        {
            return Err(Problem::query("state", "choice"));
        }
        let page = PageQuery {
            cursor: self.cursor.clone(),
            limit: self.limit,
        };
        Ok((page.limit()?, page.cursor(|text| text.parse().ok())?))
    }
}

/// Every state of a payout.
pub(crate) const STATES: [&str; 5] = ["unapproved", "requested", "sent", "settled", "failed"];

/// `GET /api/v1/payouts`
pub(crate) async fn list(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    query: Query<StateQuery>,
) -> Answer {
    who.identity.auditor()?;
    let (limit, before) = query.page(&STATES)?;
    let rows = app.read().payouts(query.state.as_deref(), before, limit)?;
    let full = rows.last().filter(|_| rows.len() == limit);
    let next = full.map(|last| last.position.to_string());
    let views = rows.into_iter().map(PayoutView::from).collect();
    Ok(answer::page::<PayoutView>(&req, views, next))
}

/// `GET /api/v1/payouts/{payout}`
pub(crate) async fn show(app: Data<App>, payout: Path<PayoutId>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let row = app.read().payout(*payout)?.ok_or(Error::NotFound)?;
    let account = match who.identity.operator() {
        Ok(_) => account_of(&app, &row)?,
        Err(_) => None,
    };
    let mut view = PayoutView::from(row);
    view.account = account.map(AccountForm::from);
    Ok(answer::json(&view))
}

/// The account that a payout goes to; nothing where none was told, or who is paid was erased.
pub(crate) fn account_of(app: &App, row: &PayoutRow) -> Result<Option<Account>, Error> {
    match (row.payee, &row.account) {
        (Payee::Person(person), Some(sealed)) => app.open_account(person, row.payout, sealed),
        (Payee::Farm(_) | Payee::Person(_), _) => Ok(None),
    }
}

/// `POST /api/v1/payouts/{payout}/approval`
pub(crate) async fn approve(app: Data<App>, payout: Path<PayoutId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = payouts::approve(&app, &operator, &wish.intent, *payout).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/payouts/{payout}/sending`
pub(crate) async fn send(app: Data<App>, payout: Path<PayoutId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = payouts::record_sent(&app, &operator, &wish.intent, *payout).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/payouts/{payout}/settlement`
pub(crate) async fn settle(app: Data<App>, payout: Path<PayoutId>, wish: Wish<FactForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let fact = wish.form.into_capture(wish.intent.now());
    let done = payouts::record_settlement(&app, &operator, &wish.intent, *payout, fact).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/payouts/{payout}/failure`
pub(crate) async fn fail(app: Data<App>, payout: Path<PayoutId>, wish: Wish<ReasonForm>) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, &wish.form.reason);
    let done = payouts::record_failure(&app, &operator, &wish.intent, *payout, reason).await?;
    Ok(answer::done(done))
}
