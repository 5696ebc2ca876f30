//! What is picked, and how far its boxes have come.

use kernel::Timestamp;

use super::{Act, Plan, mix};
use crate::demo::calendar::{at_hour, at_work, between, camera_time};

/// How far the two boxes of the adoptions of the current harvest have come, in turn: 0 planned, 1 address locked,
/// 2 packed, 3 handed over, 4 delivered.
const PROGRESS: [(u8, u8); 8] = [
    (4, 3),
    (4, 4),
    (4, 1),
    (3, 1),
    (2, 1),
    (1, 1),
    (1, 1),
    (0, 0),
];
/// The block that was picked last and is not certified yet.
const NEWEST_BLOCK: usize = 2;
/// One adopter in so many has not said where the boxes go.
const UNPLANNED_EVERY: usize = 9;

/// A lot of one block and one harvest.
pub(in crate::demo) struct LotPlan {
    pub(in crate::demo) campaign: usize,
    pub(in crate::demo) block: usize,
    pub(in crate::demo) code: String,
    /// Places of the trees at the farm, with what each gave, in grams.
    pub(in crate::demo) yields: Vec<(usize, u64)>,
}

pub(super) fn add(plan: &mut Plan, now: Timestamp) {
    for campaign in [0, 1] {
        for block in 0..3 {
            lot(plan, campaign, block, now);
        }
        boxes(plan, campaign, now);
    }
}

fn lot(plan: &mut Plan, campaign: usize, block: usize, now: Timestamp) {
    let offer = &plan.campaigns[campaign];
    let farm = &plan.farms[offer.farm];
    let newest = campaign == 1 && block == NEWEST_BLOCK;
    let picked = if newest {
        now.plus_seconds(-20 * 3600)
    } else {
        at_hour(offer.harvest, i64::try_from(block).unwrap_or(0), 16, 30)
    };
    let of_block = offer
        .trees
        .iter()
        .filter(|tree| farm.trees[**tree].block == block);
    let yields: Vec<(usize, u64)> = of_block
        .map(|tree| (*tree, grams(campaign, *tree)))
        .collect();
    let day = camera_time(picked)[..10].replace('-', "");
    let letter = ["A", "B", "C"][block];
    let code = format!("{}-{day}-{letter}", farm.farm.code);
    if yields.is_empty() {
        return;
    }
    let lot = plan.lots.len();
    plan.lots.push(LotPlan {
        campaign,
        block,
        code,
        yields,
    });
    plan.step(picked, Act::RecordHarvest(lot));
    if !newest {
        plan.step(picked.plus_seconds(2 * 3600), Act::Certify(lot));
        plan.step(at_hour(picked, 1, 9, 0), Act::Allocate(lot));
    }
}

/// Some trees give less than was promised, most give more.
fn grams(campaign: usize, tree: usize) -> u64 {
    let chance = mix(campaign * 50_000 + tree);
    if chance.is_multiple_of(13) {
        15_400
    } else {
        21_000 + chance % 13_000
    }
}

fn boxes(plan: &mut Plan, campaign: usize, now: Timestamp) {
    let harvest = plan.campaigns[campaign].harvest;
    let current = campaign == 1;
    let until = if current {
        now.plus_seconds(-2 * 3600)
    } else {
        harvest.plus_days(40)
    };
    let owners: Vec<usize> = (0..plan.adoptions.len())
        .filter(|k| {
            plan.adoptions[*k].campaign == campaign && plan.adoptions[*k].fate.is_confirmed()
        })
        .collect();
    for (n, k) in owners.iter().enumerate() {
        if current && n % UNPLANNED_EVERY == UNPLANNED_EVERY - 1 {
            continue;
        }
        let planned = between(
            harvest.plus_days(-40),
            harvest.plus_days(-6),
            n,
            owners.len(),
        );
        plan.step(planned, Act::PlanBoxes(*k));
        let tree = plan.adoptions[*k].tree;
        let unpicked = current && plan.farms[0].trees[tree].block == NEWEST_BLOCK;
        let progress = match (current, unpicked) {
            (true, true) => (0, 0),
            (true, false) => PROGRESS[n % PROGRESS.len()],
            (false, _) => (4, 4),
        };
        send(
            plan,
            *k,
            progress,
            (at_hour(harvest, 3, 10, 0), until),
            (n, owners.len()),
        );
    }
}

/// Locks, packs, hands over and delivers within a window, the `n`-th of so many adoptions.
fn send(
    plan: &mut Plan,
    adoption: usize,
    progress: (u8, u8),
    (from, until): (Timestamp, Timestamp),
    (n, of): (usize, usize),
) {
    // The window in parts: a thousand for the whole, two hundred for the adoptions' turns.
    let turn = n * 200 / of.max(1);
    let moment =
        |thousandth: usize| at_work(between(from, until, thousandth + turn, 1_000)).min(until);
    if progress != (0, 0) {
        plan.step(moment(0), Act::LockAddresses(adoption));
    }
    for (nth, reached, begin) in [(1, progress.0, 40), (2, progress.1, 300)] {
        let steps = [
            (2, begin, Act::Pack(adoption, nth)),
            (3, begin + 60, Act::HandOver(adoption, nth)),
            (4, begin + 460, Act::Deliver(adoption, nth)),
        ];
        for (needed, thousandth, act) in steps {
            if reached >= needed {
                plan.step(moment(thousandth), act);
            }
        }
    }
}
