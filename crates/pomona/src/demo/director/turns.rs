//! Turns in the life of adoptions: paid together, divided, given, not renewed, waited for, hit by the weather, named on
//! a plate.

use adoption::{
    handover::{Kind, Unaccepted},
    renewal::Answer,
    shortfall::Remedy,
};
use app::{
    Intent,
    commands::{
        contacts,
        groups::{self, payment_of_part},
        handovers::{self, Offer},
        losses::{self, LossWish, Trees},
        payments, plates, remedies, renewals, splitting, waiting_list,
    },
};
use community::contact::Purpose;
use kernel::{AdoptionId, Grams, Season};
use settlement::payment::Channel;
use traceability::loss::{Cause, Expectation};

use super::{Director, SeedError, adoptions::line};
use crate::demo::plan::Turn;

/// Days that a link to an address can be followed.
const VERIFY_DAYS: i64 = 3;
/// Days that the gift waits for somebody.
const GIFT_DAYS: i64 = 14;
/// Parts into which the whole tree is divided.
const HALVES: u8 = 2;
/// What the weather takes of the harvest, in per cent, and days to choose what is done about it.
const LOST_PERCENT: u8 = 60;
const CHOOSE_DAYS: u16 = 10;

impl Director<'_> {
    pub(super) async fn live(&mut self, intent: &Intent, turn: Turn) -> Result<(), SeedError> {
        match turn {
            Turn::GiveEmail(buyer) => self.give_email(intent, buyer).await,
            Turn::JoinWaitingList { campaign, buyer } => {
                let (who, campaign) = (self.person(buyer)?, self.campaign(campaign)?);
                waiting_list::join(&self.app, &who, intent, campaign).await?;
                Ok(())
            }
            Turn::TakePart {
                adoption,
                number,
                buyer,
            } => self.take_part(intent, adoption, number, buyer).await,
            Turn::PayPart {
                adoption,
                number,
                buyer,
            } => self.pay_part(intent, adoption, number, buyer).await,
            Turn::Split(k) => {
                let (buyer, adoption) = (self.buyer(k)?, self.adoption(k)?);
                let divided = splitting::split(&self.app, &buyer, intent, adoption, HALVES).await?;
                self.parts.insert(k, divided.0);
                Ok(())
            }
            Turn::Give(k) => self.give(intent, k).await,
            Turn::NotThisSeason(k) => {
                let (buyer, adoption) = (self.buyer(k)?, self.adoption(k)?);
                renewals::answer(&self.app, &buyer, intent, adoption, Answer::Paused).await?;
                Ok(())
            }
            Turn::DeclareLoss { loss, shot } => self.declare_loss(intent, loss, shot).await,
            Turn::AssessLoss(loss) => self.assess_loss(intent, loss).await,
            Turn::ChooseRefund(k) => self.choose_refund(intent, k).await,
            Turn::PrintPlates => {
                self.settled().await?;
                plates::print(&self.app, &self.operator()?, intent).await?;
                Ok(())
            }
            Turn::HangPlate { adoption, shot } => self.hang_plate(intent, adoption, shot).await,
        }
    }

    /// An address that is theirs, and the wish to hear of their trees.
    async fn give_email(&self, intent: &Intent, buyer: usize) -> Result<(), SeedError> {
        let who = self.person(buyer)?;
        let address = "buyer@pomona.example";
        contacts::give_email(&self.app, &who, intent, address).await?;
        let row = self.settled().await?.contact(who.person())?;
        let sealed = row.and_then(|row| row.email);
        let link = contacts::Link::Verify {
            person: who.person(),
            email: contacts::email_hash(&sealed.ok_or(SeedError::Missing("address"))?),
            until: intent.now().plus_days(VERIFY_DAYS),
        };
        let shown = contacts::signed_link(&self.app, &link);
        contacts::verify_email(&self.app, &intent.step("verify"), &shown).await?;
        let consent = intent.step("consent");
        contacts::set_consent(&self.app, &who, &consent, Purpose::News, true).await?;
        Ok(())
    }

    async fn take_part(
        &self,
        intent: &Intent,
        k: usize,
        number: u8,
        buyer: usize,
    ) -> Result<(), SeedError> {
        let row = self.settled().await?.group_of(self.adoption(k)?)?;
        let row = row.ok_or(SeedError::Missing("group"))?;
        let secret = self.app.open_secret(row.by, row.adoption, &row.secret)?;
        let secret = secret.ok_or(SeedError::Missing("invitation"))?;
        let part = (number, Channel::Manual);
        groups::take_part(&self.app, &self.person(buyer)?, intent, &secret, part).await?;
        Ok(())
    }

    async fn pay_part(
        &self,
        intent: &Intent,
        k: usize,
        number: u8,
        buyer: usize,
    ) -> Result<(), SeedError> {
        let payment = payment_of_part(self.adoption(k)?, number, self.person(buyer)?.person());
        let row = self.settled().await?.payment(payment)?;
        let amount = row.ok_or(SeedError::Missing("part"))?.amount;
        let fact = line(intent, Channel::Manual, &format!("PART-{k:05}"), amount);
        payments::record_capture(&self.app, &self.operator()?, intent, payment, fact).await?;
        Ok(())
    }

    /// The second half, to whoever gets the link; who gives it keeps it if nobody does.
    async fn give(&self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let half = self.parts.get(&k).and_then(|parts| parts.get(1)).copied();
        let half: AdoptionId = half.ok_or(SeedError::Missing("half"))?;
        let wish = Offer {
            kind: Kind::Gift,
            days: GIFT_DAYS,
            if_unaccepted: Unaccepted::Keep,
        };
        handovers::offer(&self.app, &self.buyer(k)?, intent, half, wish).await?;
        Ok(())
    }

    async fn declare_loss(
        &mut self,
        intent: &Intent,
        nth: usize,
        shot: usize,
    ) -> Result<(), SeedError> {
        let photo = self.photo(shot).await?;
        let plan = &self.plan.losses[nth];
        let offer = &self.plan.campaigns[plan.campaign];
        let trees = plan.trees.iter().map(|tree| self.tree(offer.farm, *tree));
        let wish = LossWish {
            loss: None,
            trees: Trees::Named(trees.collect::<Result<_, _>>()?),
            season: Season::new(offer.season).map_err(|_| SeedError::Missing("season"))?,
            cause: plan.cause,
            degree_percent: LOST_PERCENT,
            note: Some(story(plan.cause).to_owned()),
            photos: vec![photo],
        };
        let farmer = self.farmer(offer.farm)?;
        let (loss, _) = losses::declare(&self.app, &farmer, intent, wish).await?;
        self.losses.insert(nth, loss);
        Ok(())
    }

    /// What is left is a part of what was promised of a tree.
    async fn assess_loss(&self, intent: &Intent, nth: usize) -> Result<(), SeedError> {
        let offer = &self.plan.campaigns[self.plan.losses[nth].campaign];
        let promised = &self.plan.farms[offer.farm].farm.offer;
        let of_tree = promised.promised_grams * u64::from(promised.shares_per_tree);
        let left = of_tree * u64::from(100 - LOST_PERCENT) / 100;
        let expected = Expectation {
            each: Grams(left),
            exceptions: vec![],
        };
        let loss = self.losses.get(&nth).copied();
        let loss = loss.ok_or(SeedError::Missing("loss"))?;
        let operator = self.operator()?;
        losses::assess(&self.app, &operator, intent, loss, (expected, CHOOSE_DAYS)).await?;
        Ok(())
    }

    async fn choose_refund(&self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let adoption = self.adoption(k)?;
        let offers = self.settled().await?.remedies_of(adoption)?;
        let offer = offers.first().ok_or(SeedError::Missing("remedies"))?.offer;
        let (buyer, place) = (self.buyer(k)?, (adoption, offer));
        remedies::choose(&self.app, &buyer, intent, place, Remedy::Refund).await?;
        Ok(())
    }

    async fn hang_plate(
        &mut self,
        intent: &Intent,
        k: usize,
        shot: usize,
    ) -> Result<(), SeedError> {
        let photo = self.photo(shot).await?;
        let farm = self.plan.campaigns[self.plan.adoptions[k].campaign].farm;
        let (farmer, adoption) = (self.farmer(farm)?, self.adoption(k)?);
        plates::hang(&self.app, &farmer, intent, adoption, photo).await?;
        Ok(())
    }
}

fn story(cause: Cause) -> &'static str {
    if cause == Cause::Hail {
        "午后突然下了二十分钟冰雹，这几棵在风口上，果子打落、打伤了一大半。已清园、喷药，树没有大碍。"
    } else {
        "夜里降到零下四度，低洼处这几棵没有挡住，芽和枝梢冻伤了一大半。已经熏烟、覆草，树没有大碍。"
    }
}
