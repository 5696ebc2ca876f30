//! Which photos are taken: one of every tree before it is offered, and the whole year of a few that people look at.

use kernel::Timestamp;
use traceability::observation::Stage;

use super::{Act, Plan, mix};
use crate::demo::calendar::{at_hour, between, next_harvest, stage_at};

/// Sides of a photo of a tree among many, in pixels.
pub(in crate::demo) const SMALL_PX: (u32, u32) = (480, 360);
/// Sides of a photo that a page shows large, in pixels.
pub(in crate::demo) const LARGE_PX: (u32, u32) = (1200, 900);
/// Days before an offer in which its trees are photographed.
const BEFORE_OFFER_DAYS: (i64, i64) = (12, 4);
/// Stages that are shown of the season before the last.
const PAST_STAGES: [Stage; 4] = [
    Stage::Blossom,
    Stage::Growing,
    Stage::Ripe,
    Stage::Harvested,
];
/// About 13 km in units of 1e-7 degree of latitude: much farther than an orchard reaches.
const FAR_E7: i32 = 1_200_000;

/// A photo that a farmer posts.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Shot {
    /// Place of the farm.
    pub(in crate::demo) farm: usize,
    /// Place of the tree at the farm.
    pub(in crate::demo) tree: usize,
    /// When it is taken and posted.
    pub(in crate::demo) at: Timestamp,
    pub(in crate::demo) stage: Stage,
    pub(in crate::demo) px: (u32, u32),
    /// Where the camera says it was.
    pub(in crate::demo) place_e7: (i32, i32),
    /// The same file as that of another shot.
    pub(in crate::demo) copy_of: Option<usize>,
}

impl Shot {
    /// Whether a page shows it large, with a note.
    pub(in crate::demo) fn is_looked_at(&self) -> bool {
        self.px == LARGE_PX
    }
}

pub(super) fn add(plan: &mut Plan, now: Timestamp) {
    for campaign in 0..plan.campaigns.len() {
        before_offer(plan, campaign);
    }
    for farm in 0..plan.farms.len() {
        for tree in favourites(plan, farm) {
            year_of_a_favourite(plan, farm, tree, now);
        }
    }
    doubtful(plan, now);
}

/// Places of the trees at a farm whose whole year is shown. At the first farm they are in both of its offers.
fn favourites(plan: &Plan, farm: usize) -> Vec<usize> {
    let trees = plan.farms[farm].trees.len();
    if farm == 0 {
        (0..trees)
            .step_by(6)
            .take((trees / 24).clamp(1, 4))
            .collect()
    } else {
        (0..(trees / 90).clamp(1, 2)).collect()
    }
}

fn before_offer(plan: &mut Plan, campaign: usize) {
    let (farm, opened) = (
        plan.campaigns[campaign].farm,
        plan.campaigns[campaign].opened,
    );
    let (from, until) = BEFORE_OFFER_DAYS;
    let (from, until) = (opened.plus_days(-from), opened.plus_days(-until));
    let trees = plan.campaigns[campaign].trees.clone();
    for (n, tree) in trees.iter().enumerate() {
        let chance = mix(campaign * 10_000 + tree);
        let at = by_day(between(from, until, n, trees.len()), chance);
        take(plan, farm, *tree, at, SMALL_PX);
    }
}

fn year_of_a_favourite(plan: &mut Plan, farm: usize, tree: usize, now: Timestamp) {
    let grower = plan.farms[farm].farm;
    let last = plan.farms[farm].last_harvest;
    let mut cycles = vec![(last, None), (next_harvest(grower, now), None)];
    if farm == 0 {
        cycles.insert(0, (plan.past_harvest(), Some(PAST_STAGES)));
    }
    let newest = now.plus_seconds(-3 * 3600);
    let oldest = if farm == 0 {
        plan.steps[0].at.plus_days(1)
    } else {
        now.plus_days(-330)
    };
    for (harvest, only) in cycles {
        for (nth, (days, stage)) in grower.year.iter().enumerate() {
            let wanted = only.is_none_or(|only| only.contains(stage));
            let chance = mix(tree * 100 + nth);
            let spread = i64::try_from(chance % 5).unwrap_or(0);
            let at = by_day(harvest.plus_days(days + 4 + spread), chance >> 8);
            if wanted && oldest < at && at < newest {
                take(plan, farm, tree, at, LARGE_PX);
            }
        }
    }
}

/// Two questions for the operator: the same photo for two trees, which waits; one from far away, which was refused.
fn doubtful(plan: &mut Plan, now: Timestamp) {
    let yesterday = now.plus_seconds(-26 * 3600);
    let first = take(plan, 0, 0, yesterday, LARGE_PX);
    let second = take(plan, 0, 2, yesterday.plus_seconds(40 * 60), LARGE_PX);
    plan.shots[second].copy_of = Some(first);
    let summer = at_hour(plan.farms[0].last_harvest, -100, 10, 20);
    let far = take(plan, 0, 4, summer, SMALL_PX);
    plan.shots[far].place_e7.0 += FAR_E7;
    plan.step(at_hour(summer, 1, 9, 30), Act::RefuseObservation(far));
}

fn take(plan: &mut Plan, farm: usize, tree: usize, at: Timestamp, px: (u32, u32)) -> usize {
    let shot = photo_of(plan, (farm, tree), at, px);
    plan.step(at, Act::Photograph(shot));
    shot
}

/// A photo of a tree that is taken with something else.
pub(super) fn photo_of(
    plan: &mut Plan,
    (farm, tree): (usize, usize),
    at: Timestamp,
    px: (u32, u32),
) -> usize {
    let grower = plan.farms[farm].farm;
    let spot = plan.farms[farm].trees[tree].spot;
    let shot = plan.shots.len();
    plan.shots.push(Shot {
        farm,
        tree,
        at,
        stage: stage_at(grower, at),
        px,
        place_e7: (spot.lat_e7, spot.lon_e7),
        copy_of: None,
    });
    shot
}

/// The moment moved to an hour with light, seven to eighteen, on the same day.
fn by_day(moment: Timestamp, chance: u64) -> Timestamp {
    let hour = 7 + i64::try_from(chance % 11).unwrap_or(0);
    let minute = i64::try_from(chance / 11 % 60).unwrap_or(0);
    at_hour(moment, 0, hour, minute)
}
