//! The other side of the sandbox: keeps payments and refunds in memory, answers questions, calls back, and makes
//! statements. The same calls at the same moments give the same bytes. It must not know adoptions.

use std::collections::BTreeMap;

use kernel::{Day, Money, PaymentId, RefundId, Timestamp};

use super::{About, HEADER, ID_PREFIX, Said, Status, Use, check, sign, statement};
use crate::{Delivery, HttpReply, HttpRequest, Method, Moment, http, keys::SharedSecret};

/// Most payments that are remembered; the sandbox is for trying out.
const PAYMENTS_MAX: usize = 100_000;

/// Plays the channel.
#[derive(Debug)]
pub struct Vendor {
    base: String,
    secret: SharedSecret,
    payments: BTreeMap<PaymentId, Held>,
    calls: u64,
}

#[derive(Debug)]
struct Held {
    amount: Money,
    status: Status,
    at: Timestamp,
    refunds: BTreeMap<RefundId, Back>,
}

impl Held {
    /// What is not refunded nor on its way back.
    fn left(&self) -> i64 {
        let live = self
            .refunds
            .values()
            .filter(|back| back.status != Status::Failed);
        live.fold(self.amount.minor, |left, back| {
            left.saturating_sub(back.amount.minor)
        })
    }
}

#[derive(Debug)]
struct Back {
    amount: Money,
    status: Status,
    at: Timestamp,
}

impl Vendor {
    /// A vendor with no payments, at the address and with the secret of its [`Sandbox`](super::Sandbox).
    #[must_use]
    pub fn new(base: &crate::BaseUrl, secret: SharedSecret) -> Self {
        Self {
            base: base.as_str().to_owned(),
            secret,
            payments: BTreeMap::new(),
            calls: 0,
        }
    }

    /// Answers a request of the channel. The same order again is the same order.
    #[must_use]
    pub fn serve(&mut self, request: &HttpRequest, moment: Moment) -> HttpReply {
        match self.answered(request, moment) {
            Ok(about) => self.reply(about, moment),
            Err(status) => HttpReply {
                status,
                headers: vec![],
                body: vec![],
            },
        }
    }

    fn answered(&mut self, request: &HttpRequest, moment: Moment) -> Result<About, u16> {
        let path = request.url.strip_prefix(&self.base).ok_or(404_u16)?;
        let body = http::text(&request.body).map_err(|_| 400_u16)?;
        let header = request.headers.iter().find(|(name, _)| *name == HEADER);
        let (_, header) = header.ok_or(401_u16)?;
        let used = Use::Request(request.method, path);
        check(&self.secret, used, header, body, moment).map_err(|_| 401_u16)?;
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let [kind, payment, rest @ ..] = parts.as_slice() else {
            return Err(404);
        };
        let payment: PaymentId = payment.parse().map_err(|_| 404_u16)?;
        let amount = || serde_json::from_str::<Money>(body).map_err(|_| 400_u16);
        match (request.method, *kind, rest) {
            (Method::Post, "payments", []) => self.open(payment, amount()?, moment.now),
            (Method::Get, "payments", []) => Ok(self.payment(payment, moment.now)),
            (Method::Post, "payments", ["close"]) => {
                self.turn(payment, Status::Waiting, Status::Closed, moment.now);
                Ok(self.payment(payment, moment.now))
            }
            (method, "payments", ["refunds", refund]) => {
                let refund: RefundId = refund.parse().map_err(|_| 404_u16)?;
                if method == Method::Post {
                    self.take_refund(payment, refund, amount()?, moment.now)?;
                }
                Ok(self.refund(payment, refund, moment.now))
            }
            _ => Err(404),
        }
    }

    fn open(&mut self, payment: PaymentId, amount: Money, at: Timestamp) -> Result<About, u16> {
        if self.payments.len() >= PAYMENTS_MAX && !self.payments.contains_key(&payment) {
            return Err(503);
        }
        let held = self.payments.entry(payment).or_insert_with(|| Held {
            amount,
            status: Status::Waiting,
            at,
            refunds: BTreeMap::new(),
        });
        if held.amount != amount {
            return Err(409);
        }
        Ok(self.payment(payment, at))
    }

    fn payment(&self, payment: PaymentId, now: Timestamp) -> About {
        let held = self.payments.get(&payment);
        About::Payment {
            payment,
            status: held.map_or(Status::Unknown, |held| held.status),
            amount: held.map_or(Money::fen(0), |held| held.amount),
            at: held.map_or(now, |held| held.at),
        }
    }

    fn take_refund(
        &mut self,
        payment: PaymentId,
        refund: RefundId,
        amount: Money,
        at: Timestamp,
    ) -> Result<(), u16> {
        let held = self.payments.get_mut(&payment).ok_or(404_u16)?;
        if let Some(back) = held.refunds.get(&refund) {
            return if back.amount == amount {
                Ok(())
            } else {
                Err(409)
            };
        }
        let fits =
            amount.currency == held.amount.currency && (1..=held.left()).contains(&amount.minor);
        if held.status != Status::Settled || !fits {
            return Err(422);
        }
        let status = Status::Waiting;
        held.refunds.insert(refund, Back { amount, status, at });
        Ok(())
    }

