//! A channel that moves no money: for the demo and for tests. It is asked, answers, calls back and makes statements like
//! a real one, signed like a real one, and says of itself in every message and every id that it is a sandbox.
//! [`Vendor`] plays the other side. It must not know pages.

use serde::{Deserialize, Serialize};

use kernel::{Money, PaymentId, RefundId, Timestamp};

use crate::{
    Answer, Ask, BaseUrl, Capture, Channel, ChannelName, Delivery, Error, Fact, HttpReply,
    HttpRequest, Method, Moment, Notice, PaymentReport, PaymentState, Presentation, RefundReport,
    RefundState, Statement, StatementError, Step, http, keys::SharedSecret, moment, text,
};

mod statement;
mod vendor;

pub use vendor::Vendor;

/// Carries time and code: `t=…,v1=…`.
const HEADER: &str = "sandbox-signature";
/// How far from now a message may say it was sent, in seconds.
const TOLERANCE_SECONDS: u64 = 300;
/// How every id of the sandbox begins, so that none can be mistaken for a real one.
const ID_PREFIX: &str = "sandbox-";

/// The channel.
#[derive(Debug)]
pub struct Sandbox {
    base: BaseUrl,
    secret: SharedSecret,
}

/// What a signature is for: a code made for one use fits no other.
#[derive(Debug, Clone, Copy)]
enum Use<'a> {
    Request(Method, &'a str),
    Reply,
    Callback,
}

/// Time and code over use and body.
fn sign(secret: &SharedSecret, used: Use<'_>, body: &str, moment: Moment) -> String {
    let seconds = moment.seconds();
    let code = secret.sign(message(used, seconds, body).as_bytes());
    format!("t={seconds},v1={code}")
}

fn message(used: Use<'_>, seconds: i64, body: &str) -> String {
    let used = match used {
        Use::Request(method, path) => format!("{} {path}", method.as_str()),
        Use::Reply => "reply".to_owned(),
        Use::Callback => "callback".to_owned(),
    };
    format!("{seconds}.{used}.{body}")
}

fn check(
    secret: &SharedSecret,
    used: Use<'_>,
    header: &str,
    body: &str,
    moment: Moment,
) -> Result<(), Error> {
    let broken = Error::Header { name: HEADER };
    let parts = header
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(",v1="));
    let (time, code) = parts.ok_or(broken.clone())?;
    let said = moment::unix_seconds(time).ok_or(broken)?;
    if !secret.fits(message(used, said, body).as_bytes(), code) {
        return Err(Error::SignatureWrong);
    }
    moment::check_fresh(said, moment.now, TOLERANCE_SECONDS)
}

/// A message of the sandbox, as reply and as callback.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    /// Always true, for whoever reads a recorded message later.
    sandbox: bool,
    id: String,
    about: About,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
enum About {
    Payment {
        payment: PaymentId,
        status: Status,
        amount: Money,
        at: Timestamp,
    },
    Refund {
        refund: RefundId,
        status: Status,
        amount: Money,
        at: Timestamp,
    },
    Dispute {
        payment: PaymentId,
        status: Status,
        amount: Money,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Unknown,
    Waiting,
    Settled,
    Closed,
    Failed,
    Opened,
    Won,
    Lost,
}

const UNEXPECTED: Error = Error::Form { field: "status" };

fn transaction_of(id: &impl std::fmt::Display) -> String {
    format!("{ID_PREFIX}{id}")
}

impl About {
    fn fact(self) -> Result<Fact, Error> {
        match self {
            Self::Payment {
                payment,
                status,
                amount,
                at,
            } => {
                let state = match status {
                    Status::Unknown => PaymentState::Unknown,
                    Status::Waiting => PaymentState::Waiting,
                    Status::Settled => PaymentState::Captured(Capture {
                        payment,
                        transaction: transaction_of(&payment),
                        amount,
                        value_at: at,
                        fee: None,
                    }),
                    Status::Closed => PaymentState::Closed,
                    Status::Failed => PaymentState::Failed {
                        code: "sandbox-declined".to_owned(),
                    },
                    Status::Opened | Status::Won | Status::Lost => return Err(UNEXPECTED),
                };
                Ok(Fact::Payment(PaymentReport { payment, state }))
            }
            Self::Refund {
                refund,
                status,
                amount,
                at,
            } => {
                let state = match status {
                    Status::Unknown => RefundState::Unknown,
                    Status::Waiting => RefundState::Accepted,
                    Status::Settled => RefundState::Settled {
                        transaction: transaction_of(&refund),
                        amount,
                        at: Some(at),
                    },
                    Status::Failed => RefundState::Failed {
                        code: "sandbox-declined".to_owned(),
                    },
                    Status::Closed | Status::Opened | Status::Won | Status::Lost => {
                        return Err(UNEXPECTED);
                    }
                };
                Ok(Fact::Refund(RefundReport { refund, state }))
            }
            Self::Dispute {
                payment,
                status,
                amount,
                at,
            } => dispute(payment, status, amount, at),
        }
    }
}

/// Days in which evidence is heard.
const EVIDENCE_DAYS: i64 = 7;

fn dispute(
    payment: PaymentId,
    status: Status,
    amount: Money,
    at: Timestamp,
) -> Result<Fact, Error> {
    let dispute = format!("{ID_PREFIX}dispute-{payment}");
    let transaction = transaction_of(&payment);
    match status {
        Status::Opened => Ok(Fact::DisputeOpened {
            dispute,
            transaction,
            amount,
            reason: "sandbox".to_owned(),
            respond_by: Some(at.plus_days(EVIDENCE_DAYS)),
        }),
        Status::Won | Status::Lost => Ok(Fact::DisputeClosed {
            dispute,
            transaction,
            amount,
            won: status == Status::Won,
        }),
        Status::Unknown | Status::Waiting | Status::Settled | Status::Closed | Status::Failed => {
            Err(UNEXPECTED)
        }
    }
}

impl Sandbox {
    /// A sandbox at this address with this secret, which its [`Vendor`] shares.
    #[must_use]
    pub const fn new(base: BaseUrl, secret: SharedSecret) -> Self {
        Self { base, secret }
    }

