//! Campaigns, offered trees, deadlines.

use adoption::campaign::Event as Campaign;
use adoption::tree_share::{Event as Share, Part, ReleaseReason};
use readmodels::catalogue::{CampaignStatus, PartState, ShareCounts, ShareState};
use readmodels::due::DueKind;

use crate::pen::{at, hash};
use crate::season::{bond, campaign, catch_up, orchard, place, season, terms, tree, words, year};

#[test]
fn a_card_shows_terms_counts_and_the_newest_photo() {
    let (_pen, reads) = season();
    let cards = reads.campaigns(false).unwrap();
    assert_eq!(cards.len(), 1, "a draft is not shown");
    let card = &cards[0];
    assert_eq!(
        (card.campaign, card.orchard, card.season),
        (campaign(1), orchard(), year())
    );
    assert_eq!((&card.title, &card.story), (&words("橙"), &words("story")));
    assert_eq!(
        (card.orchard_name.as_str(), card.farm_name.as_str()),
        ("东坡", "三标果园")
    );
    assert_eq!((&card.place, &card.terms), (&place(), &terms()));
    assert_eq!(card.varieties, ["纽荷尔"]);
    assert_eq!((card.status, card.trees_offered), (CampaignStatus::Open, 2));
    assert_eq!(
        card.shares,
        ShareCounts {
            total: 4,
            taken: 2,
            held: 1
        }
    );
    assert_eq!((card.cover, card.contract), (Some(hash(1)), Some(hash(90))));
    assert_eq!((card.opened_at, card.closed_at), (Some(at(200)), None));
}

#[test]
fn drafts_come_last_and_only_when_asked_for() {
    let (_pen, reads) = season();
    let cards = reads.campaigns(true).unwrap();
    let seen: Vec<_> = cards
        .iter()
        .map(|card| (card.campaign, card.status))
        .collect();
    assert_eq!(
        seen,
        [
            (campaign(1), CampaignStatus::Open),
            (campaign(2), CampaignStatus::Draft)
        ]
    );
}

#[test]
fn a_campaign_shows_its_contract_and_an_unknown_one_nothing() {
    let (_pen, reads) = season();
    let detail = reads.campaign(campaign(1)).unwrap().unwrap();
    assert_eq!(detail.contract_text, Some(words("contract")));
    assert_eq!(detail.card, reads.campaigns(false).unwrap()[0]);
    let draft = reads.campaign(campaign(2)).unwrap().unwrap();
    assert_eq!((draft.contract_text, draft.card.cover), (None, None));
    assert_eq!(reads.campaign(campaign(9)).unwrap(), None);
}

#[test]
fn a_closed_campaign_says_since_when() {
    let (mut pen, reads) = season();
    pen.write(
        &campaign(1).to_string(),
        &Campaign::CampaignClosed { at: at(600) },
    );
    catch_up(&pen, &reads);
    let card = reads.campaign(campaign(1)).unwrap().unwrap().card;
    assert_eq!(
        (card.status, card.closed_at),
        (CampaignStatus::Closed, Some(at(600)))
    );
}

#[test]
fn every_part_of_an_offered_tree_is_free_held_or_taken() {
    let (_pen, reads) = season();
    let trees = reads.offered_trees(campaign(1)).unwrap();
    let part = |number, state| PartState {
        part: Part { number, of: 2 },
        state,
    };
    let seen: Vec<_> = trees
        .iter()
        .map(|row| (row.tree.tree, row.parts.clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (
                tree(1),
                vec![part(1, ShareState::Taken), part(2, ShareState::Free)]
            ),
            (
                tree(2),
                vec![
                    part(1, ShareState::Held { until: at(300) }),
                    part(2, ShareState::Taken)
                ]
            ),
        ]
    );
    assert_eq!(
        reads.offered_tree(campaign(1), tree(2)).unwrap().as_ref(),
        trees.get(1)
    );
    assert_eq!(
        reads.offered_tree(campaign(1), tree(3)).unwrap(),
        None,
        "withdrawn"
    );
}

#[test]
fn the_newest_photo_of_the_trees_that_are_left_is_the_cover() {
    let (mut pen, reads) = season();
    pen.write(
        &campaign(1).to_string(),
        &Campaign::TreeWithdrawn { tree: tree(1) },
    );
    catch_up(&pen, &reads);
    let card = reads.campaign(campaign(1)).unwrap().unwrap().card;
    assert_eq!(
        (card.cover, card.trees_offered),
        (None, 1),
        "tree 2 has no accepted photo"
    );
    let stream = campaign(1).to_string();
    pen.write(
        &stream,
        &Campaign::TreesOffered {
            trees: vec![tree(1), tree(2)],
        },
    );
    catch_up(&pen, &reads);
    let card = reads.campaign(campaign(1)).unwrap().unwrap().card;
    assert_eq!((card.cover, card.trees_offered), (Some(hash(1)), 2));
}

#[test]
fn a_hold_is_due_at_its_end_until_it_expires() {
    let (mut pen, reads) = season();
    assert_eq!(reads.due(at(299), 10).unwrap(), []);
    let due = reads.due(at(300), 10).unwrap();
    assert_eq!(due.len(), 1, "the taken and the expired one are settled");
    let kind = DueKind::HoldExpires {
        tree: tree(2),
        season: year(),
        adoption: bond(3),
    };
    assert_eq!((due[0].at, due[0].kind), (at(300), kind));
    let part = Part { number: 1, of: 2 };
    let expired = Share::HoldExpired {
        part,
        adoption: bond(3),
        at: at(301),
    };
    pen.write(&format!("{}.{}", tree(2), year()), &expired);
    catch_up(&pen, &reads);
    assert_eq!(reads.due(at(9_999), 10).unwrap(), []);
}

#[test]
fn a_released_share_is_free_again() {
    let (mut pen, reads) = season();
    let part = Part { number: 1, of: 2 };
    let reason = ReleaseReason::Refunded;
    let released = Share::TreeShareReleased {
        part,
        adoption: bond(1),
        reason,
        at: at(700),
    };
    pen.write(&format!("{}.{}", tree(1), year()), &released);
    catch_up(&pen, &reads);
    let row = reads.offered_tree(campaign(1), tree(1)).unwrap().unwrap();
    assert_eq!(row.parts[0].state, ShareState::Free);
}
