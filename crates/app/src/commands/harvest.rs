//! Harvest: a lot is weighed, certified, and divided among the shares of its trees.

use std::collections::BTreeMap;

use adoption::{
    adoption::{self as bond, Adoption, Phase},
    campaign::{self, Campaign, HarvestRule},
};
use kernel::{BlockId, CampaignId, Day, Grams, LotId};
use readmodels::claims::BuyerClaim;
use traceability::{
    allocation::{Policy, ShareClaim},
    lot::{self, Certificate, Command, Grade, Lot, SpoilCause, TreeYield},
    orchard::{self, Orchard},
    tree::{self, Tree},
};

use super::care::demand_no_waiting;
use crate::{
    App, Done, Error, Intent, Violation,
    error::Fault,
    permission::{Farmer, Operator, Signed},
    work::Work,
};

/// What a farmer notes at the scale.
#[derive(Debug, Clone)]
pub struct Harvest {
    /// The lot's own code, as written on the crates.
    pub code: String,
    /// The block it comes from.
    pub block: BlockId,
    /// The day it was picked.
    pub picked_on: Day,
    /// Its grade.
    pub grade: Grade,
    /// Weight with crates.
    pub gross: Grams,
    /// Weight of the crates.
    pub tare: Grams,
    /// What each tree gave, net.
    pub yields: Vec<TreeYield>,
}

/// Records a harvest lot.
///
/// # Errors
/// Weights that do not add up, a tree of another orchard or block, a day in the future, a tree that waits after a
/// treatment (D 32).
pub async fn record(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    harvest: Harvest,
) -> Result<(LotId, Done), Error> {
    let lot = LotId::from_bytes(intent.bytes("lot"));
    check_trees(app, who, harvest.block, &harvest.yields)?;
    let done = app
        .perform(intent, |work| {
            let orchard = work.state::<Orchard>(&orchard::stream_id(who.orchard()))?;
            if !orchard.blocks.contains_key(&harvest.block) {
                return Err(Error::Invalid(vec![Violation::new(
                    "block",
                    "block-unknown",
                )]));
            }
            demand_no_waiting(work, harvest.block, &harvest.yields, harvest.picked_on)?;
            let command = Command::RecordHarvest {
                lot,
                code: harvest.code.trim().to_owned(),
                orchard: who.orchard(),
                block: harvest.block,
                picked_on: harvest.picked_on,
                grade: harvest.grade,
                gross: harvest.gross,
                tare: harvest.tare,
                yields: harvest.yields.clone(),
                by: who.person(),
                today: local_day(intent.now()),
            };
            work.decide::<Lot>(&lot::stream_id(lot), command)?;
            Ok(())
        })
        .await?;
    Ok((lot, done))
}

/// The calendar day in the orchard; China keeps UTC+8 all year.
#[must_use]
pub fn local_day(now: kernel::Timestamp) -> Day {
    const OFFSET_SECONDS: i64 = 8 * 3_600;
    Day::from(now.plus_seconds(OFFSET_SECONDS).utc().date_naive())
}

/// Every tree stands in this block of the farmer's orchard.
pub(super) fn check_trees(
    app: &App,
    who: &Signed<Farmer>,
    block: BlockId,
    yields: &[TreeYield],
) -> Result<(), Error> {
    for (index, one) in yields.iter().enumerate() {
        let state = app.load::<Tree>(&tree::stream_id(one.tree))?;
        let fits = state
            .facts
            .as_ref()
            .is_some_and(|facts| facts.orchard == who.orchard() && facts.block == block);
        if !fits {
            let field = format!("yields[{index}].tree");
            return Err(Error::Invalid(vec![Violation::new(field, "tree-unknown")]));
        }
    }
    Ok(())
}

/// Issues the lot's certificate (承诺达标合格证).
///
/// # Errors
/// Unknown lot or one of another orchard, a field empty or too long, or it has one already.
pub async fn issue_certificate(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    lot: LotId,
    certificate: Certificate,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = lot::stream_id(lot);
        let state = work.state::<Lot>(&id)?;
        let own = state
            .harvest
            .as_ref()
            .is_some_and(|harvest| harvest.orchard == who.orchard());
        if !own {
            return Err(Error::NotFound);
        }
        let command = Command::IssueCertificate {
            certificate: certificate.clone(),
            at: intent.now(),
        };
        work.decide::<Lot>(&id, command)?;
        Ok(())
    })
    .await
}

