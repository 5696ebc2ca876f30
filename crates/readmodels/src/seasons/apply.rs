//! The table of farms' seasons: which accounts there are. Sums are in the accounts' own streams.

use kernel::{FarmId, Season};
use rusqlite::{Connection, Result, params};
use settlement::farmer_account::Event;

use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "seasons",
    1,
    "CREATE TABLE farm_season (
         farm BLOB NOT NULL,
         season INTEGER NOT NULL,
         proposed INTEGER,
         disputed TEXT,
         PRIMARY KEY (farm, season)
     ) STRICT, WITHOUT ROWID;",
    "",
);

pub(crate) fn account(db: &Connection, farm: FarmId, season: Season, event: &Event) -> Result<()> {
    let (proposed, disputed) = match event {
        Event::FarmerTermsAgreed { .. } => {
            db.prepare_cached("INSERT OR IGNORE INTO farm_season (farm, season) VALUES (?1, ?2)")?
                .execute(params![farm.as_bytes(), season.year()])?;
            return Ok(());
        }
        Event::SettlementProposed { number, .. } => (Some(*number), None),
        Event::SettlementAgreed { .. } => (None, None),
        Event::SettlementDisputed { reason, .. } => (None, Some(reason.as_str())),
        Event::AdvanceCovered { .. }
        | Event::AdvanceUncovered { .. }
        | Event::AdvanceGranted { .. }
        | Event::FarmerEarned { .. }
        | Event::FarmerCharged { .. }
        | Event::EarningsFrozen { .. }
        | Event::EarningsUnfrozen { .. }
        | Event::HoldbackReleased { .. }
        | Event::FarmerPaid { .. }
        | Event::FarmerNotPaid { .. } => return Ok(()),
    };
    db.prepare_cached(
        "UPDATE farm_season SET proposed = ?3, disputed = ?4 WHERE farm = ?1 AND season = ?2",
    )?
    .execute(params![farm.as_bytes(), season.year(), proposed, disputed])?;
    Ok(())
}
