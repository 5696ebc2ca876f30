//! Harvest lots: weighed by the farmer, certified, divided among the adopters by the operator.

use actix_web::web::{Data, Path};
use app::{
    App, Error,
    commands::harvest::{self, Harvest},
};
use kernel::{BlockId, Day, Grams, LotId, OrchardId};
use readmodels::lots::LotRow;
use serde::{Deserialize, Serialize};
use traceability::{
    allocation::Policy,
    lot::{Certificate, Grade, SpoilCause, TreeYield},
};
use utoipa::ToSchema;

use super::{
    Answer, demand_insider, fresh, own_farmer,
    shapes::{CertificateShape, TreeYieldShape},
};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    problem::Problem,
};

/// What a farmer notes at the scale.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LotForm {
    /// The lot's own code, as written on the crates.
    #[schema(example = "L-2026-11-20-A")]
    pub(crate) code: String,
    /// The block it comes from.
    #[schema(value_type = String)]
    pub(crate) block: BlockId,
    /// The day it was picked.
    #[schema(value_type = String, example = "2026-11-20")]
    pub(crate) picked_on: Day,
    /// `extra`, `first`, `second` or `juice`.
    #[schema(value_type = String, example = "first")]
    pub(crate) grade: Grade,
    /// Weight with crates, in grams.
    #[schema(value_type = u64)]
    pub(crate) gross_grams: Grams,
    /// Weight of the crates, in grams.
    #[schema(value_type = u64)]
    pub(crate) tare_grams: Grams,
    /// What each tree gave, net; sums to gross less tare.
    #[schema(value_type = Vec<TreeYieldShape>)]
    pub(crate) yields: Vec<TreeYield>,
}

/// A harvest lot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LotView {
    /// The lot.
    pub(crate) lot: String,
    /// Its code.
    pub(crate) code: String,
    /// Where it was picked.
    pub(crate) orchard: String,
    /// In which block.
    pub(crate) block: String,
    /// The block's name.
    pub(crate) block_name: String,
    /// On which day.
    pub(crate) picked_on: String,
    /// Its grade.
    #[schema(value_type = String)]
    pub(crate) grade: Grade,
    /// With the crates, in grams.
    pub(crate) gross_grams: u64,
    /// The crates, in grams.
    pub(crate) tare_grams: u64,
    /// The fruit, in grams.
    pub(crate) net_grams: u64,
    /// From how many trees.
    pub(crate) trees: u32,
    /// What each tree gave; left out in lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<TreeYieldShape>)]
    pub(crate) yields: Vec<TreeYield>,
    /// Its certificate.
    #[schema(value_type = Option<CertificateShape>)]
    pub(crate) certificate: Option<Certificate>,
    /// When it was divided.
    pub(crate) allocated_at: Option<String>,
    /// Grams that went to adopters.
    pub(crate) allocated_grams: u64,
    /// Grams left over when it was divided.
    pub(crate) surplus_grams: u64,
    /// Grams that were sorted out; harvest is allocated, surplus and this.
    pub(crate) lost_grams: u64,
    /// The policy it was divided by, such as `own-tree/1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy: Option<&'static str>,
    /// Grams packed in parcels.
    pub(crate) packed_grams: u64,
    /// Why it was declared never to have been picked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) withdrawn: Option<String>,
}

impl LotView {
    fn of(row: LotRow, yields: Vec<TreeYield>) -> Self {
        Self {
            lot: row.lot.to_string(),
            code: row.code,
            orchard: row.orchard.to_string(),
            block: row.block.to_string(),
            block_name: row.block_name,
            picked_on: row.picked_on.to_string(),
            grade: row.grade,
            gross_grams: row.gross.0,
            tare_grams: row.tare.0,
            net_grams: row.net.0,
            trees: row.trees,
            yields,
            certificate: row.certificate,
            allocated_at: row.allocated_at.map(|at| at.to_string()),
            allocated_grams: row.allocated.0,
            surplus_grams: row.surplus.0,
            lost_grams: row.lost.0,
            policy: row.policy.map(Policy::name),
            packed_grams: row.packed.0,
            withdrawn: row.withdrawn,
        }
    }
}

/// `POST /api/v1/orchards/{orchard}/lots`
pub(crate) async fn record(
    app: Data<App>,
    orchard: Path<OrchardId>,
    wish: Wish<LotForm>,
) -> Answer {
    let farmer = wish.who.identity.farmer(*orchard)?;
    let form = wish.form;
    let harvest = Harvest {
        code: form.code,
        block: form.block,
        picked_on: form.picked_on,
        grade: form.grade,
        gross: form.gross_grams,
        tare: form.tare_grams,
        yields: form.yields,
    };
    let (lot, done) = harvest::record(&app, &farmer, &wish.intent, harvest).await?;
    Ok(answer::made(lot, &format!("/api/v1/lots/{lot}"), done))
}

/// `PUT /api/v1/lots/{lot}/certificate`
pub(crate) async fn certify(app: Data<App>, lot: Path<LotId>, wish: Wish<Certificate>) -> Answer {
    fresh(&app).await?;
    let farmer = own_farmer(&wish.who.identity, found(&app, *lot)?.orchard)?;
    let done = harvest::issue_certificate(&app, &farmer, &wish.intent, *lot, wish.form).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/lots/{lot}/allocation`
pub(crate) async fn allocate(app: Data<App>, lot: Path<LotId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    Ok(answer::done(
        harvest::allocate(&app, &operator, &wish.intent, *lot).await?,
    ))
}

/// Fruit that is sorted out of a lot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LotLossForm {
    /// `rot`, `bruise`, `pest`, `shrinkage` or `sample`.
    #[schema(value_type = String, example = "rot")]
    pub(crate) cause: SpoilCause,
    /// How much, in grams.
    #[schema(value_type = u64)]
    pub(crate) grams: Grams,
}

/// `POST /api/v1/lots/{lot}/losses`
pub(crate) async fn lose(app: Data<App>, lot: Path<LotId>, wish: Wish<LotLossForm>) -> Answer {
    fresh(&app).await?;
    let farmer = own_farmer(&wish.who.identity, found(&app, *lot)?.orchard)?;
    let what = (wish.form.cause, wish.form.grams);
    let done = harvest::record_loss(&app, &farmer, &wish.intent, *lot, what).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/orchards/{orchard}/lots`
pub(crate) async fn list(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    demand_insider(&who.identity, *orchard)?;
    let rows = app.read().lots(*orchard)?;
    let views: Vec<_> = rows
        .into_iter()
        .map(|row| LotView::of(row, Vec::new()))
        .collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/lots/{lot}`
pub(crate) async fn show(app: Data<App>, lot: Path<LotId>, who: SignedIn) -> Answer {
    let row = found(&app, *lot)?;
    demand_insider(&who.identity, row.orchard).map_err(|_| Problem::not_found())?;
    let yields = app.read().lot_yields(*lot)?;
    Ok(answer::json(&LotView::of(row, yields)))
}

fn found(app: &App, lot: LotId) -> Result<LotRow, Problem> {
    Ok(app.read().lot(lot)?.ok_or(Error::NotFound)?)
}
