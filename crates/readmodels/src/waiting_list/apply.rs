//! The tables of people who wait and of offers that are open, and what changes them.

use adoption::waiting_list::Event;
use kernel::CampaignId;
use rusqlite::{Connection, Result, params};

use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "waiting_list",
    1,
    "CREATE TABLE waiting (
         campaign BLOB NOT NULL,
         number INTEGER NOT NULL,
         person BLOB NOT NULL,
         PRIMARY KEY (campaign, number)
     ) STRICT, WITHOUT ROWID;
     CREATE UNIQUE INDEX waiting_person ON waiting (campaign, person);
     CREATE TABLE waiting_offer (
         adoption BLOB PRIMARY KEY,
         campaign BLOB NOT NULL,
         person BLOB NOT NULL,
         until INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX waiting_offer_person ON waiting_offer (campaign, person);",
);

pub(crate) fn waiting_list(db: &Connection, campaign: CampaignId, event: &Event) -> Result<()> {
    match event {
        Event::WaitingListJoined { person, number, .. } => {
            db.prepare_cached(
                "INSERT INTO waiting (campaign, number, person) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![campaign.as_bytes(), number, person.as_bytes()])?;
        }
        Event::WaitingListLeft { person, at: _ } => {
            db.prepare_cached("DELETE FROM waiting WHERE campaign = ?1 AND person = ?2")?
                .execute(params![campaign.as_bytes(), person.as_bytes()])?;
        }
        Event::PlaceOffered {
            person,
            adoption,
            until,
        } => {
            db.prepare_cached("DELETE FROM waiting WHERE campaign = ?1 AND person = ?2")?
                .execute(params![campaign.as_bytes(), person.as_bytes()])?;
            db.prepare_cached(
                "INSERT INTO waiting_offer (adoption, campaign, person, until) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                adoption.as_bytes(),
                campaign.as_bytes(),
                person.as_bytes(),
                until.millis()
            ])?;
        }
        Event::PlaceTaken { adoption, at: _ } | Event::PlaceLapsed { adoption, at: _ } => {
            db.prepare_cached("DELETE FROM waiting_offer WHERE adoption = ?1")?
                .execute([adoption.as_bytes()])?;
        }
    }
    Ok(())
}
