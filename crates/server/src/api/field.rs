//! What a phone brings back from the orchard: an observation whose photos came before it, in pieces.

use std::sync::Arc;

use actix_web::{
    http::StatusCode,
    web::{Data, Path},
};
use app::{
    Error,
    commands::observations::{self, Post},
    permission::{Farmer, Signed},
};
use kernel::{ContentHash, ObservationId, PersonId, ShortCode, Timestamp, TreeId, UploadId};
use serde::Deserialize;
use traceability::observation::Stage;
use utoipa::ToSchema;

use super::{Answer, observations::farmer_of, uploads::on_disk};
use crate::{
    answer::{self, MadeView},
    auth::Wish,
    limits::{DEVICE_CHARS_MAX, FILES_MAX},
    problem::{Kind, Problem},
    state::State,
};

/// An observation whose photos are here as uploads.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapturedForm {
    /// The tree.
    #[schema(value_type = Option<String>)]
    pub(crate) tree: Option<TreeId>,
    /// The code on its tag, instead of the tree.
    #[schema(value_type = Option<String>)]
    pub(crate) code: Option<ShortCode>,
    /// What stage it is in.
    #[schema(value_type = String, example = "colouring")]
    pub(crate) stage: Stage,
    /// A note.
    pub(crate) note: Option<String>,
    /// When it was seen, by the device's clock (RFC 3339).
    #[schema(value_type = String)]
    pub(crate) captured_at: Timestamp,
    /// Where the device was, if its owner agreed. It is sealed like the place in a photo.
    pub(crate) place: Option<DevicePlace>,
    /// What the device calls itself, at most 64 characters: a random word, not its owner's name.
    pub(crate) device: Option<String>,
    /// Its photos in order, at most 9.
    pub(crate) photos: Vec<UploadedPhoto>,
}

/// Where a device was.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DevicePlace {
    /// Degrees north, times ten million.
    pub(crate) lat_e7: i32,
    /// Degrees east, times ten million.
    pub(crate) lon_e7: i32,
}

/// A photo that came in pieces.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadedPhoto {
    /// The upload.
    #[schema(value_type = String)]
    pub(crate) upload: UploadId,
    /// The hash it was announced with.
    #[schema(value_type = String)]
    pub(crate) sha256: ContentHash,
}

/// `PUT /api/v1/observations/{observation}`: the same again changes nothing, also when the uploads are gone.
pub(crate) async fn put(
    state: Data<State>,
    observation: Path<ObservationId>,
    wish: Wish<CapturedForm>,
) -> Answer {
    let Wish { who, intent, form } = wish;
    let app = &state.app;
    let (farmer, tree) = farmer_of(app, &who.identity, form.tree, form.code).await?;
    check(&form)?;
    let _room = Arc::clone(&state.uploads).acquire_owned().await;
    let post = Post {
        observation: Some(*observation),
        tree,
        stage: form.stage,
        note: form.note.clone(),
        photos: match photos(&state, farmer.person(), &form.photos).await {
            Ok(photos) => photos,
            Err(problem) => return repeated(&state, &farmer, *observation, tree, &form, problem),
        },
        captured_at: Some(form.captured_at),
        device_place_e7: form.place.map(|place| (place.lat_e7, place.lon_e7)),
    };
    let intent = intent
        .from_device(form.device.clone())
        .from_source(observation.to_string());
    match observations::post(app, &farmer, &intent, post).await {
        Ok((id, done)) => {
            let view = MadeView {
                id: id.to_string(),
                position: done.position.to_string(),
            };
            let answer = answer::told(StatusCode::CREATED, done, &view);
            forget(&state, farmer.person(), form.photos).await;
            Ok(answer)
        }
        Err(Error::Photo { index, source }) => {
            // What is no picture never becomes one; the others stay for when it is left out.
            let bad = form.photos.into_iter().skip(index).take(1).collect();
            forget(&state, farmer.person(), bad).await;
            Err(Error::Photo { index, source }.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn check(form: &CapturedForm) -> Result<(), Problem> {
    if form.photos.len() > FILES_MAX {
        let max = FILES_MAX;
        return Err(
            Error::from(traceability::observation::Rejection::TooManyPhotos { max }).into(),
        );
    }
    let named = form.device.as_deref().unwrap_or("-");
    let plain = named.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain || !(1..=DEVICE_CHARS_MAX).contains(&named.len()) {
        let problem = Problem::new(
            Kind::Refused,
            "fields-invalid",
            "the device's name is wrong",
        );
        return Err(problem.at_field("device", "too-long"));
    }
    Ok(())
}

/// The bytes of the photos, in order.
async fn photos(
    state: &State,
    person: PersonId,
    wanted: &[UploadedPhoto],
) -> Result<Vec<Vec<u8>>, Problem> {
    let wanted = wanted.to_vec();
    on_disk(state, move |all| {
        let read = wanted
            .iter()
            .map(|one| all.read(person, one.upload, one.sha256));
        read.collect()
    })
    .await
}

/// An observation that was posted before has taken its uploads: then the same again is fine. Otherwise the photos have
/// to be sent first.
fn repeated(
    state: &State,
    farmer: &Signed<Farmer>,
    observation: ObservationId,
    tree: TreeId,
    form: &CapturedForm,
    problem: Problem,
) -> Answer {
    let hashes: Vec<_> = form.photos.iter().map(|photo| photo.sha256).collect();
    let done = observations::posted(&state.app, farmer, observation, tree, &hashes)?;
    let missing = || {
        if problem.kind != Kind::NotFound {
            return problem;
        }
        let detail = "a photo of it is not here; announce and send it first";
        Problem::new(Kind::Conflict, "upload-missing", detail)
    };
    let done = done.ok_or_else(missing)?;
    let view = MadeView {
        id: observation.to_string(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::CREATED, done, &view))
}

/// What was taken, or can never be, need not stay. What stays all the same is swept in a week.
async fn forget(state: &State, person: PersonId, photos: Vec<UploadedPhoto>) {
    let removed = on_disk(state, move |all| {
        photos
            .iter()
            .try_for_each(|one| all.remove(person, one.upload))
    });
    if let Err(problem) = removed.await {
        tracing::warn!(%problem, "an upload that was taken is still there");
    }
}
