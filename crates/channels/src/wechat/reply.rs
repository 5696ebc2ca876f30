//! What WeChat Pay replies to orders and questions. A reply that is not signed is not believed, whatever its status.

use kernel::{PaymentId, RefundId, Timestamp};
use serde::Deserialize;

use super::{PlatformKeys, Settings, signature::Proof};
use crate::{
    Answer, Ask, Capture, Error, HttpReply, JsApiCall, Moment, Order, PaymentReport, PaymentState,
    Presentation, RefundReport, RefundState, Scene, amount, http, text,
};

pub(super) fn answer(
    settings: &Settings,
    keys: &PlatformKeys,
    ask: &Ask,
    reply: &HttpReply,
    moment: Moment,
) -> Result<Answer, Error> {
    let body = http::text(&reply.body)?;
    let signed =
        Proof::of(|name| reply.header(name)).and_then(|proof| proof.check(body, keys, moment));
    if !reply.is_good() {
        let refused = refusal(reply.status, body);
        // What is not there or closed already is an answer, but only if the channel itself says so.
        return signed
            .ok()
            .and_then(|()| known(ask, &refused))
            .ok_or(refused);
    }
    signed?;
    match ask {
        Ask::Start(order) => present(settings, order, body, moment).map(Answer::Present),
        Ask::Payment(handle) => {
            let report = read::<Transaction>(body)?.report(settings)?;
            if report.payment != handle.payment {
                return Err(not_ours("out_trade_no"));
            }
            Ok(Answer::Payment(report))
        }
        Ask::Close(_) => Ok(Answer::Closed),
        Ask::Refund(order) | Ask::RefundState(order) => {
            let report = read::<Refund>(body)?.report()?;
            if report.refund != order.refund {
                return Err(not_ours("out_refund_no"));
            }
            Ok(Answer::Refund(report))
        }
        Ask::Fee(_) => Err(Error::NotOffered),
        Ask::Statement(_) => read::<Bill>(body)?.answer(),
    }
}

/// The answers among the refusals.
fn known(ask: &Ask, refused: &Error) -> Option<Answer> {
    let Error::Refused { code, .. } = refused else {
        return None;
    };
    match (ask, code.as_str()) {
        (Ask::Payment(handle), "ORDER_NOT_EXIST" | "ORDERNOTEXIST") => {
            Some(Answer::Payment(PaymentReport {
                payment: handle.payment,
                state: PaymentState::Unknown,
            }))
        }
        (Ask::Close(_), "ORDER_CLOSED" | "ORDERCLOSED" | "ORDER_NOT_EXIST") => Some(Answer::Closed),
        (Ask::RefundState(order), "RESOURCE_NOT_EXISTS") => Some(Answer::Refund(RefundReport {
            refund: order.refund,
            state: RefundState::Unknown,
        })),
        _ => None,
    }
}

fn present(
    settings: &Settings,
    order: &Order,
    body: &str,
    moment: Moment,
) -> Result<Presentation, Error> {
    let started: Started = read(body)?;
    if let Scene::WeChat { .. } = order.scene {
        let id = started.prepay_id.ok_or(form("prepay_id"))?;
        return Ok(Presentation::JsApi(js_api(settings, &id, moment)));
    }
    let text = started.code_url.ok_or(form("code_url"))?;
    Ok(Presentation::QrCode { text })
}

/// The page's own signature: over app, time, nonce and package, each followed by a newline.
fn js_api(settings: &Settings, prepay_id: &str, moment: Moment) -> JsApiCall {
    let (app_id, time_stamp) = (settings.app_id.clone(), moment.seconds().to_string());
    let (nonce_str, package) = (moment.nonce.text(), format!("prepay_id={prepay_id}"));
    let message = format!("{app_id}\n{time_stamp}\n{nonce_str}\n{package}\n");
    JsApiCall {
        pay_sign: settings.key.sign(&message),
        app_id,
        time_stamp,
        nonce_str,
        package,
        sign_type: "RSA",
    }
}

pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|_| form("body"))
}

pub(super) fn refusal(status: u16, body: &str) -> Error {
    #[derive(Deserialize)]
    struct Refusal {
        code: String,
    }
    let code = serde_json::from_str::<Refusal>(body).map(|refusal| refusal.code);
    Error::refused(status, &code.unwrap_or_default())
}

