//! The tables of campaigns, offered trees and shares, and what changes the first two. Shares are in `shares.rs`.

use adoption::campaign::{Bilingual, Event, Terms};
use kernel::{CampaignId, ContentHash, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::tree;

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "catalogue",
    2,
    "CREATE TABLE campaign (
         drafted_position INTEGER PRIMARY KEY,
         campaign BLOB NOT NULL UNIQUE,
         orchard BLOB NOT NULL,
         season INTEGER NOT NULL,
         title TEXT NOT NULL,
         story TEXT NOT NULL,
         terms TEXT NOT NULL,
         shares_per_tree INTEGER NOT NULL,
         ship_from TEXT NOT NULL,
         ship_until TEXT NOT NULL,
         status TEXT NOT NULL,
         contract_hash BLOB,
         contract_text TEXT,
         trees_offered INTEGER NOT NULL,
         harvested INTEGER NOT NULL,
         cover BLOB,
         cover_at INTEGER,
         opened_at INTEGER,
         closed_at INTEGER
     ) STRICT;
     CREATE TABLE campaign_variety (
         campaign BLOB NOT NULL,
         variety TEXT NOT NULL,
         trees INTEGER NOT NULL,
         PRIMARY KEY (campaign, variety)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE offered_tree (
         campaign BLOB NOT NULL,
         tree BLOB NOT NULL,
         PRIMARY KEY (campaign, tree)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX offered_tree_tree ON offered_tree (tree);
     CREATE TABLE share (
         tree BLOB NOT NULL,
         season INTEGER NOT NULL,
         number INTEGER NOT NULL,
         parts INTEGER NOT NULL,
         campaign BLOB NOT NULL,
         adoption BLOB NOT NULL,
         holder BLOB NOT NULL,
         state TEXT NOT NULL,
         held_until INTEGER,
         PRIMARY KEY (tree, season, number)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX share_campaign ON share (campaign, state, parts, number);
     CREATE INDEX share_due ON share (held_until) WHERE state = 'held';",
);

pub(crate) fn campaign(
    db: &Connection,
    fact: &Fact,
    campaign: CampaignId,
    event: &Event,
) -> Result<()> {
    match event {
        Event::CampaignDrafted {
            campaign: _,
            orchard,
            season,
            title,
            story,
            terms,
        } => {
            db.prepare_cached(
                "INSERT INTO campaign (drafted_position, campaign, orchard, season, title, story, terms,
                     shares_per_tree, ship_from, ship_until, status, trees_offered, harvested)
                 VALUES (?1, ?2, ?3, ?4, '', '', '', 0, '', '', 'draft', 0, 0)",
            )?
            .execute(params![
                kept_position(fact.position),
                campaign.as_bytes(),
                orchard.as_bytes(),
                season.year(),
            ])?;
            set_terms(db, campaign, title, story, terms)
        }
        Event::TermsChanged {
            title,
            story,
            terms,
        } => set_terms(db, campaign, title, story, terms),
        Event::ContractPublished { hash, text } => publish(db, campaign, *hash, text),
        Event::TreesOffered { trees } => {
            trees.iter().try_for_each(|tree| offer(db, campaign, *tree))
        }
        Event::TreeWithdrawn { tree } => withdraw(db, campaign, *tree),
        // A later contract stands in its own history (`contracts.rs`); here stays the one the sale began with.
        Event::ContractRevised { .. }
        | Event::LegalProfileSet { .. }
        | Event::HarvestRuleSet { .. }
        | Event::PhotosPromised { .. }
        | Event::SalesPlanSet { .. }
        | Event::DeadlineExtended { .. }
        | Event::IntakeSuspended { .. }
        | Event::IntakeResumed { .. } => Ok(()),
        Event::CampaignOpened { at } => {
            db.prepare_cached(
                "UPDATE campaign SET status = 'open', opened_at = ?2 WHERE campaign = ?1",
            )?
            .execute(params![campaign.as_bytes(), at.millis()])?;
            Ok(())
        }
        Event::CampaignClosed { at } => {
            db.prepare_cached(
                "UPDATE campaign SET status = 'closed', closed_at = ?2 WHERE campaign = ?1",
            )?
            .execute(params![campaign.as_bytes(), at.millis()])?;
            Ok(())
        }
    }
}

fn publish(
    db: &Connection,
    campaign: CampaignId,
    hash: ContentHash,
    text: &Bilingual,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE campaign SET contract_hash = ?2, contract_text = ?3 WHERE campaign = ?1",
    )?
    .execute(params![
        campaign.as_bytes(),
        hash.as_bytes(),
        kept_json(text)?
    ])?;
    Ok(())
}

fn set_terms(
    db: &Connection,
    campaign: CampaignId,
    title: &Bilingual,
    story: &Bilingual,
    terms: &Terms,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE campaign SET title = ?2, story = ?3, terms = ?4, shares_per_tree = ?5, ship_from = ?6,
                ship_until = ?7
         WHERE campaign = ?1",
    )?
    .execute(params![
        campaign.as_bytes(),
        kept_json(title)?,
        kept_json(story)?,
        kept_json(terms)?,
        terms.shares_per_tree,
        terms.ship_from.to_string(),
        terms.ship_until.to_string(),
    ])?;
    Ok(())
}

