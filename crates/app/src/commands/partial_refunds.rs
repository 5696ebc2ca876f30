//! A part of a payment goes back: asked for by an operator, approved by another above the limit, queued while it is
//! small, and by a payout where the channel no longer can (B 19, C U6).

use kernel::{AdoptionId, Money, PaymentId, PayoutId, RefundId};
use readmodels::rails::RailRow;
use settlement::{
    payment::{self, Channel, LinePart, Payment},
    payout::{self, Payee, Payout, Purpose},
    rails::{RailLimits, Route, refund_route},
    refund::{self, Command, Fallback, FallbackCause, Refund, RefundReason, Terms},
};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::{payments::payment_of, refunds::decided_by},
    error::Fault,
    permission::{Operator, Signed},
    work::Work,
};

/// What an operator wants to give back.
#[derive(Debug, Clone)]
pub struct RefundWish {
    /// Of which adoption's payment.
    pub adoption: AdoptionId,
    /// How much.
    pub amount: Money,
    /// How much of which line; empty to take from the lines in their order.
    pub parts: Vec<LinePart>,
    /// Why.
    pub reason: RefundReason,
    /// The channel was asked and refused: a payout carries it, whatever the rail's limits say.
    pub channel_refused: bool,
    /// The operator made sure that the account for a payout belongs to the payer. Needed only where the channel can no
    /// longer refund.
    pub identity_checked: bool,
}

/// What became of the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The channel is asked, once enough persons approved.
    Requested(RefundId),
    /// It is small and waits for company.
    Queued(RefundId),
    /// The channel no longer can; a payout carries it.
    ByPayout(RefundId, PayoutId),
}

/// Asks for a part of a payment to go back. Several parts of one payment are several refunds, each with its own id
/// (B 20).
///
/// # Errors
/// More than is left of the payment or the line (D 12), the channel cannot and nobody checked the identity.
pub async fn request(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    wish: RefundWish,
) -> Result<(RefundOutcome, Done), Error> {
    let id = RefundId::from_bytes(intent.bytes("refund"));
    let payment = payment_of(wish.adoption);
    let route = match route(app, intent, payment, wish.amount)? {
        Route::Original(_) if wish.channel_refused => Route::Payout(FallbackCause::ChannelRefused),
        found @ (Route::Original(_) | Route::Payout(_) | Route::Refused(_)) => found,
    };
    let outcome = match route {
        Route::Refused(refusal) => return Err(refusal.into()),
        Route::Payout(_) if !wish.identity_checked => {
            return Err(Error::Invalid(vec![Violation::new(
                "identity_checked",
                "needed-for-payout",
            )]));
        }
        Route::Payout(_) => {
            RefundOutcome::ByPayout(id, PayoutId::from_bytes(intent.bytes("payout")))
        }
        Route::Original(_) if waits(app, payment, wish.amount)? => RefundOutcome::Queued(id),
        Route::Original(_) => RefundOutcome::Requested(id),
    };
    let done = app
        .perform(intent, |work| {
            let terms = decided_by(app, who);
            match (outcome, route) {
                (RefundOutcome::Queued(refund), _) => queue(work, intent, &wish, refund),
                (RefundOutcome::ByPayout(refund, payout), Route::Payout(cause)) => {
                    pay_out(work, intent, &wish, (refund, payout, cause), &terms)
                }
                (RefundOutcome::Requested(refund) | RefundOutcome::ByPayout(refund, _), _) => {
                    ask(work, intent, &wish, refund, None, terms)
                }
            }
        })
        .await?;
    Ok((outcome, done))
}

fn route(app: &App, intent: &Intent, payment: PaymentId, amount: Money) -> Result<Route, Error> {
    let Some(rail) = rail(app, payment)? else {
        return Err(payment::Rejection::PaymentNotCaptured.into());
    };
    let limits = RailLimits::of(rail.channel);
    Ok(refund_route(&limits, &rail.facts, amount, intent.now()))
}

fn rail(app: &App, payment: PaymentId) -> Result<Option<RailRow>, Error> {
    Ok(app.read().rail(payment).map_err(Fault::from)?)
}

/// Small refunds wait only where the channel counts them.
fn waits(app: &App, payment: PaymentId, amount: Money) -> Result<bool, Error> {
    let state = app.load::<Payment>(&payment::stream_id(payment))?;
    let counted = RailLimits::of(state.channel()?).refunds_max.is_some();
    Ok(counted && app.settings().batching.waits(amount))
}

fn queue(
    work: &mut Work<'_>,
    intent: &Intent,
    wish: &RefundWish,
    refund: RefundId,
) -> Result<(), Error> {
    let command = payment::Command::QueueRefund {
        refund,
        amount: wish.amount,
        parts: wish.parts.clone(),
        at: intent.now(),
    };
    work.decide::<Payment>(&payment::stream_id(payment_of(wish.adoption)), command)?;
    Ok(())
}

