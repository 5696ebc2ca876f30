//! What adoptions were offered for a loss, what was chosen, and how the choices stand.

use adoption::shortfall::{Remedy, Withdrawal};
use kernel::{AdoptionId, Grams, LossId, Money, PersonId, Timestamp};
use rusqlite::{Result, params};

use super::REMEDIES_MAX;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemedyState {
    /// The buyer may choose.
    Open,
    /// The buyer chose.
    Chosen(Remedy),
    /// Time was up.
    Defaulted(Remedy),
    /// It is no more.
    Withdrawn(Withdrawal),
}

/// An offer of remedies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemedyRow {
    /// The adoption.
    pub adoption: AdoptionId,
    /// Its buyer.
    pub buyer: PersonId,
    /// Which offer, from 1.
    pub offer: u16,
    /// The loss that led to it.
    pub loss: LossId,
    /// What is missing.
    pub shortfall: Grams,
    /// What that is worth.
    pub value: Money,
    /// What may be chosen.
    pub options: Vec<Remedy>,
    /// What happens if nobody chooses.
    pub default: Remedy,
    /// Until when.
    pub choose_by: Timestamp,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// What became of it.
    pub state: RemedyState,
    /// What of chosen fruit could not be had.
    pub unserved: Grams,
    /// When it was chosen, taken by default or withdrawn.
    pub ended_at: Option<Timestamp>,
    /// Whether an open dispute keeps the choice waiting (D 20).
    pub frozen: bool,
}

/// Something that was said to a buyer without a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LossNote {
    /// The loss.
    pub loss: LossId,
    /// More was made good than is missing, and stays; otherwise the buyer bears it by the clause.
    pub stands: bool,
    /// How much.
    pub grams: Grams,
    /// When.
    pub at: Timestamp,
}

/// How offers of a loss ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TallyState {
    /// Nobody chose yet.
    Open,
    /// Chosen.
    Chosen(Remedy),
    /// By default.
    Defaulted(Remedy),
    /// No more.
    Withdrawn,
}

/// How many offers of a loss ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemedyTally {
    /// In which way.
    pub state: TallyState,
    /// How many.
    pub count: u32,
    /// For how much missing fruit.
    pub shortfall: Grams,
    /// Worth.
    pub value: Money,
}

const REMEDY: &str =
    "SELECT r.adoption, a.buyer, r.offer, r.loss, r.shortfall, r.value, r.currency,
    r.options, r.by_default, r.choose_by, r.offered_at, r.state, r.taken, r.withdrawn, r.unserved,
    r.ended_at, EXISTS (SELECT 1 FROM remedy_frozen f WHERE f.adoption = r.adoption)
    FROM remedy r JOIN adoption a ON a.adoption = r.adoption";

fn read_remedy(row: &rusqlite::Row<'_>) -> Result<RemedyRow> {
    let mut columns = Columns::of(row);
    Ok(RemedyRow {
        adoption: columns.id(AdoptionId::from_bytes)?,
        buyer: columns.person()?,
        offer: columns.plain()?,
        loss: columns.id(LossId::from_bytes)?,
        shortfall: columns.grams()?,
        value: columns.money()?,
        options: columns.json()?,
        default: columns.json()?,
        choose_by: columns.time()?,
        offered_at: columns.time()?,
        state: read_state(&mut columns)?,
        unserved: columns.grams()?,
        ended_at: columns.time_or_none()?,
        frozen: columns.plain()?,
    })
}

/// Three columns: state, what was taken, why withdrawn.
fn read_state(columns: &mut Columns<'_, '_>) -> Result<RemedyState> {
    let word: String = columns.plain()?;
    let taken: Option<Remedy> = columns.json_or_none()?;
    let withdrawn: Option<Withdrawal> = columns.json_or_none()?;
    Ok(match (word.as_str(), taken, withdrawn) {
        ("chosen", Some(remedy), _) => RemedyState::Chosen(remedy),
        (_, Some(remedy), _) => RemedyState::Defaulted(remedy),
        (_, None, Some(why)) => RemedyState::Withdrawn(why),
        (_, None, None) => RemedyState::Open,
    })
}

