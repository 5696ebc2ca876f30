//! Refunds: requested by the rules, settled only by a channel's fact.

use actix_web::web::{Data, Path, Query};
use app::{
    App, Error,
    account::Account,
    commands::{
        partial_refunds::{self, RefundOutcome, RefundWish},
        refunds,
    },
};
use kernel::{AdoptionId, Money, PaymentId, RefundId};
use readmodels::money::{MONEY_PAGE_MAX, RefundRow, RefundState};
use serde::{Deserialize, Serialize};
use settlement::{
    payment::{Channel, LinePart},
    refund::{FeeBearer, RefundReason},
};
use utoipa::ToSchema;

use super::{
    Answer, adoptions::ReasonForm, payments::FactForm, payouts::StateQuery, shapes::MoneyView,
};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
};

/// A refund.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundView {
    /// The refund.
    pub(crate) refund: String,
    /// The payment it returns.
    pub(crate) payment: String,
    /// The adoption it was for.
    pub(crate) adoption: String,
    /// By which way.
    #[schema(value_type = String)]
    pub(crate) channel: Channel,
    /// How much.
    pub(crate) amount: MoneyView,
    /// `paid-too-late`, `withdrawn`, `by-operator`, `shortfall`, `claim`, `campaign-failed` or `surplus`.
    #[schema(value_type = String)]
    pub(crate) reason: RefundReason,
    /// What the channel gave back of its fee.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fee_returned: Option<MoneyView>,
    /// The fee that is lost with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fee_lost: Option<MoneyView>,
    /// Who bears that: `platform`, `farm` or `buyer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fee_bearer: Option<&'static str>,
    /// When it was requested.
    pub(crate) requested_at: String,
    /// `unapproved`, `requested`, `accepted`, `settled`, `failed` or `declined`.
    pub(crate) state: &'static str,
    /// The channel's transaction id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transaction: Option<String>,
    /// Why it failed or was declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<String>,
    /// When it came to this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
}

impl From<RefundRow> for RefundView {
    fn from(row: RefundRow) -> Self {
        let (state, transaction, failure, at) = match row.state {
            RefundState::Unapproved => ("unapproved", None, None, None),
            RefundState::Declined { reason, at } => ("declined", None, Some(reason), Some(at)),
            RefundState::Requested => ("requested", None, None, None),
            RefundState::Accepted { at } => ("accepted", None, None, Some(at)),
            RefundState::Settled { transaction, at } => {
                ("settled", Some(transaction), None, Some(at))
            }
            RefundState::Failed { reason, at } => ("failed", None, Some(reason), Some(at)),
        };
        Self {
            refund: row.refund.to_string(),
            payment: row.payment.to_string(),
            adoption: row.adoption.to_string(),
            channel: row.channel,
            amount: row.amount.into(),
            reason: row.reason,
            fee_returned: Some(row.fee_returned)
                .filter(|fee| fee.minor > 0)
                .map(MoneyView::from),
            fee_lost: row.lost_fee.map(|lost| lost.amount.into()),
            fee_bearer: row.lost_fee.map(|lost| match lost.bearer {
                FeeBearer::Platform => "platform",
                FeeBearer::Farm(_) => "farm",
                FeeBearer::Buyer => "buyer",
            }),
            requested_at: row.requested_at.to_string(),
            state,
            transaction,
            failure,
            at: at.map(|at| at.to_string()),
        }
    }
}

/// Every state of a refund.
pub(crate) const STATES: [&str; 6] = [
    "unapproved",
    "requested",
    "accepted",
    "settled",
    "failed",
    "declined",
];

