//! Pictures that pages and prints use: photos in three sizes, QR codes, tags. Not under `/api`; addresses are short
//! because they are printed or kept for ever.

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Data, Path, Query},
};
use app::{
    App, Error,
    error::Fault,
    permission::Identity,
    ports::{BlobError, BlobKey, PhotoSize},
};
use kernel::{ContentHash, ShortCode};
use labels::LabelError;
use readmodels::tree_page::TreePage;
use serde::Deserialize;

use super::Answer;
use crate::{
    auth::SignedIn,
    limits::{QR_PX_MAX, QR_PX_MIN},
    problem::{Kind, Problem},
    state::State,
};

/// A photo never changes under its hash.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A photo that not everybody may see.
const FOR_ONE: &str = "private, max-age=3600";
/// Codes do not change, but the address in them may be moved by the operator.
const FOR_A_DAY: &str = "public, max-age=86400";
/// Side of a QR picture unless asked otherwise, in pixels.
const QR_PX_DEFAULT: u32 = 512;
/// Side of a QR drawing unless asked otherwise, in millimetres.
const QR_MM_DEFAULT: u16 = 40;

/// `GET /photos/{sha256}/{size}.jpg`
pub(crate) async fn photo(
    app: Data<App>,
    path: Path<(ContentHash, String)>,
    who: Option<SignedIn>,
) -> Answer {
    let (hash, file) = path.into_inner();
    let size = PhotoSize::ALL
        .into_iter()
        .find(|size| file.strip_suffix(".jpg") == Some(size.name()));
    let key = BlobKey::Derivative(hash, size.ok_or_else(Problem::not_found)?);
    let caching = who_may_see(&app, hash, who.as_ref().map(|who| &who.identity))?;
    let blobs = app.blobs();
    let bytes = web::block(move || blobs.get(key))
        .await
        .map_err(|_| Error::from(Fault::Task))?;
    let bytes = bytes.map_err(|error| match error {
        BlobError::Missing => Error::NotFound,
        BlobError::Damaged | BlobError::Storage(_) => Fault::Blob(error).into(),
    })?;
    Ok(HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, caching))
        .body(bytes))
}

/// How a photo may be cached by who asks: accepted ones are public; others are for who took them, the orchard's
/// farmers and operators.
pub(crate) fn who_may_see(
    app: &App,
    photo: ContentHash,
    who: Option<&Identity>,
) -> Result<&'static str, Problem> {
    let uses = app.read().photo_uses(photo)?;
    if uses.iter().any(|used| used.public) {
        return Ok(FOR_EVER);
    }
    let who = who.ok_or_else(Problem::not_found)?;
    // Evidence of a loss is for whom it touches.
    for one in app.read().losses_of_photo(photo)? {
        let near = one.by == who.person() || who.farmer(one.orchard).is_ok();
        if near || app.read().is_touched(one.loss, who.person())? {
            return Ok(FOR_ONE);
        }
    }
    let own = uses
        .iter()
        .any(|used| used.by == who.person() || who.farmer(used.orchard).is_ok());
    if own {
        Ok(FOR_ONE)
    } else {
        Err(Problem::not_found())
    }
}

/// How large a code is drawn.
#[derive(Debug, Deserialize)]
pub(crate) struct SizeQuery {
    size: Option<u32>,
}

/// `GET /t/{code}/qr.png`
pub(crate) async fn qr_png(
    state: Data<State>,
    code: Path<ShortCode>,
    query: Query<SizeQuery>,
) -> Answer {
    let size = query.size.unwrap_or(QR_PX_DEFAULT);
    if !(QR_PX_MIN..=QR_PX_MAX).contains(&size) {
        return Err(Problem::query("size", "out-of-range"));
    }
    demand_tree(&state.app, *code)?;
    let png = labels::qr_png(&address(&state, *code), size).map_err(unprintable)?;
    Ok(picture("image/png").body(png))
}

/// `GET /t/{code}/qr.svg`
pub(crate) async fn qr_svg(
    state: Data<State>,
    code: Path<ShortCode>,
    query: Query<SizeQuery>,
) -> Answer {
    let asked = query.size.map_or(Ok(QR_MM_DEFAULT), u16::try_from);
    let size = asked.map_err(|_| Problem::query("size", "out-of-range"))?;
    demand_tree(&state.app, *code)?;
    let svg = labels::qr_svg(&address(&state, *code), size).map_err(unprintable)?;
    Ok(picture("image/svg+xml").body(svg))
}

/// `GET /t/{code}/tag.svg`
pub(crate) async fn tag_svg(state: Data<State>, code: Path<ShortCode>) -> Answer {
    let tree = state
        .app
        .read()
        .tree_by_code(*code)?
        .ok_or(Error::NotFound)?;
    let page = state.app.read().tree(tree)?.ok_or(Error::NotFound)?;
    let tag = labels::TreeTag {
        plate_text: plate(&state.app, &page)?,
        orchard_line: format!("{} · {}", page.tree.orchard_name, page.tree.block_name),
        tree_name: page.tree.name,
        code: code.to_string(),
        url: address(&state, *code),
    };
    Ok(picture("image/svg+xml").body(labels::tag_svg(&tag).map_err(unprintable)?))
}

/// The newest approved words; on a tree of several adopters the first of them.
pub(crate) fn plate(app: &App, page: &TreePage) -> Result<Option<String>, Error> {
    for adopter in &page.adopters {
        let plate = adopter.nameplate.as_ref();
        if let Some(plate) = plate.filter(|plate| plate.state.is_public()) {
            return app.open_nameplate(plate.owner, adopter.adoption, &plate.text);
        }
    }
    Ok(None)
}

fn demand_tree(app: &App, code: ShortCode) -> Result<(), Problem> {
    app.read().tree_by_code(code)?.ok_or(Error::NotFound)?;
    Ok(())
}

fn address(state: &State, code: ShortCode) -> String {
    format!("{}/t/{code}", state.config.server.public_url)
}

fn picture(content_type: &'static str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, FOR_A_DAY));
    answer
}

fn unprintable(error: LabelError) -> Problem {
    match error {
        LabelError::SizeOutOfRange { .. } | LabelError::ModulesTooSmall { .. } => {
            Problem::query("size", "out-of-range")
        }
        LabelError::TextEmpty
        | LabelError::TextTooLong { .. }
        | LabelError::CodeMalformed
        | LabelError::SsccMalformed
        | LabelError::Encoding => {
            Problem::new(Kind::Fault, error.code(), "the code cannot be drawn")
        }
    }
}
