//! The ledger of an adoption's fruit: every fact that changed what it is promised, gets, and has, in grams and in the
//! order of the log. From it a box is explained. Who the adopter is it does not know; kept by `grams/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, BoxId, Grams, LotId, Timestamp, TreeId};
use rusqlite::{OptionalExtension, Result, types::Type};
use traceability::allocation::Policy;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// Most facts of one answer; an adoption has a few dozen.
pub const GRAM_FACTS_MAX: usize = 2_000;

/// What a fact did with grams of an adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GramStep {
    /// So much was promised when it was confirmed.
    Promised,
    /// It was divided: so much of the promise stays with it.
    Kept,
    /// Less is owed, because it was made good otherwise.
    Reduced,
    /// More is owed, from an earlier season.
    CarriedIn,
    /// After a loss the tree's part is expected to give so much.
    Expected,
    /// The division of a lot gave it so much of a tree.
    Allocated,
    /// The surplus of a lot gave it so much of a tree.
    Released,
    /// A box is to hold so much.
    Planned,
    /// A box was packed with so much of a lot.
    Packed,
    /// A box arrived.
    Delivered,
    /// A box is never packed.
    BoxCancelled,
}

impl GramStep {
    /// Every step, in the order of a season.
    pub const ALL: [Self; 11] = [
        Self::Promised,
        Self::Kept,
        Self::Reduced,
        Self::CarriedIn,
        Self::Expected,
        Self::Allocated,
        Self::Released,
        Self::Planned,
        Self::Packed,
        Self::Delivered,
        Self::BoxCancelled,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Kept => "kept",
            Self::Reduced => "reduced",
            Self::CarriedIn => "carried-in",
            Self::Expected => "expected",
            Self::Allocated => "allocated",
            Self::Released => "released",
            Self::Planned => "planned",
            Self::Packed => "packed",
            Self::Delivered => "delivered",
            Self::BoxCancelled => "box-cancelled",
        }
    }
}

/// A fact about grams of an adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GramFact {
    /// Its place in the log.
    pub position: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What it did.
    pub step: GramStep,
    /// How much.
    pub grams: Grams,
    /// Of which lot.
    pub lot: Option<LotId>,
    /// Of which tree.
    pub tree: Option<TreeId>,
    /// In which box.
    pub box_id: Option<BoxId>,
    /// By which policy of division.
    pub policy: Option<Policy>,
}

/// Where an adoption's fruit stands: each sum of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GramSums {
    /// Promised, as it stands after a division.
    pub promised: Grams,
    /// No longer owed.
    pub reduced: Grams,
    /// Owed from earlier seasons.
    pub carried_in: Grams,
    /// Given by divisions and from surplus.
    pub allocated: Grams,
    /// In parcels.
    pub packed: Grams,
    /// At the door.
    pub delivered: Grams,
}

impl GramSums {
    /// Adds up the facts of one adoption.
    #[must_use]
    pub fn of(facts: &[GramFact]) -> Self {
        let mut sums = Self::default();
        for fact in facts {
            let sum = match fact.step {
                GramStep::Kept => {
                    sums.promised = fact.grams;
                    continue;
                }
                GramStep::Promised => &mut sums.promised,
                GramStep::Reduced => &mut sums.reduced,
                GramStep::CarriedIn => &mut sums.carried_in,
                GramStep::Allocated | GramStep::Released => &mut sums.allocated,
                GramStep::Packed => &mut sums.packed,
                GramStep::Delivered => &mut sums.delivered,
                GramStep::Expected | GramStep::Planned | GramStep::BoxCancelled => continue,
            };
            *sum = sum.plus(fact.grams);
        }
        sums
    }

    /// What is owed now.
    #[must_use]
    pub const fn owed(&self) -> Grams {
        self.promised
            .plus(self.carried_in)
            .minus_or_zero(self.reduced)
    }
}

/// The facts that led to one box, in their order: what is promised and owed, what the lots in it gave (all lots, until
/// it is packed), and what was done with the box itself.
#[must_use]
pub fn relevant_to_box(facts: Vec<GramFact>, box_id: BoxId) -> Vec<GramFact> {
    let inside = |fact: &&GramFact| fact.box_id == Some(box_id) && fact.step == GramStep::Packed;
    let packed: Vec<LotId> = facts
        .iter()
        .filter(inside)
        .filter_map(|one| one.lot)
        .collect();
    let relevant = |fact: &GramFact| match fact.step {
        GramStep::Promised
        | GramStep::Kept
        | GramStep::Reduced
        | GramStep::CarriedIn
        | GramStep::Expected => true,
        GramStep::Allocated | GramStep::Released => {
            packed.is_empty() || fact.lot.is_some_and(|lot| packed.contains(&lot))
        }
        GramStep::Planned | GramStep::Packed | GramStep::Delivered | GramStep::BoxCancelled => {
            fact.box_id == Some(box_id)
        }
    };
    facts.into_iter().filter(relevant).collect()
}

/// The lots that facts speak of, in their order.
#[must_use]
pub fn lots_of(facts: &[GramFact]) -> Vec<LotId> {
    let mut lots = Vec::new();
    for lot in facts.iter().filter_map(|one| one.lot) {
        if !lots.contains(&lot) {
            lots.push(lot);
        }
    }
    lots
}

impl ReadModels {
    /// Every fact about grams of an adoption, oldest first, at most [`GRAM_FACTS_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn gram_facts(&self, adoption: AdoptionId) -> Answer<Vec<GramFact>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "SELECT position, at, step, grams, lot, tree, box, policy FROM gram_fact
                 WHERE adoption = ?1 ORDER BY position, line LIMIT {GRAM_FACTS_MAX}"
            ))?
            .query_map([adoption.as_bytes()], |row| {
                read_fact(&mut Columns::of(row))
            })?
            .collect()
        })
    }

    /// Whose box it is, and which number it has; also of one that was cancelled.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn adoption_of_box(&self, box_id: BoxId) -> Answer<Option<(AdoptionId, u8)>> {
        self.read(|db| {
            db.prepare_cached("SELECT adoption, nth FROM planned_box WHERE box = ?1")?
                .query_row([box_id.as_bytes()], |row| {
                    let mut columns = Columns::of(row);
                    Ok((columns.id(AdoptionId::from_bytes)?, columns.plain()?))
                })
                .optional()
        })
    }
}

fn read_fact(columns: &mut Columns<'_, '_>) -> Result<GramFact> {
    Ok(GramFact {
        position: columns.position()?,
        at: columns.time()?,
        step: read_step(columns)?,
        grams: columns.grams()?,
        lot: columns.id_or_none(LotId::from_bytes)?,
        tree: columns.id_or_none(TreeId::from_bytes)?,
        box_id: columns.id_or_none(BoxId::from_bytes)?,
        policy: columns.json_or_none()?,
    })
}

fn read_step(columns: &mut Columns<'_, '_>) -> Result<GramStep> {
    let word: String = columns.plain()?;
    let known = GramStep::ALL.into_iter().find(|step| step.word() == word);
    known.ok_or_else(|| columns.unfit(Type::Text, UnknownStep))
}

/// The table holds a word that no step has.
#[derive(Debug, thiserror::Error)]
#[error("no step of the ledger has this word")]
struct UnknownStep;
