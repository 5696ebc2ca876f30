//! What happens in the demo, and when: a timetable of everything, made before anything is done.
//!
//! Pure: the size and the present moment go in, the same plan comes out. The director carries it out. The farm that
//! harvested last has a whole past season and a harvest to be packed; the other two sell their coming season.

mod adoptions;
mod campaigns;
mod ground;
mod harvest;
mod money;
mod shots;
mod turns;

use kernel::Timestamp;
use traceability::spot::Spot;

use super::calendar::{at_hour, last_harvest};
use super::farms::{FARMS, Farm};
use super::words;

pub(super) use adoptions::{AdoptionPlan, Fate, PER_BUYER_LIMIT};
pub(super) use campaigns::{CampaignPlan, Edition};
pub(super) use ground::outline;
pub(super) use harvest::LotPlan;
pub(super) use money::Entry;
pub(super) use shots::Shot;
pub(super) use turns::{LossPlan, Turn};

/// Fewest trees with which every part of the story finds its place.
pub(crate) const TREES_MIN: usize = 30;
/// Most trees: there are only so many buyers, and an offer allows each so much.
pub(crate) const TREES_MAX: usize = 600;
/// Trees in one row of a block.
const ROW_TREES: usize = 10;
/// Days before the past season's harvest on which everything begins.
const BEGIN_DAYS: i64 = 230;

/// Everything that will happen.
pub(super) struct Plan {
    /// The farms; the first one harvested last.
    pub(super) farms: Vec<FarmPlan>,
    pub(super) campaigns: Vec<CampaignPlan>,
    pub(super) adoptions: Vec<AdoptionPlan>,
    pub(super) shots: Vec<Shot>,
    pub(super) lots: Vec<LotPlan>,
    /// What befalls trees.
    pub(super) losses: Vec<LossPlan>,
    /// What is done, in the order of time.
    pub(super) steps: Vec<Step>,
}

/// A farm and its trees.
pub(super) struct FarmPlan {
    pub(super) farm: &'static Farm,
    pub(super) trees: Vec<TreePlan>,
    /// Local midnight of the first picking day of its newest harvest.
    pub(super) last_harvest: Timestamp,
}

/// A tree before it is registered.
pub(super) struct TreePlan {
    /// Which of the farm's three blocks.
    pub(super) block: usize,
    pub(super) row: u16,
    pub(super) number: u16,
    pub(super) variety: &'static str,
    pub(super) planted: u16,
    pub(super) name: String,
    pub(super) rootstock: &'static str,
    /// Where the trunk stands.
    pub(super) spot: Spot,
}

/// One thing that is done at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) at: Timestamp,
    pub(super) act: Act,
}

/// What can be done. Numbers are places in the plan's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    SignUpStaff,
    SignUpBuyer(usize),
    RegisterOrchard(usize),
    ImportTrees(usize),
    Photograph(usize),
    RefuseObservation(usize),
    DraftCampaign(usize),
    OpenCampaign(usize),
    CloseCampaign(usize),
    Adopt(usize),
    ProposePlate(usize),
    AcceptContract(usize),
    StartPayment(usize),
    Capture(usize),
    ApprovePlate(usize),
    RejectPlate(usize),
    Withdraw(usize),
    SettleRefund(usize),
    PlanBoxes(usize),
    LockAddresses(usize),
    RecordHarvest(usize),
    Certify(usize),
    Allocate(usize),
    Pack(usize, u8),
    HandOver(usize, u8),
    Deliver(usize, u8),
    /// A turn in the life of adoptions.
    Live(Turn),
    /// What the operators and farmers do about money.
    Book(Entry),
}

impl Act {
    /// The photo that is taken.
    pub(super) const fn shot(self) -> Option<usize> {
        if let Self::Photograph(shot)
        | Self::Live(Turn::DeclareLoss { shot, .. } | Turn::HangPlate { shot, .. }) = self
        {
            Some(shot)
        } else {
            None
        }
    }
}

