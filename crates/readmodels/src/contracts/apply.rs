//! The tables of contracts and purchases, and what changes them.

use adoption::campaign::{Bilingual, Event};
use adoption::purchase;
use kernel::{AdoptionId, CampaignId, ContentHash, Timestamp};
use rusqlite::{Connection, Result, params};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "contracts",
    2,
    "CREATE TABLE contract (
         position INTEGER PRIMARY KEY,
         campaign BLOB NOT NULL,
         hash BLOB NOT NULL,
         text TEXT NOT NULL,
         published_at INTEGER NOT NULL,
         effective_from INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE campaign_law (
         campaign BLOB PRIMARY KEY,
         profile TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE campaign_harvest_rule (
         campaign BLOB PRIMARY KEY,
         harvest_rule TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE purchase (
         adoption BLOB PRIMARY KEY,
         contract BLOB NOT NULL,
         profile TEXT NOT NULL,
         agreed_at INTEGER NOT NULL,
         cooling_off_until INTEGER
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX contract_campaign ON contract (campaign, position);",
);

pub(crate) fn campaign(
    db: &Connection,
    fact: &Fact,
    campaign: CampaignId,
    event: &Event,
) -> Result<()> {
    match event {
        Event::ContractPublished { hash, text } => {
            let at = fact.recorded_at;
            keep(db, fact, campaign, (hash, text), (at, at))
        }
        Event::ContractRevised {
            hash,
            text,
            effective_from,
            at,
        } => keep(db, fact, campaign, (hash, text), (*at, *effective_from)),
        Event::HarvestRuleSet { harvest_rule } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO campaign_harvest_rule (campaign, harvest_rule) VALUES (?1, ?2)",
            )?
            .execute(params![campaign.as_bytes(), kept_json(harvest_rule)?])?;
            Ok(())
        }
        Event::LegalProfileSet { profile } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO campaign_law (campaign, profile) VALUES (?1, ?2)",
            )?
            .execute(params![campaign.as_bytes(), kept_json(profile)?])?;
            Ok(())
        }
        Event::CampaignDrafted { .. }
        | Event::PhotosPromised { .. }
        | Event::TermsChanged { .. }
        | Event::SalesPlanSet { .. }
        | Event::DeadlineExtended { .. }
        | Event::IntakeSuspended { .. }
        | Event::IntakeResumed { .. }
        | Event::TreesOffered { .. }
        | Event::TreeWithdrawn { .. }
        | Event::CampaignOpened { .. }
        | Event::CampaignClosed { .. } => Ok(()),
    }
}

fn keep(
    db: &Connection,
    fact: &Fact,
    campaign: CampaignId,
    (hash, text): (&ContentHash, &Bilingual),
    (at, from): (Timestamp, Timestamp),
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO contract (position, campaign, hash, text, published_at, effective_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        kept_position(fact.position),
        campaign.as_bytes(),
        hash.as_bytes(),
        kept_json(text)?,
        at.millis(),
        from.millis(),
    ])?;
    Ok(())
}

pub(crate) fn purchase(
    db: &Connection,
    adoption: AdoptionId,
    event: &purchase::Event,
) -> Result<()> {
    match event {
        purchase::Event::PurchaseAgreed {
            adoption: _,
            contract,
            profile,
            at,
        } => {
            db.prepare_cached(
                "INSERT INTO purchase (adoption, contract, profile, agreed_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                adoption.as_bytes(),
                contract.as_bytes(),
                kept_json(profile)?,
                at.millis()
            ])?;
        }
        purchase::Event::CoolingOffBegun { until, at: _ } => {
            db.prepare_cached("UPDATE purchase SET cooling_off_until = ?2 WHERE adoption = ?1")?
                .execute(params![adoption.as_bytes(), until.millis()])?;
        }
    }
    Ok(())
}
