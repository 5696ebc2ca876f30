//! Money goes back: requested by a rule or a person, settled only by the channel's fact (D 12, 15).

use adoption::adoption::{self as bond, Adoption, Phase};
use kernel::{AdoptionId, RefundId};
use settlement::{
    channel_fact::Purpose,
    payment::{self, Payment},
    refund::{self, Command, Refund, RefundReason, Terms},
};

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::agreement_of,
        credits,
        payments::{Capture, payment_of, spend_transaction},
    },
    permission::{Operator, Signed},
    work::Work,
};

/// Gives all back that was paid for an adoption and did not go back yet: what credit paid for becomes credit again, what
/// was captured is refunded. Nothing if nothing was paid.
pub(crate) fn request_for_adoption(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    reason: RefundReason,
) -> Result<(), Error> {
    let buyer = agreement_of(work, adoption)?.buyer;
    credits::give_back_spent(work, intent, buyer, adoption)?;
    let payment = payment_of(adoption);
    let id = payment::stream_id(payment);
    let state = work.state::<Payment>(&id)?;
    let Some((opened, amount)) = state.opened.as_ref().zip(state.refundable().ok()) else {
        return Ok(());
    };
    if amount.minor == 0 {
        return Ok(());
    }
    let refund = RefundId::from_bytes(intent.bytes("refund"));
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
        channel: opened.channel,
        amount,
        reason,
        terms: Terms::default(),
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
    _who: &Signed<Operator>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
        state.agreement().map_err(|_| Error::NotFound)?;
        match state.phase {
            Phase::Cancelled { .. } => {
                request_for_adoption(work, intent, adoption, RefundReason::ByOperator)
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
