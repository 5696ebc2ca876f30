//! The care of blocks: treatments and work. Kept by `care/apply.rs`.

pub(crate) mod apply;

use kernel::{BlockId, Day, OrchardId, Timestamp, TreeId};
use rusqlite::{Result, params};
use traceability::care::{Treatment, WorkKind};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most entries of one answer.
pub const CARE_MAX: usize = 300;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CareDone {
    /// A product was put on trees.
    Treated {
        /// Which product, how much, when, on which trees.
        treatment: Treatment,
        /// The last day on which nothing is picked.
        waiting_until: Day,
        /// Why it was declared never to have happened, if it was.
        withdrawn: Option<String>,
    },
    /// Work.
    Worked {
        /// What.
        kind: WorkKind,
        /// On which day.
        on: Day,
        /// What else was said.
        note: String,
    },
}

/// An entry of a block's care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareRow {
    /// The block.
    pub block: BlockId,
    /// The block's name.
    pub block_name: String,
    /// Its number within the block.
    pub entry: u32,
    /// Its place in the log.
    pub position: u64,
    /// What was done.
    pub done: CareDone,
    /// When it was noted.
    pub at: Timestamp,
}

const ENTRY: &str =
    "SELECT c.block, b.name, c.entry, c.position, c.treatment, c.waiting_until, c.withdrawn,
    c.work, c.on_day, c.note, c.at FROM care_entry c JOIN block b ON b.block = c.block";

impl ReadModels {
    /// The care of an orchard's blocks, newest first, at most [`CARE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn care_of_orchard(&self, orchard: OrchardId) -> Answer<Vec<CareRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{ENTRY} WHERE c.orchard = ?1 ORDER BY c.position DESC LIMIT {CARE_MAX}"
            ))?
            .query_map([orchard.as_bytes()], |row| {
                read_entry(&mut Columns::of(row))
            })?
            .collect()
        })
    }

    /// What was noted of the weather in a tree's block, newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn weather_of(&self, tree: TreeId, limit: usize) -> Answer<Vec<(Day, String)>> {
        self.read(|db| {
            let weather = serde_json::to_string(&WorkKind::Weather).unwrap_or_default();
            db.prepare_cached(
                "SELECT c.on_day, c.note FROM care_entry c JOIN tree t ON t.block = c.block
                 WHERE t.tree = ?1 AND c.work = ?2 AND c.note <> ''
                 ORDER BY c.on_day DESC, c.position DESC LIMIT ?3",
            )?
            .query_map(
                params![tree.as_bytes(), weather, page_limit(limit, CARE_MAX)],
                |row| {
                    let mut columns = Columns::of(row);
                    Ok((columns.day()?, columns.plain()?))
                },
            )?
            .collect()
        })
    }

    /// The treatments that touched a tree, newest first, also those that were declared never to have happened.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn treatments_of(&self, tree: TreeId) -> Answer<Vec<CareRow>> {
        self.read(|db| {
            let rows: Result<Vec<CareRow>> = db
                .prepare_cached(&format!(
                    "{ENTRY} JOIN tree t ON t.block = c.block
                     WHERE t.tree = ?1 AND c.treatment IS NOT NULL
                     ORDER BY c.position DESC LIMIT {CARE_MAX}"
                ))?
                .query_map(params![tree.as_bytes()], |row| {
                    read_entry(&mut Columns::of(row))
                })?
                .collect();
            let touches = |row: &CareRow| match &row.done {
                CareDone::Treated { treatment, .. } => treatment.touches(tree),
                CareDone::Worked { .. } => false,
            };
            Ok(rows?.into_iter().filter(touches).collect())
        })
    }
}

fn read_entry(columns: &mut Columns<'_, '_>) -> Result<CareRow> {
    let block = columns.id(BlockId::from_bytes)?;
    let (block_name, entry, position) = (columns.plain()?, columns.plain()?, columns.position()?);
    let treatment: Option<Treatment> = columns.json_or_none()?;
    let waiting_until: Day = columns.day()?;
    let withdrawn = columns.plain()?;
    let kind: Option<WorkKind> = columns.json_or_none()?;
    let (on, note) = (columns.day()?, columns.plain()?);
    let done = match (treatment, kind) {
        (Some(treatment), _) => CareDone::Treated {
            treatment,
            waiting_until,
            withdrawn,
        },
        (None, kind) => CareDone::Worked {
            kind: kind.unwrap_or(WorkKind::Weeding),
            on,
            note,
        },
    };
    Ok(CareRow {
        block,
        block_name,
        entry,
        position,
        done,
        at: columns.time()?,
    })
}
