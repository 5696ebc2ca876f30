//! How a refund decides and remembers. It must not know of anything beyond its own past.

use kernel::{Money, Timestamp, one_line};

use super::{Command, Event, Phase, Rejection, Requested, State};
use crate::{REASON_CHARS_MAX, payment::is_transaction_id};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::RequestRefund {
            refund,
            payment,
            adoption,
            channel,
            amount,
            reason,
            at,
        } => {
            let wanted = Requested {
                refund,
                payment,
                adoption,
                channel,
                amount,
                reason,
            };
            request(state, wanted, at)
        }
        Command::RecordAcceptance { at } => {
            state.requested()?;
            match state.phase {
                Phase::Requested => Ok(vec![Event::RefundAccepted { at }]),
                Phase::Accepted | Phase::Settled { .. } => Ok(vec![]),
                Phase::Failed => Err(Rejection::RefundFailed),
            }
        }
        Command::RecordSettlement {
            transaction,
            amount,
            at,
        } => settle(state, transaction, amount, at),
        Command::RecordFailure { reason, at } => fail(state, &reason, at),
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::RefundRequested {
            refund,
            payment,
            adoption,
            channel,
            amount,
            reason,
            at: _,
        } => {
            state.requested = Some(Requested {
                refund: *refund,
                payment: *payment,
                adoption: *adoption,
                channel: *channel,
                amount: *amount,
                reason: *reason,
            });
        }
        Event::RefundAccepted { at: _ } => state.phase = Phase::Accepted,
        Event::RefundSettled { transaction, .. } => {
            state.phase = Phase::Settled {
                transaction: transaction.clone(),
            };
        }
        Event::RefundFailed { .. } => state.phase = Phase::Failed,
    }
}

fn request(state: &State, wanted: Requested, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    match &state.requested {
        Some(requested) if *requested == wanted => Ok(vec![]),
        Some(_) => Err(Rejection::RefundExists),
        None if wanted.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
        None => Ok(vec![Event::RefundRequested {
            refund: wanted.refund,
            payment: wanted.payment,
            adoption: wanted.adoption,
            channel: wanted.channel,
            amount: wanted.amount,
            reason: wanted.reason,
            at,
        }]),
    }
}

fn settle(
    state: &State,
    transaction: String,
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let requested = state.requested()?;
    if !is_transaction_id(&transaction) {
        return Err(Rejection::TransactionInvalid);
    }
    match &state.phase {
        Phase::Failed => return Err(Rejection::RefundFailed),
        Phase::Settled { transaction: known } if *known != transaction => {
            return Err(Rejection::RefundAlreadySettled {
                transaction: known.clone(),
            });
        }
        Phase::Settled { .. } | Phase::Requested | Phase::Accepted => {}
    }
    if amount != requested.amount {
        return Err(Rejection::AmountDiffers {
            expected: requested.amount,
            actual: amount,
        });
    }
    if matches!(state.phase, Phase::Settled { .. }) {
        return Ok(vec![]);
    }
    Ok(vec![Event::RefundSettled {
        refund: requested.refund,
        payment: requested.payment,
        adoption: requested.adoption,
        channel: requested.channel,
        transaction,
        amount,
        at,
    }])
}

fn fail(state: &State, reason: &str, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let requested = state.requested()?;
    match &state.phase {
        Phase::Failed => Ok(vec![]),
        Phase::Settled { transaction } => Err(Rejection::RefundAlreadySettled {
            transaction: transaction.clone(),
        }),
        Phase::Requested | Phase::Accepted => Ok(vec![Event::RefundFailed {
            refund: requested.refund,
            payment: requested.payment,
            adoption: requested.adoption,
            amount: requested.amount,
            reason: checked_reason(reason)?,
            at,
        }]),
    }
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

impl State {
    /// What was requested.
    ///
    /// # Errors
    /// `RefundUnknown` before that.
    pub fn requested(&self) -> Result<&Requested, Rejection> {
        self.requested.as_ref().ok_or(Rejection::RefundUnknown)
    }
}
