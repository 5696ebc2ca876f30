//! How a campaign sells: its plan, what counts towards its goal, whether it takes money now, and what came of it.
//! It does not know who adopts; kept by `funding/apply.rs`.

pub(crate) mod apply;

use adoption::campaign::{SalesPlan, SuspensionCause};
use adoption::tally::Outcome;
use kernel::{CampaignId, Timestamp};
use rusqlite::{OptionalExtension, Result};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// How a campaign sells and fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingRow {
    /// Goal and price phases.
    pub plan: SalesPlan,
    /// Why no adoptions are started now; `None` while they are.
    pub suspended: Option<SuspensionCause>,
    /// Adoptions that count for the price phases, paid or not.
    pub counted: u32,
    /// What is paid for, in quarters of a tree.
    pub quarters: u32,
    /// What is paid, in minor units of the campaign's currency.
    pub raised_minor: i64,
    /// What came of the goal; `None` while that is open.
    pub outcome: Option<Outcome>,
    /// When it was judged.
    pub judged_at: Option<Timestamp>,
    /// People who wait for a share.
    pub waiting: u32,
}

impl ReadModels {
    /// How a campaign sells and fares; `None` when there is no such campaign.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn funding(&self, campaign: CampaignId) -> Answer<Option<FundingRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT f.plan, f.suspended, f.counted, f.quarters, f.raised, f.outcome, f.judged_at,
                        (SELECT count(*) FROM waiting w WHERE w.campaign = f.campaign)
                 FROM funding f WHERE f.campaign = ?1",
            )?
            .query_row([campaign.as_bytes()], |row| read_funding(&mut Columns::of(row)))
            .optional()
        })
    }
}

fn read_funding(columns: &mut Columns<'_, '_>) -> Result<FundingRow> {
    Ok(FundingRow {
        plan: columns.json()?,
        suspended: columns.json_or_none()?,
        counted: columns.plain()?,
        quarters: columns.plain()?,
        raised_minor: columns.plain()?,
        outcome: columns.json_or_none()?,
        judged_at: columns.time_or_none()?,
        waiting: columns.plain()?,
    })
}
