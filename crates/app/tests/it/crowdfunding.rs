//! Campaigns with a goal and with price phases.

use adoption::adoption::CancelReason;
use adoption::campaign::{
    Funding, FundingRule, Goal, PhaseName, PricePhase, SalesPlan, SuspensionCause, Terms,
};
use adoption::tally::Outcome;
use app::{
    Error,
    commands::{
        adopt::{self, Choice},
        campaigns,
    },
    rejection::Rejection,
};
use kernel::{AdoptionId, Grams, Money};
use readmodels::garden::AdoptionStatus;

use crate::world::{World, moment};

/// Minutes from the beginning of a test to the end of deadline and grace.
const TO_THE_END: i64 = 32 * 24 * 60;

fn goal(trees: u32, rule: FundingRule) -> SalesPlan {
    SalesPlan {
        funding: Some(Funding {
            goal: Goal::Trees(trees),
            deadline: moment("2026-03-31T00:00:00Z"),
            grace_days: 1,
            rule,
        }),
        phases: Vec::new(),
    }
}

fn first_one_cheaper() -> SalesPlan {
    SalesPlan {
        funding: None,
        phases: vec![PricePhase {
            name: PhaseName::Early,
            price: Money::fen(148_000),
            until: None,
            adoptions: Some(1),
        }],
    }
}

fn status(world: &World, adoption: AdoptionId) -> AdoptionStatus {
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    row.adoption.status
}

fn price(world: &World, adoption: AdoptionId) -> Money {
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    row.adoption.agreement.price
}

#[tokio::test]
async fn a_missed_goal_pays_everybody_back_and_frees_every_share() {
    let world = World::new().await;
    let trees = [world.tree(1).await, world.tree(2).await];
    let plan = goal(3, FundingRule::AllOrNothing);
    let campaign = world.crowdfunded(&trees, plan, |_| ()).await;
    let [lin, wang] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
    ];
    let paid = [
        world.adopted(&lin, campaign, trees[0]).await,
        world.adopted(&wang, campaign, trees[1]).await,
    ];
    let funding = world.app.read().funding(campaign).unwrap().unwrap();
    assert_eq!(
        (funding.counted, funding.quarters, funding.raised_minor),
        (2, 8, 336_000)
    );

    world.pass(TO_THE_END).await;

    let funding = world.app.read().funding(campaign).unwrap().unwrap();
    assert_eq!(funding.outcome, Some(Outcome::Failed));
    assert_eq!((funding.counted, funding.raised_minor), (0, 0));
    let reason = CancelReason::GoalMissed;
    for adoption in paid {
        assert_eq!(
            status(&world, adoption),
            AdoptionStatus::Cancelled { reason }
        );
    }
    let refunds = world.app.read().refunds_open().unwrap();
    assert_eq!(refunds.len(), 2);
    assert!(refunds.iter().all(|one| one.amount == Money::fen(168_000)));
    let refused = world.adopt(&lin, campaign, trees[0]).await;
    assert!(
        matches!(refused, Err(Error::Rejected(Rejection::Tally(_)))),
        "{refused:?}"
    );
    // Again: nothing is left to do.
    world.pass(1).await;
    assert_eq!(world.app.read().refunds_open().unwrap().len(), 2);
}

#[tokio::test]
async fn a_goal_that_is_reached_or_does_not_bind_changes_nothing() {
    for (trees, rule, outcome) in [
        (1, FundingRule::AllOrNothing, Outcome::Reached),
        (9, FundingRule::KeepWhatIsRaised, Outcome::Kept),
    ] {
        let world = World::new().await;
        let tree = world.tree(1).await;
        let plan = goal(trees, rule);
        let campaign = world.crowdfunded(&[tree], plan, |_| ()).await;
        let lin = world.person("lin", None).await;
        let adoption = world.adopted(&lin, campaign, tree).await;
        world.pass(TO_THE_END).await;
        let funding = world.app.read().funding(campaign).unwrap().unwrap();
        assert_eq!(funding.outcome, Some(outcome));
        assert_eq!(status(&world, adoption), AdoptionStatus::Confirmed);
        assert_eq!(world.app.read().refunds_open().unwrap(), vec![]);
    }
}

#[tokio::test]
async fn money_that_comes_after_a_missed_goal_goes_back() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let plan = goal(3, FundingRule::AllOrNothing);
    let campaign = world.crowdfunded(&[tree], plan, |_| ()).await;
    let lin = world.person("lin", None).await;
    let adoption = world.adopt(&lin, campaign, tree).await.unwrap();
    let payment = world.ready_to_pay(&lin, adoption).await;
    world.pass(TO_THE_END).await;
    world.captured(payment, "T1", world.app.now()).await;
    let reason = CancelReason::PaidTooLate;
    assert_eq!(
        status(&world, adoption),
        AdoptionStatus::Cancelled { reason }
    );
    assert_eq!(world.app.read().refunds_open().unwrap().len(), 1);
}

