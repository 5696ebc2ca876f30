//! Trees of an orchard: registered one by one, listed, retagged. Files of many are read and written in
//! [`super::tree_files`].

use actix_web::{
    HttpRequest,
    http::StatusCode,
    web::{Data, Path, Query},
};
use app::{App, Error, commands::trees};
use kernel::{BlockId, OrchardId, TreeId};
use readmodels::trees::{TreeCard, TreeCursor};
use serde::{Deserialize, Serialize};
use traceability::tree::TreeFacts;
use utoipa::ToSchema;

use super::{Answer, demand_insider, tree_files};
use crate::{
    answer::{self, PageQuery},
    auth::{SignedIn, Wish},
    problem::Problem,
};

/// A new tree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TreeForm {
    /// The block it stands in.
    #[schema(value_type = String)]
    pub(crate) block: BlockId,
    /// The row within the block, from 1.
    #[schema(example = 3)]
    pub(crate) row: u16,
    /// The place within the row, from 1.
    #[schema(example = 12)]
    pub(crate) number: u16,
    /// The variety.
    #[schema(example = "纽荷尔脐橙")]
    pub(crate) variety: String,
    /// Year it was planted.
    #[schema(example = 2015)]
    pub(crate) planted: u16,
    /// The tree's own name.
    #[schema(example = "小满")]
    pub(crate) name: String,
}

/// A new tag.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagForm {
    /// Why the old one is replaced.
    #[schema(example = "风吹落")]
    pub(crate) reason: String,
}

/// A tree has a new tag.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaggedView {
    /// The new code.
    pub(crate) code: String,
    /// Send it back as `Pomona-Position`.
    pub(crate) position: String,
}

/// A tree as every list shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TreeView {
    /// The tree.
    pub(crate) tree: String,
    /// The code on its tag.
    pub(crate) code: Option<String>,
    /// Its own name.
    pub(crate) name: String,
    /// Its orchard.
    pub(crate) orchard: String,
    /// The orchard's name.
    pub(crate) orchard_name: String,
    /// The farm's name.
    pub(crate) farm_name: String,
    /// Its block.
    pub(crate) block: String,
    /// The block's name.
    pub(crate) block_name: String,
    /// Row in the block, from 1.
    pub(crate) row: u16,
    /// Number in the row, from 1.
    pub(crate) number: u16,
    /// The variety.
    pub(crate) variety: String,
    /// Year it was planted.
    pub(crate) planted: u16,
    /// Stage of the newest accepted observation.
    #[schema(value_type = Option<String>)]
    pub(crate) stage: Option<traceability::observation::Stage>,
    /// Hash of the newest accepted photo, for `/photos/{sha256}/card.jpg`.
    pub(crate) photo: Option<String>,
    /// When that photo's observation was made.
    pub(crate) photo_at: Option<String>,
}

impl From<TreeCard> for TreeView {
    fn from(card: TreeCard) -> Self {
        Self {
            tree: card.tree.to_string(),
            code: card.code.map(|code| code.to_string()),
            name: card.name,
            orchard: card.orchard.to_string(),
            orchard_name: card.orchard_name,
            farm_name: card.farm_name,
            block: card.block.to_string(),
            block_name: card.block_name,
            row: card.row,
            number: card.number,
            variety: card.variety,
            planted: card.planted,
            stage: card.stage,
            photo: card.photo.map(|hash| hash.to_string()),
            photo_at: card.photo_at.map(|at| at.to_string()),
        }
    }
}

/// `POST /api/v1/orchards/{orchard}/trees`
pub(crate) async fn register(
    app: Data<App>,
    orchard: Path<OrchardId>,
    wish: Wish<TreeForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let TreeForm {
        block,
        row,
        number,
        variety,
        planted,
        name,
    } = wish.form;
    let facts = TreeFacts {
        orchard: *orchard,
        block,
        row,
        number,
        variety,
        planted,
        name,
    };
    let (tree, done) = trees::register(&app, &operator, &wish.intent, facts).await?;
    Ok(answer::made(tree, &format!("/api/v1/trees/{tree}"), done))
}

/// `POST /api/v1/trees/{tree}/tags`
pub(crate) async fn replace_tag(app: Data<App>, tree: Path<TreeId>, wish: Wish<TagForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (code, done) =
        trees::replace_tag(&app, &operator, &wish.intent, *tree, &wish.form.reason).await?;
    let view = TaggedView {
        code: code.to_string(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::CREATED, done, &view))
}

/// Which trees are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct TreesQuery {
    block: Option<BlockId>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /api/v1/orchards/{orchard}/trees`
pub(crate) async fn list(
    req: HttpRequest,
    app: Data<App>,
    orchard: Path<OrchardId>,
    who: SignedIn,
    query: Query<TreesQuery>,
) -> Answer {
    demand_insider(&who.identity, *orchard)?;
    if answer::wants_csv(&req) {
        return tree_files::table(&app, *orchard, query.block);
    }
    let page = PageQuery {
        cursor: query.cursor.clone(),
        limit: query.limit,
    };
    let limit = page.limit()?;
    let trees = app
        .read()
        .trees_of(*orchard, query.block, page.cursor(read_cursor)?, limit)?;
    let next = trees
        .last()
        .filter(|_| trees.len() == limit)
        .map(|last| write_cursor(last.cursor()));
    Ok(answer::page::<TreeView>(
        &req,
        trees.into_iter().map(TreeView::from).collect(),
        next,
    ))
}

fn write_cursor(cursor: TreeCursor) -> String {
    format!(
        "{}.{}.{}.{}",
        cursor.block, cursor.row, cursor.number, cursor.tree
    )
}

fn read_cursor(text: &str) -> Option<TreeCursor> {
    let mut parts = text.split('.');
    let cursor = TreeCursor {
        block: parts.next()?.parse().ok()?,
        row: parts.next()?.parse().ok()?,
        number: parts.next()?.parse().ok()?,
        tree: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}

/// The tree's card, if there is such a tree.
pub(super) fn card(app: &App, tree: TreeId) -> Result<TreeCard, Problem> {
    Ok(app.read().tree_card(tree)?.ok_or(Error::NotFound)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nonsense_is_refused() {
        let cursor = TreeCursor {
            block: BlockId::from_bytes([1; 16]),
            row: 3,
            number: 4,
            tree: TreeId::from_bytes([2; 16]),
        };
        assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        for text in ["", "a.b.c.d", &format!("{}.x", write_cursor(cursor))] {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
