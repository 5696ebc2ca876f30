//! Care of a block: treatments with their waiting period, and work. Nothing is picked while a tree waits (D 32).

use kernel::{BlockId, Day, TreeId};
use traceability::{
    care::{self, Care, Command, Treatment, WorkKind},
    lot::{Harvest as Picked, TreeYield},
    orchard::{self, Orchard},
    tree::{self, Tree},
};

use super::harvest::local_day;
use crate::{
    App, Done, Error, Intent, Violation,
    permission::{Farmer, Signed},
    work::Work,
};

/// Notes a treatment of a block, or of some of its trees.
///
/// # Errors
/// A block or tree of another orchard, no product or dose, a day in the future or too long ago.
pub async fn treat(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    block: BlockId,
    treatment: Treatment,
) -> Result<Done, Error> {
    check_trees(app, who, block, &treatment.trees)?;
    app.perform(intent, |work| {
        demand_block(work, who, block)?;
        let command = Command::RecordTreatment {
            orchard: who.orchard(),
            block,
            treatment: treatment.clone(),
            by: who.person(),
            at: intent.now(),
            today: local_day(intent.now()),
        };
        work.decide::<Care>(&care::stream_id(block), command)?;
        Ok(())
    })
    .await
}

/// Notes work in a block.
///
/// # Errors
/// A block of another orchard, a day in the future or too long ago, a note that is too long.
pub async fn work(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    block: BlockId,
    (kind, on, note): (WorkKind, Day, &str),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        demand_block(work, who, block)?;
        let command = Command::RecordWork {
            orchard: who.orchard(),
            block,
            kind,
            on,
            note: note.to_owned(),
            by: who.person(),
            at: intent.now(),
            today: local_day(intent.now()),
        };
        work.decide::<Care>(&care::stream_id(block), command)?;
        Ok(())
    })
    .await
}

/// Declares a treatment never to have happened (D 43).
///
/// # Errors
/// A block of another orchard, no such treatment, no reason.
pub async fn withdraw(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    (block, entry): (BlockId, u32),
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        demand_block(work, who, block)?;
        let command = Command::WithdrawTreatment {
            entry,
            reason: reason.to_owned(),
            by: who.person(),
            at: intent.now(),
        };
        work.decide::<Care>(&care::stream_id(block), command)?;
        Ok(())
    })
    .await
}

fn demand_block(work: &mut Work<'_>, who: &Signed<Farmer>, block: BlockId) -> Result<(), Error> {
    let orchard = work.state::<Orchard>(&orchard::stream_id(who.orchard()))?;
    if orchard.blocks.contains_key(&block) {
        return Ok(());
    }
    let violation = Violation::new("block", "block-unknown");
    Err(Error::Invalid(vec![violation]))
}

fn check_trees(
    app: &App,
    who: &Signed<Farmer>,
    block: BlockId,
    trees: &[TreeId],
) -> Result<(), Error> {
    for (index, tree) in trees.iter().enumerate() {
        let state = app.load::<Tree>(&tree::stream_id(*tree))?;
        let facts = state.facts.as_ref();
        let fits =
            facts.is_some_and(|facts| facts.orchard == who.orchard() && facts.block == block);
        if !fits {
            let field = format!("trees[{index}]");
            return Err(Error::Invalid(vec![Violation::new(field, "tree-unknown")]));
        }
    }
    Ok(())
}

/// Refuses what is picked while a tree of it waits. The block's care becomes a condition of the commit.
pub(super) fn demand_no_waiting(
    work: &mut Work<'_>,
    block: BlockId,
    yields: &[TreeYield],
    picked_on: Day,
) -> Result<(), Error> {
    let state = work.state::<Care>(&care::stream_id(block))?;
    let trees = yields.iter().map(|one| one.tree);
    Ok(state.check_picking(trees, picked_on)?)
}

/// The last day on which fruit of a lot waits, if any tree of it was treated before it was picked and the waiting
/// period was not over: known only afterwards, because otherwise it would not have been picked.
pub(super) fn waiting_of(work: &mut Work<'_>, harvest: &Picked) -> Result<Option<Day>, Error> {
    let state = work.state::<Care>(&care::stream_id(harvest.block))?;
    let waits = harvest
        .yields
        .iter()
        .filter_map(|one| state.waiting_until(one.tree, harvest.picked_on));
    Ok(waits.max())
}
