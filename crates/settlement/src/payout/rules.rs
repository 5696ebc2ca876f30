//! How a payout decides and remembers. It must not know of anything beyond its own past.

use kernel::{Money, PersonId, Timestamp, one_line};

use super::{Command, Event, Phase, Rejection, Requested, State};
use crate::{
    REASON_CHARS_MAX,
    approval::{ApprovalRefused, Approvals},
    payment::is_transaction_id,
};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::RequestPayout { requested, at } => request(state, requested, at),
        Command::ApprovePayout { by, at } => approve(state, by, at),
        Command::RecordSent { at } => {
            state.requested()?;
            match state.phase {
                Phase::Requested if state.approvals.complete() => {
                    Ok(vec![Event::PayoutSent { at }])
                }
                Phase::Requested => Err(Rejection::PayoutNotApproved),
                Phase::Sent | Phase::Settled { .. } => Ok(vec![]),
                Phase::Failed => Err(Rejection::PayoutFailed),
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
        Event::PayoutRequested { requested, at: _ } => {
            state.approvals = Approvals::of(
                requested.requested_by,
                requested.amount,
                requested.two_persons_above,
            );
            state.requested = Some(requested.clone());
        }
        Event::PayoutApproved { by, at: _ } => state.approvals.add(*by),
        Event::PayoutSent { at: _ } => state.phase = Phase::Sent,
        Event::PayoutSettled { transaction, .. } => {
            state.phase = Phase::Settled {
                transaction: transaction.clone(),
            };
        }
        Event::PayoutFailed { .. } => state.phase = Phase::Failed,
    }
}

fn request(state: &State, wanted: Requested, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    match &state.requested {
        Some(requested) if *requested == wanted => Ok(vec![]),
        Some(_) => Err(Rejection::PayoutExists),
        None if wanted.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
        None => Ok(vec![Event::PayoutRequested {
            requested: wanted,
            at,
        }]),
    }
}

fn approve(state: &State, by: PersonId, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.requested()?;
    if state.phase == Phase::Failed {
        return Err(Rejection::PayoutFailed);
    }
    match state.approvals.check(by) {
        Ok(true) => Ok(vec![Event::PayoutApproved { by, at }]),
        Ok(false) => Ok(vec![]),
        Err(ApprovalRefused::ByRequester) => Err(Rejection::ApproverIsRequester),
        Err(ApprovalRefused::NotNeeded) => Err(Rejection::PayoutApprovedAlready),
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
        Phase::Requested => return Err(Rejection::PayoutNotSent),
        Phase::Failed => return Err(Rejection::PayoutFailed),
        Phase::Settled { transaction: known } if *known != transaction => {
            return Err(Rejection::PayoutAlreadySettled {
                transaction: known.clone(),
            });
        }
        Phase::Sent | Phase::Settled { .. } => {}
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
    Ok(vec![Event::PayoutSettled {
        payout: requested.payout,
        payee: requested.payee,
        purpose: requested.purpose,
        channel: requested.channel,
        transaction,
        amount,
        at,
    }])
}

fn fail(state: &State, reason: &str, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let requested = state.requested()?;
    match &state.phase {
        Phase::Failed => return Ok(vec![]),
        Phase::Settled { transaction } => {
            return Err(Rejection::PayoutAlreadySettled {
                transaction: transaction.clone(),
            });
        }
        Phase::Requested | Phase::Sent => {}
    }
    let reason = one_line(reason);
    match reason.chars().count() {
        0 => Err(Rejection::ReasonMissing),
        1..=REASON_CHARS_MAX => Ok(vec![Event::PayoutFailed {
            payout: requested.payout,
            payee: requested.payee,
            purpose: requested.purpose,
            amount: requested.amount,
            reason,
            at,
        }]),
        _ => Err(Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        }),
    }
}

impl State {
    /// What was requested.
    ///
    /// # Errors
    /// `PayoutUnknown` before that.
    pub fn requested(&self) -> Result<&Requested, Rejection> {
        self.requested.as_ref().ok_or(Rejection::PayoutUnknown)
    }
}
