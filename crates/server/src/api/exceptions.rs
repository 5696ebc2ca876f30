//! What channels and the bank said that needs a person.

use actix_web::web::{Data, Path};
use app::{
    App,
    commands::{exceptions, surplus},
};
use kernel::ExceptionId;
use readmodels::cashier::{CASHIER_PAGE_MAX, ExceptionRow};
use serde::{Deserialize, Serialize};
use settlement::payment::Channel;
use utoipa::ToSchema;

use super::{Answer, refunds::AccountForm, shapes::MoneyView};
use crate::{
    answer,
    auth::{SignedIn, Wish},
};

/// Something that needs a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionView {
    /// The exception.
    exception: String,
    /// Who said it.
    #[schema(value_type = String)]
    channel: Channel,
    /// `payment-unknown`, `amount-differs`, `paid-twice`, `transaction-reused`, `refund-unknown`,
    /// `refund-contradicted`, `refunded-elsewhere` or `dispute-unclear`.
    cause: &'static str,
    /// The channel's own id of what it spoke about.
    transaction: String,
    /// Of which payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<String>,
    /// Of which refund.
    #[serde(skip_serializing_if = "Option::is_none")]
    refund: Option<String>,
    /// How much the channel spoke of.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<MoneyView>,
    /// How much we expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<MoneyView>,
    /// When it was said.
    raised_at: String,
}

impl From<ExceptionRow> for ExceptionView {
    fn from(row: ExceptionRow) -> Self {
        let raised = row.raised;
        Self {
            exception: raised.exception.to_string(),
            channel: raised.channel,
            cause: raised.cause.as_str(),
            transaction: raised.transaction,
            payment: raised.payment.map(|id| id.to_string()),
            refund: raised.refund.map(|id| id.to_string()),
            amount: raised.amount.map(MoneyView::from),
            expected: raised.expected.map(MoneyView::from),
            raised_at: row.raised_at.to_string(),
        }
    }
}

/// What a person did about it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteForm {
    /// A few words, at most 200 characters.
    #[schema(example = "paid back by hand")]
    pub(crate) note: String,
}

/// `GET /api/v1/exceptions`: those that wait, oldest first.
pub(crate) async fn list(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let rows = app.read().exceptions_open(CASHIER_PAGE_MAX)?;
    let views: Vec<_> = rows.into_iter().map(ExceptionView::from).collect();
    Ok(answer::json(&views))
}

/// Under which terms what came goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendBackForm {
    /// Whether the account for a payout was made sure to be the payer's; needed only where the channel can no longer
    /// refund.
    #[serde(default)]
    pub(crate) identity_checked: bool,
    /// The payer's account, for a payout; it is sealed for them.
    #[serde(default)]
    pub(crate) account: Option<AccountForm>,
}

/// `POST /api/v1/exceptions/{exception}/return`: what came and was not asked for goes back the way it came.
pub(crate) async fn send_back(
    app: Data<App>,
    exception: Path<ExceptionId>,
    wish: Wish<SendBackForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let account = wish.form.account.map(AccountForm::parse).transpose()?;
    let payout = (wish.form.identity_checked, account);
    let done = surplus::send_back(&app, &operator, &wish.intent, *exception, payout).await?;
    Ok(answer::done(done))
}

/// How unknown money went back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnedForm {
    /// The channel's own id of giving it back.
    #[schema(example = "50300001968202603011234567890")]
    pub(crate) transaction: String,
}

/// `POST /api/v1/exceptions/{exception}/returned`: what came for nothing we know went back in the channel's own pages.
pub(crate) async fn returned(
    app: Data<App>,
    exception: Path<ExceptionId>,
    wish: Wish<ReturnedForm>,
) -> Answer {
    let (operator, transaction) = (wish.who.identity.operator()?, &wish.form.transaction);
    let done =
        exceptions::record_return(&app, &operator, &wish.intent, *exception, transaction).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/exceptions/{exception}/resolution`
pub(crate) async fn resolve(
    app: Data<App>,
    exception: Path<ExceptionId>,
    wish: Wish<NoteForm>,
) -> Answer {
    let (operator, note) = (wish.who.identity.operator()?, &wish.form.note);
    let done = exceptions::resolve(&app, &operator, &wish.intent, *exception, note).await?;
    Ok(answer::done(done))
}
