//! What Alipay tells unasked: a form whose fields are signed, all but `sign` and `sign_type`.

use kernel::{Currency, PaymentId};

use super::{Settings, reply::capture, signature};
use crate::{
    Delivery, Error, Fact, Moment, Notice, PaymentReport, PaymentState, amount, form, http, moment,
    shanghai, text,
};

/// Alipay repeats a notification for 25 hours; what says it was sent earlier is a replay.
const TOLERANCE_SECONDS: u64 = 26 * 3600;

pub(super) fn heard(
    settings: &Settings,
    delivery: &Delivery,
    moment: Moment,
) -> Result<Notice, Error> {
    let mut fields = form::decode(http::text(&delivery.body)?)?;
    fields.sort_unstable();
    let said = Fields(&fields);
    if said.get("sign_type")? != signature::TYPE {
        return Err(Error::Form { field: "sign_type" });
    }
    let signed: Vec<_> = fields
        .iter()
        .filter(|(name, _)| name != "sign" && name != "sign_type")
        .map(|(name, value)| (name, value))
        .collect();
    settings
        .alipay_key
        .verify(&signature::message(&signed), said.get("sign")?)?;
    said.is("app_id", &settings.app_id)?;
    said.is("seller_id", &settings.seller_id)?;
    let sent = shanghai::read(said.get("notify_time")?).ok_or(Error::Form {
        field: "notify_time",
    })?;
    moment::check_fresh(
        sent.millis().div_euclid(1000),
        moment.now,
        TOLERANCE_SECONDS,
    )?;
    let id = said.get("notify_id")?;
    if !text::is_id(id) {
        return Err(Error::Form { field: "notify_id" });
    }
    let id = id.to_owned();
    let fact = said.fact()?;
    Ok(Notice { id, fact })
}

struct Fields<'a>(&'a [(String, String)]);

impl<'a> Fields<'a> {
    fn find(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(other, _)| other == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn get(&self, field: &'static str) -> Result<&'a str, Error> {
        self.find(field).ok_or(Error::Form { field })
    }

    fn is(&self, field: &'static str, ours: &str) -> Result<(), Error> {
        if self.get(field)? == ours {
            return Ok(());
        }
        Err(Error::NotOurs { field })
    }

    fn fact(&self) -> Result<Fact, Error> {
        let payment: PaymentId = self
            .get("out_trade_no")?
            .parse()
            .map_err(|_| Error::NotOurs {
                field: "out_trade_no",
            })?;
        // A notification of a refund says how much has gone back of this trade in total.
        if let Some(total) = self.find("refund_fee") {
            let refunded = amount::decimal(total, Currency::CNY).ok_or(Error::Form {
                field: "refund_fee",
            })?;
            if refunded.minor > 0 {
                let transaction = self.get("trade_no")?.to_owned();
                return Ok(Fact::RefundedInTotal {
                    transaction,
                    refunded,
                });
            }
        }
        let state = match self.get("trade_status")? {
            "WAIT_BUYER_PAY" => PaymentState::Waiting,
            "TRADE_CLOSED" => PaymentState::Closed,
            "TRADE_SUCCESS" | "TRADE_FINISHED" => PaymentState::Captured(capture(
                payment,
                self.find("trade_no"),
                self.find("total_amount"),
                self.find("gmt_payment"),
            )?),
            _ => {
                return Err(Error::Form {
                    field: "trade_status",
                });
            }
        };
        Ok(Fact::Payment(PaymentReport { payment, state }))
    }
}