/// What an offer shows of a tree: its variety, its newest photo and when that was made.
type Shown = (String, Option<[u8; 32]>, Option<i64>);

fn shown(db: &Connection, tree: TreeId) -> Result<Option<Shown>> {
    db.prepare_cached("SELECT variety, photo, photo_at FROM tree WHERE tree = ?1")?
        .query_row([tree.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()
}

fn offer(db: &Connection, campaign: CampaignId, tree: TreeId) -> Result<()> {
    let added = db
        .prepare_cached("INSERT OR IGNORE INTO offered_tree (campaign, tree) VALUES (?1, ?2)")?
        .execute(params![campaign.as_bytes(), tree.as_bytes()])?;
    let Some((variety, photo, photo_at)) = shown(db, tree)?.filter(|_| added > 0) else {
        return Ok(());
    };
    count_tree(db, campaign, &variety, 1)?;
    db.prepare_cached(
        "UPDATE campaign SET cover = ?2, cover_at = ?3
         WHERE campaign = ?1 AND ?3 IS NOT NULL AND (cover_at IS NULL OR cover_at <= ?3)",
    )?
    .execute(params![campaign.as_bytes(), photo, photo_at])?;
    Ok(())
}

fn withdraw(db: &Connection, campaign: CampaignId, tree: TreeId) -> Result<()> {
    let removed = db
        .prepare_cached("DELETE FROM offered_tree WHERE campaign = ?1 AND tree = ?2")?
        .execute(params![campaign.as_bytes(), tree.as_bytes()])?;
    let Some((variety, _, _)) = shown(db, tree)?.filter(|_| removed > 0) else {
        return Ok(());
    };
    count_tree(db, campaign, &variety, -1)?;
    db.prepare_cached(
        "UPDATE campaign SET (cover, cover_at) =
             (SELECT t.photo, t.photo_at FROM offered_tree f JOIN tree t ON t.tree = f.tree
              WHERE f.campaign = ?1 ORDER BY t.photo_at DESC, t.tree LIMIT 1)
         WHERE campaign = ?1",
    )?
    .execute([campaign.as_bytes()])?;
    Ok(())
}

/// The variety of a tree was told wrong: its offers name the right one. To be called before the tree itself is corrected.
pub(crate) fn variety(db: &Connection, tree: TreeId, event: &tree::Event) -> Result<()> {
    let tree::Event::TreeFactsCorrected { variety, .. } = event else {
        return Ok(());
    };
    let Some((wrong, _, _)) = shown(db, tree)? else {
        return Ok(());
    };
    let offers = db
        .prepare_cached("SELECT campaign FROM offered_tree WHERE tree = ?1")?
        .query_map([tree.as_bytes()], |row| {
            row.get(0).map(CampaignId::from_bytes)
        })?
        .collect::<Result<Vec<_>>>()?;
    for campaign in offers {
        count_tree(db, campaign, &wrong, -1)?;
        count_tree(db, campaign, variety, 1)?;
    }
    Ok(())
}

fn count_tree(db: &Connection, campaign: CampaignId, variety: &str, change: i64) -> Result<()> {
    db.prepare_cached(
        "UPDATE campaign SET trees_offered = trees_offered + ?2 WHERE campaign = ?1",
    )?
    .execute(params![campaign.as_bytes(), change])?;
    db.prepare_cached(
        "INSERT INTO campaign_variety (campaign, variety, trees) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET trees = trees + excluded.trees",
    )?
    .execute(params![campaign.as_bytes(), variety, change])?;
    Ok(())
}

/// A newer photo of an offered tree becomes the cover of its offers.
pub(crate) fn cover(db: &Connection, tree: TreeId, photo: ContentHash, at: i64) -> Result<()> {
    db.prepare_cached(
        "UPDATE campaign SET cover = ?2, cover_at = ?3
         WHERE campaign IN (SELECT campaign FROM offered_tree WHERE tree = ?1)
           AND (cover_at IS NULL OR cover_at <= ?3)",
    )?
    .execute(params![tree.as_bytes(), photo.as_bytes(), at])?;
    Ok(())
}

/// The newest photo of the trees on offer, found again: one of this tree was corrected.
pub(crate) fn cover_anew(db: &Connection, tree: TreeId) -> Result<()> {
    db.prepare_cached(
        "UPDATE campaign SET (cover, cover_at) =
             (SELECT t.photo, t.photo_at FROM offered_tree f JOIN tree t ON t.tree = f.tree
              WHERE f.campaign = campaign.campaign AND t.photo IS NOT NULL
              ORDER BY t.photo_at DESC, t.tree LIMIT 1)
         WHERE campaign IN (SELECT campaign FROM offered_tree WHERE tree = ?1)",
    )?
    .execute([tree.as_bytes()])?;
    Ok(())
}

/// Fruit of a tree was picked that counts for this campaign; a negative weight takes it back.
pub(crate) fn harvested(db: &Connection, campaign: &[u8; 16], grams: i64) -> Result<()> {
    db.prepare_cached("UPDATE campaign SET harvested = harvested + ?2 WHERE campaign = ?1")?
        .execute(params![campaign, grams])?;
    Ok(())
}
