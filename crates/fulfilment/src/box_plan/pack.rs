//! Filling a box: which fruit may go in, and how much (D 31–33, 37). It must not know how the parcel travels.

use kernel::{BoxId, Day, Grams, LotId, ParcelId};

use super::{LOTS_PER_PARCEL_MAX, LotFacts, LotGrams, Rejection, State, plan::find};

/// The contents in order of their lots, each lot once and with something.
pub(super) fn checked(mut contents: Vec<LotGrams>) -> Result<Vec<LotGrams>, Rejection> {
    contents.sort_by_key(|one| one.lot);
    let twice = contents.windows(2).any(|two| two[0].lot == two[1].lot);
    let nothing = contents.iter().any(|one| one.grams == Grams::ZERO);
    if twice || nothing || !(1..=LOTS_PER_PARCEL_MAX).contains(&contents.len()) {
        return Err(Rejection::ContentsInvalid {
            max: LOTS_PER_PARCEL_MAX,
        });
    }
    Ok(contents)
}

/// Whether the box was packed as this parcel with these contents; a box becomes one parcel, a parcel holds one
/// box (D 37), and neither before the address is frozen (D 39).
pub(super) fn is_repeated(
    state: &State,
    box_id: BoxId,
    parcel: ParcelId,
    contents: &[LotGrams],
) -> Result<bool, Rejection> {
    let there = find(state, box_id)?;
    if let Some((packed, with)) = &there.packed {
        let same = *packed == parcel && with == contents;
        return same
            .then_some(true)
            .ok_or(Rejection::BoxAlreadyPacked { parcel: *packed });
    }
    if there.cancelled {
        return Err(Rejection::BoxCancelled);
    }
    let packed = state.boxes.iter().filter_map(|one| one.packed.as_ref());
    if packed.into_iter().any(|(used, _)| *used == parcel) {
        return Err(Rejection::ParcelUsed { parcel });
    }
    if !there.locked {
        return Err(Rejection::AddressNotLocked);
    }
    Ok(false)
}

/// Every lot is the adoption's, certified, past its waiting period, and not used up.
pub(super) fn check_lots(
    state: &State,
    contents: &[LotGrams],
    lots: &[LotFacts],
    today: Day,
) -> Result<(), Rejection> {
    contents.iter().try_for_each(|LotGrams { lot, grams }| {
        let lot = *lot;
        let available = state
            .available_of(lot)
            .ok_or(Rejection::LotNotAllocated { lot })?;
        check_release(lot, lots, today)?;
        if *grams > available {
            return Err(Rejection::AboveEntitlement { lot, available });
        }
        Ok(())
    })
}

fn check_release(lot: LotId, lots: &[LotFacts], today: Day) -> Result<(), Rejection> {
    let facts = lots
        .iter()
        .find(|facts| facts.lot == lot && facts.certified)
        .ok_or(Rejection::LotNotCertified { lot })?;
    match facts.waiting_until {
        Some(until) if today <= until => Err(Rejection::LotInWaitingPeriod { lot, until }),
        Some(_) | None => Ok(()),
    }
}
