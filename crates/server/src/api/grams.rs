//! The ledger of fruit: where an adoption's grams stand, why a box holds what it holds, and how a harvest is divided.

use actix_web::web::{Data, Path};
use adoption::campaign::HarvestRule;
use app::{App, Error, commands::contracts};
use kernel::{AdoptionId, BoxId, CampaignId, Grams};
use readmodels::{
    garden::GardenAdoption,
    grams::{GramFact, GramSums, relevant_to_box},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, campaigns::visible, demand_insider};
use crate::{
    answer,
    auth::{SignedIn, Wish},
    problem::Problem,
};

/// A fact about grams.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GramFactView {
    /// When it was recorded.
    pub(crate) at: String,
    /// `promised`, `kept`, `reduced`, `carried-in`, `expected`, `allocated`, `released`, `planned`, `packed`,
    /// `delivered` or `box-cancelled`.
    pub(crate) step: &'static str,
    /// How much.
    pub(crate) grams: u64,
    /// Of which lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lot: Option<String>,
    /// Of which tree the fruit is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tree: Option<String>,
    /// In which box.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub(crate) box_id: Option<String>,
    /// By which policy of division.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy: Option<&'static str>,
}

/// Where an adoption's fruit stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GramSumsView {
    /// Promised.
    pub(crate) promised_grams: u64,
    /// No longer owed, because it was made good otherwise.
    pub(crate) reduced_grams: u64,
    /// Owed from earlier seasons.
    pub(crate) carried_in_grams: u64,
    /// Owed now: promised and carried in, less what was reduced.
    pub(crate) owed_grams: u64,
    /// Given by lots.
    pub(crate) allocated_grams: u64,
    /// In parcels.
    pub(crate) packed_grams: u64,
    /// At the door.
    pub(crate) delivered_grams: u64,
}

/// The ledger of an adoption's fruit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GramLedgerView {
    /// The adoption.
    pub(crate) adoption: String,
    /// Where it stands.
    pub(crate) sums: GramSumsView,
    /// Every fact, oldest first.
    pub(crate) facts: Vec<GramFactView>,
}

/// A lot that a box is made of, or may be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LotBalanceView {
    /// The lot.
    pub(crate) lot: String,
    /// Its code.
    pub(crate) code: String,
    /// On which day it was picked.
    pub(crate) picked_on: String,
    /// The fruit, in grams: it is allocated, surplus and lost.
    pub(crate) net_grams: u64,
    /// What went to adopters.
    pub(crate) allocated_grams: u64,
    /// What belongs to nobody.
    pub(crate) surplus_grams: u64,
    /// What was sorted out.
    pub(crate) lost_grams: u64,
    /// The policy it was divided by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy: Option<&'static str>,
}

/// Why a box holds what it holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExplanationView {
    /// The box.
    #[serde(rename = "box")]
    pub(crate) box_id: String,
    /// Its number within the adoption.
    pub(crate) nth: u8,
    /// The adoption.
    pub(crate) adoption: String,
    /// Where the adoption's fruit stands.
    pub(crate) sums: GramSumsView,
    /// The facts that led to this box, oldest first.
    pub(crate) facts: Vec<GramFactView>,
    /// The lots of those facts.
    pub(crate) lots: Vec<LotBalanceView>,
}

/// How a harvest is divided.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HarvestRuleShape {
    /// `own-tree`, `pooled-block`, `pro-rata` or `guaranteed-minimum`.
    #[schema(example = "guaranteed-minimum")]
    pub(crate) rule: String,
    /// What is guaranteed, in grams; only with `guaranteed-minimum`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) guaranteed_grams: Option<u64>,
}

impl From<GramFact> for GramFactView {
    fn from(fact: GramFact) -> Self {
        Self {
            at: fact.at.to_string(),
            step: fact.step.word(),
            grams: fact.grams.0,
            lot: fact.lot.map(|one| one.to_string()),
            tree: fact.tree.map(|one| one.to_string()),
            box_id: fact.box_id.map(|one| one.to_string()),
            policy: fact.policy.map(traceability::allocation::Policy::name),
        }
    }
}

impl From<GramSums> for GramSumsView {
    fn from(sums: GramSums) -> Self {
        Self {
            promised_grams: sums.promised.0,
            reduced_grams: sums.reduced.0,
            carried_in_grams: sums.carried_in.0,
            owed_grams: sums.owed().0,
            allocated_grams: sums.allocated.0,
            packed_grams: sums.packed.0,
            delivered_grams: sums.delivered.0,
        }
    }
}

