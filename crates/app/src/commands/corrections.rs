//! Corrections (D 43): a fact is declared wrong, with a reason that everybody reads; what holds instead follows as a fact
//! of its own, and all that is derived follows that.

use chrono::Datelike;
use kernel::{LotId, ObservationId, TreeId};
use traceability::{
    lot::{self, Lot, Weighing},
    observation::{self, Observation, Seen},
    tree::{self, Tree},
};

use super::{
    care::demand_no_waiting,
    harvest::{check_trees, local_day},
};
use crate::{
    App, Done, Error, Intent,
    permission::{Farmer, Operator, Signed},
};

/// Corrects an accepted observation of the farmer's orchard; without `right` it never happened.
///
/// # Errors
/// Unknown or of another orchard, not accepted, no reason, or nothing else is said.
pub async fn observation(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    observation: ObservationId,
    right: Option<Seen>,
    reason: &str,
) -> Result<Done, Error> {
    let id = observation::stream_id(observation);
    app.perform(intent, |work| {
        let state = work.state::<Observation>(&id)?;
        let tree = state.capture.as_ref().ok_or(Error::NotFound)?.tree;
        demand_own(work, who, tree)?;
        let command = observation::Command::CorrectObservation {
            right: right.clone(),
            reason: reason.to_owned(),
            by: who.person(),
            at: intent.now(),
        };
        if work.decide::<Observation>(&id, command)? {
            let stage = right.as_ref().map(|seen| seen.stage);
            let command = tree::Command::NoteCorrection { observation, stage };
            work.decide::<Tree>(&tree::stream_id(tree), command)?;
        }
        Ok(())
    })
    .await
}

fn demand_own(
    work: &mut crate::work::Work<'_>,
    who: &Signed<Farmer>,
    tree: TreeId,
) -> Result<(), Error> {
    let tree = work.state::<Tree>(&tree::stream_id(tree))?;
    match &tree.facts {
        Some(facts) if facts.orchard == who.orchard() => Ok(()),
        Some(_) | None => Err(Error::NotFound),
    }
}

/// Corrects what was weighed for a lot of the farmer's orchard, until it is divided; without `right` it was never picked.
///
/// # Errors
/// Unknown or of another orchard, divided already, weights that do not add up, a tree of another block, no reason, or
/// nothing else is said.
pub async fn harvest(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    lot: LotId,
    right: Option<Weighing>,
    reason: &str,
) -> Result<Done, Error> {
    let id = lot::stream_id(lot);
    let state = app.load::<Lot>(&id)?;
    let own = state
        .harvest
        .as_ref()
        .filter(|harvest| harvest.orchard == who.orchard())
        .ok_or(Error::NotFound)?;
    if let Some(right) = &right {
        check_trees(app, who, own.block, &right.yields)?;
    }
    let block = own.block;
    app.perform(intent, |work| {
        if let Some(right) = &right {
            demand_no_waiting(work, block, &right.yields, right.picked_on)?;
        }
        let command = lot::Command::CorrectHarvest {
            right: right.clone(),
            reason: reason.to_owned(),
            by: who.person(),
            at: intent.now(),
            today: local_day(intent.now()),
        };
        work.decide::<Lot>(&id, command)?;
        Ok(())
    })
    .await
}

/// Corrects what was registered of a tree: its variety and the year it was planted.
///
/// # Errors
/// Unknown tree, facts that cannot stand, no reason, or nothing else is said.
pub async fn tree(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    tree: TreeId,
    (variety, planted): (&str, u16),
    reason: &str,
) -> Result<Done, Error> {
    let at = intent.now();
    app.perform(intent, |work| {
        let command = tree::Command::CorrectFacts {
            variety: variety.to_owned(),
            planted,
            this_year: u16::try_from(at.utc().year()).unwrap_or_default(),
            reason: reason.to_owned(),
            at,
        };
        work.edit::<Tree>(&tree::stream_id(tree), command)?;
        Ok(())
    })
    .await
}
