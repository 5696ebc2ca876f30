//! What the register knows of a tree beyond its page: place, rootstock, all its tags. For those who work there (D 45).

use actix_web::web::{Data, Path};
use app::{
    App,
    commands::{corrections, orchards, trees},
    permission::{Farmer, Signed},
};
use kernel::{BlockId, OrchardId, TreeId};
use readmodels::register::{TagRow, TreeRecord};
use serde::{Deserialize, Serialize};
use traceability::spot::Spot;
use utoipa::ToSchema;

use super::{Answer, demand_insider, trees::TreeView};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    problem::Problem,
};

/// A point on the ground, WGS-84.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpotShape {
    /// Latitude in units of 1e-7 degree, north positive.
    #[schema(example = 249_832_100)]
    pub(crate) lat_e7: i32,
    /// Longitude in units of 1e-7 degree, east positive.
    #[schema(example = 1_156_714_300)]
    pub(crate) lon_e7: i32,
}

impl From<Spot> for SpotShape {
    fn from(spot: Spot) -> Self {
        Self {
            lat_e7: spot.lat_e7,
            lon_e7: spot.lon_e7,
        }
    }
}

impl From<SpotShape> for Spot {
    fn from(shape: SpotShape) -> Self {
        Self {
            lat_e7: shape.lat_e7,
            lon_e7: shape.lon_e7,
        }
    }
}

/// A closer look at a tree; what is left out stays as it is known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SurveyForm {
    /// On what it was grafted.
    #[schema(example = "枳壳")]
    pub(crate) rootstock: Option<String>,
    /// Where the trunk stands.
    pub(crate) spot: Option<SpotShape>,
}

/// What was wrong with what was registered of a tree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactsCorrectionForm {
    /// The variety that holds instead.
    #[schema(example = "赣南早脐橙")]
    pub(crate) variety: String,
    /// The year of planting that holds instead.
    #[schema(example = 2014)]
    pub(crate) planted: u16,
    /// Why, 1 to 200 characters; everybody reads it.
    pub(crate) reason: String,
}

/// Where a block ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutlineForm {
    /// Its corners in turn, 3 to 200, the first one not repeated; the sides do not cross.
    pub(crate) outline: Vec<SpotShape>,
}

/// A tree as the register knows it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordView {
    /// What every list shows.
    #[serde(flatten)]
    pub(crate) tree: TreeView,
    /// On what it was grafted.
    pub(crate) rootstock: Option<String>,
    /// Where the trunk stands.
    pub(crate) spot: Option<SpotShape>,
    /// Since when its tag is lost.
    pub(crate) tag_lost_at: Option<String>,
    /// All its tags, the one that hangs now first; every code leads to this tree for ever.
    pub(crate) tags: Vec<TagView>,
}

/// A tag of a tree.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TagView {
    /// The code on it.
    pub(crate) code: String,
    /// Since when it is this tree's.
    pub(crate) issued_at: String,
    /// Since when it is lost.
    pub(crate) lost_at: Option<String>,
    /// When it was replaced.
    pub(crate) retired_at: Option<String>,
    /// Why it was replaced.
    pub(crate) reason: Option<String>,
}

impl From<TagRow> for TagView {
    fn from(row: TagRow) -> Self {
        Self {
            code: row.code.to_string(),
            issued_at: row.issued_at.to_string(),
            lost_at: row.lost_at.map(|at| at.to_string()),
            retired_at: row.retired_at.map(|at| at.to_string()),
            reason: row.reason,
        }
    }
}

/// `GET /api/v1/trees/{tree}/record`
pub(crate) async fn show(app: Data<App>, tree: Path<TreeId>, who: SignedIn) -> Answer {
    let record = record(&app, *tree)?;
    demand_insider(&who.identity, record.card.orchard)?;
    let tags = app.read().tags_of(*tree)?;
    Ok(answer::json(&RecordView {
        tree: record.card.into(),
        rootstock: record.rootstock,
        spot: record.spot.map(SpotShape::from),
        tag_lost_at: record.tag_lost_at.map(|at| at.to_string()),
        tags: tags.into_iter().map(TagView::from).collect(),
    }))
}

/// `PUT /api/v1/trees/{tree}/survey`
pub(crate) async fn survey(app: Data<App>, tree: Path<TreeId>, wish: Wish<SurveyForm>) -> Answer {
    let farmer = farmer_of(&app, *tree, &wish.who)?;
    let found = (wish.form.rootstock, wish.form.spot.map(Spot::from));
    Ok(answer::done(
        trees::survey(&app, &farmer, &wish.intent, *tree, found).await?,
    ))
}

/// `PUT /api/v1/trees/{tree}/tag-loss`
pub(crate) async fn tag_lost(app: Data<App>, tree: Path<TreeId>, wish: Wish<Nothing>) -> Answer {
    let farmer = farmer_of(&app, *tree, &wish.who)?;
    Ok(answer::done(
        trees::report_tag_lost(&app, &farmer, &wish.intent, *tree).await?,
    ))
}

/// `DELETE /api/v1/trees/{tree}/tag-loss`
pub(crate) async fn tag_found(app: Data<App>, tree: Path<TreeId>, wish: Wish<Nothing>) -> Answer {
    let farmer = farmer_of(&app, *tree, &wish.who)?;
    Ok(answer::done(
        trees::report_tag_found(&app, &farmer, &wish.intent, *tree).await?,
    ))
}

/// `POST /api/v1/trees/{tree}/correction`
pub(crate) async fn correct(
    app: Data<App>,
    tree: Path<TreeId>,
    wish: Wish<FactsCorrectionForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let FactsCorrectionForm {
        variety,
        planted,
        reason,
    } = &wish.form;
    let right = (variety.as_str(), *planted);
    Ok(answer::done(
        corrections::tree(&app, &operator, &wish.intent, *tree, right, reason).await?,
    ))
}

/// `PUT /api/v1/orchards/{orchard}/blocks/{block}/outline`
pub(crate) async fn outline(
    app: Data<App>,
    path: Path<(OrchardId, BlockId)>,
    wish: Wish<OutlineForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (orchard, block) = path.into_inner();
    let outline = wish.form.outline.into_iter().map(Spot::from).collect();
    let done =
        orchards::outline_block(&app, &operator, &wish.intent, orchard, (block, outline)).await?;
    Ok(answer::done(done))
}

fn record(app: &App, tree: TreeId) -> Result<TreeRecord, Problem> {
    Ok(app.read().tree_record(tree)?.ok_or(app::Error::NotFound)?)
}

fn farmer_of(app: &App, tree: TreeId, who: &SignedIn) -> Result<Signed<Farmer>, Problem> {
    let card = super::trees::card(app, tree)?;
    Ok(who.identity.farmer(card.orchard)?)
}
