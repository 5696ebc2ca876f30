//! Nameplates after approval, and the words that none may carry.

use actix_web::web::{Data, Path};
use app::{App, Error, commands::plates};
use kernel::AdoptionId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    answer,
    api::Answer,
    auth::{Nothing, SignedIn, Uploaded, Wish},
};

/// A word of the list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordForm {
    /// The word.
    pub(crate) word: String,
}

/// `POST /api/v1/nameplates/batches`
pub(crate) async fn print_plates(app: Data<App>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (batch, done) = plates::print(&app, &operator, &wish.intent).await?;
    Ok(answer::made(
        batch,
        &format!("/operator/plates/{batch}"),
        done,
    ))
}

/// `POST /api/v1/adoptions/{adoption}/nameplate/photo`
pub(crate) async fn hang_plate(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    upload: Uploaded,
) -> Answer {
    let found = app.read().adoption(*adoption)?.ok_or(Error::NotFound)?;
    let farmer = upload.who.identity.farmer(found.tree.orchard)?;
    let Uploaded { intent, files, .. } = upload;
    let photo = files.into_iter().next().unwrap_or_default();
    let done = plates::hang(&app, &farmer, &intent, *adoption, photo).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/banned-words`
pub(crate) async fn list_words(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.operator()?;
    Ok(answer::json(&plates::listed_words(&app)?))
}

/// `POST /api/v1/banned-words`
pub(crate) async fn ban_word(app: Data<App>, wish: Wish<WordForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = plates::ban_word(&app, &operator, &wish.intent, &wish.form.word).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/banned-words/removal`
pub(crate) async fn allow_word(app: Data<App>, wish: Wish<WordForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = plates::allow_word(&app, &operator, &wish.intent, &wish.form.word).await?;
    Ok(answer::done(done))
}
