//! How a farm is paid: proposed, agreed, sent, arrived or not. It must not know of anything beyond its own past.

use kernel::{Money, PayoutId, PersonId, Timestamp, one_line};

use super::{Event, Rejection, State, TransferPhase};
use crate::REASON_CHARS_MAX;

pub(super) fn propose(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.agreed()?;
    let statement = state.statement();
    if let Some(proposed) = state.proposed
        && proposed.open
        && proposed.statement == statement
    {
        return Ok(vec![]);
    }
    if statement.payable.minor <= 0 {
        return Err(Rejection::NothingPayable {
            balance: statement.payable,
        });
    }
    let last = state.proposed.map_or(0, |proposed| proposed.number);
    Ok(vec![Event::SettlementProposed {
        number: last.saturating_add(1),
        statement,
        at,
    }])
}

pub(super) fn agree(
    state: &State,
    number: u32,
    by: PersonId,
    payout: PayoutId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    if let Some(known) = state.transfers.get(&payout) {
        return if known.advance {
            Err(Rejection::RecordedOtherwise)
        } else {
            Ok(vec![])
        };
    }
    let amount = open_amount(state, number)?;
    let payable = state.statement().payable;
    if amount.minor > payable.minor {
        return Err(Rejection::SettlementOutdated { payable });
    }
    Ok(vec![Event::SettlementAgreed {
        number,
        by,
        payout,
        amount,
        at,
    }])
}

pub(super) fn dispute(
    state: &State,
    number: u32,
    by: PersonId,
    reason: &str,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    open_amount(state, number)?;
    let reason = one_line(reason);
    match reason.chars().count() {
        0 => Err(Rejection::ReasonMissing),
        1..=REASON_CHARS_MAX => Ok(vec![Event::SettlementDisputed {
            number,
            by,
            reason,
            at,
        }]),
        _ => Err(Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        }),
    }
}

/// What the open proposal of this number would pay.
fn open_amount(state: &State, number: u32) -> Result<Money, Rejection> {
    state
        .proposed
        .filter(|proposed| proposed.open && proposed.number == number)
        .map(|proposed| proposed.statement.payable)
        .ok_or(Rejection::SettlementNotOpen { number })
}

pub(super) fn record_paid(
    state: &State,
    payout: PayoutId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let transfer = state
        .transfers
        .get(&payout)
        .ok_or(Rejection::PayoutUnknown { payout })?;
    match transfer.phase {
        TransferPhase::InFlight => Ok(vec![Event::FarmerPaid {
            payout,
            amount: transfer.amount,
            at,
        }]),
        TransferPhase::Paid => Ok(vec![]),
        TransferPhase::NotPaid => Err(Rejection::PayoutOver { payout }),
    }
}

/// An advance that did not arrive need not be paid back: what was kept for it becomes payable.
pub(super) fn record_not_paid(
    state: &State,
    payout: PayoutId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let transfer = state
        .transfers
        .get(&payout)
        .ok_or(Rejection::PayoutUnknown { payout })?;
    match transfer.phase {
        TransferPhase::NotPaid => return Ok(vec![]),
        TransferPhase::Paid => return Err(Rejection::PayoutOver { payout }),
        TransferPhase::InFlight => {}
    }
    let given_back = if transfer.advance {
        let outstanding_without = state
            .outstanding()
            .minor
            .saturating_sub(transfer.amount.minor);
        0.max(outstanding_without.saturating_neg())
    } else {
        0
    };
    Ok(vec![Event::FarmerNotPaid {
        payout,
        advance: transfer.advance,
        amount: transfer.amount,
        given_back: state.money(given_back),
        at,
    }])
}
