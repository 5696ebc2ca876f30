//! Planning boxes and their addresses. It must not look at lots: that is packing.

use std::collections::BTreeSet;

use kernel::{AdoptionId, BoxId, Grams, PersonId, Sealed, Timestamp};

use super::{BoxState, Event, PlannedBox, Rejection, State};

/// The boxes in order of their numbers, if they are what was agreed.
pub(super) fn checked(
    mut planned: Vec<PlannedBox>,
    promised: Grams,
    boxes: u8,
) -> Result<Vec<PlannedBox>, Rejection> {
    if planned.len() != usize::from(boxes) {
        return Err(Rejection::BoxCountDiffers {
            expected: boxes,
            actual: planned.len(),
        });
    }
    planned.sort_by_key(|one| one.nth);
    let numbers_fit = planned.iter().map(|one| one.nth).eq(1..=boxes);
    let ids: BTreeSet<BoxId> = planned.iter().map(|one| one.box_id).collect();
    if !numbers_fit || ids.len() != planned.len() {
        return Err(Rejection::BoxNumbersInvalid);
    }
    let grams = planned.iter().map(|one| one.grams).sum();
    if grams != promised {
        return Err(Rejection::BoxGramsDiffer {
            expected: promised,
            actual: grams,
        });
    }
    if planned.iter().any(|one| one.until < one.from) {
        return Err(Rejection::BoxWindowInvalid);
    }
    Ok(planned)
}

/// Plans the boxes, once.
pub(super) fn plan(
    state: &State,
    adoption: AdoptionId,
    buyer: PersonId,
    planned: Vec<PlannedBox>,
) -> Result<Vec<Event>, Rejection> {
    let Some(there) = state.buyer else {
        return Ok(vec![Event::BoxesPlanned {
            adoption,
            buyer,
            planned,
        }]);
    };
    let same = there == buyer && state.boxes.iter().map(|one| &one.planned).eq(&planned);
    same.then(Vec::new).ok_or(Rejection::BoxesAlreadyPlanned)
}

/// The box with this id, or why there is none.
pub(super) fn find(state: &State, box_id: BoxId) -> Result<&BoxState, Rejection> {
    if state.buyer.is_none() {
        return Err(Rejection::BoxesNotPlanned);
    }
    state.find(box_id).ok_or(Rejection::BoxUnknown)
}

/// Sends a box elsewhere.
pub(super) fn change_address(
    state: &State,
    box_id: BoxId,
    address: Sealed,
) -> Result<Vec<Event>, Rejection> {
    let there = find(state, box_id)?;
    if there.planned.address == address {
        return Ok(vec![]);
    }
    if there.cancelled {
        return Err(Rejection::BoxCancelled);
    }
    if there.locked {
        return Err(Rejection::AddressLocked);
    }
    Ok(vec![Event::BoxAddressChanged { box_id, address }])
}

/// Freezes what is not frozen yet.
pub(super) fn lock(
    state: &State,
    boxes: Vec<BoxId>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let mut open = BTreeSet::new();
    for box_id in boxes {
        let there = find(state, box_id)?;
        if there.cancelled {
            return Err(Rejection::BoxCancelled);
        }
        if !there.locked {
            open.insert(box_id);
        }
    }
    if open.is_empty() {
        return Ok(vec![]);
    }
    let boxes = open.into_iter().collect();
    Ok(vec![Event::AddressesLocked { boxes, at }])
}

/// Forgets addresses that nobody printed yet.
pub(super) fn forget(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let fixed = |one: &BoxState| one.locked || one.packed.is_some();
    if state.boxes.iter().any(fixed) {
        return Err(Rejection::AddressLocked);
    }
    let planned = state.buyer.is_some();
    Ok(planned
        .then_some(Event::BoxesForgotten { at })
        .into_iter()
        .collect())
}
