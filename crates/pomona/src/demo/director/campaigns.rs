//! Offers: drafted with their contract, filled with trees, opened, closed.

use adoption::campaign::{
    Bilingual, Funding, FundingRule, Goal, PhaseName, PricePhase, SalesPlan, Terms,
};
use app::{
    Intent,
    commands::campaigns::{self, CampaignDraft, contract_hash},
};
use kernel::{CampaignId, Grams, Money, Season};

use super::{Director, SeedError};
use crate::demo::calendar::at_hour;
use crate::demo::contract::contract;
use crate::demo::farms::Farm;
use crate::demo::plan::{CampaignPlan, Edition, PER_BUYER_LIMIT};

/// Two days: a bank transfer takes one.
const HOLD_MINUTES: u16 = 2 * 24 * 60;
/// A tree's photo is of this season.
const PHOTO_MAX_AGE_DAYS: u16 = 120;
const COVER_PERCENT: u8 = 80;
/// Days from the opening to the deadline of a goal, and for bank statements after it.
const GOAL_DAYS: i64 = 52;
const GRACE_DAYS: u8 = 3;
/// The goal in per cent of what is adopted within the story: most of the way is done.
const GOAL_PERCENT: usize = 140;
/// What those pay who trust first, and those who come later, in per cent of the price.
const EARLY_PERCENT: i64 = 85;
const REGULAR_PERCENT: i64 = 95;
/// The first so many pay the early price.
const EARLY_ADOPTIONS: u32 = 5;

impl Director<'_> {
    pub(super) async fn draft_campaign(
        &mut self,
        intent: &Intent,
        nth: usize,
    ) -> Result<(), SeedError> {
        let campaign = &self.plan.campaigns[nth];
        let farm = self.plan.farms[campaign.farm].farm;
        let operator = self.operator()?;
        let draft = CampaignDraft {
            orchard: self.farm(campaign.farm)?.orchard,
            season: Season::new(campaign.season).map_err(|_| SeedError::Missing("season"))?,
            title: title(farm, campaign),
            story: Bilingual {
                zh: farm.offer.story_zh.to_owned(),
                en: farm.offer.story_en.to_owned(),
            },
            terms: terms(farm, campaign),
        };
        let (id, _) = campaigns::draft(&self.app, &operator, intent, draft).await?;
        if campaign.edition == Edition::Crowdfunded {
            let step = intent.step("sales-plan");
            let plan = sales_plan(farm, campaign);
            campaigns::set_sales_plan(&self.app, &operator, &step, id, plan).await?;
        }
        let text = contract(farm, campaign.season, campaign.parts);
        let hash = contract_hash(&text);
        let step = intent.step("contract");
        campaigns::publish_contract(&self.app, &operator, &step, id, text).await?;
        self.campaigns.insert(nth, (id, hash));
        Ok(())
    }

    pub(super) async fn open_campaign(
        &mut self,
        intent: &Intent,
        nth: usize,
    ) -> Result<(), SeedError> {
        let plan = &self.plan.campaigns[nth];
        let places = plan.trees.iter().map(|tree| self.tree(plan.farm, *tree));
        let trees = places.collect::<Result<Vec<_>, _>>()?;
        let (operator, campaign) = (self.operator()?, self.campaign(nth)?);
        let offer = intent.step("offer");
        campaigns::offer_trees(&self.app, &operator, &offer, campaign, trees).await?;
        campaigns::open(&self.app, &operator, intent, campaign).await?;
        Ok(())
    }

    pub(super) async fn close_campaign(
        &mut self,
        intent: &Intent,
        nth: usize,
    ) -> Result<(), SeedError> {
        campaigns::close(&self.app, &self.operator()?, intent, self.campaign(nth)?).await?;
        Ok(())
    }

    pub(super) fn campaign(&self, nth: usize) -> Result<CampaignId, SeedError> {
        let known = self.campaigns.get(&nth);
        known
            .map(|(id, _)| *id)
            .ok_or(SeedError::Missing("campaign"))
    }
}

fn title(farm: &Farm, campaign: &CampaignPlan) -> Bilingual {
    let (offer, season) = (&farm.offer, campaign.season);
    let name = farm.orchard_name;
    match campaign.edition {
        Edition::Plain | Edition::NextSeason => Bilingual {
            zh: format!("{season} 产季 · {name}{}认养", offer.crop_zh),
            en: format!("Adopt a tree of {}, season {season}", offer.crop_en),
        },
        Edition::Crowdfunded => Bilingual {
            zh: format!("{season} 产季 · {name}{}众筹认养", offer.crop_zh),
            en: format!("Crowdfunding: {}, season {season}", offer.crop_en),
        },
        Edition::WholeTrees => Bilingual {
            zh: format!("{season} 产季 · {name}整棵{}树", offer.crop_zh),
            en: format!("A whole tree of {}, season {season}", offer.crop_en),
        },
    }
}

/// How many of the farm's usual parts one adoption of the offer is.
fn parts_in_one(farm: &Farm, campaign: &CampaignPlan) -> u8 {
    farm.offer.shares_per_tree / campaign.parts
}

fn terms(farm: &Farm, campaign: &CampaignPlan) -> Terms {
    let offer = &farm.offer;
    let parts = parts_in_one(farm, campaign);
    Terms {
        price: Money::fen(offer.price_fen * i64::from(parts)),
        shares_per_tree: campaign.parts,
        sale_from: campaign.opened,
        sale_until: campaign.sale_until,
        ship_from: campaign.ship.0,
        ship_until: campaign.ship.1,
        promised_grams: Grams(offer.promised_grams * u64::from(parts)),
        boxes: offer.boxes * parts,
        risk_clause: offer.risk_clause,
        per_buyer_limit: PER_BUYER_LIMIT,
        hold_minutes: HOLD_MINUTES,
        photo_max_age_days: PHOTO_MAX_AGE_DAYS,
        forecast_grams_per_tree: Grams(offer.forecast_grams_per_tree),
        cover_percent: COVER_PERCENT,
    }
}

/// A goal in trees that all of the story's adoptions nearly reach, and prices that rise by number and by day.
fn sales_plan(farm: &Farm, campaign: &CampaignPlan) -> SalesPlan {
    let offered = campaign.trees.len();
    let goal = offered * campaign.adopted_percent * GOAL_PERCENT / 10_000;
    let least = 12_usize.div_ceil(usize::from(campaign.parts));
    let goal = goal.max(least).min(offered);
    let price = |percent: i64| Money::fen(farm.offer.price_fen * percent / 10_000 * 100);
    let deadline = at_hour(campaign.opened, GOAL_DAYS, 20, 0);
    SalesPlan {
        funding: Some(Funding {
            goal: Goal::Trees(u32::try_from(goal).unwrap_or(u32::MAX)),
            deadline: deadline.min(campaign.sale_until),
            grace_days: GRACE_DAYS,
            rule: FundingRule::AllOrNothing,
        }),
        phases: vec![
            PricePhase {
                name: PhaseName::Early,
                price: price(EARLY_PERCENT),
                until: None,
                adoptions: Some(EARLY_ADOPTIONS),
            },
            PricePhase {
                name: PhaseName::Regular,
                price: price(REGULAR_PERCENT),
                until: Some(at_hour(campaign.opened, 40, 20, 0)),
                adoptions: None,
            },
        ],
    }
}
