//! The rule by which a harvest will be divided is fixed with the draft.

use super::*;

const GUARANTEED: HarvestRule = HarvestRule::GuaranteedMinimum {
    guaranteed_grams: Grams(10_000),
};

fn set(harvest_rule: HarvestRule) -> Command {
    Command::SetHarvestRule { harvest_rule }
}

#[test]
fn b09_a_draft_says_how_its_harvest_is_divided_and_an_open_campaign_keeps_to_it() {
    let event = Event::HarvestRuleSet {
        harvest_rule: GUARANTEED,
    };
    given::<Campaign>(&[drafted()])
        .when(set(GUARANTEED))
        .then(std::slice::from_ref(&event));
    given::<Campaign>(&[drafted(), event])
        .when(set(GUARANTEED))
        .then(&[]);
    given::<Campaign>(&[drafted()])
        .when(set(HarvestRule::OwnTree))
        .then(&[]);
    let opened = Event::CampaignOpened { at: now() };
    given::<Campaign>(&[drafted(), published(), opened])
        .when(set(HarvestRule::PooledBlock))
        .then_rejected(&Rejection::CampaignNotDraft);
    given::<Campaign>(&[])
        .when(set(GUARANTEED))
        .then_rejected(&Rejection::CampaignUnknown);
}

#[test]
fn b11_a_guarantee_is_of_something_and_of_no_more_than_is_promised() {
    let promised = terms().promised_grams;
    for guaranteed in [Grams(0), promised.plus(Grams(1))] {
        given::<Campaign>(&[drafted()])
            .when(set(HarvestRule::GuaranteedMinimum {
                guaranteed_grams: guaranteed,
            }))
            .then_rejected(&Rejection::GuaranteeInvalid { promised });
    }
    let less = Terms {
        promised_grams: Grams(9_999),
        ..terms()
    };
    let set_before = Event::HarvestRuleSet {
        harvest_rule: GUARANTEED,
    };
    given::<Campaign>(&[drafted(), set_before])
        .when(change(less))
        .then_rejected(&Rejection::GuaranteeInvalid {
            promised: Grams(9_999),
        });
}
