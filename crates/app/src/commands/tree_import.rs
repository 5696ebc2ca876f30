//! Import of trees and outlines of blocks from a file: a verdict for each row or feature, all of it or nothing, and the
//! same file twice changes nothing.
//!
//! A tree is recognised by its place (orchard, block, row, number): its id is derived from it, so the second import
//! of a row finds the first. Every row is judged before anything is written; one refusal, and nothing is. What is
//! written goes in commits of `ROWS_PER_COMMIT` rows: a program that dies between two of them leaves rows that the
//! next import of the same file finds unchanged.

mod feature;
mod row;
mod table;

use eventlog::StreamName;
use kernel::{BlockId, Decider, OrchardId, ShortCode, Timestamp, TreeId};
use traceability::{
    orchard::{self, Orchard},
    spot::Spot,
    tag::{self, Tag},
    tree::{self, Tree, TreeFacts},
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent, Violation,
    commands::trees::{register_command, register_in},
    permission::{Operator, Signed},
    work::{Work, stream_of},
};

/// Namespace of imported tree ids (UUID version 5 over the place); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.tree.plot");
/// Most rows or features of one file.
pub const ROWS_MAX: usize = 5_000;
/// Largest file, in bytes (4 MiB).
pub const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Rows written in one commit.
const ROWS_PER_COMMIT: usize = 200;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Columns `block,row,number,variety,planted,name` and, if wanted, `rootstock,latitude,longitude` (degrees, WGS-84),
    /// with a line of headings; UTF-8 with or without a byte order mark.
    Csv,
    /// A FeatureCollection of RFC 7946. A Point (or no geometry) is a tree with the columns as its properties; a Polygon
    /// without holes is the outline of the block that its property `block` names.
    GeoJson,
}

/// What to import.
#[derive(Debug, Clone, Copy)]
pub struct TreeFile<'a> {
    /// How it is written.
    pub format: Format,
    /// What it says.
    pub bytes: &'a [u8],
    /// Only to see the verdicts: nothing is written.
    pub trial: bool,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The tree is new.
    Registered {
        /// The tree.
        tree: TreeId,
        /// Its tag code; none while nothing is written.
        code: Option<ShortCode>,
    },
    /// The tree was there; its place or rootstock is new.
    Surveyed {
        /// The tree.
        tree: TreeId,
    },
    /// The block has a new outline.
    Outlined {
        /// The block.
        block: BlockId,
    },
    /// It was there already, with the same facts.
    Unchanged {
        /// The tree; none for a block.
        tree: Option<TreeId>,
    },
    /// The row cannot be taken.
    Refused {
        /// Stable kebab-case code of the reason.
        code: &'static str,
        /// The column at fault, if it is one.
        column: Option<&'static str>,
    },
}

/// The verdict on one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowVerdict {
    /// Line in the table, the headings being line 1; for features, their number from 1.
    pub line: usize,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// A verdict for each row or feature.
    pub rows: Vec<RowVerdict>,
    /// Whether it counts: no trial, and nothing was refused.
    pub written: bool,
}

/// What a row wants to be true.
#[derive(Debug, Clone)]
enum Wanted {
    Tree {
        facts: TreeFacts,
        rootstock: Option<String>,
        spot: Option<Spot>,
    },
    Outline {
        block: BlockId,
        outline: Vec<Spot>,
    },
}

/// A row as it was read.
struct Row {
    line: usize,
    wanted: Result<Wanted, Outcome>,
}

/// Imports trees and outlines into an orchard. `progress` hears how many rows of how many are written.
///
/// # Errors
/// Unknown orchard, a file that is not of its format, too large, or of too many rows.
pub async fn import(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    orchard: OrchardId,
    file: TreeFile<'_>,
    mut progress: impl FnMut(usize, usize),
) -> Result<(Imported, Done), Error> {
    let known = app.load::<Orchard>(&orchard::stream_id(orchard))?;
    if known.registration.is_none() {
        return Err(Error::NotFound);
    }
    if file.bytes.len() > FILE_BYTES_MAX {
        return Err(unreadable("file-too-large"));
    }
    let rows = match file.format {
        Format::Csv => table::read(file.bytes, orchard, &known)?,
        Format::GeoJson => feature::read(file.bytes, orchard, &known)?,
    };
    let mut verdicts = judged(app, intent, orchard, &known, &rows)?;
    let refused = verdicts
        .iter()
        .any(|one| matches!(one.outcome, Outcome::Refused { .. }));
    let mut done = app.done_already();
    if file.trial || refused {
        return Ok((imported(verdicts, false), done));
    }
    let mut written = 0;
    for (index, chunk) in rows.chunks(ROWS_PER_COMMIT).enumerate() {
        let step = step(intent, index);
        let judged = verdicts.iter().skip(written).map(|one| &one.outcome);
        let fresh: Vec<_> = chunk.iter().zip(judged).filter_map(fresh).collect();
        done = app
            .perform(&step, |work| write(work, &step, orchard, &fresh))
            .await?;
        written += chunk.len();
        progress(written, rows.len());
    }
    for verdict in &mut verdicts {
        if let Outcome::Registered { tree, code } = &mut verdict.outcome {
            *code = app.load::<Tree>(&tree::stream_id(*tree))?.tag();
        }
    }
    Ok((imported(verdicts, true), done))
}

const fn imported(rows: Vec<RowVerdict>, written: bool) -> Imported {
    Imported { rows, written }
}

