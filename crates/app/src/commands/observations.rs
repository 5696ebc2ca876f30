//! Growth photos: a farmer posts what was seen, the program asks questions, a person decides about the doubtful.

use kernel::{ContentHash, ObservationId, Sealed, ShortCode, Timestamp, TreeId};
use photos::{Developed, Inspection};
use serde::{Deserialize, Serialize};
use traceability::{
    observation::{self, Command, Fingerprint, Observation, PhotoFacts, Stage},
    tree::{self, Tree},
};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::people::off_thread,
    error::Fault,
    permission::{Farmer, Operator, Signed},
    ports::{BlobKey, PhotoSize},
};

/// Most photos of one observation.
pub const PHOTOS_MAX: usize = 9;
/// China has one time zone; cameras that name no zone are taken to show it.
const ASSUMED_OFFSET: &str = "+08:00";

/// What a farmer posts from under the tree.
#[derive(Debug, Clone)]
pub struct Post {
    /// Made by the client, so that posting again is the same observation (D 44).
    pub observation: Option<ObservationId>,
    /// The tree.
    pub tree: TreeId,
    /// What stage it is in.
    pub stage: Stage,
    /// A note, if any.
    pub note: Option<String>,
    /// The photos as they came from the camera.
    pub photos: Vec<Vec<u8>>,
    /// When it was seen by the device's clock; now if it did not say.
    pub captured_at: Option<Timestamp>,
    /// Where the device was, in degrees north and east times ten million, if its owner agreed. A browser hands photos
    /// on without their place; then this stands for it.
    pub device_place_e7: Option<(i32, i32)>,
}

/// What a photo tells of place and camera; sealed to whoever took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exif {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place_e7: Option<(i32, i32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) make: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<String>,
}

/// Posts an observation: every photo is checked and developed, kept, and then the fact is recorded.
///
/// # Errors
/// [`Error::Photo`] naming the picture and what is wrong with it; an unknown tree or one of another orchard.
pub async fn post(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    post: Post,
) -> Result<(ObservationId, Done), Error> {
    let observation = post
        .observation
        .unwrap_or(ObservationId::from_bytes(intent.bytes("observation")));
    tree_of_orchard(app, who, post.tree)?;
    if post.photos.len() > PHOTOS_MAX {
        return Err(observation::Rejection::TooManyPhotos { max: PHOTOS_MAX }.into());
    }
    let mut photos = Vec::with_capacity(post.photos.len());
    for (index, bytes) in post.photos.into_iter().enumerate() {
        let place = post.device_place_e7;
        photos.push(keep(app, who, observation, (index, place), bytes).await?);
    }
    let note = post
        .note
        .map(|note| note.trim().to_owned())
        .filter(|note| !note.is_empty());
    let captured_at = post.captured_at.unwrap_or(intent.now());
    let intent = intent.clone().occurred_at(captured_at);
    let done = app
        .perform(&intent, |work| {
            let command = Command::CaptureObservation {
                observation,
                tree: post.tree,
                by: who.person(),
                stage: post.stage,
                note: note.clone(),
                photos: photos.clone(),
                captured_at,
                received_at: intent.now(),
            };
            work.decide::<Observation>(&observation::stream_id(observation), command)?;
            Ok(())
        })
        .await?;
    Ok((observation, done))
}

/// Whether this very observation was posted before: by the same person, of the same tree, with the same photos.
///
/// # Errors
/// The log cannot be read.
pub fn posted(
    app: &App,
    who: &Signed<Farmer>,
    observation: ObservationId,
    tree: TreeId,
    photos: &[ContentHash],
) -> Result<Option<Done>, Error> {
    let state = app.load::<Observation>(&observation::stream_id(observation))?;
    let same = state.capture.as_ref().is_some_and(|capture| {
        let hashes = capture.photos.iter().map(|photo| &photo.sha256);
        capture.by == who.person() && capture.tree == tree && hashes.eq(photos)
    });
    Ok(same.then(|| Done {
        repeated: true,
        ..app.done_already()
    }))
}

/// The tree behind a tag code that a farmer scanned or typed.
///
/// # Errors
/// [`Error::NotFound`] for an unknown code or a tree of another orchard.
pub fn tree_by_code(app: &App, who: &Signed<Farmer>, code: ShortCode) -> Result<TreeId, Error> {
    let tag = app.load::<traceability::tag::Tag>(&traceability::tag::stream_id(code))?;
    let tree = tag.tree.ok_or(Error::NotFound)?;
    tree_of_orchard(app, who, tree)?;
    Ok(tree)
}

fn tree_of_orchard(app: &App, who: &Signed<Farmer>, tree: TreeId) -> Result<(), Error> {
    let state = app.load::<Tree>(&tree::stream_id(tree))?;
    match &state.facts {
        Some(facts) if facts.orchard == who.orchard() => Ok(()),
        Some(_) | None => Err(Error::NotFound),
    }
}

