//! Payments: listed and found by reference for the operator, settled only by a channel's fact.

use actix_web::{
    HttpRequest,
    web::{Data, Path, Query},
};
use app::{
    App, Error,
    commands::{payments, surplus},
};
use kernel::{Money, PaymentId, ShortCode, Timestamp};
use readmodels::money::{Capture, MONEY_PAGE_MAX, PaymentFilter, PaymentRow, PaymentState};
use serde::{Deserialize, Serialize};
use settlement::payment::Channel;
use utoipa::ToSchema;

use super::{Answer, adoptions::ReasonForm, shapes::MoneyView};
use crate::{
    answer::{self, PageQuery},
    auth::{SignedIn, Wish},
    limits::EXPORT_ROWS_MAX,
};

/// A channel's word that money moved: a line of a bank statement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactForm {
    /// `manual`.
    #[serde(default = "bank_transfer")]
    #[schema(value_type = String, example = "manual")]
    pub(crate) channel: Channel,
    /// The channel's own id of the transaction.
    #[schema(example = "ICBC-20260412-000123")]
    pub(crate) transaction: String,
    /// What moved, before fees.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
    /// What the channel kept; nothing if left out.
    #[schema(value_type = Option<MoneyView>)]
    pub(crate) fee: Option<Money>,
    /// When the money counts; now if left out (RFC 3339).
    #[schema(value_type = Option<String>)]
    pub(crate) value_at: Option<Timestamp>,
}

const fn bank_transfer() -> Channel {
    Channel::Manual
}

impl FactForm {
    /// As the use cases take it.
    pub(super) fn into_capture(self, now: Timestamp) -> payments::Capture {
        payments::Capture {
            channel: self.channel,
            transaction: self.transaction.trim().to_owned(),
            fee: self.fee.unwrap_or(Money::new(0, self.amount.currency)),
            amount: self.amount,
            value_at: self.value_at.unwrap_or(now),
        }
    }
}

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaymentView {
    /// The payment.
    pub(crate) payment: String,
    /// What it is for.
    pub(crate) adoption: String,
    /// Who pays.
    pub(crate) payer: String,
    /// What is expected.
    pub(crate) amount: MoneyView,
    /// By which way.
    #[schema(value_type = String)]
    pub(crate) channel: Channel,
    /// What the payer writes on the transfer.
    pub(crate) reference: String,
    /// When it was opened.
    pub(crate) opened_at: String,
    /// Until when it is in time.
    pub(crate) expires_at: String,
    /// `awaited`, `lapsed`, `captured`, `late` or `failed`.
    pub(crate) state: &'static str,
    /// The channel's transaction id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transaction: Option<String>,
    /// What arrived, gross.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) captured: Option<MoneyView>,
    /// What the channel kept of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fee: Option<MoneyView>,
    /// Whether the channel said so; otherwise the fee is reckoned from its schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fee_told: Option<bool>,
    /// When the money counted, or when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) settled_at: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<String>,
}

impl From<PaymentRow> for PaymentView {
    fn from(row: PaymentRow) -> Self {
        let view = Self {
            payment: row.payment.to_string(),
            adoption: row.adoption.to_string(),
            payer: row.payer.to_string(),
            amount: row.amount.into(),
            channel: row.channel,
            reference: row.reference.to_string(),
            opened_at: row.opened_at.to_string(),
            expires_at: row.expires_at.to_string(),
            state: "awaited",
            transaction: None,
            captured: None,
            fee: None,
            fee_told: None,
            settled_at: None,
            failure: None,
        };
        match row.state {
            PaymentState::Awaited => view,
            PaymentState::Lapsed => Self {
                state: "lapsed",
                ..view
            },
            PaymentState::Captured(capture) => view.captured("captured", capture),
            PaymentState::Late(capture) => view.captured("late", capture),
            PaymentState::Surplus(capture, _) => view.captured("surplus", capture),
            PaymentState::Failed { reason, at } => Self {
                state: "failed",
                failure: Some(reason),
                settled_at: Some(at.to_string()),
                ..view
            },
        }
    }
}

impl PaymentView {
    fn captured(self, state: &'static str, capture: Capture) -> Self {
        Self {
            state,
            transaction: Some(capture.transaction),
            captured: Some(capture.amount.into()),
            fee: Some(capture.fee.into()),
            fee_told: Some(capture.fee_told),
            settled_at: Some(capture.value_at.to_string()),
            ..self
        }
    }
}

/// Which payments are asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StateWord {
    #[default]
    All,
    Awaited,
    Lapsed,
    Captured,
    Late,
    Surplus,
    Failed,
}

impl From<StateWord> for PaymentFilter {
    fn from(word: StateWord) -> Self {
        match word {
            StateWord::All => Self::All,
            StateWord::Awaited => Self::Awaited,
            StateWord::Lapsed => Self::Lapsed,
            StateWord::Captured => Self::Captured,
            StateWord::Late => Self::Late,
            StateWord::Surplus => Self::Surplus,
            StateWord::Failed => Self::Failed,
        }
    }
}

