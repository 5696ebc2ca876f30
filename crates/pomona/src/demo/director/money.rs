//! What operators and farmers do about money: terms, advances, settlements, refunds, disputes, invoices, closed days.

use app::{
    Intent,
    commands::{
        books, credits, disputes,
        disputes::Case,
        farmers,
        partial_refunds::{self, RefundOutcome, RefundWish},
        payments::payment_of,
        payouts, refunds,
    },
};
use kernel::{FarmId, Money, PayoutId, Season};
use readmodels::payouts::{PayoutRow, PayoutState};
use settlement::{
    credit::Source, dispute::DisputeReason, farmer_account::Terms, payment::Channel,
    refund::RefundReason,
};

use super::{Director, SeedError, adoptions::line};
use crate::demo::plan::Entry;

/// The farm gets seven tenths; four tenths of what is sold can be advanced; a tenth of what is earned waits for claims.
const TERMS: Terms = Terms {
    share_permille: 700,
    cover_permille: 400,
    holdback_permille: 100,
};
/// Advances are asked for in whole hundreds.
const HUNDRED_FEN: i64 = 10_000;
/// Days that the books stay open for corrections.
const OPEN_DAYS: i64 = 7;
/// Days within which a bank wants evidence.
const EVIDENCE_DAYS: i64 = 8;
/// For a box whose fruit was squashed.
const GOODWILL_FEN: i64 = 6_800;

