//! The contracts of a campaign by version, the law it falls under, how its harvest will be divided, and what each purchase agreed to.
//! It does not know who bought; kept by `contracts/apply.rs`.

pub(crate) mod apply;

use adoption::campaign::{Bilingual, HarvestRule, LegalProfile};
use kernel::{AdoptionId, CampaignId, ContentHash, Timestamp};
use rusqlite::{OptionalExtension, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// A contract of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractVersion {
    /// SHA-256 of the text.
    pub hash: ContentHash,
    /// The text in both languages.
    pub text: Bilingual,
    /// When it was published.
    pub published_at: Timestamp,
    /// From when on it counts; that of a draft counts from its publication.
    pub effective_from: Timestamp,
}

/// What a purchase agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PurchaseRow {
    /// The contract.
    pub contract: ContentHash,
    /// The law it falls under.
    pub profile: LegalProfile,
    /// When it was agreed; with it that fresh fruit cannot be returned (D 7).
    pub agreed_at: Timestamp,
    /// Until when the buyer may withdraw for all of the money; `None` before payment or without such days.
    pub cooling_off_until: Option<Timestamp>,
}

const CONTRACT: &str = "SELECT hash, text, published_at, effective_from FROM contract";

impl ReadModels {
    /// All contracts of a campaign, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn contracts(&self, campaign: CampaignId) -> Answer<Vec<ContractVersion>> {
        self.read(|db| {
            db.prepare_cached(&format!("{CONTRACT} WHERE campaign = ?1 ORDER BY position"))?
                .query_map([campaign.as_bytes()], |row| {
                    read_contract(&mut Columns::of(row))
                })?
                .collect()
        })
    }

    /// The contract that an adoption begun at this moment is under (D 6); `None` before the first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn contract_at(
        &self,
        campaign: CampaignId,
        now: Timestamp,
    ) -> Answer<Option<ContractVersion>> {
        self.read(|db| {
            let sql = format!(
                "{CONTRACT} WHERE campaign = ?1 AND effective_from <= ?2
                 ORDER BY position DESC LIMIT 1"
            );
            db.prepare_cached(&sql)?
                .query_row(params![campaign.as_bytes(), now.millis()], |row| {
                    read_contract(&mut Columns::of(row))
                })
                .optional()
        })
    }

    /// The law a campaign was said to fall under; `None` where nothing was said.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn legal_profile(&self, campaign: CampaignId) -> Answer<Option<LegalProfile>> {
        self.read(|db| {
            db.prepare_cached("SELECT profile FROM campaign_law WHERE campaign = ?1")?
                .query_row([campaign.as_bytes()], |row| Columns::of(row).json())
                .optional()
        })
    }

    /// How the harvest of a campaign's trees will be divided.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn harvest_rule(&self, campaign: CampaignId) -> Answer<HarvestRule> {
        self.read(|db| {
            let found = db
                .prepare_cached(
                    "SELECT harvest_rule FROM campaign_harvest_rule WHERE campaign = ?1",
                )?
                .query_row([campaign.as_bytes()], |row| Columns::of(row).json())
                .optional()?;
            Ok(found.unwrap_or_default())
        })
    }

    /// What a purchase agreed to; `None` before that, and for those of a program that knew no profiles.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn purchase(&self, adoption: AdoptionId) -> Answer<Option<PurchaseRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT contract, profile, agreed_at, cooling_off_until FROM purchase WHERE adoption = ?1",
            )?
            .query_row([adoption.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(PurchaseRow {
                    contract: columns.hash()?,
                    profile: columns.json()?,
                    agreed_at: columns.time()?,
                    cooling_off_until: columns.time_or_none()?,
                })
            })
            .optional()
        })
    }
}

fn read_contract(columns: &mut Columns<'_, '_>) -> Result<ContractVersion> {
    Ok(ContractVersion {
        hash: columns.hash()?,
        text: columns.json()?,
        published_at: columns.time()?,
        effective_from: columns.time()?,
    })
}
