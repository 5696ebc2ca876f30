//! Orchards and their blocks.

use actix_web::web::{Data, Path};
use app::{App, Error, commands::orchards};
use kernel::{FarmId, OrchardId};
use readmodels::orchards::{BlockRow, OrchardRow};
use serde::{Deserialize, Serialize};
use traceability::orchard::Place;
use utoipa::ToSchema;

use super::{
    Answer, fresh,
    shapes::{PlaceShape, PublicPlace},
};
use crate::{
    answer,
    auth::{SignedIn, Wish},
};

/// A new orchard.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrchardForm {
    /// The farm it belongs to; a new one if left out.
    #[schema(value_type = Option<String>)]
    pub(crate) farm: Option<FarmId>,
    /// The farm's name.
    #[schema(example = "安西果园")]
    pub(crate) farm_name: String,
    /// The orchard's name.
    #[schema(example = "东坡")]
    pub(crate) name: String,
    /// Where it lies.
    #[schema(value_type = PlaceShape)]
    pub(crate) place: Place,
}

/// A new block.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockForm {
    /// Its name within the orchard.
    #[schema(example = "A")]
    pub(crate) name: String,
}

/// An orchard.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrchardView {
    /// The orchard.
    pub(crate) orchard: String,
    /// Its farm.
    pub(crate) farm: String,
    /// The farm's name.
    pub(crate) farm_name: String,
    /// Its name.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) place: PublicPlace,
    /// WGS-84 latitude in units of 1e-7 degree, for its farmers and operators (D 45).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lat_e7: Option<i32>,
    /// WGS-84 longitude in units of 1e-7 degree, for its farmers and operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lon_e7: Option<i32>,
    /// How many trees are registered.
    pub(crate) trees: u32,
    /// Its blocks; left out in lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) blocks: Vec<BlockView>,
}

/// A block.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlockView {
    /// The block.
    pub(crate) block: String,
    /// Its name.
    pub(crate) name: String,
    /// How many trees are registered in it.
    pub(crate) trees: u32,
}

impl OrchardView {
    fn of(row: OrchardRow, blocks: Vec<BlockRow>, who: Option<&SignedIn>) -> Self {
        let insider = who.is_some_and(|who| who.identity.farmer(row.orchard).is_ok());
        let block = |row: BlockRow| BlockView {
            block: row.block.to_string(),
            name: row.name,
            trees: row.trees,
        };
        Self {
            orchard: row.orchard.to_string(),
            farm: row.farm.to_string(),
            farm_name: row.farm_name,
            name: row.name,
            lat_e7: insider.then_some(row.place.lat_e7),
            lon_e7: insider.then_some(row.place.lon_e7),
            place: row.place.into(),
            trees: row.trees,
            blocks: blocks.into_iter().map(block).collect(),
        }
    }
}

/// `POST /api/v1/orchards`
pub(crate) async fn register(app: Data<App>, wish: Wish<OrchardForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let OrchardForm {
        farm,
        farm_name,
        name,
        place,
    } = wish.form;
    let draft = orchards::OrchardDraft {
        farm,
        farm_name,
        name,
        place,
    };
    let (orchard, done) = orchards::register(&app, &operator, &wish.intent, draft).await?;
    Ok(answer::made(
        orchard,
        &format!("/api/v1/orchards/{orchard}"),
        done,
    ))
}

/// `GET /api/v1/orchards`
pub(crate) async fn list(app: Data<App>, who: Option<SignedIn>) -> Answer {
    let rows = app.read().orchards()?;
    let views: Vec<_> = rows
        .into_iter()
        .map(|row| OrchardView::of(row, Vec::new(), who.as_ref()))
        .collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/orchards/{orchard}`
pub(crate) async fn show(
    app: Data<App>,
    orchard: Path<OrchardId>,
    who: Option<SignedIn>,
) -> Answer {
    let version = answer::version_of(app.log(), "orchard", &orchard.to_string());
    fresh(&app).await?;
    let row = app.read().orchard(*orchard)?.ok_or(Error::NotFound)?;
    let view = OrchardView::of(row, app.read().blocks(*orchard)?, who.as_ref());
    Ok(answer::versioned(version, &view))
}

/// `POST /api/v1/orchards/{orchard}/blocks`
pub(crate) async fn add_block(
    app: Data<App>,
    orchard: Path<OrchardId>,
    wish: Wish<BlockForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (block, done) =
        orchards::add_block(&app, &operator, &wish.intent, *orchard, &wish.form.name).await?;
    Ok(answer::made(
        block,
        &format!("/api/v1/orchards/{orchard}"),
        done,
    ))
}

/// `GET /api/v1/orchards/{orchard}/farmers`
pub(crate) async fn farmers(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    who.identity.operator()?;
    let people = app.read().farmers_of(*orchard)?;
    let ids: Vec<_> = people.iter().map(ToString::to_string).collect();
    Ok(answer::json(&ids))
}
