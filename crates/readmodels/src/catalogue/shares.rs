//! What changes the table of shares: who has which part of a tree in a season, and how firmly.

use adoption::tree_share::{self, Part};
use kernel::{AdoptionId, CampaignId, PersonId, Season, Timestamp, TreeId};
use rusqlite::{Connection, Result, params};

pub(crate) fn share(
    db: &Connection,
    tree: TreeId,
    season: Season,
    event: &tree_share::Event,
) -> Result<()> {
    match event {
        tree_share::Event::TreeShareHeld {
            part,
            campaign,
            adoption,
            holder,
            until,
            ..
        } => {
            let held = Holding {
                state: "held",
                until: Some(*until),
                ..Holding::taken(campaign, adoption, holder)
            };
            held.keep(db, tree, season, *part)
        }
        tree_share::Event::TreeShareTaken {
            part,
            campaign,
            adoption,
            holder,
            at: _,
        } => Holding::taken(campaign, adoption, holder).keep(db, tree, season, *part),
        tree_share::Event::TreeShareSplit {
            campaign,
            adoption,
            into,
            holder,
            at: _,
        } => {
            free(db, tree, season, *adoption)?;
            let of = u8::try_from(into.len()).unwrap_or(u8::MAX);
            (1..=of).zip(into).try_for_each(|(number, adoption)| {
                let taken = Holding::taken(campaign, adoption, holder);
                taken.keep(db, tree, season, Part { number, of })
            })
        }
        tree_share::Event::TreeShareTransferred {
            adoption, holder, ..
        } => hand_on(db, tree, season, *adoption, *holder),
        // One adoption has one part of a tree.
        tree_share::Event::HoldExpired { adoption, .. }
        | tree_share::Event::TreeShareReleased { adoption, .. } => {
            free(db, tree, season, *adoption)
        }
    }
}

fn hand_on(
    db: &Connection,
    tree: TreeId,
    season: Season,
    adoption: AdoptionId,
    holder: PersonId,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE share SET holder = ?4 WHERE tree = ?1 AND season = ?2 AND adoption = ?3",
    )?
    .execute(params![
        tree.as_bytes(),
        season.year(),
        adoption.as_bytes(),
        holder.as_bytes()
    ])?;
    Ok(())
}

/// An adoption has nothing of a tree any more.
fn free(db: &Connection, tree: TreeId, season: Season, adoption: AdoptionId) -> Result<()> {
    db.prepare_cached("DELETE FROM share WHERE tree = ?1 AND season = ?2 AND adoption = ?3")?
        .execute(params![tree.as_bytes(), season.year(), adoption.as_bytes()])?;
    Ok(())
}

/// Who has a part, and how firmly.
struct Holding<'a> {
    campaign: &'a CampaignId,
    adoption: &'a AdoptionId,
    holder: &'a PersonId,
    state: &'static str,
    until: Option<Timestamp>,
}

impl<'a> Holding<'a> {
    /// For good.
    fn taken(campaign: &'a CampaignId, adoption: &'a AdoptionId, holder: &'a PersonId) -> Self {
        Self {
            campaign,
            adoption,
            holder,
            state: "taken",
            until: None,
        }
    }

    fn keep(&self, db: &Connection, tree: TreeId, season: Season, part: Part) -> Result<()> {
        db.prepare_cached(
            "INSERT OR REPLACE INTO share
                 (tree, season, number, parts, campaign, adoption, holder, state, held_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            tree.as_bytes(),
            season.year(),
            part.number,
            part.of,
            self.campaign.as_bytes(),
            self.adoption.as_bytes(),
            self.holder.as_bytes(),
            self.state,
            self.until.map(Timestamp::millis),
        ])?;
        Ok(())
    }
}
