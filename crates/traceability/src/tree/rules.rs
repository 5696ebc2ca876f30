//! What makes a tree, a new tag of it and a closer look at it acceptable. It must not know other trees.

use kernel::{ShortCode, Timestamp};

use super::{
    Event, NAME_CHARS_MAX, PLANTED_YEAR_MIN, REASON_CHARS_MAX, ROOTSTOCK_CHARS_MAX, Rejection,
    State, TreeFacts, VARIETY_CHARS_MAX,
};
use crate::{spot::Spot, text::trimmed};

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

pub(super) fn tag_lost(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let code = state.tag().ok_or(Rejection::TreeUnknown)?;
    Ok(match state.tag_lost_at {
        Some(_) => vec![],
        None => vec![Event::TagLost { code, at }],
    })
}

pub(super) fn tag_found(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let code = state.tag().ok_or(Rejection::TreeUnknown)?;
    Ok(match state.tag_lost_at {
        Some(_) => vec![Event::TagFound { code, at }],
        None => vec![],
    })
}

/// What is new of a closer look.
pub(super) fn survey(
    state: &State,
    rootstock: Option<String>,
    spot: Option<Spot>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    known(state)?;
    if spot.is_some_and(|spot| !spot.is_on_globe()) {
        return Err(Rejection::SpotInvalid);
    }
    let rootstock = match rootstock {
        Some(text) => {
            let text = trimmed(&text, ROOTSTOCK_CHARS_MAX).ok_or(Rejection::RootstockInvalid)?;
            Some(text).filter(|text| state.rootstock.as_ref() != Some(text))
        }
        None => None,
    };
    let spot = spot.filter(|spot| state.spot != Some(*spot));
    Ok(if rootstock.is_none() && spot.is_none() {
        vec![]
    } else {
        vec![Event::TreeSurveyed {
            rootstock,
            spot,
            at,
        }]
    })
}

/// What holds instead of what was registered.
pub(super) fn correct_facts(
    state: &State,
    (variety, planted): (String, u16),
    this_year: u16,
    reason: &str,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let there = state.facts.as_ref().ok_or(Rejection::TreeUnknown)?;
    if reason.trim().is_empty() {
        return Err(Rejection::ReasonMissing);
    }
    let reason = trimmed(reason, REASON_CHARS_MAX).ok_or(Rejection::ReasonTooLong {
        max: REASON_CHARS_MAX,
    })?;
    let wish = TreeFacts {
        variety,
        planted,
        ..there.clone()
    };
    let right = checked(&wish, this_year)?;
    if right == *there {
        let repeated = state.corrected_because.as_ref() == Some(&reason);
        return repeated.then(Vec::new).ok_or(Rejection::NothingCorrected);
    }
    Ok(vec![Event::TreeFactsCorrected {
        variety: right.variety,
        planted,
        reason,
        at,
    }])
}
