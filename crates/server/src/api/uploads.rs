//! Photos in pieces, for links that break: announce, add, ask how far, give up. They are no facts of the log and need
//! no idempotency key: an upload is known by its own id and hash, a piece by where it begins.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, Payload},
};
use app::permission::Identity;
use kernel::{ContentHash, Timestamp, UploadId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Answer;
use crate::{
    auth::{SignedIn, is_content_type, read_json, read_whole},
    limits::{PIECE_BYTES_MAX, UPLOAD_HOURS_MAX},
    problem::{Kind, Problem},
    state::State,
    uploads::{Announced, Progress, UploadError, Uploads},
};

/// Says where a piece begins, and how far an upload is (draft-ietf-httpbis-resumable-upload).
const OFFSET_HEADER: &str = "upload-offset";
/// What a piece is called in that draft.
pub(crate) const PIECE_TYPE: &str = "application/partial-upload";

/// A photo that is to come in pieces.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadForm {
    /// How many bytes it has, at most 20 MiB.
    pub(crate) bytes: u64,
    /// SHA-256 of them, in hex.
    #[schema(value_type = String)]
    pub(crate) sha256: ContentHash,
}

/// How far an upload is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UploadView {
    /// The client's name for it.
    pub(crate) upload: String,
    /// How many bytes were announced.
    pub(crate) bytes: u64,
    /// What they hash to.
    pub(crate) sha256: String,
    /// How many are here for good; the next piece begins here. Also in `Upload-Offset`.
    pub(crate) offset: u64,
    /// When it is swept if nothing is added to it.
    pub(crate) until: Option<String>,
}

/// `PUT /api/v1/uploads/{upload}`
pub(crate) async fn announce(
    req: HttpRequest,
    state: Data<State>,
    upload: Path<UploadId>,
    who: SignedIn,
    body: Payload,
) -> Answer {
    demand_photographer(&who.identity)?;
    let (form, _) = read_json::<UploadForm>(&req, body.into_inner()).await?;
    let announced = Announced {
        upload: *upload,
        bytes: form.bytes,
        sha256: form.sha256,
    };
    let (person, now) = (who.identity.person(), state.app.now());
    let there = on_disk(&state, move |all| all.announce(person, &announced, now)).await?;
    Ok(told(&there))
}

/// `PATCH /api/v1/uploads/{upload}`
pub(crate) async fn append(
    req: HttpRequest,
    state: Data<State>,
    upload: Path<UploadId>,
    who: SignedIn,
    body: Payload,
) -> Answer {
    if !is_content_type(&req, PIECE_TYPE) {
        return Err(Problem::unsupported_type(PIECE_TYPE));
    }
    let offset = offset_of(&req)?;
    let piece = read_whole(&req, body.into_inner(), PIECE_BYTES_MAX).await?;
    let (person, upload, now) = (who.identity.person(), *upload, state.app.now());
    let there = on_disk(&state, move |all| {
        all.append(person, upload, offset, &piece, now)
    });
    Ok(told(&there.await?))
}

/// `GET /api/v1/uploads/{upload}`
pub(crate) async fn show(state: Data<State>, upload: Path<UploadId>, who: SignedIn) -> Answer {
    let (person, upload) = (who.identity.person(), *upload);
    let there = on_disk(&state, move |all| all.progress(person, upload)).await?;
    Ok(told(&there))
}

/// `DELETE /api/v1/uploads/{upload}`
pub(crate) async fn give_up(state: Data<State>, upload: Path<UploadId>, who: SignedIn) -> Answer {
    let (person, upload) = (who.identity.person(), *upload);
    on_disk(&state, move |all| all.remove(person, upload)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Does something with the uploads where it may block.
pub(super) async fn on_disk<T: Send + 'static>(
    state: &State,
    work: impl FnOnce(&Uploads) -> Result<T, UploadError> + Send + 'static,
) -> Result<T, Problem> {
    let uploads = state.in_pieces.clone();
    let done = tokio::task::spawn_blocking(move || work(&uploads)).await;
    done.map_err(|error| Problem::undrawn(&error))?
        .map_err(Problem::from)
}

/// Only who may post photos somewhere may leave bytes here.
fn demand_photographer(who: &Identity) -> Result<(), Problem> {
    if who.is_operator() || who.farms().next().is_some() {
        return Ok(());
    }
    Err(app::Error::Forbidden.into())
}

fn offset_of(req: &HttpRequest) -> Result<u64, Problem> {
    let value = req.headers().get(OFFSET_HEADER);
    let offset = value
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok());
    offset.ok_or_else(|| {
        let detail = "Upload-Offset says where the piece begins, in bytes";
        Problem::new(Kind::Malformed, "upload-offset-missing", detail)
    })
}

fn told(there: &Progress) -> HttpResponse {
    let until = there.touched_ms + UPLOAD_HOURS_MAX * 3_600_000;
    let view = UploadView {
        upload: there.announced.upload.to_string(),
        bytes: there.announced.bytes,
        sha256: there.announced.sha256.to_string(),
        offset: there.offset,
        until: Timestamp::from_millis(until).map(|at| at.to_string()),
    };
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.insert_header((OFFSET_HEADER, there.offset.to_string()));
    answer.insert_header(("cache-control", "no-store"));
    answer.json(view)
}