/// Checks, develops and keeps one photo, with what it tells of place and camera.
async fn keep(
    app: &App,
    who: &Signed<Farmer>,
    observation: ObservationId,
    (index, device_place_e7): (usize, Option<(i32, i32)>),
    bytes: Vec<u8>,
) -> Result<PhotoFacts, Error> {
    let (developed, sha256) = keep_photo(app, index, bytes).await?;
    Ok(PhotoFacts {
        sha256,
        width: developed.width,
        height: developed.height,
        bytes: developed.inspection.bytes,
        dhash: developed.dhash,
        fingerprint: developed.fingerprint.map(Fingerprint::from_bytes),
        taken_at: taken_at(&developed.inspection),
        exif: seal_exif(
            app,
            who,
            observation,
            (sha256, device_place_e7),
            &developed.inspection,
        )?,
    })
}

/// Checks and develops one photo and keeps original and derivatives.
pub(crate) async fn keep_photo(
    app: &App,
    index: usize,
    bytes: Vec<u8>,
) -> Result<(Developed, ContentHash), Error> {
    let _light = app.darkroom().acquire().await.map_err(|_| Fault::Task)?;
    let blobs = app.blobs();
    off_thread(move || {
        let developed = photos::develop(&bytes).map_err(|source| Error::Photo { index, source })?;
        let sha256 = developed
            .inspection
            .sha256
            .parse()
            .map_err(|_| Fault::Task)?;
        blobs
            .put(BlobKey::Original(sha256), &bytes)
            .map_err(Fault::from)?;
        for (size, derivative) in sizes(&developed) {
            let key = BlobKey::Derivative(sha256, size);
            blobs.put(key, &derivative.jpeg).map_err(Fault::from)?;
        }
        Ok((developed, sha256))
    })
    .await
}

fn sizes(developed: &Developed) -> [(PhotoSize, &photos::Derivative); 3] {
    [
        (PhotoSize::Thumb, &developed.thumb),
        (PhotoSize::Card, &developed.card),
        (PhotoSize::Full, &developed.full),
    ]
}

fn taken_at(inspection: &Inspection) -> Option<Timestamp> {
    let taken = inspection.taken_at.as_ref()?;
    let offset = taken.offset.as_deref().unwrap_or(ASSUMED_OFFSET);
    format!("{}{offset}", taken.local).parse().ok()
}

fn seal_exif(
    app: &App,
    who: &Signed<Farmer>,
    observation: ObservationId,
    (photo, device_place_e7): (ContentHash, Option<(i32, i32)>),
    inspection: &Inspection,
) -> Result<Option<Sealed>, Error> {
    let place_e7 = inspection.place.and_then(|place| {
        let latitude = i32::try_from(place.latitude_e7).ok()?;
        Some((latitude, i32::try_from(place.longitude_e7).ok()?))
    });
    let exif = Exif {
        place_e7: place_e7.or(device_place_e7),
        make: inspection.camera_make.clone(),
        model: inspection.camera_model.clone(),
    };
    if exif.place_e7.is_none() && exif.make.is_none() && exif.model.is_none() {
        return Ok(None);
    }
    let json = serde_json::to_vec(&exif).map_err(Fault::from)?;
    app.seal_exif(who.person(), observation, photo, &json)
        .map(Some)
}

/// Accepts an observation that raised questions. The reason stands in the tree's public history.
///
/// # Errors
/// Unknown, or refused already; a reason that is empty or too long.
pub async fn accept(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    observation: ObservationId,
    reason: Option<&str>,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = observation::stream_id(observation);
        let command = Command::AcceptObservation {
            by: who.person(),
            reason: reason.map(str::to_owned),
            at: intent.now(),
        };
        if work.decide::<Observation>(&id, command)? {
            note_on_tree(work, observation)?;
        }
        Ok(())
    })
    .await
}

/// Refuses an observation with a reason that the farmer will read.
///
/// # Errors
/// Unknown, accepted already, or no reason given.
pub async fn refuse(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    observation: ObservationId,
    reason: &str,
) -> Result<Done, Error> {
    if reason.trim().is_empty() {
        return Err(Error::Invalid(vec![Violation::new("reason", "required")]));
    }
    app.perform(intent, |work| {
        let command = Command::RefuseObservation {
            by: who.person(),
            reason: reason.trim().to_owned(),
            at: intent.now(),
        };
        work.decide::<Observation>(&observation::stream_id(observation), command)?;
        Ok(())
    })
    .await
}

/// An accepted observation becomes part of the tree's own history.
pub(crate) fn note_on_tree(
    work: &mut crate::work::Work<'_>,
    observation: ObservationId,
) -> Result<(), Error> {
    let state = work.state::<Observation>(&observation::stream_id(observation))?;
    let Some(capture) = &state.capture else {
        return Ok(());
    };
    let newest = capture
        .photos
        .iter()
        .filter_map(|photo| photo.taken_at)
        .max();
    let command = tree::Command::NoteObservation {
        observation,
        stage: capture.stage,
        photos: u16::try_from(capture.photos.len()).unwrap_or(u16::MAX),
        taken_at: newest.unwrap_or(capture.captured_at),
    };
    work.decide::<Tree>(&tree::stream_id(capture.tree), command)?;
    Ok(())
}
