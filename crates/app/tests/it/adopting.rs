//! Holding a tree: one holder, limits, expiry, and quiet repeats.

use std::collections::BTreeSet;

use adoption::{allowance, campaign, tree_share};
use app::{
    Error, Intent,
    commands::{
        adopt::{self, Choice},
        any_tree,
    },
    rejection::Rejection,
};
use readmodels::garden::AdoptionStatus;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d1_of_many_buyers_at_once_one_gets_the_tree() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let mut wishes = Vec::new();
    for number in 0..20 {
        let buyer = world.person(&format!("buyer{number}"), None).await;
        let (app, intent) = (world.app.clone(), world.intent(&buyer));
        wishes.push(tokio::spawn(async move {
            let choice = Choice {
                campaign,
                tree,
                part: 1,
            };
            adopt::adopt(&app, &buyer.buyer(), &intent, choice)
                .await
                .map(|_| ())
        }));
    }
    let mut held = 0;
    for wish in wishes {
        match wish.await.unwrap() {
            Ok(()) => held += 1,
            Err(Error::Rejected(Rejection::TreeShare(
                tree_share::Rejection::TreeShareOnHold { .. },
            ))) => {}
            Err(other) => unreachable!("{other:?}"),
        }
    }
    assert_eq!(held, 1);
}

#[tokio::test]
async fn the_same_wish_twice_is_the_same_adoption_and_another_wish_under_its_key_is_refused() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let intent = Intent::of_person(buyer.person(), "k", b"one", world.app.now());
    let choice = |tree| Choice {
        campaign,
        tree,
        part: 1,
    };
    let first = adopt::adopt(&world.app, &buyer.buyer(), &intent, choice(one))
        .await
        .unwrap();
    let again = adopt::adopt(&world.app, &buyer.buyer(), &intent, choice(one))
        .await
        .unwrap();
    assert_eq!(first.0, again.0);
    assert_eq!(first.1.position, again.1.position);
    assert!(again.1.repeated && !first.1.repeated);
    let reused = Intent::of_person(buyer.person(), "k", b"other", world.app.now());
    let refused = adopt::adopt(&world.app, &buyer.buyer(), &reused, choice(other)).await;
    assert!(matches!(refused, Err(Error::KeyReused)));
}

#[tokio::test]
async fn the_limit_per_buyer_holds_and_an_expired_hold_gives_its_place_back() {
    let world = World::new().await;
    let mut trees = Vec::new();
    for number in 1..=3 {
        trees.push(world.tree(number).await);
    }
    let campaign = world
        .campaign(&trees, |terms| terms.per_buyer_limit = 2)
        .await;
    let buyer = world.person("buyer", None).await;
    let first = world.adopt(&buyer, campaign, trees[0]).await.unwrap();
    world.adopt(&buyer, campaign, trees[1]).await.unwrap();
    let refused = world.adopt(&buyer, campaign, trees[2]).await.unwrap_err();
    let limit = allowance::Rejection::BuyerLimitReached { limit: 2 };
    assert!(matches!(refused, Error::Rejected(Rejection::Allowance(no)) if no == limit));

    world.pass(31).await;
    let status = world
        .app
        .read()
        .adoption(first)
        .unwrap()
        .unwrap()
        .adoption
        .status;
    assert!(
        matches!(status, AdoptionStatus::Cancelled { .. }),
        "{status:?}"
    );
    world.adopt(&buyer, campaign, trees[2]).await.unwrap();
    let other = world.person("other", None).await;
    world.adopt(&other, campaign, trees[0]).await.unwrap();
}

#[tokio::test]
async fn d3_a_hold_ends_when_it_was_said_to_end_whatever_is_paid_meanwhile() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let first = world.ready_to_pay(&buyer, adoption).await;
    world.pass(29).await;
    let again = world.ready_to_pay(&buyer, adoption).await;
    assert_eq!(
        first, again,
        "a second attempt to pay finds the same payment"
    );
    world.pass(2).await;
    let other = world.person("other", None).await;
    world.adopt(&other, campaign, tree).await.unwrap();
}

#[tokio::test]
async fn d2_a_tree_without_a_photo_cannot_be_offered_and_a_closed_sale_sells_nothing() {
    let world = World::new().await;
    let [sold, never] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[sold], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let refused = world.adopt(&buyer, campaign, never).await.unwrap_err();
    let expected = campaign::Rejection::TreeNotOffered { tree: never };
    assert!(matches!(refused, Error::Rejected(Rejection::Campaign(no)) if no == expected));
    world
        .clock
        .set(crate::world::moment("2026-09-02T00:00:00Z"));
    let refused = world.adopt(&buyer, campaign, sold).await.unwrap_err();
    assert!(matches!(
        refused,
        Error::Rejected(Rejection::Campaign(campaign::Rejection::SaleEnded { .. }))
    ));
}

#[tokio::test]
async fn somebody_elses_adoption_is_not_found() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let other = world.person("other", None).await;
    let who = other.buyer();
    let intent = world.intent(&other);
    let refused = adopt::propose_nameplate(&world.app, &who, &intent, adoption, "小满").await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let intent = world.intent(&other);
    let refused = adopt::cancel(&world.app, &who, &intent, adoption).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_is_one_adoption_however_the_clicks_interleave() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let intent = world.intent(&buyer);
    let clicks: Vec<_> = (0..16)
        .map(|_| {
            let (app, buyer, intent) = (world.app.clone(), buyer.clone(), intent.clone());
            let choice = Choice {
                campaign,
                tree,
                part: 1,
            };
            tokio::spawn(async move { adopt::adopt(&app, &buyer.buyer(), &intent, choice).await })
        })
        .collect();
    let mut adoptions = BTreeSet::new();
    for click in clicks {
        adoptions.insert(click.await.unwrap().unwrap().0);
    }
    assert_eq!(adoptions.len(), 1);
}

