//! A buyer's money with us: credit, and what became of every adoption's payment.

use actix_web::web::{Data, Path};
use app::{App, commands::credits};
use kernel::{AdoptionId, Money};
use readmodels::{
    books::MoneyLine,
    credits::{CreditLine, CreditMove},
};
use serde::{Deserialize, Serialize};
use settlement::credit::Source;
use utoipa::ToSchema;

use super::{
    Answer, farms::AmountForm, ledger::InvoiceView, refunds::AccountForm, shapes::MoneyView,
};
use crate::{
    answer,
    auth::{SignedIn, Wish},
};

/// How many lines of credit are told.
const LINES_MAX: usize = 100;

/// Credit for a buyer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreditForm {
    /// On account of which adoption; its buyer gets it.
    #[schema(value_type = String)]
    pub(crate) adoption: AdoptionId,
    /// `remedy` or `claim` (taken from what was paid), or `goodwill` (the platform bears it).
    #[schema(value_type = String, example = "goodwill")]
    pub(crate) source: Source,
    /// How much.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
}

/// `POST /api/v1/credits`
pub(crate) async fn grant(app: Data<App>, wish: Wish<CreditForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let what = (wish.form.adoption, wish.form.source, wish.form.amount);
    let (credit, done) = credits::grant(&app, &operator, &wish.intent, what).await?;
    Ok(answer::made(credit, "/api/v1/money", done))
}

/// `POST /api/v1/adoptions/{adoption}/credit`
pub(crate) async fn spend(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<AmountForm>,
) -> Answer {
    let (buyer, amount) = (wish.who.identity.buyer(), wish.form.amount);
    let done = credits::spend_credit(&app, &buyer, &wish.intent, *adoption, amount).await?;
    Ok(answer::done(done))
}

/// Credit to be had in cash.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CashForm {
    /// How much.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
    /// One's own account; it is sealed.
    pub(crate) account: AccountForm,
}

/// `POST /api/v1/money/cash`
pub(crate) async fn cash(app: Data<App>, wish: Wish<CashForm>) -> Answer {
    let (buyer, amount) = (wish.who.identity.buyer(), wish.form.amount);
    let account = wish.form.account.parse()?;
    let (payout, done) =
        credits::pay_credit_out(&app, &buyer, &wish.intent, amount, &account).await?;
    Ok(answer::made(payout, "/api/v1/money", done))
}

/// A buyer's money with us.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MoneyOfView {
    /// What can be spent, or be had in cash.
    pub(crate) credit: Vec<MoneyView>,
    /// What moved it, newest first.
    pub(crate) credit_lines: Vec<CreditLineView>,
    /// Adoption by adoption, line by line.
    pub(crate) adoptions: Vec<AdoptionMoneyView>,
    /// The invoices, newest first.
    pub(crate) invoices: Vec<InvoiceView>,
}

/// A line of credit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreditLineView {
    /// When.
    pub(crate) at: String,
    /// What happened: `{"granted":"remedy"}`, `"spent"`, `"returned"`, `{"cash-requested":"pyo_…"}` and the like.
    #[schema(value_type = Object)]
    pub(crate) happened: CreditMove,
    /// On account of which adoption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) adoption: Option<String>,
    /// By how much it moved the balance.
    pub(crate) moved: MoneyView,
}

impl From<CreditLine> for CreditLineView {
    fn from(line: CreditLine) -> Self {
        Self {
            at: line.at.to_string(),
            happened: line.happened,
            adoption: line.adoption.map(|adoption| adoption.to_string()),
            moved: line.moved.into(),
        }
    }
}

/// What became of the money for an adoption.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdoptionMoneyView {
    /// The adoption.
    pub(crate) adoption: String,
    /// What happened, in the order it did.
    pub(crate) lines: Vec<MoneyLineView>,
}

/// A line of an adoption's money.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MoneyLineView {
    /// The day it is booked on.
    pub(crate) day: String,
    /// What happened.
    #[schema(example = "payment captured")]
    pub(crate) what: String,
    /// How much it was about.
    pub(crate) amount: MoneyView,
}

impl From<MoneyLine> for MoneyLineView {
    fn from(line: MoneyLine) -> Self {
        Self {
            day: line.day.to_string(),
            what: line.what,
            amount: line.amount.into(),
        }
    }
}

/// `GET /api/v1/money`
pub(crate) async fn mine(app: Data<App>, who: SignedIn) -> Answer {
    let person = who.identity.person();
    let read = app.read();
    let adoptions = read.own_money(person)?.into_iter();
    let adoptions = adoptions.map(|own| AdoptionMoneyView {
        adoption: own.adoption.to_string(),
        lines: own.lines.into_iter().map(MoneyLineView::from).collect(),
    });
    let lines = read.credit_lines(person, LINES_MAX)?;
    Ok(answer::json(&MoneyOfView {
        credit: read
            .credit_of(person)?
            .into_iter()
            .map(MoneyView::from)
            .collect(),
        credit_lines: lines.into_iter().map(CreditLineView::from).collect(),
        adoptions: adoptions.collect(),
        invoices: read
            .invoices_of(person)?
            .into_iter()
            .map(InvoiceView::from)
            .collect(),
    }))
}
