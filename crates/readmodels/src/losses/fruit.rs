//! Who waits for fruit of other trees, which lots have some, and what is owed from the next season.

use kernel::{AdoptionId, Grams, LotId, Money, OrchardId, Season, Timestamp};
use rusqlite::params;

use super::REMEDIES_MAX;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Lots looked at for one adoption.
const LOTS_MAX: usize = 50;

/// What is owed from the next season's harvest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarryOverRow {
    /// On account of which adoption.
    pub adoption: AdoptionId,
    /// Which of its remedies.
    pub remedy: u16,
    /// How much fruit.
    pub grams: Grams,
    /// What was paid for it.
    pub amount: Money,
    /// Until when it must be delivered.
    pub until: Timestamp,
    /// With which later adoption it comes.
    pub into: Option<AdoptionId>,
}

/// What was carried over, with the fruit that it stands for.
const CARRIED: &str = "SELECT c.adoption, c.remedy, coalesce((SELECT r.shortfall FROM remedy r
    WHERE r.adoption = c.adoption AND r.offer = c.remedy), 0), c.amount, c.currency, c.until, c.redeemed_by
    FROM carry_over c";

impl ReadModels {
    /// Confirmed adoptions of an orchard and season that chose fruit of other trees and miss some of it, in the order
    /// in which they chose. `substitutes`: also those who take fruit of any kind.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn waiting_for_fruit(
        &self,
        orchard: OrchardId,
        season: Season,
        substitutes: bool,
    ) -> Answer<Vec<AdoptionId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT r.adoption FROM remedy r
                 JOIN adoption a ON a.adoption = r.adoption JOIN tree t ON t.tree = a.tree
                 WHERE r.taken IN ('\"top-up\"', '\"substitute\"')
                   AND (r.taken = '\"top-up\"' OR ?3)
                   AND a.status = 'confirmed' AND a.season = ?2 AND t.orchard = ?1
                 GROUP BY r.adoption
                 HAVING sum(r.shortfall - r.unserved) > (SELECT coalesce(sum(g.topped_up), 0)
                     FROM allocation g WHERE g.adoption = r.adoption)
                 ORDER BY min(r.ended_position) LIMIT ?4",
            )?
            .query_map(
                params![
                    orchard.as_bytes(),
                    season.year(),
                    substitutes,
                    page_limit(REMEDIES_MAX, REMEDIES_MAX)
                ],
                |row| Columns::of(row).id(AdoptionId::from_bytes),
            )?
            .collect()
        })
    }

    /// Divided lots of an orchard and season with fruit that belongs to nobody, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lots_with_surplus(&self, orchard: OrchardId, season: Season) -> Answer<Vec<LotId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT l.lot FROM lot l WHERE l.orchard = ?1 AND l.surplus > 0
                   AND EXISTS (SELECT 1 FROM lot_tree y WHERE y.lot = l.lot AND y.season = ?2)
                 ORDER BY l.harvested_position LIMIT ?3",
            )?
            .query_map(
                params![
                    orchard.as_bytes(),
                    season.year(),
                    page_limit(LOTS_MAX, LOTS_MAX)
                ],
                |row| Columns::of(row).id(LotId::from_bytes),
            )?
            .collect()
        })
    }

    /// The season that the fruit of a lot counts for; nothing for an unknown lot.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot_seasons(&self, lot: LotId) -> Answer<Vec<Season>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT DISTINCT season FROM lot_tree WHERE lot = ?1 ORDER BY season",
            )?
            .query_map([lot.as_bytes()], |row| Columns::of(row).season())?
            .collect()
        })
    }

    /// What is owed to the buyer of an adoption from earlier seasons of the same orchard, and comes with no adoption yet.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn carried_to(&self, adoption: AdoptionId) -> Answer<Vec<CarryOverRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT c.adoption, c.remedy, coalesce((SELECT r.shortfall FROM remedy r
                     WHERE r.adoption = c.adoption AND r.offer = c.remedy), 0),
                     c.amount, c.currency, c.until, c.redeemed_by
                 FROM adoption n JOIN tree nt ON nt.tree = n.tree
                 JOIN adoption a ON a.buyer = n.buyer AND a.season < n.season
                 JOIN tree t ON t.tree = a.tree AND t.orchard = nt.orchard
                 JOIN carry_over c ON c.adoption = a.adoption
                 WHERE n.adoption = ?1 AND c.state = 'owed' AND c.redeemed_by IS NULL
                 ORDER BY c.until, c.adoption, c.remedy",
            )?
            .query_map([adoption.as_bytes()], read_carry_over)?
            .collect()
        })
    }

    /// What comes with an adoption from earlier seasons and is not delivered.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn carried_with(&self, adoption: AdoptionId) -> Answer<Vec<CarryOverRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{CARRIED} WHERE c.redeemed_by = ?1 AND c.state = 'owed' ORDER BY c.adoption, c.remedy"
            ))?
            .query_map([adoption.as_bytes()], read_carry_over)?
            .collect()
        })
    }

    /// What is owed on account of an adoption from the next season.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn carried_from(&self, adoption: AdoptionId) -> Answer<Vec<CarryOverRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{CARRIED} WHERE c.adoption = ?1 AND c.state = 'owed' ORDER BY c.remedy"
            ))?
            .query_map([adoption.as_bytes()], read_carry_over)?
            .collect()
        })
    }
}

fn read_carry_over(row: &rusqlite::Row<'_>) -> rusqlite::Result<CarryOverRow> {
    let mut columns = Columns::of(row);
    Ok(CarryOverRow {
        adoption: columns.id(AdoptionId::from_bytes)?,
        remedy: columns.plain()?,
        grams: columns.grams()?,
        amount: columns.money()?,
        until: columns.time()?,
        into: columns.id_or_none(AdoptionId::from_bytes)?,
    })
}
