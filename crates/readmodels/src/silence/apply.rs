//! The tables of promised photos and of who was asked for one, and what changes them.

use adoption::campaign;
use kernel::{CampaignId, TreeId};
use rusqlite::{Connection, Result, params};
use traceability::silence::Event;

use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "silence",
    1,
    "CREATE TABLE photo_promise (
         campaign BLOB PRIMARY KEY,
         every_days INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE photo_request (
         tree BLOB PRIMARY KEY,
         at INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;",
    "",
);

pub(crate) fn campaign(
    db: &Connection,
    campaign: CampaignId,
    event: &campaign::Event,
) -> Result<()> {
    if let campaign::Event::PhotosPromised { every_days } = event {
        db.prepare_cached(
            "INSERT OR REPLACE INTO photo_promise (campaign, every_days) VALUES (?1, ?2)",
        )?
        .execute(params![campaign.as_bytes(), every_days])?;
    }
    Ok(())
}

pub(crate) fn silence(db: &Connection, tree: TreeId, event: &Event) -> Result<()> {
    let Event::UpdateRequested { at, .. } = event;
    db.prepare_cached("INSERT OR REPLACE INTO photo_request (tree, at) VALUES (?1, ?2)")?
        .execute(params![tree.as_bytes(), at.millis()])?;
    Ok(())
}
