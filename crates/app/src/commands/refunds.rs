//! Money goes back: requested by a rule or a person, settled only by the channel's fact (D 12, 15).

use adoption::adoption::{self as bond, Adoption, Phase};
use kernel::{AdoptionId, Money, PaymentId, RefundId};
use settlement::{
    channel_fact::Purpose,
    payment::{self, Payment},
    refund::{self, Command, FeeBearer, LostFee, Refund, RefundReason, Terms},
};

use crate::{
    App, Done, Error, Intent,
    commands::{
        cancelling, channel_fees, credits,
        paid_for::{decided_before, paid_for, within_limit},
        payments::{Capture, bought_by, spend_transaction},
    },
    permission::{Operator, Signed},
    work::Work,
};

/// Gives all back that was paid for an adoption and did not go back yet, to whoever paid, whoever holds it now: what
/// credit paid for becomes credit again, what was captured is refunded. Nothing if nothing was paid. An adoption that is
/// a part of a divided one gets back what was paid for that part. A rule demands it, so nobody has to approve it.
pub(crate) fn request_for_adoption(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    reason: RefundReason,
) -> Result<(), Error> {
    request_on_terms(work, intent, adoption, reason, &Terms::default())
}

/// What a person decides about somebody else's money takes a second one above the limit (C U6).
pub(crate) fn decided_by(app: &App, who: &Signed<Operator>) -> Terms {
    Terms {
        requested_by: Some(who.person()),
        two_persons_above: Some(app.settings().two_persons_above),
        ..Terms::default()
    }
}

/// As [`request_for_adoption`], under these terms.
pub(crate) fn request_on_terms(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    reason: RefundReason,
    terms: &Terms,
) -> Result<(), Error> {
    let payer = bought_by(work, adoption)?;
    credits::give_back_spent(work, intent, payer, adoption)?;
    let left = paid_for(work, adoption)?.left;
    request_part(work, intent, adoption, left, (reason, terms))?;
    Ok(())
}

/// Asks the channels for a part of what was paid for an adoption, of every payer in proportion to what they paid.
/// Answers with what of it, in minor units, could not be asked for because it was not paid or went back before.
pub(crate) fn request_part(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    minor: i64,
    (reason, terms): (RefundReason, &Terms),
) -> Result<i64, Error> {
    let paid = paid_for(work, adoption)?;
    let takes = paid.divide(minor);
    let all: i64 = takes.iter().map(|(_, part)| *part).sum();
    let before = match terms.two_persons_above {
        Some(_) => decided_before(work, &paid)?,
        None => 0,
    };
    for (payment, part) in takes {
        let terms = within_limit(terms, before.saturating_add(all - part));
        request(work, intent, (payment, adoption), part, reason, terms)?;
    }
    Ok(minor.saturating_sub(all))
}

/// The refund of a payment on behalf of an adoption that a wish asks for; the same on every repeat.
pub(crate) fn refund_of(intent: &Intent, adoption: AdoptionId, payment: PaymentId) -> RefundId {
    RefundId::from_bytes(intent.bytes(&format!("refund/{adoption}/{payment}")))
}

/// Requests the refund of a payment on behalf of an adoption, at most `limit` minor units.
pub(crate) fn request(
    work: &mut Work<'_>,
    intent: &Intent,
    (payment, adoption): (PaymentId, AdoptionId),
    limit: i64,
    reason: RefundReason,
    terms: Terms,
) -> Result<(), Error> {
    let id = payment::stream_id(payment);
    let state = work.state::<Payment>(&id)?;
    let Some((channel, refundable)) = state.channel().ok().zip(state.refundable().ok()) else {
        return Ok(());
    };
    let mut amount = Money::new(refundable.minor.min(limit), refundable.currency);
    if amount.minor <= 0 {
        return Ok(());
    }
    let mut terms = terms;
    terms.lost_fee = channel_fees::lost(work, (payment, adoption), reason, amount)?;
    if let Some(LostFee {
        amount: fee,
        bearer: FeeBearer::Buyer,
    }) = terms.lost_fee
    {
        amount.minor = amount.minor.saturating_sub(fee.minor);
    }
    let refund = refund_of(intent, adoption, payment);
    let reserve = payment::Command::ReserveRefund {
        refund,
        amount,
        parts: vec![],
    };
    work.decide::<Payment>(&id, reserve)?;
    let request = Command::RequestRefund {
        refund,
        payment,
        adoption,
        channel,
        amount,
        reason,
        terms,
        at: intent.now(),
    };
    work.decide::<Refund>(&refund::stream_id(refund), request)?;
    Ok(())
}

/// Asks again for what a failed refund left with us. Quiet if nothing is left to refund.
///
/// # Errors
/// The adoption still stands: only what is cancelled is refunded.
pub async fn request_again(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    app.caught_up(app.log().durable_position()).await?;
    app.perform(intent, |work| {
        let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
        state.agreement().map_err(|_| Error::NotFound)?;
        match state.phase {
            Phase::Cancelled { .. } => {
                let why = (RefundReason::ByOperator, &decided_by(app, who));
                cancelling::pay_rest(app, work, intent, adoption, why)
            }
            Phase::Started | Phase::Confirmed => Err(bond::Rejection::AdoptionNotCancelled.into()),
            Phase::Completed => Err(bond::Rejection::AdoptionCompleted.into()),
        }
    })
    .await
}

/// Records that the channel took the order to refund.
///
/// # Errors
/// No such refund, or it is over.
pub async fn record_acceptance(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
) -> Result<Done, Error> {
    accept(app, intent, refund).await
}

/// The same, told by whomever may tell.
pub(crate) async fn accept(app: &App, intent: &Intent, refund: RefundId) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::RecordAcceptance { at: intent.now() };
        work.decide::<Refund>(&refund::stream_id(refund), command)?;
        Ok(())
    })
    .await
}

/// Records the channel's fact that the money went back.
///
/// # Errors
/// No such refund, another amount, or the transaction was used for something else.
pub async fn record_settlement(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
    fact: Capture,
) -> Result<Done, Error> {
    settle(app, intent, refund, fact).await
}

/// The same, told by whomever may tell.
pub(crate) async fn settle(
    app: &App,
    intent: &Intent,
    refund: RefundId,
    fact: Capture,
) -> Result<Done, Error> {
    let intent = intent
        .clone()
        .occurred_at(fact.value_at)
        .from_source(fact.transaction.clone());
    app.perform(&intent, |work| {
        let command = Command::RecordSettlement {
            transaction: fact.transaction.clone(),
            amount: fact.amount,
            at: fact.value_at,
        };
        work.decide::<Refund>(&refund::stream_id(refund), command)?;
        channel_fees::settled(work, &intent, refund)?;
        spend_transaction(work, &fact, Purpose::Refund(refund))
    })
    .await
}

/// Records that the channel refused; what was reserved can be refunded anew.
///
/// # Errors
/// No such refund, or it is settled.
pub async fn record_failure(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
    reason: &str,
) -> Result<Done, Error> {
    fail(app, intent, refund, reason).await
}

/// The same, told by whomever may tell.
pub(crate) async fn fail(
    app: &App,
    intent: &Intent,
    refund: RefundId,
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = refund::stream_id(refund);
        let state = work.state::<Refund>(&id)?;
        let payment = state.requested()?.payment;
        let command = Command::RecordFailure {
            reason: reason.trim().to_owned(),
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
