//! Nameplates after their words were approved: printed together, hung by the farmer; and the words that none may carry.

use adoption::{
    adoption::{self as bond, Adoption},
    banned_words::{BannedWords, Command, STREAM_ID},
};
use kernel::{AdoptionId, ContentHash, PlateBatchId};
use traceability::{
    observation::{self, Observation, Stage},
    tree::{self, Tree},
};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::{
        adopt::agreement_of,
        observations::{self, Post},
    },
    error::Fault,
    permission::{Farmer, Operator, Signed},
};

/// The words that no new nameplate may carry: the operator's list, and those of the settings.
///
/// # Errors
/// The log failed.
pub fn banned_words(app: &App) -> Result<Vec<String>, Error> {
    let mut words = listed_words(app)?;
    words.extend(app.settings().banned_words.iter().cloned());
    Ok(words)
}

/// The operator's list, in order.
///
/// # Errors
/// The log failed.
pub fn listed_words(app: &App) -> Result<Vec<String>, Error> {
    let state = app.load::<BannedWords>(STREAM_ID)?;
    Ok(state.words.iter().cloned().collect())
}

/// Bans a word from new nameplates; those that are approved stay.
///
/// # Errors
/// Not a word, or too many.
pub async fn ban_word(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    word: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let (word, at) = (word.to_owned(), intent.now());
        work.decide::<BannedWords>(STREAM_ID, Command::BanWord { word, at })?;
        Ok(())
    })
    .await
}

/// Allows a word again.
///
/// # Errors
/// Not a word.
pub async fn allow_word(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    word: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let (word, at) = (word.to_owned(), intent.now());
        work.decide::<BannedWords>(STREAM_ID, Command::AllowWord { word, at })?;
        Ok(())
    })
    .await
}

/// Takes the approved plates that were not printed into one batch, in one commit. What was printed or changed
/// meanwhile is left out.
///
/// # Errors
/// No plate waits for printing.
pub async fn print(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
) -> Result<(PlateBatchId, Done), Error> {
    let batch = PlateBatchId::from_bytes(intent.bytes("batch"));
    let waiting = app.read().plates_to_print().map_err(Fault::from)?;
    let done = app
        .perform(intent, |work| {
            let mut any = false;
            for plate in &waiting {
                let at = intent.now();
                let id = bond::stream_id(plate.adoption);
                let print = bond::Command::PrintNameplate { batch, at };
                work.attempt(|work| {
                    any |= work.decide::<Adoption>(&id, print.clone())?;
                    Ok(())
                })?;
            }
            if any {
                Ok(())
            } else {
                Err(bond::Rejection::NameplateNotApproved.into())
            }
        })
        .await?;
    Ok((batch, done))
}

/// The plate hangs: the farmer's photo becomes an observation of the tree, and the plate is noted with it.
///
/// # Errors
/// A tree of another orchard, a plate that was not printed, or a photo that cannot be taken.
pub async fn hang(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    adoption: AdoptionId,
    photo: Vec<u8>,
) -> Result<Done, Error> {
    let bond = app.load::<Adoption>(&bond::stream_id(adoption))?;
    let tree = bond.agreement().map_err(|_| Error::NotFound)?.tree;
    // Looked at before the photo is developed; decided when the plate is noted.
    if !bond.has_printed_plate() && app.written_by(intent)?.is_empty() {
        return Err(bond::Rejection::NameplateNotPrinted.into());
    }
    let seen = app.load::<Tree>(&tree::stream_id(tree))?.seen();
    let post = Post {
        observation: None,
        tree,
        stage: seen.map_or(Stage::Dormant, |(_, stage)| stage),
        note: None,
        photos: vec![photo],
        captured_at: None,
        device_place_e7: None,
    };
    let first = intent.step("photo");
    let (observation, _) = observations::post(app, who, &first, post).await?;
    app.perform(intent, |work| {
        if agreement_of(work, adoption)?.tree != tree {
            return Err(Error::NotFound);
        }
        let seen = work.state::<Observation>(&observation::stream_id(observation))?;
        let photos = seen.capture.iter().flat_map(|capture| &capture.photos);
        let photo: Option<ContentHash> = photos.map(|photo| photo.sha256).next();
        let hang = bond::Command::HangNameplate {
            photo: photo.ok_or_else(no_photo)?,
            at: intent.now(),
        };
        work.decide::<Adoption>(&bond::stream_id(adoption), hang)?;
        Ok(())
    })
    .await
}

fn no_photo() -> Error {
    Error::Invalid(vec![Violation::new("photo", "required")])
}
