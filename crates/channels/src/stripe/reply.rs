//! What Stripe replies to orders and questions. It must not know callbacks.

use serde::Deserialize;

use super::objects::{Intent, Refund, Session, form};
use crate::{
    Answer, Ask, Error, FeeReport, HttpReply, PaymentHandle, PaymentReport, PaymentState,
    Presentation, RefundOrder, RefundReport, RefundState, http, text,
};

pub(super) fn answer(ask: &Ask, reply: &HttpReply) -> Result<Answer, Error> {
    let body = http::text(&reply.body)?;
    if !reply.is_good() {
        let code = refusal(body);
        return known(ask, &code).ok_or_else(|| Error::refused(reply.status, &code));
    }
    match ask {
        Ask::Start(order) => {
            let session: Session = read(body)?;
            let url = session.url.clone().ok_or(form("url"))?;
            if session.payment() != Some(order.payment) || !text::is_attempt(&session.id) {
                return Err(not_ours());
            }
            let attempt = Some(session.id);
            Ok(Answer::Present(Presentation::Redirect { url, attempt }))
        }
        Ask::Payment(handle) => Ok(Answer::Payment(payment(handle, body)?)),
        Ask::Close(handle) => {
            let report = payment(handle, body)?;
            Ok(match report.state {
                PaymentState::Closed => Answer::Closed,
                PaymentState::Unknown
                | PaymentState::Waiting
                | PaymentState::Captured(_)
                | PaymentState::Failed { .. } => Answer::Payment(report),
            })
        }
        Ask::Refund(order) => refund(order, &read(body)?),
        Ask::RefundState(order) => {
            let list: List = read(body)?;
            let ours = |refund: &&Refund| refund.number() == Some(order.refund);
            match list.data.iter().find(ours) {
                Some(found) => refund(order, found),
                None if list.has_more => Err(form("has_more")),
                None => Ok(Answer::Refund(RefundReport {
                    refund: order.refund,
                    state: RefundState::Unknown,
                })),
            }
        }
        Ask::Fee(transaction) => {
            let intent: Intent = read(body)?;
            if intent.id() != transaction {
                let field = "payment_intent";
                return Err(Error::NotOurs { field });
            }
            Ok(Answer::Fee(FeeReport {
                transaction: transaction.clone(),
                fee: intent.fee(),
            }))
        }
        Ask::Statement(_) => Err(Error::NotOffered),
    }
}

/// The one answer among the refusals.
fn known(ask: &Ask, code: &str) -> Option<Answer> {
    if let Ask::Payment(handle) = ask
        && code == "resource_missing"
    {
        let (payment, state) = (handle.payment, PaymentState::Unknown);
        return Some(Answer::Payment(PaymentReport { payment, state }));
    }
    None
}

fn payment(handle: &PaymentHandle, body: &str) -> Result<PaymentReport, Error> {
    let session: Session = read(body)?;
    if session.payment() != Some(handle.payment) {
        return Err(not_ours());
    }
    session.report(handle.payment, None)
}

fn refund(order: &RefundOrder, found: &Refund) -> Result<Answer, Error> {
    if found.number() != Some(order.refund) {
        let field = "metadata";
        return Err(Error::NotOurs { field });
    }
    Ok(Answer::Refund(found.report(order.refund, None)?))
}

fn not_ours() -> Error {
    Error::NotOurs {
        field: "client_reference_id",
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|_| form("body"))
}

/// What a reply that is no good says.
pub(super) fn refused(status: u16, body: &str) -> Error {
    Error::refused(status, &refusal(body))
}

fn refusal(body: &str) -> String {
    let said = serde_json::from_str::<Refusal>(body).ok();
    said.and_then(|said| said.error.code.or(said.error.kind))
        .unwrap_or_default()
}

#[derive(Deserialize)]
struct Refusal {
    error: Cause,
}

#[derive(Deserialize)]
struct Cause {
    code: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct List {
    data: Vec<Refund>,
    #[serde(default)]
    has_more: bool,
}
