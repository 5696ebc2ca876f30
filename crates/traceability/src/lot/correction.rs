//! A weighing is corrected before the lot is divided; afterwards people have been told what they get.

use kernel::{Day, Grams, PersonId, Timestamp, TreeId};

use super::{Event, Harvest, Rejection, State, Weighing, rules::check};
use crate::correction::{Mistake, REASON_CHARS_MAX, ReasonError, checked_reason};

/// Declares what was weighed to be wrong, and says what holds instead.
pub(super) fn correct(
    state: &State,
    right: Option<Weighing>,
    reason: &str,
    (by, at): (PersonId, Timestamp),
    today: Day,
) -> Result<Vec<Event>, Rejection> {
    let there = state.harvest.as_ref().ok_or(Rejection::LotUnknown)?;
    let reason = checked_reason(reason).map_err(|error| match error {
        ReasonError::Missing => Rejection::ReasonMissing,
        ReasonError::TooLong => Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        },
    })?;
    if state.withdrawn {
        let said = right.is_none();
        return said.then(Vec::new).ok_or(Rejection::LotWithdrawn);
    }
    if state.division.is_some() {
        return Err(Rejection::LotAlreadyAllocated);
    }
    let declared = |mistake| Event::LotDeclaredErroneous {
        mistake,
        reason: reason.clone(),
        by,
        at,
    };
    let Some(right) = right else {
        return Ok(vec![declared(Mistake::DidNotOccur)]);
    };
    let wish = corrected(there, right);
    check(&wish, today)?;
    let weighed = wish.by_tree();
    let covered =
        |(tree, lost): (&TreeId, &Grams)| weighed.get(tree).is_some_and(|one| one >= lost);
    if !state.sorted_out.iter().all(covered) {
        return Err(Rejection::LostMoreThanWeighed {
            lost: state.lost_in_all(),
        });
    }
    if wish == *there {
        let said = state.corrected_because.as_ref() == Some(&reason);
        return said.then(Vec::new).ok_or(Rejection::NothingCorrected);
    }
    Ok(vec![
        declared(Mistake::IncorrectData),
        Event::HarvestCorrected {
            picked_on: wish.picked_on,
            grade: wish.grade,
            gross: wish.gross,
            tare: wish.tare,
            net: wish.net(),
            yields: wish.yields,
            by,
            at,
        },
    ])
}

/// The harvest as it should have been told, its yields by tree.
fn corrected(there: &Harvest, right: Weighing) -> Harvest {
    let mut yields = right.yields;
    yields.sort_by_key(|one| one.tree);
    Harvest {
        picked_on: right.picked_on,
        grade: right.grade,
        gross: right.gross,
        tare: right.tare,
        yields,
        ..there.clone()
    }
}