#[tokio::test]
async fn a_nameplate_is_approved_as_it_was_seen_or_not_at_all() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let propose = async |text: &str| {
        let intent = world.intent(&buyer);
        adopt::propose_nameplate(&world.app, &buyer.buyer(), &intent, adoption, text)
            .await
            .unwrap();
        world.caught_up().await;
        let row = world.app.read().adoption(adoption).unwrap().unwrap();
        adopt::plate_hash(&row.adoption.nameplate.unwrap().text)
    };
    let seen = propose("小满一家").await;
    let swapped = propose("别的字").await;
    let approve = async |seen| {
        let intent = world.intent(&world.operator);
        adopt::approve_nameplate(&world.app, &world.operator(), &intent, adoption, Some(seen)).await
    };
    assert!(matches!(approve(seen).await, Err(Error::Stale { .. })));
    approve(swapped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d1_of_64_buyers_who_leave_the_choice_to_us_each_free_part_goes_to_one() {
    let world = World::new().await;
    let mut trees = Vec::new();
    for number in 1..=9 {
        trees.push(world.tree(number).await);
    }
    let campaign = world
        .campaign(&trees, |terms| {
            terms.shares_per_tree = 2;
            terms.promised_grams = kernel::Grams(20_000);
        })
        .await;
    let mut wishes = Vec::new();
    for number in 0..64 {
        let buyer = world.person(&format!("buyer{number}"), None).await;
        let (app, intent) = (world.app.clone(), world.intent(&buyer));
        wishes.push(tokio::spawn(async move {
            let again = intent.clone();
            let first = any_tree::adopt_any(&app, &buyer.buyer(), &intent, campaign).await;
            if let Ok((adoption, _)) = &first {
                let repeated = any_tree::adopt_any(&app, &buyer.buyer(), &again, campaign).await;
                assert_eq!(
                    repeated.unwrap().0,
                    *adoption,
                    "a repeat is the same adoption"
                );
            }
            first.map(|(adoption, _)| adoption)
        }));
    }
    let mut held = BTreeSet::new();
    for wish in wishes {
        match wish.await.unwrap() {
            Ok(adoption) => assert!(held.insert(adoption)),
            Err(Error::Rejected(Rejection::Campaign(campaign::Rejection::NoTreeFree))) => {}
            Err(other) => unreachable!("{other:?}"),
        }
    }
    assert_eq!(held.len(), 18, "nine trees in halves");
    world.caught_up().await;
    let places: BTreeSet<_> = held
        .into_iter()
        .map(|adoption| world.app.read().adoption(adoption).unwrap().unwrap())
        .map(|row| (row.adoption.agreement.tree, row.adoption.agreement.part))
        .collect();
    assert_eq!(places.len(), 18, "no part twice");
    assert!(
        world
            .app
            .read()
            .trees_by_turn(campaign, 9)
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn the_choice_left_to_us_spreads_over_blocks_and_shares_trees_to_the_end() {
    let world = World::new().await;
    let mut trees = Vec::new();
    for number in 1..=3 {
        trees.push(world.tree(number).await);
    }
    let campaign = world
        .campaign(&trees, |terms| {
            terms.shares_per_tree = 2;
            terms.promised_grams = kernel::Grams(20_000);
        })
        .await;
    let first = world.person("first", None).await;
    let one = world.adopt(&first, campaign, trees[1]).await.unwrap();
    world.caught_up().await;
    let turns = world.app.read().trees_by_turn(campaign, 9).unwrap();
    assert_eq!(
        turns[0], trees[1],
        "a tree begun is shared to the end first"
    );
    assert_eq!(turns[1], trees[0], "then the one whose photo is oldest");
    assert_eq!(turns.len(), 3);
    let closed = adopt::cancel(&world.app, &first.buyer(), &world.intent(&first), one).await;
    closed.unwrap();
    world.caught_up().await;
    assert_eq!(
        world.app.read().trees_by_turn(campaign, 9).unwrap()[0],
        trees[0]
    );
}

#[tokio::test]
async fn the_choice_left_to_us_keeps_every_rule_of_a_chosen_tree() {
    let world = World::new().await;
    let mut trees = Vec::new();
    for number in 1..=3 {
        trees.push(world.tree(number).await);
    }
    let campaign = world
        .campaign(&trees, |terms| terms.per_buyer_limit = 1)
        .await;
    let buyer = world.person("buyer", None).await;
    let intent = world.intent(&buyer);
    any_tree::adopt_any(&world.app, &buyer.buyer(), &intent, campaign)
        .await
        .unwrap();
    let intent = world.intent(&buyer);
    let refused = any_tree::adopt_any(&world.app, &buyer.buyer(), &intent, campaign).await;
    let limit = allowance::Rejection::BuyerLimitReached { limit: 1 };
    assert!(matches!(refused, Err(Error::Rejected(Rejection::Allowance(no))) if no == limit));
    let nowhere = kernel::CampaignId::from_bytes([9; 16]);
    let intent = world.intent(&buyer);
    let refused = any_tree::adopt_any(&world.app, &buyer.buyer(), &intent, nowhere).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}
