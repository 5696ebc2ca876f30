//! How often a photo is promised is fixed with the draft.

use super::*;

fn promise(every_days: u16) -> Command {
    Command::PromisePhotos { every_days }
}

#[test]
fn e6_a_draft_says_how_often_a_photo_comes_and_an_open_campaign_keeps_to_it() {
    let event = Event::PhotosPromised { every_days: 14 };
    given::<Campaign>(&[drafted()])
        .when(promise(14))
        .then(std::slice::from_ref(&event));
    given::<Campaign>(&[drafted(), event])
        .when(promise(14))
        .then(&[]);
    given::<Campaign>(&[drafted()])
        .when(promise(PHOTO_EVERY_DAYS_DEFAULT))
        .then(&[]);
    let opened = Event::CampaignOpened { at: now() };
    given::<Campaign>(&[drafted(), published(), opened])
        .when(promise(14))
        .then_rejected(&Rejection::CampaignNotDraft);
    given::<Campaign>(&[])
        .when(promise(14))
        .then_rejected(&Rejection::CampaignUnknown);
}

#[test]
fn e6_a_promise_is_between_a_week_and_three_months() {
    for every_days in [PHOTO_EVERY_DAYS_MIN, PHOTO_EVERY_DAYS_MAX] {
        given::<Campaign>(&[drafted()])
            .when(promise(every_days))
            .then(&[Event::PhotosPromised { every_days }]);
    }
    for every_days in [0, PHOTO_EVERY_DAYS_MIN - 1, PHOTO_EVERY_DAYS_MAX + 1] {
        given::<Campaign>(&[drafted()])
            .when(promise(every_days))
            .then_rejected(&Rejection::PhotoPromiseInvalid {
                least: PHOTO_EVERY_DAYS_MIN,
                most: PHOTO_EVERY_DAYS_MAX,
            });
    }
}