/// Divides a lot among the confirmed shares by the rule of their campaign, once (D 31, 35).
///
/// # Errors
/// Unknown lot, divided already, or its trees belong to campaigns that divide by different rules.
pub async fn allocate(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    lot: LotId,
) -> Result<Done, Error> {
    let id = lot::stream_id(lot);
    if app.load::<Lot>(&id)?.harvest.is_none() {
        return Err(Error::NotFound);
    }
    // One division at a time: each must see what the one before has given.
    let _turn = app.allocating().lock().await;
    // Shares are asked across streams: everything that is durable now must be in the answer.
    app.caught_up(app.log().durable_position()).await?;
    let campaigns = app.read().lot_campaigns(lot).map_err(Fault::from)?;
    app.perform(intent, |work| {
        let rules = rules_of(work, &campaigns)?;
        let policy = one_policy(&rules)?;
        let claims = if policy.is_pooled() {
            app.read().block_claims(lot)
        } else {
            app.read().lot_claims(lot)
        };
        // What the read models said is checked against the streams, and the streams become conditions: an adoption that
        // is cancelled, or entitled to more by another lot, meanwhile makes this decision anew.
        let mut shares = Vec::new();
        for BuyerClaim {
            claim, campaign, ..
        } in claims.map_err(Fault::from)?
        {
            let bond = work.state::<Adoption>(&bond::stream_id(claim.adoption))?;
            if bond.phase == Phase::Confirmed {
                let rule = rules.get(&campaign).copied().unwrap_or_default();
                shares.push(ShareClaim {
                    guaranteed: rule.guaranteed(),
                    ..claim
                });
            }
        }
        let command = Command::AllocateLot {
            policy,
            shares,
            at: intent.now(),
        };
        work.decide::<Lot>(&id, command)?;
        Ok(())
    })
    .await
}

/// The rules that the buyers of these campaigns could read.
fn rules_of(
    work: &mut Work<'_>,
    campaigns: &[CampaignId],
) -> Result<BTreeMap<CampaignId, HarvestRule>, Error> {
    let mut rules = BTreeMap::new();
    for id in campaigns {
        let state = work.state::<Campaign>(&campaign::stream_id(*id))?;
        rules.insert(*id, state.harvest_rule);
    }
    Ok(rules)
}

/// The one policy of all rules; fruit that counts for no campaign is divided by the plainest.
fn one_policy(rules: &BTreeMap<CampaignId, HarvestRule>) -> Result<Policy, Error> {
    let mut policies = rules.values().map(|rule| match rule {
        HarvestRule::OwnTree => Policy::OwnTree1,
        HarvestRule::PooledBlock => Policy::PooledBlock1,
        HarvestRule::ProRata => Policy::ProRata1,
        HarvestRule::GuaranteedMinimum { .. } => Policy::GuaranteedMinimum1,
    });
    let first = policies.next().unwrap_or(Policy::OwnTree1);
    if policies.all(|policy| policy == first) {
        Ok(first)
    } else {
        Err(Error::Rejected(lot::Rejection::PoliciesDiffer.into()))
    }
}

/// Sorts fruit out of a lot: before the division any of it, afterwards only what is surplus (D 31).
///
/// # Errors
/// Unknown lot or one of another orchard, nothing, or more than can be.
pub async fn record_loss(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    lot: LotId,
    (cause, grams): (SpoilCause, Grams),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = lot::stream_id(lot);
        let state = work.state::<Lot>(&id)?;
        let harvest = state.harvest.as_ref();
        if harvest.is_none_or(|harvest| harvest.orchard != who.orchard()) {
            return Err(Error::NotFound);
        }
        let command = Command::RecordLotLoss {
            cause,
            grams,
            by: who.person(),
            at: intent.now(),
        };
        work.decide::<Lot>(&id, command)?;
        Ok(())
    })
    .await
}
