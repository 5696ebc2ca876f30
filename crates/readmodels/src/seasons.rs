//! Which farms have an account for which season, and whose settlement waits for an answer. It does not know sums;
//! kept by `seasons/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, FarmId, Season};
use rusqlite::params;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// A farm's season.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FarmSeason {
    /// The farm.
    pub farm: FarmId,
    /// The season.
    pub season: Season,
    /// The settlement that waits for the farm's answer.
    pub proposed: Option<u32>,
    /// Why the farm did not agree to the last one.
    pub disputed: Option<String>,
}

impl ReadModels {
    /// All farms' seasons with agreed terms, the newest season first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn farm_seasons(&self) -> Answer<Vec<FarmSeason>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT farm, season, proposed, disputed FROM farm_season
                 ORDER BY season DESC, farm",
            )?
            .query_map([], |row| {
                let mut columns = Columns::of(row);
                Ok(FarmSeason {
                    farm: columns.id(FarmId::from_bytes)?,
                    season: columns.season()?,
                    proposed: columns.plain()?,
                    disputed: columns.plain()?,
                })
            })?
            .collect()
        })
    }

    /// The confirmed adoptions of a farm's trees in a season, in the order of their ids: what covers its advance
    /// (D 17).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn confirmed_adoptions_of_farm(
        &self,
        farm: FarmId,
        season: Season,
    ) -> Answer<Vec<AdoptionId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT a.adoption FROM adoption a
                 JOIN tree t ON t.tree = a.tree
                 JOIN orchard o ON o.orchard = t.orchard
                 WHERE o.farm = ?1 AND a.season = ?2 AND a.status = 'confirmed'
                 ORDER BY a.adoption",
            )?
            .query_map(params![farm.as_bytes(), season.year()], |row| {
                Columns::of(row).id(AdoptionId::from_bytes)
            })?
            .collect()
        })
    }
}