    fn request(&self, method: Method, path: &str, body: String, moment: Moment) -> Step {
        let code = sign(&self.secret, Use::Request(method, path), &body, moment);
        let mut headers = vec![(HEADER, code)];
        if method == Method::Post {
            headers.push(("content-type", "application/json".to_owned()));
        }
        Step::Send(HttpRequest {
            method,
            url: format!("{}{path}", self.base.as_str()),
            headers,
            body: body.into_bytes(),
        })
    }

    fn read(
        &self,
        used: Use<'_>,
        header: &str,
        body: &[u8],
        moment: Moment,
    ) -> Result<Said, Error> {
        let body = http::text(body)?;
        check(&self.secret, used, header, body, moment)?;
        let said: Said = serde_json::from_str(body).map_err(|_| Error::Form { field: "body" })?;
        if !said.sandbox || !text::is_id(&said.id) {
            return Err(Error::Form { field: "sandbox" });
        }
        Ok(said)
    }
}

impl Channel for Sandbox {
    fn name(&self) -> ChannelName {
        ChannelName::Sandbox
    }

    fn ask(&self, ask: &Ask, moment: Moment) -> Result<Step, Error> {
        let (method, path, body) = match ask {
            Ask::Start(order) => {
                if order.amount.minor <= 0 {
                    return Err(Error::OrderInvalid { field: "amount" });
                }
                let path = format!("/payments/{}", order.payment);
                (
                    Method::Post,
                    path,
                    serde_json::json!(order.amount).to_string(),
                )
            }
            Ask::Payment(handle) => (
                Method::Get,
                format!("/payments/{}", handle.payment),
                String::new(),
            ),
            Ask::Close(handle) => {
                let path = format!("/payments/{}/close", handle.payment);
                (Method::Post, path, String::new())
            }
            Ask::Refund(order) => {
                let path = format!("/payments/{}/refunds/{}", order.payment, order.refund);
                (
                    Method::Post,
                    path,
                    serde_json::json!(order.amount).to_string(),
                )
            }
            Ask::RefundState(order) => {
                let path = format!("/payments/{}/refunds/{}", order.payment, order.refund);
                (Method::Get, path, String::new())
            }
            Ask::Fee(_) | Ask::Statement(_) => return Err(Error::NotOffered),
        };
        Ok(self.request(method, &path, body, moment))
    }

    fn answer(&self, ask: &Ask, reply: &HttpReply, moment: Moment) -> Result<Answer, Error> {
        if !reply.is_good() {
            return Err(Error::refused(reply.status, "sandbox"));
        }
        let said = self.read(Use::Reply, reply.header(HEADER)?, &reply.body, moment)?;
        match (ask, said.about.fact()?) {
            (Ask::Start(order), Fact::Payment(report)) if report.payment == order.payment => {
                let url = format!("{}/pay/{}", self.base.as_str(), order.payment);
                let attempt = Some(said.id);
                Ok(Answer::Present(Presentation::Redirect { url, attempt }))
            }
            (Ask::Close(handle), Fact::Payment(report)) if report.payment == handle.payment => {
                Ok(match report.state {
                    PaymentState::Closed => Answer::Closed,
                    PaymentState::Unknown
                    | PaymentState::Waiting
                    | PaymentState::Captured(_)
                    | PaymentState::Failed { .. } => Answer::Payment(report),
                })
            }
            (Ask::Payment(handle), Fact::Payment(report)) if report.payment == handle.payment => {
                Ok(Answer::Payment(report))
            }
            (Ask::Refund(order) | Ask::RefundState(order), Fact::Refund(report))
                if report.refund == order.refund =>
            {
                Ok(Answer::Refund(report))
            }
            _ => Err(Error::NotOurs { field: "about" }),
        }
    }

    fn heard(&self, delivery: &Delivery, moment: Moment) -> Result<Notice, Error> {
        let header = delivery.header(HEADER)?;
        let said = self.read(Use::Callback, header, &delivery.body, moment)?;
        let fact = said.about.fact()?;
        let id = said.id;
        Ok(Notice { id, fact })
    }

    fn receipt(&self) -> (u16, &'static str) {
        (204, "")
    }

    fn statement(&self, file: &[u8]) -> Result<Statement, StatementError> {
        statement::read(file)
    }
}

#[cfg(test)]
mod tests;