impl Director<'_> {
    pub(super) async fn book(&mut self, intent: &Intent, entry: Entry) -> Result<(), SeedError> {
        self.settled().await?;
        match entry {
            Entry::AgreeTerms { campaign } => self.agree_terms(intent, campaign).await,
            Entry::AskAdvance { campaign, percent } => {
                self.ask_advance(intent, campaign, percent).await
            }
            Entry::PayFarm { campaign } => self.pay_farm(intent, campaign).await,
            Entry::Propose { campaign, last } => self.propose(intent, campaign, last).await,
            Entry::AgreeSettlement { campaign } => self.agree_settlement(intent, campaign).await,
            Entry::IssueInvoice(k) => {
                let (operator, adoption) = (self.operator()?, self.adoption(k)?);
                books::issue_invoice(&self.app, &operator, intent, adoption).await?;
                Ok(())
            }
            Entry::CloseDay => {
                let day = books::today(intent.now().plus_days(-OPEN_DAYS));
                books::close_day(&self.app, &self.operator()?, intent, day).await?;
                Ok(())
            }
            Entry::RefundPart { adoption, fen } => self.refund_part(intent, adoption, fen).await,
            Entry::SettlePart(k) => self.settle_part(intent, k).await,
            Entry::OpenDispute(k) => self.open_dispute(intent, k).await,
            Entry::Reconcile(k) => self.reconcile(intent, k).await,
            Entry::ImportStatement(k) => self.import_statement(intent, k).await,
            Entry::GrantCredit(k) => {
                let (operator, adoption) = (self.operator()?, self.adoption(k)?);
                let what = (adoption, Source::Goodwill, Money::fen(GOODWILL_FEN));
                credits::grant(&self.app, &operator, intent, what).await?;
                Ok(())
            }
        }
    }

    /// The account of an offer's farm for its season.
    fn account(&self, campaign: usize) -> Result<(FarmId, Season), SeedError> {
        let plan = &self.plan.campaigns[campaign];
        let orchard = self.app.read().orchard(self.farm(plan.farm)?.orchard)?;
        let farm = orchard.ok_or(SeedError::Missing("orchard"))?.farm;
        let season = Season::new(plan.season).map_err(|_| SeedError::Missing("season"))?;
        Ok((farm, season))
    }

    async fn agree_terms(&self, intent: &Intent, campaign: usize) -> Result<(), SeedError> {
        let (operator, of) = (self.operator()?, self.account(campaign)?);
        farmers::agree_terms(&self.app, &operator, intent, of, TERMS).await?;
        Ok(())
    }

    async fn ask_advance(
        &mut self,
        intent: &Intent,
        campaign: usize,
        percent: i64,
    ) -> Result<(), SeedError> {
        let (farm, season) = self.account(campaign)?;
        let standing = farmers::standing(&self.app, farm, season)?;
        let available = standing.ok_or(SeedError::Missing("terms"))?.available.minor;
        let tranche = available * percent / 100 / HUNDRED_FEN * HUNDRED_FEN;
        let (second, amount) = (self.second()?, Money::fen(tranche));
        let of = (farm, season);
        let (payout, _) = farmers::grant_advance(&self.app, &second, intent, of, amount).await?;
        self.payouts.insert(campaign, payout);
        Ok(())
    }

    /// Whoever did not ask stands behind it, the bank is told, the money arrives.
    async fn pay_farm(&self, intent: &Intent, campaign: usize) -> Result<(), SeedError> {
        let payout = self.payouts.get(&campaign).copied();
        let Some(payout) = payout else {
            return Ok(());
        };
        let operator = self.operator()?;
        for (who, step) in [(&operator, "first"), (&self.second()?, "second")] {
            if self.payout(payout).await?.state == PayoutState::Unapproved {
                payouts::approve(&self.app, who, &intent.step(step), payout).await?;
            }
        }
        payouts::record_sent(&self.app, &operator, &intent.step("sent"), payout).await?;
        let amount = self.payout(payout).await?.amount;
        let what = format!("FARM-{campaign:02}-{}", amount.minor);
        let fact = line(intent, Channel::Manual, &what, amount);
        payouts::record_settlement(&self.app, &operator, intent, payout, fact).await?;
        Ok(())
    }

    async fn payout(&self, payout: PayoutId) -> Result<PayoutRow, SeedError> {
        let row = self.settled().await?.payout(payout)?;
        row.ok_or(SeedError::Missing("payout"))
    }

    async fn propose(&self, intent: &Intent, campaign: usize, last: bool) -> Result<(), SeedError> {
        let (operator, of) = (self.operator()?, self.account(campaign)?);
        if last {
            let step = intent.step("holdback");
            farmers::release_holdback(&self.app, &operator, &step, of).await?;
        }
        let standing = farmers::standing(&self.app, of.0, of.1)?;
        if standing.is_some_and(|one| one.statement.payable.minor > 0) {
            farmers::propose_settlement(&self.app, &operator, intent, of).await?;
        }
        Ok(())
    }

    async fn agree_settlement(
        &mut self,
        intent: &Intent,
        campaign: usize,
    ) -> Result<(), SeedError> {
        let farmer = self.farmer(self.plan.campaigns[campaign].farm)?;
        let (farm, season) = self.account(campaign)?;
        let standing = farmers::standing(&self.app, farm, season)?;
        let proposed = standing.and_then(|standing| standing.proposed);
        let (number, _) = proposed.ok_or(SeedError::Missing("proposal"))?;
        let agreed = farmers::agree_settlement(&self.app, &farmer, intent, season, number).await?;
        self.payouts.insert(campaign, agreed.0);
        Ok(())
    }

    /// Asked for by the second operator; above the limit the first has to stand behind it too.
    async fn refund_part(&mut self, intent: &Intent, k: usize, fen: i64) -> Result<(), SeedError> {
        let wish = RefundWish {
            adoption: self.adoption(k)?,
            payment: None,
            amount: Money::fen(fen),
            parts: vec![],
            reason: RefundReason::ByOperator,
            channel_refused: false,
            identity_checked: false,
            account: None,
        };
        let second = self.second()?;
        let (outcomes, _) = partial_refunds::request(&self.app, &second, intent, wish).await?;
        if let [RefundOutcome::Requested(refund)] = outcomes[..] {
            self.refunds.insert(k, refund);
        }
        Ok(())
    }

    async fn settle_part(&self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let refund = self.refunds.get(&k).copied();
        let refund = refund.ok_or(SeedError::Missing("refund"))?;
        let row = self.settled().await?.adoption(self.adoption(k)?)?;
        let mut rows = row.into_iter().flat_map(|row| row.refunds);
        let row = rows.find(|row| row.refund == refund);
        let amount = row.ok_or(SeedError::Missing("refund"))?.amount;
        let (operator, step) = (self.operator()?, intent.step("accepted"));
        refunds::record_acceptance(&self.app, &operator, &step, refund).await?;
        let channel = self.plan.adoptions[k].channel;
        let fact = line(intent, channel, &format!("PART-OUT-{k:05}"), amount);
        refunds::record_settlement(&self.app, &operator, intent, refund, fact).await?;
        Ok(())
    }

    async fn open_dispute(&self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let (operator, payment) = (self.operator()?, payment_of(self.adoption(k)?));
        let case = Case {
            case: format!("DP-{}-{k:04}", self.plan.adoptions[k].channel.as_str()),
            amount: self.price_of(k).await?,
            reason: DisputeReason::Duplicate,
            respond_by: intent.now().plus_days(EVIDENCE_DAYS),
        };
        disputes::open(&self.app, &operator, intent, payment, case).await?;
        Ok(())
    }
}
