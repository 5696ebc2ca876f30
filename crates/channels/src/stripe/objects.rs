//! Stripe's objects as replies and events show them, as far as we need them. It must not know how they came.

use std::collections::BTreeMap;

use kernel::{Money, PaymentId, RefundId, Timestamp};
use serde::Deserialize;

use crate::{Capture, Error, PaymentReport, PaymentState, RefundReport, RefundState, amount, text};

pub(super) const fn form(field: &'static str) -> Error {
    Error::Form { field }
}

pub(super) fn money(sum: Option<i64>, currency: &str) -> Result<Money, Error> {
    sum.and_then(|sum| amount::minor(sum, currency))
        .ok_or(form("amount"))
}

pub(super) fn moment(seconds: i64) -> Result<Timestamp, Error> {
    let millis = seconds.checked_mul(1000).and_then(Timestamp::from_millis);
    millis.ok_or(form("created"))
}

pub(super) fn id(said: Option<&str>, field: &'static str) -> Result<String, Error> {
    let said = said.filter(|said| text::is_id(said)).ok_or(form(field))?;
    Ok(said.to_owned())
}

/// An object, or its id alone where it was not expanded.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Intent {
    Id(String),
    Object {
        id: String,
        latest_charge: Option<Charge>,
    },
}

impl Intent {
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Id(id) | Self::Object { id, .. } => id,
        }
    }

    fn charge(&self) -> Option<(i64, &Option<Balance>)> {
        match self {
            Self::Object {
                latest_charge:
                    Some(Charge::Object {
                        created,
                        balance_transaction,
                    }),
                ..
            } => Some((*created, balance_transaction)),
            Self::Object { .. } | Self::Id(_) => None,
        }
    }

    /// What Stripe keeps, once it is known; in the currency of our account there, which may be another than the
    /// buyer's.
    pub(super) fn fee(&self) -> Option<Money> {
        match self.charge()?.1 {
            Some(Balance::Object { fee, currency }) => amount::minor(*fee, currency),
            Some(Balance::Id(_)) | None => None,
        }
    }
}

/// A charge, or its id alone.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Charge {
    Object {
        created: i64,
        #[serde(default)]
        balance_transaction: Option<Balance>,
    },
    Id(#[expect(dead_code, reason = "only whether it is one is asked")] String),
}

/// What a charge came to in our account, or its id alone.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Balance {
    Object { fee: i64, currency: String },
    Id(#[expect(dead_code, reason = "only whether it is one is asked")] String),
}

/// A Checkout session.
#[derive(Deserialize)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) client_reference_id: Option<String>,
    status: Option<String>,
    payment_status: String,
    amount_total: Option<i64>,
    currency: Option<String>,
    payment_intent: Option<Intent>,
    pub(super) url: Option<String>,
}

impl Session {
    /// Which payment it is for; `None` if the session is not of our making.
    pub(super) fn payment(&self) -> Option<PaymentId> {
        self.client_reference_id.as_ref()?.parse().ok()
    }

    /// How the payment stands. Events say when they happened; replies say it of the charge.
    pub(super) fn report(
        &self,
        payment: PaymentId,
        happened: Option<Timestamp>,
    ) -> Result<PaymentReport, Error> {
        let state = match (self.payment_status.as_str(), self.status.as_deref()) {
            ("paid", _) => PaymentState::Captured(self.capture(payment, happened)?),
            ("unpaid", Some("expired")) => PaymentState::Closed,
            ("unpaid", _) => PaymentState::Waiting,
            _ => return Err(form("payment_status")),
        };
        Ok(PaymentReport { payment, state })
    }

    fn capture(&self, payment: PaymentId, happened: Option<Timestamp>) -> Result<Capture, Error> {
        let intent = self.payment_intent.as_ref().ok_or(form("payment_intent"))?;
        let charged = intent.charge().map(|(created, _)| moment(created));
        let amount = money(
            self.amount_total,
            self.currency.as_deref().unwrap_or_default(),
        )?;
        Ok(Capture {
            payment,
            transaction: id(Some(intent.id()), "payment_intent")?,
            amount,
            value_at: charged
                .transpose()?
                .or(happened)
                .ok_or(form("latest_charge"))?,
            fee: intent.fee().filter(|fee| fee.currency == amount.currency),
        })
    }
}

/// A refund.
#[derive(Deserialize)]
pub(super) struct Refund {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    failure_reason: Option<String>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

impl Refund {
    /// Which refund of ours it is; `None` if somebody made it in Stripe's own pages.
    pub(super) fn number(&self) -> Option<RefundId> {
        self.metadata.get("refund")?.parse().ok()
    }

    pub(super) fn report(
        &self,
        refund: RefundId,
        at: Option<Timestamp>,
    ) -> Result<RefundReport, Error> {
        let state = match self.status.as_deref() {
            Some("succeeded") => RefundState::Settled {
                transaction: id(Some(&self.id), "id")?,
                amount: money(Some(self.amount), &self.currency)?,
                at,
            },
            Some("pending" | "requires_action") => RefundState::Accepted,
            Some("failed" | "canceled") => RefundState::Failed {
                code: text::code(self.failure_reason.as_deref().unwrap_or("canceled")),
            },
            _ => return Err(form("status")),
        };
        Ok(RefundReport { refund, state })
    }
}
