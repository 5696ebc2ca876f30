//! What makes a tree and a new tag of it acceptable.

use kernel::{ShortCode, Timestamp};

use super::{
    Event, NAME_CHARS_MAX, PLANTED_YEAR_MIN, REASON_CHARS_MAX, Rejection, State, TreeFacts,
    VARIETY_CHARS_MAX,
};
use crate::text::trimmed;

pub(super) fn known(state: &State) -> Result<(), Rejection> {
    state.tree.map(|_| ()).ok_or(Rejection::TreeUnknown)
}

pub(super) fn checked(facts: &TreeFacts, this_year: u16) -> Result<TreeFacts, Rejection> {
    if facts.row == 0 || facts.number == 0 {
        return Err(Rejection::PlaceInvalid);
    }
    if !(PLANTED_YEAR_MIN..=this_year).contains(&facts.planted) {
        return Err(Rejection::PlantedInvalid);
    }
    Ok(TreeFacts {
        name: trimmed(&facts.name, NAME_CHARS_MAX).ok_or(Rejection::NameInvalid)?,
        variety: trimmed(&facts.variety, VARIETY_CHARS_MAX).ok_or(Rejection::VarietyInvalid)?,
        ..*facts
    })
}

pub(super) fn replace_tag(
    state: &State,
    code: ShortCode,
    reason: &str,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let old = state.tag().ok_or(Rejection::TreeUnknown)?;
    if reason.trim().is_empty() {
        return Err(Rejection::ReasonMissing);
    }
    let reason = trimmed(reason, REASON_CHARS_MAX).ok_or(Rejection::ReasonTooLong {
        max: REASON_CHARS_MAX,
    })?;
    if old == code {
        let repeated = state.tag_reason.as_ref() == Some(&reason);
        return repeated.then(Vec::new).ok_or(Rejection::TagUnchanged);
    }
    if state.tags.contains(&code) {
        return Err(Rejection::TagRetired { code });
    }
    Ok(vec![Event::TagReplaced {
        old,
        code,
        reason,
        at,
    }])
}
