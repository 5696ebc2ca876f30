//! The way of a nameplate: proposed, approved or rejected, printed, hung; and what becomes of it when the adoption
//! becomes another person's. It must not know what the words are.

use kernel::{ContentHash, PlateBatchId, Sealed, Timestamp, one_line};

use super::{Event, Nameplate, REASON_CHARS_MAX, Rejection, State, Verdict};

pub(super) fn propose(state: &State, text: Sealed, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.check_active()?;
    let waits_or_stands = |plate: &&Nameplate| plate.verdict != Verdict::Rejected;
    match state.nameplate.as_ref().filter(waits_or_stands) {
        Some(plate) if plate.text == text => Ok(vec![]),
        Some(plate) if plate.verdict != Verdict::Proposed && !state.may_renew_plate => {
            Err(Rejection::NameplateAlreadyApproved)
        }
        Some(_) | None => Ok(vec![Event::NameplateProposed { text, at }]),
    }
}

pub(super) fn approve(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.check_active()?;
    match state.verdict() {
        Some(Verdict::Proposed) => Ok(vec![Event::NameplateApproved { at }]),
        Some(Verdict::Approved | Verdict::Printed | Verdict::Hung) => Ok(vec![]),
        Some(Verdict::Rejected) | None => Err(Rejection::NameplateNotProposed),
    }
}

pub(super) fn reject(state: &State, reason: &str, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.check_active()?;
    let reason = checked_reason(reason)?;
    match state.verdict() {
        Some(Verdict::Proposed) => Ok(vec![Event::NameplateRejected { reason, at }]),
        Some(Verdict::Rejected) => Ok(vec![]),
        Some(Verdict::Approved | Verdict::Printed | Verdict::Hung) => {
            Err(Rejection::NameplateAlreadyApproved)
        }
        None => Err(Rejection::NameplateNotProposed),
    }
}

/// Only a paid adoption's plate is made.
pub(super) fn print(
    state: &State,
    batch: PlateBatchId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.demand_confirmed()?;
    match state.verdict() {
        Some(Verdict::Approved) => Ok(vec![Event::NameplatePrinted { batch, at }]),
        Some(Verdict::Printed | Verdict::Hung) => Ok(vec![]),
        Some(Verdict::Proposed | Verdict::Rejected) | None => Err(Rejection::NameplateNotApproved),
    }
}

pub(super) fn hang(
    state: &State,
    photo: ContentHash,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.demand_confirmed()?;
    match state.verdict() {
        Some(Verdict::Printed) => Ok(vec![Event::NameplateHung { photo, at }]),
        Some(Verdict::Hung) => Ok(vec![]),
        Some(Verdict::Proposed | Verdict::Rejected | Verdict::Approved) | None => {
            Err(Rejection::NameplateNotPrinted)
        }
    }
}

fn checked_reason(reason: &str) -> Result<String, Rejection> {
    let reason = one_line(reason);
    match reason.chars().count() {
        0 => Err(Rejection::ReasonMissing),
        1..=REASON_CHARS_MAX => Ok(reason),
        _ => Err(Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        }),
    }
}

/// The words go with the adoption, sealed for the new holder, who may once wish for others.
pub(super) fn moved(state: &mut State, text: Option<Sealed>) {
    let verdict = state.verdict();
    state.nameplate = text
        .zip(verdict)
        .map(|(text, verdict)| Nameplate { text, verdict });
    state.may_renew_plate = true;
}

pub(super) fn judged(state: &mut State, verdict: Verdict) {
    if let Some(nameplate) = &mut state.nameplate {
        nameplate.verdict = verdict;
    }
}
