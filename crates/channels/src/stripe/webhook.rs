//! What Stripe tells unasked: events, with an HMAC over time and body.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    Settings,
    objects::{Intent, Refund, Session, form, id, moment as moment_of, money},
};
use crate::{
    Delivery, Error, Fact, Moment, Notice, PaymentReport, PaymentState, http, moment, text,
};

const HEADER: &str = "stripe-signature";
/// What Stripe's own libraries allow between its clock and ours, in seconds.
const TOLERANCE_SECONDS: u64 = 300;
/// Most signatures in one header: one for each secret while secrets are being replaced.
const SIGNATURES_MAX: usize = 16;

#[derive(Deserialize)]
struct Event<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    livemode: bool,
    #[serde(borrow)]
    data: Body<'a>,
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    object: &'a RawValue,
}

pub(super) fn heard(
    settings: &Settings,
    delivery: &Delivery,
    moment: Moment,
) -> Result<Notice, Error> {
    let body = http::text(&delivery.body)?;
    check(settings, delivery.header(HEADER)?, body, moment)?;
    let event: Event<'_> = serde_json::from_str(body).map_err(|_| form("body"))?;
    if event.livemode != settings.live {
        return Err(Error::NotOurs { field: "livemode" });
    }
    let id = id(Some(&event.id), "id")?;
    let fact = event.fact()?;
    Ok(Notice { id, fact })
}

/// `t=…,v1=…[,v1=…]`: one of the codes must be that of `t.body` under one of our secrets.
fn check(settings: &Settings, header: &str, body: &str, moment: Moment) -> Result<(), Error> {
    let broken = Error::Header { name: HEADER };
    let pairs = || {
        header
            .split(',')
            .filter_map(|pair| pair.trim().split_once('='))
    };
    let mut times = pairs().filter(|(name, _)| *name == "t");
    let (Some((_, time)), None) = (times.next(), times.next()) else {
        return Err(broken);
    };
    let said = moment::unix_seconds(time).ok_or(broken)?;
    let message = format!("{time}.{body}");
    let fits = pairs()
        .filter(|(name, _)| *name == "v1")
        .take(SIGNATURES_MAX)
        .any(|(_, code)| {
            let mut secrets = settings.webhook_secrets.iter();
            secrets.any(|secret| secret.fits(message.as_bytes(), code))
        });
    if !fits {
        return Err(Error::SignatureWrong);
    }
    moment::check_fresh(said, moment.now, TOLERANCE_SECONDS)
}

impl Event<'_> {
    fn fact(&self) -> Result<Fact, Error> {
        match self.kind.as_str() {
            "checkout.session.completed"
            | "checkout.session.async_payment_succeeded"
            | "checkout.session.async_payment_failed"
            | "checkout.session.expired" => self.session(),
            "refund.created" | "refund.updated" | "refund.failed" => self.refund(),
            "charge.refunded" => {
                let charge: Charge = self.object()?;
                let Some(intent) = charge.payment_intent else {
                    return Ok(Fact::Nothing);
                };
                Ok(Fact::RefundedInTotal {
                    transaction: id(Some(intent.id()), "payment_intent")?,
                    refunded: money(Some(charge.amount_refunded), &charge.currency)?,
                })
            }
            "charge.dispute.created" => self.object::<Dispute>()?.opened(),
            "charge.dispute.closed" => self.object::<Dispute>()?.closed(),
            _ => Ok(Fact::Nothing),
        }
    }

    fn session(&self) -> Result<Fact, Error> {
        let session: Session = self.object()?;
        let Some(payment) = session.payment() else {
            return Ok(Fact::Nothing);
        };
        if self.kind == "checkout.session.async_payment_failed" {
            let code = "async_payment_failed".to_owned();
            let state = PaymentState::Failed { code };
            return Ok(Fact::Payment(PaymentReport { payment, state }));
        }
        let report = session.report(payment, Some(moment_of(self.created)?))?;
        Ok(Fact::Payment(report))
    }

    fn refund(&self) -> Result<Fact, Error> {
        let refund: Refund = self.object()?;
        let Some(number) = refund.number() else {
            return Ok(Fact::Nothing);
        };
        let report = refund.report(number, Some(moment_of(self.created)?))?;
        Ok(Fact::Refund(report))
    }

    fn object<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(self.data.object.get()).map_err(|_| form("object"))
    }
}

#[derive(Deserialize)]
struct Charge {
    payment_intent: Option<Intent>,
    amount_refunded: i64,
    currency: String,
}

#[derive(Deserialize)]
struct Dispute {
    id: String,
    payment_intent: Option<Intent>,
    amount: i64,
    currency: String,
    reason: String,
    status: String,
    evidence_details: Option<Evidence>,
}

#[derive(Deserialize)]
struct Evidence {
    due_by: Option<i64>,
}

impl Dispute {
    fn transaction(&self) -> Result<String, Error> {
        id(
            self.payment_intent.as_ref().map(Intent::id),
            "payment_intent",
        )
    }

    fn opened(&self) -> Result<Fact, Error> {
        let due = self
            .evidence_details
            .as_ref()
            .and_then(|evidence| evidence.due_by);
        Ok(Fact::DisputeOpened {
            dispute: id(Some(&self.id), "id")?,
            transaction: self.transaction()?,
            amount: money(Some(self.amount), &self.currency)?,
            reason: text::code(&self.reason),
            respond_by: due.map(moment_of).transpose()?,
        })
    }

    fn closed(&self) -> Result<Fact, Error> {
        let won = match self.status.as_str() {
            "won" | "warning_closed" => true,
            "lost" => false,
            _ => return Err(form("status")),
        };
        Ok(Fact::DisputeClosed {
            dispute: id(Some(&self.id), "id")?,
            transaction: self.transaction()?,
            amount: money(Some(self.amount), &self.currency)?,
            won,
        })
    }
}