/// The part of the wish that writes so many rows.
fn step(intent: &Intent, index: usize) -> Intent {
    intent.step(&format!("rows/{index}"))
}

/// The row, if there is something to write for it.
fn fresh<'a>((row, outcome): (&'a Row, &Outcome)) -> Option<&'a Wanted> {
    match outcome {
        Outcome::Registered { .. } | Outcome::Surveyed { .. } | Outcome::Outlined { .. } => {
            row.wanted.as_ref().ok()
        }
        Outcome::Unchanged { .. } | Outcome::Refused { .. } => None,
    }
}

/// What would become of every row. A repeat of the same wish gets its first answer: what its own commits have
/// registered is registered, not unchanged.
fn judged(
    app: &App,
    intent: &Intent,
    orchard: OrchardId,
    known: &orchard::State,
    rows: &[Row],
) -> Result<Vec<RowVerdict>, Error> {
    let own = stream_of::<Orchard>(&orchard::stream_id(orchard))?;
    let mut verdicts = Vec::with_capacity(rows.len());
    for (index, chunk) in rows.chunks(ROWS_PER_COMMIT).enumerate() {
        let written = app.written_by(&step(intent, index))?;
        for row in chunk {
            let outcome = match &row.wanted {
                Err(refused) => refused.clone(),
                Ok(Wanted::Outline { block, outline }) => {
                    judge_outline(known, *block, outline, written.contains(&own))
                }
                Ok(Wanted::Tree {
                    facts,
                    rootstock,
                    spot,
                }) => judge_tree(app, intent.now(), (facts, rootstock, *spot), &written)?,
            };
            verdicts.push(RowVerdict {
                line: row.line,
                outcome,
            });
        }
    }
    Ok(verdicts)
}

fn judge_outline(
    known: &orchard::State,
    block: BlockId,
    outline: &[Spot],
    is_own: bool,
) -> Outcome {
    let command = orchard::Command::OutlineBlock {
        block,
        outline: outline.to_vec(),
    };
    match Orchard::decide(known, command) {
        Err(rejection) => refused(rejection.code(), None),
        Ok(events) if events.is_empty() && !is_own => Outcome::Unchanged { tree: None },
        Ok(_) => Outcome::Outlined { block },
    }
}

fn judge_tree(
    app: &App,
    now: Timestamp,
    (facts, rootstock, spot): (&TreeFacts, &Option<String>, Option<Spot>),
    written: &[StreamName],
) -> Result<Outcome, Error> {
    let tree = tree_at(facts);
    let state = app.load::<Tree>(&tree::stream_id(tree))?;
    let is_own = || Ok::<_, Error>(written.contains(&stream_of::<Tree>(&tree::stream_id(tree))?));
    // A registration writes the first tag too, so that this tells registrations from surveys.
    let first = state.tags.first().copied();
    let first = first.unwrap_or(ShortCode::from_seed(0));
    let register = register_command(tree, facts.clone(), first, now);
    let told = match Tree::decide(&state, register) {
        Ok(told) => told,
        Err(rejection) => return Ok(refused(rejection.code(), None)),
    };
    let mut after = (*state).clone();
    for event in &told {
        Tree::evolve(&mut after, event);
    }
    let looked = match Tree::decide(&after, survey_command(rootstock, spot, now)) {
        Ok(looked) => looked,
        Err(rejection) => return Ok(refused(rejection.code(), None)),
    };
    Ok(match (told.is_empty(), looked.is_empty()) {
        (false, _) => Outcome::Registered { tree, code: None },
        (true, false) => Outcome::Surveyed { tree },
        (true, true) if !is_own()? => Outcome::Unchanged { tree: Some(tree) },
        (true, true) if written.contains(&stream_of::<Tag>(&tag::stream_id(first))?) => {
            Outcome::Registered { tree, code: None }
        }
        (true, true) => Outcome::Surveyed { tree },
    })
}

fn survey_command(rootstock: &Option<String>, spot: Option<Spot>, at: Timestamp) -> tree::Command {
    tree::Command::Survey {
        rootstock: rootstock.clone(),
        spot,
        at,
    }
}

/// Makes true what is new of some rows.
fn write(
    work: &mut Work<'_>,
    intent: &Intent,
    orchard: OrchardId,
    fresh: &[&Wanted],
) -> Result<(), Error> {
    for wanted in fresh {
        match wanted {
            Wanted::Tree {
                facts,
                rootstock,
                spot,
            } => {
                let tree = tree_at(facts);
                register_in(work, intent, tree, facts.clone())?;
                let survey = survey_command(rootstock, *spot, intent.now());
                work.decide::<Tree>(&tree::stream_id(tree), survey)?;
            }
            Wanted::Outline { block, outline } => {
                let command = orchard::Command::OutlineBlock {
                    block: *block,
                    outline: outline.clone(),
                };
                work.decide::<Orchard>(&orchard::stream_id(orchard), command)?;
            }
        }
    }
    Ok(())
}

fn tree_at(facts: &TreeFacts) -> TreeId {
    let place = format!(
        "{}/{}/{}/{}",
        facts.orchard, facts.block, facts.row, facts.number
    );
    TreeId::from_bytes(Uuid::new_v5(&NAMESPACE, place.as_bytes()).into_bytes())
}

const fn refused(code: &'static str, column: Option<&'static str>) -> Outcome {
    Outcome::Refused { code, column }
}

/// The whole file cannot be taken.
fn unreadable(code: &'static str) -> Error {
    Error::Invalid(vec![Violation::new("file", code)])
}
