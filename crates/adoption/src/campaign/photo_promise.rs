//! How often a campaign promises a photo of each adopted tree, fixed with the draft so that every buyer can read it
//! before the purchase (domain.md E 6). It must not know photos: whether the promise is kept is traceability's.

use super::{Event, Rejection, State};

/// What is promised where a draft says nothing: a photo every 30 days.
pub const PHOTO_EVERY_DAYS_DEFAULT: u16 = 30;
/// The most frequent promise, in days: a farmer cannot walk to every tree more often than once a week.
pub const PHOTO_EVERY_DAYS_MIN: u16 = 7;
/// The rarest promise, in days: a season has about eight stages.
pub const PHOTO_EVERY_DAYS_MAX: u16 = 90;

pub(super) fn set(state: &State, every_days: u16) -> Result<Vec<Event>, Rejection> {
    state.offer()?;
    if state.photo_every_days() == every_days {
        return Ok(vec![]);
    }
    state.still_draft()?;
    if !(PHOTO_EVERY_DAYS_MIN..=PHOTO_EVERY_DAYS_MAX).contains(&every_days) {
        return Err(Rejection::PhotoPromiseInvalid {
            least: PHOTO_EVERY_DAYS_MIN,
            most: PHOTO_EVERY_DAYS_MAX,
        });
    }
    Ok(vec![Event::PhotosPromised { every_days }])
}

impl State {
    /// A photo of each adopted tree is promised every so many days.
    #[must_use]
    pub fn photo_every_days(&self) -> u16 {
        self.photos_promised.unwrap_or(PHOTO_EVERY_DAYS_DEFAULT)
    }
}
