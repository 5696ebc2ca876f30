//! Money that an operator records from the bank statement: captures and settled refunds. Nothing is paid from here.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    commands::{
        payments::{self, Capture},
        refunds,
    },
    permission::{Operator, Signed},
};
use kernel::{Currency, Money, PaymentId, RefundId, Timestamp};
use settlement::payment::Channel;

use super::overview::{self, Forms};
use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        harvest::{day, fields_invalid, refuse},
        names::midnight,
        visit::Sent,
    },
};

/// `POST /operator/captures`
pub(in crate::web) async fn capture(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = record_capture(&sent, &operator).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done("/operator", "capture-recorded", done)),
        Err(refused) => {
            let forms = Forms {
                capture: Some(refused.form.clone()),
                settle: None,
            };
            Ok(refused.page(&overview::draw(&sent.visit, &forms)?))
        }
    }
}

async fn record_capture(sent: &Sent, operator: &Signed<Operator>) -> Result<Done, Problem> {
    let (payment, fact) = read_capture(sent)?;
    Ok(payments::record_capture(sent.visit.app(), operator, &sent.intent, payment, fact).await?)
}

fn read_capture(sent: &Sent) -> Result<(PaymentId, Capture), Problem> {
    let fields = &sent.fields;
    let mut wrong = fields_invalid();
    let payment = payment(sent, &mut wrong)?;
    let amount = amount(fields, &mut wrong);
    let value_at = day(fields, "value_date", &mut wrong)
        .and_then(|day| midnight(day).or_else(|| refuse(&mut wrong, "value_date", "date")));
    let (Some(payment), Some(amount), Some(value_at)) = (payment, amount, value_at) else {
        return Err(wrong);
    };
    let now = sent.intent.now();
    Ok((payment, fact(fields, amount, moment_of(value_at, now))))
}

/// The bank tells a day. A payment of today counts as of now, so that it is not taken for one of before the hold.
fn moment_of(day: Timestamp, now: Timestamp) -> Timestamp {
    const DAY_SECONDS: i64 = 86_400;
    if day <= now && now < day.plus_seconds(DAY_SECONDS) {
        now
    } else {
        day
    }
}

fn payment(sent: &Sent, wrong: &mut Problem) -> Result<Option<PaymentId>, Problem> {
    let Ok(reference) = sent.fields.text("reference").trim().parse() else {
        return Ok(refuse(wrong, "reference", "reference-unknown"));
    };
    let found = sent.visit.app().read().payment_by_reference(reference)?;
    Ok(found
        .map(|row| row.payment)
        .or_else(|| refuse(wrong, "reference", "reference-unknown")))
}

fn amount(fields: &Fields, wrong: &mut Problem) -> Option<Money> {
    match Money::parse(fields.text("amount"), Currency::CNY) {
        Ok(amount) => Some(amount),
        Err(_) => refuse(wrong, "amount", "amount"),
    }
}

fn fact(fields: &Fields, amount: Money, value_at: Timestamp) -> Capture {
    Capture {
        channel: Channel::Manual,
        transaction: fields.text("transaction").trim().to_owned(),
        amount,
        fee: Money::fen(0),
        value_at,
    }
}

/// `POST /operator/refunds/{id}/settle`
pub(in crate::web) async fn settle(
    sent: Sent,
    refund: Path<RefundId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let row = sent
        .visit
        .app()
        .read()
        .refund(*refund)?
        .ok_or_else(Problem::not_found)?;
    let fact = fact(&sent.fields, row.amount, sent.intent.now());
    let app = sent.visit.app();
    let wish = refunds::record_settlement(app, &operator, &sent.intent, *refund, fact).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done("/operator", "refund-settled", done)),
        Err(refused) => {
            let forms = Forms {
                capture: None,
                settle: Some((*refund, refused.form.clone())),
            };
            Ok(refused.page(&overview::draw(&sent.visit, &forms)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_of_today_counts_as_of_now_and_other_days_from_their_beginning() {
        let day: Timestamp = "2026-11-28T00:00:00+08:00".parse().expect("a moment");
        let noon = day.plus_seconds(43_200);
        assert_eq!(moment_of(day, noon), noon);
        assert_eq!(moment_of(day.plus_days(-1), noon), day.plus_days(-1));
        assert_eq!(moment_of(day.plus_days(1), noon), day.plus_days(1));
    }
}
