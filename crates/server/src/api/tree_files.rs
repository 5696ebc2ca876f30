//! Trees of an orchard as files: CSV and GeoJSON (RFC 7946) in and out. What goes out comes in again unchanged.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use app::{
    App,
    commands::tree_import::{self, Outcome, RowVerdict, TreeFile},
};
use kernel::{BlockId, OrchardId};
use readmodels::{
    map::MapBlock,
    register::{Asked, TreeRecord},
    trees::TREES_PAGE_MAX,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use traceability::spot::{Spot, degrees_text};
use utoipa::ToSchema;

use super::{Answer, demand_insider};
use crate::{
    answer,
    auth::{RawWish, SignedIn},
    limits::EXPORT_ROWS_MAX,
    problem::Problem,
};

/// What became of an imported file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportView {
    /// Whether it counts: it was no trial, and nothing was refused.
    pub(crate) written: bool,
    /// How many trees are new.
    pub(crate) registered: usize,
    /// How many were there, and their place or rootstock is new.
    pub(crate) surveyed: usize,
    /// How many blocks have a new outline.
    pub(crate) outlined: usize,
    /// How many were there already, with the same facts.
    pub(crate) unchanged: usize,
    /// How many rows cannot be taken; with one of them, nothing is.
    pub(crate) refused: usize,
    /// A verdict for each row or feature.
    pub(crate) rows: Vec<RowView>,
    /// Send it back as `Pomona-Position`.
    pub(crate) position: String,
}

/// The verdict on one row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowView {
    /// Line in the table, the headings being line 1; for features, their number from 1.
    pub(crate) line: usize,
    /// `registered`, `surveyed`, `outlined`, `unchanged` or `refused`.
    pub(crate) outcome: &'static str,
    /// The tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tree: Option<String>,
    /// The tag code of a new tree; none while nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// The block with a new outline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) block: Option<String>,
    /// Why the row cannot be taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'static str>,
    /// The column at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<&'static str>,
}

impl From<RowVerdict> for RowView {
    fn from(verdict: RowVerdict) -> Self {
        let empty = Self {
            line: verdict.line,
            outcome: word(&verdict.outcome),
            tree: None,
            code: None,
            block: None,
            reason: None,
            column: None,
        };
        match verdict.outcome {
            Outcome::Registered { tree, code } => Self {
                tree: Some(tree.to_string()),
                code: code.map(|code| code.to_string()),
                ..empty
            },
            Outcome::Surveyed { tree } => Self {
                tree: Some(tree.to_string()),
                ..empty
            },
            Outcome::Outlined { block } => Self {
                block: Some(block.to_string()),
                ..empty
            },
            Outcome::Unchanged { tree } => Self {
                tree: tree.map(|tree| tree.to_string()),
                ..empty
            },
            Outcome::Refused { code, column } => Self {
                reason: Some(code),
                column,
                ..empty
            },
        }
    }
}

/// The word for what became of a row.
pub(crate) const fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Registered { .. } => "registered",
        Outcome::Surveyed { .. } => "surveyed",
        Outcome::Outlined { .. } => "outlined",
        Outcome::Unchanged { .. } => "unchanged",
        Outcome::Refused { .. } => "refused",
    }
}

/// How a file is imported.
#[derive(Debug, Deserialize)]
pub(crate) struct ImportQuery {
    #[serde(default)]
    dry_run: bool,
}

/// `POST /api/v1/orchards/{orchard}/trees/imports`
pub(crate) async fn import(
    app: Data<App>,
    orchard: Path<OrchardId>,
    query: Query<ImportQuery>,
    wish: RawWish,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let file = TreeFile {
        format: wish.format,
        bytes: &wish.body,
        trial: query.dry_run,
    };
    let (imported, done) =
        tree_import::import(&app, &operator, &wish.intent, *orchard, file, |_, _| {}).await?;
    let rows: Vec<RowView> = imported.rows.into_iter().map(RowView::from).collect();
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let view = ImportView {
        written: imported.written,
        registered: count("registered"),
        surveyed: count("surveyed"),
        outlined: count("outlined"),
        unchanged: count("unchanged"),
        refused: count("refused"),
        position: done.position.to_string(),
        rows,
    };
    Ok(answer::told(StatusCode::OK, done, &view))
}

/// Every tree of an orchard or a block, at most [`EXPORT_ROWS_MAX`].
fn all(app: &App, orchard: OrchardId, block: Option<BlockId>) -> Result<Vec<TreeRecord>, Problem> {
    let asked = Asked {
        block,
        ..Asked::default()
    };
    let mut rows: Vec<TreeRecord> = Vec::new();
    let mut after = None;
    while rows.len() < EXPORT_ROWS_MAX {
        let page = app
            .read()
            .register(orchard, &asked, after, TREES_PAGE_MAX)?;
        let Some(last) = page.last() else { break };
        after = Some(last.card.cursor());
        rows.extend(page);
    }
    Ok(rows)
}

