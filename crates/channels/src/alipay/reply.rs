//! What Alipay replies: one object named after the method, and a signature over that object's very bytes.

use std::collections::BTreeMap;

use kernel::{Currency, PaymentId};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    Answer, Ask, Capture, Error, HttpReply, PaymentReport, PaymentState, Presentation,
    RefundReport, RefundState, amount, http, keys::VerifyingKey, shanghai, text,
};

/// What `code` says when all is well.
const GOOD: &str = "10000";

pub(super) fn answer(key: &VerifyingKey, ask: &Ask, reply: &HttpReply) -> Result<Answer, Error> {
    let body = http::text(&reply.body)?;
    if !reply.is_good() {
        return Err(Error::refused(reply.status, ""));
    }
    let parts: BTreeMap<String, &RawValue> =
        serde_json::from_str(body).map_err(|_| form("body"))?;
    let Some(content) = parts.get(name(ask)) else {
        return Err(refusal(
            parts.get("error_response").map_or("", |raw| raw.get()),
        ));
    };
    let signature = parts
        .get("sign")
        .map(|raw| serde_json::from_str::<String>(raw.get()));
    let Some(Ok(signature)) = signature else {
        // The gateway signs nothing when it does not know the application: a refusal at most, never an answer.
        let said = serde_json::from_str::<Said>(content.get());
        let refused = said.is_ok_and(|said| said.code != GOOD);
        return Err(if refused {
            refusal(content.get())
        } else {
            Error::SignatureWrong
        });
    };
    key.verify(content.get(), &signature)?;
    let said: Said = serde_json::from_str(content.get()).map_err(|_| form("body"))?;
    if said.code != GOOD {
        return known(ask, &said).ok_or_else(|| refusal(content.get()));
    }
    believed(ask, said)
}

/// The method with underscores, and `_response`.
const fn name(ask: &Ask) -> &'static str {
    match ask {
        Ask::Start(_) => "alipay_trade_precreate_response",
        Ask::Payment(_) => "alipay_trade_query_response",
        Ask::Close(_) => "alipay_trade_close_response",
        Ask::Refund(_) => "alipay_trade_refund_response",
        Ask::RefundState(_) => "alipay_trade_fastpay_refund_query_response",
        Ask::Fee(_) => "",
        Ask::Statement(_) => "alipay_data_dataservice_bill_downloadurl_query_response",
    }
}

fn refusal(content: &str) -> Error {
    match serde_json::from_str::<Said>(content) {
        Ok(said) if said.code != GOOD => {
            Error::refused(200, said.sub_code.as_deref().unwrap_or(&said.code))
        }
        _ => form("body"),
    }
}

/// The answers among the refusals. A trade that the channel does not know may still come to be until its order
/// expires, so that closing it answers "unknown", not "closed".
fn known(ask: &Ask, said: &Said) -> Option<Answer> {
    if said.sub_code.as_deref() != Some("ACQ.TRADE_NOT_EXIST") {
        return None;
    }
    match ask {
        Ask::Payment(handle) | Ask::Close(handle) => Some(Answer::Payment(PaymentReport {
            payment: handle.payment,
            state: PaymentState::Unknown,
        })),
        Ask::Start(_) | Ask::Refund(_) | Ask::RefundState(_) | Ask::Fee(_) | Ask::Statement(_) => {
            None
        }
    }
}

