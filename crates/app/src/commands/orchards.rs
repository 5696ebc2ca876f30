//! Orchards and their blocks: registered by the operator.

use kernel::{BlockId, FarmId, OrchardId};
use traceability::{
    orchard::{self, Command, Orchard, Place},
    spot::Spot,
};

use crate::{
    App, Done, Error, Intent,
    permission::{Operator, Signed},
};

/// What an operator fills in for a new orchard.
#[derive(Debug, Clone)]
pub struct OrchardDraft {
    /// The farm it belongs to; a new one if `None`.
    pub farm: Option<FarmId>,
    /// The farm's name.
    pub farm_name: String,
    /// The orchard's name.
    pub name: String,
    /// Where it lies.
    pub place: Place,
}

/// Registers an orchard.
///
/// # Errors
/// A name or place that cannot stand.
pub async fn register(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    wish: OrchardDraft,
) -> Result<(OrchardId, Done), Error> {
    let orchard = OrchardId::from_bytes(intent.bytes("orchard"));
    let farm = wish
        .farm
        .unwrap_or(FarmId::from_bytes(intent.bytes("farm")));
    let done = app
        .perform(intent, |work| {
            let command = Command::RegisterOrchard {
                orchard,
                farm,
                farm_name: wish.farm_name.clone(),
                name: wish.name.clone(),
                place: wish.place.clone(),
            };
            work.decide::<Orchard>(&orchard::stream_id(orchard), command)?;
            Ok(())
        })
        .await?;
    Ok((orchard, done))
}

/// Adds a block to an orchard.
///
/// # Errors
/// Unknown orchard, or the name is taken.
pub async fn add_block(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    orchard: OrchardId,
    name: &str,
) -> Result<(BlockId, Done), Error> {
    let block = BlockId::from_bytes(intent.bytes("block"));
    let done = app
        .perform(intent, |work| {
            let command = Command::AddBlock {
                block,
                name: name.trim().to_owned(),
            };
            work.edit::<Orchard>(&orchard::stream_id(orchard), command)?;
            Ok(())
        })
        .await?;
    Ok((block, done))
}

/// Says where a block ends.
///
/// # Errors
/// Unknown orchard or block, or corners that do not go once around a piece of land.
pub async fn outline_block(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    orchard: OrchardId,
    (block, outline): (BlockId, Vec<Spot>),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::OutlineBlock {
            block,
            outline: outline.clone(),
        };
        work.edit::<Orchard>(&orchard::stream_id(orchard), command)?;
        Ok(())
    })
    .await
}
