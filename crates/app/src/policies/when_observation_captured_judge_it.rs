//! An observation arrived: its photos are questioned, and a clean one counts at once. Doubts wait for a person (E 6).

use std::collections::BTreeMap;

use eventlog::RecordedEvent;
use kernel::{ContentHash, ObservationId, PersonId, TreeId};
use traceability::{
    observation::{
        self, Command, Earlier, Likeness, NEAR_BITS, Observation, PhotoEvidence, PhotoFacts, judge,
    },
    orchard::{self, Orchard},
    tree::{self, Tree},
};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::observations::{Exif, note_on_tree},
    error::Fault,
};

const NAME: &str = "when_observation_captured_judge_it";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let observation::Event::ObservationCaptured {
        observation,
        tree,
        by,
        photos,
        captured_at,
        received_at,
        ..
    } = decode(event)?
    else {
        return Ok(());
    };
    app.caught_up(event.position).await?;
    let earlier = Earlier {
        same: known_elsewhere(app, observation, &photos)?,
        like: looks_like(app, event, tree, &photos)?,
    };
    let evidence = photos
        .into_iter()
        .map(|photo| evidence(app, by, observation, photo))
        .collect::<Result<Vec<_>, _>>()?;
    let tree = app.load::<Tree>(&tree::stream_id(tree))?;
    let orchard = tree.facts.as_ref().ok_or(Error::NotFound)?.orchard;
    let orchard = app.load::<Orchard>(&orchard::stream_id(orchard))?;
    let place = &orchard.registration.as_ref().ok_or(Error::NotFound)?.place;
    let flags = judge(&evidence, captured_at, received_at, place, &earlier);
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    app.perform(&intent, |work| {
        let command = Command::JudgeObservation {
            flags: flags.clone(),
            at: intent.now(),
        };
        let judged = work.decide::<Observation>(&observation::stream_id(observation), command)?;
        if judged && flags.is_empty() {
            note_on_tree(work, observation)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// The same photo in an earlier observation. Asked of the read models once they show this very event.
fn known_elsewhere(
    app: &App,
    observation: ObservationId,
    photos: &[PhotoFacts],
) -> Result<BTreeMap<ContentHash, ObservationId>, Error> {
    let mut known = BTreeMap::new();
    for photo in photos {
        let users = app.read().photo_known(photo.sha256).map_err(Fault::from)?;
        // Ordered by log position: of two observations with one photo only the later is asked about.
        if let Some(first) = users.first().filter(|first| **first != observation) {
            known.insert(photo.sha256, *first);
        }
    }
    Ok(known)
}

/// What each photo looks like, among those that came before this event.
fn looks_like(
    app: &App,
    event: &RecordedEvent,
    tree: TreeId,
    photos: &[PhotoFacts],
) -> Result<BTreeMap<ContentHash, Vec<Likeness>>, Error> {
    let mut like = BTreeMap::new();
    for photo in photos {
        let Some(fingerprint) = &photo.fingerprint else {
            continue;
        };
        let found = app
            .read()
            .photos_like(fingerprint, event.position, NEAR_BITS)
            .map_err(Fault::from)?;
        let likeness = found.into_iter().map(|one| Likeness {
            like: one.sha256,
            of: one.observation,
            same_tree: one.tree == tree,
            captured_at: one.captured_at,
            bits: one.bits,
        });
        like.insert(photo.sha256, likeness.collect());
    }
    Ok(like)
}

fn evidence(
    app: &App,
    by: PersonId,
    observation: ObservationId,
    photo: PhotoFacts,
) -> Result<PhotoEvidence, Error> {
    let exif = match &photo.exif {
        Some(sealed) => app.open_exif(by, observation, photo.sha256, sealed)?,
        None => None,
    };
    let place_e7 = exif
        .and_then(|json| serde_json::from_str::<Exif>(&json).ok())
        .and_then(|exif| exif.place_e7);
    Ok(PhotoEvidence { photo, place_e7 })
}
