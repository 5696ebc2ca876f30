//! The public page of a tree as JSON: what everybody with its code may know, and nothing about a person but the
//! approved words on the nameplate.

mod view;

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use app::{App, Error};
use kernel::{ShortCode, TreeId};

use super::Answer;
use crate::{
    answer,
    kept::{Drawn, Name},
    problem::Problem,
    state::State,
};

pub(crate) use view::PublicTreeView;

/// `GET /api/v1/trees/by-code/{code}`: the tag in use or a retired one.
pub(crate) async fn by_code(state: Data<State>, code: Path<ShortCode>, req: HttpRequest) -> Answer {
    page(&state, &req, |app| {
        Ok(app.read().tree_by_code(*code)?.ok_or(Error::NotFound)?)
    })
}

/// `GET /api/v1/trees/{tree}`
pub(crate) async fn show(state: Data<State>, tree: Path<TreeId>, req: HttpRequest) -> Answer {
    page(&state, &req, |_| Ok(*tree))
}

/// The same for everybody, whoever asks, and whenever.
fn page(
    state: &State,
    req: &HttpRequest,
    tree: impl FnOnce(&App) -> Result<TreeId, Problem>,
) -> Answer {
    let (app, path) = (&state.app, req.path().to_owned());
    let answer = state.kept.answer(app, &Name { path, lang: None }, || {
        let found = app.read().tree(tree(app)?)?.ok_or(Error::NotFound)?;
        let view = PublicTreeView::of(app, found)?;
        let body = serde_json::to_string(&view).map_err(|error| Problem::undrawn(&error))?;
        Ok(Drawn { body, until: None })
    })?;
    Ok(answer.whole(answer::json_headed()))
}
