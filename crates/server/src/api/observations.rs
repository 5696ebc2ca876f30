//! Observations: a farmer posts photos, the operator decides about the doubtful ones.

use actix_web::{
    http::StatusCode,
    web::{Data, Path, Query},
};
use app::{
    App, Error,
    commands::observations::{self, Post},
    permission::{Farmer, Identity, Signed},
};
use kernel::{ObservationId, OrchardId, ShortCode, Timestamp, TreeId};
use readmodels::observations::{ObservationRow, ObservationState};
use serde::{Deserialize, Serialize};
use traceability::observation::{Flag, Stage};
use utoipa::ToSchema;

use super::{Answer, adoptions::ReasonForm, fresh, own_farmer, trees::TreeView};
use crate::{
    answer::{self, MadeView},
    auth::{SignedIn, Uploaded, Wish, parse_json},
    limits::PAGE_ITEMS_MAX,
    problem::{Kind, Problem},
};

/// The part `observation` of a multipart post; the photos are its file parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObservationForm {
    /// Made by the client (`obs_…`), so that posting again is the same observation.
    #[schema(value_type = Option<String>)]
    pub(crate) observation: Option<ObservationId>,
    /// The tree.
    #[schema(value_type = Option<String>)]
    pub(crate) tree: Option<TreeId>,
    /// The code on its tag, instead of the tree.
    #[schema(value_type = Option<String>)]
    pub(crate) code: Option<ShortCode>,
    /// What stage it is in.
    #[schema(value_type = String, example = "colouring")]
    pub(crate) stage: Stage,
    /// A note.
    pub(crate) note: Option<String>,
    /// When it was seen, by the device's clock (RFC 3339).
    #[schema(value_type = Option<String>)]
    pub(crate) captured_at: Option<Timestamp>,
}

/// An observation, as those who work with it see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObservationView {
    /// The observation.
    pub(crate) observation: String,
    /// The tree that was looked at.
    pub(crate) tree: TreeView,
    /// Who looked.
    pub(crate) by: String,
    /// The stage seen.
    #[schema(value_type = String)]
    pub(crate) stage: Stage,
    /// What was written.
    pub(crate) note: Option<String>,
    /// Its photos.
    pub(crate) photos: Vec<PhotoView>,
    /// When it was made.
    pub(crate) captured_at: String,
    /// When the server got it.
    pub(crate) received_at: String,
    /// `captured`, `accepted`, `flagged`, `refused`, or `withdrawn`: declared never to have happened.
    pub(crate) state: &'static str,
    /// The questions, if flagged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub(crate) flags: Vec<Flag>,
    /// Why it was refused or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

/// A photo, for `/photos/{sha256}/{thumb|card|full}.jpg`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhotoView {
    /// Hash of the original.
    pub(crate) sha256: String,
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// When the camera says it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) taken_at: Option<String>,
}

impl From<ObservationRow> for ObservationView {
    fn from(row: ObservationRow) -> Self {
        let (state, flags, reason) = match row.state {
            ObservationState::Captured => ("captured", Vec::new(), None),
            ObservationState::Accepted => ("accepted", Vec::new(), None),
            ObservationState::Flagged { flags } => ("flagged", flags, None),
            ObservationState::Refused { reason } => ("refused", Vec::new(), Some(reason)),
            ObservationState::Withdrawn { reason } => ("withdrawn", Vec::new(), Some(reason)),
        };
        let photo = |photo: traceability::observation::PhotoFacts| PhotoView {
            sha256: photo.sha256.to_string(),
            width: photo.width,
            height: photo.height,
            taken_at: photo.taken_at.map(|at| at.to_string()),
        };
        Self {
            observation: row.observation.to_string(),
            tree: row.tree.into(),
            by: row.by.to_string(),
            stage: row.stage,
            note: row.note,
            photos: row.photos.into_iter().map(photo).collect(),
            captured_at: row.captured_at.to_string(),
            received_at: row.received_at.to_string(),
            state,
            flags,
            reason,
        }
    }
}