#[tokio::test]
async fn more_time_moves_the_judgement() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let plan = goal(3, FundingRule::AllOrNothing);
    let campaign = world.crowdfunded(&[tree], plan, |_| ()).await;
    let later = moment("2026-04-20T00:00:00Z");
    let intent = world.intent(&world.operator);
    campaigns::extend_deadline(&world.app, &world.operator(), &intent, campaign, later)
        .await
        .unwrap();
    world.pass(TO_THE_END).await;
    let outcome = |world: &World| world.app.read().funding(campaign).unwrap().unwrap().outcome;
    assert_eq!(outcome(&world), None);
    world.pass(20 * 24 * 60).await;
    assert_eq!(outcome(&world), Some(Outcome::Failed));
}

#[tokio::test]
async fn the_early_price_is_for_so_many_and_a_place_that_is_given_up_is_free_again() {
    let world = World::new().await;
    let trees = [
        world.tree(1).await,
        world.tree(2).await,
        world.tree(3).await,
    ];
    let campaign = world.crowdfunded(&trees, first_one_cheaper(), |_| ()).await;
    let lin = world.person("lin", None).await;
    let first = world.adopt(&lin, campaign, trees[0]).await.unwrap();
    let second = world.adopt(&lin, campaign, trees[1]).await.unwrap();
    world.caught_up().await;
    assert_eq!(price(&world, first), Money::fen(148_000));
    assert_eq!(price(&world, second), Money::fen(168_000));
    // The hold of both ends; the next one gets the early price.
    world.pass(60).await;
    let third = world.adopted(&lin, campaign, trees[2]).await;
    assert_eq!(price(&world, third), Money::fen(148_000));
    let funding = world.app.read().funding(campaign).unwrap().unwrap();
    assert_eq!((funding.counted, funding.raised_minor), (1, 148_000));
}

#[tokio::test]
async fn many_at_once_never_get_more_early_prices_than_there_are() {
    let world = World::new().await;
    let mut trees = Vec::new();
    for number in 1..=8 {
        trees.push(world.tree(number).await);
    }
    let campaign = world.crowdfunded(&trees, first_one_cheaper(), |_| ()).await;
    let mut buyers = Vec::new();
    for number in 0..8 {
        buyers.push(world.person(&format!("buyer-{number}"), None).await);
    }
    let all = buyers
        .iter()
        .zip(&trees)
        .map(|(buyer, tree)| world.adopt(buyer, campaign, *tree));
    let adoptions = futures_util::future::join_all(all).await;
    world.caught_up().await;
    let early = adoptions
        .into_iter()
        .filter(|adoption| price(&world, *adoption.as_ref().unwrap()) == Money::fen(148_000))
        .count();
    assert_eq!(early, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_are_counted_at_once_nobody_is_sent_away() {
    const PARTS: u8 = 4;
    let world = World::new().await;
    let mut trees = Vec::new();
    for number in 1..=8 {
        trees.push(world.tree(number).await);
    }
    let plan = goal(3, FundingRule::AllOrNothing);
    let many = |terms: &mut Terms| {
        terms.shares_per_tree = PARTS;
        terms.promised_grams = Grams(1_000);
        terms.per_buyer_limit = u16::MAX;
    };
    let campaign = world.crowdfunded(&trees, plan, many).await;
    let lin = world.person("lin", None).await;
    let choices = trees
        .iter()
        .flat_map(|tree| (1..=PARTS).map(move |part| (*tree, part)));
    // All write to the campaign's tally, to lin's allowance, and four each to the same tree.
    let wishes: Vec<_> = choices
        .map(|(tree, part)| {
            let (app, intent, who) = (world.app.clone(), world.intent(&lin), lin.buyer());
            let choice = Choice {
                campaign,
                tree,
                part,
            };
            tokio::spawn(async move { adopt::adopt(&app, &who, &intent, choice).await })
        })
        .collect();
    for wish in wishes {
        wish.await.unwrap().unwrap();
    }
    world.caught_up().await;
    let funding = world.app.read().funding(campaign).unwrap().unwrap();
    assert_eq!(funding.counted, 32);
}

#[tokio::test]
async fn a_suspended_campaign_starts_nothing_but_what_was_started_may_be_paid() {
    let world = World::new().await;
    let trees = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&trees, |_| ()).await;
    let lin = world.person("lin", None).await;
    let adoption = world.adopt(&lin, campaign, trees[0]).await.unwrap();
    let intent = world.intent(&world.operator);
    let cause = SuspensionCause::ForecastCut;
    campaigns::suspend_intake(&world.app, &world.operator(), &intent, campaign, cause)
        .await
        .unwrap();
    let refused = world.adopt(&lin, campaign, trees[1]).await;
    assert!(
        matches!(refused, Err(Error::Rejected(Rejection::Campaign(_)))),
        "{refused:?}"
    );
    let payment = world.ready_to_pay(&lin, adoption).await;
    world.captured(payment, "T1", world.app.now()).await;
    assert_eq!(status(&world, adoption), AdoptionStatus::Confirmed);
    let intent = world.intent(&world.operator);
    campaigns::resume_intake(&world.app, &world.operator(), &intent, campaign)
        .await
        .unwrap();
    assert!(world.adopt(&lin, campaign, trees[1]).await.is_ok());
}
