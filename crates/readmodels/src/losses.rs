//! Losses: what happened to which trees, what it is held to be, who was offered what for it and chose what. It does not
//! know money beyond the worth of missing fruit; kept by `losses/apply.rs`.

pub(crate) mod apply;
mod fruit;
mod offers;

use kernel::{ContentHash, LossId, OrchardId, PersonId, Season, Timestamp, TreeId};
use rusqlite::{OptionalExtension, Result, params};
use traceability::loss::{Cause, Correction, Expectation};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

pub use fruit::CarryOverRow;
pub use offers::{LossNote, RemedyRow, RemedyState, RemedyTally, TallyState};

/// Most losses one answer holds.
pub const LOSSES_MAX: usize = 200;
/// Most offers one answer holds.
pub const REMEDIES_MAX: usize = 500;

/// A loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossRow {
    /// The loss.
    pub loss: LossId,
    /// Where.
    pub orchard: OrchardId,
    /// The orchard's name.
    pub orchard_name: String,
    /// Of which harvest.
    pub season: Season,
    /// The block's name, if a whole block suffered.
    pub block_name: Option<String>,
    /// What did it.
    pub cause: Cause,
    /// How much was thought to be lost, in per cent.
    pub degree_percent: u8,
    /// In the farmer's words.
    pub note: Option<String>,
    /// Photos of the declaration.
    pub evidence: Vec<ContentHash>,
    /// Who declared it.
    pub by: PersonId,
    /// When.
    pub declared_at: Timestamp,
    /// How many trees.
    pub trees: u32,
    /// What is held to be true; nothing before the assessment.
    pub standing: Option<LossStanding>,
    /// The newest correction.
    pub correction: Option<Correction>,
}

/// What is held to be true of a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossStanding {
    /// Which word it is, from 1.
    pub revision: u16,
    /// What the trees are expected to give; nothing when there was no loss.
    pub expected: Option<Expectation>,
    /// Until when those who are affected may choose.
    pub choose_by: Timestamp,
    /// When it was said.
    pub at: Timestamp,
}

/// A loss that a photo is evidence of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LossPhoto {
    /// The loss.
    pub loss: LossId,
    /// Where.
    pub orchard: OrchardId,
    /// Who declared it.
    pub by: PersonId,
}

const LOSS: &str = "SELECT l.loss, l.orchard, o.name, l.season, b.name, l.cause, l.degree, l.note,
    l.evidence, l.declared_by, l.declared_at, l.trees, l.revision, l.expected, l.choose_by,
    l.said_at, l.correction
    FROM loss l JOIN orchard o ON o.orchard = l.orchard LEFT JOIN block b ON b.block = l.block";

fn read_loss(row: &rusqlite::Row<'_>) -> Result<LossRow> {
    let mut columns = Columns::of(row);
    Ok(LossRow {
        loss: columns.id(LossId::from_bytes)?,
        orchard: columns.id(OrchardId::from_bytes)?,
        orchard_name: columns.plain()?,
        season: columns.season()?,
        block_name: columns.plain()?,
        cause: columns.json()?,
        degree_percent: columns.plain()?,
        note: columns.plain()?,
        evidence: columns.json()?,
        by: columns.person()?,
        declared_at: columns.time()?,
        trees: columns.plain()?,
        standing: read_standing(&mut columns)?,
        correction: columns.json_or_none()?,
    })
}

fn read_standing(columns: &mut Columns<'_, '_>) -> Result<Option<LossStanding>> {
    let revision: Option<u16> = columns.plain()?;
    let expected = columns.json_or_none()?;
    let choose_by = columns.time_or_none()?;
    let at = columns.time_or_none()?;
    let known = revision.zip(choose_by).zip(at);
    Ok(known.map(|((revision, choose_by), at)| LossStanding {
        revision,
        expected,
        choose_by,
        at,
    }))
}

impl ReadModels {
    /// Losses, newest first: of an orchard, or all.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn losses(&self, orchard: Option<OrchardId>) -> Answer<Vec<LossRow>> {
        self.read(|db| {
            let limit = page_limit(LOSSES_MAX, LOSSES_MAX);
            let orchard = orchard.map(|orchard| *orchard.as_bytes());
            db.prepare_cached(&format!(
                "{LOSS} WHERE ?1 IS NULL OR l.orchard = ?1
                 ORDER BY l.declared_position DESC LIMIT ?2"
            ))?
            .query_map(params![orchard, limit], read_loss)?
            .collect()
        })
    }

    /// One loss.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn loss(&self, loss: LossId) -> Answer<Option<LossRow>> {
        self.read(|db| {
            db.prepare_cached(&format!("{LOSS} WHERE l.loss = ?1"))?
                .query_row([loss.as_bytes()], read_loss)
                .optional()
        })
    }

    /// Losses of a tree in a season that were assessed, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn losses_of_tree(&self, tree: TreeId, season: Season) -> Answer<Vec<LossId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT l.loss FROM loss_tree s JOIN loss l ON l.loss = s.loss
                 WHERE s.tree = ?1 AND l.season = ?2 AND l.revision IS NOT NULL
                 ORDER BY l.declared_position",
            )?
            .query_map(params![tree.as_bytes(), season.year()], |row| {
                Columns::of(row).id(LossId::from_bytes)
            })?
            .collect()
        })
    }

    /// The losses that a photo is evidence of.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn losses_of_photo(&self, photo: ContentHash) -> Answer<Vec<LossPhoto>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT l.loss, l.orchard, l.declared_by FROM loss_photo p
                 JOIN loss l ON l.loss = p.loss WHERE p.photo = ?1",
            )?
            .query_map([photo.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(LossPhoto {
                    loss: columns.id(LossId::from_bytes)?,
                    orchard: columns.id(OrchardId::from_bytes)?,
                    by: columns.person()?,
                })
            })?
            .collect()
        })
    }

    /// Whether a person holds an adoption that the loss touches.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn is_touched(&self, loss: LossId, person: PersonId) -> Answer<bool> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM loss_word w JOIN adoption a ON a.adoption = w.adoption
                 WHERE w.loss = ?1 AND a.buyer = ?2)",
            )?
            .query_row(params![loss.as_bytes(), person.as_bytes()], |row| {
                row.get(0)
            })
        })
    }
}