/// `GET /api/v1/refunds`: those that are neither settled nor failed, oldest first; or all of a state, newest first.
pub(crate) async fn list(app: Data<App>, who: SignedIn, query: Query<StateQuery>) -> Answer {
    who.identity.auditor()?;
    let (_, before) = query.page(&STATES)?;
    let rows = match &query.state {
        None => app.read().refunds_open()?,
        Some(state) => app.read().refunds(Some(state), before, MONEY_PAGE_MAX)?,
    };
    let views: Vec<_> = rows.into_iter().map(RefundView::from).collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/refunds/{refund}`
pub(crate) async fn show(app: Data<App>, refund: Path<RefundId>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let row = app.read().refund(*refund)?.ok_or(Error::NotFound)?;
    Ok(answer::json(&RefundView::from(row)))
}

/// `POST /api/v1/refunds/{refund}/acceptance`
pub(crate) async fn accept(app: Data<App>, refund: Path<RefundId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = refunds::record_acceptance(&app, &operator, &wish.intent, *refund).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/refunds/{refund}/settlement`
pub(crate) async fn settle(app: Data<App>, refund: Path<RefundId>, wish: Wish<FactForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let fact = wish.form.into_capture(wish.intent.now());
    let done = refunds::record_settlement(&app, &operator, &wish.intent, *refund, fact).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/refunds/{refund}/failure`
pub(crate) async fn fail(app: Data<App>, refund: Path<RefundId>, wish: Wish<ReasonForm>) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, &wish.form.reason);
    let done = refunds::record_failure(&app, &operator, &wish.intent, *refund, reason).await?;
    Ok(answer::done(done))
}

/// A part of a line of a payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartForm {
    /// Which line, from 0.
    pub(crate) line: u8,
    /// How much of it.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
}

impl From<PartForm> for LinePart {
    fn from(form: PartForm) -> Self {
        Self {
            line: form.line,
            amount: form.amount,
        }
    }
}

/// What shall go back of a payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundForm {
    /// Of what was paid for which adoption.
    #[schema(value_type = String)]
    pub(crate) adoption: AdoptionId,
    /// Of this payment alone; left out, of every payer's in proportion to what they paid.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(crate) payment: Option<PaymentId>,
    /// How much.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
    /// How much of which line of the payment; left out, it is taken from the lines in their order.
    #[serde(default)]
    pub(crate) parts: Vec<PartForm>,
    /// `withdrawn`, `by-operator`, `shortfall` or `claim`.
    #[schema(value_type = String, example = "shortfall")]
    pub(crate) reason: RefundReason,
    /// The channel was asked and refused, so that a payout carries it.
    #[serde(default)]
    pub(crate) channel_refused: bool,
    /// Whether the account for a payout was made sure to be the payer's; needed only where the channel can no longer
    /// refund.
    #[serde(default)]
    pub(crate) identity_checked: bool,
    /// The payer's account, for a payout; it is sealed for them.
    #[serde(default)]
    pub(crate) account: Option<AccountForm>,
}

/// A bank account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountForm {
    /// Whose it is.
    #[schema(example = "林晓满")]
    pub(crate) holder: String,
    /// Which bank and branch keeps it.
    #[schema(example = "中国工商银行杭州西湖支行")]
    pub(crate) bank: String,
    /// Its number; spaces are left out.
    #[schema(example = "6222021202000123456")]
    pub(crate) number: String,
}

impl AccountForm {
    pub(crate) fn parse(self) -> Result<Account, Error> {
        let Self {
            holder,
            bank,
            number,
        } = self;
        let account = Account {
            holder,
            bank,
            number,
        };
        account.parse("account")
    }
}

impl From<Account> for AccountForm {
    fn from(account: Account) -> Self {
        Self {
            holder: account.holder,
            bank: account.bank,
            number: account.number,
        }
    }
}

/// `POST /api/v1/refunds`: a part of what was paid; each is a refund of its own, one for each payer of a group. The first is
/// named; `GET /api/v1/refunds` has all.
pub(crate) async fn ask(app: Data<App>, wish: Wish<RefundForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let form = wish.form;
    let asked = RefundWish {
        adoption: form.adoption,
        payment: form.payment,
        amount: form.amount,
        parts: form.parts.into_iter().map(LinePart::from).collect(),
        reason: form.reason,
        channel_refused: form.channel_refused,
        identity_checked: form.identity_checked,
        account: form.account.map(AccountForm::parse).transpose()?,
    };
    let (outcomes, done) = partial_refunds::request(&app, &operator, &wish.intent, asked).await?;
    let (RefundOutcome::Requested(refund)
    | RefundOutcome::Queued(refund)
    | RefundOutcome::ByPayout(refund, _)) = outcomes.first().ok_or(Error::NotFound)?;
    let location = format!("/api/v1/refunds/{refund}");
    Ok(answer::made(*refund, &location, done))
}

/// `POST /api/v1/refunds/{refund}/approval`
pub(crate) async fn approve(app: Data<App>, refund: Path<RefundId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = partial_refunds::approve(&app, &operator, &wish.intent, *refund).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/refunds/{refund}/refusal`
pub(crate) async fn decline(
    app: Data<App>,
    refund: Path<RefundId>,
    wish: Wish<ReasonForm>,
) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, &wish.form.reason);
    let done = partial_refunds::decline(&app, &operator, &wish.intent, *refund, reason).await?;
    Ok(answer::done(done))
}
