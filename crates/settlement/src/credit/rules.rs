//! How a buyer's credit decides and remembers. It must not know of anything beyond its own past.

use kernel::{AdoptionId, Money, PayoutId, Timestamp};

use super::{Cash, Command, Event, Granted, Rejection, Spent, State};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::GrantCredit { granted, at } => grant(state, granted, at),
        Command::SpendCredit {
            adoption,
            amount,
            at,
        } => spend(state, adoption, amount, at),
        Command::ReturnCredit {
            adoption,
            amount,
            at,
        } => give_back(state, adoption, amount, at),
        Command::RequestCash { payout, amount, at } => request_cash(state, payout, amount, at),
        Command::RecordPaid { payout, at } => end_cash(state, payout, true, at),
        Command::RecordNotPaid { payout, at } => end_cash(state, payout, false, at),
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match *event {
        Event::CreditGranted { granted, at: _ } => {
            add(state, granted.amount);
            state.granted.insert(granted.credit, granted);
        }
        Event::CreditSpent {
            adoption,
            amount,
            at: _,
        } => {
            subtract(state, amount);
            let left = amount;
            state.spent.insert(adoption, Spent { amount, left });
        }
        Event::CreditReturned {
            adoption,
            amount,
            at: _,
        } => {
            add(state, amount);
            if let Some(spent) = state.spent.get_mut(&adoption) {
                spent.left.minor = spent.left.minor.saturating_sub(amount.minor);
            }
        }
        Event::CreditCashRequested {
            payout,
            amount,
            at: _,
        } => {
            subtract(state, amount);
            let arrived = None;
            state.cash.insert(payout, Cash { amount, arrived });
        }
        Event::CreditCashPaid {
            payout,
            amount,
            at: _,
        } => {
            let arrived = Some(true);
            state.cash.insert(payout, Cash { amount, arrived });
        }
        Event::CreditCashNotPaid {
            payout,
            amount,
            at: _,
        } => {
            add(state, amount);
            let arrived = Some(false);
            state.cash.insert(payout, Cash { amount, arrived });
        }
    }
}

fn add(state: &mut State, amount: Money) {
    let balance = state.balances.entry(amount.currency).or_default();
    *balance = balance.saturating_add(amount.minor);
}

fn subtract(state: &mut State, amount: Money) {
    let balance = state.balances.entry(amount.currency).or_default();
    *balance = balance.saturating_sub(amount.minor);
}

fn grant(state: &State, granted: Granted, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    match state.granted.get(&granted.credit) {
        Some(known) if *known == granted => Ok(vec![]),
        Some(_) => Err(Rejection::CreditExists),
        None if granted.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
        None => Ok(vec![Event::CreditGranted { granted, at }]),
    }
}

fn spend(
    state: &State,
    adoption: AdoptionId,
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    match state.spent.get(&adoption) {
        Some(spent) if spent.amount == amount && spent.left == amount => return Ok(vec![]),
        Some(spent) => {
            return Err(Rejection::CreditSpentAlready {
                spent: spent.amount,
            });
        }
        None => {}
    }
    demand(state, amount)?;
    Ok(vec![Event::CreditSpent {
        adoption,
        amount,
        at,
    }])
}

fn demand(state: &State, amount: Money) -> Result<(), Rejection> {
    let available = state.available(amount.currency);
    if amount.minor <= 0 {
        Err(Rejection::AmountNotPositive)
    } else if amount.minor > available.minor {
        Err(Rejection::CreditTooSmall { available })
    } else {
        Ok(())
    }
}

fn give_back(
    state: &State,
    adoption: AdoptionId,
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    if amount.minor <= 0 {
        return Err(Rejection::AmountNotPositive);
    }
    let zero = Money::new(0, amount.currency);
    let spent = state.spent.get(&adoption).map_or(zero, |spent| spent.left);
    if spent.currency != amount.currency || amount.minor > spent.minor {
        return Err(Rejection::ReturnAboveSpent { spent });
    }
    Ok(vec![Event::CreditReturned {
        adoption,
        amount,
        at,
    }])
}

fn request_cash(
    state: &State,
    payout: PayoutId,
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    match state.cash.get(&payout) {
        Some(cash) if cash.amount == amount && cash.arrived.is_none() => return Ok(vec![]),
        Some(_) => return Err(Rejection::CashExists),
        None => {}
    }
    demand(state, amount)?;
    Ok(vec![Event::CreditCashRequested { payout, amount, at }])
}

fn end_cash(
    state: &State,
    payout: PayoutId,
    arrived: bool,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let cash = state.cash.get(&payout).ok_or(Rejection::CashUnknown)?;
    let amount = cash.amount;
    match cash.arrived {
        Some(known) if known == arrived => Ok(vec![]),
        Some(_) => Err(Rejection::CashExists),
        None if arrived => Ok(vec![Event::CreditCashPaid { payout, amount, at }]),
        None => Ok(vec![Event::CreditCashNotPaid { payout, amount, at }]),
    }
}
