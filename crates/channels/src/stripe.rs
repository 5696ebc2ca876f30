//! Stripe: Checkout sessions, refunds, webhooks with disputes, the balance report. Callbacks are signed; replies are
//! not, and are believed because TLS says who replied. It must not know what an adoption is.

use secrecy::{ExposeSecret, SecretString};

use crate::{
    Answer, Ask, BaseUrl, Channel, ChannelName, Delivery, Error, HttpReply, HttpRequest, Method,
    Moment, Notice, Order, PaymentHandle, RefundOrder, Scene, Statement, StatementError, Step,
    form, keys::SharedSecret, text,
};

mod evidence;
mod objects;
mod reply;
mod report;
mod webhook;

pub use evidence::{EvidenceField, EvidenceFile};

/// The version of Stripe's API whose shapes are read here.
const VERSION: &str = "2026-10-28.endive";
/// Smallest amount that Stripe takes is far below any price here; the largest has eight digits.
const MINOR_MAX: i64 = 99_999_999;

/// What of a session is told in full: what Stripe keeps stands in the balance transaction of the charge.
const EXPAND_SESSION: &str = "payment_intent.latest_charge.balance_transaction";
/// The same of a payment intent.
const EXPAND_INTENT: &str = "latest_charge.balance_transaction";

/// Who we are at Stripe, and our keys.
#[derive(Debug)]
pub struct Settings {
    /// `https://api.stripe.com`.
    pub base: BaseUrl,
    /// `https://files.stripe.com`, where files are uploaded.
    pub files_base: BaseUrl,
    /// `sk_…`, or better a restricted `rk_…`.
    pub key: SecretString,
    /// The signing secrets of our endpoint (`whsec_…`): two while one is being replaced.
    pub webhook_secrets: Vec<SharedSecret>,
    /// Whether these are live keys: events of the other mode are not about us.
    pub live: bool,
}

/// The channel.
#[derive(Debug)]
pub struct Stripe {
    settings: Settings,
}

impl Stripe {
    /// Takes the settings.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// A session has no expiry of its own here: Stripe allows none below 30 minutes, and one that depends on now would
    /// make the second try another order. When the hold ends, [`Ask::Close`] ends the session.
    fn start(&self, order: &Order) -> Result<Step, Error> {
        if !matches!(order.scene, Scene::Desktop | Scene::Phone) {
            return Err(Error::NotOffered);
        }
        let (number, sum) = (order.payment.to_string(), minor(order.amount)?);
        let currency = order.amount.currency.code().to_ascii_lowercase();
        let fields = [
            ("mode", "payment"),
            ("client_reference_id", &number),
            ("success_url", &order.return_url),
            ("cancel_url", &order.return_url),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &currency),
            ("line_items[0][price_data][unit_amount]", &sum),
            (
                "line_items[0][price_data][product_data][name]",
                order.title.as_str(),
            ),
            ("metadata[payment]", &number),
            ("payment_intent_data[metadata][payment]", &number),
        ];
        let key = format!("start-{number}");
        Ok(Step::Send(self.post(
            "/v1/checkout/sessions",
            &fields,
            &key,
        )))
    }

    fn refund(&self, order: &RefundOrder) -> Result<Step, Error> {
        let (refund, payment) = (order.refund.to_string(), order.payment.to_string());
        let sum = minor(order.amount)?;
        let fields = [
            ("payment_intent", order.transaction.as_str()),
            ("amount", &sum),
            ("reason", "requested_by_customer"),
            ("metadata[refund]", &refund),
            ("metadata[payment]", &payment),
        ];
        Ok(Step::Send(self.post("/v1/refunds", &fields, &refund)))
    }

    fn get(&self, path: &str) -> HttpRequest {
        self.request(Method::Get, path, vec![], String::new())
    }

    fn post(&self, path: &str, fields: &[(&str, &str)], idempotency_key: &str) -> HttpRequest {
        let headers = vec![
            (
                "content-type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
            ("idempotency-key", idempotency_key.to_owned()),
        ];
        self.request(Method::Post, path, headers, form::encode(fields))
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        mut headers: Vec<(&'static str, String)>,
        body: String,
    ) -> HttpRequest {
        let key = self.settings.key.expose_secret();
        headers.push(("authorization", format!("Bearer {key}")));
        headers.push(("stripe-version", VERSION.to_owned()));
        HttpRequest {
            method,
            url: format!("{}{path}", self.settings.base.as_str()),
            headers,
            body: body.into_bytes(),
        }
    }
}

fn minor(amount: kernel::Money) -> Result<String, Error> {
    if (1..=MINOR_MAX).contains(&amount.minor) {
        return Ok(amount.minor.to_string());
    }
    Err(Error::OrderInvalid { field: "amount" })
}

/// The session that starting the payment named.
fn session(handle: &PaymentHandle) -> Result<&str, Error> {
    let attempt = handle.attempt.as_deref();
    let attempt = attempt.filter(|attempt| text::is_attempt(attempt));
    attempt.ok_or(Error::OrderInvalid { field: "attempt" })
}

impl Channel for Stripe {
    fn name(&self) -> ChannelName {
        ChannelName::Stripe
    }

    fn ask(&self, ask: &Ask, _: Moment) -> Result<Step, Error> {
        match ask {
            Ask::Start(order) => self.start(order),
            Ask::Refund(order) => self.refund(order),
            Ask::Payment(handle) => {
                let session = session(handle)?;
                let expand = form::encode(&[("expand[]", EXPAND_SESSION)]);
                let path = format!("/v1/checkout/sessions/{session}?{expand}");
                Ok(Step::Send(self.get(&path)))
            }
            Ask::Close(handle) => {
                let path = format!("/v1/checkout/sessions/{}/expire", session(handle)?);
                let key = format!("close-{}", handle.payment);
                Ok(Step::Send(self.post(&path, &[], &key)))
            }
            Ask::RefundState(order) => {
                let fields = [
                    ("payment_intent", order.transaction.as_str()),
                    ("limit", "100"),
                ];
                let path = format!("/v1/refunds?{}", form::encode(&fields));
                Ok(Step::Send(self.get(&path)))
            }
            Ask::Fee(transaction) => {
                if !text::is_attempt(transaction) {
                    let field = "transaction";
                    return Err(Error::OrderInvalid { field });
                }
                let expand = form::encode(&[("expand[]", EXPAND_INTENT)]);
                let path = format!("/v1/payment_intents/{transaction}?{expand}");
                Ok(Step::Send(self.get(&path)))
            }
            Ask::Statement(_) => Err(Error::NotOffered),
        }
    }

    fn answer(&self, ask: &Ask, reply: &HttpReply, _: Moment) -> Result<Answer, Error> {
        reply::answer(ask, reply)
    }

    fn heard(&self, delivery: &Delivery, moment: Moment) -> Result<Notice, Error> {
        webhook::heard(&self.settings, delivery, moment)
    }

    fn receipt(&self) -> (u16, &'static str) {
        (200, "")
    }

    fn statement(&self, file: &[u8]) -> Result<Statement, StatementError> {
        report::read(file)
    }
}

#[cfg(test)]
mod tests;