impl ReadModels {
    /// All offers to an adoption, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn remedies_of(&self, adoption: AdoptionId) -> Answer<Vec<RemedyRow>> {
        self.read(|db| {
            db.prepare_cached(&format!("{REMEDY} WHERE r.adoption = ?1 ORDER BY r.offer"))?
                .query_map([adoption.as_bytes()], read_remedy)?
                .collect()
        })
    }

    /// Offers for a loss by adoption, those behind `after`, at most [`REMEDIES_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn remedies_of_loss(
        &self,
        loss: LossId,
        after: Option<(AdoptionId, u16)>,
        limit: usize,
    ) -> Answer<Vec<RemedyRow>> {
        let (adoption, offer) = after.map_or((Vec::new(), 0), |(adoption, offer)| {
            (adoption.as_bytes().to_vec(), offer)
        });
        self.read(|db| {
            db.prepare_cached(&format!(
                "{REMEDY} WHERE r.loss = ?1 AND (r.adoption, r.offer) > (?2, ?3)
                 ORDER BY r.adoption, r.offer LIMIT ?4"
            ))?
            .query_map(
                params![
                    loss.as_bytes(),
                    adoption,
                    offer,
                    page_limit(limit, REMEDIES_MAX)
                ],
                read_remedy,
            )?
            .collect()
        })
    }

    /// How the offers for a loss stand.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn remedy_tally(&self, loss: LossId) -> Answer<Vec<RemedyTally>> {
        self.read(|db| {
            let mut tally: Vec<RemedyTally> = db
                .prepare_cached(
                    "SELECT state, taken, CASE WHEN state = 'withdrawn' THEN '\"corrected\"' END,
                            count(*), sum(shortfall), sum(value), currency
                     FROM remedy WHERE loss = ?1 GROUP BY state, taken, currency",
                )?
                .query_map([loss.as_bytes()], |row| {
                    let mut columns = Columns::of(row);
                    let state = match read_state(&mut columns)? {
                        RemedyState::Open => TallyState::Open,
                        RemedyState::Chosen(remedy) => TallyState::Chosen(remedy),
                        RemedyState::Defaulted(remedy) => TallyState::Defaulted(remedy),
                        RemedyState::Withdrawn(_) => TallyState::Withdrawn,
                    };
                    Ok(RemedyTally {
                        state,
                        count: columns.plain()?,
                        shortfall: columns.grams()?,
                        value: columns.money()?,
                    })
                })?
                .collect::<Result<_>>()?;
            tally.sort_by_key(|one| one.state);
            Ok(tally)
        })
    }

    /// What was said to a buyer without a choice, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn loss_notes(&self, adoption: AdoptionId) -> Answer<Vec<LossNote>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT loss, stands, grams, at FROM loss_note WHERE adoption = ?1 ORDER BY position",
            )?
            .query_map([adoption.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(LossNote {
                    loss: columns.id(LossId::from_bytes)?,
                    stands: columns.plain()?,
                    grams: columns.grams()?,
                    at: columns.time()?,
                })
            })?
            .collect()
        })
    }

    /// Adoptions that heard of a loss, in the order of their ids, those behind `after`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn touched_by(
        &self,
        loss: LossId,
        after: Option<AdoptionId>,
        limit: usize,
    ) -> Answer<Vec<AdoptionId>> {
        let after = after.map_or_else(Vec::new, |adoption| adoption.as_bytes().to_vec());
        self.read(|db| {
            db.prepare_cached(
                "SELECT adoption FROM loss_word WHERE loss = ?1 AND adoption > ?2
                 ORDER BY adoption LIMIT ?3",
            )?
            .query_map(
                params![loss.as_bytes(), after, page_limit(limit, REMEDIES_MAX)],
                |row| Columns::of(row).id(AdoptionId::from_bytes),
            )?
            .collect()
        })
    }
}
