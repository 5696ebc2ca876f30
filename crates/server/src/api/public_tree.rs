//! The public page of a tree as JSON: what everybody with its code may know, and nothing about a person but the
//! approved words on the nameplate.

mod view;

use actix_web::web::{Data, Path};
use app::{App, Error};
use kernel::{ShortCode, TreeId};

use super::Answer;
use crate::answer;

pub(crate) use view::PublicTreeView;

/// `GET /api/v1/trees/by-code/{code}`: the tag in use or a retired one.
pub(crate) async fn by_code(app: Data<App>, code: Path<ShortCode>) -> Answer {
    let tree = app.read().tree_by_code(*code)?.ok_or(Error::NotFound)?;
    page(&app, tree)
}

/// `GET /api/v1/trees/{tree}`
pub(crate) async fn show(app: Data<App>, tree: Path<TreeId>) -> Answer {
    page(&app, *tree)
}

fn page(app: &App, tree: TreeId) -> Answer {
    let found = app.read().tree(tree)?.ok_or(Error::NotFound)?;
    Ok(answer::json(&PublicTreeView::of(app, found)?))
}
