//! Trees: registered one by one, surveyed, retagged. Many at once come through [`super::tree_import`].

use chrono::Datelike;
use kernel::{ShortCode, Timestamp, TreeId};
use traceability::{
    orchard::{self, Orchard},
    spot::Spot,
    tag::{self, Tag},
    tree::{self, Command, Tree, TreeFacts},
};

use crate::{
    App, Done, Error, Intent, Violation,
    permission::{Farmer, Operator, Signed},
    work::Work,
};

/// How many codes are tried before giving up; one collision is already a rarity of 1 in 27 thousand million per tree.
const CODE_ATTEMPTS_MAX: usize = 8;

/// Registers a tree and gives it its tag code.
///
/// # Errors
/// Unknown orchard or block, or facts that cannot stand.
pub async fn register(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    facts: TreeFacts,
) -> Result<(TreeId, Done), Error> {
    let tree = TreeId::from_bytes(intent.bytes("tree"));
    let done = app
        .perform(intent, |work| {
            register_in(work, intent, tree, facts.clone())
        })
        .await?;
    Ok((tree, done))
}

/// Registers a tree within a larger wish.
pub(crate) fn register_in(
    work: &mut Work<'_>,
    intent: &Intent,
    tree: TreeId,
    facts: TreeFacts,
) -> Result<(), Error> {
    let orchard = work.state::<Orchard>(&orchard::stream_id(facts.orchard))?;
    if orchard.registration.is_none() {
        return Err(Error::NotFound);
    }
    if !orchard.blocks.contains_key(&facts.block) {
        return Err(Error::Invalid(vec![Violation::new(
            "block",
            "block-unknown",
        )]));
    }
    let code = free_code(work, intent, tree)?;
    let at = intent.now();
    let register = register_command(tree, facts, code, at);
    if work.decide::<Tree>(&tree::stream_id(tree), register)? {
        work.decide::<Tag>(
            &tag::stream_id(code),
            tag::Command::IssueTag { code, tree, at },
        )?;
    }
    Ok(())
}

pub(crate) fn register_command(
    tree: TreeId,
    facts: TreeFacts,
    code: ShortCode,
    at: Timestamp,
) -> Command {
    Command::RegisterTree {
        tree,
        facts,
        code,
        this_year: u16::try_from(at.utc().year()).unwrap_or_default(),
        at,
    }
}

/// A code that no tree has or had (D 4); for a tree that has one, its own.
fn free_code(work: &mut Work<'_>, intent: &Intent, tree: TreeId) -> Result<ShortCode, Error> {
    if let Some(code) = work.state::<Tree>(&tree::stream_id(tree))?.tag() {
        return Ok(code);
    }
    for attempt in 0..CODE_ATTEMPTS_MAX {
        let code = intent.code(&format!("{tree}/{attempt}"));
        if work.state::<Tag>(&tag::stream_id(code))?.tree.is_none() {
            return Ok(code);
        }
    }
    Err(Error::Busy)
}

/// Gives a tree a new tag; the old code is dead but still leads to the tree's page.
///
/// # Errors
/// Unknown tree, or no reason given.
pub async fn replace_tag(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    tree: TreeId,
    reason: &str,
) -> Result<(ShortCode, Done), Error> {
    let code = intent.code("tag");
    let at = intent.now();
    let done = app
        .perform(intent, |work| {
            let id = tree::stream_id(tree);
            let old = work.state::<Tree>(&id)?.tag().ok_or(Error::NotFound)?;
            let replace = Command::ReplaceTag {
                code,
                reason: reason.trim().to_owned(),
                at,
            };
            if work.decide::<Tree>(&id, replace)? {
                work.decide::<Tag>(&tag::stream_id(old), tag::Command::RetireTag { at })?;
                let issue = tag::Command::IssueTag { code, tree, at };
                work.decide::<Tag>(&tag::stream_id(code), issue)?;
            }
            Ok(())
        })
        .await?;
    Ok((code, done))
}

/// Tells where a tree stands and on what it was grafted; what is left out stays as it is known.
///
/// # Errors
/// Unknown tree or one of another orchard, a rootstock or place that cannot stand.
pub async fn survey(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    tree: TreeId,
    (rootstock, spot): (Option<String>, Option<Spot>),
) -> Result<Done, Error> {
    let at = intent.now();
    of_farmer(app, who, intent, tree, || Command::Survey {
        rootstock: rootstock.clone(),
        spot,
        at,
    })
    .await
}

/// The tag is not on the tree any more; its code still leads to the tree.
///
/// # Errors
/// Unknown tree or one of another orchard.
pub async fn report_tag_lost(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    tree: TreeId,
) -> Result<Done, Error> {
    let at = intent.now();
    of_farmer(app, who, intent, tree, || Command::ReportTagLost { at }).await
}

/// The lost tag hangs again.
///
/// # Errors
/// Unknown tree or one of another orchard.
pub async fn report_tag_found(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    tree: TreeId,
) -> Result<Done, Error> {
    let at = intent.now();
    of_farmer(app, who, intent, tree, || Command::ReportTagFound { at }).await
}

/// What a farmer may say of a tree of their own orchard.
async fn of_farmer(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    tree: TreeId,
    command: impl Fn() -> Command,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = tree::stream_id(tree);
        let state = work.state::<Tree>(&id)?;
        let orchard = state.facts.as_ref().map(|facts| facts.orchard);
        if orchard != Some(who.orchard()) {
            return Err(Error::NotFound);
        }
        work.decide::<Tree>(&id, command())?;
        Ok(())
    })
    .await
}
