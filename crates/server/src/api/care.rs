//! Care of a block: treatments with their waiting period, and work.

use actix_web::web::{Data, Path};
use app::{App, commands::care};
use kernel::{BlockId, Day, OrchardId, TreeId};
use readmodels::care::{CareDone, CareRow};
use serde::{Deserialize, Serialize};
use traceability::care::{Treatment, WorkKind};
use utoipa::ToSchema;

use super::{Answer, demand_insider};
use crate::{
    answer,
    auth::{SignedIn, Wish},
};

/// A product that was put on trees.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TreatmentForm {
    /// The trees; all of the block if left out.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub(crate) trees: Vec<TreeId>,
    /// The product with its registration number.
    pub(crate) product: String,
    /// How much of it.
    #[schema(example = "1:1500")]
    pub(crate) dose: String,
    /// On which day.
    #[schema(value_type = String, example = "2026-09-10")]
    pub(crate) on: Day,
    /// Days after it in which nothing is picked.
    pub(crate) waiting_days: u16,
}

/// Work in the orchard.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkForm {
    /// `pruning`, `fertilising`, `watering`, `weeding`, `thinning` or `bagging`.
    #[schema(value_type = String, example = "thinning")]
    pub(crate) kind: WorkKind,
    /// On which day.
    #[schema(value_type = String, example = "2026-09-10")]
    pub(crate) on: Day,
    /// What else there is to say, the weather for one.
    #[serde(default)]
    pub(crate) note: String,
}

/// Why a treatment never happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CareReasonForm {
    /// The reason.
    pub(crate) reason: String,
}

/// An entry of a block's care.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CareView {
    /// The block.
    pub(crate) block: String,
    /// Its number within the block.
    pub(crate) entry: u32,
    /// `treatment`, or the kind of work.
    #[schema(value_type = String)]
    pub(crate) kind: serde_json::Value,
    /// On which day.
    pub(crate) on: String,
    /// The product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product: Option<String>,
    /// How much of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dose: Option<String>,
    /// The last day on which nothing is picked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) waiting_until: Option<String>,
    /// The trees; left out for all of the block.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) trees: Vec<String>,
    /// What else was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) note: String,
    /// Why it was declared never to have happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) withdrawn: Option<String>,
}

impl From<CareRow> for CareView {
    fn from(row: CareRow) -> Self {
        let (block, entry) = (row.block.to_string(), row.entry);
        match row.done {
            CareDone::Treated {
                treatment,
                waiting_until,
                withdrawn,
            } => Self {
                block,
                entry,
                kind: "treatment".into(),
                on: treatment.on.to_string(),
                product: Some(treatment.product),
                dose: Some(treatment.dose),
                waiting_until: Some(waiting_until.to_string()),
                trees: treatment.trees.iter().map(ToString::to_string).collect(),
                note: String::new(),
                withdrawn,
            },
            CareDone::Worked { kind, on, note } => Self {
                block,
                entry,
                kind: serde_json::json!(kind),
                on: on.to_string(),
                product: None,
                dose: None,
                waiting_until: None,
                trees: Vec::new(),
                note,
                withdrawn: None,
            },
        }
    }
}

/// `POST /api/v1/orchards/{orchard}/blocks/{block}/treatments`
pub(crate) async fn treat(
    app: Data<App>,
    at: Path<(OrchardId, BlockId)>,
    wish: Wish<TreatmentForm>,
) -> Answer {
    let (orchard, block) = at.into_inner();
    let farmer = wish.who.identity.farmer(orchard)?;
    let form = wish.form;
    let treatment = Treatment {
        trees: form.trees,
        product: form.product,
        dose: form.dose,
        on: form.on,
        waiting_days: form.waiting_days,
    };
    let done = care::treat(&app, &farmer, &wish.intent, block, treatment).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/orchards/{orchard}/blocks/{block}/work`
pub(crate) async fn work(
    app: Data<App>,
    at: Path<(OrchardId, BlockId)>,
    wish: Wish<WorkForm>,
) -> Answer {
    let (orchard, block) = at.into_inner();
    let farmer = wish.who.identity.farmer(orchard)?;
    let what = (wish.form.kind, wish.form.on, wish.form.note.as_str());
    let done = care::work(&app, &farmer, &wish.intent, block, what).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/orchards/{orchard}/blocks/{block}/treatments/{entry}/withdrawal`
pub(crate) async fn withdraw(
    app: Data<App>,
    at: Path<(OrchardId, BlockId, u32)>,
    wish: Wish<CareReasonForm>,
) -> Answer {
    let (orchard, block, entry) = at.into_inner();
    let farmer = wish.who.identity.farmer(orchard)?;
    let reason = &wish.form.reason;
    let done = care::withdraw(&app, &farmer, &wish.intent, (block, entry), reason).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/orchards/{orchard}/care`
pub(crate) async fn list(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    demand_insider(&who.identity, *orchard)?;
    let rows = app.read().care_of_orchard(*orchard)?;
    let views: Vec<CareView> = rows.into_iter().map(CareView::from).collect();
    Ok(answer::json(&views))
}
