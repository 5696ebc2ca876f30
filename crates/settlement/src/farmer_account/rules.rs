//! How a farmer's account decides: terms, cover, advances, earnings, charges. Settlements are in `settling.rs`.
//! It must not know of anything beyond its own past.

use kernel::{AdoptionId, DisputeId, EntryId, Money, PayoutId, Timestamp};

use super::state::permille_of;
use super::{Agreed, ChargeCause, Command, Event, PERMILLE, Rejection, State, settling};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::AgreeFarmerTerms {
            farm,
            season,
            terms,
            at,
        } => agree(
            state,
            Agreed {
                farm,
                season,
                terms,
            },
            at,
        ),
        Command::CoverAdvance {
            adoption,
            price,
            at,
        } => cover(state, adoption, price, at),
        Command::UncoverAdvance { adoption, at } => Ok(quiet_if(
            !state.covered.contains_key(&adoption),
            Event::AdvanceUncovered { adoption, at },
        )),
        Command::GrantAdvance { payout, amount, at } => grant(state, payout, amount, at),
        Command::RecordEarning {
            adoption,
            nth,
            revenue,
            at,
        } => earn(state, adoption, nth, revenue, at),
        Command::ChargeFarm {
            charge,
            adoption,
            cause,
            amount,
            at,
        } => charge_farm(state, charge, (adoption, cause, amount), at),
        Command::FreezeEarnings {
            adoption,
            dispute,
            at,
        } => freeze(state, adoption, dispute, at),
        Command::UnfreezeEarnings {
            adoption,
            dispute,
            at,
        } => Ok(unfreeze(state, adoption, dispute, at)),
        Command::ReleaseHoldback { at } => Ok(release_holdback(state, at)),
        Command::ProposeSettlement { at } => settling::propose(state, at),
        Command::AgreeSettlement {
            number,
            by,
            payout,
            at,
        } => settling::agree(state, number, by, payout, at),
        Command::DisputeSettlement {
            number,
            by,
            reason,
            at,
        } => settling::dispute(state, number, by, &reason, at),
        Command::RecordPaid { payout, at } => settling::record_paid(state, payout, at),
        Command::RecordNotPaid { payout, at } => settling::record_not_paid(state, payout, at),
    }
}

fn unfreeze(state: &State, adoption: AdoptionId, dispute: DisputeId, at: Timestamp) -> Vec<Event> {
    let unfrozen = Event::EarningsUnfrozen {
        adoption,
        dispute,
        at,
    };
    quiet_if(!state.frozen.contains(&(adoption, dispute)), unfrozen)
}

fn release_holdback(state: &State, at: Timestamp) -> Vec<Event> {
    let amount = state.money(state.held_back);
    let released = Event::HoldbackReleased { amount, at };
    quiet_if(amount.minor <= 0, released)
}

fn charge_farm(
    state: &State,
    charge: EntryId,
    wanted: (AdoptionId, ChargeCause, Money),
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.agreed()?;
    let (adoption, cause, amount) = wanted;
    match state.charges.get(&charge) {
        Some(known) if *known == wanted => return Ok(vec![]),
        Some(_) => return Err(Rejection::RecordedOtherwise),
        None => check_amount(state, amount)?,
    }
    Ok(vec![Event::FarmerCharged {
        charge,
        adoption,
        cause,
        amount,
        at,
    }])
}

fn freeze(
    state: &State,
    adoption: AdoptionId,
    dispute: DisputeId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.agreed()?;
    Ok(quiet_if(
        state.frozen.contains(&(adoption, dispute)),
        Event::EarningsFrozen {
            adoption,
            dispute,
            at,
        },
    ))
}

fn quiet_if(known: bool, event: Event) -> Vec<Event> {
    if known { vec![] } else { vec![event] }
}

fn agree(state: &State, wanted: Agreed, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let terms = wanted.terms;
    let parts = [
        terms.share_permille,
        terms.cover_permille,
        terms.holdback_permille,
    ];
    if parts.iter().any(|part| *part > PERMILLE) || terms.cover_permille > terms.share_permille {
        return Err(Rejection::FarmerTermsInvalid);
    }
    if state.agreed == Some(wanted) {
        return Ok(vec![]);
    }
    if !state.transfers.is_empty() || !state.boxes.is_empty() {
        return Err(Rejection::FarmerTermsInUse);
    }
    Ok(vec![Event::FarmerTermsAgreed {
        farm: wanted.farm,
        season: wanted.season,
        terms,
        at,
    }])
}

fn cover(
    state: &State,
    adoption: AdoptionId,
    price: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    if state.covered.get(&adoption) == Some(&price.minor) {
        return Ok(vec![]);
    }
    check_amount(state, price)?;
    Ok(vec![Event::AdvanceCovered {
        adoption,
        price,
        at,
    }])
}

/// D 17: what is advanced and not earned stays within the limit.
fn grant(
    state: &State,
    payout: PayoutId,
    amount: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.agreed()?;
    match state.transfers.get(&payout) {
        Some(known) if known.advance && known.amount == amount => return Ok(vec![]),
        Some(_) => return Err(Rejection::RecordedOtherwise),
        None => check_amount(state, amount)?,
    }
    let available = state.available();
    if amount.minor > available.minor {
        return Err(Rejection::AdvanceAboveLimit { available });
    }
    Ok(vec![Event::AdvanceGranted {
        payout,
        amount,
        limit: state.limit(),
        at,
    }])
}

/// The farm's part is reckoned on the running total, so that no fraction of a fen is lost; the advance is paid back
/// first, a part of the rest waits for claims.
fn earn(
    state: &State,
    adoption: AdoptionId,
    nth: u8,
    revenue: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let terms = state.agreed()?.terms;
    if state.boxes.contains(&(adoption, nth)) {
        return Ok(vec![]);
    }
    check_amount(state, revenue)?;
    let total = state.revenue.saturating_add(revenue.minor);
    let earned = permille_of(total, terms.share_permille).saturating_sub(state.earned);
    let recovered = earned.min(state.outstanding().minor.max(0));
    let held_back = permille_of(earned.saturating_sub(recovered), terms.holdback_permille);
    let money = |minor| Money::new(minor, revenue.currency);
    Ok(vec![Event::FarmerEarned {
        adoption,
        nth,
        revenue,
        earned: money(earned),
        recovered: money(recovered),
        held_back: money(held_back),
        at,
    }])
}

fn check_amount(state: &State, amount: Money) -> Result<(), Rejection> {
    if amount.minor <= 0 {
        Err(Rejection::AmountNotPositive)
    } else if state.used && amount.currency != state.currency {
        Err(Rejection::CurrencyDiffers)
    } else {
        Ok(())
    }
}