/// `GET /api/v1/adoptions/{adoption}/grams`
pub(crate) async fn ledger(app: Data<App>, adoption: Path<AdoptionId>, who: SignedIn) -> Answer {
    seen_by(&app, *adoption, &who)?;
    let facts = app.read().gram_facts(*adoption)?;
    Ok(answer::json(&GramLedgerView {
        adoption: adoption.to_string(),
        sums: GramSums::of(&facts).into(),
        facts: facts.into_iter().map(GramFactView::from).collect(),
    }))
}

/// `GET /api/v1/boxes/{box}/explanation`
pub(crate) async fn explain(app: Data<App>, box_id: Path<BoxId>, who: SignedIn) -> Answer {
    let found = app.read().adoption_of_box(*box_id)?;
    let (adoption, nth) = found.ok_or(Error::NotFound)?;
    seen_by(&app, adoption, &who)?;
    let all = app.read().gram_facts(adoption)?;
    let sums = GramSums::of(&all).into();
    let facts = relevant_to_box(all, *box_id);
    let mut lots = Vec::new();
    for lot in readmodels::grams::lots_of(&facts) {
        let row = app.read().lot(lot)?.ok_or(Error::NotFound)?;
        lots.push(LotBalanceView {
            lot: lot.to_string(),
            code: row.code,
            picked_on: row.picked_on.to_string(),
            net_grams: row.net.0,
            allocated_grams: row.allocated.0,
            surplus_grams: row.surplus.0,
            lost_grams: row.lost.0,
            policy: row.policy.map(traceability::allocation::Policy::name),
        });
    }
    Ok(answer::json(&ExplanationView {
        box_id: box_id.to_string(),
        nth,
        adoption: adoption.to_string(),
        sums,
        facts: facts.into_iter().map(GramFactView::from).collect(),
        lots,
    }))
}

/// The adoption, for its buyer, the people of its orchard, and auditors.
pub(crate) fn seen_by(
    app: &App,
    adoption: AdoptionId,
    who: &SignedIn,
) -> Result<GardenAdoption, Problem> {
    let found = app.read().adoption(adoption)?.ok_or(Error::NotFound)?;
    let own = found.adoption.agreement.buyer == who.identity.person();
    let inside = || demand_insider(&who.identity, found.tree.orchard).is_ok();
    if own || inside() || who.identity.auditor().is_ok() {
        Ok(found)
    } else {
        Err(Error::NotFound.into())
    }
}

/// `GET /api/v1/campaigns/{campaign}/harvest-rule`
pub(crate) async fn rule(
    app: Data<App>,
    campaign: Path<CampaignId>,
    who: Option<SignedIn>,
) -> Answer {
    visible(&app, *campaign, who.as_ref())?;
    let rule = app.read().harvest_rule(*campaign)?;
    let (word, guaranteed) = match rule {
        HarvestRule::OwnTree => ("own-tree", None),
        HarvestRule::PooledBlock => ("pooled-block", None),
        HarvestRule::ProRata => ("pro-rata", None),
        HarvestRule::GuaranteedMinimum { guaranteed_grams } => {
            ("guaranteed-minimum", Some(guaranteed_grams.0))
        }
    };
    Ok(answer::json(&HarvestRuleShape {
        rule: word.to_owned(),
        guaranteed_grams: guaranteed,
    }))
}

/// `PUT /api/v1/campaigns/{campaign}/harvest-rule`
pub(crate) async fn set_rule(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<HarvestRuleShape>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let grams = wish.form.guaranteed_grams.map(Grams);
    let rule = rule_of(&wish.form.rule, grams)
        .ok_or_else(|| Error::Invalid(vec![app::Violation::new("rule", "choice")]))?;
    let done = contracts::set_harvest_rule(&app, &operator, &wish.intent, *campaign, rule).await?;
    Ok(answer::done(done))
}

/// The rule of a word; a guarantee without grams is one of nothing, which the rules refuse.
pub(crate) fn rule_of(word: &str, guaranteed: Option<Grams>) -> Option<HarvestRule> {
    match (word, guaranteed) {
        ("own-tree", None) => Some(HarvestRule::OwnTree),
        ("pooled-block", None) => Some(HarvestRule::PooledBlock),
        ("pro-rata", None) => Some(HarvestRule::ProRata),
        ("guaranteed-minimum", grams) => Some(HarvestRule::GuaranteedMinimum {
            guaranteed_grams: grams.unwrap_or_default(),
        }),
        _ => None,
    }
}