fn believed(ask: &Ask, said: Said) -> Result<Answer, Error> {
    match ask {
        Ask::Start(order) => {
            said.check_number(order.payment)?;
            let text = said.qr_code.ok_or(form("qr_code"))?;
            Ok(Answer::Present(Presentation::QrCode { text }))
        }
        Ask::Payment(handle) => {
            said.check_number(handle.payment)?;
            let state = said.state(handle.payment)?;
            let payment = handle.payment;
            Ok(Answer::Payment(PaymentReport { payment, state }))
        }
        Ask::Close(_) => Ok(Answer::Closed),
        // It says how much went back in total, not by this order; the question after it says that.
        Ask::Refund(order) => Ok(Answer::Refund(RefundReport {
            refund: order.refund,
            state: RefundState::Accepted,
        })),
        Ask::RefundState(order) => {
            let number = order.refund.to_string();
            let settled = said.refund_status.as_deref() == Some("REFUND_SUCCESS");
            if settled && said.out_request_no.as_ref() != Some(&number) {
                return Err(Error::NotOurs {
                    field: "out_request_no",
                });
            }
            let state = if settled {
                said.settled(&number)?
            } else {
                RefundState::Unknown
            };
            let refund = order.refund;
            Ok(Answer::Refund(RefundReport { refund, state }))
        }
        Ask::Fee(_) => Err(Error::NotOffered),
        Ask::Statement(_) => Ok(Answer::StatementAt {
            url: said.bill_download_url.ok_or(form("bill_download_url"))?,
            sha1: None,
        }),
    }
}

const fn form(field: &'static str) -> Error {
    Error::Form { field }
}

#[derive(Deserialize)]
struct Said {
    code: String,
    sub_code: Option<String>,
    out_trade_no: Option<String>,
    trade_no: Option<String>,
    trade_status: Option<String>,
    total_amount: Option<String>,
    send_pay_date: Option<String>,
    qr_code: Option<String>,
    out_request_no: Option<String>,
    refund_status: Option<String>,
    refund_amount: Option<String>,
    gmt_refund_pay: Option<String>,
    bill_download_url: Option<String>,
}

impl Said {
    fn check_number(&self, payment: PaymentId) -> Result<(), Error> {
        if self.out_trade_no.as_ref() == Some(&payment.to_string()) {
            return Ok(());
        }
        Err(Error::NotOurs {
            field: "out_trade_no",
        })
    }

    fn state(&self, payment: PaymentId) -> Result<PaymentState, Error> {
        let paid = self.send_pay_date.is_some();
        match self.trade_status.as_deref() {
            Some("WAIT_BUYER_PAY") => Ok(PaymentState::Waiting),
            // Closed after a payment means refunded in full; without one it means never paid.
            Some("TRADE_CLOSED") if !paid => Ok(PaymentState::Closed),
            Some("TRADE_SUCCESS" | "TRADE_FINISHED" | "TRADE_CLOSED") => capture(
                payment,
                self.trade_no.as_deref(),
                self.total_amount.as_deref(),
                self.send_pay_date.as_deref(),
            )
            .map(PaymentState::Captured),
            _ => Err(form("trade_status")),
        }
    }

    fn settled(&self, number: &str) -> Result<RefundState, Error> {
        let trade = self.trade_no.as_deref().ok_or(form("trade_no"))?;
        let sum = self.refund_amount.as_deref().ok_or(form("refund_amount"))?;
        let at = self.gmt_refund_pay.as_deref();
        Ok(RefundState::Settled {
            transaction: refund_transaction(trade, number).ok_or(form("trade_no"))?,
            amount: amount::decimal(sum, Currency::CNY).ok_or(form("refund_amount"))?,
            at: at.and_then(shanghai::read),
        })
    }
}

/// Alipay gives refunds no id of their own: the trade's and our number together name one.
pub(super) fn refund_transaction(trade: &str, number: &str) -> Option<String> {
    let transaction = format!("{trade}.{number}");
    text::is_id(&transaction).then_some(transaction)
}

/// A capture as replies and notifications tell it.
pub(super) fn capture(
    payment: PaymentId,
    trade: Option<&str>,
    total: Option<&str>,
    paid_at: Option<&str>,
) -> Result<Capture, Error> {
    let trade = trade
        .filter(|trade| text::is_id(trade))
        .ok_or(form("trade_no"))?;
    let total = total.and_then(|total| amount::decimal(total, Currency::CNY));
    Ok(Capture {
        payment,
        transaction: trade.to_owned(),
        amount: total.ok_or(form("total_amount"))?,
        value_at: paid_at.and_then(shanghai::read).ok_or(form("paid_at"))?,
        fee: None,
    })
}
