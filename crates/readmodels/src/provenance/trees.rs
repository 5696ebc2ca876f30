//! What becomes of a tree and its tags, as EPCIS events. The table is kept in [`super::apply`].

use epcis::Step;
use kernel::{BlockId, ShortCode, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result};
use traceability::{correction::Mistake, tree};

use super::names::{name_tree, tree_name};
use super::telling::{Told, again, declare, first, latest};
use crate::columns::Columns;
use crate::fact::Fact;

pub(crate) fn tree(db: &Connection, fact: &Fact, tree: TreeId, event: &tree::Event) -> Result<()> {
    match event {
        // It is told with its first tag, which names it.
        tree::Event::TreeRegistered { .. } => Ok(()),
        tree::Event::TagAttached { code, at } => {
            let name = name_tree(db, tree, *code)?;
            let Some((block, variety, planted)) = facts_of(db, tree)? else {
                return Ok(());
            };
            let registered = Step::Registered {
                tree: name,
                block,
                variety,
                planted,
            };
            first(db, fact, *at, registered, None)?;
            tag_fixed(db, fact, tree, *code, *at)
        }
        tree::Event::TagReplaced { old, code, at, .. } => {
            let (Some(name), Some((block, ..))) = (tree_name(db, tree)?, facts_of(db, tree)?)
            else {
                return Ok(());
            };
            let removed = Step::TagRemoved {
                tree: name,
                tag: *old,
                block,
            };
            first(db, fact, *at, removed, None)?;
            tag_fixed(db, fact, tree, *code, *at)
        }
        // The observation's own acceptance, or correction, is the event.
        tree::Event::TreeObserved { .. } | tree::Event::TreeObservationCorrected { .. } => Ok(()),
        tree::Event::TreeFactsCorrected { at, .. } => {
            let (Some(name), Some((block, variety, planted))) =
                (tree_name(db, tree)?, facts_of(db, tree)?)
            else {
                return Ok(());
            };
            let registered = Step::Registered {
                tree: name,
                block,
                variety,
                planted,
            };
            let Some(Told { record, .. }) = latest(db, &registered.subject())? else {
                return Ok(());
            };
            declare(db, fact, &registered.subject(), Mistake::IncorrectData, *at)?;
            again(db, fact, record.at, registered)
        }
        // The register tells these; no fruit comes from them.
        tree::Event::TreeSurveyed { .. }
        | tree::Event::TagLost { .. }
        | tree::Event::TagFound { .. } => Ok(()),
    }
}

fn tag_fixed(
    db: &Connection,
    fact: &Fact,
    tree: TreeId,
    tag: ShortCode,
    at: Timestamp,
) -> Result<()> {
    let (Some(name), Some((block, ..))) = (tree_name(db, tree)?, facts_of(db, tree)?) else {
        return Ok(());
    };
    let fixed = Step::TagFixed {
        tree: name,
        tag,
        block,
    };
    first(db, fact, at, fixed, None)
}

fn facts_of(db: &Connection, tree: TreeId) -> Result<Option<(BlockId, String, u16)>> {
    db.prepare_cached("SELECT block, variety, planted FROM tree WHERE tree = ?1")?
        .query_row([tree.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            let block = columns.id(BlockId::from_bytes)?;
            Ok((block, columns.plain()?, columns.plain()?))
        })
        .optional()
}
