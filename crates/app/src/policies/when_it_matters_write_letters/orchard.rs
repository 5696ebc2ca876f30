//! Letters to those who work in an orchard.

use community::letter::{About, Kind};
use eventlog::RecordedEvent;
use kernel::PersonId;
use traceability::{
    orchard::{self, Orchard},
    silence,
    tree::{self, Tree},
};

use super::decode;
use crate::{App, Error, commands::letters::Wanted};

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
