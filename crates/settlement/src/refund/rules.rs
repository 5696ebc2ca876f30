//! How a refund decides and remembers. It must not know of anything beyond its own past.

use kernel::{Money, PersonId, Timestamp, one_line};

use super::{Command, Event, Phase, Rejection, Requested, State};
use crate::{
    REASON_CHARS_MAX,
    approval::{ApprovalRefused, Approvals},
    payment::is_transaction_id,
};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::RequestRefund {
            refund,
            payment,
            adoption,
            channel,
            amount,
            reason,
            terms,
            at,
        } => {
            let wanted = Requested {
                refund,
                payment,
                adoption,
                channel,
                amount,
                reason,
                terms,
            };
            request(state, wanted, at)
        }
        Command::ApproveRefund { by, at } => approve(state, by, at),
        Command::DeclineRefund { by, reason, at } => decline(state, by, &reason, at),
        Command::RecordAsked { at } => Ok(if on_its_way(state)? && state.asked.is_none() {
            vec![Event::RefundAsked { at }]
        } else {
            vec![]
        }),
        Command::RecordAcceptance { at } => Ok(if on_its_way(state)? {
            vec![Event::RefundAccepted { at }]
        } else {
            vec![]
        }),
        Command::RecordSettlement {
            transaction,
            amount,
            at,
        } => settle(state, transaction, amount, at),
        Command::RecordFeeReturned { fee, at } => fee_returned(state, fee, at),
        Command::RecordFailure { reason, at } => fail(state, &reason, at),
    }
}

/// Whether the channel has not answered yet; a rejection if it must not be asked.
fn on_its_way(state: &State) -> Result<bool, Rejection> {
    state.requested()?;
    match state.phase {
        Phase::Requested if !state.approvals.complete() => Err(Rejection::RefundNotApproved),
        Phase::Requested => Ok(true),
        Phase::Accepted | Phase::Settled { .. } => Ok(false),
        Phase::Failed => Err(Rejection::RefundFailed),
        Phase::Declined => Err(Rejection::RefundDeclined),
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
            terms,
            at: _,
        } => {
            state.approvals = Approvals::of(terms.requested_by, *amount, terms.two_persons_above);
            state.requested = Some(Requested {
                refund: *refund,
                payment: *payment,
                adoption: *adoption,
                channel: *channel,
                amount: *amount,
                reason: *reason,
                terms: terms.clone(),
            });
        }
        Event::RefundApproved { by, at: _ } => state.approvals.add(*by),
        Event::RefundDeclined { .. } => state.phase = Phase::Declined,
        Event::RefundAsked { at } => state.asked = Some(*at),
        Event::RefundAccepted { at: _ } => state.phase = Phase::Accepted,
        Event::RefundSettled { transaction, .. } => {
            state.phase = Phase::Settled {
                transaction: transaction.clone(),
            };
        }
        Event::FeeReturned { fee, .. } => state.fee_returned = Some(*fee),
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
            terms: wanted.terms,
            at,
        }]),
    }
}

fn approve(state: &State, by: PersonId, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.requested()?;
    match state.phase {
        Phase::Requested | Phase::Accepted | Phase::Settled { .. } => {}
        Phase::Failed => return Err(Rejection::RefundFailed),
        Phase::Declined => return Err(Rejection::RefundDeclined),
    }
    match state.approvals.check(by) {
        Ok(true) => Ok(vec![Event::RefundApproved { by, at }]),
        Ok(false) => Ok(vec![]),
        Err(ApprovalRefused::ByRequester) => Err(Rejection::ApproverIsRequester),
        Err(ApprovalRefused::NotNeeded) => Err(Rejection::RefundApprovedAlready),
    }
}

/// Only before it may be sent: afterwards the channel alone can tell what becomes of it.
fn decline(
    state: &State,
    by: PersonId,
    reason: &str,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let requested = state.requested()?;
    match &state.phase {
        Phase::Declined => Ok(vec![]),
        Phase::Failed => Err(Rejection::RefundFailed),
        Phase::Settled { transaction } => Err(Rejection::RefundAlreadySettled {
            transaction: transaction.clone(),
        }),
        Phase::Requested if !state.approvals.complete() => Ok(vec![Event::RefundDeclined {
            refund: requested.refund,
            payment: requested.payment,
            adoption: requested.adoption,
            amount: requested.amount,
            by,
            reason: checked_reason(reason)?,
            at,
        }]),
        Phase::Requested | Phase::Accepted => Err(Rejection::RefundApprovedAlready),
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
        Phase::Declined => return Err(Rejection::RefundDeclined),
        Phase::Requested if !state.approvals.complete() => {
            return Err(Rejection::RefundNotApproved);
        }
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

/// Nothing came back before the money did.
fn fee_returned(state: &State, fee: Money, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let requested = state.requested()?;
    if !matches!(state.phase, Phase::Settled { .. }) {
        return Err(Rejection::RefundNotSettled);
    }
    let (amount, before) = (requested.amount, state.fee_returned);
    if fee.currency != amount.currency || !(0..=amount.minor).contains(&fee.minor) {
        return Err(Rejection::FeeInvalid);
    }
    let before = before.unwrap_or(Money::new(0, amount.currency));
    if before == fee {
        return Ok(vec![]);
    }
    Ok(vec![Event::FeeReturned {
        refund: requested.refund,
        adoption: requested.adoption,
        channel: requested.channel,
        before,
        fee,
        at,
    }])
}

fn fail(state: &State, reason: &str, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let requested = state.requested()?;
    match &state.phase {
        Phase::Failed => Ok(vec![]),
        Phase::Declined => Err(Rejection::RefundDeclined),
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

    /// Whether the channel may be asked now: requested, approved by enough persons, not answered yet.
    #[must_use]
    pub fn may_be_sent(&self) -> bool {
        self.requested.is_some() && self.phase == Phase::Requested && self.approvals.complete()
    }
}
