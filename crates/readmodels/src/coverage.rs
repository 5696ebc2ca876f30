//! Whether the fruit that was promised can be expected: promised grams against the forecast, campaign by campaign (D 5).
//! It asks tables of others.

use adoption::campaign::Bilingual;
use kernel::{CampaignId, Grams, Season};

use crate::error::Answer;
use crate::read_models::ReadModels;

/// One whole, in hundredths.
const PERCENT: u64 = 100;

/// What a campaign promised and what may be expected of its trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its title.
    pub title: Bilingual,
    /// Its season.
    pub season: Season,
    /// Promised to paid adoptions.
    pub promised: Grams,
    /// What the offered trees are expected to bear.
    pub forecast: Grams,
    /// How much of the forecast may be promised, in hundredths.
    pub cover_percent: u8,
    /// Picked so far.
    pub harvested: Grams,
}

impl Coverage {
    /// What may be promised: the forecast times the cover.
    #[must_use]
    pub fn allowed(&self) -> Grams {
        let covered = u128::from(self.forecast.0) * u128::from(self.cover_percent);
        Grams(u64::try_from(covered / u128::from(PERCENT)).unwrap_or(u64::MAX))
    }

    /// Whether more is promised than may be.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.promised > self.allowed()
    }
}

impl ReadModels {
    /// The coverage of every campaign with offered trees, newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn coverage(&self) -> Answer<Vec<Coverage>> {
        let promises = self.promised_vs_harvested()?;
        let cards = self.campaigns(true)?;
        let covered = promises.into_iter().filter_map(|promise| {
            let card = cards
                .iter()
                .find(|card| card.campaign == promise.campaign)?;
            let each = card.terms.forecast_grams_per_tree.0;
            Some(Coverage {
                campaign: promise.campaign,
                title: promise.title,
                season: promise.season,
                promised: promise.promised,
                forecast: Grams(each.saturating_mul(card.trees_offered)),
                cover_percent: card.terms.cover_percent,
                harvested: promise.harvested,
            })
        });
        Ok(covered.filter(|one| one.forecast.0 > 0).collect())
    }
}
