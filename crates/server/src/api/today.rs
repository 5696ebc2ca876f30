//! The farmer's day: trees that wait for a photo, blocks to pick, what was posted last.

use actix_web::web::{Data, Path};
use app::App;
use kernel::OrchardId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, observations::ObservationView, trees::TreeView};
use crate::{answer, auth::SignedIn};

/// Most trees the list of photos to take names.
const TREES_DUE_MAX: usize = 50;
/// Most observations shown.
const RECENT_MAX: usize = 20;

/// The farmer's day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TodayView {
    /// Trees by the age of their newest photo, those without one first.
    pub(crate) photos_due: Vec<TreeDueView>,
    /// What is to be picked for boxes that are not packed, by block.
    pub(crate) to_pick: Vec<PickView>,
    /// What was posted last.
    pub(crate) recent: Vec<ObservationView>,
}

/// A tree that waits for a photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TreeDueView {
    /// The tree.
    pub(crate) tree: TreeView,
    /// How many people have adopted a part of it.
    pub(crate) adopters: u32,
}

/// What is to be picked in a block.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PickView {
    /// The block.
    pub(crate) block: String,
    /// Its name.
    pub(crate) block_name: String,
    /// From how many trees.
    pub(crate) trees: u32,
    /// How many boxes wait.
    pub(crate) boxes: u32,
    /// What they are to weigh, in grams.
    pub(crate) grams: u64,
}

/// `GET /api/v1/orchards/{orchard}/today`
pub(crate) async fn show(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    who.identity.farmer(*orchard)?;
    let due = app.read().trees_due(*orchard, TREES_DUE_MAX)?.into_iter();
    let picks = app.read().boxes_to_pick(*orchard)?.into_iter();
    let recent = app
        .read()
        .recent_observations(*orchard, RECENT_MAX)?
        .into_iter();
    let pick = |pick: readmodels::today::BlockPick| PickView {
        block: pick.block.to_string(),
        block_name: pick.block_name,
        trees: pick.trees,
        boxes: pick.boxes,
        grams: pick.grams.0,
    };
    Ok(answer::json(&TodayView {
        photos_due: due
            .map(|due| TreeDueView {
                tree: due.tree.into(),
                adopters: due.adopters,
            })
            .collect(),
        to_pick: picks.map(pick).collect(),
        recent: recent.map(ObservationView::from).collect(),
    }))
}
