//! Promised photos: how often, which trees are late, and asking the farmer.

use actix_web::web::{Data, Path, Query};
use app::{
    App,
    commands::{harvest::local_day, silence},
};
use kernel::{AdoptionId, CampaignId, OrchardId};
use readmodels::silence::SilenceRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, trees::TreeView};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    limits::PAGE_ITEMS_MAX,
};

/// How often a photo of each adopted tree is promised.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhotoPromiseShape {
    /// Every so many days, 7 to 90.
    pub(crate) every_days: u16,
}

/// An adopted tree whose promised photo is late.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SilentTreeView {
    /// The tree.
    pub(crate) tree: TreeView,
    /// An adoption by which the farmer can be asked.
    pub(crate) adoption: String,
    /// A photo is promised every so many days.
    pub(crate) every_days: u16,
    /// Since when nothing was seen.
    pub(crate) silent_since: String,
    /// How many adopted parts wait.
    pub(crate) adopters: u32,
    /// When the farmer was asked for what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<String>,
}

impl From<SilenceRow> for SilentTreeView {
    fn from(row: SilenceRow) -> Self {
        Self {
            asked_at: row.asked().map(|at| at.to_string()),
            adoption: row.adoption.to_string(),
            every_days: row.every_days,
            silent_since: row.since.to_string(),
            adopters: row.adopters,
            tree: row.tree.into(),
        }
    }
}

/// Whose trees.
#[derive(Debug, Deserialize)]
pub(crate) struct SilentQuery {
    orchard: Option<OrchardId>,
}

/// `GET /api/v1/silent-trees`: a farmer's own orchard, or all for auditors.
pub(crate) async fn list(app: Data<App>, who: SignedIn, query: Query<SilentQuery>) -> Answer {
    match query.orchard {
        Some(orchard) => {
            who.identity.farmer(orchard)?;
        }
        None => {
            who.identity.auditor()?;
        }
    }
    let now = app.now();
    let rows = app
        .read()
        .silent_trees(query.orchard, (now, local_day(now)), PAGE_ITEMS_MAX)?;
    let views: Vec<_> = rows.into_iter().map(SilentTreeView::from).collect();
    Ok(answer::json(&views))
}

/// `POST /api/v1/adoptions/{adoption}/photo-requests`
pub(crate) async fn ask(app: Data<App>, adoption: Path<AdoptionId>, wish: Wish<Nothing>) -> Answer {
    let who = &wish.who.identity;
    let done = match who.operator() {
        Ok(operator) => {
            silence::nudge_for_adopters(&app, &operator, &wish.intent, *adoption).await?
        }
        Err(_) => silence::nudge(&app, &who.buyer(), &wish.intent, *adoption).await?,
    };
    Ok(answer::done(done))
}

/// `GET /api/v1/campaigns/{campaign}/photo-promise`
pub(crate) async fn promise(app: Data<App>, campaign: Path<CampaignId>) -> Answer {
    let every_days = app.read().photo_every_days(*campaign)?;
    Ok(answer::json(&PhotoPromiseShape { every_days }))
}

/// `PUT /api/v1/campaigns/{campaign}/photo-promise`
pub(crate) async fn set_promise(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<PhotoPromiseShape>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let days = wish.form.every_days;
    let done = silence::promise_photos(&app, &operator, &wish.intent, *campaign, days).await?;
    Ok(answer::done(done))
}
