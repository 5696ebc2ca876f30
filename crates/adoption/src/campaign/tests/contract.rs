//! The rules of a campaign's contracts and of the law it falls under.

use super::*;

const REVISED: ContentHash = ContentHash::from_bytes([0xcd; 32]);

fn revise(hash: ContentHash, from: &str) -> Command {
    Command::ReviseContract {
        hash,
        text: words("You adopt a part of a tree, as revised."),
        effective_from: moment(from),
        now: now(),
    }
}

fn revised(hash: ContentHash, from: &str) -> Event {
    Event::ContractRevised {
        hash,
        text: words("You adopt a part of a tree, as revised."),
        effective_from: moment(from),
        at: now(),
    }
}

fn opened() -> Event {
    Event::CampaignOpened { at: now() }
}

fn profile(redemption: Redemption, cooling_off_days: u8) -> LegalProfile {
    LegalProfile {
        redemption,
        cooling_off_days,
        refund_method: RefundMethod::OriginalWay,
        withdrawal_fee: WithdrawalFee::Platform,
    }
}

fn set(profile: LegalProfile) -> Command {
    Command::SetLegalProfile { profile }
}

#[test]
fn an_open_campaign_may_have_another_contract_and_says_from_when() {
    let history = [drafted(), published(), opened()];
    given::<Campaign>(&history)
        .when(revise(REVISED, "2026-04-01T00:00:00Z"))
        .then(&[revised(REVISED, "2026-04-01T00:00:00Z")]);
    given::<Campaign>(&history)
        .when(revise(CONTRACT, "2026-04-01T00:00:00Z"))
        .then(&[]);
    given::<Campaign>(&[drafted(), published()])
        .when(revise(REVISED, "2026-04-01T00:00:00Z"))
        .then_rejected(&Rejection::CampaignNotOpen);
}

#[test]
fn d06_a_contract_never_counts_backwards() {
    let history = [drafted(), published(), opened()];
    given::<Campaign>(&history)
        .when(revise(REVISED, "2026-03-01T07:59:59Z"))
        .then_rejected(&Rejection::EffectiveTooEarly { earliest: now() });
    let mut twice = history.to_vec();
    twice.push(revised(REVISED, "2026-04-01T00:00:00Z"));
    given::<Campaign>(&twice)
        .when(revise(
            ContentHash::from_bytes([1; 32]),
            "2026-03-15T00:00:00Z",
        ))
        .then_rejected(&Rejection::EffectiveTooEarly {
            earliest: moment("2026-04-01T00:00:00Z"),
        });
}

#[test]
fn the_contract_that_counts_depends_on_the_moment() {
    let history = [
        drafted(),
        published(),
        opened(),
        revised(REVISED, "2026-04-01T00:00:00Z"),
    ];
    let state = kernel::fold::<Campaign>(&history);
    assert_eq!(
        state.contract_at(moment("2026-03-31T23:59:59Z")),
        Some(CONTRACT)
    );
    assert_eq!(
        state.contract_at(moment("2026-04-01T00:00:00Z")),
        Some(REVISED)
    );
    assert_eq!(
        kernel::fold::<Campaign>(&[drafted()]).contract_at(now()),
        None
    );
}

#[test]
fn too_many_and_empty_contracts_are_refused() {
    let mut history = vec![drafted(), published(), opened()];
    for number in 0..u8::try_from(MAX_CONTRACT_REVISIONS).unwrap() {
        history.push(revised(
            ContentHash::from_bytes([number; 32]),
            "2026-04-01T00:00:00Z",
        ));
    }
    given::<Campaign>(&history)
        .when(revise(REVISED, "2026-04-02T00:00:00Z"))
        .then_rejected(&Rejection::TooManyContracts {
            max: MAX_CONTRACT_REVISIONS,
        });
    given::<Campaign>(&[drafted(), published(), opened()])
        .when(Command::ReviseContract {
            hash: REVISED,
            text: words(" "),
            effective_from: now(),
            now: now(),
        })
        .then_rejected(&Rejection::ContractTextInvalid {
            limit: MAX_CONTRACT_CHARACTERS,
        });
}

#[test]
fn the_profile_fits_the_terms_and_is_fixed_with_the_draft() {
    let prepaid = profile(Redemption::MultipleShipments, 7);
    let event = Event::LegalProfileSet { profile: prepaid };
    given::<Campaign>(&[drafted()])
        .when(set(prepaid))
        .then(std::slice::from_ref(&event));
    given::<Campaign>(&[drafted(), event.clone()])
        .when(set(prepaid))
        .then(&[]);
    given::<Campaign>(&[drafted(), published(), opened()])
        .when(set(prepaid))
        .then_rejected(&Rejection::CampaignNotDraft);
    given::<Campaign>(&[drafted()])
        .when(set(profile(Redemption::SingleShipment, 0)))
        .then_rejected(&Rejection::SeveralBoxesAreSeveralShipments);
    for days in [6, 61] {
        given::<Campaign>(&[drafted()])
            .when(set(profile(Redemption::MultipleShipments, days)))
            .then_rejected(&Rejection::CoolingOffInvalid { least: 7, most: 60 });
    }
}

#[test]
fn terms_cannot_leave_a_profile_behind_that_does_not_fit() {
    let one_box = Terms {
        boxes: 1,
        ..terms()
    };
    let history = [
        Event::CampaignDrafted {
            campaign: CAMPAIGN,
            orchard: ORCHARD,
            season: Season::new(2026).unwrap(),
            title: words("赣南脐橙"),
            story: words("An orchard on red earth."),
            terms: one_box,
        },
        Event::LegalProfileSet {
            profile: profile(Redemption::SingleShipment, 0),
        },
    ];
    given::<Campaign>(&history)
        .when(change(terms()))
        .then_rejected(&Rejection::SeveralBoxesAreSeveralShipments);
}

#[test]
fn without_a_word_several_boxes_are_prepaid_consumption() {
    let state = kernel::fold::<Campaign>(&[drafted()]);
    let said = state.legal_profile().unwrap();
    assert_eq!(
        said,
        profile(Redemption::MultipleShipments, COOLING_OFF_DAYS_PREPAID)
    );
    assert_eq!(
        LegalProfile::for_boxes(1),
        profile(Redemption::SingleShipment, 0)
    );
    assert_eq!(
        State::default().legal_profile(),
        Err(Rejection::CampaignUnknown)
    );
}