/// The trees as CSV; the first nine columns are those of an import, so that it can be imported again.
pub(crate) fn table(app: &App, orchard: OrchardId, block: Option<BlockId>) -> Answer {
    let headings = [
        "block",
        "row",
        "number",
        "variety",
        "planted",
        "name",
        "rootstock",
        "latitude",
        "longitude",
        "code",
        "tree",
        "photo_at",
    ];
    let text = |value: Option<String>| value.unwrap_or_default();
    let rows = all(app, orchard, block)?.into_iter().map(|record| {
        let card = record.card;
        [
            card.block_name,
            card.row.to_string(),
            card.number.to_string(),
            card.variety,
            card.planted.to_string(),
            card.name,
            text(record.rootstock),
            text(record.spot.map(|spot| degrees_text(spot.lat_e7))),
            text(record.spot.map(|spot| degrees_text(spot.lon_e7))),
            text(card.code.map(|code| code.to_string())),
            card.tree.to_string(),
            text(card.photo_at.map(|at| at.to_string())),
        ]
    });
    Ok(answer::csv("trees.csv", headings, rows))
}

/// `GET /api/v1/orchards/{orchard}/trees.geojson`
pub(crate) async fn geojson(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    demand_insider(&who.identity, *orchard)?;
    app.read().orchard(*orchard)?.ok_or(app::Error::NotFound)?;
    let trees = all(&app, *orchard, None)?;
    let blocks = app.read().map_blocks(*orchard)?;
    Ok(HttpResponse::Ok()
        .content_type("application/geo+json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"trees.geojson\"",
        ))
        .body(collection(&trees, &blocks).to_string()))
}

/// A FeatureCollection: outlines of blocks, then trees. A tree that nobody has placed has no geometry (RFC 7946,
/// section 3.2).
fn collection(trees: &[TreeRecord], blocks: &[MapBlock]) -> Value {
    let outlines = blocks.iter().filter_map(outline);
    let features: Vec<Value> = outlines.chain(trees.iter().map(point)).collect();
    let corners = blocks.iter().filter_map(|block| block.outline.as_ref());
    let spots = corners
        .flatten()
        .copied()
        .chain(trees.iter().filter_map(|tree| tree.spot));
    let mut collection = json!({ "type": "FeatureCollection", "features": features });
    if let (Some(bbox), Some(object)) = (bounds(spots), collection.as_object_mut()) {
        object.insert("bbox".to_owned(), bbox);
    }
    collection
}

/// West, south, east, north (RFC 7946, section 5).
fn bounds(spots: impl Iterator<Item = Spot>) -> Option<Value> {
    let mut spots = spots;
    let first = spots.next()?;
    let (low, high) = spots.fold((first, first), |(low, high), spot| {
        let low = Spot {
            lat_e7: low.lat_e7.min(spot.lat_e7),
            lon_e7: low.lon_e7.min(spot.lon_e7),
        };
        let high = Spot {
            lat_e7: high.lat_e7.max(spot.lat_e7),
            lon_e7: high.lon_e7.max(spot.lon_e7),
        };
        (low, high)
    });
    let numbers = [low.lon_e7, low.lat_e7, high.lon_e7, high.lat_e7];
    Some(numbers.into_iter().map(degrees).collect())
}

/// A block's outline, closed, going left (RFC 7946, section 3.1.6).
fn outline(block: &MapBlock) -> Option<Value> {
    let corners = block.outline.as_ref()?;
    let ring: Vec<Value> = corners
        .iter()
        .chain(corners.first())
        .copied()
        .map(position)
        .collect();
    Some(json!({
        "type": "Feature",
        "id": block.block.to_string(),
        "geometry": { "type": "Polygon", "coordinates": [ring] },
        "properties": { "block": block.name },
    }))
}

fn point(record: &TreeRecord) -> Value {
    let card = &record.card;
    let geometry = record
        .spot
        .map(|spot| json!({ "type": "Point", "coordinates": position(spot) }));
    json!({
        "type": "Feature",
        "id": card.tree.to_string(),
        "geometry": geometry,
        "properties": {
            "block": card.block_name,
            "row": card.row,
            "number": card.number,
            "variety": card.variety,
            "planted": card.planted,
            "name": card.name,
            "rootstock": record.rootstock,
            "code": card.code.map(|code| code.to_string()),
            "photo_at": card.photo_at.map(|at| at.to_string()),
        },
    })
}

fn position(spot: Spot) -> Value {
    [spot.lon_e7, spot.lat_e7]
        .into_iter()
        .map(degrees)
        .collect()
}

/// Degrees as a number; seven digits survive it.
fn degrees(e7: i32) -> Value {
    Value::from(f64::from(e7) / 1e7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_written_with_the_digits_they_have() {
        for (e7, text) in [
            (1_156_714_300, "115.67143"),
            (-1, "-1e-7"),
            (0, "0.0"),
            (249_832_101, "24.9832101"),
        ] {
            assert_eq!(degrees(e7).to_string(), text);
        }
    }

    #[test]
    fn bounds_are_west_south_east_north() {
        let spots = [(10_000_000, 40_000_000), (20_000_000, -30_000_000)]
            .map(|(lat_e7, lon_e7)| Spot { lat_e7, lon_e7 });
        assert_eq!(
            bounds(spots.into_iter()),
            Some(json!([-3.0, 1.0, 4.0, 2.0]))
        );
        assert_eq!(bounds(std::iter::empty()), None);
    }
}
