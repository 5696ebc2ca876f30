//! Buyers adopt, pay, leave; the operator records money and judges plates.

use adoption::renewal::Answer;
use app::{
    Intent,
    commands::{
        adopt::{self, Acceptance, Choice},
        groups::{self, Together},
        payments::{self, Capture, payment_of},
        refunds, renewals,
    },
};
use kernel::{AdoptionId, Money, RefundId};
use settlement::payment::Channel;

use super::{Director, SeedError};
use crate::demo::calendar::camera_time;
use crate::demo::plan::{AdoptionPlan, Fate, mix};

impl Director<'_> {
    fn planned(&self, k: usize) -> &AdoptionPlan {
        &self.plan.adoptions[k]
    }

    pub(super) async fn adopt(&mut self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let planned = self.planned(k);
        if let Some(before) = planned.renews {
            return self.renew(intent, k, before).await;
        }
        let farm = self.plan.campaigns[planned.campaign].farm;
        let choice = Choice {
            campaign: self.campaign(planned.campaign)?,
            tree: self.tree(farm, planned.tree)?,
            part: planned.part,
        };
        if planned.fate == Fate::Together {
            let together = Together {
                parts: 3,
                hours: 72,
            };
            let buyer = self.buyer(k)?;
            let begun = groups::adopt_together(&self.app, &buyer, intent, choice, together);
            self.adoptions.insert(k, begun.await?.0);
            return Ok(());
        }
        let (adoption, _) = adopt::adopt(&self.app, &self.buyer(k)?, intent, choice).await?;
        self.adoptions.insert(k, adoption);
        Ok(())
    }

    /// The holder of the season before was asked first, and says yes.
    async fn renew(&mut self, intent: &Intent, k: usize, before: usize) -> Result<(), SeedError> {
        let (buyer, before) = (self.buyer(k)?, self.adoption(before)?);
        let campaign = self.campaign(self.planned(k).campaign)?;
        renewals::answer(&self.app, &buyer, intent, before, Answer::Renewed).await?;
        let next = renewals::next_of(before, campaign);
        self.adoptions.insert(k, next);
        Ok(())
    }

    pub(super) async fn propose_plate(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        let (buyer, adoption) = (self.buyer(k)?, self.adoption(k)?);
        adopt::propose_nameplate(&self.app, &buyer, intent, adoption, self.planned(k).plate)
            .await?;
        Ok(())
    }

    pub(super) async fn approve_plate(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        adopt::approve_nameplate(
            &self.app,
            &self.operator()?,
            intent,
            self.adoption(k)?,
            None,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn reject_plate(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        let reason = "牌子上请不要出现他人的全名，换个昵称再提交一次就好。";
        let (operator, adoption) = (self.operator()?, self.adoption(k)?);
        adopt::reject_nameplate(&self.app, &operator, intent, (adoption, None), reason).await?;
        Ok(())
    }

    pub(super) async fn accept_contract(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        let campaign = self.planned(k).campaign;
        let known = self
            .campaigns
            .get(&campaign)
            .ok_or(SeedError::Missing("campaign"))?;
        let seen = Acceptance {
            contract: known.1,
            risk_clause: self.plan.farms[self.plan.campaigns[campaign].farm]
                .farm
                .offer
                .risk_clause,
            no_return_confirmed: true,
        };
        adopt::accept_contract(&self.app, &self.buyer(k)?, intent, self.adoption(k)?, seen).await?;
        Ok(())
    }

    pub(super) async fn start_payment(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        let (buyer, adoption) = (self.buyer(k)?, self.adoption(k)?);
        let channel = self.planned(k).channel;
        payments::start_payment(&self.app, &buyer, intent, adoption, channel).await?;
        Ok(())
    }

    pub(super) async fn capture(&mut self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let payment = payment_of(self.adoption(k)?);
        let amount = self.price_of(k).await?;
        let fact = line(
            intent,
            self.planned(k).channel,
            &format!("IN-{k:05}"),
            amount,
        );
        payments::record_capture(&self.app, &self.operator()?, intent, payment, fact).await?;
        Ok(())
    }

    pub(super) async fn withdraw(&mut self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        adopt::cancel(&self.app, &self.buyer(k)?, intent, self.adoption(k)?).await?;
        Ok(())
    }

    pub(super) async fn settle_refund(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        let refund = self.refund_of(self.adoption(k)?).await?;
        let (operator, accepted) = (self.operator()?, intent.step("accepted"));
        refunds::record_acceptance(&self.app, &operator, &accepted, refund).await?;
        let amount = self.price_of(k).await?;
        let fact = line(
            intent,
            self.planned(k).channel,
            &format!("OUT-{k:05}"),
            amount,
        );
        refunds::record_settlement(&self.app, &operator, intent, refund, fact).await?;
        Ok(())
    }

    /// The refund a policy or a withdrawal requested.
    async fn refund_of(&self, adoption: AdoptionId) -> Result<RefundId, SeedError> {
        self.app
            .caught_up(self.app.log().durable_position())
            .await?;
        let found = self.app.read().adoption(adoption)?;
        let refund = found.and_then(|found| found.refunds.first().map(|one| one.refund));
        refund.ok_or(SeedError::Missing("refund"))
    }

    /// What was agreed: prices rise while an offer sells.
    pub(super) async fn price_of(&self, k: usize) -> Result<Money, SeedError> {
        let found = self.settled().await?.adoption(self.adoption(k)?)?;
        let found = found.ok_or(SeedError::Missing("price"))?;
        Ok(found.adoption.agreement.price)
    }
}

/// A line of a channel's statement. `what` is unlike any other's.
pub(super) fn line(intent: &Intent, channel: Channel, what: &str, amount: Money) -> Capture {
    let day = camera_time(intent.now())[..10].replace('-', "");
    let number = mix(what.bytes().fold(7, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    })) % 10_000_000_000;
    let (transaction, fee_permille) = match channel {
        Channel::Manual | Channel::Sandbox => (format!("BOC{day}-{what}"), 0),
        Channel::WechatPay => (format!("42000028{day}{number:012}"), 6),
        Channel::Alipay => (format!("{day}2200{number:016}"), 6),
        Channel::Stripe => (format!("ch_3Q{day}{number:012}"), 29),
    };
    Capture {
        channel,
        transaction,
        amount,
        fee: Money::fen(amount.minor * fee_permille / 1_000),
        value_at: intent.now(),
    }
}