/// `POST /api/v1/observations`
pub(crate) async fn post(app: Data<App>, upload: Uploaded) -> Answer {
    let form: ObservationForm = parse_json(part(&upload)?.as_bytes())?;
    let (farmer, tree) = farmer_of(&app, &upload.who.identity, form.tree, form.code).await?;
    let post = Post {
        observation: form.observation,
        tree,
        stage: form.stage,
        note: form.note,
        photos: upload.files,
        captured_at: form.captured_at,
        device_place_e7: None,
    };
    let (id, done) = observations::post(&app, &farmer, &upload.intent, post).await?;
    let view = MadeView {
        id: id.to_string(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::CREATED, done, &view))
}

fn part(upload: &Uploaded) -> Result<&str, Problem> {
    let missing = || {
        Problem::new(
            Kind::Malformed,
            "body-malformed",
            "the part `observation` is missing",
        )
        .at_field("observation", "missing")
    };
    upload.fields.find("observation").ok_or_else(missing)
}

/// The tree that is meant, and the permission to post in its orchard.
pub(super) async fn farmer_of(
    app: &App,
    who: &Identity,
    tree: Option<TreeId>,
    code: Option<ShortCode>,
) -> Result<(Signed<Farmer>, TreeId), Problem> {
    fresh(app).await?;
    let tree = match (tree, code) {
        (Some(tree), _) => tree,
        (None, Some(code)) => app.read().tree_by_code(code)?.ok_or(Error::NotFound)?,
        (None, None) => {
            return Err(
                Problem::new(Kind::Malformed, "body-malformed", "tree or code is missing")
                    .at_field("tree", "missing"),
            );
        }
    };
    let farmer = own_farmer(who, super::trees::card(app, tree)?.orchard)?;
    Ok((farmer, tree))
}

/// Which observations are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct ObservationsQuery {
    orchard: Option<OrchardId>,
}

/// `GET /api/v1/observations`: an orchard's newest, or all that wait for the operator.
pub(crate) async fn list(app: Data<App>, who: SignedIn, query: Query<ObservationsQuery>) -> Answer {
    let rows = match query.orchard {
        Some(orchard) => {
            who.identity.farmer(orchard)?;
            app.read().recent_observations(orchard, PAGE_ITEMS_MAX)?
        }
        None => {
            who.identity.operator()?;
            app.read().observations_flagged(PAGE_ITEMS_MAX)?
        }
    };
    let views: Vec<_> = rows.into_iter().map(ObservationView::from).collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/observations/{observation}`
pub(crate) async fn show(
    app: Data<App>,
    observation: Path<ObservationId>,
    who: SignedIn,
) -> Answer {
    let row = app
        .read()
        .observation(*observation)?
        .ok_or(Error::NotFound)?;
    own_farmer(&who.identity, row.tree.orchard)?;
    Ok(answer::json(&ObservationView::from(row)))
}

/// Why a questioned observation is accepted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhotoAcceptanceForm {
    /// The reason, up to 200 characters. It stands in the tree's public history.
    pub(crate) reason: Option<String>,
}

/// `POST /api/v1/observations/{observation}/acceptance`
pub(crate) async fn accept(
    app: Data<App>,
    observation: Path<ObservationId>,
    wish: Wish<PhotoAcceptanceForm>,
) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, wish.form.reason.as_deref());
    let done = observations::accept(&app, &operator, &wish.intent, *observation, reason).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/observations/{observation}/refusal`
pub(crate) async fn refuse(
    app: Data<App>,
    observation: Path<ObservationId>,
    wish: Wish<ReasonForm>,
) -> Answer {
    let (operator, reason) = (wish.who.identity.operator()?, &wish.form.reason);
    let done = observations::refuse(&app, &operator, &wish.intent, *observation, reason).await?;
    Ok(answer::done(done))
}
