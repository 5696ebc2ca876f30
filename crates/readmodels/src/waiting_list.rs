//! Who waits for a share of a campaign, and to whom one is offered now. Kept by `waiting_list/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, CampaignId, PersonId, Timestamp};
use rusqlite::{OptionalExtension, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// Where a person stands in a campaign's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Does not wait.
    Outside,
    /// Waits.
    Waiting {
        /// How many come first, this person included.
        place: u32,
    },
    /// May adopt now.
    Offered {
        /// The adoption that holds the share.
        adoption: AdoptionId,
        /// When the offer ends.
        until: Timestamp,
    },
}

impl ReadModels {
    /// Where a person stands in the line of a campaign.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn standing(&self, campaign: CampaignId, person: PersonId) -> Answer<Standing> {
        self.read(|db| {
            let both = params![campaign.as_bytes(), person.as_bytes()];
            let offered = db
                .prepare_cached(
                    "SELECT adoption, until FROM waiting_offer WHERE campaign = ?1 AND person = ?2
                     ORDER BY until DESC LIMIT 1",
                )?
                .query_row(both, |row| {
                    let mut columns = Columns::of(row);
                    Ok(Standing::Offered {
                        adoption: columns.id(AdoptionId::from_bytes)?,
                        until: columns.time()?,
                    })
                })
                .optional()?;
            if let Some(offered) = offered {
                return Ok(offered);
            }
            let place: u32 = db
                .prepare_cached(
                    "SELECT count(*) FROM waiting WHERE campaign = ?1 AND number <=
                         (SELECT number FROM waiting WHERE campaign = ?1 AND person = ?2)",
                )?
                .query_row(both, |row| row.get(0))?;
            Ok(match place {
                0 => Standing::Outside,
                place => Standing::Waiting { place },
            })
        })
    }

    /// Whether anybody waits for a share of a campaign.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn anybody_waits(&self, campaign: CampaignId) -> Answer<bool> {
        self.read(|db| {
            db.prepare_cached("SELECT EXISTS (SELECT 1 FROM waiting WHERE campaign = ?1)")?
                .query_row([campaign.as_bytes()], |row| row.get(0))
        })
    }
}
