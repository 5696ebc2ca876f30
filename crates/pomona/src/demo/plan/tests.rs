//! The plan holds together on any day of the year and at any size: nothing in the future, everything in its order.

use std::collections::BTreeSet;

use super::*;

/// A moment in every month, and the day after each first picking day.
fn moments() -> Vec<Timestamp> {
    let months = (1..=12).map(|month| format!("2027-{month:02}-17T09:41:00+08:00"));
    let harvests = [
        "2026-07-13",
        "2026-07-16",
        "2026-09-12",
        "2026-11-14",
        "2028-02-29",
    ];
    let harvests = harvests.map(|day| format!("{day}T00:10:00+08:00"));
    months
        .chain(harvests)
        .map(|text| text.parse().unwrap())
        .collect()
}

fn position(plan: &Plan, act: Act) -> usize {
    plan.steps.iter().position(|step| step.act == act).unwrap()
}

#[test]
fn nothing_happens_in_the_future_and_all_in_order() {
    for now in moments() {
        for trees in [TREES_MIN, 300] {
            let plan = Plan::new(trees, now);
            assert!(plan.steps.is_sorted_by_key(|step| step.at));
            let last = plan.steps.last().unwrap();
            assert!(
                last.at <= now,
                "{now} {trees}: {:?} at {}",
                last.act,
                last.at
            );
            assert_eq!(plan.steps[0].act, Act::SignUpStaff, "{now} {trees}");
        }
    }
}

#[test]
fn every_offer_opens_after_its_trees_were_photographed() {
    for now in moments() {
        let plan = Plan::new(300, now);
        for (nth, campaign) in plan.campaigns.iter().enumerate() {
            let shown: BTreeSet<usize> = plan
                .shots
                .iter()
                .filter(|shot| shot.farm == campaign.farm)
                .filter(|shot| {
                    shot.at < campaign.opened && campaign.opened.plus_days(-60) < shot.at
                })
                .map(|shot| shot.tree)
                .collect();
            assert!(
                campaign.trees.iter().all(|tree| shown.contains(tree)),
                "{now} offer {nth}"
            );
        }
    }
}

#[test]
fn four_offers_are_open_and_two_are_over() {
    for now in moments() {
        let plan = Plan::new(TREES_MIN, now);
        let open: Vec<bool> = plan.campaigns.iter().map(|one| one.is_open(now)).collect();
        assert_eq!(open, [false, false, true, true, true, true], "{now}");
        let trees = plan
            .campaigns
            .iter()
            .flat_map(|one| one.trees.iter().map(|tree| (one.farm, one.season, *tree)));
        let unique: BTreeSet<_> = trees.clone().collect();
        assert_eq!(
            unique.len(),
            trees.count(),
            "{now}: a tree is offered twice"
        );
    }
}

#[test]
fn a_share_has_one_keeper_and_fruit_is_picked_before_it_is_packed() {
    for now in moments() {
        let plan = Plan::new(300, now);
        let kept = plan.adoptions.iter().filter(|one| one.fate.is_confirmed());
        let shares: Vec<_> = kept.map(|one| (one.campaign, one.tree, one.part)).collect();
        let unique: BTreeSet<_> = shares.iter().collect();
        assert_eq!(shares.len(), unique.len(), "{now}");
        for step in &plan.steps {
            let Act::Pack(adoption, _) = step.act else {
                continue;
            };
            let adopted = &plan.adoptions[adoption];
            let block = plan.farms[0].trees[adopted.tree].block;
            let of = |lot: &LotPlan| lot.campaign == adopted.campaign && lot.block == block;
            let lot = plan.lots.iter().position(of).unwrap();
            assert!(
                position(&plan, Act::Allocate(lot)) < position(&plan, step.act),
                "{now}"
            );
        }
    }
}

#[test]
fn who_had_a_share_the_season_before_is_asked_before_everybody_else() {
    let mut renewed = 0;
    for now in moments() {
        for trees in [TREES_MIN, 300, TREES_MAX] {
            let plan = Plan::new(trees, now);
            for (k, wish) in plan.adoptions.iter().enumerate() {
                let offer = &plan.campaigns[wish.campaign];
                let asked_until = offer.opened.plus_days(21);
                let had = plan.adoptions[..k].iter().find(|one| {
                    one.campaign != wish.campaign
                        && plan.campaigns[one.campaign].farm == offer.farm
                        && (one.tree, one.part) == (wish.tree, wish.part)
                        && one.fate.is_confirmed()
                });
                let asked = had.is_some() && wish.at < asked_until.plus_days(1);
                assert!(!asked || wish.renews.is_some(), "{now} {trees} {k}");
                renewed += usize::from(wish.renews.is_some());
            }
        }
    }
    assert!(renewed > 0, "the story has no renewal");
}

