//! A lot was divided and something is left, or somebody chose fruit of other trees: those who wait get it.

use adoption::shortfall::{self, Remedy};
use eventlog::RecordedEvent;
use kernel::Grams;
use traceability::{
    lot::{self, Lot},
    tree::{self, Tree},
};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::{adopt::agreement_of, remedies},
    error::Fault,
};

const NAME: &str = "when_surplus_left_top_up";

/// After a division: all who wait for fruit of this orchard, in the order of their choice.
pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let lot::Event::LotAllocated { lot, surplus, .. } = decode(event)? else {
        return Ok(());
    };
    if surplus == Grams::ZERO {
        return Ok(());
    }
    let state = app.load::<Lot>(&lot::stream_id(lot))?;
    let Some(harvest) = &state.harvest else {
        return Ok(());
    };
    app.caught_up(event.position).await?;
    let mut waiting = Vec::new();
    for season in app.read().lot_seasons(lot).map_err(Fault::from)? {
        let found = app.read().waiting_for_fruit(harvest.orchard, season, false);
        waiting.extend(found.map_err(Fault::from)?);
    }
    if waiting.is_empty() {
        return Ok(());
    }
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    remedies::top_up(app, &intent, lot, (&waiting, false)).await?;
    Ok(())
}

/// After a choice: what lots that were divided before still have.
pub(super) async fn react_to_choice(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let settled = match decode(event)? {
        shortfall::Event::RemedyChosen { settled, .. }
        | shortfall::Event::RemedyDefaulted { settled, .. } => settled,
        shortfall::Event::ExpectationNoted { .. }
        | shortfall::Event::RemedyOffered { .. }
        | shortfall::Event::RemedyWithdrawn { .. }
        | shortfall::Event::ShortfallBorne { .. }
        | shortfall::Event::RemedyStands { .. }
        | shortfall::Event::FruitGivenUp { .. } => return Ok(()),
    };
    if settled.remedy != Remedy::TopUp {
        return Ok(());
    }
    app.caught_up(event.position).await?;
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    let agreement = agreement_of(&mut app.think(&intent), settled.adoption)?;
    let tree = app.load::<Tree>(&tree::stream_id(agreement.tree))?;
    let Some(facts) = &tree.facts else {
        return Ok(());
    };
    let lots = app
        .read()
        .lots_with_surplus(facts.orchard, agreement.season)
        .map_err(Fault::from)?;
    for lot in lots {
        let step = intent.step(&lot.to_string());
        remedies::top_up(app, &step, lot, (&[settled.adoption], false)).await?;
    }
    Ok(())
}