    fn refund(&self, payment: PaymentId, refund: RefundId, now: Timestamp) -> About {
        let back = self
            .payments
            .get(&payment)
            .and_then(|held| held.refunds.get(&refund));
        About::Refund {
            refund,
            status: back.map_or(Status::Unknown, |back| back.status),
            amount: back.map_or(Money::fen(0), |back| back.amount),
            at: back.map_or(now, |back| back.at),
        }
    }

    /// Moves a payment on if it stands where it should.
    fn turn(&mut self, payment: PaymentId, from: Status, to: Status, at: Timestamp) -> bool {
        match self.payments.get_mut(&payment) {
            Some(held) if held.status == from => {
                (held.status, held.at) = (to, at);
                true
            }
            Some(_) | None => false,
        }
    }

    /// The buyer pays. The callback; again and again the same fact. `None` if nothing waits to be paid.
    pub fn pay(&mut self, payment: PaymentId, moment: Moment) -> Option<Delivery> {
        self.turn(payment, Status::Waiting, Status::Settled, moment.now);
        let settled = self.payments.get(&payment)?.status == Status::Settled;
        settled.then(|| self.call_back(self.payment(payment, moment.now), moment))
    }

    /// The buyer's bank declines; the buyer may try again.
    pub fn decline(&mut self, payment: PaymentId, moment: Moment) -> Option<Delivery> {
        let held = self.payments.get(&payment)?;
        let about = About::Payment {
            payment,
            status: Status::Failed,
            amount: held.amount,
            at: moment.now,
        };
        (held.status == Status::Waiting).then(|| self.call_back(about, moment))
    }

    /// A refund that was taken goes through, or does not.
    pub fn finish_refund(
        &mut self,
        payment: PaymentId,
        refund: RefundId,
        good: bool,
        moment: Moment,
    ) -> Option<Delivery> {
        let back = self.payments.get_mut(&payment)?.refunds.get_mut(&refund)?;
        if back.status == Status::Waiting {
            back.status = if good {
                Status::Settled
            } else {
                Status::Failed
            };
            back.at = moment.now;
        }
        Some(self.call_back(self.refund(payment, refund, moment.now), moment))
    }

    /// The payer disputes a payment that was made.
    pub fn dispute(&mut self, payment: PaymentId, moment: Moment) -> Option<Delivery> {
        self.disputed(payment, Status::Opened, moment)
    }

    /// The dispute ends; if it is lost, the money is gone.
    pub fn end_dispute(
        &mut self,
        payment: PaymentId,
        won: bool,
        moment: Moment,
    ) -> Option<Delivery> {
        self.disputed(
            payment,
            if won { Status::Won } else { Status::Lost },
            moment,
        )
    }

    fn disputed(&mut self, payment: PaymentId, status: Status, moment: Moment) -> Option<Delivery> {
        let held = self.payments.get(&payment)?;
        let (amount, at) = (held.amount, moment.now);
        let settled = held.status == Status::Settled;
        let about = About::Dispute {
            payment,
            status,
            amount,
            at,
        };
        settled.then(|| self.call_back(about, moment))
    }

    /// The statement of a day in Shanghai.
    #[must_use]
    pub fn statement(&self, day: Day) -> Vec<u8> {
        let mut rows = Vec::new();
        for (payment, held) in &self.payments {
            if held.status == Status::Settled {
                rows.push(("payment", payment.to_string(), held.amount, held.at));
            }
            let settled = held
                .refunds
                .iter()
                .filter(|(_, back)| back.status == Status::Settled);
            rows.extend(settled.map(|(id, back)| ("refund", id.to_string(), back.amount, back.at)));
        }
        statement::write(&rows, day)
    }

    fn said(&mut self, about: About) -> String {
        self.calls += 1;
        let id = format!("{ID_PREFIX}{}", self.calls);
        let said = Said {
            sandbox: true,
            id,
            about,
        };
        // Plain data of ours always writes; an empty message would be refused by whoever reads it.
        serde_json::to_string(&said).unwrap_or_default()
    }

    fn reply(&mut self, about: About, moment: Moment) -> HttpReply {
        let body = self.said(about);
        let code = sign(&self.secret, Use::Reply, &body, moment);
        HttpReply {
            status: 200,
            headers: vec![(HEADER.to_owned(), code)],
            body: body.into_bytes(),
        }
    }

    fn call_back(&mut self, about: About, moment: Moment) -> Delivery {
        let body = self.said(about);
        let code = sign(&self.secret, Use::Callback, &body, moment);
        Delivery {
            headers: vec![(HEADER.to_owned(), code)],
            body: body.into_bytes(),
        }
    }
}
