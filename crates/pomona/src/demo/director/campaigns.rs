//! Offers: drafted with their contract, filled with trees, opened, closed.

use adoption::campaign::{Bilingual, Terms};
use app::{
    Intent,
    commands::campaigns::{self, CampaignDraft, contract_hash},
};
use kernel::{CampaignId, Grams, Money, Season};

use super::{Director, SeedError};
use crate::demo::contract::contract;
use crate::demo::farms::Farm;
use crate::demo::plan::{CampaignPlan, PER_BUYER_LIMIT};

/// Two days: a bank transfer takes one.
const HOLD_MINUTES: u16 = 2 * 24 * 60;
/// A tree's photo is of this season.
const PHOTO_MAX_AGE_DAYS: u16 = 120;
const COVER_PERCENT: u8 = 80;

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
            title: title(farm, campaign.season),
            story: Bilingual {
                zh: farm.offer.story_zh.to_owned(),
                en: farm.offer.story_en.to_owned(),
            },
            terms: terms(farm, campaign),
        };
        let (id, _) = campaigns::draft(&self.app, &operator, intent, draft).await?;
        let text = contract(farm, campaign.season);
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

fn title(farm: &Farm, season: u16) -> Bilingual {
    let offer = &farm.offer;
    Bilingual {
        zh: format!("{season} 产季 · {}{}认养", farm.orchard_name, offer.crop_zh),
        en: format!("Adopt a tree of {}, season {season}", offer.crop_en),
    }
}

fn terms(farm: &Farm, campaign: &CampaignPlan) -> Terms {
    let offer = &farm.offer;
    Terms {
        price: Money::fen(offer.price_fen),
        shares_per_tree: offer.shares_per_tree,
        sale_from: campaign.opened,
        sale_until: campaign.sale_until,
        ship_from: campaign.ship.0,
        ship_until: campaign.ship.1,
        promised_grams: Grams(offer.promised_grams),
        boxes: offer.boxes,
        risk_clause: offer.risk_clause,
        per_buyer_limit: PER_BUYER_LIMIT,
        hold_minutes: HOLD_MINUTES,
        photo_max_age_days: PHOTO_MAX_AGE_DAYS,
        forecast_grams_per_tree: Grams(offer.forecast_grams_per_tree),
        cover_percent: COVER_PERCENT,
    }
}