#[test]
fn no_buyer_wants_more_than_an_offer_allows() {
    for trees in [TREES_MIN, 300, TREES_MAX] {
        let plan = Plan::new(trees, moments()[0]);
        let mut wishes = std::collections::BTreeMap::new();
        for adoption in &plan.adoptions {
            *wishes
                .entry((adoption.campaign, adoption.buyer))
                .or_insert(0_u16) += 1;
        }
        assert!(
            wishes.values().all(|count| *count <= PER_BUYER_LIMIT),
            "{trees}: {wishes:?}"
        );
    }
}

#[test]
fn the_story_has_all_its_turns_at_the_smallest_size() {
    let plan = Plan::new(TREES_MIN, moments()[10]);
    let fates: Vec<Fate> = plan.adoptions.iter().map(|one| one.fate).collect();
    let told = [
        Fate::PlateWaits,
        Fate::PlateRefused,
        Fate::Looking,
        Fate::Waiting,
        Fate::Together,
        Fate::Left,
        Fate::LateKept,
        Fate::LateRefunded { settled: true },
        Fate::LateRefunded { settled: false },
        Fate::Withdrawn { settled: true },
        Fate::Withdrawn { settled: false },
    ];
    for fate in told {
        assert!(fates.contains(&fate), "{fate:?}");
    }
    let happens = |wanted: fn(&Act) -> bool| plan.steps.iter().any(|step| wanted(&step.act));
    assert!(happens(|act| matches!(act, Act::Deliver(_, 2))));
    assert!(plan.shots.iter().any(|shot| shot.copy_of.is_some()));
    assert!(happens(|act| matches!(
        act,
        Act::Live(Turn::NotThisSeason(_))
    )));
    assert!(happens(|act| matches!(
        act,
        Act::Book(Entry::ImportStatement(_))
    )));
}

#[test]
fn the_weather_hits_trees_of_buyers_who_can_choose() {
    for now in moments() {
        for trees in [TREES_MIN, 300] {
            let plan = Plan::new(trees, now);
            let [loss] = plan.losses.as_slice() else {
                unreachable!("one loss");
            };
            let hit = |one: &&AdoptionPlan| {
                one.campaign == loss.campaign
                    && loss.trees.contains(&one.tree)
                    && one.fate.is_confirmed()
            };
            let buyers: BTreeSet<usize> = plan
                .adoptions
                .iter()
                .filter(hit)
                .map(|one| one.buyer)
                .collect();
            assert!(buyers.contains(&0) && buyers.len() > 2, "{now} {trees}");
        }
    }
}

#[test]
fn whoever_acts_in_a_turn_has_a_part_in_it() {
    for now in moments() {
        for trees in [TREES_MIN, 300, TREES_MAX] {
            let plan = Plan::new(trees, now);
            for step in &plan.steps {
                let kept = |k: usize| plan.adoptions[k].fate.is_confirmed();
                if let Act::Live(
                    Turn::Split(k)
                    | Turn::Give(k)
                    | Turn::NotThisSeason(k)
                    | Turn::ChooseRefund(k)
                    | Turn::HangPlate { adoption: k, .. },
                )
                | Act::Book(
                    Entry::IssueInvoice(k)
                    | Entry::RefundPart { adoption: k, .. }
                    | Entry::SettlePart(k)
                    | Entry::OpenDispute(k)
                    | Entry::Reconcile(k)
                    | Entry::GrantCredit(k),
                ) = step.act
                {
                    assert!(kept(k), "{now} {trees}: {:?}", step.act);
                }
            }
        }
    }
}

#[test]
fn three_hundred_trees_have_three_hundred_names_and_places() {
    let plan = Plan::new(300, moments()[0]);
    let counts: Vec<usize> = plan.farms.iter().map(|farm| farm.trees.len()).collect();
    assert_eq!(counts, [120, 90, 90]);
    let trees = || plan.farms.iter().flat_map(|farm| &farm.trees);
    let names: BTreeSet<&str> = trees().map(|tree| tree.name.as_str()).collect();
    assert_eq!(names.len(), 300);
    for farm in &plan.farms {
        let places: BTreeSet<_> = farm
            .trees
            .iter()
            .map(|tree| (tree.block, tree.row, tree.number))
            .collect();
        assert_eq!(places.len(), farm.trees.len());
    }
}