/// Which payments are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct PaymentsQuery {
    #[serde(default)]
    state: StateWord,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /api/v1/payments`
pub(crate) async fn list(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    query: Query<PaymentsQuery>,
) -> Answer {
    who.identity.auditor()?;
    let filter = PaymentFilter::from(query.state);
    if answer::wants_csv(&req) {
        return export(&app, filter);
    }
    let page = PageQuery {
        cursor: query.cursor.clone(),
        limit: query.limit,
    };
    let limit = page.limit()?;
    let rows = app
        .read()
        .payments(filter, page.cursor(|text| text.parse().ok())?, limit)?;
    let next = rows
        .last()
        .filter(|_| rows.len() == limit)
        .map(|last| last.position.to_string());
    Ok(answer::page::<PaymentView>(
        &req,
        rows.into_iter().map(PaymentView::from).collect(),
        next,
    ))
}

fn export(app: &App, filter: PaymentFilter) -> Answer {
    let (mut rows, mut before) = (Vec::new(), None);
    while rows.len() < EXPORT_ROWS_MAX {
        let page = app.read().payments(filter, before, MONEY_PAGE_MAX)?;
        let Some(last) = page.last() else { break };
        before = Some(last.position);
        rows.extend(page);
    }
    let headings = [
        "reference",
        "state",
        "amount_minor",
        "currency",
        "opened_at",
        "expires_at",
        "transaction",
        "captured_minor",
        "fee_minor",
        "settled_at",
        "failure",
        "payment",
        "adoption",
    ];
    let lines = rows.into_iter().map(|row| {
        let view = PaymentView::from(row);
        let minor = |money: Option<MoneyView>| money.map(|money| money.minor.to_string());
        [
            view.reference,
            view.state.to_owned(),
            view.amount.minor.to_string(),
            view.amount.currency.to_owned(),
            view.opened_at,
            view.expires_at,
            view.transaction.unwrap_or_default(),
            minor(view.captured).unwrap_or_default(),
            minor(view.fee).unwrap_or_default(),
            view.settled_at.unwrap_or_default(),
            view.failure.unwrap_or_default(),
            view.payment,
            view.adoption,
        ]
    });
    Ok(answer::csv("payments.csv", headings, lines))
}

/// What a channel kept of all that came by it in one currency, in minor units.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelFeesView {
    /// Which channel.
    #[schema(value_type = String)]
    channel: Channel,
    /// ISO 4217.
    currency: &'static str,
    /// Payments that came.
    payments: u64,
    /// Of these, how many fees the channel itself told; the others are reckoned from its schedule.
    told: u64,
    /// What came, gross.
    captured: i64,
    /// What the channel kept of it.
    kept: i64,
    /// What it gave back with refunds.
    returned: i64,
    /// What was lost with refunds, by whomever it is borne.
    lost: i64,
}

/// `GET /api/v1/channel-fees`
pub(crate) async fn fees(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let rows = app.read().channel_fees()?.into_iter();
    let views: Vec<_> = rows
        .map(|one| ChannelFeesView {
            channel: one.channel,
            currency: one.currency.code(),
            payments: one.payments,
            told: one.told,
            captured: one.captured,
            kept: one.kept,
            returned: one.returned,
            lost: one.lost,
        })
        .collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/payments/{payment}`: one's own, or any for operator and auditor.
pub(crate) async fn show(app: Data<App>, payment: Path<PaymentId>, who: SignedIn) -> Answer {
    let row = app.read().payment(*payment)?.ok_or(Error::NotFound)?;
    if row.payer != who.identity.person() {
        who.identity.auditor().map_err(|_| Error::NotFound)?;
    }
    Ok(answer::json(&PaymentView::from(row)))
}

/// `GET /api/v1/payments/by-reference/{reference}`
pub(crate) async fn by_reference(
    app: Data<App>,
    reference: Path<ShortCode>,
    who: SignedIn,
) -> Answer {
    who.identity.auditor()?;
    let row = app
        .read()
        .payment_by_reference(*reference)?
        .ok_or(Error::NotFound)?;
    Ok(answer::json(&PaymentView::from(row)))
}

/// `POST /api/v1/payments/{payment}/captures`
pub(crate) async fn capture(
    app: Data<App>,
    payment: Path<PaymentId>,
    wish: Wish<FactForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let fact = wish.form.into_capture(wish.intent.now());
    let done = payments::record_capture(&app, &operator, &wish.intent, *payment, fact).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/payments/{payment}/surplus`: the surplus is a payment of its own; it is named.
pub(crate) async fn return_surplus(
    app: Data<App>,
    payment: Path<PaymentId>,
    wish: Wish<FactForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let fact = wish.form.into_capture(wish.intent.now());
    let (surplus, done) =
        surplus::return_line(&app, &operator, &wish.intent, *payment, fact).await?;
    Ok(answer::made(
        surplus,
        &format!("/api/v1/payments/{surplus}"),
        done,
    ))
}

/// `POST /api/v1/payments/{payment}/failures`
pub(crate) async fn fail(
    app: Data<App>,
    payment: Path<PaymentId>,
    wish: Wish<ReasonForm>,
) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, &wish.form.reason);
    let done = payments::record_failure(&app, &operator, &wish.intent, *payment, reason).await?;
    Ok(answer::done(done))
}
