//! Less fruit, fruit of other trees, boxes that shall never be packed. It must not know why.

use std::collections::BTreeSet;

use kernel::{AdoptionId, BoxId, Grams, LotId, Timestamp, split_evenly};

use super::{BoxGrams, BoxState, Event, Rejection, State, plan::find};

/// What is left to be packed is shared out evenly among the boxes that are left, earlier ones taking the remainder.
pub(super) fn reduce(
    state: &State,
    adoption: AdoptionId,
    (remedy, grams): (u16, Grams),
    at: Timestamp,
) -> Vec<Event> {
    if grams == Grams::ZERO || state.reduced.contains_key(&remedy) {
        return vec![];
    }
    let boxes = weighed(state, |held| held.minus_or_zero(grams));
    vec![Event::EntitlementReduced {
        adoption,
        remedy,
        grams,
        boxes,
        at,
    }]
}

pub(super) fn carry_in(
    state: &State,
    adoption: AdoptionId,
    (from, remedy, grams): (AdoptionId, u16, Grams),
    at: Timestamp,
) -> Vec<Event> {
    if grams == Grams::ZERO || state.carried_in.contains_key(&(from, remedy)) {
        return vec![];
    }
    let boxes = weighed(state, |held| held.plus(grams));
    vec![Event::EntitlementCarriedIn {
        adoption,
        from,
        remedy,
        grams,
        boxes,
        at,
    }]
}

/// What the boxes that can still be packed hold, once all of them together hold something else.
fn weighed(state: &State, change: impl Fn(Grams) -> Grams) -> Vec<BoxGrams> {
    let open: Vec<&BoxState> = state
        .boxes
        .iter()
        .filter(|one| one.packed.is_none() && !one.cancelled)
        .collect();
    let held: Grams = open.iter().map(|one| one.planned.grams).sum();
    let count = u64::try_from(open.len()).unwrap_or(u64::MAX);
    let boxes = open.iter().zip(split_evenly(change(held).0, count));
    let weighed = boxes.map(|(one, grams)| BoxGrams {
        box_id: one.planned.box_id,
        grams: Grams(grams),
    });
    weighed.collect()
}

pub(super) fn top_up(adoption: AdoptionId, lot: LotId, grams: Grams, at: Timestamp) -> Vec<Event> {
    if grams == Grams::ZERO {
        return vec![];
    }
    vec![Event::EntitlementToppedUp {
        adoption,
        lot,
        grams,
        at,
    }]
}

/// What is packed is on its way and cannot be cancelled.
pub(super) fn cancel(
    state: &State,
    boxes: Vec<BoxId>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let mut open = BTreeSet::new();
    for box_id in boxes {
        let there = find(state, box_id)?;
        if let Some((parcel, _)) = &there.packed {
            return Err(Rejection::BoxAlreadyPacked { parcel: *parcel });
        }
        if !there.cancelled {
            open.insert(box_id);
        }
    }
    let cancelled = state.adoption.filter(|_| !open.is_empty());
    let cancelled = cancelled.map(|adoption| Event::BoxesCancelled {
        adoption,
        boxes: open.into_iter().collect(),
        at,
    });
    Ok(cancelled.into_iter().collect())
}
