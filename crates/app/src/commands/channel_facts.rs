//! What a channel said becomes a fact: recorded once, however often and in whatever order it is told (D 14, 15). What no
//! rule can act on is kept for a person, never refused and never lost (B 5, 16, 17).

use channels::{
    Answer, Ask, Channel as Rail, ChannelName, Delivery, Fact, FeeReport, HttpReply, Moment,
    PaymentReport, PaymentState, RefundReport, RefundState,
};
use kernel::{ContentHash, ExceptionId, Money, PaymentId};
use settlement::{
    channel_fact::{self, ChannelFact, Purpose},
    exception::{Cause, Raised},
    payment::{self, Channel, Payment},
    refund,
};
use sha2::{Digest, Sha256};

use crate::{
    App, Error, Intent,
    commands::{
        channel_fees::{self, expected},
        exceptions::{about, raise, raise_with},
        payments::{self, Capture},
        refunds, surplus,
    },
    rejection::Rejection,
};

mod disputes;

/// What a channel said, once its signature was found good. Nothing else makes one.
#[derive(Debug, Clone)]
pub struct Told {
    channel: Channel,
    fact: Fact,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is recorded, now or before.
    Recorded,
    /// It tells nothing that is recorded.
    Nothing,
    /// A person must look at it.
    Exception(ExceptionId),
}

/// A channel as money knows it.
#[must_use]
pub const fn channel_of(name: ChannelName) -> Channel {
    match name {
        ChannelName::WeChat => Channel::WechatPay,
        ChannelName::Alipay => Channel::Alipay,
        ChannelName::Stripe => Channel::Stripe,
        ChannelName::Sandbox => Channel::Sandbox,
    }
}

impl Told {
    /// Reads a callback.
    ///
    /// # Errors
    /// Not signed by the channel, not fresh, out of form, or about somebody else.
    pub fn unasked(
        rail: &dyn Rail,
        delivery: &Delivery,
        moment: Moment,
    ) -> Result<Self, channels::Error> {
        let (channel, fact) = (channel_of(rail.name()), rail.heard(delivery, moment)?.fact);
        Ok(Self { channel, fact })
    }

    /// Reads the reply to a question.
    ///
    /// # Errors
    /// Not the channel's word, out of form, about something else, or a refusal.
    pub fn asked(
        rail: &dyn Rail,
        ask: &Ask,
        reply: &HttpReply,
        moment: Moment,
    ) -> Result<(Answer, Self), channels::Error> {
        let answer = rail.answer(ask, reply, moment)?;
        let fact = match &answer {
            Answer::Payment(report) => Fact::Payment(report.clone()),
            Answer::Refund(report) => Fact::Refund(report.clone()),
            Answer::Fee(report) => Fact::Fee(report.clone()),
            Answer::Present(_) | Answer::Closed | Answer::StatementAt { .. } => Fact::Nothing,
        };
        let channel = channel_of(rail.name());
        Ok((answer, Self { channel, fact }))
    }
}

/// Records what was told.
///
/// # Errors
/// The log or the read models failed; then it was not taken, and the channel will tell it again.
pub async fn take(app: &App, told: Told) -> Result<Outcome, Error> {
    let channel = told.channel;
    match told.fact {
        Fact::Payment(PaymentReport {
            state: PaymentState::Captured(capture),
            ..
        }) => captured(app, channel, capture).await,
        Fact::Payment(PaymentReport {
            state:
                PaymentState::Unknown
                | PaymentState::Waiting
                | PaymentState::Closed
                | PaymentState::Failed { .. },
            ..
        })
        | Fact::Nothing => Ok(Outcome::Nothing),
        Fact::Refund(report) => refunded(app, channel, report).await,
        Fact::Fee(report) => fee_told(app, channel, report).await,
        Fact::RefundedInTotal {
            transaction,
            refunded,
        } => refunded_in_total(app, channel, &transaction, refunded).await,
        Fact::DisputeOpened {
            dispute,
            transaction,
            amount,
            reason,
            respond_by,
        } => {
            let case = disputes::case(app, dispute, amount, &reason, respond_by);
            disputes::opened(app, channel, &transaction, case).await
        }
        Fact::DisputeClosed {
            dispute,
            transaction,
            amount,
            won,
        } => {
            let case = disputes::case(app, dispute, amount, "", None);
            disputes::closed(app, channel, &transaction, case, won).await
        }
    }
}

