//! The table of plans and tallies, and what changes it.

use adoption::campaign::{Event, SalesPlan};
use adoption::tally;
use kernel::CampaignId;
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::columns::{Columns, kept_json};
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "funding",
    1,
    "CREATE TABLE funding (
         campaign BLOB PRIMARY KEY,
         plan TEXT NOT NULL,
         suspended TEXT,
         counted INTEGER NOT NULL,
         quarters INTEGER NOT NULL,
         raised INTEGER NOT NULL,
         outcome TEXT,
         judged_at INTEGER,
         judge_due INTEGER
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX funding_due ON funding (judge_due) WHERE outcome IS NULL;",
);

pub(crate) fn campaign(db: &Connection, campaign: CampaignId, event: &Event) -> Result<()> {
    match event {
        Event::CampaignDrafted { .. } => {
            db.prepare_cached(
                "INSERT INTO funding (campaign, plan, counted, quarters, raised) VALUES (?1, ?2, 0, 0, 0)",
            )?
            .execute(params![
                campaign.as_bytes(),
                kept_json(&SalesPlan::default())?
            ])?;
            Ok(())
        }
        Event::SalesPlanSet { plan } => keep_plan(db, campaign, plan),
        Event::DeadlineExtended { deadline, at: _ } => {
            let mut plan = plan_of(db, campaign)?;
            if let Some(funding) = &mut plan.funding {
                funding.deadline = *deadline;
            }
            keep_plan(db, campaign, &plan)?;
            due_if_open(db, campaign, &plan)
        }
        Event::CampaignOpened { at: _ } => {
            let plan = plan_of(db, campaign)?;
            due_if_open(db, campaign, &plan)
        }
        Event::IntakeSuspended { cause, at: _ } => suspend(db, campaign, Some(&kept_json(cause)?)),
        Event::IntakeResumed { at: _ } => suspend(db, campaign, None),
        Event::TermsChanged { .. }
        | Event::ContractPublished { .. }
        | Event::ContractRevised { .. }
        | Event::LegalProfileSet { .. }
        | Event::HarvestRuleSet { .. }
        | Event::PhotosPromised { .. }
        | Event::TreesOffered { .. }
        | Event::TreeWithdrawn { .. }
        | Event::CampaignClosed { .. } => Ok(()),
    }
}

fn plan_of(db: &Connection, campaign: CampaignId) -> Result<SalesPlan> {
    let found = db
        .prepare_cached("SELECT plan FROM funding WHERE campaign = ?1")?
        .query_row([campaign.as_bytes()], |row| Columns::of(row).json())
        .optional()?;
    Ok(found.unwrap_or_default())
}

fn keep_plan(db: &Connection, campaign: CampaignId, plan: &SalesPlan) -> Result<()> {
    db.prepare_cached("UPDATE funding SET plan = ?2 WHERE campaign = ?1")?
        .execute(params![campaign.as_bytes(), kept_json(plan)?])?;
    Ok(())
}

/// A draft is never judged: only what people could pay for is.
fn due_if_open(db: &Connection, campaign: CampaignId, plan: &SalesPlan) -> Result<()> {
    let due = plan.funding.as_ref();
    db.prepare_cached("UPDATE funding SET judge_due = ?2 WHERE campaign = ?1")?
        .execute(params![
            campaign.as_bytes(),
            due.map(|funding| funding.judged_at().millis())
        ])?;
    Ok(())
}

fn suspend(db: &Connection, campaign: CampaignId, cause: Option<&str>) -> Result<()> {
    db.prepare_cached("UPDATE funding SET suspended = ?2 WHERE campaign = ?1")?
        .execute(params![campaign.as_bytes(), cause])?;
    Ok(())
}

pub(crate) fn tally(db: &Connection, campaign: CampaignId, event: &tally::Event) -> Result<()> {
    match event {
        tally::Event::AdoptionCounted { .. } => add(db, campaign, 1, 0, 0),
        tally::Event::AdoptionUncounted { .. } => add(db, campaign, -1, 0, 0),
        tally::Event::MoneyCounted {
            quarters, amount, ..
        } => add(db, campaign, 0, i64::from(*quarters), amount.minor),
        tally::Event::MoneyUncounted {
            quarters, amount, ..
        } => add(db, campaign, 0, -i64::from(*quarters), -amount.minor),
        tally::Event::FundingJudged { outcome, at, .. } => {
            db.prepare_cached(
                "UPDATE funding SET outcome = ?2, judged_at = ?3 WHERE campaign = ?1",
            )?
            .execute(params![
                campaign.as_bytes(),
                kept_json(outcome)?,
                at.millis()
            ])?;
            Ok(())
        }
    }
}

fn add(
    db: &Connection,
    campaign: CampaignId,
    counted: i64,
    quarters: i64,
    raised: i64,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE funding SET counted = max(0, counted + ?2), quarters = max(0, quarters + ?3), raised = raised + ?4
         WHERE campaign = ?1",
    )?
    .execute(params![campaign.as_bytes(), counted, quarters, raised])?;
    Ok(())
}
