//! `GET /t/{code}/share.png` and `/t/{code}/share-square.png`: a picture of a tree to be sent on in messengers. It says
//! what the tree's page says, no more. Drawn once for what it shows, kept, and drawn anew only so often for one address.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Path},
};
use app::{
    App, Error,
    error::Fault,
    ports::{BlobKey, PhotoSize},
};
use data_encoding::HEXLOWER;
use kernel::ContentHash;
use labels::{ShareCard, ShareShape, share_picture};
use readmodels::tree_page::TreePage as Facts;
use sha2::{Digest, Sha256};

use super::{names, tree, visit::Visit};
use crate::{
    problem::{Kind, Problem},
    throttle::client_address,
};

/// Messengers keep a picture for as long as they like; who asks again within the hour gets the same.
const KEPT: &str = "public, max-age=3600";

/// `GET /t/{code}/share.png`
pub(super) async fn wide(
    req: HttpRequest,
    visit: Visit,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    picture(&req, visit, &code, ShareShape::Wide).await
}

/// `GET /t/{code}/share-square.png`
pub(super) async fn square(
    req: HttpRequest,
    visit: Visit,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    picture(&req, visit, &code, ShareShape::Square).await
}

async fn picture(
    req: &HttpRequest,
    visit: Visit,
    code: &str,
    shape: ShareShape,
) -> Result<HttpResponse, Problem> {
    let facts = tree::facts(&visit, code)?;
    let card = card(&visit, &facts)?;
    let photo = facts.tree.photo;
    let key = key(&card, photo, shape);
    let (state, address) = (visit.into_state(), client_address(req));
    let etag = format!("\"{}\"", &key[..32]);
    let drawn = web::block(move || {
        state.kept.picture(&key, || {
            state.throttle.picture(address)?;
            let card = ShareCard {
                photo: photo.and_then(|hash| photo_of(&state.app, hash)),
                ..card
            };
            share_picture(&card, shape).map_err(undrawable)
        })
    });
    let png = drawn.await.map_err(|_| Error::from(Fault::Task))??;
    Ok(HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::CACHE_CONTROL, KEPT))
        .insert_header((header::ETAG, etag))
        .insert_header((header::VARY, "accept-language, cookie"))
        .body(png))
}

/// What the picture shows, but for the photo itself.
fn card(visit: &Visit, facts: &Facts) -> Result<ShareCard, Problem> {
    let (lang, one) = (visit.lang, &facts.tree);
    let name = names::tree(lang, one);
    let plate = tree::plate_words(visit, one.tree)?;
    Ok(ShareCard {
        photo: None,
        line: match &plate {
            Some(_) => format!("{} · {name}", one.variety),
            None => one.variety.clone(),
        },
        title: plate.unwrap_or(name),
        place: names::farm_place(&one.farm_name, &facts.place),
        stage: one.stage.map_or_else(String::new, |stage| {
            lang.word("stage", &names::code_of(&stage))
        }),
        code: names::tree_code(one),
        invitation: lang.text("postcard-invitation"),
        url: format!(
            "{}{}",
            visit.state().config.server.public_url,
            names::tree_href(one)
        ),
    })
}

/// What it shows, as one word: another picture has another.
fn key(card: &ShareCard, photo: Option<ContentHash>, shape: ShareShape) -> String {
    let photo = photo.map_or_else(String::new, |hash| hash.to_string());
    let shown = format!("{card:?}|{photo}|{shape:?}");
    HEXLOWER.encode(&Sha256::digest(shown))
}

/// The middle derivative: it carries pixels alone.
fn photo_of(app: &App, hash: ContentHash) -> Option<Vec<u8>> {
    let key = BlobKey::Derivative(hash, PhotoSize::Card);
    app.blobs().get(key).ok()
}

fn undrawable(error: labels::LabelError) -> Problem {
    Problem::new(Kind::Fault, error.code(), "the picture cannot be drawn")
}
