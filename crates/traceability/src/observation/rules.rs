//! What makes an observation acceptable, and a correction of it. It must not know what a photo shows.

use kernel::{ContentHash, ObservationId, PersonId, Timestamp, TreeId};

use super::{
    CLOCK_AHEAD_SECONDS_MAX, Event, NOTE_CHARS_MAX, PHOTOS_MAX, PhotoFacts, REASON_CHARS_MAX,
    Rejection, Seen, Stage, State, Status,
};
use crate::{
    correction::{Mistake, ReasonError, checked_reason},
    text::trimmed,
};

/// What a device made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The observation.
    pub observation: ObservationId,
    /// The tree that was looked at.
    pub tree: TreeId,
    /// Who looked.
    pub by: PersonId,
    /// The stage they saw.
    pub stage: Stage,
    /// What they wrote.
    pub note: Option<String>,
    /// What they photographed.
    pub photos: Vec<PhotoFacts>,
    /// When, by the device's clock.
    pub captured_at: Timestamp,
    /// When it reached us, by ours.
    pub received_at: Timestamp,
}

impl Capture {
    /// Whether this is the same content sent again. Photos are compared by their hash: sealed camera data
    /// differs each time it is sealed. The moment of receipt is ours, not the sender's.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        fn hashes(capture: &Capture) -> impl Iterator<Item = &ContentHash> {
            capture.photos.iter().map(|photo| &photo.sha256)
        }
        self.observation == other.observation
            && self.tree == other.tree
            && self.by == other.by
            && self.stage == other.stage
            && self.note == other.note
            && self.captured_at == other.captured_at
            && hashes(self).eq(hashes(other))
    }
}

pub(super) fn known(state: &State) -> Result<Status, Rejection> {
    state
        .capture
        .as_ref()
        .map(|_| state.status)
        .ok_or(Rejection::ObservationUnknown)
}

pub(super) fn capture(state: &State, wish: Capture) -> Result<Vec<Event>, Rejection> {
    let wish = checked(wish)?;
    if let Some(there) = &state.capture {
        return there
            .repeats(&wish)
            .then(Vec::new)
            .ok_or(Rejection::ObservationExists);
    }
    Ok(vec![Event::ObservationCaptured {
        observation: wish.observation,
        tree: wish.tree,
        by: wish.by,
        stage: wish.stage,
        note: wish.note,
        photos: wish.photos,
        captured_at: wish.captured_at,
        received_at: wish.received_at,
    }])
}

fn checked(wish: Capture) -> Result<Capture, Rejection> {
    if wish.photos.len() > PHOTOS_MAX {
        return Err(Rejection::TooManyPhotos { max: PHOTOS_MAX });
    }
    let note = checked_note(wish.note.as_deref(), !wish.photos.is_empty())?;
    if wish.captured_at > wish.received_at.plus_seconds(CLOCK_AHEAD_SECONDS_MAX) {
        return Err(Rejection::CapturedInFuture);
    }
    Ok(Capture { note, ..wish })
}

/// A note, trimmed; there must be one where there is no photo.
fn checked_note(note: Option<&str>, has_photo: bool) -> Result<Option<String>, Rejection> {
    let max = NOTE_CHARS_MAX;
    match note.map(str::trim) {
        None | Some("") if has_photo => Ok(None),
        None | Some("") => Err(Rejection::NothingObserved),
        Some(note) => match trimmed(note, max) {
            Some(note) => Ok(Some(note)),
            None => Err(Rejection::NoteTooLong { max }),
        },
    }
}

/// The reason of a refusal or a correction, trimmed.
pub(super) fn reason_of(reason: &str) -> Result<String, Rejection> {
    checked_reason(reason).map_err(|error| match error {
        ReasonError::Missing => Rejection::ReasonMissing,
        ReasonError::TooLong => Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        },
    })
}

/// Declares what counts to be wrong, and says what holds instead. Quiet when that was said.
pub(super) fn correct(
    state: &State,
    right: Option<Seen>,
    reason: &str,
    by: PersonId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let reason = reason_of(reason)?;
    match known(state)? {
        Status::Accepted => {}
        Status::Withdrawn if right.is_none() => return Ok(vec![]),
        Status::Withdrawn => return Err(Rejection::ObservationWithdrawn),
        Status::Waiting | Status::Flagged | Status::Refused => {
            return Err(Rejection::ObservationNotAccepted);
        }
    }
    let declared = |mistake| Event::ObservationDeclaredErroneous {
        mistake,
        reason: reason.clone(),
        by,
        at,
    };
    let Some(right) = right else {
        return Ok(vec![declared(Mistake::DidNotOccur)]);
    };
    let has_photo = state
        .capture
        .as_ref()
        .is_some_and(|capture| !capture.photos.is_empty());
    let right = Seen {
        note: checked_note(right.note.as_deref(), has_photo)?,
        ..right
    };
    if state.seen().as_ref() == Some(&right) {
        let said = state.corrected_because.as_ref() == Some(&reason);
        return said.then(Vec::new).ok_or(Rejection::NothingCorrected);
    }
    Ok(vec![
        declared(Mistake::IncorrectData),
        Event::ObservationCorrected {
            stage: right.stage,
            note: right.note,
            by,
            at,
        },
    ])
}