async fn captured(
    app: &App,
    channel: Channel,
    capture: channels::Capture,
) -> Result<Outcome, Error> {
    let payment = capture.payment;
    let fact = Capture {
        channel,
        fee: expected(app, channel, capture.amount),
        amount: capture.amount,
        transaction: capture.transaction,
        value_at: capture.value_at,
    };
    // The amount is part of the name: the same transaction with another amount is another word, to be judged.
    let name = format!("capture/{payment}/{}/{}", fact.transaction, fact.amount);
    let intent = Intent::of_channel(channel.as_str(), &name, app.now());
    let refused = match payments::record_arrival(app, &intent, payment, fact.clone()).await {
        Ok(_) => {
            if let Some(fee) = capture.fee {
                channel_fees::told(app, &intent.step("fee"), payment, fee).await?;
            }
            return Ok(Outcome::Recorded);
        }
        Err(Error::NotFound) => Cause::PaymentUnknown,
        Err(Error::Rejected(Rejection::Payment(payment::Rejection::AmountDiffers { .. }))) => {
            Cause::AmountDiffers
        }
        Err(Error::Rejected(Rejection::Payment(payment::Rejection::PaymentAlreadyCaptured {
            ..
        }))) => Cause::PaidTwice,
        Err(Error::Rejected(_)) => Cause::TransactionReused,
        Err(error) => return Err(error),
    };
    if matches!(refused, Cause::AmountDiffers | Cause::PaidTwice) {
        let intent = intent.step("surplus");
        match surplus::told(app, &intent, payment, &fact).await {
            // The very amount once more: it is on its way back.
            Ok(true) => return Ok(Outcome::Recorded),
            // A rule that says no, as for a transaction told with two amounts, leaves it to a person.
            Ok(false) | Err(Error::Rejected(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let expected = app.load::<Payment>(&payment::stream_id(payment))?;
    let raised = Raised {
        payment: Some(payment),
        amount: Some(fact.amount),
        expected: expected.opened.as_ref().map(|opened| opened.amount),
        ..about(channel, refused, &fact.transaction)
    };
    // What came for a payment we never opened is in the books until it is known whose it is.
    let unknown = (refused == Cause::PaymentUnknown).then_some(&fact);
    Ok(Outcome::Exception(raise_with(app, raised, unknown).await?))
}

/// A fee in another currency than the payment's is not kept of the payment itself; it is left to the books.
async fn fee_told(app: &App, channel: Channel, report: FeeReport) -> Result<Outcome, Error> {
    let FeeReport { transaction, fee } = report;
    let payment = payment_of(app, channel, &transaction)?;
    let (Some(payment), Some(fee)) = (payment, fee) else {
        return Ok(Outcome::Nothing);
    };
    let name = format!("fee/{payment}/{fee}");
    let intent = Intent::of_channel(channel.as_str(), &name, app.now());
    match channel_fees::told(app, &intent, payment, fee).await {
        Ok(_) => Ok(Outcome::Recorded),
        Err(Error::Rejected(_)) => Ok(Outcome::Nothing),
        Err(error) => Err(error),
    }
}

async fn refunded(app: &App, channel: Channel, report: RefundReport) -> Result<Outcome, Error> {
    let refund = report.refund;
    let intent = |fact: &str| Intent::of_channel(channel.as_str(), fact, app.now());
    let (done, transaction, amount) = match report.state {
        RefundState::Unknown => return Ok(Outcome::Nothing),
        RefundState::Accepted => {
            let intent = intent(&format!("refund-accepted/{refund}"));
            (
                refunds::accept(app, &intent, refund).await,
                String::new(),
                None,
            )
        }
        RefundState::Settled {
            transaction,
            amount,
            at,
        } => {
            let fact = Capture {
                channel,
                transaction: transaction.clone(),
                amount,
                fee: Money::new(0, amount.currency),
                value_at: at.unwrap_or_else(|| app.now()),
            };
            let intent = intent(&format!("refund-settled/{refund}/{transaction}/{amount}"));
            let done = refunds::settle(app, &intent, refund, fact).await;
            (done, transaction, Some(amount))
        }
        RefundState::Failed { code } => {
            let intent = intent(&format!("refund-failed/{refund}"));
            let reason = if code.is_empty() { "refused" } else { &code };
            (
                refunds::fail(app, &intent, refund, reason).await,
                code,
                None,
            )
        }
    };
    let cause = match done {
        Ok(_) => return Ok(Outcome::Recorded),
        Err(Error::Rejected(Rejection::Refund(refund::Rejection::RefundUnknown))) => {
            Cause::RefundUnknown
        }
        Err(Error::Rejected(Rejection::ChannelFact(_))) => Cause::TransactionReused,
        // An order that was taken is still taken, whatever became of it since.
        Err(Error::Rejected(_)) if transaction.is_empty() && amount.is_none() => {
            return Ok(Outcome::Recorded);
        }
        Err(Error::Rejected(_)) => Cause::RefundContradicted,
        Err(error) => return Err(error),
    };
    let state = app.load::<refund::Refund>(&refund::stream_id(refund))?;
    let requested = state.requested.as_ref();
    let raised = Raised {
        payment: requested.map(|requested| requested.payment),
        refund: Some(refund),
        amount,
        expected: requested.map(|requested| requested.amount),
        ..about(channel, cause, &transaction)
    };
    Ok(Outcome::Exception(raise(app, raised).await?))
}

/// More than we asked for went back: somebody did it in the channel's own pages.
async fn refunded_in_total(
    app: &App,
    channel: Channel,
    transaction: &str,
    refunded: Money,
) -> Result<Outcome, Error> {
    let Some(payment) = payment_of(app, channel, transaction)? else {
        let raised = Raised {
            amount: Some(refunded),
            ..about(channel, Cause::PaymentUnknown, transaction)
        };
        return Ok(Outcome::Exception(raise(app, raised).await?));
    };
    let state = app.load::<Payment>(&payment::stream_id(payment))?;
    let asked = state
        .reserved
        .values()
        .fold(0_i64, |sum, amount| sum.saturating_add(amount.minor));
    if refunded.minor <= asked {
        return Ok(Outcome::Nothing);
    }
    let raised = Raised {
        payment: Some(payment),
        amount: Some(refunded),
        expected: Some(Money::new(asked, refunded.currency)),
        ..about(channel, Cause::RefundedElsewhere, transaction)
    };
    Ok(Outcome::Exception(raise(app, raised).await?))
}

/// The payment that a transaction of the channel was captured for.
fn payment_of(app: &App, channel: Channel, transaction: &str) -> Result<Option<PaymentId>, Error> {
    let digest = ContentHash::from_bytes(Sha256::digest(transaction).into());
    let state = app.load::<ChannelFact>(&channel_fact::stream_id(channel, &digest))?;
    Ok(match state.spent {
        Some((Purpose::Capture(payment), _)) => Some(payment),
        Some((
            Purpose::Refund(_) | Purpose::Dispute(_) | Purpose::Payout(_) | Purpose::Unknown(_),
            _,
        ))
        | None => None,
    })
}
