//! Trees that cannot be offered because nobody has shown lately that they exist (D 2).

use actix_web::web::{Data, Path};
use app::{App, Error};
use kernel::CampaignId;
use readmodels::proofs::UnprovenTree;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, trees::TreeView};
use crate::{answer, auth::SignedIn};

/// Most trees that are named.
const LISTED_MAX: usize = 1_000;

/// How a campaign's orchard is proven to exist.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProofView {
    /// How old the newest accepted photo of an offered tree may be, in days.
    pub(crate) photo_max_age_days: u16,
    /// Trees with such a photo.
    pub(crate) proven: u32,
    /// Trees without any accepted photo.
    pub(crate) without_photo: u32,
    /// Trees whose newest accepted photo is too old.
    pub(crate) too_old: u32,
    /// The trees that are not proven, those that are offered nevertheless first; at most 1,000.
    pub(crate) trees: Vec<UnprovenView>,
}

/// A tree that is not proven.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnprovenView {
    /// The tree.
    #[serde(flatten)]
    pub(crate) tree: TreeView,
    /// Whether it is offered nevertheless: its photo grew old since, or was declared wrong.
    pub(crate) is_offered: bool,
}

impl From<UnprovenTree> for UnprovenView {
    fn from(row: UnprovenTree) -> Self {
        Self {
            tree: row.tree.into(),
            is_offered: row.is_offered,
        }
    }
}

/// `GET /api/v1/campaigns/{campaign}/unproven-trees`
pub(crate) async fn list(app: Data<App>, campaign: Path<CampaignId>, who: SignedIn) -> Answer {
    who.identity.operator()?;
    let read = app.read();
    let detail = read.campaign(*campaign)?.ok_or(Error::NotFound)?;
    let oldest = detail.card.proof_oldest(app.now());
    let counts = read.proof_counts(*campaign, oldest)?;
    let rows = read.unproven_trees(*campaign, oldest, LISTED_MAX)?;
    Ok(answer::json(&ProofView {
        photo_max_age_days: detail.card.terms.photo_max_age_days,
        proven: counts.proven,
        without_photo: counts.without_photo,
        too_old: counts.too_old,
        trees: rows.into_iter().map(UnprovenView::from).collect(),
    }))
}
