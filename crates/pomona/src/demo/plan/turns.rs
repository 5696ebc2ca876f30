//! Turns in the life of adoptions that are not buying and leaving: paid together, divided, given, renewed, waited for,
//! hit by the weather, named on a plate. Knows no use case.

use kernel::Timestamp;
use traceability::loss::Cause;

use super::adoptions::Fate;
use super::campaigns::{Edition, PLAIN, WHOLE};
use super::shots::{self, LARGE_PX, SMALL_PX};
use super::{Act, Plan};
use crate::demo::calendar::{at_hour, month_of};

/// Buyers who would like a whole tree when all are gone.
const WAITING: [usize; 3] = [5, 9, 14];
/// Friends of the group, by their part; the third part is still free.
const FRIENDS: [(u8, usize); 2] = [(1, 0), (2, 7)];
/// Which adoptions of the plain offer the weather hits, by their turn; the first is the printed buyer's.
const HIT: [usize; 4] = [0, 1, 3, 7];
/// Plates that already hang on trees of the past season, by their adopters' turn.
const HUNG: [usize; 2] = [0, 1];

/// What happens. Numbers are places in the plan's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Turn {
    GiveEmail(usize),
    JoinWaitingList {
        campaign: usize,
        buyer: usize,
    },
    TakePart {
        adoption: usize,
        number: u8,
        buyer: usize,
    },
    PayPart {
        adoption: usize,
        number: u8,
        buyer: usize,
    },
    Split(usize),
    Give(usize),
    NotThisSeason(usize),
    DeclareLoss {
        loss: usize,
        shot: usize,
    },
    AssessLoss(usize),
    ChooseRefund(usize),
    PrintPlates,
    HangPlate {
        adoption: usize,
        shot: usize,
    },
}

/// What befalls trees before their harvest.
#[derive(Debug, Clone)]
pub(in crate::demo) struct LossPlan {
    /// Place of the offer whose harvest is the smaller for it.
    pub(in crate::demo) campaign: usize,
    /// Places of the trees at the farm.
    pub(in crate::demo) trees: Vec<usize>,
    pub(in crate::demo) cause: Cause,
}

pub(super) fn add(plan: &mut Plan, now: Timestamp) {
    live(plan, at_hour(now, -20, 21, 5), Turn::GiveEmail(0));
    for (hour, buyer) in (10..).zip(WAITING) {
        let (at, campaign) = (at_hour(now, -1, hour, 40), WHOLE);
        live(plan, at, Turn::JoinWaitingList { campaign, buyer });
    }
    group(plan);
    whole_tree(plan, now);
    next_season(plan, now);
    weather(plan, now);
    plates(plan, now);
}

fn live(plan: &mut Plan, at: Timestamp, turn: Turn) {
    plan.step(at, Act::Live(turn));
}

/// Three friends share a tree: one has paid, one has promised, one is looked for.
fn group(plan: &mut Plan) {
    let mine = |one: &super::AdoptionPlan| one.fate == Fate::Together;
    let Some(adoption) = plan.adoptions.iter().position(mine) else {
        return;
    };
    let began = plan.adoptions[adoption].at;
    for (minutes, (number, buyer)) in [8, 25].into_iter().zip(FRIENDS) {
        let take = Turn::TakePart {
            adoption,
            number,
            buyer,
        };
        live(plan, began.plus_seconds(minutes * 60), take);
    }
    let (number, buyer) = FRIENDS[0];
    let at = began.plus_seconds(50 * 60);
    live(
        plan,
        at,
        Turn::PayPart {
            adoption,
            number,
            buyer,
        },
    );
}

/// The printed buyer's whole tree is divided, and a part of it offered as a gift.
fn whole_tree(plan: &mut Plan, now: Timestamp) {
    let whole = plan.adoption_of(WHOLE, 0);
    live(plan, at_hour(now, -12, 19, 30), Turn::Split(whole));
    live(plan, at_hour(now, -2, 20, 15), Turn::Give(whole));
}

/// Holders of the trees that are offered again were asked; one of them has answered.
fn next_season(plan: &mut Plan, now: Timestamp) {
    let next = plan
        .campaigns
        .iter()
        .find(|one| one.edition == Edition::NextSeason);
    let again = next.map_or(Vec::new(), |next| next.trees.clone());
    let asked = (0..plan.adoptions.len()).rev().find(|k| {
        let one = &plan.adoptions[*k];
        let asked = one.campaign == 1 && one.fate.is_confirmed() && again.contains(&one.tree);
        asked && one.buyer != 0
    });
    if let Some(k) = asked {
        live(plan, at_hour(now, -2, 12, 25), Turn::NotThisSeason(k));
    }
}

/// Frost in the cold months, hail in the warm ones: half the fruit of a few trees is gone.
fn weather(plan: &mut Plan, now: Timestamp) {
    let cause = match month_of(now) {
        11 | 12 | 1..=4 => Cause::Frost,
        _ => Cause::Hail,
    };
    let hit = HIT.map(|nth| plan.adoption_of(PLAIN, nth));
    let mut trees: Vec<usize> = hit.iter().map(|k| plan.adoptions[*k].tree).collect();
    trees.sort_unstable();
    trees.dedup();
    let seen = at_hour(now, -3, 8, 20);
    let shot = shots::photo_of(plan, (plan.campaigns[PLAIN].farm, trees[0]), seen, LARGE_PX);
    let loss = plan.losses.len();
    plan.losses.push(LossPlan {
        campaign: PLAIN,
        trees,
        cause,
    });
    live(plan, seen, Turn::DeclareLoss { loss, shot });
    live(plan, at_hour(now, -2, 10, 5), Turn::AssessLoss(loss));
    live(plan, at_hour(now, -1, 19, 45), Turn::ChooseRefund(hit[1]));
}

/// Plates are printed twice: those of the past season, some of which hang, and the newer ones, which lie at the farm.
fn plates(plan: &mut Plan, now: Timestamp) {
    let closed = plan.campaigns[0].sale_until;
    live(plan, at_hour(closed, 3, 14, 0), Turn::PrintPlates);
    live(plan, at_hour(now, -9, 14, 0), Turn::PrintPlates);
    for nth in HUNG {
        let (adoption, at) = (plan.adoption_of(0, nth), at_hour(closed, 10, 11, 0));
        let at = at.plus_seconds(i64::try_from(nth).unwrap_or(0) * 1_200);
        let shot = shots::photo_of(plan, (0, plan.adoptions[adoption].tree), at, SMALL_PX);
        live(plan, at, Turn::HangPlate { adoption, shot });
    }
}
