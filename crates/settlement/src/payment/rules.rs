//! How a payment decides and remembers. It must not know of anything beyond its own past.

use std::collections::BTreeSet;

use kernel::{Money, RefundId, Timestamp, one_line};

use super::{
    Command, Disputed, Event, LinePart, Opened, Queued, Rejection, State, attempts, capture, fee,
    lines, money_back,
};
use crate::REASON_CHARS_MAX;

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::OpenPayment {
            payment,
            adoption,
            payer,
            amount,
            channel,
            reference,
            expires_at,
            lines,
        } => open(
            state,
            Opened {
                payment,
                adoption,
                payer,
                amount,
                channel,
                reference,
                expires_at,
                lines,
            },
        ),
        Command::StartAttempt { channel, name, at } => attempts::start(state, channel, name, at),
        Command::EndAttempt { channel, at } => attempts::end(state, channel, at),
        Command::RecordCapture {
            channel,
            transaction,
            amount,
            fee,
            value_at,
        } => capture::capture(state, (channel, transaction), amount, fee, value_at),
        Command::RecordSurplus(surplus) => capture::surplus(state, surplus),
        Command::RecordFee { fee, at } => fee::told(state, fee, at),
        Command::RecordFailure { reason, at } => fail(state, &reason, at),
        Command::ReserveRefund {
            refund,
            amount,
            parts,
        } => Ok(reserve(state, refund, amount, parts)?
            .map(|parts| Event::RefundReserved {
                refund,
                amount,
                parts,
            })
            .into_iter()
            .collect()),
        Command::QueueRefund {
            refund,
            amount,
            parts,
            at,
        } => Ok(reserve(state, refund, amount, parts)?
            .map(|parts| Event::RefundQueued {
                refund,
                amount,
                parts,
                at,
            })
            .into_iter()
            .collect()),
        Command::BatchRefunds { refund, items } => money_back::batch(state, refund, items),
        Command::ReleaseRefund { refund } => release(state, refund),
        Command::SetAsideCredit {
            credit,
            adoption,
            amount,
            at,
        } => money_back::credit(state, (credit, adoption), amount, at),
        Command::RecordDispute {
            dispute,
            amount,
            at,
        } => money_back::record_dispute(state, dispute, amount, at),
        Command::EndDispute { dispute, lost, at } => {
            money_back::end_dispute(state, dispute, lost, at)
        }
        Command::CheckNotFrozen => match state.open_dispute() {
            Some(dispute) => Err(Rejection::DisputeOpen { dispute }),
            None => Ok(vec![]),
        },
    }
}

fn fail(state: &State, reason: &str, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.opened()?;
    match &state.captured {
        Some(captured) => Err(Rejection::PaymentAlreadyCaptured {
            transaction: captured.transaction.clone(),
        }),
        None if state.failed => Ok(vec![]),
        None => {
            let reason = checked_reason(reason)?;
            Ok(vec![Event::PaymentFailed { reason, at }])
        }
    }
}

fn release(state: &State, refund: RefundId) -> Result<Vec<Event>, Rejection> {
    state.opened()?;
    if state.reserved.contains_key(&refund) {
        Ok(vec![Event::RefundReleased { refund }])
    } else if state.released.contains(&refund) {
        Ok(vec![])
    } else {
        Err(Rejection::RefundUnknown { refund })
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::PaymentOpened { .. } => state.opened = opened_in(event),
        Event::PaymentAttempted { channel, name, at } => {
            attempts::started(state, *channel, name.as_ref(), *at);
        }
        Event::PaymentAttemptEnded { channel, at: _ } => attempts::ended(state, *channel),
        Event::PaymentCaptured {
            channel,
            transaction,
            amount,
            fee,
            ..
        } => capture::arrived(state, *channel, transaction, (*amount, *fee), false),
        Event::LatePaymentReceived {
            channel,
            transaction,
            amount,
            fee,
            ..
        } => capture::arrived(state, *channel, transaction, (*amount, *fee), true),
        Event::SurplusReceived(surplus) => capture::came_beside(state, surplus),
        Event::FeeTold { fee, .. } => fee::was_told(state, *fee),
        Event::PaymentFailed { reason: _, at: _ } => state.failed = true,
        Event::RefundReserved {
            refund,
            amount,
            parts,
        } => set_aside(state, *refund, *amount, parts),
        Event::RefundQueued {
            refund,
            amount,
            parts,
            at,
        } => {
            set_aside(state, *refund, *amount, parts);
            let (amount, at) = (*amount, *at);
            state.queued.insert(*refund, Queued { amount, at });
        }
        Event::RefundsBatched {
            refund,
            items,
            amount,
        } => gather(state, *refund, items, *amount),
        Event::RefundReleased { refund } => {
            state.reserved.remove(refund);
            state.parts.remove(refund);
            state.queued.remove(refund);
            state.released.insert(*refund);
        }
        Event::PaymentCredited {
            credit,
            adoption,
            amount,
            at: _,
        } => {
            state.credited.insert(*credit, *amount);
            if let Some(adoption) = adoption {
                state.credited_for.insert(*credit, *adoption);
            }
        }
        Event::PaymentDisputed {
            dispute,
            amount,
            at: _,
        } => {
            let (amount, ended) = (*amount, None);
            state.disputes.insert(*dispute, Disputed { amount, ended });
        }
        Event::PaymentDisputeEnded {
            dispute,
            lost,
            at: _,
        } => {
            if let Some(disputed) = state.disputes.get_mut(dispute) {
                disputed.ended = Some(*lost);
            }
        }
    }
}

