//! Import of trees from CSV: a verdict per row, and the same file twice changes nothing.
//!
//! A tree is recognised by its place (orchard, block, row, number): its id is derived from it, so the second import
//! of a row finds the first. Columns: `block,row,number,variety,planted,name`; a first line of headings is required,
//! UTF-8 with or without a byte order mark.

use std::collections::HashSet;

use eventlog::StreamName;
use kernel::{BlockId, Decider, OrchardId, ShortCode, TreeId};
use traceability::{
    orchard::{self, Orchard},
    tree::{self, Tree, TreeFacts},
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent, Violation,
    commands::trees::{register_command, register_in},
    permission::{Operator, Signed},
    work::stream_of,
};

/// Namespace of imported tree ids (UUID version 5 over the place); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.tree.plot");
/// Most rows of one file.
pub const ROWS_MAX: usize = 5_000;
/// Rows registered in one commit.
const ROWS_PER_COMMIT: usize = 200;
/// The columns, in any order.
const COLUMNS: [&str; 6] = ["block", "row", "number", "variety", "planted", "name"];

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The tree was registered.
    Registered {
        /// The new tree.
        tree: TreeId,
        /// Its tag code.
        code: ShortCode,
    },
    /// The tree was there already, with the same facts.
    Unchanged {
        /// The tree.
        tree: TreeId,
    },
    /// The row was not taken.
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
    /// Line in the file, the headings being line 1.
    pub line: usize,
    /// What became of it.
    pub outcome: Outcome,
}

struct Row {
    line: usize,
    facts: Result<TreeFacts, Outcome>,
}

/// Imports trees into an orchard. Rows that cannot be taken are told and skipped; the others are registered.
///
/// # Errors
/// Unknown orchard, a file that is no CSV of the expected columns, or too many rows.
pub async fn import(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    orchard: OrchardId,
    csv: &[u8],
) -> Result<(Vec<RowVerdict>, Done), Error> {
    let known = app.load::<Orchard>(&orchard::stream_id(orchard))?;
    if known.registration.is_none() {
        return Err(Error::NotFound);
    }
    let rows = read_rows(csv, orchard, &known)?;
    let mut verdicts = Vec::with_capacity(rows.len());
    let mut done = app.done_already();
    for (index, chunk) in rows.chunks(ROWS_PER_COMMIT).enumerate() {
        let step = intent.step(&format!("rows/{index}"));
        let written = app.written_by(&step)?;
        let mut fresh = Vec::new();
        for row in chunk {
            verdicts.push(RowVerdict {
                line: row.line,
                outcome: judge(app, row, &written, &mut fresh)?,
            });
        }
        done = app
            .perform(&step, |work| {
                for (tree, facts) in &fresh {
                    register_in(work, &step, *tree, facts.clone())?;
                }
                Ok(())
            })
            .await?;
    }
    for verdict in &mut verdicts {
        if let Outcome::Registered { tree, code } = &mut verdict.outcome {
            let state = app.load::<Tree>(&tree::stream_id(*tree))?;
            *code = state.tag().unwrap_or(*code);
        }
    }
    Ok((verdicts, done))
}

/// What becomes of a row; a tree to register is put into `fresh`. A repeat of the same wish gets its first answer:
/// what its own commit `written` has registered is registered, not unchanged.
fn judge(
    app: &App,
    row: &Row,
    written: &[StreamName],
    fresh: &mut Vec<(TreeId, TreeFacts)>,
) -> Result<Outcome, Error> {
    let facts = match &row.facts {
        Ok(facts) => facts,
        Err(refused) => return Ok(refused.clone()),
    };
    let tree = tree_at(facts);
    let state = app.load::<Tree>(&tree::stream_id(tree))?;
    match &state.facts {
        Some(same) if same == facts => {
            let own = stream_of::<Tree>(&tree::stream_id(tree))?;
            let code = state.tag().filter(|_| written.contains(&own));
            Ok(match code {
                Some(code) => Outcome::Registered { tree, code },
                None => Outcome::Unchanged { tree },
            })
        }
        Some(_) => Ok(refused("tree-exists", None)),
        None => {
            let code = ShortCode::from_seed(0);
            let register = register_command(tree, facts.clone(), code, app.now());
            if let Err(rejection) = Tree::decide(&state, register) {
                return Ok(refused(rejection.code(), None));
            }
            fresh.push((tree, facts.clone()));
            Ok(Outcome::Registered { tree, code })
        }
    }
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

fn read_rows(csv: &[u8], orchard: OrchardId, known: &orchard::State) -> Result<Vec<Row>, Error> {
    let text = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text);
    let invalid = |code| Error::Invalid(vec![Violation::new("file", code)]);
    let headings = reader
        .headers()
        .map_err(|_| invalid("csv-malformed"))?
        .clone();
    let column = |name: &str| {
        headings
            .iter()
            .position(|heading| heading.eq_ignore_ascii_case(name))
    };
    let mut places = [0; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        *place = column(name).ok_or_else(|| invalid("csv-column-missing"))?;
    }
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        if index >= ROWS_MAX {
            return Err(invalid("csv-too-many-rows"));
        }
        let line = match &record {
            Ok(record) => record.position().map(csv::Position::line),
            Err(error) => error.position().map(csv::Position::line),
        };
        let facts = match record {
            Ok(record) => read_row(&record, places, orchard, known),
            Err(_) => Err(refused("csv-malformed", None)),
        };
        let facts = facts.and_then(|facts| {
            let first = seen.insert((facts.block, facts.row, facts.number));
            first.then_some(facts).ok_or(refused("row-repeated", None))
        });
        let line = line.and_then(|line| usize::try_from(line).ok());
        rows.push(Row {
            line: line.unwrap_or(index + 2),
            facts,
        });
    }
    Ok(rows)
}

fn read_row(
    record: &csv::StringRecord,
    places: [usize; COLUMNS.len()],
    orchard: OrchardId,
    known: &orchard::State,
) -> Result<TreeFacts, Outcome> {
    let cell = |index: usize| {
        let text = record.get(places[index]).unwrap_or_default();
        (!text.is_empty())
            .then_some(text)
            .ok_or(refused("required", Some(COLUMNS[index])))
    };
    let number = |index: usize| {
        let parsed = cell(index)?.parse::<u16>();
        parsed.map_err(|_| refused("not-a-number", Some(COLUMNS[index])))
    };
    Ok(TreeFacts {
        orchard,
        block: block_named(known, cell(0)?).ok_or(refused("block-unknown", Some("block")))?,
        row: number(1)?,
        number: number(2)?,
        variety: cell(3)?.to_owned(),
        planted: number(4)?,
        name: cell(5)?.to_owned(),
    })
}

fn block_named(known: &orchard::State, name: &str) -> Option<BlockId> {
    let found = known
        .blocks
        .iter()
        .find(|(_, block)| block.as_str() == name)?;
    Some(*found.0)
}
