//! Money that came and was not asked for: another amount, or the same twice. It is taken in as the payer's, and goes back
//! the way it came, or by a payout where the channel cannot (B 5, 16, 17). No fen of it is lost or kept.

use kernel::{ExceptionId, PaymentId};
use settlement::{
    exception::{self, Exception},
    payment::{self, Channel, Command, Payment, Surplus},
    refund::{RefundReason, Terms},
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent, Violation,
    account::Account,
    commands::{
        partial_refunds::{self, RefundWish},
        payments::{Capture, spend_transaction},
        refunds,
    },
    permission::{Operator, Signed},
    work::Work,
};

/// Namespace of the payments that surplus money is (UUID version 5 over channel and transaction); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.surplusid");
/// What is noted on an exception whose money was sent back.
const NOTE: &str = "sent back";

/// The payment that a transaction nobody asked for is.
#[must_use]
pub fn surplus_of(channel: Channel, transaction: &str) -> PaymentId {
    let name = format!("{}/{transaction}", channel.as_str());
    PaymentId::from_bytes(Uuid::new_v5(&NAMESPACE, name.as_bytes()).into_bytes())
}

/// Takes in what came beside a payment; its transaction is spent (D 14).
///
/// # Errors
/// No such payment, or the transaction was used for something else.
fn take_in(work: &mut Work<'_>, beside: PaymentId, fact: &Capture) -> Result<PaymentId, Error> {
    let asked = work.state::<Payment>(&payment::stream_id(beside))?;
    let opened = asked.opened.as_ref().ok_or(Error::NotFound)?;
    let surplus = surplus_of(fact.channel, &fact.transaction);
    let command = Command::RecordSurplus(Surplus {
        payment: surplus,
        beside,
        adoption: opened.adoption,
        payer: opened.payer,
        reference: opened.reference,
        channel: fact.channel,
        transaction: fact.transaction.clone(),
        amount: fact.amount,
        fee: fact.fee,
        value_at: fact.value_at,
    });
    work.decide::<Payment>(&payment::stream_id(surplus), command)?;
    spend_transaction(work, fact, channel_fact_of(surplus))?;
    Ok(surplus)
}

const fn channel_fact_of(surplus: PaymentId) -> settlement::channel_fact::Purpose {
    settlement::channel_fact::Purpose::Capture(surplus)
}

/// Takes in what a channel said came beside a payment. The very amount once more goes back by itself: there is nothing
/// to decide. Returns whether it does.
pub(crate) async fn told(
    app: &App,
    intent: &Intent,
    beside: PaymentId,
    fact: &Capture,
) -> Result<bool, Error> {
    let asked = app.load::<Payment>(&payment::stream_id(beside))?;
    let twice = asked.captured.as_ref().map(|one| one.amount) == Some(fact.amount);
    app.perform(intent, |work| {
        let surplus = take_in(work, beside, fact)?;
        if twice {
            send_all_back(work, intent, surplus, Terms::default())?;
        }
        Ok(())
    })
    .await?;
    Ok(twice)
}

/// The whole of it goes back the way it came.
fn send_all_back(
    work: &mut Work<'_>,
    intent: &Intent,
    surplus: PaymentId,
    terms: Terms,
) -> Result<(), Error> {
    let state = work.state::<Payment>(&payment::stream_id(surplus))?;
    let adoption = state.opened()?.adoption;
    let (of, reason) = ((surplus, adoption), RefundReason::Surplus);
    refunds::request(work, intent, of, i64::MAX, reason, terms)
}

/// Records a statement line that is not what a payment asks for, and sends it back, in one step.
///
/// # Errors
/// No such payment, the transaction was used for something else, or it is the very amount that the payment waits for.
pub async fn return_line(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    beside: PaymentId,
    fact: Capture,
) -> Result<(PaymentId, Done), Error> {
    let surplus = surplus_of(fact.channel, &fact.transaction);
    let intent = intent
        .clone()
        .occurred_at(fact.value_at)
        .from_source(fact.transaction.clone());
    let done = app
        .perform(&intent, |work| {
            let asked = work.state::<Payment>(&payment::stream_id(beside))?;
            let opened = asked.opened.as_ref().ok_or(Error::NotFound)?;
            if asked.captured.is_none() && opened.amount == fact.amount {
                // It pays for something: it is recorded as the payment's own.
                return Err(Error::Invalid(vec![Violation::new(
                    "amount",
                    "is-expected",
                )]));
            }
            take_in(work, beside, &fact)?;
            send_all_back(work, &intent, surplus, refunds::decided_by(app, who))
        })
        .await?;
    Ok((surplus, done))
}

/// Sends back what an exception is about, and resolves it, in one step: the way the money came, or by a payout where the
/// channel no longer can.
///
/// # Errors
/// No such exception, one that is not about money that came, or nothing of it is left; the channel cannot, and nobody
/// checked whose the account for a payout is.
pub async fn send_back(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    exception: ExceptionId,
    (identity_checked, account): (bool, Option<Account>),
) -> Result<Done, Error> {
    app.caught_up(app.log().durable_position()).await?;
    app.perform(intent, |work| {
        let id = exception::stream_id(exception);
        let state = work.state::<Exception>(&id)?;
        let raised = state.raised.as_ref().ok_or(Error::NotFound)?;
        let surplus = surplus_of(raised.channel, &raised.transaction);
        let money = work.state::<Payment>(&payment::stream_id(surplus))?;
        let Ok(opened) = money.opened() else {
            return Err(exception::Rejection::NothingToSendBack.into());
        };
        let wish = RefundWish {
            adoption: opened.adoption,
            payment: Some(surplus),
            amount: money.refundable()?,
            parts: vec![],
            reason: RefundReason::Surplus,
            channel_refused: false,
            identity_checked,
            account: account.clone(),
        };
        partial_refunds::give_back(app, who, work, intent, &wish)?;
        let resolve = exception::Command::ResolveException {
            by: who.person(),
            note: NOTE.to_owned(),
            at: intent.now(),
        };
        work.decide::<Exception>(&id, resolve)?;
        Ok(())
    })
    .await
}
