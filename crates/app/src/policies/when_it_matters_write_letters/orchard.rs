//! Letters about what is seen in an orchard: to those who work there, and to those whose trees stand there.

use community::letter::{About, Kind};
use eventlog::RecordedEvent;
use kernel::PersonId;
use traceability::{
    observation::{self, Observation},
    orchard::{self, Orchard},
    silence,
    tree::{self, Tree},
};

use super::{decode, next_monday, told_at};
use crate::{App, Error, commands::letters::Wanted, error::Fault};

/// Everybody who works in the orchard: whoever is next to the tree takes the photo.
pub(super) fn photo_asked(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let silence::Event::UpdateRequested { tree, .. } = decode(event)?;
    let state = app.load::<Tree>(&tree::stream_id(tree))?;
    let orchard = state.facts.as_ref().map(|facts| facts.orchard);
    let orchard = orchard.ok_or(Error::NotFound)?;
    let orchard = app.load::<Orchard>(&orchard::stream_id(orchard))?;
    let letter = |farmer: &PersonId| Wanted::now(Kind::PhotoAsked, *farmer, About::Tree { tree });
    Ok(orchard.farmers.iter().map(letter).collect())
}

/// News of a tree is gathered and goes out on Monday morning.
pub(super) fn observation_accepted(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let id = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let state = app.load::<Observation>(&observation::stream_id(id))?;
    let Some(capture) = state.capture.as_ref().filter(|one| !one.photos.is_empty()) else {
        return Ok(vec![]);
    };
    let send_at = told_at(event).and_then(next_monday);
    let readers = app.read().news_readers(capture.tree).map_err(Fault::from)?;
    let letter = |(_, person)| Wanted {
        kind: Kind::News,
        person,
        about: About::Account,
        send_at,
    };
    Ok(readers.into_iter().map(letter).collect())
}