impl Plan {
    /// The plan for so many trees, as seen at `now`.
    pub(super) fn new(trees: usize, now: Timestamp) -> Self {
        let mut plan = Self {
            farms: farms(trees, now),
            campaigns: Vec::new(),
            adoptions: Vec::new(),
            shots: Vec::new(),
            lots: Vec::new(),
            losses: Vec::new(),
            steps: Vec::new(),
        };
        plan.begin();
        campaigns::add(&mut plan, now);
        shots::add(&mut plan, now);
        adoptions::add(&mut plan, now);
        harvest::add(&mut plan, now);
        turns::add(&mut plan, now);
        money::add(&mut plan, now);
        // A stable sort: what is planned for the same moment happens in the order it was planned.
        plan.steps.sort_by_key(|step| step.at);
        plan
    }

    fn begin(&mut self) {
        let first = at_hour(self.past_harvest(), -BEGIN_DAYS, 9, 0);
        self.step(first, Act::SignUpStaff);
        for farm in 0..self.farms.len() {
            let at = first.plus_seconds(1800 + i64::try_from(farm).unwrap_or(0) * 600);
            self.step(at, Act::RegisterOrchard(farm));
            self.step(at.plus_seconds(300), Act::ImportTrees(farm));
        }
        for buyer in 0..words::BUYERS.len() {
            let minutes = i64::try_from(buyer).unwrap_or(0) * 17;
            self.step(
                first.plus_days(2).plus_seconds(minutes * 60),
                Act::SignUpBuyer(buyer),
            );
        }
    }

    fn step(&mut self, at: Timestamp, act: Act) {
        self.steps.push(Step { at, act });
    }

    /// Place of an offer's `nth` adoption.
    fn adoption_of(&self, campaign: usize, nth: usize) -> usize {
        let wanted = (campaign, Some(nth));
        let mut places = self.adoptions.iter().map(|one| (one.campaign, one.nth));
        places.position(|one| one == wanted).unwrap_or(0)
    }

    /// First picking day of the season before the last, at the farm that harvested last.
    fn past_harvest(&self) -> Timestamp {
        let farm = &self.farms[0];
        last_harvest(farm.farm, farm.last_harvest)
    }
}

fn farms(trees: usize, now: Timestamp) -> Vec<FarmPlan> {
    let trees = trees.clamp(TREES_MIN, TREES_MAX);
    let mut farms: Vec<&'static Farm> = FARMS.iter().collect();
    farms.sort_by_key(|farm| std::cmp::Reverse(last_harvest(farm, now)));
    let first = trees * 2 / 5;
    let second = (trees - first) / 2;
    let counts = [first, second, trees - first - second];
    let trees_of = |place: usize, farm: &'static Farm| -> Vec<TreePlan> {
        let count = counts[place];
        (0..count)
            .map(|n| tree(farm, n, count, n * counts.len() + place))
            .collect()
    };
    farms
        .into_iter()
        .enumerate()
        .map(|(place, farm)| FarmPlan {
            farm,
            trees: trees_of(place, farm),
            last_harvest: last_harvest(farm, now),
        })
        .collect()
}

/// The farm's `n`-th tree of `count`; `nth` is its place among the trees of all farms, who take names in turn.
fn tree(farm: &'static Farm, n: usize, count: usize, nth: usize) -> TreePlan {
    let per_block = count.div_ceil(3);
    let (block, within) = (n / per_block, n % per_block);
    let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let (first, years) = farm.planted;
    let spread = mix(nth) % u64::from(years);
    TreePlan {
        block,
        row: small(within / ROW_TREES + 1),
        number: small(within % ROW_TREES + 1),
        variety: farm.varieties[usize::from(within % 4 == 3)],
        planted: first + u16::try_from(spread).unwrap_or(0),
        name: words::tree_name(nth),
        rootstock: farm.rootstocks[usize::from(within % 7 == 5)],
        spot: ground::stands(farm, (block, per_block), within, nth),
    }
}

/// A number that looks like chance and is the same every time (SplitMix64's finish).
pub(super) fn mix(n: usize) -> u64 {
    let mut bits = (n as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests;
