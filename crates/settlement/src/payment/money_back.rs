//! How a payment decides about small refunds that go together, about credit and about disputes. It must not know of anything beyond
//! its own past.

use std::collections::BTreeSet;

use kernel::{AdoptionId, CreditId, DisputeId, Money, RefundId, Timestamp};

use super::{Event, Rejection, State};

pub(super) fn batch(
    state: &State,
    refund: RefundId,
    items: BTreeSet<RefundId>,
) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    let done = |item: &RefundId| state.batched.get(item) == Some(&refund);
    if items.is_empty() {
        return Err(Rejection::BatchEmpty);
    }
    if items.iter().all(done) {
        return Ok(vec![]);
    }
    let mut sum = 0_i64;
    for item in &items {
        let queued = state
            .queued
            .get(item)
            .ok_or(Rejection::RefundNotQueued { refund: *item })?;
        sum = sum.saturating_add(queued.amount.minor);
    }
    if state.released.contains(&refund) || state.reserved.contains_key(&refund) {
        return Err(Rejection::RefundWasReleased { refund });
    }
    Ok(vec![Event::RefundsBatched {
        refund,
        items,
        amount: Money::new(sum, opened.amount.currency),
    }])
}

pub(super) fn credit(
    state: &State,
    (credit, adoption): (CreditId, AdoptionId),
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let available = state.refundable()?;
    match state.credited.get(&credit) {
        Some(known) if *known == amount => return Ok(vec![]),
        Some(known) => {
            return Err(Rejection::AmountDiffers {
                expected: *known,
                actual: amount,
            });
        }
        None => {}
    }
    if amount.minor <= 0 {
        Err(Rejection::AmountNotPositive)
    } else if amount.currency != available.currency || amount.minor > available.minor {
        Err(Rejection::RefundAboveCaptured { available })
    } else {
        Ok(vec![Event::PaymentCredited {
            credit,
            adoption: Some(adoption),
            amount,
            at,
        }])
    }
}

pub(super) fn record_dispute(
    state: &State,
    dispute: DisputeId,
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.opened()?;
    if state.captured.is_none() {
        return Err(Rejection::PaymentNotCaptured);
    }
    match state.disputes.get(&dispute) {
        Some(known) if known.amount == amount => Ok(vec![]),
        Some(known) => Err(Rejection::AmountDiffers {
            expected: known.amount,
            actual: amount,
        }),
        None => Ok(vec![Event::PaymentDisputed {
            dispute,
            amount,
            at,
        }]),
    }
}

pub(super) fn end_dispute(
    state: &State,
    dispute: DisputeId,
    lost: Option<Money>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let known = state
        .disputes
        .get(&dispute)
        .ok_or(Rejection::DisputeUnknown { dispute })?;
    match known.ended {
        None => Ok(vec![Event::PaymentDisputeEnded { dispute, lost, at }]),
        Some(before) if before == lost => Ok(vec![]),
        Some(_) => Err(Rejection::DisputeOver { dispute }),
    }
}