const fn form(field: &'static str) -> Error {
    Error::Form { field }
}

const fn not_ours(field: &'static str) -> Error {
    Error::NotOurs { field }
}

#[derive(Deserialize)]
struct Started {
    prepay_id: Option<String>,
    code_url: Option<String>,
}

#[derive(Deserialize)]
struct Amount {
    total: i64,
    #[serde(default = "yuan")]
    currency: String,
}

fn yuan() -> String {
    "CNY".to_owned()
}

/// A payment as the channel tells it in replies and callbacks.
#[derive(Deserialize)]
pub(super) struct Transaction {
    appid: String,
    mchid: String,
    out_trade_no: String,
    transaction_id: Option<String>,
    trade_state: String,
    success_time: Option<Timestamp>,
    amount: Option<Amount>,
}

impl Transaction {
    pub(super) fn report(self, settings: &Settings) -> Result<PaymentReport, Error> {
        if self.appid != settings.app_id {
            return Err(not_ours("appid"));
        }
        if self.mchid != settings.merchant {
            return Err(not_ours("mchid"));
        }
        let payment: PaymentId = self
            .out_trade_no
            .parse()
            .map_err(|_| not_ours("out_trade_no"))?;
        let state = match self.trade_state.as_str() {
            "SUCCESS" | "REFUND" => PaymentState::Captured(self.capture(payment)?),
            "NOTPAY" | "USERPAYING" => PaymentState::Waiting,
            "CLOSED" | "REVOKED" => PaymentState::Closed,
            "PAYERROR" => PaymentState::Failed {
                code: self.trade_state,
            },
            _ => return Err(form("trade_state")),
        };
        Ok(PaymentReport { payment, state })
    }

    fn capture(&self, payment: PaymentId) -> Result<Capture, Error> {
        let paid = self.amount.as_ref().ok_or(form("amount"))?;
        Ok(Capture {
            payment,
            transaction: id(self.transaction_id.as_deref(), "transaction_id")?,
            amount: amount::minor(paid.total, &paid.currency).ok_or(form("amount"))?,
            value_at: self.success_time.ok_or(form("success_time"))?,
            fee: None,
        })
    }
}

#[derive(Deserialize)]
struct RefundAmount {
    refund: i64,
    #[serde(default = "yuan")]
    currency: String,
}

/// A refund as the channel tells it in replies (`status`) and callbacks (`refund_status`).
#[derive(Deserialize)]
pub(super) struct Refund {
    pub(super) mchid: Option<String>,
    out_refund_no: String,
    refund_id: Option<String>,
    #[serde(alias = "refund_status")]
    status: String,
    success_time: Option<Timestamp>,
    amount: Option<RefundAmount>,
}

impl Refund {
    pub(super) fn report(self) -> Result<RefundReport, Error> {
        let refund: RefundId = self
            .out_refund_no
            .parse()
            .map_err(|_| not_ours("out_refund_no"))?;
        let state = match self.status.as_str() {
            "SUCCESS" => {
                let back = self.amount.ok_or(form("amount"))?;
                RefundState::Settled {
                    transaction: id(self.refund_id.as_deref(), "refund_id")?,
                    amount: amount::minor(back.refund, &back.currency).ok_or(form("amount"))?,
                    at: self.success_time,
                }
            }
            "PROCESSING" => RefundState::Accepted,
            "CLOSED" | "ABNORMAL" => RefundState::Failed { code: self.status },
            _ => return Err(form("status")),
        };
        Ok(RefundReport { refund, state })
    }
}

fn id(said: Option<&str>, field: &'static str) -> Result<String, Error> {
    let said = said.filter(|said| text::is_id(said)).ok_or(form(field))?;
    Ok(said.to_owned())
}

#[derive(Deserialize)]
struct Bill {
    hash_type: String,
    hash_value: String,
    download_url: String,
}

impl Bill {
    fn answer(self) -> Result<Answer, Error> {
        if self.hash_type != "SHA1" {
            return Err(form("hash_type"));
        }
        Ok(Answer::StatementAt {
            url: self.download_url,
            sha1: Some(self.hash_value.to_ascii_lowercase()),
        })
    }
}