/// What was opened; nothing from any other event.
fn opened_in(event: &Event) -> Option<Opened> {
    let Event::PaymentOpened {
        payment,
        adoption,
        payer,
        amount,
        channel,
        reference,
        expires_at,
        lines,
    } = event
    else {
        return None;
    };
    Some(Opened {
        payment: *payment,
        adoption: *adoption,
        payer: *payer,
        amount: *amount,
        channel: *channel,
        reference: *reference,
        expires_at: *expires_at,
        lines: lines.clone(),
    })
}

/// Several small refunds go together as one.
fn gather(state: &mut State, refund: RefundId, items: &BTreeSet<RefundId>, amount: Money) {
    let mut parts = Vec::new();
    for item in items {
        state.reserved.remove(item);
        state.queued.remove(item);
        state.batched.insert(*item, refund);
        parts.extend(state.parts.remove(item).unwrap_or_default());
    }
    set_aside(state, refund, amount, &parts);
}

fn set_aside(state: &mut State, refund: RefundId, amount: Money, parts: &[LinePart]) {
    state.reserved.insert(refund, amount);
    if !parts.is_empty() {
        state.parts.insert(refund, parts.to_vec());
    }
}

fn open(state: &State, wanted: Opened) -> Result<Vec<Event>, Rejection> {
    match &state.opened {
        Some(opened) if *opened == wanted => Ok(vec![]),
        Some(_) => Err(Rejection::PaymentExists),
        None if wanted.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
        None => {
            lines::check(&wanted.lines, wanted.amount)?;
            Ok(vec![opened(wanted)])
        }
    }
}

fn opened(wanted: Opened) -> Event {
    Event::PaymentOpened {
        payment: wanted.payment,
        adoption: wanted.adoption,
        payer: wanted.payer,
        amount: wanted.amount,
        channel: wanted.channel,
        reference: wanted.reference,
        expires_at: wanted.expires_at,
        lines: wanted.lines,
    }
}

/// D 12: what is set aside for refunds stays within what was captured, for the payment and for each line. Answers with
/// the parts to remember, or nothing if the refund is set aside already.
fn reserve(
    state: &State,
    refund: RefundId,
    amount: Money,
    parts: Vec<LinePart>,
) -> Result<Option<Vec<LinePart>>, Rejection> {
    let available = state.refundable()?;
    if state.released.contains(&refund) {
        return Err(Rejection::RefundWasReleased { refund });
    }
    if state.batched.contains_key(&refund) {
        return Ok(None);
    }
    if let Some(expected) = state.reserved.get(&refund) {
        return if *expected == amount {
            Ok(None)
        } else {
            Err(Rejection::AmountDiffers {
                expected: *expected,
                actual: amount,
            })
        };
    }
    if amount.minor <= 0 {
        return Err(Rejection::AmountNotPositive);
    }
    if amount.currency != available.currency || amount.minor > available.minor {
        return Err(Rejection::RefundAboveCaptured { available });
    }
    lines::take(state, amount, parts).map(Some)
}

/// The channel's words on one line.
fn checked_reason(reason: &str) -> Result<String, Rejection> {
    let reason = one_line(reason);
    match reason.chars().count() {
        0 => Err(Rejection::ReasonMissing),
        1..=REASON_CHARS_MAX => Ok(reason),
        _ => Err(Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        }),
    }
}
