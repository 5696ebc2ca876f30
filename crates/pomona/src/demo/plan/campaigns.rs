//! Which offers there are: a past one, the one being harvested, and four that are open: a plain one, a crowdfunded one,
//! a small one of whole trees that is sold out, and the next season of the trees that were just harvested.

use kernel::{Day, Timestamp};

use super::{Act, Plan};
use crate::demo::calendar::{at_hour, day_of, next_harvest, year_of};

/// Days before the harvest on which an offer of a past season was opened, and closed.
const OPENED_DAYS: i64 = 198;
const CLOSED_DAYS: i64 = 50;
/// Days that the present offers have been open.
const OPEN_SINCE_DAYS: i64 = 30;
/// Days that the next season has been open: its holders are still being asked first.
const NEXT_SINCE_DAYS: i64 = 5;
/// Trees that are offered whole.
const WHOLE_TREES: usize = 3;
/// Trees of the next season that are offered so early.
const NEXT_TREES: usize = 8;
/// One tree in so many is not offered: young, resting, or the family's own.
const KEPT_BACK_EVERY: usize = 3;
/// Days for sending the fruit.
const SHIP_DAYS: i64 = 60;

/// The plain offer of the second farm.
pub(super) const PLAIN: usize = 2;
/// The crowdfunded offer of the third farm.
pub(super) const CROWDFUNDED: usize = 3;
/// The second farm's whole trees.
pub(super) const WHOLE: usize = 4;

/// How an offer is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Edition {
    /// In parts at one price.
    Plain,
    /// In parts, with a goal and prices that rise.
    Crowdfunded,
    /// Undivided trees, few of them.
    WholeTrees,
    /// In parts, to the holders of the season before first.
    NextSeason,
}

/// An offer.
pub(in crate::demo) struct CampaignPlan {
    /// Place of the farm.
    pub(in crate::demo) farm: usize,
    pub(in crate::demo) edition: Edition,
    /// Parts of one tree.
    pub(in crate::demo) parts: u8,
    pub(in crate::demo) season: u16,
    /// Places of the offered trees at the farm.
    pub(in crate::demo) trees: Vec<usize>,
    /// Local midnight of the first picking day.
    pub(in crate::demo) harvest: Timestamp,
    pub(in crate::demo) opened: Timestamp,
    pub(in crate::demo) sale_until: Timestamp,
    pub(in crate::demo) ship: (Day, Day),
    /// In per cent of its shares, how many are adopted.
    pub(in crate::demo) adopted_percent: usize,
}

impl CampaignPlan {
    /// Whether it can still be bought.
    pub(in crate::demo) fn is_open(&self, now: Timestamp) -> bool {
        now < self.sale_until
    }
}

pub(super) fn add(plan: &mut Plan, now: Timestamp) {
    let trees = plan.farms[0].trees.len();
    let past = plan.past_harvest();
    let current = plan.farms[0].last_harvest;
    harvested(plan, past, (0..trees).step_by(3).collect(), 55, now);
    harvested(plan, current, (0..trees).step_by(2).collect(), 45, now);
    open(plan, (1, Edition::Plain), 30, now);
    open(plan, (2, Edition::Crowdfunded), 25, now);
    open(plan, (1, Edition::WholeTrees), 100, now);
    open(plan, (0, Edition::NextSeason), 0, now);
}

fn harvested(
    plan: &mut Plan,
    harvest: Timestamp,
    trees: Vec<usize>,
    percent: usize,
    now: Timestamp,
) {
    let ship_until = harvest.plus_days(SHIP_DAYS);
    // A harvest of months ago is still being sent from the cold store.
    let current = harvest == plan.farms[0].last_harvest;
    let ship_until = if current {
        ship_until.max(now.plus_days(14))
    } else {
        ship_until
    };
    let campaign = plan.campaigns.len();
    let sale_until = at_hour(harvest, -CLOSED_DAYS, 20, 0);
    plan.campaigns.push(CampaignPlan {
        farm: 0,
        edition: Edition::Plain,
        parts: plan.farms[0].farm.offer.shares_per_tree,
        season: year_of(harvest),
        trees,
        harvest,
        opened: at_hour(harvest, -OPENED_DAYS, 10, 0),
        sale_until,
        ship: (day_of(harvest.plus_days(2)), day_of(ship_until)),
        adopted_percent: percent,
    });
    prepare(plan, campaign);
    plan.step(sale_until.plus_seconds(3600), Act::CloseCampaign(campaign));
}

fn open(plan: &mut Plan, (farm, edition): (usize, Edition), percent: usize, now: Timestamp) {
    let grower = &plan.farms[farm];
    let harvest = next_harvest(grower.farm, now);
    let all = 0..grower.trees.len();
    let kept_back = |tree: &usize| tree % KEPT_BACK_EVERY == KEPT_BACK_EVERY - 1;
    let trees = match edition {
        Edition::Plain | Edition::Crowdfunded => all.filter(|tree| !kept_back(tree)).collect(),
        Edition::WholeTrees => all.filter(kept_back).take(WHOLE_TREES).collect(),
        Edition::NextSeason => all.step_by(2).take(NEXT_TREES).collect(),
    };
    let since = match edition {
        Edition::NextSeason => NEXT_SINCE_DAYS,
        Edition::Plain | Edition::Crowdfunded | Edition::WholeTrees => OPEN_SINCE_DAYS,
    };
    let campaign = plan.campaigns.len();
    plan.campaigns.push(CampaignPlan {
        farm,
        edition,
        parts: match edition {
            Edition::WholeTrees => 1,
            Edition::Plain | Edition::Crowdfunded | Edition::NextSeason => {
                grower.farm.offer.shares_per_tree
            }
        },
        season: year_of(harvest),
        trees,
        harvest,
        opened: at_hour(now, -since, 10, 0),
        sale_until: at_hour(harvest, -20, 20, 0),
        ship: (day_of(harvest), day_of(harvest.plus_days(SHIP_DAYS))),
        adopted_percent: percent,
    });
    prepare(plan, campaign);
}

fn prepare(plan: &mut Plan, campaign: usize) {
    let opened = plan.campaigns[campaign].opened;
    plan.step(opened.plus_days(-2), Act::DraftCampaign(campaign));
    plan.step(opened, Act::OpenCampaign(campaign));
}