fn ask(
    work: &mut Work<'_>,
    intent: &Intent,
    wish: &RefundWish,
    refund: RefundId,
    channel: Option<Channel>,
    terms: Terms,
) -> Result<(), Error> {
    let payment = payment_of(wish.adoption);
    let id = payment::stream_id(payment);
    let reserve = payment::Command::ReserveRefund {
        refund,
        amount: wish.amount,
        parts: wish.parts.clone(),
    };
    work.decide::<Payment>(&id, reserve)?;
    let came_by = work.state::<Payment>(&id)?.channel()?;
    let command = Command::RequestRefund {
        refund,
        payment,
        adoption: wish.adoption,
        channel: channel.unwrap_or(came_by),
        amount: wish.amount,
        reason: wish.reason,
        terms,
        at: intent.now(),
    };
    work.decide::<Refund>(&refund::stream_id(refund), command)?;
    Ok(())
}

/// The refund goes by bank to the payer, under the same approvals.
fn pay_out(
    work: &mut Work<'_>,
    intent: &Intent,
    wish: &RefundWish,
    (refund, payout, cause): (RefundId, PayoutId, FallbackCause),
    terms: &Terms,
) -> Result<(), Error> {
    let id = payment::stream_id(payment_of(wish.adoption));
    let payer = work.state::<Payment>(&id)?.opened()?.payer;
    let requested = payout::Requested {
        payout,
        payee: Payee::Person(payer),
        purpose: Purpose::Refund(refund),
        amount: wish.amount,
        channel: Channel::Manual,
        requested_by: terms.requested_by,
        two_persons_above: terms.two_persons_above,
    };
    let checked_by = terms.requested_by.unwrap_or(payer);
    // The payout is what people approve; the refund follows it.
    let terms = Terms {
        requested_by: terms.requested_by,
        fallback: Some(Fallback {
            cause,
            payout,
            identity_checked_by: checked_by,
        }),
        ..Terms::default()
    };
    ask(work, intent, wish, refund, Some(Channel::Manual), terms)?;
    let command = payout::Command::RequestPayout {
        requested,
        at: intent.now(),
    };
    work.decide::<Payout>(&payout::stream_id(payout), command)?;
    Ok(())
}

/// Stands behind a refund that somebody else asked for.
///
/// # Errors
/// One's own refund, or one that needs nobody more.
pub async fn approve(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let (by, at) = (who.person(), intent.now());
        let command = Command::ApproveRefund { by, at };
        work.decide::<Refund>(&refund::stream_id(refund), command)?;
        Ok(())
    })
    .await
}

/// Says no to a refund that is not approved yet; what it took can be refunded otherwise.
///
/// # Errors
/// It is approved, or over.
pub async fn decline(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = refund::stream_id(refund);
        let payment = work.state::<Refund>(&id)?.requested()?.payment;
        let command = Command::DeclineRefund {
            by: who.person(),
            reason: reason.to_owned(),
            at: intent.now(),
        };
        if work.decide::<Refund>(&id, command)? {
            let release = payment::Command::ReleaseRefund { refund };
            work.decide::<Payment>(&payment::stream_id(payment), release)?;
        }
        Ok(())
    })
    .await
}

/// Sends small refunds of one payment together, if it is time (B 19). Returns whether it was.
pub(crate) async fn send_together(
    app: &App,
    intent: &Intent,
    payment: PaymentId,
) -> Result<bool, Error> {
    let Some(rail) = rail(app, payment)? else {
        return Ok(false);
    };
    let limits = RailLimits::of(rail.channel);
    let last_call = limits.refund_days_max.map(|days| {
        let days = i64::from(days) - i64::from(app.settings().batching.wait_days_max);
        rail.facts.captured_at.plus_days(days)
    });
    let refund = RefundId::from_bytes(intent.bytes("refund"));
    let id = payment::stream_id(payment);
    let due =
        app.load::<Payment>(&id)?
            .batch_due(&app.settings().batching, last_call, intent.now());
    if due.is_empty() {
        return Ok(false);
    }
    app.perform(intent, |work| {
        let state = work.state::<Payment>(&id)?;
        let (opened, channel) = (state.opened()?.clone(), state.channel()?);
        let items = state.batch_due(&app.settings().batching, last_call, intent.now());
        if items.is_empty() {
            return Ok(());
        }
        let batch = payment::Command::BatchRefunds {
            refund,
            items: items.clone(),
        };
        work.decide::<Payment>(&id, batch)?;
        let amount = work.state::<Payment>(&id)?.reserved.get(&refund).copied();
        let command = Command::RequestRefund {
            refund,
            payment,
            adoption: opened.adoption,
            channel,
            amount: amount.unwrap_or(Money::new(0, opened.amount.currency)),
            reason: RefundReason::ByOperator,
            terms: Terms {
                items,
                ..Terms::default()
            },
            at: intent.now(),
        };
        work.decide::<Refund>(&refund::stream_id(refund), command)?;
        Ok(())
    })
    .await?;
    Ok(true)
}
