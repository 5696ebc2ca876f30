//! What makes an entry of a block's care acceptable. It must not know what follows from it.

use std::collections::BTreeSet;

use kernel::{BlockId, Day, OrchardId, PersonId, Timestamp};

use super::{
    DONE_DAYS_MAX, ENTRIES_MAX, Event, NOTE_CHARS_MAX, PRODUCT_CHARS_MAX, Rejection, State,
    TREES_MAX, Treatment, WAITING_DAYS_MAX, WorkKind,
};
use crate::{
    correction::{REASON_CHARS_MAX, ReasonError, checked_reason},
    text::trimmed,
};

pub(super) fn treat(
    state: &State,
    (orchard, block): (OrchardId, BlockId),
    wish: Treatment,
    (by, at): (PersonId, Timestamp),
    today: Day,
) -> Result<Vec<Event>, Rejection> {
    let product = trimmed(&wish.product, PRODUCT_CHARS_MAX).ok_or(Rejection::ProductInvalid)?;
    let dose = trimmed(&wish.dose, PRODUCT_CHARS_MAX).ok_or(Rejection::DoseInvalid)?;
    if wish.waiting_days > WAITING_DAYS_MAX {
        return Err(Rejection::WaitingDaysInvalid {
            max: WAITING_DAYS_MAX,
        });
    }
    let unique: BTreeSet<_> = wish.trees.iter().copied().collect();
    if unique.len() != wish.trees.len() || unique.len() > TREES_MAX {
        return Err(Rejection::TreatedTreesInvalid { max: TREES_MAX });
    }
    check_day(wish.on, today)?;
    let mut treatment = wish;
    treatment.product = product;
    treatment.dose = dose;
    treatment.trees = unique.into_iter().collect();
    let last = state.treatments.last().filter(|one| !one.withdrawn);
    if last.is_some_and(|last| last.treatment == treatment) {
        return Ok(vec![]);
    }
    let until = treatment.on.plus_days(u64::from(treatment.waiting_days));
    let waiting_until = until.ok_or(Rejection::WaitingDaysInvalid {
        max: WAITING_DAYS_MAX,
    })?;
    Ok(vec![Event::TreatmentRecorded {
        orchard,
        block,
        entry: next(state)?,
        treatment,
        waiting_until,
        by,
        at,
    }])
}

pub(super) fn work(
    state: &State,
    (orchard, block): (OrchardId, BlockId),
    (kind, on, note): (WorkKind, Day, &str),
    (by, at): (PersonId, Timestamp),
    today: Day,
) -> Result<Vec<Event>, Rejection> {
    check_day(on, today)?;
    let note = note.trim().to_owned();
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(Rejection::NoteTooLong {
            max: NOTE_CHARS_MAX,
        });
    }
    if state.last_work.as_ref() == Some(&(kind, on, note.clone())) {
        return Ok(vec![]);
    }
    Ok(vec![Event::WorkRecorded {
        orchard,
        block,
        entry: next(state)?,
        kind,
        on,
        note,
        by,
        at,
    }])
}

pub(super) fn withdraw(
    state: &State,
    entry: u32,
    reason: &str,
    (by, at): (PersonId, Timestamp),
) -> Result<Vec<Event>, Rejection> {
    let reason = checked_reason(reason).map_err(|error| match error {
        ReasonError::Missing => Rejection::ReasonMissing,
        ReasonError::TooLong => Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        },
    })?;
    let found = state.treatments.iter().find(|one| one.entry == entry);
    if found.ok_or(Rejection::TreatmentUnknown)?.withdrawn {
        return Ok(vec![]);
    }
    Ok(vec![Event::TreatmentWithdrawn {
        entry,
        reason,
        by,
        at,
    }])
}

fn check_day(on: Day, today: Day) -> Result<(), Rejection> {
    if on > today {
        return Err(Rejection::DoneInFuture);
    }
    let max = DONE_DAYS_MAX;
    if today.minus_days(max).is_some_and(|first| on < first) {
        return Err(Rejection::DoneTooLongAgo { max });
    }
    Ok(())
}

fn next(state: &State) -> Result<u32, Rejection> {
    let full = usize::try_from(state.entries).is_ok_and(|entries| entries >= ENTRIES_MAX);
    if full {
        return Err(Rejection::TooManyEntries { max: ENTRIES_MAX });
    }
    Ok(state.entries.saturating_add(1))
}
